"""The filled form of a region: the figures that no register proves, claimed and verified."""

from __future__ import annotations

from collections.abc import Sequence

from govscore_lib.algebra.expr import names
from govscore_lib.points import plain
from govscore_lib.rubric.league import Region
from govscore_lib.rubric.metric import Metric
from govscore_lib.rubric.model import Rubric
from govscore_lib.rules.judged import Judged
from govscore_lib.samples.counties import County
from govscore_lib.samples.faults import Entry
from govscore_lib.samples.files import NOTE
from govscore_lib.samples.sets import SampleSet
from govscore_lib.workbook import Added, Figure, Filled, form_bytes, plan_form
from govscore_lib.workbook.cells import cell_of

JUDGES = ("第三方评审一组", "第三方评审二组")
NATURE = {"数据性质": "合成数据，仅供演示，与该地区实际情况无关"}


def submitted_metrics(rubric: Rubric, sample: SampleSet) -> tuple[str, ...]:
    """Return the metrics a region states itself: those that no register of these samples proves."""
    derived = rubric.derived_metrics
    return tuple(
        metric_id
        for metric_id in rubric.metrics
        if metric_id not in sample.documented
        and metric_id not in rubric.embedded
        and metric_id != rubric.run_per
        and (
            metric_id not in derived
            or sample.makers.keys().isdisjoint(derived[metric_id])
            or _only_by_document(derived[metric_id], rubric.metrics[metric_id])
        )
    )


def _only_by_document(registers: tuple[str, ...], metric: Metric) -> bool:
    # A document may prove any yes/no metric; one that no row of the register names is stated in the form.
    return registers == ("documents",) and metric.type == "bool"


def filled_form(
    rubric: Rubric, sample: SampleSet, region: Region, county: County, entries: Sequence[Entry] = ()
) -> bytes:
    """Return the workbook of one region, filled in.

    entries : what is typed instead of the planned figure, or below the form where it is not asked for.
    """
    submitted = submitted_metrics(rubric, sample)
    self_scored = _self_scored(rubric)
    figures = {
        (region.id, name): _figure(
            rubric.metrics[name], county.planned[name], sample.records_office, name in self_scored
        )
        for name in submitted
    }
    added = []
    for entry in entries:
        if entry.metric_id in submitted:
            figures[region.id, entry.metric_id] = Figure(entry.value)
        else:
            added.append(Added(entry.metric_id, entry.name_zh, entry.value))
    filled = Filled(
        figures, cover=NATURE, office=f"{region.name_zh}{sample.office}", added=tuple(added)
    )
    form = plan_form(rubric, region=region.id, metrics=submitted, registers=())
    return form_bytes(form, filled=filled, note=NOTE)


def _self_scored(rubric: Rubric) -> frozenset[str]:
    """Return the metrics by which a judge awards points: an office claims all of them for itself."""
    return frozenset(
        name
        for one in rubric.criteria_list
        if isinstance(one.rule, Judged) and not one.rule.deduct
        for name in names(one.rule.metric)
    )


def _figure(metric: Metric, text: str, records_office: str, claims_all: bool) -> Figure:
    """Return the cells of one figure: what the office claims, with its evidence, and what a judge gave.

    records_office : who looked at the evidence of plain facts and found nothing to correct.
    """
    cell = cell_of(metric, text)
    if cell is None:
        return Figure()
    if metric.type == "judged":
        most = cell_of(metric, plain(metric.max)) if claims_all and metric.max else None
        judge = JUDGES[sum(map(ord, metric.id)) % 2]
        return Figure(most, f"评审意见/{metric.name.zh}.pdf", cell, judge)
    proven = metric.type in ("date", "int") or text == "true"
    if not proven:
        return Figure(cell)
    return Figure(cell, f"佐证/{metric.name.zh}.pdf", reviewer=records_office)
