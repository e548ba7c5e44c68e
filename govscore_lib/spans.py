"""Months, quarters and years: the periods of bulletins, each with the one before it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from govscore_lib.errors import UsageError
from govscore_lib.text import Bilingual

Cycle = Literal["month", "quarter", "year"]
MONTHS: dict[Cycle, int] = {"month": 1, "quarter": 3, "year": 12}
"""How many months a period of each cycle has, the shortest first."""

_FORMS = re.compile(r"(?P<year>[12]\d{3})(?:-?[Qq](?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")
_QUARTERS_ZH = "一二三四"
_QUARTERS_EN = ("first", "second", "third", "fourth")
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Span:
    """A month, a quarter or a year of the calendar.

    year : of the calendar. number : of the month (1–12) or the quarter (1–4); 1 for a year.

    Examples
    --------
    >>> Span.read("2021Q1").label, Span.read("2021Q1").before.label
    ('2021-Q1', '2020-Q4')
    """

    year: int
    cycle: Cycle
    number: int = 1

    @classmethod
    def read(cls, text: str) -> Span:
        """Return the period that a text spells: 2021-07, 2021-Q3 (or 2021Q3), 2021.

        Raises UsageError for anything else.
        """
        found = _FORMS.fullmatch(text.strip())
        if found is None:
            raise UsageError(
                f"'{text}' is no period of a bulletin. "
                "Write a month as 2021-07, a quarter as 2021-Q3, a year as 2021."
            )
        year = int(found["year"])
        if found["month"]:
            return cls(year, "month", int(found["month"]))
        if found["quarter"]:
            return cls(year, "quarter", int(found["quarter"]))
        return cls(year, "year")

    @classmethod
    def of(cls, day: dt.date, cycle: Cycle) -> Span:
        """Return the period of a cycle in which a day lies."""
        return cls(day.year, cycle, (day.month - 1) // MONTHS[cycle] + 1)

    @property
    def label(self) -> str:
        """How the period is written: 2021-07, 2021-Q3, 2021."""
        return {
            "month": f"{self.year}-{self.number:02}",
            "quarter": f"{self.year}-Q{self.number}",
            "year": str(self.year),
        }[self.cycle]

    @property
    def name(self) -> Bilingual:
        """The period in words."""
        if self.cycle == "year":
            return Bilingual(zh=f"{self.year}年", en=str(self.year))
        if self.cycle == "quarter":
            place = self.number - 1
            return Bilingual(
                zh=f"{self.year}年第{_QUARTERS_ZH[place]}季度",
                en=f"{_QUARTERS_EN[place]} quarter of {self.year}",
            )
        return Bilingual(
            zh=f"{self.year}年{self.number}月", en=f"{_MONTHS_EN[self.number - 1]} {self.year}"
        )

    @property
    def start(self) -> dt.date:
        """The first day."""
        return dt.date(self.year, (self.number - 1) * MONTHS[self.cycle] + 1, 1)

    @property
    def end(self) -> dt.date:
        """The last day."""
        return self._shifted(1).start - dt.timedelta(days=1)

    @property
    def before(self) -> Span:
        """The period before, of the same length."""
        return self._shifted(-1)

    def _shifted(self, steps: int) -> Span:
        a_year = 12 // MONTHS[self.cycle]
        place = self.year * a_year + self.number - 1 + steps
        return Span(place // a_year, self.cycle, place % a_year + 1)


def spans_within(start: dt.date, end: dt.date, cycle: Cycle) -> tuple[Span, ...]:
    """Return the periods of a cycle that lie wholly between two days, both included, in order."""
    span, found = Span.of(start, cycle), []
    while span.end <= end:
        if span.start >= start:
            found.append(span)
        span = span._shifted(1)
    return tuple(found)


CYCLES: dict[Cycle, Bilingual] = {
    "month": Bilingual(zh="月", en="month"),
    "quarter": Bilingual(zh="季度", en="quarter"),
    "year": Bilingual(zh="年", en="year"),
}
"""What a cycle is called."""
