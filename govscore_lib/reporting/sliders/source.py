"""The sources of the sliders, put together for JupyterLab (one module) and for pages (one classic script).

From ``file://`` and under our content policy a browser runs classic scripts only, so the modules are joined
here: their imports go, their exports become plain names.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import Any

MODULES = (
    "words.js",
    "sight.js",
    "points.js",
    "scenario.js",
    "levers.js",
    "ranking.js",
    "component.js",
)
"""In the order in which one needs the other."""
PAGE = "page.js"
STYLE = "sliders.css"

_IMPORT = re.compile(r"^import .*\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)
_DEFAULT = re.compile(r"^export default .*\n", re.MULTILINE)


@cache
def module() -> str:
    """Return the component as one ES module with a default export, as anywidget takes it."""
    return "\n".join(_joinable(_text(name)) for name in MODULES)


@cache
def classic() -> str:
    """Return the component as a classic script that fills every place for sliders on a page."""
    body = _DEFAULT.sub("", module())
    return f'(function () {{\n"use strict";\n{body}\n{_joinable(_text(PAGE))}}})();\n'


def style() -> str:
    """Return the style sheet, for pages and for JupyterLab."""
    return _text(STYLE)


def slider_json(bundle: dict[str, Any]) -> str:
    """Return a cell's output as text that is safe inside a script element."""
    text = json.dumps(bundle, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _text(name: str) -> str:
    folder = resources.files("govscore_lib.reporting.sliders")
    return folder.joinpath(name).read_text(encoding="utf-8")


def _joinable(text: str) -> str:
    return _EXPORT.sub("", _IMPORT.sub("", text))
