"""How a form looks: fonts, fills and borders by purpose, and how high a row must be for its text."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

INK, PALE, ACCENT, ALERT, LINE = "#222222", "#6B6B6B", "#1F4E79", "#B45309", "#C9CED6"
TO_FILL, TO_REVIEW, BAND, HEAD = "#FFFBE8", "#EEF3F8", "#E4EAF1", "#F4F5F7"
FONTS = {"zh": "SimSun", "en": "Arial"}
HEADINGS = {"zh": "SimHei", "en": "Arial"}
LINE_HEIGHT = 14.0
"""Points of one line of the usual size."""
TALLEST = 400.0

_MIDDLE = {"valign": "vcenter", "text_wrap": True}
_BOXED = {**_MIDDLE, "border": 1}
_HEAD = {**_BOXED, "heading": True, "bg_color": BAND, "align": "center"}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"heading": True, "font_size": 16, "font_color": ACCENT, "valign": "vcenter"},
    "subtitle": {"font_color": PALE, "valign": "vcenter"},
    "section": {**_BOXED, "heading": True, "font_size": 11, "bg_color": BAND, "font_color": ACCENT},
    "clause": {**_BOXED, "bg_color": HEAD},
    "head": _HEAD,
    "must": {**_HEAD, "font_color": ALERT},
    "label": {**_BOXED, "bg_color": HEAD, "indent": 1},
    "text": {**_BOXED, "indent": 1},
    "middle": {**_BOXED, "align": "center"},
    "id": {**_BOXED, "font_size": 7, "font_color": PALE},
    "fine": {**_BOXED, "font_size": 9, "font_color": PALE},
    "hint": {"font_size": 8, "font_color": PALE, "text_wrap": True, "valign": "top"},
    "count": {**_BOXED, "align": "right", "num_format": "0"},
    "fill": {**_BOXED, "bg_color": TO_FILL, "open": True},
    "value": {**_BOXED, "bg_color": TO_FILL, "open": True, "align": "center"},
    "review": {**_BOXED, "bg_color": TO_REVIEW, "open": True, "align": "center"},
    "record": {"open": True, "valign": "vcenter"},
    "alert": {"font_color": ALERT, "bold": True, "overlay": True},
    "row": {"overlay": True, "bottom": 1, "right": 1, "bg_color": TO_FILL},
}

NUMBER_FORMATS = {
    "text": "@",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm:ss",
    "enum": "@",
    "bool": "General",
}
"""Number format of a field by its declared type; numbers stay as typed."""


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook, language: str) -> None:
        self._book, self._language = book, language
        self._made: dict[tuple[str, str], Format] = {}

    def __call__(self, name: str, kind: str = "") -> Format:
        """Return the format of a purpose, with the number format of a declared type."""
        number_format = NUMBER_FORMATS.get(kind, "")
        key = (name, number_format)
        if key not in self._made:
            self._made[key] = self._book.add_format(self._properties(name, number_format))
        return self._made[key]

    def _properties(self, name: str, number_format: str) -> dict[str, Any]:
        style = dict(_STYLES[name])
        if style.pop("overlay", False):  # a conditional format changes what it names and no more
            return {**style, **({"border_color": LINE} if "bottom" in style else {})}
        fonts = HEADINGS if style.pop("heading", False) else FONTS
        made = {"font_name": fonts[self._language], "font_size": 10, "font_color": INK, **style}
        made["locked"] = not made.pop("open", False)
        if "border" in made:
            made["border_color"] = LINE
        if number_format:
            made["num_format"] = number_format
        return made


def display_width(text: str) -> int:
    """Return how many characters of the usual width a text takes; a Chinese one counts as two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def lines_of(text: str, width: float) -> int:
    """Return in how many lines a text stands in a cell of so many characters."""
    room = max(width - 1, 1)
    return sum(max(1, math.ceil(display_width(line) / room)) for line in text.split("\n"))


def height_for(cells: Sequence[tuple[str, float]], least: float = 20.0) -> float:
    """Return the height of a row, in points: its cells as texts with the widths that they have."""
    lines = max((lines_of(text, width) for text, width in cells if text), default=1)
    return min(max(least, lines * LINE_HEIGHT + 4), TALLEST)
