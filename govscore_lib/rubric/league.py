"""Leagues: the regions of a rubric with their codes, names and aliases."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

from govscore_lib.errors import InputError, Problem, listed

COLUMNS = (
    "region_id", "name_zh", "name_en", "short_zh", "aliases", "unit_type", "league", "group", "group_en", "reference", "code_source",
)  # fmt: skip
"""Columns of a league's file; aliases are separated by semicolons."""


@dataclass(frozen=True)
class Region:
    """One assessed unit, or a reference row outside the ranking."""

    id: str
    name_zh: str
    name_en: str = ""
    short_zh: str = ""
    aliases: tuple[str, ...] = ()
    unit_type: str = ""
    league: str = ""
    group: str = ""
    group_en: str = ""
    reference: bool = False
    code_source: str = ""

    def __repr__(self) -> str:
        return f"<Region {' '.join(filter(None, (self.id, self.name_zh, self.name_en)))}>"

    def name(self, language: str) -> str:
        """Return the region's name in ``"zh"`` or ``"en"``."""
        return (self.name_en or self.name_zh) if language == "en" else self.name_zh


@dataclass(frozen=True)
class League:
    """The regions of one rubric, in the order of their file."""

    name: str
    regions: tuple[Region, ...]

    @cached_property
    def _by_word(self) -> dict[str, Region]:
        words: dict[str, Region] = {}
        for region in self.regions:
            for word in (
                region.id,
                region.name_zh,
                region.name_en,
                region.short_zh,
                *region.aliases,
            ):
                if word:
                    words.setdefault(_folded(word), region)
        return words

    @property
    def ranked(self) -> tuple[Region, ...]:
        """The regions that are scored and ranked."""
        return tuple(region for region in self.regions if not region.reference)

    @property
    def references(self) -> tuple[Region, ...]:
        """The rows shown for reference only."""
        return tuple(region for region in self.regions if region.reference)

    def resolve(self, text: str) -> Region | None:
        """Return the region that a code, full name, short name or alias stands for."""
        return self._by_word.get(_folded(text))

    def by_id(self, region_id: str) -> Region | None:
        """Return the region with exactly this id."""
        return next((region for region in self.regions if region.id == region_id), None)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold().replace(" ", "")


def own_league(ids: Iterable[str]) -> League:
    """Return a league of regions that no file declares; the ids serve as names."""
    return League("own", tuple(Region(id, id, id) for id in ids))


@cache
def load_league(name: str) -> League:
    """Return a league: of the library, from ``regions/NAME.csv``, or of a file given by its path.

    Raises InputError when there is none of that name.
    """
    if name.endswith(".csv"):
        return read_league(Path(name))
    folder = Path(str(resources.files("govscore_lib"))) / "regions"
    path = folder / f"{name}.csv"
    if not path.is_file():
        known = sorted(file.stem for file in folder.glob("*.csv") if "." not in file.stem)
        raise InputError([Problem(f"league '{name}'", "is not known", listed(known))])
    return read_league(path)


def read_league(path: Path) -> League:
    """Return the league of a CSV file with the columns of :data:`COLUMNS`; only the first two must be there.

    Raises InputError for a file that is not there, a missing column, and for every code, name or alias
    that stands for two regions.
    """
    if not path.is_file():
        raise InputError([Problem(f"league {path.name}", "there is no such file", hint=str(path))])
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines, restval=""))
    absent = [column for column in COLUMNS[:2] if rows and column not in rows[0]]
    if absent or not rows:
        found = f"column '{absent[0]}' is missing" if absent else "the file names no region"
        raise InputError([Problem(path.name, found, listed(COLUMNS))])
    filled = [{column: row.get(column) or "" for column in COLUMNS} for row in rows]
    regions = tuple(
        Region(
            id=row["region_id"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            short_zh=row["short_zh"],
            aliases=tuple(filter(None, row["aliases"].split(";"))),
            unit_type=row["unit_type"],
            league=row["league"],
            group=row["group"],
            group_en=row["group_en"],
            reference=row["reference"] == "true",
            code_source=row["code_source"],
        )
        for row in filled
    )
    problems = list(_clashes(path.name, regions))
    if problems:
        raise InputError(problems)
    return League(path.stem, regions)


def _clashes(where: str, regions: Iterable[Region]) -> Iterator[Problem]:
    """Yield a problem for each code, name or alias that stands for two regions."""
    first: dict[str, tuple[int, Region]] = {}
    for line, region in enumerate(regions, start=2):
        words = (region.id, region.name_zh, region.name_en, region.short_zh, *region.aliases)
        for word in dict.fromkeys(_folded(word) for word in words if word):
            before, other = first.setdefault(word, (line, region))
            if other is not region:
                yield Problem(
                    f"{where}, lines {before} and {line}",
                    f"'{word}' stands for two regions, {other.name_zh} and {region.name_zh}",
                    "a code, name or alias stands for one region",
                    "remove it from one of the two lines",
                )
