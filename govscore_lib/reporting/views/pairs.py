"""Two regions side by side: which two, who is ahead, and what makes the difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from govscore_lib.engine.explaining.comparison import Comparison, compare
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.views.board import ZERO, Board, Standing
from govscore_lib.text import Bilingual


@dataclass(frozen=True)
class Item:
    """One thing that makes a difference: a criterion, a cap effect, or what is set for the total.

    ident : the criterion's id; empty for the other two. points : of the first and of the second, None where
    there are none. difference : first minus second. why : the rates or figures in which they differ.
    """

    ident: str
    category_id: str
    name: Bilingual
    points: tuple[Decimal | None, Decimal | None]
    difference: Decimal
    why: Bilingual


@dataclass(frozen=True)
class Pair:
    """Two regions of a run; all differences are the first's points minus the second's."""

    board: Board
    a: Standing
    b: Standing
    comparison: Comparison
    items: tuple[Item, ...]

    @property
    def difference(self) -> Decimal:
        """The sum of all differences: that of the totals, where both have one."""
        return sum((one.difference for one in self.items), ZERO)

    @property
    def ahead(self) -> Standing:
        """The region with more points, the first where they are equal."""
        return self.a if self.difference >= 0 else self.b

    @property
    def behind(self) -> Standing:
        """The other one."""
        return self.b if self.difference >= 0 else self.a

    def in_category(self, category_id: str) -> tuple[Item, ...]:
        """Return what makes a difference in one category, in the rubric's order, its cap last."""
        return tuple(one for one in self.items if one.category_id == category_id)


def pair_of(scorecard: Scorecard, region: str = "", other: str = "") -> Pair:
    """Return two regions to compare.

    region, other : codes or names. Without the second the first is compared with the one ahead of it, the
    leader with the runner-up; without either, leader and runner-up.
    Raises InputError for an unknown region and UsageError where there are not two.
    """
    board = Board(scorecard)
    if len(board.standings) < 2:
        raise UsageError("two regions are needed to compare; this run has one.")
    first = board.standing(region) if region else board.standings[0]
    second = board.standing(other) if other else _beside(board, first)
    if first.region_id == second.region_id:
        raise UsageError(f"'{first.name.zh}' is compared with itself. Name two regions.")
    comparison = compare(scorecard, first.region_id, second.region_id)
    return Pair(board, first, second, comparison, _items(board, comparison))


def _beside(board: Board, first: Standing) -> Standing:
    """The region one place ahead, for the first one that after it."""
    place = board.standings.index(first)
    return board.standings[place - 1 if place else 1]


def _items(board: Board, comparison: Comparison) -> tuple[Item, ...]:
    rows = {row["criterion_id"]: row for row in comparison.table.iter_rows(named=True)}
    found = []
    for part in board.parts:
        keys = [*board.in_category(part.category_id), f"cap:{part.category_id}"]
        found += [_item(board, key, part.category_id, rows[key]) for key in keys if key in rows]
    return (*found, *([_item(board, "", "", rows["total"])] if "total" in rows else []))


def _item(board: Board, key: str, category_id: str, row: Mapping[str, Any]) -> Item:
    return Item(
        ident=key if key in board.criteria else "",
        category_id=category_id,
        name=say(row["name_zh"], row["name_en"]),
        points=(row["points_a"], row["points_b"]),
        difference=row["difference"],
        why=say(row["why_zh"], row["why_en"]),
    )
