"""The materials workbook of a region: a cover sheet and the figures that no register proves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from govscore_lib.rubric.league import Region
from govscore_lib.rubric.metric import Metric
from govscore_lib.rubric.model import Rubric
from govscore_lib.samples.counties import County
from govscore_lib.samples.sets import SampleSet

COVER, FIGURES = "封面", "指标"
HEADER = ("指标编码", "指标名称", "单位", "填报值", "佐证材料", "评审人", "备注")
VALUE_COLUMN = "D"
WIDTHS = {COVER: (16, 48), FIGURES: (46, 26, 8, 14, 40, 16, 30)}

JUDGES = ("第三方评审一组", "第三方评审二组")

Cells = list[list[object]]


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


def workbook_sheets(
    rubric: Rubric, sample: SampleSet, region: Region, county: County
) -> Mapping[str, Cells]:
    """Return the sheets of one region's workbook, header rows first."""
    cover: Cells = [
        ["项目", "内容"],
        ["地区", region.name_zh],
        ["地区代码", region.id],
        ["考核期", rubric.period.label],
        ["填报单位", f"{region.name_zh}{sample.office}"],
        ["数据性质", "合成数据，仅供演示，与该地区实际情况无关"],
    ]
    figures: Cells = [list(HEADER)]
    for metric_id in submitted_metrics(rubric, sample):
        metric, text = rubric.metrics[metric_id], county.planned[metric_id]
        figures.append(_figure_row(metric, text, sample.records_office))
    return {COVER: cover, FIGURES: figures}


def _figure_row(metric: Metric, text: str, records_office: str) -> list[object]:
    judged = metric.type == "judged"
    given = bool(text)
    evidence = reviewer = None
    if given and judged:
        evidence = f"评审意见/{metric.name.zh}.pdf"
        reviewer = JUDGES[sum(map(ord, metric.id)) % 2]
    elif (given and metric.type in ("date", "int")) or text == "true":
        evidence = f"佐证/{metric.name.zh}.pdf"
        reviewer = records_office
    unit = metric.unit.zh if metric.unit else None
    return [metric.id, metric.name.zh, unit, cell_of(metric, text), evidence, reviewer, None]


def cell_of(metric: Metric, text: str) -> object:
    """Return a planned figure as an office enters it: 是/否, a real date, a number, the Chinese word."""
    if not text:
        return None
    if metric.type == "bool":
        return "是" if text == "true" else "否"
    if metric.type == "enum":
        return metric.values[text]
    if metric.type == "date":
        return text if text == "none" else dt.date.fromisoformat(text)
    return text if metric.type == "text" else Decimal(text)


def place_of(rubric: Rubric, sample: SampleSet, metric_id: str) -> str:
    """Return the cell that holds a metric's value, such as ``D57``."""
    return f"{VALUE_COLUMN}{submitted_metrics(rubric, sample).index(metric_id) + 2}"
