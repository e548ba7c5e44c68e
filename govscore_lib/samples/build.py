"""The synthetic raw folders: made in memory, written beside and renamed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from govscore_lib.ingest import proceedings
from govscore_lib.records.declare import Register
from govscore_lib.rubric import load_league, load_rubric
from govscore_lib.rubric.model import Rubric
from govscore_lib.samples.counties import load_counties
from govscore_lib.samples.exports import SERIAL, Export, Sheet, write_out
from govscore_lib.samples.files import Cells, csv_bytes, parquet_bytes, xlsx_bytes
from govscore_lib.samples.huaian import HUAIAN
from govscore_lib.samples.materials import filled_form, submitted_metrics
from govscore_lib.samples.planting import plant_all
from govscore_lib.samples.readme import readme
from govscore_lib.samples.registers import make_registers
from govscore_lib.samples.rudong import RUDONG
from govscore_lib.samples.sets import Row, SampleSet
from govscore_lib.samples.sichuan import SICHUAN_PUBLICITY, SICHUAN_SERVICES, SICHUAN_TRADING
from govscore_lib.samples.xiangxi import XIANGXI

SETS = {
    sample.rubric: sample
    for sample in (
        HUAIAN,
        XIANGXI,
        RUDONG,
        SICHUAN_SERVICES,
        SICHUAN_TRADING,
        SICHUAN_PUBLICITY,
    )
}
"""Rubric → its synthetic data."""

README, NOTICE = "README.md", "NOTICE.md"
PROCEEDINGS = proceedings.FILE
SYNTHETIC = (
    "合成数据，仅供演示：与所列地区的实际情况无关，不得引用。",
    "Synthetic data, for demonstration only: it says nothing about the regions named and must not be quoted.",
)
"""What every page made from this folder repeats, in Chinese and in English."""


def sample_files(rubric_id: str, seed: int) -> dict[str, bytes]:
    """Return every file of a rubric's raw folder: path inside it → bytes, the same for the same seed."""
    sample = SETS[rubric_id]
    rubric = load_rubric(rubric_id)
    league = load_league(rubric.league)
    counties = load_counties(rubric_id)
    registers = make_registers(sample, counties, seed)
    found: dict[str, bytes] = {}
    rows: dict[str, int] = {}
    for export in sample.exports:
        table = _register_table(rubric, sample, export, registers[export.register])
        rows[export.path] = len(table.rows)
        found[export.path] = _register_file(rubric.registers[export.register], export, table)
    for county in counties if submitted_metrics(rubric, sample) else ():
        region = league.by_id(county.region_id)
        if region is None:
            raise ValueError(
                f"region {county.region_id} of the samples is not in league {league.name}"
            )
        path = f"materials/{region.id}_{region.name_zh}.xlsx"
        entries = [entry for fault in sample.faults_of(path) for entry in fault.entries]
        found[path] = filled_form(rubric, sample, region, county, entries)
    if sample.proceedings:
        found[PROCEEDINGS] = sample.proceedings.encode()
    found[README] = readme(rubric, sample, rows, seed).encode()
    found[NOTICE] = "\n".join((*SYNTHETIC, "")).encode()
    return found


def _register_table(
    rubric: Rubric, sample: SampleSet, export: Export, rows: Sequence[Row]
) -> Sheet:
    """Return the table of one file with its faults planted."""
    register = rubric.registers[export.register]
    table = write_out(export, register, rows, load_league(rubric.league))
    plants = [plant for fault in sample.faults_of(export.path) for plant in fault.plants]
    table.rows = plant_all(table.rows, plants)
    if export.numbered:
        for number, row in enumerate(table.rows, start=1):
            row[SERIAL] = number
    return table


def _register_file(register: Register, export: Export, table: Sheet) -> bytes:
    if export.file.endswith(".parquet"):
        return parquet_bytes(register.columns, table.rows)
    if export.file.endswith(".csv"):
        return csv_bytes(list(table.headers.values()), table.cells(), export.encoding)
    cells: Cells = [list(table.headers.values()), *table.cells()]
    return xlsx_bytes({register.name.zh: cells}, {register.name.zh: [16] * len(table.headers)})


def write_samples(raw: Path, seed: int, names: Sequence[str] = tuple(SETS)) -> list[Path]:
    """Write the synthetic raw folders of the named rubrics into ``raw`` and return the files that changed."""
    return [path for name in names for path in write_files(raw / name, sample_files(name, seed))]


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder and return those that changed.

    Each file is written beside its place and renamed; a file with the right bytes is left alone, and so
    is every other file of the folder.
    """
    changed = []
    for name, data in files.items():
        path = folder / name
        if path.is_file() and path.read_bytes() == data:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.partial")
        beside.write_bytes(data)
        beside.replace(path)
        changed.append(path)
    return changed
