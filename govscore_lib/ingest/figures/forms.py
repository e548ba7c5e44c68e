"""The words of the collection form: sheets, labels and headers, written and read from this one place.

Each is a pair of Chinese and English; a form is written in one of the languages, and both are read.
"""

from __future__ import annotations

from collections.abc import Iterable

from govscore_lib.ingest.files.headers import plain_header
from govscore_lib.text import Bilingual

COVER = Bilingual(zh="封面", en="Cover")
FIGURES = Bilingual(zh="指标", en="Figures")
NOTES = Bilingual(zh="说明", en="How to fill in")
LISTS = Bilingual(zh="选项", en="Lists")

RUBRIC = Bilingual(zh="办法编码", en="Rubric")
REGION = Bilingual(zh="地区", en="Region")
REGION_CODE = Bilingual(zh="地区代码", en="Region code")
PERIOD = Bilingual(zh="考核期", en="Period")
OFFICE = Bilingual(zh="填报单位", en="Office")
DEPARTMENT = Bilingual(zh="责任部门", en="Department")
"""Labels of the cover; what they stand for is in the cell to their right."""

REGISTER = Bilingual(zh="登记表编码", en="Register")
SENT = Bilingual(zh="报送情况", en="How sent")
"""Labels above the records of a register."""
HERE = Bilingual(zh="本表填报", en="in this sheet")
NOTHING = Bilingual(zh="无记录", en="there are none")
ELSEWHERE = Bilingual(zh="另行报送", en="sent as a file")
"""What may stand beside :data:`SENT`: an empty sheet alone does not say that nothing happened."""

METRIC = Bilingual(zh="指标编码", en="metric_id")
NAME = Bilingual(zh="指标名称", en="metric_name")
UNIT = Bilingual(zh="单位", en="unit")
DEFINITION = Bilingual(zh="口径", en="definition")
CUT_OFF = Bilingual(zh="数据截止", en="cut-off")
ALLOWED = Bilingual(zh="可填内容", en="allowed")
VALUE = Bilingual(zh="填报值", en="value")
EVIDENCE = Bilingual(zh="佐证材料", en="evidence")
VERIFIED = Bilingual(zh="核定值", en="verified")
REVIEWER = Bilingual(zh="评审人", en="reviewer")
NOTE = Bilingual(zh="备注", en="note")
STATE = Bilingual(zh="填报情况", en="state")
"""Headers of the figures."""

FIRST_SHEETS = (COVER, FIGURES, NOTES, LISTS)
"""Sheets of every form that hold no register."""


def words(*texts: Bilingual) -> tuple[str, ...]:
    """Return the texts in both languages, for a reader that takes either."""
    return tuple(word for text in texts for word in (text.zh, text.en))


def says(cell: str, text: Bilingual) -> bool:
    """Whether a cell holds the text in one of its languages, whatever the spaces and brackets."""
    return plain_header(cell) in {plain_header(word) for word in words(text)}


def one_of(cell: str, texts: Iterable[Bilingual]) -> Bilingual | None:
    """Return the first of the texts that a cell holds; None when it holds none."""
    return next((text for text in texts if says(cell, text)), None)
