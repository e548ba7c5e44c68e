"""What many tests claim, said once."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import yaml

from govscore_lib.engine import reference, score
from govscore_lib.engine.scoring import Scoring
from govscore_lib.points import SCALE, exact, plain
from govscore_lib.rubric import Rubric
from govscore_lib.rubric.frame import build_frame
from tests.small_rubrics import criterion, document, load_document, metric, said, type_of

Table = dict[str, dict[str, str]]
"""Cells by region and column."""
Values = Mapping[str, Mapping[str, str | None]]
"""Canonical text by region and metric."""

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def read_table(text: str) -> Table:
    """Cells of a text table, ``|`` between them; rows go by the column ``region``, else by number."""
    lines = [line for line in text.splitlines() if line.strip()]
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    for row in rows:
        assert len(row) == len(header), f"{row} has other columns than {header}"
    cells = [dict(zip(header, row, strict=True)) for row in rows]
    return {row.pop("region", f"row {number}"): row for number, row in enumerate(cells, start=1)}


def check_rule(
    rule: str,
    table: str,
    *,
    max_points: str | None = "2",
    metrics: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """Assert that a rule awards what the table says, by the engine and by the reference.

    rule : the rule as in a rubric document, on one line or many.
    table : one region a row; a column per metric, ``points`` expected (a number, a fraction or
    ``missing``), ``region`` its name and ``league`` its league, if need be; ``previous plans`` is the metric
    ``plans`` of the period before. An empty cell is missing.
    metrics : declarations that the cells do not tell, such as ``needed``.
    """
    cells = read_table(table)
    expected = {region: _points(row.pop("points")) for region, row in cells.items()}
    before = {region: _taken_out(row, "previous ") for region, row in cells.items()}
    rubric = _rubric_of(rule, cells, max_points, dict(metrics or {}))

    found = engine_points(rubric, cells, previous=before)
    awarded = {region: points for (region, _), points in found.items()}
    found = reference.score(rubric, cells, previous=before).points
    referred = {region: points for (region, _), points in found.items()}

    assert _shown(expected) == _shown(awarded), "the engine"
    assert _shown(expected) == _shown(referred), "the reference"
    assert_says_itself(rubric)


def _taken_out(row: dict[str, str], prefix: str) -> dict[str, str]:
    """Take the cells whose column begins so out of a row, by the rest of the column's name."""
    names = [name for name in row if name.startswith(prefix)]
    return {name.removeprefix(prefix): row.pop(name) for name in names}


RESULTS = ("total", "rank", "status", "lower", "upper", "category 1", "category 2")


def check_totals(rubric: str, table: str) -> None:
    """Assert that totals, ranks, statuses and bounds are what the table says.

    rubric : criteria, categories and ranking as in a document; names and sources are filled in.
    table : one region a row; a column per metric, then any of ``RESULTS``, and ``clause 1.01`` for what
    the ledger says of a criterion: its points, ``missing`` or ``not_applicable``.
    """
    raw = yaml.load(textwrap.dedent(rubric), yaml.BaseLoader)
    cells = read_table(table)
    expected = {
        region: {name: row.pop(name) for name in list(row) if _is_result(name)}
        for region, row in cells.items()
    }
    columns = next(iter(cells.values()))
    metrics = {name: metric(type_of(row[name] for row in cells.values())) for name in columns}
    criteria = [criterion(one.pop("id"), one.pop("rule"), **one) for one in raw.pop("criteria")]
    raw["categories"] = [{"name": said(one["id"])} | one for one in raw["categories"]]
    loaded = load_document(document(criteria, metrics, **raw))

    card = score(loaded, observations(cells))
    referred = reference.score(loaded, cells)
    found = {row["region_id"]: dict(row) for row in card.scores.iter_rows(named=True)}
    for row in card.categories.iter_rows(named=True):
        found[row["region_id"]][f"category {row['category_id']}"] = row["score"]
    for row in card.ledger.iter_rows(named=True):
        said_of = row["status"] if row["points"] is None else row["points"]
        found[row["region_id"]][f"clause {row['criterion_id']}"] = said_of

    for region, results in expected.items():
        row = found[region]
        assert results == {name: _cell(row[name]) for name in results}, region
        assert (row["rank"] or 0, row["status"]) == (
            referred.ranks[region],
            referred.statuses[region],
        )
        assert row["total"] is None or row["total"] == referred.totals[region]
    assert_says_itself(loaded)


def _is_result(column: str) -> bool:
    return column in RESULTS or column.startswith("clause ")


def observations(values: Values) -> pl.DataFrame:
    """The long table of values by region and metric; a region without any keeps a row."""
    rows = [
        (region, name, text)
        for region, texts in values.items()
        for name, text in (texts or {None: None}).items()
    ]
    columns = {"region_id": pl.String, "metric_id": pl.String, "value": pl.String}
    return pl.DataFrame(rows, schema=columns, orient="row")


def _cell(result: object) -> str:
    """A result as a reader writes it in a table, "-" where there is none."""
    if result is None:
        return "-"
    return result if isinstance(result, str) else plain(Fraction(result))  # type: ignore[arg-type]


def assert_says_itself(rubric: Rubric) -> None:
    """Assert that every rule has a Chinese and an English sentence."""
    for name, one in rubric.criteria.items():
        sentence = rubric.sentence(name)

        assert CHINESE.search(sentence.zh), f"{one.rule.kind} has no Chinese sentence"
        assert sentence.zh.endswith("。")
        assert re.search(r"\w", sentence.en), f"{one.rule.kind} has no English sentence"
        assert not CHINESE.search(sentence.en)
        assert sentence.en.endswith(".")


def _rubric_of(
    rule: str, cells: Table, max_points: str | None, declared: Mapping[str, Mapping[str, Any]]
) -> Rubric:
    raw = yaml.load(textwrap.dedent(rule), yaml.BaseLoader) if "\n" in rule else None
    raw = raw or yaml.load("{" + rule + "}", yaml.BaseLoader)
    columns = list(dict.fromkeys(name for row in cells.values() for name in row))
    metrics = {
        name: declared.get(name) or metric(type_of(row[name] for row in cells.values()))
        for name in columns
    }
    more = {}
    if "league" in columns:
        metrics["league"] = metric("text", needed="optional")
        more = {"split_by": "league"}
    one = criterion("1.01", raw, max_points=max_points)
    return load_document(document([one], metrics, **more))


def engine_points(
    rubric: Rubric,
    values: Values,
    blocked: Sequence[tuple[str, str]] = (),
    previous: Values | None = None,
) -> dict[tuple[str, str], Fraction | None]:
    """Points that the engine records, by region and criterion; None where missing."""
    scoring = engine_scoring(rubric, values, blocked, previous)
    units, scored = scoring.points.units, scoring.points.scored
    return {
        (region, name): Fraction(int(units[row, column]), SCALE) if scored[row, column] else None
        for row, region in enumerate(values)
        for column, name in enumerate(rubric.criteria)
    }


def engine_scoring(
    rubric: Rubric,
    values: Values,
    blocked: Sequence[tuple[str, str]] = (),
    previous: Values | None = None,
) -> Scoring:
    """The engine's scoring of values by region and metric, and of those of the period before."""
    regions = list(values)
    texts, before = (
        {(region, name): text or None for region in one for name, text in one[region].items()}
        for one in (values, previous or {})
    )
    shut = {
        name: np.array([(region, name) in blocked for region in regions]) for _, name in blocked
    }
    return Scoring(rubric, build_frame(rubric, texts, regions, frozenset(), before), shut)


def assert_same_scores(rubric: Rubric, values: Values) -> None:
    """Assert that engine and reference agree on points, categories, totals and ranks, to the last digit.

    They also agree on where a clause does not apply, and on which totals may still move.

    The period before has the same rows, each one moved on to the next region.
    """
    regions = list(values)
    previous = dict(zip(regions, [*list(values.values())[1:], values[regions[0]]], strict=True))
    expected = reference.score(rubric, values, previous=previous)
    scoring = engine_scoring(rubric, values, previous=previous)
    totals = scoring.totals

    categories = {
        (region, category.id): Fraction(int(totals.category_scores[row, column]), SCALE)
        for row, region in enumerate(regions)
        for column, category in enumerate(rubric.categories)
    }
    sums = {region: Fraction(int(totals.total[row]), SCALE) for row, region in enumerate(regions)}
    ranks = {region: Fraction(int(totals.rank2[row]), 2) for row, region in enumerate(regions)}

    assert {} == differences(expected.points, engine_points(rubric, values, previous=previous))
    assert {} == differences(expected.categories, categories)
    assert {} == differences(expected.totals, sums)
    assert {} == differences(expected.ranks, ranks)
    assert set(expected.apart) == {
        (region, name)
        for row, region in enumerate(regions)
        for column, name in enumerate(rubric.criteria)
        if scoring.points.apart[row, column]
    }
    assert {region for region, status in expected.statuses.items() if status == "provisional"} == {
        region
        for row, region in enumerate(regions)
        if scoring.points.unsettled[row] and row not in scoring.standings.by_row
    }


def differences(
    expected: Mapping[Any, Any], found: Mapping[Any, Any]
) -> dict[Any, tuple[str, str]]:
    """What the reference and the engine say where they do not say the same."""
    return {
        key: (str(expected.get(key)), str(found.get(key)))
        for key in dict.fromkeys((*expected, *found))
        if expected.get(key, "absent") != found.get(key, "absent")
    }


def _points(cell: str) -> Fraction | None:
    return None if cell == "missing" else reference.rounded(exact(cell), 9)


def _shown(points: Mapping[str, Fraction | None]) -> dict[str, str]:
    """Points as a reader writes them."""
    return {region: "missing" if one is None else plain(one) for region, one in points.items()}
