"""A form that was filled in and saved by LibreOffice or WPS reads back the same, and its formulas agree."""

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from govscore_lib.ingest import Ingested, ingest
from govscore_lib.rubric import Region, Rubric, load_league, load_rubric, rubric_ids
from govscore_lib.workbook import form_bytes, plan_form
from tests.form_filler import (
    Figures,
    Record,
    as_wps_saves_it,
    columns_of,
    draw_figures,
    draw_records,
    fill,
)
from tests.programs import find_libreoffice

SEED = 1


@dataclass
class Form:
    """A filled form: its rubric and region, what was typed, and the folders with each way of saving it."""

    rubric: Rubric
    region: Region
    figures: Figures
    records: dict[str, list[Record]]
    folder: Path

    @property
    def name(self) -> str:
        return f"{self.region.id}_{self.region.name_zh}.xlsx"

    def at(self, way: str) -> Path:
        path = self.folder / way / "materials" / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def read(self, way: str) -> Ingested:
        return ingest(self.rubric, self.folder / way)

    def rows(self, ingested: Ingested) -> dict[str, list[Record]]:
        """The records, without where they stood."""
        frames = {name: ingested.registers[name] for name in self.records}
        return {
            name: frame.select(pl.exclude("^_.*$")).rows(named=True)
            for name, frame in frames.items()
        }


@pytest.fixture(scope="module")
def forms(tmp_path_factory) -> dict[str, Form]:
    """One form of every rubric, filled with figures and with the records of every other register."""
    return {name: filled_form(name, tmp_path_factory.mktemp("form")) for name in rubric_ids()}


def filled_form(name: str, folder: Path) -> Form:
    rubric = load_rubric(name)
    region = load_league(rubric.league).ranked[-1]
    plan = plan_form(rubric, region=region.id)
    typed = draw_figures(rubric, [region.id], [field.metric.id for field in plan.fields], SEED)
    drawn = {one.id: draw_records(rubric, one.id, region.id, SEED) for one in plan.registers[::2]}
    records = {name: rows for name, rows in drawn.items() if rows}
    form = Form(rubric, region, typed, records, folder)
    form.at("typed").write_bytes(fill(form_bytes(plan), rubric, typed, records, region=region.id))
    return form


def resave(forms: Iterable[Form], folder: Path) -> None:
    """Save forms as LibreOffice recalculates and writes them, all in one start of the program."""
    paths = {}
    for number, form in enumerate(forms):  # one region may have forms of several rubrics
        paths[folder / f"{number}.xlsx"] = form
        (folder / f"{number}.xlsx").write_bytes(form.at("typed").read_bytes())
    subprocess.run(
        [
            find_libreoffice(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), *map(str, paths),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    for path, form in paths.items():
        (folder / "out" / path.name).rename(form.at("saved"))


def assert_reads_the_same(form: Form, way: str) -> None:
    before, after = form.read("typed"), form.read(way)

    assert before.observations.equals(after.observations)
    assert form.rows(before) == form.rows(after)
    assert before.findings == after.findings


@pytest.mark.spreadsheet
@pytest.mark.long
def test_forms_of_every_rubric_saved_by_libreoffice_read_back_the_same(forms, tmp_path):
    resave(forms.values(), tmp_path)

    for form in forms.values():
        assert_reads_the_same(form, "saved")


@pytest.mark.parametrize("name", rubric_ids())
def test_a_form_saved_by_wps_reads_back_the_same(name, forms):
    form = forms[name]
    form.at("wps").write_bytes(as_wps_saves_it(form.at("typed").read_bytes()))

    assert_reads_the_same(form, "wps")


@pytest.mark.spreadsheet
def test_a_form_saved_by_libreoffice_reads_back_the_same_and_its_formulas_agree(forms, tmp_path):
    form = forms["xiangxi-2021-services"]
    resave([form], tmp_path)

    assert_reads_the_same(form, "saved")
    book = openpyxl.load_workbook(form.at("saved"), data_only=True)

    states = states_of(book["指标"])
    given = {name for name, state in states.items() if state in ("已填", "缺佐证")}
    assert {name for _, name in form.figures} == given
    total = next(row for row in book["封面"].iter_rows(values_only=True) if row[0] == "合计")
    assert list(states.values()).count("未填") == total[3]
    counts = {row[0]: row[2] for row in book["封面"].iter_rows(values_only=True) if row[0]}
    assert {name: len(rows) for name, rows in form.records.items()} == {
        name: counts[form.rubric.registers[name].name.zh] for name in form.records
    }


def states_of(sheet):
    top, at = columns_of(sheet, "填报情况")
    return {
        sheet.cell(row, at["指标编码"]).value: sheet.cell(row, at["填报情况"]).value
        for row in range(top + 1, sheet.max_row + 1)
        if sheet.cell(row, at["填报情况"]).value
    }
