"""The regions of a sample league and the figures that their synthetic records must add up to.

``planned/RUBRIC.csv`` holds one row per metric and one column per region: what each is strong and weak in.
The record tables are made so that counting them gives exactly these figures; the other metrics
stand in the materials workbooks as planned.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files

PLANNED = "planned"


@dataclass(frozen=True)
class County:
    """One assessed unit, a county or a town, and its planned figures.

    region_id : statistical code.
    planned : metric id → canonical text; empty when it has not given the figure.
    """

    region_id: str
    planned: Mapping[str, str]

    def count(self, metric_id: str) -> int:
        """Return a planned whole number."""
        return int(self.planned[metric_id])

    def amount(self, metric_id: str) -> Decimal:
        """Return a planned decimal figure."""
        return Decimal(self.planned[metric_id])

    def holds(self, metric_id: str) -> bool:
        """Return whether a planned yes/no figure is yes."""
        return self.planned[metric_id] == "true"

    @property
    def tag(self) -> str:
        """The code without the province's digits, as it stands in record numbers."""
        return self.region_id[2:]


def load_counties(rubric: str) -> tuple[County, ...]:
    """Return the regions of a rubric's plan in the order of their codes, with what it says of them."""
    text = files(__package__).joinpath(PLANNED, f"{rubric}.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    codes = [name for name in rows[0] if name != "metric_id"]
    return tuple(
        County(code, {row["metric_id"]: row[code] for row in rows}) for code in sorted(codes)
    )
