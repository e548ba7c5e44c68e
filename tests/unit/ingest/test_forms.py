"""Reading forms: whose they are, what is wrong in them, and how office programs save them."""

import io
import re
from decimal import Decimal

import openpyxl
import pytest

from govscore_lib.engine import score
from govscore_lib.ingest import quarantined_criteria, write_processed
from govscore_lib.ingest.figures import forms
from govscore_lib.job import score_files, usable
from govscore_lib.quality.check import check
from govscore_lib.rubric import load_league
from govscore_lib.workbook import Figure, Filled, form_bytes, plan_form
from tests.form_filler import as_wps_saves_it

CASE = {"case_id": "A1", "concluded_on": "2021-03-01", "outcome": "维持", "level": 3}
FIGURES = {"asked": Figure(25), "answered": Figure(24, "台账", 23, "评审一组")}


def made(rubric, region="320803", filled=None, **how):
    typed = {(region, name): figure for name, figure in FIGURES.items()}
    form = plan_form(rubric, region=region)
    return form_bytes(form, filled=filled or Filled(typed), **how)


def edited(data, edit):
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def finding(ingested, code):
    (found,) = [one for one in ingested.findings if one.code == code]
    return found


def test_claimed_and_verified_values_stand_side_by_side(raw):
    raw.write("materials/320803.xlsx", made(raw.rubric))

    observations = raw.ingest().observations

    assert [("25", "25", "claimed", ""), ("23", "24", "verified", "台账")] == [
        observations.filter(metric_id=name).select("value", "claimed", "source", "evidence").row(0)
        for name in ("asked", "answered")
    ]


def test_the_reviewers_copy_stands_beside_the_offices_own(raw, values):
    own = Filled({("320803", "answered"): Figure(24), ("320803", "asked"): Figure(25)})
    raw.write("materials/320803_报送.xlsx", made(raw.rubric, filled=own))
    raw.write("materials/320803_评审.xlsx", made(raw.rubric))

    ingested = raw.ingest()

    assert "23" == values(ingested, "320803")["answered"]
    assert "figure-given-twice" not in {one.code for one in ingested.findings}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_forms_are_read_in_both_languages(raw, values, language):
    raw.write("materials/form.xlsx", made(raw.rubric, language=language))

    assert ("25", "23") == tuple(
        values(raw.ingest(), "320803")[name] for name in ("asked", "answered")
    )


def test_what_a_sheet_states_of_its_size_is_not_believed(raw):
    typed = {("320803", name): figure for name, figure in FIGURES.items()}
    records = [{**CASE, "case_id": f"A{n}"} for n in range(9)]
    form = made(raw.rubric, filled=Filled(typed, {"cases": records}))
    raw.write("materials/320803.xlsx", form)
    raw.workbook("registers/cases.xlsx", 案件=[["案号", "地区", "审结日期", "结果"], ["B1", "淮安区", "2021-03-01", "撤销"]])  # fmt: skip
    before = raw.ingest()
    for name in ("materials/320803.xlsx", "registers/cases.xlsx"):
        path = raw.folder / name
        path.write_bytes(as_wps_saves_it(path.read_bytes()))

    after = raw.ingest()

    assert 10 == after.registers["cases"].height
    assert before.observations.equals(after.observations)
    assert before.registers["cases"].equals(after.registers["cases"])
    assert before.findings == after.findings


def test_a_form_in_the_wrong_folder_says_where_it_belongs(raw):
    def other(book):
        cell = next(row[1] for row in book["封面"].iter_rows() if row[0].value == forms.RUBRIC.zh)
        cell.value = "xiangxi-2021-services"

    raw.write("materials/320803.xlsx", edited(made(raw.rubric), other))

    told = finding(raw.ingest(), "other-rubric")

    assert ("critical", "320803", "封面") == (told.severity, told.region_id, told.sheet)
    assert "put it into data/raw/xiangxi-2021-services/" in told.en


def test_a_bad_cell_is_told_with_its_place_and_what_is_allowed(raw):
    filled = Filled(
        {("320803", "training_score"): Figure(2.5), ("320803", "unit_type"): Figure("市")}
    )
    raw.write("materials/320803_淮安区.xlsx", made(raw.rubric, filled=filled))

    ingested = raw.ingest()

    told = finding(ingested, "bad-value-above-maximum")
    assert ("materials/320803_淮安区.xlsx", "指标") == (told.file, told.sheet)
    assert re.fullmatch(r"[A-Z]\d+", told.place)
    assert "'2.5' is above the maximum (allowed: 0–2)" in told.en
    assert "allowed: county" in finding(ingested, "bad-value-not-listed").en


def test_a_bad_record_is_told_with_sheet_and_row(raw):
    filled = Filled(records={"cases": [{**CASE, "concluded_on": "2021-02-30"}]})
    raw.write("materials/320803.xlsx", made(raw.rubric, filled=filled))

    told = finding(raw.ingest(), "bad-value-impossible-date")

    assert ("cases", "案件", "row 6", "320803") == (
        told.table, told.sheet, told.place, told.region_id,
    )  # fmt: skip


def test_a_register_without_its_columns_is_the_regions_own_fault(raw):
    def cut(book):
        for row in book["案件"].iter_rows(max_row=6):
            for cell in row:
                if cell.value == "*结果":
                    cell.value = "结论"

    raw.write("materials/320803.xlsx", edited(made(raw.rubric), cut))
    filled = Filled(records={"cases": [CASE]})
    raw.write("materials/320831.xlsx", made(raw.rubric, "320831", filled))

    ingested = raw.ingest()

    told = finding(ingested, "missing-column")
    assert ("critical", "320803", "案件") == (told.severity, told.region_id, told.sheet)
    assert "the required column 'outcome' is missing" in told.en
    assert ["320831"] == ingested.registers["cases"]["region_id"].to_list()


def test_no_records_and_records_at_once_are_told(raw):
    filled = Filled(records={"cases": [CASE]}, sent={"cases": forms.NOTHING})
    raw.write("materials/320803.xlsx", made(raw.rubric, filled=filled))

    ingested = raw.ingest()

    assert ("warning", "D2") == (
        finding(ingested, "records-of-none").severity, finding(ingested, "records-of-none").place,
    )  # fmt: skip
    assert 1 == ingested.registers["cases"].height


def test_a_region_that_sent_no_register_is_named(raw):
    filled = Filled(records={"cases": [CASE]})
    raw.write("materials/320803.xlsx", made(raw.rubric, filled=filled))
    raw.write("materials/320831.xlsx", made(raw.rubric, "320831"))

    told = [one for one in raw.ingest().findings if one.code == "register-not-sent"]

    assert {("cases", "warning", ("1",))} == {
        (one.table, one.severity, one.criteria) for one in told
    }
    assert "320831" in {one.region_id for one in told}
    assert "320803" not in {one.region_id for one in told}


def test_a_register_with_a_file_of_its_own_is_complete_for_all(raw):
    filled = Filled(records={"cases": [CASE]})
    raw.write("materials/320803.xlsx", made(raw.rubric, filled=filled))
    raw.write("registers/cases.csv", "案号,地区,审结日期,结果\nB1,金湖县,2021-03-01,撤销\n")

    ingested = raw.ingest()

    assert {"A1", "B1"} == set(ingested.registers["cases"]["case_id"])
    assert "register-not-sent" not in {one.code for one in ingested.findings}


def test_a_long_table_may_bring_verified_values_and_evidence(raw):
    raw.write(
        "observations/reviewed.csv",
        "地区,指标编码,填报值,核定值,佐证材料\n淮安区,answered,24,23,台账\n淮安区,asked,25,,\n",
    )

    observations = raw.ingest().observations

    assert [("25", "25", "claimed", ""), ("23", "24", "verified", "台账")] == [
        observations.filter(metric_id=name).select("value", "claimed", "source", "evidence").row(0)
        for name in ("asked", "answered")
    ]


def test_a_form_may_stand_beside_the_folders(raw, values):
    raw.write("320803_淮安区.xlsx", made(raw.rubric))

    assert "25" == values(raw.ingest(), "320803")["asked"]


def test_processed_files_score_the_same_where_some_sent_no_register(raw, tmp_path):
    records = Filled(records={"cases": [CASE, {**CASE, "case_id": "A2", "outcome": "撤销"}]})
    stated = Filled(
        {("320831", "cases_concluded"): Figure(4), ("320831", "cases_corrected"): Figure(1)}
    )
    raw.write("materials/320803.xlsx", made(raw.rubric, filled=records))
    raw.write("materials/320831.xlsx", made(raw.rubric, "320831", stated))
    ingested = raw.ingest()
    write_processed(ingested, tmp_path / "processed")

    main = score(
        raw.rubric, usable(ingested.observations), ingested.registers,
        league=load_league(raw.rubric.league), blocked=quarantined_criteria(raw.rubric, ingested.observations),
    )  # fmt: skip
    given = score_files(
        raw.rubric,
        tmp_path / "processed" / "observations.csv",
        {"cases": str(tmp_path / "processed" / "registers" / "cases.csv")},
    )

    assert main.ledger.equals(given.ledger)
    points = main.ledger.filter(criterion_id="1").select("region_id", "points").rows()
    assert {"320803": 1, "320831": Decimal("0.5")} == {
        region: found for region, found in points if found is not None
    }


def test_a_register_not_sent_is_told_once_and_not_once_a_figure(raw, tmp_path):
    filled = Filled(records={"cases": [CASE]})
    raw.write("materials/320803.xlsx", made(raw.rubric, filled=filled))
    raw.write("materials/320831.xlsx", made(raw.rubric, "320831"))

    findings = check(raw.rubric, raw.ingest(), tmp_path).findings

    told = [
        one.code
        for one in findings
        if one.region_id == "320831" and {"1"} == set(one.criteria) and one.severity != "note"
    ]
    assert ["register-not-sent"] == told
