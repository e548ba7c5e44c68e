"""Changed values, corrections, names and files on the page of data and quality."""

import polars as pl
import pytest

from govscore_lib.findings import Finding
from govscore_lib.ingest import FILES
from govscore_lib.ingest.cells.changes import ChangedCell, changes_table
from govscore_lib.ingest.names.naming import NAMES
from govscore_lib.reporting import fragments
from govscore_lib.reporting.fragments import changes as fragment
from govscore_lib.reporting.fragments.places import file_name, place_words
from tests.unit.reporting.test_fragments import text_of

FILE = "materials/320803_淮安区.xlsx"
REGION = "320803"


def cell(before, after, place, name="plans", change="width", **more):
    return ChangedCell(
        "observations", REGION, name, change, before, after, FILE, "指标", place, **more
    )


def shown(made, language="zh"):
    return text_of(made.html, language)


def test_a_single_change_says_place_before_and_after(scorecard):
    seen = shown(fragments.show_changes(changes_table([cell("９", "9", "G46")]), scorecard))

    assert f"plans {FILE} · 指标 全角字符改为半角 1 ９ → 9 G46" in seen


def test_changes_of_one_kind_are_folded_and_each_is_there(scorecard):
    cells = [cell(f"{n},000", f"{n}000", f"line {n}, plans", change="thousands") for n in (2, 3, 4)]

    made = fragments.show_changes(changes_table(cells), scorecard)

    assert 1 == made.html.count("<details>")
    assert "<b>4</b> 4,000 → 4000" in made.html
    assert "共 3 处，只改写法" in shown(made)
    assert 'id="changes-observations"' in made.html


def test_more_changes_than_can_be_read_are_counted(scorecard, monkeypatch):
    monkeypatch.setattr(fragment, "LISTED", 2)
    cells = [cell("９", "9", f"G{n}") for n in range(5)]

    seen = shown(fragments.show_changes(changes_table(cells), scorecard))

    assert "另有 3 处" in seen


def test_nothing_changed_is_said_in_words(scorecard):
    assert "所有的值都按原样读取。" == shown(fragments.show_changes(changes_table(), scorecard))


def test_a_finding_that_counts_changes_leads_to_each_of_them(scorecard):
    found = Finding("changed-width", "note", "全角。", "Full width.", "observations", file=FILE)
    files = pl.DataFrame([(FILE, "materials", "xlsx", 9, 1, "ab", "")], schema=FILES, orient="row")

    made = fragments.show_findings([found], scorecard, files)
    listed = fragments.show_files(files, [found], scorecard)

    assert 'href="#changes-observations"' in made.html
    assert f'href="#file-{FILE}"' in made.html
    assert f'id="file-{FILE}"' in listed.html
    assert f"{FILE} 填报指标 xlsx 9 1 ab" in shown(listed)


def test_clauses_of_a_region_that_gave_up_have_their_own_pages(general):
    found = [
        Finding(
            "not-given",
            "warning",
            f"{region} 缺。",
            "Missing.",
            "observations",
            region,
            criteria=("1.1",),
        )
        for region in ("R1", "R3")
    ]

    made = fragments.show_findings(found, general)

    assert "regions/R1.html#c-1.1" in made.html
    assert "criteria/1.1.html" in made.html
    assert "regions/R3.html#" not in made.html


def test_a_correction_in_force_says_what_the_source_must_still_say(scorecard):
    corrected = cell("6", "60000", "G7", change="corrected", reason="以万计（办公室，2022-01-06）")

    made = fragments.show_corrections(changes_table([corrected]), [], scorecard)

    assert "淮安区 6 60000 以万计（办公室，2022-01-06） 有效" in shown(made)
    assert f"regions/{REGION}.html" in made.html
    assert "所有的值都按原样读取" in shown(
        fragments.show_changes(changes_table([corrected]), scorecard)
    )


def test_a_correction_that_failed_is_listed_with_its_reason(scorecard):
    stale = Finding(
        "correction-stale", "critical", "来源应为“6”，实为“7”。", "should say 6, says 7.",
        "observations", REGION, "plans", FILE, "指标", "G7",
    )  # fmt: skip

    seen = shown(fragments.show_corrections(changes_table(), [stale], scorecard))

    assert "来源应为“6”，实为“7”。" in seen
    assert "来源与 expect 不符，未采用" in seen


def test_names_that_nobody_knows_come_first_and_unused_aliases_are_folded(scorecard):
    names = pl.DataFrame(
        [
            ("region", "淮安区", REGION, "name", 12, "a.csv"),
            ("region", "淮阴", "320804", "short name", 2, "a.csv; b.csv; c.csv"),
            ("region", "某园区", "", "unmatched", 1, "a.csv"),
            ("region", "楚州区", REGION, "unused", 0, ""),
        ],
        schema=NAMES,
        orient="row",
    )

    made = fragments.show_names(names, scorecard)

    seen = shown(made)
    assert "12 处写的是全称或代码；另有 1 种写法按简称或别名认出，1 种没有认出。" in seen
    assert "某园区 — 未认出 1 a.csv 淮阴 淮阴区 简称 2 a.csv b.csv 等 3 个" in seen
    assert "没有文件用到的别名：1 个 楚州区" in seen


@pytest.mark.parametrize(
    ("place", "zh"),
    [
        ("C7", "C7"),
        ("line 12", "第 12 行"),
        ("row 3", "第 3 行"),
        ("lines 11 and 26", "第 11、26 行"),
        ("lines 3, 9 and 12", "第 3、9、12 行"),
        ("rows 3, 9, 12 and 5 more", "第 3、9、12 行等 8 行"),
        ("line 2, 列入日期", "第 2 行 列入日期"),
        ("G7 and 4 more", "G7 等 5 处"),
        ("", ""),
    ],
)
def test_places_are_said_in_chinese(place, zh):
    assert zh == place_words(place).zh
    assert place == place_words(place).en


def test_a_long_file_name_breaks_between_its_words():
    assert "registers/<wbr>open_<wbr>cases<wbr>.xlsx" == file_name("registers/open_cases.xlsx")
    assert "a&amp;b" == file_name("a&b")
