"""A scorecard as pages and charts need it: named, ordered, looked up by region and criterion."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from govscore_lib.engine.league_table import ranked_criteria
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import InputError, Problem, did_you_mean, listed
from govscore_lib.points import round_half_up, to_decimal
from govscore_lib.reporting import numbers
from govscore_lib.reporting.markup import say
from govscore_lib.rubric.caps import effect
from govscore_lib.rubric.model import Criterion
from govscore_lib.text import Bilingual

ZERO = Decimal(0)


@dataclass(frozen=True)
class Standing:
    """One region's total and place.

    rank : null when the region is not ranked. tied : another region has the same rank.
    lower, upper : bounds of a provisional total.
    gap : points to the next better rank; null for the first. bonus : points outside the base in the total.
    effect : what a floor of the total or a veto adds to the sum of the categories.
    group, group_rank, group_tied : empty and null where the rubric ranks within no groups.
    because : the fact that decides about the region as a whole, with its citation; null where none does.
    """

    region_id: str
    name: Bilingual
    total: Decimal | None
    rank: float | None
    tied: bool
    status: str
    lower: Decimal | None
    upper: Decimal | None
    gap: Decimal | None
    missing_criteria: int
    bonus: Decimal = ZERO
    effect: Decimal = ZERO
    group: Bilingual | None = None
    group_rank: float | None = None
    group_tied: bool = False
    because: Bilingual | None = None
    citation: str = ""

    @property
    def counted(self) -> bool:
        """Whether the region has a total, so that it counts in means and comparisons."""
        return self.total is not None

    @property
    def waived(self) -> bool:
        """Whether nothing of the region is scored."""
        return self.status == "waived"

    @property
    def place(self) -> Bilingual:
        """The rank in words, saying when it is shared."""
        if self.rank is None:
            return say("未排名", "not ranked")
        return place_words(self.rank, self.tied)


def place_words(rank: float, tied: bool) -> Bilingual:
    """Return a rank in words, saying when it is shared."""
    return say(
        f"并列第 {rank:g} 名" if tied else f"第 {rank:g} 名", f"{rank:g}=" if tied else f"{rank:g}"
    )


@dataclass(frozen=True)
class Part:
    """A category: its name, the most it can give, what may come between its points and its score.

    is_bonus : whether it is outside the base.
    """

    category_id: str
    name: Bilingual
    max_points: Decimal | None
    effect: Bilingual
    is_bonus: bool = False


class Board:
    """Look-ups over one scorecard; regions in order of rank, criteria in order of the rubric."""

    def __init__(self, scorecard: Scorecard) -> None:
        self.scorecard = scorecard
        self.rubric = scorecard.rubric
        self.part = scorecard.part

    def points(self, value: Decimal | None) -> str:
        """Return points as this rubric prints them."""
        return numbers.points(value, self.rubric.display.decimals)

    def lost(self, value: Decimal | None) -> str:
        """Return a loss as this rubric prints points."""
        return numbers.lost(value, self.rubric.display.decimals)

    def signed(self, value: Decimal | None) -> str:
        """Return a change as this rubric prints points."""
        return numbers.signed(value, self.rubric.display.decimals)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Every region of the run, best rank first, unranked last, ties by id."""
        rows = self.scorecard.scores.to_dicts()
        ranks = [row["rank"] for row in rows]
        places = [(row.get("group"), row.get("group_rank")) for row in rows]
        standings = [
            Standing(
                region_id=row["region_id"],
                name=say(
                    row["region_zh"] or row["region_id"], row["region_en"] or row["region_id"]
                ),
                total=row["total"],
                rank=row["rank"],
                tied=row["rank"] is not None and ranks.count(row["rank"]) > 1,
                status=row["status"],
                lower=row["lower"],
                upper=row["upper"],
                gap=row["gap_to_next"],
                missing_criteria=row["missing_criteria"],
                bonus=self._bonus(row["region_id"]),
                effect=row["total_effect"] or ZERO,
                group=self._group(row["region_id"], row.get("group")),
                group_rank=row.get("group_rank"),
                group_tied=places.count((row.get("group"), row.get("group_rank"))) > 1,
                **self._decided(row["region_id"]),
            )
            for row in rows
        ]
        last = len(standings) + 1
        return tuple(
            sorted(standings, key=lambda s: (s.rank or last, s.status == "waived", s.region_id))
        )

    def _bonus(self, region_id: str) -> Decimal:
        return sum(
            (
                self.sections[(region_id, part.category_id)]["score"]
                for part in self.parts
                if part.is_bonus
            ),
            ZERO,
        )

    def _group(self, region_id: str, label: str | None) -> Bilingual | None:
        name = self.rubric.rank_within
        if not label or name is None:
            return None
        if name == "group":
            return say(label, self.scorecard.region(region_id).group_en or label)
        return say(self.rubric.code_name(name, label), self.rubric.code_name(name, label, "en"))

    def _decided(self, region_id: str) -> dict[str, Any]:
        """The fact that decides about a region as a whole, if there is one."""
        rule = self.scorecard.scoring.standings.by_row.get(self.scorecard.row(region_id))
        return {} if rule is None else {"because": rule.because, "citation": rule.source.citation}

    @cached_property
    def counted(self) -> tuple[Standing, ...]:
        """The regions that have a total: those that means, medians and best scores are taken over."""
        return tuple(s for s in self.standings if s.counted)

    def standing(self, region: str) -> Standing:
        """Return one region's standing by id or name. Raises InputError for an unknown one."""
        for found in self.standings:
            if region in (found.region_id, found.name.zh, found.name.en):
                return found
        known = [s.region_id for s in self.standings] + [s.name.zh for s in self.standings]
        raise InputError(
            [
                Problem(
                    where=f"rubric {self.rubric.id}, region",
                    found=f"no region '{region}' in this run",
                    allowed=listed(known),
                    hint=did_you_mean(region, known),
                )
            ]
        )

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The categories in the rubric's order."""
        return tuple(
            Part(
                category_id=category.id,
                name=category.name,
                max_points=as_decimal(category.max_points),
                effect=effect(self.rubric, category),
                is_bonus=category.component == "bonus",
            )
            for category in self.rubric.categories
        )

    @cached_property
    def criteria(self) -> Mapping[str, Criterion]:
        """The criteria by id, in the rubric's order."""
        return self.rubric.criteria

    @cached_property
    def ranked_criteria(self) -> tuple[str, ...]:
        """Ids of the criteria that compare the regions of a league."""
        return ranked_criteria(self.scorecard)

    @cached_property
    def lines(self) -> Mapping[tuple[str, str], dict[str, Any]]:
        """Ledger rows by region and criterion; ``formula_en`` beside the Chinese ``formula``."""
        english = self.scorecard.ledger_in("en")["formula"]
        return {
            (row["region_id"], row["criterion_id"]): {**row, "formula_en": formula}
            for row, formula in zip(self.scorecard.ledger.to_dicts(), english, strict=True)
        }

    @cached_property
    def sections(self) -> Mapping[tuple[str, str], dict[str, Any]]:
        """Category rows by region and category."""
        return {
            (row["region_id"], row["category_id"]): row
            for row in self.scorecard.categories.to_dicts()
        }

    def in_category(self, category_id: str) -> tuple[str, ...]:
        """Return the ids of a category's criteria."""
        return tuple(
            ident for ident, criterion in self.criteria.items() if criterion.category == category_id
        )

    @cached_property
    def has_bonus(self) -> bool:
        """Whether anything can be won beyond full marks."""
        return any(part.is_bonus and part.max_points != 0 for part in self.parts)

    @property
    def full_marks(self) -> Decimal:
        """The most a total can be, as the rubric says."""
        return to_decimal(round_half_up(self.rubric.total.max_points))

    def most(self, criterion_id: str) -> Decimal | None:
        """Return a criterion's maximum; null when it has none of its own."""
        return as_decimal(self.criteria[criterion_id].max_points)


_KEPT: deque[Board] = deque(maxlen=2)


def board_of(scorecard: Scorecard) -> Board:
    """Return the board of a scorecard; the last two are kept, for pages that are many and small."""
    for board in _KEPT:
        if board.scorecard is scorecard:
            return board
    _KEPT.append(Board(scorecard))
    return _KEPT[-1]


def as_decimal(value: Fraction | None) -> Decimal | None:
    """Return an exact number of points as a Decimal of nine places; null stays null."""
    return None if value is None else to_decimal(round_half_up(value))
