"""Where the regions of a league stand on a tile map: rows and columns of equal tiles, roughly as on a map."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from govscore_lib.errors import InputError, Problem, did_you_mean, listed
from govscore_lib.rubric.league import League, load_league

COLUMNS = ("region_id", "row", "column")
"""Columns of a layout's file; rows count from the north, columns from the west, both from 1."""
SUFFIX = ".layout.csv"
"""How a layout's file ends; it stands beside the league's."""


@dataclass(frozen=True)
class Layout:
    """Tiles of a league. places : (row, column) by region id, from 1."""

    places: Mapping[str, tuple[int, int]]

    @property
    def rows(self) -> int:
        """How many rows of tiles there are."""
        return max(row for row, _ in self.places.values())

    @property
    def columns(self) -> int:
        """How many columns of tiles there are."""
        return max(column for _, column in self.places.values())


@cache
def load_layout(name: str) -> Layout | None:
    """Return the layout of a league named as :func:`load_league` takes it; null where none is given.

    Raises InputError for a layout that does not fit its league.
    """
    if name.endswith(".csv"):
        path = Path(name).with_name(Path(name).stem + SUFFIX)
    else:
        path = Path(str(resources.files("govscore_lib"))) / "regions" / f"{name}{SUFFIX}"
    return read_layout(path, load_league(name)) if path.is_file() else None


def read_layout(path: Path, league: League) -> Layout:
    """Return the layout of a CSV file with the columns of :data:`COLUMNS`.

    Raises InputError with every fault: a column or number that is missing, an id that the league does not rank,
    a region that has two tiles or none, two regions on one tile.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines, restval=""))
    absent = [column for column in COLUMNS if not rows or column not in rows[0]]
    if absent:
        raise InputError([Problem(path.name, f"column '{absent[0]}' is missing", listed(COLUMNS))])
    problems = list(_faults(path.name, rows, league))
    if problems:
        raise InputError(problems)
    return Layout({row["region_id"]: (int(row["row"]), int(row["column"])) for row in rows})


def _faults(name: str, rows: list[dict[str, str]], league: League) -> Iterator[Problem]:
    known = [region.id for region in league.ranked]
    tiles: dict[tuple[str, str], str] = {}
    seen: set[str] = set()
    for line, row in enumerate(rows, start=2):
        where, region = f"{name}, line {line}", row["region_id"]
        if region not in known:
            yield Problem(
                where,
                f"'{region}' is no ranked region of the league {league.name}",
                listed(known),
                did_you_mean(region, known),
            )
        if region in seen:
            yield Problem(where, f"'{region}' has two tiles", "one tile a region")
        seen.add(region)
        tile = (row["row"], row["column"])
        if not all(text.isascii() and text.isdigit() and int(text) for text in tile):
            found = f"row '{tile[0]}', column '{tile[1]}'"
            yield Problem(where, found, "whole numbers from 1")
        elif tiles.setdefault(tile, region) != region:
            found = f"'{region}' stands on the tile of '{tiles[tile]}'"
            yield Problem(where, found, "one region a tile")
    for region in known:
        if region not in seen:
            yield Problem(name, f"'{region}' has no tile", "a tile for every ranked region")
