"""A small bulletin of service ratings, and what it says of a table of records."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from govscore_lib.engine.bulletin import Edition
from govscore_lib.engine.edition_text import steps
from govscore_lib.engine.edition_words import told
from govscore_lib.project import Project
from govscore_lib.rubric.league import Region
from govscore_lib.spans import Span
from tests.asserts import read_table
from tests.projects import copy_project
from tests.small_rubrics import (
    criterion,
    document,
    load_document,
    metric,
    write_document,
)

COUNTS = ("rated", "bad", "mended")
BULLETIN: dict[str, Any] = {
    "id": "ratings",
    "name": {"zh": "好差评", "en": "service ratings"},
    "register": "ratings",
    "on": "month",
    "apart": "source",
    "counts": {
        "rated": {"sum": "rated", "name": {"zh": "评价", "en": "ratings"}, "unit": {"zh": "次", "en": "ratings"}},
        "bad": {"sum": "bad", "name": {"zh": "差评", "en": "bad ones"}, "unit": {"zh": "次", "en": "ratings"}},
        "mended": {"sum": "mended", "name": {"zh": "已整改", "en": "mended ones"}, "unit": {"zh": "次", "en": "ratings"}},
    },
    "figures": [
        {
            "id": "good",
            "name": {"zh": "好评率", "en": "share of good ratings"},
            "value": "(rated - bad) / rated",
            "small_below": "30",
        },
        {
            "id": "mending",
            "name": {"zh": "整改率", "en": "share mended"},
            "value": "mended / bad",
            "zero_denominator": "full",
        },
    ],
    "rank_by": "good",
    "then": ["mending"],
    "outstanding": {
        "name": {"zh": "未整改差评", "en": "bad ratings not mended"},
        "value": "bad - mended",
        "unit": {"zh": "次", "en": "ratings"},
    },
    "source": {"document": "文〔2021〕2号", "item": "6"},
}  # fmt: skip
NUMBER = {"type": "int", "unit": "次", "min": "0"}
REGISTER = {
    "name": {"zh": "评价统计", "en": "rating counts"},
    "key": ["region_id", "month", "source"],
    "region": "region_id",
    "columns": {
        "region_id": {"type": "text", "name": {"zh": "地区", "en": "region"}},
        "month": {"type": "date", "name": {"zh": "月份", "en": "month"}},
        "source": {
            "type": "enum",
            "values": {"public": "群众评议", "organised": "组织考评"},
            "name": {"zh": "来源", "en": "source"},
        },
        "rated": NUMBER | {"name": {"zh": "评价次数", "en": "rated"}},
        "bad": NUMBER | {"name": {"zh": "差评次数", "en": "bad"}},
        "mended": NUMBER | {"name": {"zh": "整改次数", "en": "mended"}},
    },
}


def bulletin_document(changes: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A rubric of one clause with the bulletin; ``changes`` replace keys of it, ``more`` of the document."""
    return document(
        [criterion("1.1", {"kind": "binary", "when": "done"})],
        {"done": metric("bool")},
        registers={"ratings": REGISTER},
        bulletins=[BULLETIN | dict(changes or {})],
        **more,
    )


def frame_of(records: str) -> pl.DataFrame:
    """The register of a text table: region, month (2021-07) and counts; source is public unless said."""
    rows = [
        {
            "region_id": row["name"],
            "month": dt.date.fromisoformat(f"{row['month']}-01"),
            "source": row.get("source", "public"),
            **{name: int(row.get(name, "0")) for name in COUNTS},
        }
        for row in _rows(records)
    ]
    return pl.DataFrame(rows)


FILE = """region_id,month,source,rated,bad,mended
320803,2021-10-01,public,100,2,1
320804,2021-10-01,public,100,1,1
320803,2021-11-01,public,100,1,1
320804,2021-11-01,organised,100,3,1
320812,2021-12-01,public,20,0,0
"""


def write_project(root: Path) -> Project:
    """A project with the rubric ``small.yml`` and its register of three regions in the last quarter."""
    project = copy_project(root, [])
    registers = root / "data" / "raw" / "small-2021" / "registers"
    registers.mkdir(parents=True)
    registers.joinpath("ratings.csv").write_text(FILE, encoding="utf-8")
    write_document(bulletin_document(), root)
    return project


def _rows(text: str) -> list[dict[str, str]]:
    """The rows of a text table whose first column is ``name``; rows may share it."""
    return list(read_table(text).values())


def edition(records: str, period: str, **changes: Any) -> Edition:
    """The bulletin of one period; regions are those of the records, in the order of their first row, and R9."""
    rubric = load_document(bulletin_document(changes))
    frame = frame_of(records)
    names = [*frame["region_id"].unique(maintain_order=True), "R9"]
    regions = tuple(Region(name, f"{name}县", name) for name in names)
    return Edition(rubric, rubric.bulletins[0], Span.read(period), regions, {"ratings": frame})


def check_bulletin(records: str, period: str, table: str, **changes: Any) -> None:
    """Assert that the bulletin of a period says what a table says.

    table : in the order of places; ``name`` and any of ``place`` (``2=`` where shared, ``-`` for none),
    ``moved`` (``+1``, ``-2``, ``0``, ``-`` where nothing is to compare) and the figures, as they are printed.
    """
    found = edition(records, period, **changes)
    names = [name for name in found.table["region_id"] if found.now.rows[name].records]
    expected = _rows(table)
    told_of = [{key: _told(found, name, key) for key in expected[0]} for name in names]

    assert expected == told_of


def _told(found: Edition, name: str, key: str) -> str:
    row = found.now.rows[name]
    if key == "name":
        return name
    if key == "place":
        return "-" if row.rank is None else f"{row.rank:g}{'=' if row.tied else ''}"
    if key == "moved":
        return steps(found.climbed(name)).replace("−", "-").replace("—", "-")
    figure = found.bulletin.figure(key)
    return told(figure, row.rates[key].value).en.replace("—", "-")
