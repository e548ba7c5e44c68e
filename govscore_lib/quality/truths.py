"""Hand-written domain truths: what the declarations cannot say, in ``expectations/RUBRIC/truths.yml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator

from govscore_lib.errors import InputError, Problem, did_you_mean
from govscore_lib.quality.expectation import Expectation
from govscore_lib.rubric.model import Rubric
from govscore_lib.text import Bilingual

FILE = "truths.yml"
OBSERVATIONS = "observations"
"""The table with one row a region and one column a metric."""
_PAIR = "expect_column_pair_values_a_to_be_greater_than_b"


class Truth(BaseModel):
    """One thing that is always so in a sound table.

    in_order : two columns of days or times, the first never later than the second.
    at_most : two columns of numbers, the first never above the second.
    expect, arguments : any expectation of Great Expectations, told by ``says``.
    criteria : by default those that the table's columns, or the register, feed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    table: str
    code: str = ""
    severity: Literal["critical", "warning", "note"] = "warning"
    in_order: tuple[str, str] | None = None
    at_most: tuple[str, str] | None = None
    expect: str | None = None
    arguments: dict[str, Any] = {}
    says: Bilingual | None = None
    criteria: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        given = [key for key in ("in_order", "at_most", "expect") if getattr(self, key)]
        if len(given) != 1:
            raise ValueError("exactly one of in_order, at_most, expect is needed")
        if self.expect and not (self.says and self.code):
            raise ValueError("expect needs the keys says and code")
        return self

    def expectation(self, rubric: Rubric) -> Expectation:
        """Return the expectation, its sentence made of the columns' names where none is written."""
        criteria = self.criteria if self.criteria is not None else self._criteria(rubric)
        pair = self.in_order or self.at_most
        if pair is None:
            says = self.says or Bilingual(zh="", en="")
            kind, arguments, code = self.expect or "", self.arguments, self.code
        else:
            low, high = (column_name(rubric, self.table, name) for name in pair)
            says = self.says or (
                Bilingual(zh=f"“{high.zh}”不早于“{low.zh}”", en=f"'{high.en}' is not before '{low.en}'")
                if self.in_order
                else Bilingual(zh=f"“{low.zh}”不大于“{high.zh}”", en=f"'{low.en}' is at most '{high.en}'")
            )  # fmt: skip
            kind = _PAIR
            arguments = pair_arguments(*pair)
            code = self.code or ("dates-out-of-order" if self.in_order else "part-above-whole")
        return Expectation(kind, arguments, code, self.severity, says.zh, says.en, criteria)

    def _criteria(self, rubric: Rubric) -> tuple[str, ...]:
        if self.table != OBSERVATIONS:
            return rubric.criteria_of_register(self.table)
        columns = {*(self.in_order or ()), *(self.at_most or ()), self.arguments.get("column")}
        return tuple(one.id for one in rubric.criteria_list if columns.intersection(one.metrics))


def pair_arguments(smaller: str, larger: str) -> dict[str, Any]:
    """Return the arguments that say: the first column is never above the second, where both are given."""
    return {
        "column_A": larger,
        "column_B": smaller,
        "or_equal": True,
        "ignore_row_if": "either_value_is_missing",
    }


def column_name(rubric: Rubric, table: str, column: str) -> Bilingual:
    """Return the name of a metric or of a register's column."""
    if table == OBSERVATIONS:
        return (
            rubric.metrics[column].name
            if column in rubric.metrics
            else Bilingual(zh="地区", en="region")
        )
    return rubric.registers[table].columns[column].name


def read_truths(folder: Path, rubric: Rubric) -> tuple[Truth, ...]:
    """Return the truths of a rubric's folder; none without a file. Raises InputError naming every fault."""
    path = folder / FILE
    if not path.is_file():
        return ()
    where = f"expectations/{folder.name}/{FILE}"
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader) or []
        truths = TypeAdapter(tuple[Truth, ...]).validate_python(entries)
    except yaml.YAMLError as error:
        raise InputError([Problem(where, f"is not YAML: {error}")]) from None
    except ValidationError as error:
        raise InputError(
            Problem(f"{where}, entry {one['loc'][0]}" if one["loc"] else where, one["msg"])
            for one in error.errors()
        ) from None
    problems = [
        problem
        for number, truth in enumerate(truths)
        for problem in _unknown_names(truth, rubric, f"{where}, entry {number}")
    ]
    if problems:
        raise InputError(problems)
    return truths


def _unknown_names(truth: Truth, rubric: Rubric, where: str) -> list[Problem]:
    tables = [OBSERVATIONS, *rubric.registers]
    if truth.table not in tables:
        return [
            Problem(
                where, f"there is no table '{truth.table}'", hint=did_you_mean(truth.table, tables)
            )
        ]
    columns = (
        rubric.metrics if truth.table == OBSERVATIONS else rubric.registers[truth.table].columns
    )
    return [
        Problem(where, f"{truth.table} has no column '{name}'", hint=did_you_mean(name, columns))
        for name in (*(truth.in_order or ()), *(truth.at_most or ()))
        if name not in columns
    ]
