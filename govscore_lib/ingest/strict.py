"""The strict readers of ``score``: the same typed tables, but any fault stops, and all are told at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from govscore_lib.algebra.expr import names
from govscore_lib.errors import InputError, Problem, did_you_mean, listed, shown
from govscore_lib.inert import as_written, inert
from govscore_lib.ingest.cells import telling
from govscore_lib.ingest.cells.columns import read_column, typed
from govscore_lib.ingest.cells.gathered import gathered
from govscore_lib.ingest.cells.spelling import Spelling, reader, values_only
from govscore_lib.ingest.figures.constraints import breaks, told
from govscore_lib.ingest.figures.rates import contradiction, is_rate, ratio_of, ratios
from govscore_lib.ingest.figures.settle import (
    GIVEN,
    MISSING,
    QUARANTINED,
    UNCOUNTED,
    metric_reader,
)
from govscore_lib.ingest.files.tables import ROW, SURPLUS
from govscore_lib.ingest.strict_tables import (
    allowed_column,
    allowed_metric,
    cell_fault,
    only_table,
    remarked,
    require,
)
from govscore_lib.records import Column, Register, check_register
from govscore_lib.rubric.league import League
from govscore_lib.rubric.model import Rubric
from govscore_lib.tables import OBSERVATIONS, PROVENANCE, REGISTER_TYPES

REQUIRED = ("region_id", "metric_id", "value")
_OPTIONAL = ("period", "status", "file", "sheet", "place")
_LINE = "_line"


def load_observations(path: Path, rubric: Rubric) -> pl.DataFrame:
    """Return the observations of a file, checked against the rubric.

    path : CSV (or xlsx, parquet) with the columns region_id, metric_id, value and, optional, period;
    the columns that ``ingest`` writes beside them are kept, others ignored.
    Returns the columns of ``tables.OBSERVATIONS``, values canonical, null where empty.
    Raises InputError naming every fault: an unreadable file, a missing column, an unknown metric, a value
    that breaks its type, range or condition, one region and metric twice.
    """
    table = only_table(path, set(REQUIRED))
    where = path.name
    header = [cell.strip() for cell in table.header]
    require(header, REQUIRED, where)
    columns = [
        table.cells[f"c{header.index(name)}"].alias(name)
        if name in header
        else pl.Series(name, [None] * table.cells.height, dtype=pl.String)
        for name in (*REQUIRED, *_OPTIONAL)
    ]
    frame = pl.DataFrame([*columns, table.cells[ROW].alias(_LINE), table.cells[SURPLUS]])
    problems = [
        Problem(f"{where}, line {line}", "the row has more cells than the header")
        for line in frame.filter(pl.col(SURPLUS))[_LINE]
    ]
    problems += remarked(table, where)
    frame, found = validate_observations(rubric, frame.drop(SURPLUS), where)
    if problems or found:
        raise InputError(gathered([*problems, *found]))
    return frame


def validate_observations(
    rubric: Rubric, frame: pl.DataFrame, where: str = "observations"
) -> tuple[pl.DataFrame, list[Problem]]:
    """Return the observations in canonical form, and every fault in them.

    frame : text columns region_id, metric_id, value; ``_line``, where present, numbers the rows.
    """
    lines = frame[_LINE].to_list() if _LINE in frame.columns else list(range(2, frame.height + 2))
    problems: list[Problem] = []
    rows: list[tuple[str | None, ...]] = []
    first: dict[tuple[str, str], int] = {}
    before: dict[tuple[str, str], int] = {}
    periods = [one for one in (rubric.period.label, rubric.period.previous) if one]
    values: dict[tuple[str, str], str | None] = {}
    readers = {name: metric_reader(metric) for name, metric in rubric.metrics.items()}
    for line, row in zip(lines, frame.iter_rows(named=True), strict=True):
        at = f"{where}, line {line}"
        region, metric = ((row.get(name) or "").strip() for name in ("region_id", "metric_id"))
        text, period = (row.get("value") or ""), (row.get("period") or "").strip()
        status = (row.get("status") or "").strip()
        if not region:
            problems.append(Problem(f"{at}, column region_id", "the cell is empty"))
            continue
        if inert(region) != region:
            problems.append(
                Problem(
                    f"{at}, column region_id",
                    f"'{shown(region)}' would be run as a formula by a spreadsheet program",
                    "a code or a name",
                )
            )
            continue
        label = period or rubric.period.label
        if label not in periods:
            problems.append(
                Problem(
                    f"{at}, column period",
                    f"'{shown(period)}' is not the rubric's period",
                    listed(periods),
                )
            )
        if not metric:
            if text.strip():
                problems.append(
                    Problem(
                        f"{at}, column metric_id",
                        f"the cell is empty beside the value '{shown(text)}'",
                    )
                )
            rows.append((region, rubric.period.label, None, None, MISSING, *_places(row)))
            continue
        if metric not in rubric.metrics:
            problems.append(_unknown_metric(rubric, at, metric))
            continue
        seen = first if label != rubric.period.previous else before
        if (region, metric) in seen:
            problems.append(
                Problem(
                    at,
                    f"region '{region}' and metric '{metric}' stand already on line {seen[region, metric]}",
                    hint="keep one of the two rows",
                )
            )
            continue
        seen[region, metric] = line
        value = None
        if text.strip():
            spelling = readers[metric](text)
            value = spelling.value
            fault = cell_fault(spelling, text, allowed_metric(rubric.metrics[metric]))
            if fault is not None:
                found, allowed, hint = fault
                problems.append(Problem(f"{at}, column value ({metric})", found, allowed, hint))
        if seen is first:
            values[region, metric] = value
        doubted = status == QUARANTINED and value is None
        state = QUARANTINED if doubted else MISSING if value is None else GIVEN
        if status == UNCOUNTED:
            state = UNCOUNTED
        rows.append((region, label, metric, value, state, *_places(row)))
    problems += _broken_conditions(rubric, values, first, where)
    problems += _contradicted_rates(rubric, frame, values, lines, where)
    return pl.DataFrame(rows, schema=OBSERVATIONS, orient="row"), problems


def quarantined_criteria(rubric: Rubric, observations: pl.DataFrame) -> dict[tuple[str, str], str]:
    """Return (region, criterion) → reason for the figures that ``ingest`` set aside as doubtful.

    Their criteria are missing even where the rule could do without the figure or a register yields it.
    """
    doubted = observations.filter(pl.col("status") == QUARANTINED)
    return {
        (region, criterion): f"{rubric.metric_name(metric)}：数据存疑，未采用"
        for region, metric in doubted.select("region_id", "metric_id").iter_rows()
        for criterion in rubric.criteria_of_metric(metric)
    }


def load_registers(
    paths: Mapping[str, Path], rubric: Rubric, league: League | None = None
) -> dict[str, pl.DataFrame]:
    """Return the typed registers of the named files.

    paths : register name → file; the headers are column ids. league : the regions of the run; a record of
    another region is a fault. Columns that are not declared are ignored.
    Raises InputError naming every fault of every file.
    """
    frames: dict[str, pl.DataFrame] = {}
    problems: list[Problem] = []
    regions = None if league is None else [region.id for region in league.regions]
    for name, path in paths.items():
        register = rubric.registers[name]
        try:
            frame, faults = _typed_register(register, path)
        except InputError as error:
            problems += error.problems
            continue
        faulty_rows = set(faults)
        kept = frame.filter(~pl.col("_row").is_in(sorted({row for row, _ in faulty_rows})))
        problems += [faults[key] for key in sorted(faults)]
        problems += check_register(register, kept, regions=regions, where=path.name)
        frames[name] = frame
    if problems:
        raise InputError(gathered(problems))
    return frames


def _typed_register(
    register: Register, path: Path
) -> tuple[pl.DataFrame, dict[tuple[int, str], Problem]]:
    """Return the register typed, and the faults of its cells by row and column."""
    table = only_table(path, set(register.columns))
    header = [cell.strip() for cell in table.header]
    require(header, tuple(n for n, c in register.columns.items() if c.required), path.name)
    rows = table.cells[ROW]
    word = telling.row_word(table.form)
    faults = {
        (row, ""): Problem(f"{path.name}, {word} {row}", "the row has more cells than the header")
        for row in rows.filter(table.cells[SURPLUS])
    }
    faults |= {(0, str(n)): one for n, one in enumerate(remarked(table, path.name))}
    series = []
    for name, column in register.columns.items():
        if name not in header:
            series.append(pl.Series(name, [None] * len(rows), dtype=REGISTER_TYPES[column.type]))
            continue
        texts = table.cells[f"c{header.index(name)}"]
        read = read_column(texts, cell_reader(column))
        told_of: dict[str | None, tuple[str, str, str] | None] = {}
        for row, text, value, change, fault in zip(
            rows, texts, read.values, read.changes, read.faults, strict=True
        ):
            if text is None or (change is None and fault is None):
                continue
            if text not in told_of:
                spelling = Spelling(value, change or "", fault or "")
                told_of[text] = cell_fault(spelling, text, allowed_column(column))
            found = told_of[text]
            if found is not None:
                faults[row, name] = Problem(f"{path.name}, {word} {row}, column {name}", *found)
        values = read.values
        if column.otherwise == "empty":
            misfits = [row for row, of in faults if of == name]
            values = values.set(rows.is_in(misfits), None)
            faults = {place: fault for place, fault in faults.items() if place[1] != name}
        series.append(typed(values, column.type).cast(REGISTER_TYPES[column.type]).alias(name))
    frame = pl.DataFrame(series).with_columns(
        pl.lit(path.name).alias("_file"), pl.lit(table.sheet).alias("_sheet"), rows.alias("_row")
    )
    return frame.cast({name: PROVENANCE[name] for name in PROVENANCE}), faults


def cell_reader(column: Column) -> Callable[[str], Spelling]:
    """Return what reads the text of one cell of a column."""
    if column.type == "text":  # keys stay as written
        return values_only(lambda text: Spelling(as_written(text.strip()) or None))
    return reader(
        column.type, unit=column.unit, values=column.values, minimum=column.min, maximum=column.max, decimals=6
    )  # fmt: skip


def _places(row: Mapping[str, str | None]) -> tuple[str, str, str]:
    return tuple(row.get(name) or "" for name in ("file", "sheet", "place"))  # type: ignore[return-value]


def _unknown_metric(rubric: Rubric, at: str, metric: str) -> Problem:
    if is_rate(metric):
        ratio = ratio_of(metric, rubric, ratios(rubric))
        parts = f": '{ratio.numerator}' and '{ratio.denominator}'" if ratio else ""
        return Problem(
            f"{at}, column metric_id",
            f"'{shown(metric)}' is no metric of {rubric.id}; rates are computed, never given",
            hint=f"give the numerator and the denominator{parts}",
        )
    return Problem(
        f"{at}, column metric_id",
        f"'{shown(metric)}' is no metric of {rubric.id}",
        hint=did_you_mean(metric, rubric.metrics),
    )


def require_conditions(rubric: Rubric, observations: pl.DataFrame) -> None:
    """Raise InputError naming every declared condition that the figures of a run break.

    observations : region_id, metric_id, value of all figures, those counted from registers included.
    """
    values = {
        (region, metric): value
        for region, metric, value in observations.select(REQUIRED).iter_rows()
    }
    problems = _broken_conditions(rubric, values, {}, "observations and registers")
    if problems:
        raise InputError(problems)


def _broken_conditions(
    rubric: Rubric,
    values: Mapping[tuple[str, str], str | None],
    lines: Mapping[tuple[str, str], int],
    where: str,
) -> list[Problem]:
    regions = list(dict.fromkeys(region for region, _ in values))
    problems = []
    for found in breaks(rubric, values, regions):
        if found.severity == "critical":
            keys = [(found.region_id, name) for name in names(found.condition)]
            at = sorted(lines[key] for key in keys if key in lines)
            shown = (
                "" if not at else f", line{'s' if len(at) > 1 else ''} {', '.join(map(str, at))}"
            )
            place = f"{where}{shown}, region {found.region_id}, {found.metric_id}"
            problems.append(Problem(place, told(rubric, found)[1]))
    return problems


def _contradicted_rates(
    rubric: Rubric,
    frame: pl.DataFrame,
    values: Mapping[tuple[str, str], str | None],
    lines: list[int],
    where: str,
) -> list[Problem]:
    """Return a problem for each typed rate that its parts, given in the same file, contradict."""
    problems = []
    known = ratios(rubric)
    for line, row in zip(lines, frame.iter_rows(named=True), strict=True):
        region, metric = ((row.get(name) or "").strip() for name in ("region_id", "metric_id"))
        if metric in rubric.metrics or not is_rate(metric):
            continue
        ratio, typed_rate = ratio_of(metric, rubric, known), (row.get("value") or "").strip()
        parts = (
            [values.get((region, name)) for name in (ratio.numerator, ratio.denominator)]
            if ratio
            else []
        )
        if typed_rate and parts and all(parts):
            recomputed = contradiction(typed_rate, *parts)  # type: ignore[arg-type]
            if recomputed is not None:
                problems.append(
                    Problem(
                        f"{where}, line {line}, column value ({metric})",
                        f"the rate '{typed_rate}' contradicts its parts: {recomputed}",
                    )
                )
    return problems
