"""Single figures: out of a column, as canonical text, in words."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from govscore_lib.algebra.columns import Column, NumberColumn, TruthColumn
from govscore_lib.algebra.evaluate import NEVER
from govscore_lib.points import exact, plain
from govscore_lib.rubric.metric import Metric
from govscore_lib.rubric.model import Rubric
from govscore_lib.text import Bilingual

Cell = Fraction | bool | str | None
"""One figure as the algebra has it: a number (days as ordinals), a truth or a code; None is missing."""


def cell_at(column: Column, row: int) -> Cell:
    """Return the figure in one row of a column."""
    if isinstance(column, NumberColumn):
        return column.fraction(row)
    if not column.known[row]:
        return None
    value = column.value[row]
    return bool(value) if isinstance(column, TruthColumn) else str(value)


def cell_of(metric: Metric, text: str | None) -> Cell:
    """Return the figure that a canonical text spells."""
    if text is None:
        return None
    match metric.type:
        case "bool":
            return text == "true"
        case "enum" | "text":
            return text
        case "date":
            return Fraction(NEVER if text == "none" else dt.date.fromisoformat(text).toordinal())
    return exact(text)


def text_of(metric: Metric, cell: Cell) -> str | None:
    """Return a figure as canonical text, None where it is missing."""
    match cell:
        case None:
            return None
        case bool():
            return "true" if cell else "false"
        case str():
            return cell
    if metric.type == "date":
        return "none" if cell >= NEVER else dt.date.fromordinal(int(cell)).isoformat()
    return plain(cell)


def say_cell(rubric: Rubric, metric: Metric, cell: Cell) -> Bilingual:
    """Return a figure in words: codes by their names, truths as yes and no, without unit."""
    text = text_of(metric, cell)
    if text is None:
        return Bilingual(zh="未填报", en="not given")
    if metric.type == "bool":
        return Bilingual(zh="是", en="yes") if text == "true" else Bilingual(zh="否", en="no")
    if metric.type == "enum":
        zh, en = (rubric.code_name(metric.id, text, language) for language in ("zh", "en"))
        return Bilingual(zh=zh, en=en)
    if metric.type == "date" and text == "none":
        return Bilingual(zh="未发生", en="never")
    return Bilingual(zh=text, en=text)
