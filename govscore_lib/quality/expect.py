"""Runs suites with Great Expectations, in a context that leaves nothing behind and asks nobody.

The only module that imports it, and only when suites are run: the import takes seconds.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from govscore_lib.errors import InputError, Problem
from govscore_lib.quality.expectation import Expectation, Suite

_NO_REPORTS_HOME = {"GX_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}


@dataclass(frozen=True)
class Failure:
    """An expectation that does not hold.

    rows : positions of the rows, from 0; empty where it speaks of the whole table.
    observed : what was seen of the whole table; empty where it speaks of rows.
    error : why it could not be evaluated; empty otherwise.
    """

    table: str
    expectation: Expectation
    rows: tuple[int, ...] = ()
    observed: str = ""
    error: str = ""


def failures(suites: Mapping[str, Suite], frames: Mapping[str, pd.DataFrame]) -> list[Failure]:
    """Return every expectation that fails, table by table in the order of the suites.

    suites, frames : by table; a table without a frame was not supplied and is passed over.
    Raises InputError for an expectation that Great Expectations does not know, or that stands twice.
    """
    wanted = {table: suite for table, suite in suites.items() if table in frames and suite}
    if not wanted:
        return []
    gx = _great_expectations()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = gx.data_context.types.base.ProgressBarsConfig(
        globally=False, metric_calculations=False
    )
    source = context.data_sources.add_pandas("tables")
    found: list[Failure] = []
    for table, suite in wanted.items():
        asset = source.add_dataframe_asset(table)
        batch = asset.add_batch_definition_whole_dataframe("whole").get_batch(
            {"dataframe": frames[table]}
        )
        found += _run(gx, batch, table, suite)
    return found


def _great_expectations() -> Any:
    """Return the library, told beforehand not to report its use anywhere."""
    os.environ.update(_NO_REPORTS_HOME)
    with warnings.catch_warnings():  # it imports old spellings of standard modules
        warnings.simplefilter("ignore", DeprecationWarning)
        import great_expectations as gx
    return gx


def _run(gx: Any, batch: Any, table: str, suite: Suite) -> Iterator[Failure]:
    """Yield what fails: all are asked for yes or no, then those that fail for their rows, which takes longer."""
    verdicts = _results(gx, batch, table, suite, "BOOLEAN_ONLY")
    failed = tuple(one for one, result in zip(suite, verdicts, strict=True) if not result.success)
    if failed:
        for one, result in zip(failed, _results(gx, batch, table, failed, "COMPLETE"), strict=True):
            yield _failure(table, one, result)


def _results(gx: Any, batch: Any, table: str, suite: Suite, result_format: str) -> list[Any]:
    """Return one result per expectation, in the order of the suite, whatever the order of the results."""
    built = gx.ExpectationSuite(
        name=f"{table} {result_format}",
        expectations=[
            {"type": one.type, "kwargs": dict(one.kwargs), "meta": {"number": number}}
            for number, one in enumerate(suite)
        ],
    )
    numbers = {_content(one.configuration): one.meta["number"] for one in built.expectations}
    _require_all(table, suite, {one.meta["number"] for one in built.expectations}, len(numbers))
    results = batch.validate(built, result_format=result_format).results
    by_number = {numbers[_content(result.expectation_config)]: result for result in results}
    if len(by_number) != len(suite):  # nothing may be dropped without a word
        raise RuntimeError(f"{table}: {len(by_number)} results for {len(suite)} expectations")
    return [by_number[number] for number in range(len(suite))]


def _require_all(table: str, suite: Suite, kept: set[int], different: int) -> None:
    dropped = [one.type for number, one in enumerate(suite) if number not in kept]
    problems = [
        Problem(f"expectations, table {table}", f"'{name}' is no expectation of Great Expectations")
        for name in dropped
    ]
    if not problems and different != len(suite):
        problems = [Problem(f"expectations, table {table}", "an expectation stands twice")]
    if problems:
        raise InputError(problems)


def _content(configuration: Any) -> str:
    """Return type and arguments as one text: results come in an order of their own."""
    entry = configuration.to_json_dict()
    arguments = {key: value for key, value in entry["kwargs"].items() if key != "batch_id"}
    return json.dumps([entry["type"], arguments], sort_keys=True, ensure_ascii=False)


def _failure(table: str, expectation: Expectation, result: Any) -> Failure:
    error = _error(result.exception_info)
    if error:
        return Failure(table, expectation, error=error)
    rows = tuple(int(row) for row in result.result.get("unexpected_index_list") or ())
    observed = "" if rows else _observed(result.result)
    return Failure(table, expectation, rows, observed)


def _observed(result: Mapping[str, Any]) -> str:
    """Return what was seen of a whole table: the columns it lacks, or the figure."""
    lacking = result.get("details", {}).get("mismatched", {}).get("missing")
    seen = ", ".join(lacking) if lacking else result.get("observed_value")
    return "" if seen is None else str(seen)


def _error(info: Mapping[str, Any]) -> str:
    """Return the message of an expectation that could not be evaluated."""
    parts = [info, *(part for part in info.values() if isinstance(part, Mapping))]
    for part in parts:
        if part.get("raised_exception"):
            return str(part.get("exception_message") or "unknown error").splitlines()[0]
    return ""
