"""A form that was filled in and saved by LibreOffice reads back the same, and its formulas agree."""

import subprocess

import openpyxl
import pytest

from govscore_lib.ingest import ingest
from govscore_lib.rubric import load_rubric
from govscore_lib.workbook import form_bytes, plan_form
from tests.form_filler import columns_of, draw_figures, draw_records, fill
from tests.programs import find_libreoffice

REGION, NAME = "433126", "433126_古丈县.xlsx"


def resaved(path, folder):
    """The workbook as LibreOffice recalculates and saves it."""
    subprocess.run(
        [
            find_libreoffice(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), str(path),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return folder / path.name


@pytest.mark.spreadsheet
def test_a_form_saved_by_libreoffice_reads_back_the_same(tmp_path):
    rubric = load_rubric("xiangxi-2021-services")
    form = plan_form(rubric, region=REGION)
    names = [field.metric.id for field in form.fields]
    figures = draw_figures(rubric, [REGION], names, seed=1)
    records = {one.id: draw_records(rubric, one.id, REGION, seed=1) for one in form.registers[::2]}
    (tmp_path / "as_typed" / "materials").mkdir(parents=True)
    typed = tmp_path / "as_typed" / "materials" / NAME
    typed.write_bytes(fill(form_bytes(form), rubric, figures, records, region=REGION))
    (tmp_path / "saved").mkdir()
    saved = resaved(typed, tmp_path / "saved")
    (tmp_path / "again" / "materials").mkdir(parents=True)
    saved.rename(tmp_path / "again" / "materials" / NAME)

    before, after = (ingest(rubric, tmp_path / name) for name in ("as_typed", "again"))

    assert before.observations.equals(after.observations)
    assert set(before.registers) == set(after.registers)
    assert all(frame.equals(after.registers[name]) for name, frame in before.registers.items())
    assert before.findings == after.findings

    book = openpyxl.load_workbook(tmp_path / "again" / "materials" / NAME, data_only=True)
    states = states_of(book["指标"])
    given = {name for name, state in states.items() if state in ("已填", "缺佐证")}
    assert {name for _, name in figures} == given
    total = next(row for row in book["封面"].iter_rows(values_only=True) if row[0] == "合计")
    assert list(states.values()).count("未填") == total[3]
    counts = {row[0]: row[2] for row in book["封面"].iter_rows(values_only=True) if row[0]}
    assert {name: len(rows) for name, rows in records.items()} == {
        name: counts[rubric.registers[name].name.zh] for name in records
    }


def states_of(sheet):
    top, at = columns_of(sheet, "填报情况")
    return {
        sheet.cell(row, at["指标编码"]).value: sheet.cell(row, at["填报情况"]).value
        for row in range(top + 1, sheet.max_row + 1)
        if sheet.cell(row, at["填报情况"]).value
    }
