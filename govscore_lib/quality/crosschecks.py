"""Checks over several figures or tables, in the rubric's own expressions: what no single suite can say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from govscore_lib.algebra.expr import Arithmetic, Expr, names, walk
from govscore_lib.algebra.words import NamedLeaf, Wording
from govscore_lib.findings import Finding
from govscore_lib.ingest.cells import telling
from govscore_lib.ingest.figures.constraints import breaks, told
from govscore_lib.points import plain
from govscore_lib.quality.broken import STAGE
from govscore_lib.quality.figures import Figures, Place
from govscore_lib.quality.truths import OBSERVATIONS
from govscore_lib.records.declare import Derivation
from govscore_lib.records.stored import Records, scanned
from govscore_lib.rubric.league import Region
from govscore_lib.rubric.model import Rubric


def crosschecks(
    figures: Figures,
    registers: Mapping[str, Records],
    forms: Mapping[str, str],
    told_before: Sequence[Finding] = (),
) -> Iterator[Finding]:
    """Yield what the figures and registers say against each other, and what is not given yet.

    told_before : findings of ingest; what they explain is not told again.
    """
    yield from (replace(finding, stage=STAGE) for finding in figures.findings)
    yield from _conditions(figures)
    yield from _not_given(figures, registers, told_before)
    yield from _unmatched(figures, registers, forms)
    yield from _small_figures(figures)
    yield from _nothing_to_divide_by(figures)


def _conditions(figures: Figures) -> Iterator[Finding]:
    rubric = figures.rubric
    for found in breaks(rubric, figures.values, figures.region_ids):
        zh, en = told(rubric, found)
        yield _about(
            figures, "condition-not-met", found.severity, zh, en, found.region_id, found.metric_id
        )


def _not_given(
    figures: Figures, registers: Mapping[str, Records], told_before: Sequence[Finding]
) -> Iterator[Finding]:
    """Yield what is needed and missing: whole registers, whole regions, then single figures."""
    reported = [metric for metric in figures.rubric.metrics if metric not in figures.elsewhere]
    lacking = {metric: _regions_lacking(figures, metric) for metric in reported}
    lacking = {metric: regions for metric, regions in lacking.items() if regions}
    absent = _absent_registers(figures, registers, lacking)
    unusable = {
        one.table for one in told_before if one.severity == "critical" and not one.region_id
    }
    for name, metrics in absent.items():
        if name not in unusable:
            register = figures.rubric.registers[name]
            yield Finding(
                "register-not-given", "warning",
                f"登记表《{register.name.zh}》尚未报送，所涉条款暂不计分",
                f"the register '{register.name.en}' is not given yet; the criteria that need it are not scored",
                name, criteria=figures.criteria_of(metrics), stage=STAGE,
            )  # fmt: skip
    explained = {metric for metrics in absent.values() for metric in metrics}
    silent = set(_silent_regions(figures))
    for region in figures.ranked:
        metrics = [m for m, ids in lacking.items() if region.id in ids and m not in explained]
        if region.id in silent:
            submitted = [m for m in metrics if m in figures.submitted]
            metrics = [m for m in metrics if m not in submitted]
            if submitted and not _file_told(told_before, region.id):
                yield _silent(figures, region, submitted)
        for metric in metrics:
            yield _lacking(figures, region, metric)


def _regions_lacking(figures: Figures, metric: str) -> tuple[str, ...]:
    """Return the ranked regions in which a needed figure is missing without having been set aside."""
    return tuple(
        region.id
        for row, region in enumerate(figures.ranked)
        if figures.needed(metric)[row]
        and not figures.given(region.id, metric)
        and (region.id, metric) not in figures.doubted
    )


def _absent_registers(
    figures: Figures, registers: Mapping[str, Records], lacking: Mapping[str, tuple[str, ...]]
) -> dict[str, list[str]]:
    """Return the registers that are not there → the lacking figures that they would yield."""
    metrics_of = {
        name: [
            metric
            for metric in figures.rubric.metrics_of_register(name)
            if metric in lacking and metric not in figures.submitted
        ]
        for name in figures.rubric.registers
        if name not in registers
    }
    return {name: metrics for name, metrics in metrics_of.items() if metrics}


def _silent(figures: Figures, region: Region, submitted: Sequence[str]) -> Finding:
    return Finding(
        "nothing-given", "warning",
        f"{region.name_zh}尚未报送任何填报指标，所涉条款暂不计分，总分暂定",
        f"{region.name('en')} has submitted no figures yet; the criteria that need them are not scored",
        OBSERVATIONS, region.id, criteria=figures.criteria_of(submitted), stage=STAGE,
    )  # fmt: skip


def _lacking(figures: Figures, region: Region, metric: str) -> Finding:
    name = figures.rubric.metrics[metric].name
    return _about(
        figures, "not-given", "warning",
        f"“{name.zh}”尚未给出，所涉条款暂不计分，总分暂定",
        f"'{name.en}' is not given yet; the criteria that need it are not scored and the total is provisional",
        region.id, metric,
    )  # fmt: skip


def _silent_regions(figures: Figures) -> Iterator[str]:
    """Yield the ranked regions of which no submitted figure has come in, not even a doubted one."""
    for region in figures.ranked:
        keys = [(region.id, metric) for metric in figures.submitted]
        if not any(figures.given(*key) or key in figures.doubted for key in keys):
            yield region.id


def _file_told(told_before: Sequence[Finding], region_id: str) -> bool:
    return any(
        one.table == OBSERVATIONS and one.severity == "critical" and not one.metric_id
        and one.region_id in ("", region_id)
        for one in told_before
    )  # fmt: skip


def _unmatched(
    figures: Figures, registers: Mapping[str, Records], forms: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield the records that belong to a record of another register which is not there."""
    for derivation in figures.rubric.derivations:
        for join in derivation.join:
            source, other = registers.get(derivation.source), registers.get(join.other)
            if source is None or other is None or join.optional:
                continue
            on = list(join.on)
            kept = list(dict.fromkeys((*on, "_file", "_sheet", "_row")))
            asked = scanned(other).select(kept).drop_nulls(on)
            unmatched = asked.join(scanned(source), on=on, how="anti", maintain_order="left")
            lonely = unmatched.collect(engine="streaming")
            for (file, sheet), rows in lonely.group_by("_file", "_sheet", maintain_order=True):
                yield _lonely(
                    figures, derivation, join.other, on[-1], str(file), str(sheet), rows, forms
                )


def _lonely(
    figures: Figures,
    derivation: Derivation,
    table: str,
    column: str,
    file: str,
    sheet: str,
    rows: pl.DataFrame,
    forms: Mapping[str, str],
) -> Finding:
    rubric = figures.rubric
    source, count = rubric.registers[derivation.source].name, rows.height
    texts = rows[column].cast(pl.String).to_list()
    return Finding(
        "unmatched-record", "warning",
        f"{count} 行的“{rubric.registers[table].columns[column].name.zh}”在《{source.zh}》中没有"
        f"（{telling.quoted(texts, 'zh')}），不计入",
        f"{count} {'row names' if count == 1 else 'rows name'} a {column} that '{source.en}' does not hold "
        f"({telling.quoted(texts, 'en')}) and {'does' if count == 1 else 'do'} not count",
        table, "", "", file, sheet, telling.places(rows["_row"].to_list(), forms.get(file, "")),
        figures.criteria_of(derivation.metrics(rubric.registers)), STAGE,
    )  # fmt: skip


def _small_figures(figures: Figures) -> Iterator[Finding]:
    """Yield one note a metric of which some regions have a small figure only."""
    for name, metric in figures.rubric.metrics.items():
        if metric.small_below is None:
            continue
        column = figures.evaluator.frame.columns[name]
        values = [column.fraction(row) for row in range(len(figures.ranked))]  # type: ignore[union-attr]
        small = {
            region: plain(value)
            for region, value in zip(figures.ranked, values, strict=True)
            if value is not None and 0 < value < metric.small_below
        }
        if small:
            bound = plain(metric.small_below)
            zh = "、".join(f"{region.name_zh} {value}" for region, value in small.items())
            en = ", ".join(f"{region.name('en')} {value}" for region, value in small.items())
            yield _about(
                figures, "small-number", "note",
                f"“{metric.name.zh}”少于 {bound}（{zh}），由它算出的比率起伏大，宜慎重比较",
                f"'{metric.name.en}' is under {bound} ({en}): figures built on it swing widely",
                _only(list(small)), name,
            )  # fmt: skip


def _nothing_to_divide_by(figures: Figures) -> Iterator[Finding]:
    """Yield where a rate has no denominator, such as nothing owed: the rule of the criterion decides."""
    for criterion in figures.rubric.criteria_list:
        seen: set[Expr] = set()
        for node in walk(criterion.lowered.points):
            if not isinstance(node, Arithmetic) or node.op != "/" or node.right in seen:
                continue
            metrics = tuple(names(node.right))
            seen.add(node.right)
            bottom = figures.evaluator.number(node.right)
            rows = np.flatnonzero(bottom.known & (bottom.num == 0))
            regions = [figures.ranked[int(row)] for row in rows]
            if metrics and regions:
                zh, en = (_said(figures.rubric, node.right, language) for language in ("zh", "en"))
                where_zh = "、".join(region.name_zh for region in regions)
                where_en = ", ".join(region.name("en") for region in regions)
                yield Finding(
                    "nothing-to-divide-by", "note",
                    f"“{zh}”为 0（{where_zh}），没有可计算的比率，由该条款的规则处理",
                    f"'{en}' is 0 ({where_en}): there is no rate, and the rule of the criterion decides",
                    OBSERVATIONS, _only(regions), metrics[0], criteria=(criterion.id,), stage=STAGE,
                )  # fmt: skip


def _only(regions: Sequence[Region]) -> str:
    """Return the id of the region where there is one, else an empty text."""
    return regions[0].id if len(regions) == 1 else ""


def _said(rubric: Rubric, expr: Expr, language: str) -> str:
    def named(name: str) -> str:
        return rubric.metric_name(name, language)

    return Wording(NamedLeaf(named, language), language).say(expr)


def _about(
    figures: Figures, code: str, severity: str, zh: str, en: str, region: str, metric: str
) -> Finding:
    place = figures.places.get((region, metric), Place())
    return Finding(
        code, severity, zh, en, OBSERVATIONS, region, metric,  # type: ignore[arg-type]
        place.file, place.sheet, place.place, figures.rubric.criteria_of_metric(metric), STAGE,
    )  # fmt: skip
