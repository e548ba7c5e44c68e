"""What would bring a region more points: the next improvements under each criterion, and what they are worth.

An improvement is a change of the region's figures, the figures of the others held. Its gain is what a run
with the changed figures gives, to the last digit: under the criterion, in the total after every cap, in rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from govscore_lib.engine.cells import Cell, cell_of, say_cell, text_of
from govscore_lib.engine.explaining.outlooks import (
    Change,
    Improvement,
    Outlook,
    OutlookStatus,
    RegionOutlook,
)
from govscore_lib.engine.explaining.search import Found, Search
from govscore_lib.engine.explaining.worlds import Changes, Worlds
from govscore_lib.engine.scored import Scored
from govscore_lib.points import round_half_up, to_decimal
from govscore_lib.rubric.model import Criterion, Rubric
from govscore_lib.text import Bilingual


def next_improvements(card: Scored, region: str, criterion: str) -> tuple[Improvement, ...]:
    """Return the smallest changes of a region's figures that bring more points under a criterion, at most three.

    Works on every kind of rule. Truths are turned, codes replaced; counts and days move in whole steps, decimals
    in the last place in use, within the metric's range and its conditions. A judged figure, and a decimal every step
    of which counts, is told with its best value. Figures that only divide stay. Several figures change together
    only where none helps alone. What brings most comes first; of the same gain, the smaller change.
    Empty where nothing can be gained; ``outlook`` says why. Raises UsageError for an unknown region or criterion.
    """
    return outlook(card, region, criterion).improvements


def outlook(card: Scored, region: str, criterion: str) -> Outlook:
    """Return what more a region can get under one criterion, or why nothing."""
    region_id = card.assessed(region).id
    found = _outlook(card, region_id, card.criterion(criterion))
    return _with_totals(card, region_id, [found])[0]


def region_outlook(card: Scored, region: str) -> RegionOutlook:
    """Return what more a region can get under every criterion."""
    region_id = card.assessed(region).id
    found = [_outlook(card, region_id, one) for one in card.rubric.criteria_list]
    told = _with_totals(card, region_id, found)
    return RegionOutlook(region_id, {one.criterion.id: one for one in told})


def _outlook(card: Scored, region_id: str, criterion: Criterion) -> Outlook:
    closed = closed_outlook(card, region_id, criterion)
    if closed is not None:
        return closed
    search = Search(card.scoring, card.row(region_id), criterion)
    every = sorted(
        (_improvement(card.rubric, region_id, search, one) for one in _found(search)),
        key=lambda pair: (-pair[0].gain, pair[1]),
    )
    status: OutlookStatus = "open" if every else "nothing"
    return Outlook(region_id, criterion, status, tuple(one for one, _ in every))


def closed_outlook(card: Scored, region_id: str, criterion: Criterion) -> Outlook | None:
    """Return the outlook where no figure needs to be tried, as with full points; None where they have to be."""
    scoring, row = card.scoring, card.row(region_id)

    def without(status: OutlookStatus) -> Outlook:
        return Outlook(region_id, criterion, status)

    if scoring.standings.rows("waived")[row]:
        return without("not_applicable")
    if (region_id, criterion.id) in card.blocked:
        return without("blocked")
    if scoring.apart(criterion).holds[row]:
        return without("not_applicable")
    search = Search(scoring, row, criterion)
    missing = [name for name, rows in scoring.lacking(criterion).items() if rows[row]]
    if missing:
        span = search.span(missing) or _bounds(criterion)
        return Outlook(
            region_id,
            criterion,
            "missing",
            missing=tuple(card.rubric.metrics[name].name for name in missing),
            span=None if span is None else (to_decimal(span[0]), to_decimal(span[1])),
        )
    if search.before is None:
        return without("no_value")
    if search.most is not None and search.before >= search.most:
        return without("full")
    return None


def _found(search: Search) -> list[Found]:
    return search.singles() or search.together()


def _bounds(criterion: Criterion) -> tuple[int, int] | None:
    least, most = criterion.least, criterion.most
    if least is None or most is None:
        return None
    return round_half_up(least), round_half_up(most)


def _improvement(
    rubric: Rubric, region_id: str, search: Search, found: Found
) -> tuple[Improvement, int]:
    """Return an improvement and the size of its change in steps."""
    assert search.before is not None  # only then there are improvements
    changes, units, limit = found.changes, found.units, None
    if found.limit_units is not None:
        (name,) = changes
        kind = rubric.metrics[name].type
        at_once = kind == "judged" or (kind == "decimal" and found.steps == 1)
        if at_once:
            changes, units = {name: found.limit}, found.limit_units
        elif found.limit_units > units:
            limit = _change(rubric, name, search.own(name), found.limit)
    limit_gain = to_decimal((found.limit_units or 0) - search.before)
    improvement = Improvement(
        region_id=region_id,
        criterion_id=search.criterion.id,
        changes=tuple(
            _change(rubric, name, search.own(name), cell) for name, cell in changes.items()
        ),
        points=to_decimal(units),
        gain=to_decimal(units - search.before),
        limit=limit,
        limit_gain=None if limit is None else limit_gain,
    )
    return improvement, found.steps


def _change(rubric: Rubric, name: str, before: Cell, after: Cell) -> Change:
    metric = rubric.metrics[name]

    text = text_of(metric, after)
    assert text is not None  # a change puts a value in
    told = say_cell(rubric, metric, after)
    if metric.unit is not None:
        told = Bilingual(zh=f"{told.zh} {metric.unit.zh}", en=f"{told.en} {metric.unit.en}")
    return Change(
        metric_id=name,
        before=text_of(metric, before),
        after=text,
        name=metric.name,
        said_before=say_cell(rubric, metric, before),
        said_after=told,
    )


def _with_totals(card: Scored, region_id: str, outlooks: Sequence[Outlook]) -> list[Outlook]:
    """Return the outlooks with the effect of each told improvement on total and rank."""
    told = [one for outlook in outlooks for one in outlook.improvements]
    row = card.row(region_id)
    if not told or card.scoring.standings.unranked[row]:
        return list(outlooks)
    changes = [_cells(card.rubric, one) for one in told]
    before = card.scoring.totals
    effects = iter(
        replace(
            one,
            total_gain=to_decimal(int(total[row] - before.total[row])),
            rank=_rank(int(before.rank2[row])),
            new_rank=_rank(int(rank2[row])),
        )
        for one, (total, rank2) in zip(
            told, Worlds(card.scoring, row, changes).totals(), strict=True
        )
    )
    return [
        replace(
            one,
            every=(
                *(next(effects) for _ in one.improvements),
                *one.every[len(one.improvements) :],
            ),
        )
        for one in outlooks
    ]


def _cells(rubric: Rubric, improvement: Improvement) -> Changes:
    return {
        change.metric_id: cell_of(rubric.metrics[change.metric_id], change.after)
        for change in improvement.changes
    }


def _rank(rank2: int) -> float | None:
    return rank2 / 2 if rank2 else None
