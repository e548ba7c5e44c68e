"""What is typed into a form before it is handed out, or to make a filled one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from govscore_lib.text import Bilingual
from govscore_lib.workbook.cells import Cell

Key = tuple[str, str]
"""Region (empty in a form whose cover names it) and metric."""


@dataclass(frozen=True)
class Figure:
    """The cells of one figure as typed: claimed value, evidence, verified value, reviewer, note."""

    value: Cell = None
    evidence: str | None = None
    verified: Cell = None
    reviewer: str | None = None
    note: str | None = None

    @property
    def is_given(self) -> bool:
        """Whether there is a value, claimed or verified."""
        return any(cell not in (None, "") for cell in (self.value, self.verified))


@dataclass(frozen=True)
class Added:
    """A line that an office wrote below the figures that it was asked for."""

    code: str
    name: str
    value: Cell


@dataclass(frozen=True)
class Filled:
    """What stands in a form.

    figures : by region and metric. records : rows by register, cells by column. sent : register →
    one of ``forms.NOTHING`` and ``forms.ELSEWHERE``. cover : further lines of the cover, label → text.
    office : who fills in. added : lines below the figures.
    """

    figures: Mapping[Key, Figure] = field(default_factory=dict)
    records: Mapping[str, Sequence[Mapping[str, Cell]]] = field(default_factory=dict)
    sent: Mapping[str, Bilingual] = field(default_factory=dict)
    cover: Mapping[str, str] = field(default_factory=dict)
    office: str = ""
    added: Sequence[Added] = ()


EMPTY = Filled()
