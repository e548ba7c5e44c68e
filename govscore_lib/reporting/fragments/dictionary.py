"""The metric dictionary: every metric, register and parameter of a rubric, and what uses it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.markup import (
    Column,
    Fragment,
    both,
    both_html,
    criterion_link,
    page_link,
    say,
    table,
)
from govscore_lib.rubric.metric import Metric
from govscore_lib.rubric.model import Rubric
from govscore_lib.text import Bilingual

TYPE_WORDS = {
    "int": say("整数", "whole number"),
    "decimal": say("数", "number"),
    "judged": say("评审给分", "judged points"),
    "bool": say("是否", "yes or no"),
    "date": say("日期", "date"),
    "datetime": say("时刻", "date and time"),
    "enum": say("分类", "one of a list"),
    "text": say("文字", "text"),
}
PAGE = "metrics.html"


def metric_anchor(metric_id: str) -> str:
    """Return the id under which a metric stands in the dictionary."""
    return f"m-{metric_id}"


def show_metrics(scorecard: Scorecard, criterion: str | None = None) -> Fragment:
    """Return the metrics: name, unit, type, where it comes from, definition, criteria that use it, office.

    criterion : only the metrics of one criterion, those shown beside it included.
    """
    rubric = scorecard.rubric
    wanted: Iterable[str] = rubric.metrics
    if criterion is not None:
        clause = rubric.criteria[criterion]
        wanted = dict.fromkeys((*clause.metrics, *clause.beside))
    columns = [
        Column(say("指标", "Metric")),
        Column(say("单位", "Unit")),
        Column(say("类型", "Type")),
        Column(say("来源", "Comes from")),
    ]
    if criterion is None:
        columns.append(Column(say("用于", "Used by")))
    ids = [ident for ident in wanted if ident in rubric.metrics]
    if not ids:
        words = say("本条不用指标数据。", "This criterion uses no metric.")
        return Fragment("metrics", f"<p>{both(words)}</p>")
    rows = []
    for ident in ids:
        row = _row(scorecard, rubric.metrics[ident], linked=criterion is not None)
        rows.append(row[: len(columns)])
    anchors = [metric_anchor(ident) for ident in ids] if criterion is None else ()
    listed = table(columns, rows, row_ids=anchors, sortable=criterion is None, kind="metrics")
    return Fragment("metrics", listed)


def _row(scorecard: Scorecard, metric: Metric, *, linked: bool) -> tuple[str, ...]:
    rubric = scorecard.rubric
    name = both(metric.name)
    if linked:
        name = page_link(scorecard.part, f"{PAGE}#{metric_anchor(metric.id)}", name)
    name += f'<div class="sub"><code>{escape(metric.id)}</code></div>'
    if metric.definition is not None:
        name += f'<div class="rule">{both(metric.definition)}</div>'
    codes = rubric.criteria_of_metric(metric.id)
    offices = dict.fromkeys(filter(None, (rubric.criteria[code].office for code in codes)))
    used = " ".join(criterion_link(scorecard.part, code) for code in codes)
    if offices:
        used += f'<div class="sub" lang="zh-CN">{escape("、".join(offices))}</div>'
    return (
        name,
        both(metric.unit) if metric.unit else "",
        both(TYPE_WORDS[metric.type]) + _codes(rubric, metric),
        _origin(scorecard, metric.id),
        used,
    )


def _codes(rubric: Rubric, metric: Metric) -> str:
    """The words that a metric of a list may be."""
    if not metric.values:
        return ""
    zh = "、".join(metric.values.values())
    en = ", ".join(rubric.code_name(metric.id, code, "en") for code in metric.values)
    return f'<div class="sub">{both(say(zh, en))}</div>'


def _origin(scorecard: Scorecard, metric_id: str) -> str:
    rubric = scorecard.rubric
    if metric_id in rubric.embedded:
        return both(rubric.embedded[metric_id].title)
    registers = rubric.derived_metrics.get(metric_id, ())
    if not registers:
        return both(say("填报", "submitted form"))
    return both(say("、", ", ")).join(
        page_link(
            scorecard.part, f"{PAGE}#{register_anchor(name)}", both(rubric.registers[name].name)
        )
        for name in registers
        if name in rubric.registers
    )


def register_anchor(name: str) -> str:
    """Return the id under which a register stands in the dictionary."""
    return f"r-{name}"


def show_registers(scorecard: Scorecard) -> Fragment:
    """Return the registers: what a record holds, which metrics are counted from it, the criteria that rest on it."""
    rubric = scorecard.rubric
    columns = [
        Column(say("台账", "Register")),
        Column(say("各列", "Columns")),
        Column(say("统计出的指标", "Metrics counted from it")),
        Column(say("用于", "Used by")),
    ]
    rows = []
    for name, register in rubric.registers.items():
        cells = [
            both(one.name) + f'<span class="of">{both(_kind(one.type, one.unit))}</span>'
            for one in register.columns.values()
        ]
        metrics = [
            page_link(
                scorecard.part, f"{PAGE}#{metric_anchor(one)}", both(rubric.metrics[one].name)
            )
            for one in rubric.metrics_of_register(name)
            if one in rubric.metrics
        ]
        codes = rubric.criteria_of_register(name)
        rows.append(
            (
                f'{both(register.name)}<div class="sub"><code>{escape(name)}</code></div>',
                both(say("、", ", ")).join(cells),
                both(say("、", ", ")).join(metrics),
                " ".join(criterion_link(scorecard.part, one) for one in codes),
            )
        )
    if not rows:
        words = say("这套规则没有台账，数据全部来自填报。", "No registers: all figures are submitted in forms.")  # fmt: skip
        return Fragment("registers", f"<p>{both(words)}</p>")
    anchors = [register_anchor(name) for name in rubric.registers]
    return Fragment("registers", table(columns, rows, row_ids=anchors, kind="registers"))


def _kind(type_: str, unit: str) -> Bilingual:
    """The kind of a column in brackets, with its unit in the language that the unit is written in."""
    word, zh, en = TYPE_WORDS[type_], "", ""
    if unit:
        zh, en = ("", f", {unit}") if unit.isascii() else (f"，{unit}", "")
    return say(f"（{word.zh}{zh}）", f" ({word.en}{en})")


def show_parameters(scorecard: Scorecard) -> Fragment:
    """Return the figures that the rules use by name, each with its source; nothing where there are none."""
    rubric = scorecard.rubric
    if not rubric.parameters:
        return Fragment("parameters", "")
    columns = [
        Column(say("参数", "Parameter")),
        Column(say("值", "Value"), figure=True),
        Column(say("依据", "Source")),
    ]
    rows = []
    for name, one in rubric.parameters.items():
        source = one.source if isinstance(one.source, Bilingual) else say(one.source, one.source)
        words = f'{both(one.name)}<div class="sub"><code>{escape(name)}</code></div>'
        rows.append((words, both_html(*_value(rubric, one.by, one.value, one.values)), both(source)))  # fmt: skip
    title = f'<h2 id="parameters">{both(say("参数", "Parameters"))}</h2>'
    return Fragment("parameters", title + table(columns, rows, kind="parameters"))


def _value(rubric: Rubric, by: str | None, value: str, values: dict[str, str]) -> tuple[str, str]:
    if by is None:
        return escape(value), escape(value)
    zh, en = (
        "<br>".join(
            f"{escape(rubric.code_name(by, code, lang))} {escape(one)}"
            for code, one in values.items()
        )
        for lang in ("zh", "en")
    )
    return zh, en
