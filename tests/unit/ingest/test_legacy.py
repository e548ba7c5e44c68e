"""Sheets made for people: two rows of header, merged cells, group rows, remarks at the foot."""

import io

import openpyxl
import pytest

ROWS = [
    ["某市2021年政务公开情况统计表", None, None, None, None],
    ["单位：件、是否", None, None, None, None],
    ["地区", "依申请公开", None, "方案", "备注"],
    [None, "申请", "答复", None, None],
    ["一、区", None, None, None, None],
    ["淮安区", 25, 24, "有", None],
    ["淮阴区", "1.2千", 7, "×", "补报"],
    ["小计", 1225, 31, None, None],
    ["二、县", None, None, None, None],
    ["金湖县", 3, 3, "√", None],
    ["合计", 1228, 34, None, None],
    ["注：答复数含转办件。", None, None, None, None],
    ["淮安区", 99, 99, "无", None],
]
MERGES = ["A1:E1", "A3:A4", "B3:C3", "D3:D4", "E3:E4"]
MAPPING = """\
sheet: 附件1
header: [3, 4]
region: 地区
metrics:
  asked: 依申请公开/申请
  answered: 答复
  plan_issued: 方案
groups: ["*、*", 小计, 合计]
footers: ["注：*"]
keep: [备注]
"""


@pytest.fixture
def legacy(raw):
    """Writes the sheet, and a mapping beside it."""

    def write(mapping=MAPPING, rows=ROWS, merges=MERGES):
        book = openpyxl.Workbook()
        book.active.title = "说明"
        book.active["A1"] = "填表说明"
        sheet = book.create_sheet("附件1")
        for row in rows:
            sheet.append(row)
        for area in merges:
            sheet.merge_cells(area)
        written = io.BytesIO()
        book.save(written)
        raw.write("observations/openness.xlsx", written.getvalue())
        raw.write("observations/openness.mapping.yml", mapping)
        return raw.ingest()

    return write


def told(ingested, code):
    return [one for one in ingested.findings if one.code == code]


def test_the_cells_are_found_under_their_joined_headers(legacy, values):
    ingested = legacy()

    assert {"asked": "25", "answered": "24", "plan_issued": "true"} == values(ingested, "320803")
    assert {"asked": "1200", "answered": "7", "plan_issued": "false"} == values(ingested, "320804")
    assert {"asked": "3", "answered": "3", "plan_issued": "true"} == values(ingested, "320831")
    place = ingested.observations.filter(region_id="320831", metric_id="answered")
    assert ("附件1", "C10") == place.select("sheet", "place").row(0)


def test_what_was_passed_over_is_told(legacy):
    ingested = legacy()

    assert [
        ("rows 5, 8, 9 and 1 more", "4 rows were passed over as the mapping says"),
        ("row 12", "the table ends above this row; what follows are remarks"),
    ] == [(one.place, one.en) for one in told(ingested, "rows-passed-over")]
    assert ["没有所需表头的工作表未读取：说明"] == [
        one.zh for one in told(ingested, "sheet-not-read")
    ]
    assert [] == [one for one in ingested.findings if one.severity != "note"]


def test_regions_merged_over_several_rows_count_for_each_of_them(legacy, values):
    rows = [
        ["地区", "项目", "申请", "答复"],
        ["淮安区", "网上", 25, None],
        [None, "窗口", None, 24],
    ]
    mapping = "header: 1\nsheet: 附件1\nmetrics: {asked: 申请, answered: 答复}\nkeep: [项目]\n"

    ingested = legacy(mapping, rows, ["A2:A3"])

    assert {"asked": "25", "answered": "24"} == values(ingested, "320803")


def test_a_figure_merged_over_several_regions_is_told(legacy, values):
    rows = [["地区", "申请"], ["淮安区", 25], ["淮阴区", None]]

    ingested = legacy("sheet: 附件1\nheader: 1\nmetrics: {asked: 申请}\n", rows, ["B2:B3"])

    assert ["B2:B3"] == [one.place for one in told(ingested, "merged-value")]
    assert None is values(ingested, "320804")["asked"]


def test_a_column_may_go_by_its_letter_and_have_a_unit_of_its_own(legacy, values):
    mapping = (
        "sheet: 附件1\nheader: [3, 4]\nregion: A\nmetrics: {asked: {column: B, scale: '10'}}\n"
        "groups: ['*、*', 小计, 合计]\nfooters: ['注*']\n"
    )

    ingested = legacy(
        mapping, [[*row[:1], 2, *row[2:]] if row[0] == "淮安区" else row for row in ROWS]
    )

    assert {"asked": "20"} == values(ingested, "320803")


@pytest.mark.parametrize(
    ("before", "after", "code", "words"),
    [
        ("附件1", "附件一", "missing-sheet", "there is no sheet '附件一'; none of its data is used (sheets: 说明、附件1). "
         "Hint: did you mean '附件1'?"),
        ("方案", "方案印发", "missing-column", "the column '方案印发' is missing; the sheet is not used. Its columns: "
         "地区, 依申请公开/申请, 依申请公开/答复, 方案, 备注. Hint: did you mean '方案'?"),
        ("[3, 4]", "[3]", "unclear-column", "'依申请公开' may be several columns"),
        ("[3, 4]", "[三]", "bad-mapping", "'header' in the mapping holds rows such as [3, 4], found '三'"),
        ("footers", "footer", "bad-mapping", "did you mean 'footers'?"),
        ("方案\n", "{column: 方案, units: 件}\n", "bad-mapping", "did you mean 'unit'?"),
        ("方案\n", "{unit: 件}\n", "bad-mapping", "'plan_issued' in the mapping is a header, or"),
        ("答复\n", "{column: 答复, unit: 元}\n", "bad-mapping", "the unit '元' of 'answered' is no unit of the metric's kind (cases)"),
        ("答复\n", "{column: 答复, scale: 很多}\n", "bad-mapping", "'scale' of 'answered' is a positive number such as 10000, found '"),
    ],
)  # fmt: skip
def test_a_mapping_that_does_not_fit_is_told(legacy, before, after, code, words):
    mapping = MAPPING.replace(before, after)
    if code == "unclear-column":
        mapping = mapping.replace("依申请公开/申请", "依申请公开").replace("  answered: 答复\n", "")

    ingested = legacy(mapping)

    found = told(ingested, code)
    assert {"critical"} == {one.severity for one in found}
    assert [] != [one for one in found if words in one.en], [one.en for one in found]


def test_several_sheets_have_a_mapping_each(legacy, values):
    one = (
        "{sheet: 附件1, header: [3, 4], metrics: {asked: 申请}, "
        "groups: ['*、*', 小计, 合计], footers: ['注*']}"
    )

    ingested = legacy(f"- {one}\n- {one.replace('asked: 申请', 'answered: 答复')}\n")

    assert {"asked": "25", "answered": "24"} == values(ingested, "320803")

    (found,) = told(legacy(f"- {one}\n- {one.replace('sheet: 附件1, ', '')}\n"), "bad-mapping")
    assert "each names its sheet" in found.en


def test_a_text_file_may_have_two_rows_of_header_too(raw, values):
    raw.write(
        "observations/a.csv", "地区,依申请公开,,方案\n,申请,答复,\n淮安区,25,24,有\n合计,25,24,\n"
    )
    raw.write(
        "observations/a.mapping.yml",
        "header: [1, 2]\nmetrics: {asked: 依申请公开/申请, answered: 依申请公开/答复}\ngroups: [合计]\n",
    )

    ingested = raw.ingest()

    assert {"asked": "25", "answered": "24"} == values(ingested, "320803")
    assert "line 3, 依申请公开/申请" == (
        ingested.observations.filter(metric_id="asked")["place"].item()
    )
