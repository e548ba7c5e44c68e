"""Materials workbooks: one per region, figures row by row."""

import datetime as dt
import io

import openpyxl
import pytest

FIGURES = [
    ["asked", "申请件数", "件", 25],
    ["answered", "已答复件数", "件", "２４"],
    ["unit_type", "单位类型", "", "区"],
    ["report_date", "发布日期", "", dt.date(2021, 3, 29)],
    ["plan_issued", "方案已出台", "", "√"],
    ["training_score", "培训评分", "分", None],
]


def finding(ingested, code):
    (found,) = [one for one in ingested.findings if one.code == code]
    return found


def test_figures_come_with_the_cell_they_stand_in(raw, values):
    raw.materials("320803_淮安区.xlsx", FIGURES)

    ingested = raw.ingest()

    assert {
        "asked": "25", "answered": "24", "unit_type": "district", "report_date": "2021-03-29",
        "plan_issued": "true", "training_score": None,
    } == values(ingested, "320803")  # fmt: skip
    row = ingested.observations.filter(region_id="320803", metric_id="answered").row(0, named=True)
    assert ("materials/320803_淮安区.xlsx", "指标", "D3", "given", "2021") == (
        row["file"], row["sheet"], row["place"], row["status"], row["period"],
    )  # fmt: skip
    assert {"changed-width", "changed-yes-no"} == {one.code for one in ingested.findings}


def test_a_metric_may_go_by_its_chinese_name(raw, values):
    raw.materials("淮安区.xlsx", [["", "申请件数", "件", 25]])

    assert {"asked": "25"} == values(raw.ingest(), "320803")


def test_every_ranked_region_has_a_row_even_when_it_sent_nothing(raw):
    raw.materials("320803_淮安区.xlsx", FIGURES)

    observations = raw.ingest().observations

    assert 7 == observations["region_id"].n_unique()
    assert [None] == observations.filter(region_id="320831")["metric_id"].to_list()


@pytest.mark.parametrize(
    ("metric", "value", "code", "en"),
    [
        ("asked", "25件", "bad-value-unit-word",
         "'25件' has a word beside the number (allowed: a whole number, ≥ 0); it is not used. "
         "Hint: write digits only, such as 1234.5"),
        ("asked", "96%", "bad-value-percent",
         "'96%' is a percentage where a count or an amount is needed (allowed: a whole number, ≥ 0); it is not used. "
         "Hint: give the count, not the rate"),
        ("asked", -1, "bad-value-below-minimum", "'-1' is below the minimum (allowed: ≥ 0); it is not used"),
        ("training_score", 2.5, "bad-value-above-maximum", "'2.5' is above the maximum (allowed: 0–2); it is not used"),
        ("unit_type", "市", "bad-value-not-listed",
         "'市' is not one of the listed values (allowed: county district); it is not used"),
        ("unit_type", "distrit", "bad-value-not-listed",
         "'distrit' is not one of the listed values (allowed: county district); it is not used. "
         "Hint: did you mean 'district'?"),
        ("report_date", "2021-02-30", "bad-value-impossible-date",
         "'2021-02-30' is no day of the calendar (allowed: a date such as 2021-03-01); it is not used. "
         "Hint: check year, month and day"),
        ("plan_issued", "基本", "bad-value-not-a-truth",
         "'基本' is neither yes nor no (allowed: yes or no); it is not used"),
    ],
)  # fmt: skip
def test_a_bad_figure_is_set_aside_and_stops_its_criteria(raw, metric, value, code, en):
    raw.materials("320803_淮安区.xlsx", [[metric, "", "", value]])

    ingested = raw.ingest()

    told = finding(ingested, code)
    assert ("critical", "D2", metric) == (told.severity, told.place, told.metric_id)
    assert f"{metric}: {en}" == told.en
    assert raw.rubric.criteria_of_metric(metric) == told.criteria
    assert "quarantined" == ingested.observations.filter(metric_id=metric)["status"].item()


def test_a_bad_figure_without_effect_on_points_is_a_warning(raw):
    raw.materials("320803_淮安区.xlsx", [["remark_count", "", "", "若干"]])

    assert "warning" == finding(raw.ingest(), "bad-value-not-a-number").severity


def test_a_figure_typed_twice(raw, values):
    raw.materials("320803_淮安区.xlsx", [["asked", "", "", 25], ["asked", "", "", "25.0"]])
    raw.materials("320831_金湖县.xlsx", [["asked", "", "", 25], ["asked", "", "", 26]], "金湖县")

    ingested = raw.ingest()

    assert ("25", None) == (
        values(ingested, "320803")["asked"],
        values(ingested, "320831")["asked"],
    )
    assert "note" == finding(ingested, "figure-repeated").severity
    told = finding(ingested, "figure-given-twice")
    assert ("critical", "320831", ("2",)) == (told.severity, told.region_id, told.criteria)
    assert "25 (materials/320831_金湖县.xlsx 指标 D2) and 26" in told.en


def test_a_typed_rate_that_contradicts_its_parts(raw, values):
    raw.materials(
        "320803_淮安区.xlsx",
        [["asked", "", "", 25], ["answered", "", "", 24], ["", "已答复率", "", "92.3%"]],
    )

    ingested = raw.ingest()

    told = finding(ingested, "rate-contradicts-parts")
    assert ("critical", ("2",)) == (told.severity, told.criteria)
    assert "'已答复率' is given as 92.3%, but 24/25 = 96%; one of the three is wrong" == told.en
    assert values(ingested, "320803")["answered"] is None


@pytest.mark.parametrize("rate", ["96%", "0.96", "96.0", 0.96])
def test_a_typed_rate_that_agrees_is_only_not_used(raw, values, rate):
    raw.materials(
        "320803_淮安区.xlsx",
        [["asked", "", "", 25], ["answered", "", "", 24], ["answered_rate", "", "", rate]],
    )

    ingested = raw.ingest()

    assert ["rate-not-used"] == [one.code for one in ingested.findings]
    assert "24" == values(ingested, "320803")["answered"]


def test_a_cell_formatted_as_a_percentage_is_read_as_one(raw):
    path = raw.materials("320803_淮安区.xlsx", [["asked", "", "", 0.96]])
    book = openpyxl.load_workbook(path)
    book["指标"]["D2"].number_format = "0.0%"
    book.save(path)

    assert "'96%'" in finding(raw.ingest(), "bad-value-percent").en


def test_a_register_outranks_a_typed_figure(raw, values):
    raw.write(
        "registers/cases.csv",
        "案号,地区,审结日期,结果\nA1,淮安区,2021-03-01,维持\nA2,淮安区,2021-03-02,撤销\n",
    )
    raw.materials(
        "320803_淮安区.xlsx", [["cases_concluded", "", "", 5], ["cases_corrected", "", "", 1]]
    )

    ingested = raw.ingest()

    told = finding(ingested, "figure-contradicts-register")
    assert ("warning", "cases_concluded is given as 5, the registers yield 2; the registers hold") == (
        told.severity, told.en,
    )  # fmt: skip
    assert {} == values(ingested, "320803")


def test_a_condition_that_does_not_hold_sets_the_figure_aside(raw, values):
    raw.materials("320803_淮安区.xlsx", [["asked", "", "", 25], ["answered", "", "", 27]])

    ingested = raw.ingest()

    told = finding(ingested, "condition-not-met")
    assert ("critical", "D3", ("2",)) == (told.severity, told.place, told.criteria)
    assert "needed is answered ≤ requests; found: answered 27, requests 25" == told.en
    assert "应满足“已答复件数 ≤ 申请件数”，实为：已答复件数 27，申请件数 25" == told.zh
    assert {"asked": "25", "answered": None} == values(ingested, "320803")


def test_an_unknown_metric_is_told_with_the_likely_one(raw):
    raw.materials("320803_淮安区.xlsx", [["anwsered", "", "", 24]])

    told = finding(raw.ingest(), "unknown-metric")

    assert (
        "'anwsered' is no metric of the rubric and is not used. did you mean 'answered'?" == told.en
    )


def test_cover_and_file_name_must_stand_for_one_region(raw):
    raw.materials("320803_淮安区.xlsx", FIGURES, region="金湖县")

    told = [one for one in raw.ingest().findings if one.code == "two-regions"]

    assert [("critical", "320803"), ("critical", "320831")] == sorted(
        (one.severity, one.region_id) for one in told
    )


def test_the_period_of_the_cover_is_compared(raw):
    raw.materials("320803_淮安区.xlsx", FIGURES, period="2020年度")

    told = finding(raw.ingest(), "other-period")

    assert ("warning", "封面", "B3") == (told.severity, told.sheet, told.place)


def test_a_damaged_workbook_stops_the_criteria_of_the_region_in_its_name(raw):
    raw.write("materials/320803_淮安区.xlsx", b"PK\x03\x04 broken")

    told = finding(raw.ingest(), "truncated-file")

    assert ("critical", "320803", ("2", "3", "4", "5", "6")) == (
        told.severity, told.region_id, told.criteria,
    )  # fmt: skip


def test_a_workbook_without_figures_is_told(raw):
    raw.workbook("materials/320803_淮安区.xlsx", 封面=[["地区", "淮安区"]], 其他=[["a", "b"]])

    told = finding(raw.ingest(), "missing-column")

    assert ("critical", "320803") == (told.severity, told.region_id)


def test_a_sheet_may_be_shifted_and_bear_a_title(raw):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B1"] = "淮安区指标填报表"
    for column, text in zip("BCD", ("指标编码", "指标名称", "填报值"), strict=True):
        sheet[f"{column}3"] = text
    sheet["B4"], sheet["D4"] = "asked", 25
    written = io.BytesIO()
    book.save(written)
    raw.write("materials/淮安区.xlsx", written.getvalue())

    observations = raw.ingest().observations.filter(metric_id="asked")

    assert ("25", "D4") == (observations["value"].item(), observations["place"].item())
