"""One call from inputs to scorecard."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import polars as pl

from govscore_lib.engine.receipt import receipt, values_digest
from govscore_lib.engine.regions import run_league
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.engine.scored import Given, Scored
from govscore_lib.engine.scores import scores_table
from govscore_lib.engine.scoring import Scoring
from govscore_lib.errors import InputError, Problem, UsageError
from govscore_lib.points import plain
from govscore_lib.records import derive
from govscore_lib.records.declare import Derivation
from govscore_lib.records.derive import USED, Derived
from govscore_lib.records.stored import Records
from govscore_lib.rubric.frame import (
    Values,
    build_frame,
    of_this_period,
    previous_values,
    values_of,
)
from govscore_lib.rubric.league import League
from govscore_lib.rubric.model import Rubric
from govscore_lib.tables import require_columns


def score(
    rubric: Rubric,
    observations: pl.DataFrame,
    registers: Mapping[str, Records] | None = None,
    *,
    league: League | None = None,
    partial_league: bool = False,
    blocked: Mapping[tuple[str, str], str] | None = None,
    inputs: Mapping[str, str] | None = None,
    embedded: Mapping[str, Scored] | None = None,
    setting: str = "",
    supposed: Values | None = None,
) -> Scorecard:
    """Return the scorecard of a rubric over observations and registers.

    observations : columns region_id, metric_id, value (canonical text; null or empty is missing), one row
    per region and metric; a row without metric only names a region. A row of the status "quarantined"
    sets its figure aside even where a register yields it; one of the status "uncounted" holds where records
    of other regions would make it a count of 0.
    registers : typed frames by name (``tables.REGISTER_TYPES``), large ones on disk; a register that is absent leaves its
    metrics missing. league : the regions of the run; by default those of the observations.
    blocked : (region, criterion) → reason why a critical finding forbids scoring it.
    inputs : file name → SHA-256, kept in the receipt. embedded : metric → a scorecard whose totals it is;
    by default it is scored here where the rubric embeds another and all its registers are supplied.
    setting : which of its runs this is, for a rubric that is run several times. supposed : figures that
    stand instead of any other, given or counted.
    Raises InputError for regions that do not fit together, for a metric that is given twice and for
    an unknown metric.

    Reading the documents' values is the business of ``govscore_lib.ingest``.
    """
    return _score(
        rubric,
        observations,
        registers or {},
        league,
        blocked or {},
        inputs or {},
        embedded or {},
        Given(observations, setting=setting, supposed=dict(supposed or {})),
        partial_league=partial_league,
    )


def _score(
    rubric: Rubric,
    observations: pl.DataFrame,
    registers: Mapping[str, Records],
    league: League | None,
    blocked: Mapping[tuple[str, str], str],
    inputs: Mapping[str, str],
    embedded: Mapping[str, Scored],
    given: Given,
    *,
    partial_league: bool = False,
    like: Scored | None = None,
) -> Scorecard:
    """Return the scorecard; like : one of the same inputs, of which the counts that are the same are taken over."""
    require_columns(observations, ("region_id", "metric_id", "value"), "observations")
    if league is None:
        ids = observations["region_id"].drop_nulls().unique(maintain_order=True).to_list()
        league = run_league(rubric, ids, partial=partial_league)
    region_ids = [region.id for region in league.regions]
    every, observations = observations, of_this_period(rubric, observations)
    values: dict[tuple[str, str], str | None] = dict(values_of(observations))
    _check_metrics(rubric, {**previous_values(rubric, every), **values})
    stands = _standing_instead(observations)
    counted = _counted(rubric, registers, values, region_ids, like) if registers else ()
    used = pl.concat([pl.DataFrame(schema=USED), *(one.used for _, one in counted)])
    if counted:
        metrics = pl.concat([one.metrics for _, one in counted])
        _check_once(values, metrics, stands)
        values.update(values_of(metrics))
    behind = {**_embedded(rubric, registers, league, embedded, like), **embedded}
    for metric, inner in behind.items():
        totals = _totals(inner, metric)
        _check_once(values, totals, stands)
        values.update(values_of(totals))
    values.update(stands)
    values.update(given.supposed)
    given = replace(
        given,
        observations=every,
        registers=dict(registers),
        embedded=dict(embedded),
        counted=counted,
    )
    return _scorecard(rubric, league, values, used, behind, blocked, inputs, given)


def _counted(
    rubric: Rubric,
    registers: Mapping[str, Records],
    values: Values,
    region_ids: list[str],
    like: Scored | None,
) -> tuple[tuple[Derivation, Derived], ...]:
    """Return what each derivation counts; the counts of those that are the same are taken over."""
    known = like.given.counted if like is not None and like.given is not None else ()
    parameters = {name: one.value for name, one in rubric.parameters.items()}
    return tuple(
        (
            derivation,
            next((one for other, one in known if other == derivation), None)
            or derive(
                rubric.registers,
                (derivation,),
                registers,
                period=rubric.period,
                parameters=parameters,
                regions=region_ids,
                metrics=rubric.metrics,
                observed=values,
            ),
        )
        for derivation in rubric.derivations
    )


def _scorecard(
    rubric: Rubric,
    league: League,
    values: Values,
    used: pl.DataFrame,
    behind: Mapping[str, Scored],
    blocked: Mapping[tuple[str, str], str],
    inputs: Mapping[str, str],
    given: Given,
    like: Scoring | None = None,
) -> Scorecard:
    """Return the scorecard of values that are gathered already; like : a run over the very same values."""
    region_ids = [region.id for region in league.regions]
    references = frozenset(region.id for region in league.references)
    before = previous_values(rubric, given.observations)
    frame = like.given if like else build_frame(rubric, values, region_ids, references, before)
    scoring = Scoring(rubric, frame, _rows(blocked, region_ids), like)
    return Scorecard(
        rubric=rubric,
        league=league,
        scoring=scoring,
        observations=_all_values(values, region_ids),
        used=used,
        blocked=dict(blocked),
        receipt=receipt(rubric, values, inputs)
        | ({"setting": given.setting} if given.setting else {})
        | ({"previous_sha256": values_digest(before)} if before else {}),
        embedded=behind,
        given=given,
        again=rescore,
    )


def rescore(
    card: Scored,
    rubric: Rubric,
    *,
    league: League | None = None,
    supposed: Values | None = None,
    blocked: Mapping[tuple[str, str], str] | None = None,
) -> Scorecard:
    """Return the scorecard of the same inputs under another form of the same rubric.

    league : the regions, by default those of the card. supposed : further figures that stand instead of
    any other. blocked : what may not be scored, by default as in the card.
    Registers are counted anew only where the two forms count otherwise; a rubric behind a metric that was
    scored apart is scored again where its form or its regions changed.
    """
    if card.given is None:
        raise UsageError("this scorecard does not hold the inputs it was made from.")
    given = replace(card.given, readings=None, supposed={**card.given.supposed, **(supposed or {})})
    inputs = card.receipt.get("inputs", {})
    blocked = card.blocked if blocked is None else blocked
    if league is None and _counts_alike(card.rubric, rubric):
        values = {**values_of(card.observations), **given.supposed}
        same = not supposed and card.rubric.split_by == rubric.split_by
        like = card.scoring if same else None
        return _scorecard(
            rubric, card.league, values, card.used, card.embedded, blocked, inputs, given, like
        )
    apart = {
        metric: inner
        if league is None and inner.rubric.chosen == rubric.embedded[metric].chosen
        else rescore(inner, rubric.embedded[metric], league=_within(inner.league, league))
        for metric, inner in given.embedded.items()
    }
    observations = given.observations
    if league is not None:
        ids = [region.id for region in league.regions]
        observations = observations.filter(pl.col("region_id").is_in(ids))
    return _score(
        rubric,
        observations,
        given.registers,
        league or card.league,
        blocked,
        inputs,
        apart,
        given,
        like=card if league is None and _counts_from_alike(card.rubric, rubric) else None,
    )


def _within(whole: League, league: League | None) -> League | None:
    """Return the regions of a league that stand in the other one too."""
    if league is None:
        return None
    ids = {region.id for region in league.regions}
    return League(whole.name, tuple(region for region in whole.regions if region.id in ids))


def _counts_alike(before: Rubric, after: Rubric) -> bool:
    """Whether two forms of a rubric make the same figures of the same inputs."""
    return (
        _counts_from_alike(before, after)
        and before.derivations == after.derivations
        and before.embeds == after.embeds
        and all(
            inner.chosen == after.embedded[metric].chosen
            for metric, inner in before.embedded.items()
        )
    )


def _counts_from_alike(before: Rubric, after: Rubric) -> bool:
    """Whether a derivation that is in both counts the same."""
    return (
        before.period == after.period
        and before.metrics == after.metrics
        and before.registers == after.registers
        and before.parameters == after.parameters
    )


def _embedded(
    rubric: Rubric,
    registers: Mapping[str, Records],
    league: League,
    handed: Collection[str],
    like: Scored | None,
) -> dict[str, Scored]:
    """Return the scorecards behind metrics that were not handed over, of rubrics whose registers are all supplied."""
    cards: dict[str, Scored] = {}
    for embed in rubric.embeds:
        inner = rubric.embedded[embed.metric]
        if embed.metric in handed or not all(name in registers for name in inner.registers):
            continue
        if like is not None and embed in like.rubric.embeds and embed.metric in like.embedded:
            before = like.embedded[embed.metric]
            same = before.rubric.chosen == inner.chosen
            cards[embed.metric] = before if same else rescore(before, inner)
            continue
        rows = [
            (region.id, metric, value)
            for region in league.regions
            for metric, value in embed.settings.items()
        ]
        observations = pl.DataFrame(
            rows, schema=["region_id", "metric_id", "value"], orient="row"
        ).cast(pl.String)
        own = {name: registers[name] for name in inner.registers}
        setting = embed.settings.get(inner.run_per or "", "")
        cards[embed.metric] = score(inner, observations, own, league=league, setting=setting)
    return cards


def _totals(card: Scored, metric: str) -> pl.DataFrame:
    """Return the totals of a scorecard as observations of a metric; a total that is not final is missing."""
    final = scores_table(card).filter(pl.col("status") == "final")
    return final.select(
        "region_id",
        pl.lit(metric).alias("metric_id"),
        pl.col("total").map_elements(_text, return_dtype=pl.String).alias("value"),
    )


def _text(total: Decimal) -> str:
    return plain(Fraction(total))


def _standing_instead(observations: pl.DataFrame) -> dict[tuple[str, str], str | None]:
    """Return the figures that hold whatever the registers yield: none where ingest found one doubtful, and
    what was stated where the region sent no records.
    """
    if "status" not in observations.columns:
        return {}
    stated = observations.filter(pl.col("status") == "uncounted")
    doubted = observations.filter(pl.col("status") == "quarantined")
    return values_of(stated) | dict.fromkeys(doubted.select("region_id", "metric_id").iter_rows())


def _check_metrics(rubric: Rubric, values: Values) -> None:
    strangers = sorted({metric for _, metric in values if metric and metric not in rubric.metrics})
    if strangers:
        raise InputError(
            Problem(f"observations, metric_id '{name}'", f"is no metric of {rubric.id}")
            for name in strangers
        )


def _check_once(values: Values, derived: pl.DataFrame, stands: Values) -> None:
    """A metric comes from the observations or from a register, not from both."""
    given = {key[1] for key, value in values.items() if value is not None and key not in stands}
    twice = sorted(given & set(derived["metric_id"]))
    if twice:
        raise InputError(
            Problem(
                f"observations, metric_id '{name}'",
                "is given although a register yields it",
                hint="leave out the observation or the register",
            )
            for name in twice
        )


def _rows(blocked: Mapping[tuple[str, str], str], region_ids: list[str]) -> dict[str, np.ndarray]:
    rows: dict[str, np.ndarray] = {}
    for region, criterion in blocked:
        if region in region_ids:
            mask = rows.setdefault(criterion, np.zeros(len(region_ids), dtype=bool))
            mask[region_ids.index(region)] = True
    return rows


def _all_values(values: Values, region_ids: list[str]) -> pl.DataFrame:
    order = {region: index for index, region in enumerate(region_ids)}
    rows = [
        (region, metric, value) for (region, metric), value in values.items() if region in order
    ]
    rows.sort(key=lambda row: order[row[0]])
    return pl.DataFrame(
        rows,
        schema={"region_id": pl.String, "metric_id": pl.String, "value": pl.String},
        orient="row",
    )
