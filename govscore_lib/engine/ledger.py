"""The ledger: every region's points under every criterion, with inputs, formula, citation and records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from govscore_lib.algebra.columns import to_units
from govscore_lib.algebra.expr import Arithmetic, Cases, Expr, LeagueRank, names
from govscore_lib.algebra.words import RegionLeaf, Wording, column_text
from govscore_lib.engine.scored import Scored
from govscore_lib.points import SCALE, plain, round_half_up, to_decimal
from govscore_lib.rubric.model import Criterion
from govscore_lib.rules.base import told
from govscore_lib.rules.by_group import ByGroup
from govscore_lib.rules.rank import Rank
from govscore_lib.tables import LEDGER


def ledger_table(card: Scored, language: str) -> pl.DataFrame:
    """Return the ledger of a scorecard, regions in the order of the league."""
    rows = [
        LedgerLine(card, region.id, criterion, language).row()
        for region in card.regions
        for criterion in card.rubric.criteria_list
    ]
    return pl.DataFrame(rows, schema=LEDGER, orient="row")


class LedgerLine:
    """One region under one criterion."""

    def __init__(self, card: Scored, region_id: str, criterion: Criterion, language: str) -> None:
        self.card = card
        self.rubric = card.rubric
        self.region_id = region_id
        self.criterion = criterion
        self.language = language
        self.row_index = card.row(region_id)
        self.column_index = list(card.rubric.criteria).index(criterion.id)

    @cached_property
    def scored(self) -> bool:
        """Whether there are points."""
        return bool(self.card.scoring.points.scored[self.row_index, self.column_index])

    @cached_property
    def waived(self) -> bool:
        """Whether the region has given up, so that nothing of it is scored."""
        standing = self.card.scoring.standings.by_row.get(self.row_index)
        return standing is not None and standing.status == "waived"

    @cached_property
    def status(self) -> str:
        """scored, missing or not_applicable."""
        if self.waived or self.card.scoring.points.apart[self.row_index, self.column_index]:
            return "not_applicable"
        return "scored" if self.scored else "missing"

    @cached_property
    def units(self) -> int:
        """Recorded points in units of 1e-9."""
        return int(self.card.scoring.points.units[self.row_index, self.column_index])

    def row(self) -> dict[str, Any]:
        """Return the line as a row of the ledger."""
        most = self.criterion.max_points
        points = to_decimal(self.units) if self.status == "scored" else None
        full = None if most is None else to_decimal(round_half_up(most))
        return {
            "region_id": self.region_id,
            "period": self.rubric.period.label,
            "criterion_id": self.criterion.id,
            "category_id": self.criterion.category,
            "points": points,
            "max_points": full,
            "lost_points": None if points is None or full is None else full - points,
            "status": self.status,
            "reading": self.rubric.reading(self.criterion.id),
            "inputs": "; ".join(f"{name}={text}" for name, text in self.inputs()),
            "rate": self.rate(),
            "formula": self.formula(),
            "flags": ";".join(self.flags()),
            "missing": ";".join(self.missing()),
            "citation": self.criterion.source.citation,
            "records_used": "; ".join(f"{name}: {count}" for name, count in self.records()),
        }

    def text(self, metric_id: str) -> str | None:
        """Return one input as canonical text."""
        column = self.card.scoring.frame.columns[metric_id]
        return column_text(column, self.row_index, self.rubric.metrics[metric_id].type)

    def inputs(self) -> Iterator[tuple[str, str]]:
        """Yield metric and value of everything the points depend on and that is given."""
        for name in dict.fromkeys((*self.criterion.metrics, *self.criterion.beside)):
            text = self.text(name)
            if text is not None:
                yield name, text

    def rate(self) -> str:
        """Return ``n/d = rate`` when the rule looks at a quotient of two figures.

        A sum of ranks or of sub-scores is returned with its parts, ``3 + 1 = 4``; anything else as an empty text.
        """
        rule = self.criterion.rule
        if isinstance(rule, Rank) and rule.subscores:
            return self._sum([one.points for one in rule.lowered_subscores])
        if ranks := _ranks_added(self.measured):
            return self._sum(ranks)
        quotient = _quotient(self.measured)
        if quotient is None:
            return ""
        evaluator = self.card.scoring.evaluator_of(self.criterion)
        top = evaluator.number(quotient.left).fraction(self.row_index)
        bottom = evaluator.number(quotient.right).fraction(self.row_index)
        if top is None or bottom is None:
            return ""
        if bottom == 0:
            return f"{plain(top)}/{plain(bottom)}"
        value = evaluator.number(self.measured or quotient).fraction(self.row_index)
        parts = f"{plain(top)}/{plain(bottom)}"
        if self._is_share(quotient):
            return f"{parts} {percent(top / bottom)}"
        return f"{parts} {about(top / bottom if value is None else value)}"

    def _sum(self, added: Sequence[Expr]) -> str:
        evaluator = self.card.scoring.evaluator_of(self.criterion)
        parts = [evaluator.number(one).fraction(self.row_index) for one in added]
        known = [one for one in parts if one is not None]
        if len(known) < len(parts):
            return ""
        return f"{' + '.join(map(plain, known))} = {plain(sum(known, Fraction(0)))}"

    def _is_share(self, quotient: Arithmetic) -> bool:
        """Whether numerator and denominator count the same thing, so that the rate is a percentage."""
        above, below = (
            {self.rubric.metrics[name].unit for name in names(part)}
            for part in (quotient.left, quotient.right)
        )
        return len(above | below) == 1

    @cached_property
    def measured(self) -> Expr | None:
        """The quantity the rule looks at; of rules by group that of the region's own group."""
        measured = self.criterion.lowered.measured
        if isinstance(self.criterion.rule, ByGroup) and isinstance(measured, Cases):
            evaluator = self.card.scoring.evaluator
            own = (
                one
                for when, one in measured.branches
                if evaluator.truth(when).holds[self.row_index]
            )
            return next(own, None)
        return measured

    def formula(self) -> str:
        """Return the rule with this region's numbers put in, ending in the points."""
        if self.status != "scored":
            return ""
        lowered = self.criterion.lowered
        leaf = RegionLeaf(
            self.card.scoring.evaluator_of(self.criterion),
            self.row_index,
            self.language,
            lambda name: self.rubric.metric_name(name, self.language),
            lambda name, code: self.rubric.code_name(name, code, self.language),
            lambda name: self.rubric.metrics[name].type,
        )
        said = Wording(leaf, self.language).say(lowered.points)
        factor = self.criterion.factor
        points = plain(Fraction(self.units, SCALE))
        if factor == 1:
            return _ending_in(said, points)
        awarded = leaf.evaluator.number(lowered.points)
        printed = plain(Fraction(int(to_units(awarded)[self.row_index]), SCALE))
        then = "; " if self.language == "en" else "；"
        return f"{_ending_in(said, printed)}{then}× {told(factor)} = {points}"

    def flags(self) -> Iterator[str]:
        """Yield the keys of the remarks on this line."""
        if self.waived:
            return
        evaluator = self.card.scoring.evaluator_of(self.criterion)
        held = [
            flag.key
            for flag in self.criterion.lowered.flags
            if evaluator.truth(flag.when).holds[self.row_index]
        ]
        is_judged = self.criterion.rule.is_judged
        if is_judged and self.card.scoring.rule_decides(self.criterion)[self.row_index]:
            held.append("judged")
        yield from dict.fromkeys(held)
        if self.criterion.transcription in ("R-L", "U"):
            yield "damaged"
        if self.rubric.reading(self.criterion.id) != "A":
            yield "reading"
        if any(self._is_small(name) for name in self.criterion.metrics):
            yield "small_number"
        if (self.region_id, self.criterion.id) in self.card.blocked:
            yield "blocked"
        elif self.status == "missing" and not list(self.missing()):
            yield "no_value"

    def _is_small(self, metric_id: str) -> bool:
        limit = self.rubric.metrics[metric_id].small_below
        if limit is None:
            return False
        value = self.card.scoring.evaluator.frame.columns[metric_id].fraction(self.row_index)  # type: ignore[union-attr]
        return value is not None and value < limit

    def missing(self) -> Iterator[str]:
        """Yield the metrics that the criterion needs and that have no value here."""
        if self.waived:
            return
        lacking = self.card.scoring.lacking(self.criterion)
        for name in self.criterion.metrics:
            if lacking[name][self.row_index]:
                yield name

    def records(self) -> Iterator[tuple[str, int]]:
        """Yield register and number of records behind the inputs."""
        used = self.card.records_of(self.region_id)
        counts: dict[str, int] = {}
        for name in self.criterion.metrics:
            for register, rows in used.get(name, ()):
                counts[register] = max(counts.get(register, 0), rows)
        yield from counts.items()


def _ending_in(said: str, points: str) -> str:
    """Return a formula that ends in its points, once."""
    return said if said.endswith(f"→ {points}") or said == points else f"{said} = {points}"


def _quotient(measured: Expr | None) -> Arithmetic | None:
    """Return the quotient of figures inside the measured quantity: the first one outside in."""
    if isinstance(measured, Cases):
        return _quotient(measured.otherwise)
    if isinstance(measured, Arithmetic):
        if measured.op == "/" and names(measured.right):
            return measured
        return _quotient(measured.left)
    return None


def _ranks_added(measured: Expr | None) -> tuple[LeagueRank, ...]:
    """Return the ranks that the measured quantity adds up, none where it is something else."""
    if isinstance(measured, LeagueRank):
        return (measured,)
    if isinstance(measured, Arithmetic) and measured.op == "+":
        left, right = _ranks_added(measured.left), _ranks_added(measured.right)
        return (*left, *right) if left and right else ()
    return ()


def percent(value: Fraction) -> str:
    """Return ``= 6.25%``, or ``≈ 6.67%`` where two decimals round."""
    text = plain(value * 100, 2)
    return f"{'=' if Fraction(text) == value * 100 else '≈'} {text}%"


def about(value: Fraction) -> str:
    """Return ``= 0.0625``, or ``≈ 0.0667`` where four decimals round."""
    text = plain(value, 4)
    return f"{'=' if Fraction(text) == value else '≈'} {text}"


def shown(points: Decimal | None, decimals: int = 4) -> str:
    """Return points for reading: at most four decimals, rounded half up, no trailing zeros; a dash for none."""
    if points is None:
        return "—"
    return plain(Fraction(int(points.scaleb(9)), SCALE), decimals)


def aligned(points: Decimal | None, decimals: int) -> str:
    """Return points for a column of figures: as :func:`shown`, with just so many decimals."""
    whole, _, rest = shown(points, decimals).partition(".")
    return f"{whole}.{rest:0<{decimals}}" if decimals and points is not None else whole
