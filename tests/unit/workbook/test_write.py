"""The workbook of a form: what is locked, what may be typed, what the cover counts."""

import io

import openpyxl
import pytest

from govscore_lib.ingest.figures import forms
from govscore_lib.rubric import load_rubric
from govscore_lib.workbook import Figure, Filled, form_bytes, plan_form
from tests.form_filler import columns_of

XIANGXI, REGION = "xiangxi-2021-services", "433126"


def opened(data, **how):
    return openpyxl.load_workbook(io.BytesIO(data), **how)


@pytest.fixture(scope="module")
def rubric():
    return load_rubric(XIANGXI)


@pytest.fixture(scope="module")
def book(rubric):
    return opened(form_bytes(plan_form(rubric, region=REGION)))


def row_of(sheet, metric):
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == metric)


def cell_of(sheet, metric, header):
    _, at = columns_of(sheet, "填报值")
    return sheet.cell(row_of(sheet, metric), at[header])


def rule_of(sheet, cell):
    return next(
        rule for rule in sheet.data_validations.dataValidation if cell.coordinate in rule.sqref
    )


def test_the_same_form_gives_the_same_bytes(rubric):
    form = plan_form(rubric, region=REGION)

    assert form_bytes(form) == form_bytes(form)


def test_the_time_of_creation_follows_the_clock_that_is_set(rubric, monkeypatch):
    form = plan_form(rubric, region=REGION)
    assert "2021-12-31" == f"{opened(form_bytes(form)).properties.created:%Y-%m-%d}"

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    assert "2025-01-01" == f"{opened(form_bytes(form)).properties.created:%Y-%m-%d}"


def test_sheets_stand_in_order_and_lists_are_hidden(rubric, book):
    registers = [register.name.zh for register in plan_form(rubric).registers]

    assert ["封面", "指标", *registers, "说明", "选项"] == book.sheetnames
    assert ["hidden"] == [s.sheet_state for s in book if s.sheet_state != "visible"]
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)


def test_ids_are_locked_and_fields_are_not(book):
    sheet = book["指标"]

    locked = {
        header: cell_of(sheet, "hall_area", header).protection.locked
        for header in ("指标编码", "指标名称", "口径", "填报值", "佐证材料", "核定值", "评审人", "备注", "填报情况")
    }  # fmt: skip
    assert {"指标编码", "指标名称", "口径", "填报情况"} == {
        name for name, is_so in locked.items() if is_so
    }


def test_a_field_says_what_it_is(book):
    sheet = book["指标"]
    said = {
        header: cell_of(sheet, "delegation_items_missing", header).value
        for header in ("单位", "口径", "数据截止", "可填内容")
    }

    assert ("项", "2021-12-31", "整数，不小于 0") == (
        said["单位"],
        said["数据截止"],
        said["可填内容"],
    )
    assert said["口径"].endswith("也可用《任务台账》证明。")


def test_the_clause_stands_above_its_fields_in_words(book, rubric):
    sheet = book["指标"]
    clause = sheet.cell(row_of(sheet, "hall_area") - 1, 1).value

    assert clause.startswith("2.1　")
    assert rubric.criteria["2.1"].text.zh in clause


def test_values_are_held_to_what_is_declared(book):
    sheet = book["指标"]
    truth = rule_of(sheet, cell_of(sheet, "catalog_implemented", "填报值"))
    area = rule_of(sheet, cell_of(sheet, "hall_area", "填报值"))
    verified = rule_of(sheet, cell_of(sheet, "hall_area", "核定值"))

    assert ("list", True) == (truth.type, truth.formula1.startswith("'选项'!"))
    assert ("decimal", "0") == (area.type, area.formula1) == (verified.type, verified.formula1)
    assert area.error == "可填：数值，不小于 0"


def test_the_words_of_a_drop_down_stand_on_the_sheet_of_lists(book):
    sheet, lists = book["指标"], book["选项"]
    rule = rule_of(sheet, cell_of(sheet, "ysyc_platform_use", "填报值"))
    first, last = rule.formula1.split("!")[1].replace("$", "").split(":")

    assert list(load_rubric(XIANGXI).metrics["ysyc_platform_use"].values.values()) == [
        cell.value for (cell,) in lists[first:last]
    ]


def test_a_register_marks_what_must_be_filled(book, rubric):
    top, at = columns_of(book["黄牌红牌"], "牌号")
    marked = {str(cell.value) for cell in book["黄牌红牌"][top] if str(cell.value).startswith("*")}

    assert {"*牌号", "*颜色", "*发牌日期"} == marked
    assert "是否撤销" in at
    assert "地区" not in at


def test_the_cover_counts_what_is_missing(rubric):
    form = plan_form(rubric, region=REGION)
    filled = Filled(
        {(REGION, "hall_area"): Figure(5000), (REGION, "award_provincial_or_higher"): Figure("是")},
        {"supervision_cards": [{"card_id": "H1", "colour": "黄牌"}]},
        {"tasks": forms.NOTHING, "findings": forms.ELSEWHERE},
    )
    before, after = (
        opened(form_bytes(form, filled=f), data_only=True)["封面"] for f in (Filled(), filled)
    )

    def counts(cover):
        return {
            str(row[0]).split("　")[-1]: (row[2], row[3], row[4])
            for row in cover.iter_rows(values_only=True)
            if row[0] and row[2] is not None
        }

    (name,) = [key for key in counts(before) if key.startswith(rubric.categories[1].name.zh)]
    asked = counts(before)[name][0]
    assert (asked, asked, 0) == counts(before)[name]
    assert (asked, asked - 1, 0) == counts(after)[name]
    (bonus,) = [key for key in counts(after) if key.startswith(rubric.categories[-1].name.zh)]
    assert (1, 0, 1) == counts(after)[bonus]
    assert {"黄牌红牌": (1, "已填"), "任务台账": (0, "无记录"), "检查发现问题": (0, "另行报送"), "媒体报道": (0, "未报")} == {
        name: counts(after)[name][:2] for name in ("黄牌红牌", "任务台账", "检查发现问题", "媒体报道")
    }  # fmt: skip


def test_the_notes_name_document_and_deadlines():
    rubric = load_rubric("huaian-2021-integrity")
    notes = opened(form_bytes(plan_form(rubric)))["说明"]
    said = [str(row[1]) for row in notes.iter_rows(values_only=True)]

    assert any("淮信用办〔2021〕6号" in one for one in said)
    assert any(one.endswith("2021-03-31") for one in said)


def test_a_form_without_a_region_offers_all_of_them(rubric):
    cover = opened(form_bytes(plan_form(rubric)))["封面"]
    cell = next(row[1] for row in cover.iter_rows() if row[0].value == "地区")

    assert cell.value is None
    assert not cell.protection.locked
    assert "list" == rule_of(cover, cell).type


def test_an_english_form_has_the_same_ids(rubric):
    book = opened(form_bytes(plan_form(rubric, region=REGION), language="en"))

    assert "Figures" in book.sheetnames
    assert "hall_area" in {row[0].value for row in book["Figures"].iter_rows()}
    assert not any(
        "一" <= character <= "鿿"
        for row in book["Figures"].iter_rows(max_col=6)
        for cell in row
        for character in str(cell.value or "")
    )
