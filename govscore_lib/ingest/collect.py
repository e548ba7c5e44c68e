"""``data/raw/RUBRIC`` → observations, registers and findings. The raw folder is only read."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import polars as pl

from govscore_lib.errors import InputError, Problem, did_you_mean, listed
from govscore_lib.findings import Finding
from govscore_lib.fingerprints import file_digest
from govscore_lib.ingest.cells.changes import changes_table
from govscore_lib.ingest.figures.claims import with_claims
from govscore_lib.ingest.figures.entries import EntriesRead, Entry
from govscore_lib.ingest.figures.evidence import bonus_without_evidence
from govscore_lib.ingest.figures.materials import read_materials
from govscore_lib.ingest.figures.observation_files import read_observation_file
from govscore_lib.ingest.figures.settle import Settling, meaning_of
from govscore_lib.ingest.files.raw import RawFile, raw_files
from govscore_lib.ingest.files.tables import RawTable
from govscore_lib.ingest.names.aliases import read_aliases
from govscore_lib.ingest.names.corrections import read_corrections
from govscore_lib.ingest.names.naming import NAMES, NameBook
from govscore_lib.ingest.registers.large import is_large, read_large
from govscore_lib.ingest.registers.periods import outside_period
from govscore_lib.ingest.registers.personal import masked_entries
from govscore_lib.ingest.registers.reader import RegisterRead, RegisterReader
from govscore_lib.ingest.registers.sent import Sent, not_sent, uncounted
from govscore_lib.records import Derived, derive, load_calendar
from govscore_lib.records.stored import Records
from govscore_lib.rubric.league import League, load_league
from govscore_lib.rubric.model import Rubric

FILES: dict[str, pl.DataType] = {
    "file": pl.String(),
    "table": pl.String(),
    "form": pl.String(),
    "rows": pl.Int64(),
    "bytes": pl.Int64(),
    "sha256": pl.String(),
    "sources": pl.String(),
}
"""One row per raw file: its path in the raw folder, what it feeds, its form, its fingerprint, the web
addresses it cites (joined by spaces)."""
LIBRARY_CALENDAR = "(govscore)/china-workdays.csv"
"""Stands as file name where the library's own calendar of working days was used."""


@dataclass(frozen=True)
class Ingested:
    """What the raw files of a rubric say.

    observations : columns of ``tables.OBSERVATIONS`` and ``tables.CLAIMS``; status "quarantined" marks
        figures set aside, "uncounted" those that stand instead of a count of records not sent.
    registers : typed records by name with their provenance, large ones on disk; an unusable register is absent.
    findings : what an office should look at.
    files : one row per raw file, see :data:`FILES`.
    changes : one row per cell that is read otherwise than it was written, see ``changes.CHANGED``.
    names : one row per name of a region or period, see ``naming.NAMES``.
    written : the text of each figure's cell by region and metric, where the raw files were just read.
    """

    observations: pl.DataFrame
    registers: dict[str, Records]
    findings: tuple[Finding, ...]
    files: pl.DataFrame
    changes: pl.DataFrame = field(default_factory=changes_table)
    names: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=NAMES))
    written: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def inputs(self) -> dict[str, str]:
        """SHA-256 of every raw file, by its path in the raw folder."""
        return dict(self.files.select("file", "sha256").iter_rows())


def ingest(
    rubric: Rubric, raw_dir: Path, league: League | None = None, large_dir: Path | None = None
) -> Ingested:
    """Return everything that the raw files say, normalised and with its provenance.

    rubric : says which metrics and registers there are.
    raw_dir : folder of the rubric's raw files (see :mod:`govscore_lib.ingest.files.raw`); never written to.
    league : the regions; by default those of the rubric's league. large_dir : folder for the records of
    registers too large for memory; by default a temporary one that is removed when the process ends.
    Raises InputError when the folder is absent. Faults inside the files are findings.
    """
    if not raw_dir.is_dir():
        raise InputError(
            [
                Problem(
                    str(raw_dir),
                    "the folder with the raw files is absent",
                    hint=f"put the files of {rubric.id} there",
                )
            ]
        )
    league = league or load_league(rubric.league)
    aliases, alias_faults = read_aliases(raw_dir, league)
    league, corrections = aliases.league(league), read_corrections(raw_dir)
    names = NameBook(league, aliases, rubric.period.label)
    files = list(raw_files(raw_dir))
    findings, by_register = _sorted_by_register(rubric, files)
    findings = [*alias_faults, *findings]
    figures = {
        file.name: _read_figures(file, rubric, league)
        for file in files
        if file.kind in ("materials", "observations")
    }
    in_forms = _records_in_forms(files, figures)
    reads = []
    for name in dict.fromkeys((*by_register, *in_forms)):
        criteria = rubric.criteria_of_register(name)
        reader = RegisterReader(name, rubric.registers[name], criteria, league, corrections, names)
        parts = by_register.get(name, ())
        if is_large(parts):
            large_dir = large_dir or _temporary()
            reads.append(read_large(reader, parts, in_forms.get(name, ()), large_dir))
        else:
            reads.append(reader.read(parts, in_forms.get(name, ())))
    registers = {read.name: read.frame for read in reads if read.frame is not None}
    for read in reads:
        findings += read.findings
        if read.frame is not None:
            findings += outside_period(read.name, read.frame, rubric, read.forms)
    findings += _add_calendar(rubric, registers)
    entries = [entry for read in figures.values() for entry in read.entries]
    meaning = meaning_of(entries, rubric, league)
    texts = {at for at, (_, metric) in meaning.items() if rubric.metrics[metric].type == "text"}
    entries, masked = masked_entries(entries, texts.__contains__)
    entries, corrected = corrections.of_figures(entries, meaning)
    findings += masked
    derived = count_registers(rubric, registers, league, _observed(rubric, league, entries))
    yielded = frozenset(derived.metrics["metric_id"]) | derived.unobserved
    sent = _sent(by_register, figures.values())
    lacking = uncounted(rubric, sent, registers, league)
    counted = {key: value for key, value in _counted(derived).items() if key not in lacking}
    yielded |= _behind(rubric, registers)
    settling = Settling(rubric, league, counted, yielded, lacking, aliases, names)
    settling.settle(entries, corrected)
    before = _settled_before(rubric, league, entries)
    _doubt_registers(rubric, reads, league, settling)
    corrections.tell_unmet(file.name for file in files)
    for stale in corrections.findings:
        if stale.severity == "critical" and stale.metric_id:
            settling.doubt(stale.region_id, stale.metric_id, stale.file)
    settling.findings.extend(bonus_without_evidence(rubric, settling))
    settling.findings.extend(not_sent(rubric, sent, settling.missing(lacking), league))
    findings += [finding for read in figures.values() for finding in read.findings]
    findings += [*settling.findings, *before.findings]
    findings += [_with_criteria(finding, rubric) for finding in corrections.findings]
    findings += names.unused()
    observations = with_claims(settling)
    if before.cells:
        rows = before.table().drop_nulls("metric_id")
        observations = pl.concat([observations, rows], how="diagonal")
    return Ingested(
        observations,
        registers,
        tuple(findings),
        _files_table(files, by_register, reads, figures),
        pl.concat([changes_table(settling.changes), *(read.changes for read in reads)]),
        names.table(),
        {key: cell.entry.value for key, cell in settling.cells.items()},
    )


def _temporary() -> Path:
    """Return a folder that is gone when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="govscore-registers-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _settled_before(rubric: Rubric, league: League, entries: Iterable[Entry]) -> Settling:
    """Return the figures of the period before, settled by themselves; none where the rubric names no such period."""
    label = rubric.period.previous
    if label is None:
        return Settling(rubric, league)
    period = rubric.period.model_copy(update={"label": label, "previous": None})
    settling = Settling(rubric.model_copy(update={"period": period}), league)
    settling.settle([one for one in entries if settling.aliases.is_period(one.period, label)])
    return settling


def _with_criteria(finding: Finding, rubric: Rubric) -> Finding:
    """Return a critical finding about a correction with the criteria that rest on its cell."""
    if finding.severity != "critical":
        return finding
    if finding.metric_id:
        return replace(finding, criteria=rubric.criteria_of_metric(finding.metric_id))
    if finding.table in rubric.registers:
        return replace(finding, criteria=rubric.criteria_of_register(finding.table))
    return finding


def _records_in_forms(
    files: Iterable[RawFile], figures: Mapping[str, EntriesRead]
) -> dict[str, list[tuple[RawFile, RawTable]]]:
    """Return the tables of registers that stand in forms, by register."""
    tables: dict[str, list[tuple[RawFile, RawTable]]] = {}
    for file in files:
        for records in figures[file.name].records if file.name in figures else ():
            tables.setdefault(records.register, []).append((file, records.table))
    return tables


def _sent(by_register: Iterable[str], figures: Iterable[EntriesRead]) -> Sent:
    in_forms = {(one.register, one.region) for read in figures for one in read.records}
    return Sent(frozenset(by_register), frozenset(in_forms))


def count_registers(
    rubric: Rubric,
    registers: Mapping[str, Records],
    league: League,
    observed: Mapping[tuple[str, str], str | None] = MappingProxyType({}),
) -> Derived:
    """Return the metrics that the registers yield for the regions of the league.

    observed : canonical text by region and metric, for registers counted by an observed figure.
    """
    return derive(
        rubric.registers,
        rubric.derivations,
        registers,
        period=rubric.period,
        parameters={name: one.value for name, one in rubric.parameters.items()},
        regions=[region.id for region in league.regions],
        metrics=rubric.metrics,
        observed=observed,
    )


def _observed(
    rubric: Rubric, league: League, entries: Sequence[Entry]
) -> dict[tuple[str, str], str | None]:
    """Return the figures that derivations observe, settled before anything is counted by them."""
    wanted = {metric for one in rubric.derivations for metric in one.observe.values()}
    if not wanted:
        return {}
    settling = Settling(rubric, league)
    settling.settle(entries)
    return {place: cell.value for place, cell in settling.cells.items() if place[1] in wanted}


def _behind(rubric: Rubric, registers: Mapping[str, Records]) -> frozenset[str]:
    """Return the metrics that are totals of other rubrics whose registers are all there."""
    return frozenset(
        metric
        for metric, inner in rubric.embedded.items()
        if set(inner.registers) <= set(registers)
    )


def _counted(derived: Derived) -> dict[tuple[str, str], str]:
    return {
        (region, metric): value
        for region, metric, value in derived.metrics.iter_rows()
        if value is not None
    }


def _sorted_by_register(
    rubric: Rubric, files: Iterable[RawFile]
) -> tuple[list[Finding], dict[str, list[RawFile]]]:
    """Return the files of each register; files that belong nowhere are told."""
    findings: list[Finding] = []
    parts: dict[str, list[RawFile]] = {}
    for file in files:
        name = file.folder if file.folder in rubric.registers else file.stem
        if file.kind == "register" and name in rubric.registers:
            parts.setdefault(name, []).append(file)
        elif file.kind == "register":
            hint = did_you_mean(file.stem, rubric.registers)
            known = listed(rubric.registers) or "none"
            findings.append(
                Finding(
                    "unknown-register",
                    "warning",
                    f"“{file.stem}”不是本办法的登记表，未读取",
                    f"'{file.stem}' is no register of the rubric and was not read. "
                    + (f"Hint: {hint}" if hint else f"Registers: {known}."),
                    file.stem,
                    file=file.name,
                )
            )
        elif file.kind == "other":
            findings.append(
                Finding(
                    "file-not-read",
                    "note",
                    "文件不在规定的目录或格式之内，未读取。可以放入 registers、materials 或 observations",
                    "the file stands in no folder that is read, or its type is not read. "
                    "Hint: put tables into registers, materials or observations",
                    "observations",
                    file=file.name,
                )
            )
    return findings, parts


def _add_calendar(rubric: Rubric, registers: dict[str, Records]) -> list[Finding]:
    """Put in the library's calendar of working days where a derivation needs one and no file brings it."""
    needed = {one.deadline.calendar for one in rubric.derivations if one.deadline}
    findings = []
    for name in sorted(needed - set(registers)):
        calendar = load_calendar().with_columns(
            pl.lit(LIBRARY_CALENDAR).alias("_file"),
            pl.lit("").alias("_sheet"),
            pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias("_row"),
        )
        registers[name] = calendar
        findings.append(
            Finding(
                "library-calendar",
                "note",
                "没有报送工作日历，采用程序自带的日历",
                "no calendar of working days was sent; the library's own is used",
                name,
                file=LIBRARY_CALENDAR,
            )
        )
    return findings


def _read_figures(file: RawFile, rubric: Rubric, league: League) -> EntriesRead:
    """Return the entries of a file; an unusable one names every criterion that figures can touch."""
    submitted = [name for name in rubric.metrics if name not in rubric.derived_metrics]
    touched = {criterion for name in submitted for criterion in rubric.criteria_of_metric(name)}
    criteria = tuple(criterion for criterion in rubric.criteria if criterion in touched)
    if file.kind == "materials":
        return read_materials(file, rubric, league, criteria)
    return read_observation_file(file, rubric, criteria)


def _doubt_registers(
    rubric: Rubric, reads: Iterable[RegisterRead], league: League, settling: Settling
) -> None:
    """Set aside what a register yields in the regions whose records contradict themselves."""
    for read in reads:
        if read.frame is None:
            continue
        everywhere = "" in read.doubtful
        regions = [one.id for one in league.regions if everywhere or one.id in read.doubtful]
        for region in regions:
            for metric in rubric.metrics_of_register(read.name):
                if metric in settling.counted_metrics:
                    settling.doubt(region, metric)


def _size_and_digest(path: Path) -> tuple[int, str]:
    """Return bytes and fingerprint of a file; 0 and none of one that cannot be opened."""
    try:
        return path.stat().st_size, file_digest(path)
    except OSError:
        return 0, ""


def _files_table(
    files: Iterable[RawFile],
    by_register: Mapping[str, Iterable[RawFile]],
    reads: Iterable[RegisterRead],
    figures: Mapping[str, EntriesRead],
) -> pl.DataFrame:
    register_of = {file.name: name for name, parts in by_register.items() for file in parts}
    rows_of = {name: rows for read in reads for name, rows in read.rows.items()}
    form_of = {name: form for read in reads for name, form in read.forms.items()}
    rows = []
    for file in files:
        read = figures.get(file.name)
        rows.append(
            (
                file.name,
                register_of.get(file.name, file.stem) if file.kind == "register" else file.kind,
                read.form if read else form_of.get(file.name, ""),
                read.rows if read else rows_of.get(file.name, 0),
                *_size_and_digest(file.path),
                " ".join(read.sources) if read else "",
            )
        )
    return pl.DataFrame(rows, schema=FILES, orient="row")
