"""How a fault gets into a table: a row repeated, a cell rewritten, a row added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

FIRST_ROW = 2
"""Row of a file that holds the first record; the header stands in row 1."""

Cells = dict[str, object]


@dataclass(frozen=True)
class Rewrite:
    """Row ``at`` becomes one that ``where`` describes, with other text in some cells."""

    at: int
    cells: Mapping[str, object]
    where: Mapping[str, tuple[object, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Repeat:
    """Row ``of`` becomes one that ``where`` describes; row ``at`` repeats it, with other text in some cells."""

    of: int
    at: int
    cells: Mapping[str, object] = field(default_factory=dict)
    where: Mapping[str, tuple[object, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Add:
    """Row ``at`` is a new one."""

    at: int
    cells: Mapping[str, object]


Plant = Rewrite | Repeat | Add


def plant_all(rows: list[Cells], plants: Iterable[Plant]) -> list[Cells]:
    """Return the rows with all plants in the rows of the file that they name.

    Rows are exchanged to bring a fitting record to its place; none is lost.
    Raises ValueError when a table has no record that fits.
    """
    planted = [dict(row) for row in rows]
    pinned: set[int] = set()
    for plant in sorted(plants, key=lambda one: one.at):
        if isinstance(plant, Add):
            planted.insert(plant.at - FIRST_ROW, dict(plant.cells))
        elif isinstance(plant, Repeat):
            _bring(planted, plant.of, plant.where, pinned)
            source = planted[plant.of - FIRST_ROW]
            planted.insert(plant.at - FIRST_ROW, {**source, **plant.cells})
            pinned.add(plant.of)
        else:
            _bring(planted, plant.at, plant.where, pinned)
            planted[plant.at - FIRST_ROW].update(plant.cells)
        pinned.add(plant.at)
    return planted


def _bring(
    rows: list[Cells], to: int, where: Mapping[str, tuple[object, ...]], pinned: set[int]
) -> None:
    """Exchange row ``to`` with the first later record that fits and is no planted one."""
    target = to - FIRST_ROW
    for index in range(target, len(rows)):
        fits = all(rows[index][column] in allowed for column, allowed in where.items())
        if fits and index + FIRST_ROW not in pinned:
            rows[target], rows[index] = rows[index], rows[target]
            return
    raise ValueError(f"no record from row {to} on fits {dict(where)}")
