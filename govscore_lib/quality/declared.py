"""Rubric declarations → expectations on the table of figures and on every register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from govscore_lib.algebra.expr import AnyOf, Compare, Expr, Name, Not, Number
from govscore_lib.findings import Severity
from govscore_lib.ingest.figures.constraints import ruled
from govscore_lib.ingest.figures.rates import ratios
from govscore_lib.points import plain
from govscore_lib.quality.expectation import Expectation, Suite
from govscore_lib.quality.truths import OBSERVATIONS, Truth, pair_arguments
from govscore_lib.records.declare import Column, Register
from govscore_lib.rubric.league import load_league
from govscore_lib.rubric.metric import Metric
from govscore_lib.rubric.model import Rubric

REGION = "region_id"
FIRST_YEAR, YEARS_AFTER = 1990, 2
"""A record is dated neither before that year nor more than so many years after the period: a slip otherwise."""
_PANDAS_TYPES = {
    "text": "str",
    "enum": "str",
    "int": "int64",
    "bool": "bool",
    "decimal": "float64",
    "judged": "float64",
    "date": "datetime64",
    "datetime": "datetime64",
}
_TYPE_WORDS = {
    "text": ("文本", "text"),
    "enum": ("代码", "codes"),
    "int": ("整数", "whole numbers"),
    "bool": ("是否", "yes or no"),
    "decimal": ("数字", "numbers"),
    "judged": ("数字", "numbers"),
    "date": ("日期", "days"),
    "datetime": ("时间", "times"),
}


def suites_of(rubric: Rubric, truths: Iterable[Truth] = ()) -> dict[str, Suite]:
    """Return the suite of every table of a rubric: what it declares, then the hand-written truths."""
    suites = {OBSERVATIONS: [*_figures(rubric)]}
    for register in rubric.registers.values():
        suites[register.id] = [*_register(rubric, register)]
    for truth in truths:
        suites[truth.table].append(truth.expectation(rubric))
    return {table: tuple(expectations) for table, expectations in suites.items()}


def _figures(rubric: Rubric) -> Iterator[Expectation]:
    """Yield what must hold of the table with one row a region and one column a metric."""
    league = load_league(rubric.league)
    everything = tuple(rubric.criteria)
    yield Expectation(
        "expect_column_values_to_be_in_set",
        {"column": REGION, "value_set": [region.id for region in league.regions]},
        "unknown-region", "critical", "地区都在本次考核之内", "every region belongs to this assessment",
    )  # fmt: skip
    yield Expectation(
        "expect_column_values_to_be_unique", {"column": REGION},
        "region-repeated", "critical", "每个地区只有一行", "each region has one row", everything,
    )  # fmt: skip
    yield Expectation(
        "expect_column_distinct_values_to_contain_set",
        {"column": REGION, "value_set": [region.id for region in league.ranked]},
        "league-incomplete", "warning", "参评地区都有数据", "every region of the league has figures", everything,
    )  # fmt: skip
    yield _columns_there([REGION, *rubric.metrics], "critical", everything)
    for metric in rubric.metrics.values():
        yield from _metric(rubric, metric)


def _metric(rubric: Rubric, metric: Metric) -> Iterator[Expectation]:
    criteria = rubric.criteria_of_metric(metric.id)
    severity: Severity = "warning" if metric.needed == "evidence" else "critical"
    zh, en = metric.name.zh, metric.name.en
    column = {"column": metric.id}
    yield from _shape(metric.id, metric.type, zh, en, severity, criteria)
    if metric.type == "enum":
        yield _in_set(metric.id, metric.values, zh, en, severity, criteria)
    if metric.min is not None or metric.max is not None:
        yield _between(metric.id, metric, zh, en, severity, criteria)
    told_elsewhere = metric.id in rubric.embedded or metric.id == rubric.run_per
    if metric.needed == "always" and criteria and not told_elsewhere:
        yield Expectation(
            "expect_column_values_to_not_be_null", column,
            "not-given", "warning", f"“{zh}”已填报", f"'{en}' is given", criteria,
        )  # fmt: skip
    for check in metric.check:
        found = _condition(check.that)
        if found is not None:
            kind, arguments = found
            says_zh, says_en = ruled(rubric, check.that)
            yield Expectation(
                kind, arguments, "condition-not-met", check.severity, says_zh, says_en, criteria
            )


def _condition(condition: Expr) -> tuple[str, dict[str, Any]] | None:
    """Return a condition as an expectation; None for one that only the cross-checks can say."""
    pair = "expect_column_pair_values_a_to_be_greater_than_b"
    match condition:
        case (
            Compare(op="<=", left=Name(id=small), right=Name(id=large))
            | Compare(op=">=", left=Name(id=large), right=Name(id=small))
        ):
            return pair, pair_arguments(small, large)
        case AnyOf(args=(Name(id=needed), Not(arg=Name(id=given)))):  # yes is above no
            return pair, pair_arguments(given, needed)
        case Compare(op=">", left=Name(id=name), right=Number(value=bound)):
            return "expect_column_values_to_be_between", {
                "column": name, "min_value": _number(bound), "strict_min": True,
            }  # fmt: skip
    return None


def _register(rubric: Rubric, register: Register) -> Iterator[Expectation]:
    """Yield what must hold of one register."""
    criteria = rubric.criteria_of_register(register.id)
    severity: Severity = "critical" if criteria else "warning"
    divided = {one.denominator for one in ratios(rubric)}
    needed = criteria and divided.intersection(rubric.metrics_of_register(register.id))
    yield Expectation(
        "expect_table_row_count_to_be_between", {"min_value": 1},
        "empty-register", "critical" if needed else "warning",
        f"《{register.name.zh}》有记录", f"the register '{register.name.en}' holds records", criteria,
    )  # fmt: skip
    required = [name for name, column in register.columns.items() if column.required]
    yield _columns_there(required, severity, criteria)
    for name, column in register.columns.items():
        zh, en = column.name.zh, column.name.en
        yield from _shape(name, column.type, zh, en, severity, criteria)
        if name == register.region:
            regions = [region.id for region in load_league(rubric.league).regions]
            yield Expectation(
                "expect_column_values_to_be_in_set", {"column": name, "value_set": regions},
                "unknown-region", severity, "地区都在本次考核之内", "every region belongs to this assessment", criteria,
            )  # fmt: skip
        if name in register.key or name == register.region or not column.empty_allowed:
            yield Expectation(
                "expect_column_values_to_not_be_null", {"column": name},
                "empty-cell", severity, f"“{zh}”没有空格", f"'{en}' is never empty", criteria,
            )  # fmt: skip
        yield from _column(rubric, name, column, severity, criteria)
    if register.key:
        key_zh = "、".join(f"“{register.columns[name].name.zh}”" for name in register.key)
        key_en = " and ".join(f"'{register.columns[name].name.en}'" for name in register.key)
        one = len(register.key) == 1
        yield Expectation(
            "expect_column_values_to_be_unique" if one else "expect_compound_columns_to_be_unique",
            {"column": register.key[0]} if one else {"column_list": list(register.key)},
            "duplicate-key", severity, f"{key_zh}不重复", f"{key_en} names one record only", criteria,
        )  # fmt: skip


def _column(
    rubric: Rubric, name: str, column: Column, severity: Severity, criteria: tuple[str, ...]
) -> Iterator[Expectation]:
    zh, en = column.name.zh, column.name.en
    if column.type == "enum":
        yield _in_set(name, column.values, zh, en, severity, criteria)
    if column.min is not None or column.max is not None:
        yield _between(name, column, zh, en, severity, criteria)
    if column.type in ("date", "datetime"):
        last = rubric.period.end.year + YEARS_AFTER
        yield Expectation(
            "expect_column_values_to_be_between",
            {
                "column": name,
                "min_value": dt.datetime(FIRST_YEAR, 1, 1).isoformat(),  # noqa: DTZ001  days without zone
                "max_value": dt.datetime(last, 12, 31, 23, 59, 59).isoformat(),  # noqa: DTZ001
            },
            "implausible-date", "warning",
            f"“{zh}”在{FIRST_YEAR}年至{last}年之间", f"'{en}' lies between {FIRST_YEAR} and {last}", criteria,
        )  # fmt: skip


def _columns_there(
    columns: list[str], severity: Severity, criteria: tuple[str, ...]
) -> Expectation:
    return Expectation(
        "expect_table_columns_to_match_set", {"column_set": columns, "exact_match": False},
        "missing-column", severity, "需要的列齐全", "the needed columns are all there", criteria,
    )  # fmt: skip


def _shape(
    name: str, type: str, zh: str, en: str, severity: Severity, criteria: tuple[str, ...]
) -> Iterator[Expectation]:
    """Yield that a column has its type."""
    type_zh, type_en = _TYPE_WORDS[type]
    yield Expectation(
        "expect_column_values_to_be_of_type", {"column": name, "type_": _PANDAS_TYPES[type]},
        "wrong-type", severity, f"“{zh}”是{type_zh}", f"'{en}' holds {type_en}", criteria,
    )  # fmt: skip


def _in_set(
    name: str,
    values: Iterable[str],
    zh: str,
    en: str,
    severity: Severity,
    criteria: tuple[str, ...],
) -> Expectation:
    return Expectation(
        "expect_column_values_to_be_in_set", {"column": name, "value_set": list(values)},
        "not-listed", severity, f"“{zh}”只取规定的代码", f"'{en}' holds declared codes only", criteria,
    )  # fmt: skip


def _between(
    name: str,
    declared: Metric | Column,
    zh: str,
    en: str,
    severity: Severity,
    criteria: tuple[str, ...],
) -> Expectation:
    bounds = {"min_value": declared.min, "max_value": declared.max}
    low, high = ("" if bound is None else plain(bound) for bound in bounds.values())
    if low and high:
        says = f"“{zh}”在 {low} 至 {high} 之间", f"'{en}' lies between {low} and {high}"
    elif low:
        says = f"“{zh}”不小于 {low}", f"'{en}' is at least {low}"
    else:
        says = f"“{zh}”不大于 {high}", f"'{en}' is at most {high}"
    given = {key: _number(bound) for key, bound in bounds.items() if bound is not None}
    return Expectation(
        "expect_column_values_to_be_between", {"column": name, **given},
        "out-of-range", severity, *says, criteria,
    )  # fmt: skip


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)
