"""A small rubric with figures and two registers, and what was ingested of it written as rows."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl
import pytest

from govscore_lib.findings import Finding
from govscore_lib.ingest import FILES, Ingested
from govscore_lib.rubric import Rubric, load_league
from govscore_lib.tables import OBSERVATIONS, PROVENANCE, REGISTER_TYPES
from tests.small_rubrics import criterion, document, load_document, metric, said

FIRST, SECOND = "320803", "320804"
METRICS = {
    "kind": metric("enum", values={"county": "县", "district": "区"}),
    "own_report": metric("date", needed="kind == county"),
    "asked": metric("int", min="0", small_below="10"),
    "answered": metric("int", min="0", check=["answered <= asked"]),
    "planned": metric("bool"),
    "carried_out": metric(
        "bool", check=[{"that": "planned or not carried_out", "severity": "warning"}]
    ),
    "training": metric("judged", min="0", max="2"),
    "remarks": metric("int", needed="evidence"),
    "owed": metric("decimal"),
    "repaid": metric("decimal"),
}
COLUMN = {
    "text": {"type": "text"},
    "day": {"type": "date"},
    "later": {"type": "date", "required": "no"},
    "money": {"type": "decimal", "unit": "CNY", "min": "0"},
    "mark": {"type": "enum", "values": {"good": "好", "bad": "坏"}},
}


def _columns(**types: str) -> dict[str, object]:
    return {name: COLUMN[type] | {"name": said(name)} for name, type in types.items()}


REGISTERS = {
    "debts": {
        "name": said("debts"),
        "key": ["debt"],
        "region": "region_id",
        "columns": _columns(
            debt="text", region_id="text", mark="mark", amount="money", found_on="day", closed_on="later"
        ),
    },
    "payments": {
        "name": said("payments"),
        "key": ["payment"],
        "columns": _columns(payment="text", debt="text", amount="money", paid_on="day"),
    },
}  # fmt: skip
DERIVATIONS = [
    {
        "from": "debts",
        "join": [
            {
                "register": "payments",
                "on": ["debt"],
                "keep": "paid_on in period",
                "take": {"paid": {"sum": "amount"}},
            }
        ],
        "keep": "found_on <= period_end",
        "yields": {"owed": {"sum": "amount"}, "repaid": {"sum": "min(amount, paid)"}},
    }
]
CRITERIA = [
    criterion("1", {"kind": "ratio", "value": "answered / asked"}),
    criterion("2", {"kind": "all_of", "all": ["planned", "carried_out"]}),
    criterion("3", {"kind": "judged", "metric": "training"}),
    criterion("4", {"kind": "ratio", "value": "repaid / owed"}),
    criterion(
        "5",
        {
            "kind": "first_match",
            "branches": [
                {"if": "kind == county", "needs": "own_report <= 2021-03-31"},
                {"if": "kind == district", "points": "1"},
            ],
        },
    ),
]
WHOLE = {
    "kind": "district", "asked": "20", "answered": "18", "planned": "true", "carried_out": "true",
    "training": "1.5",
}  # fmt: skip
DEBT = {
    "debt": "D1",
    "region_id": FIRST,
    "mark": "good",
    "amount": "10",
    "found_on": "2021-02-01",
    "closed_on": None,
}
PAYMENT = {"payment": "P1", "debt": "D1", "amount": "4", "paid_on": "2021-05-01"}


@dataclass
class Office:
    """What came in: whole and sound unless told otherwise."""

    rubric: Rubric
    figures: dict[str, dict[str, str | None]] = field(default_factory=dict)
    registers: dict[str, list[dict[str, str | None]]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    doubted: tuple[tuple[str, str], ...] = ()
    uncounted: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        ranked = load_league(self.rubric.league).ranked
        self.figures = {region.id: dict(WHOLE) for region in ranked}
        debts = [DEBT | {"debt": f"D{n}", "region_id": r.id} for n, r in enumerate(ranked, 1)]
        self.registers = {"debts": debts, "payments": [dict(PAYMENT)]}

    @property
    def ingested(self) -> Ingested:
        return Ingested(self._observations(), self._registers(), self.findings, self._files())

    def _observations(self) -> pl.DataFrame:
        rows = []
        for region, figures in self.figures.items():
            for number, (name, value) in enumerate(figures.items(), 2):
                status = "given" if value is not None else "missing"
                if (region, name) in self.doubted:
                    value, status = None, "quarantined"
                rows.append(
                    (
                        region,
                        "2021",
                        name,
                        value,
                        status,
                        f"materials/{region}.xlsx",
                        "指标",
                        f"D{number}",
                    )
                )
        rows += [
            (region, "2021", name, None, "uncounted", "", "", "") for region, name in self.uncounted
        ]
        return pl.DataFrame(rows, schema=OBSERVATIONS, orient="row")

    def _registers(self) -> dict[str, pl.DataFrame]:
        return {name: self._register(name, rows) for name, rows in self.registers.items()}

    def _register(self, name: str, rows: list[Mapping[str, str | None]]) -> pl.DataFrame:
        columns = self.rubric.registers[name].columns
        series = []
        for column, declared in columns.items():
            cells = [row[column] for row in rows]
            if declared.type == "date":
                cells = [None if text is None else dt.date.fromisoformat(text) for text in cells]
            series.append(pl.Series(column, cells, dtype=REGISTER_TYPES[declared.type]))
        places = [
            pl.Series("_file", [f"registers/{name}.csv"] * len(rows), dtype=PROVENANCE["_file"]),
            pl.Series("_sheet", [""] * len(rows), dtype=PROVENANCE["_sheet"]),
            pl.Series("_row", list(range(2, len(rows) + 2)), dtype=PROVENANCE["_row"]),
        ]
        return pl.DataFrame([*series, *places])

    def _files(self) -> pl.DataFrame:
        rows = [
            (f"registers/{name}.csv", name, "CSV, UTF-8", len(rows), 1, "", "")
            for name, rows in self.registers.items()
        ]
        return pl.DataFrame(rows, schema=FILES, orient="row")


@pytest.fixture(scope="session")
def rubric() -> Rubric:
    return load_document(document(CRITERIA, METRICS, registers=REGISTERS, derivations=DERIVATIONS))


@pytest.fixture
def office(rubric: Rubric) -> Office:
    return Office(rubric)
