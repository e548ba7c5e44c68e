"""The sources of the sliders, put together as one module: their imports go, their exports become plain names."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

MODULES = ("points.js", "scenario.js")
"""In the order in which one needs the other."""

_IMPORT = re.compile(r"^import .*\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)


@cache
def module() -> str:
    """Return the sources as one ES module."""
    return "\n".join(_joinable(_text(name)) for name in MODULES)


def _text(name: str) -> str:
    folder = resources.files("govscore_lib.reporting.sliders")
    return folder.joinpath(name).read_text(encoding="utf-8")


def _joinable(text: str) -> str:
    return _EXPORT.sub("", _IMPORT.sub("", text))
