"""What was understood, shown before anything is taken over."""

import sys

import pytest

from govscore_lib.cli import main
from govscore_lib.ingest import preview
from govscore_lib.rubric import load_league

RUBRIC = "citizen-messages-2026w03"


@pytest.fixture
def shown(raw):
    raw.write("registers/cases.csv", "案号,地区,审结日期,结果\nA1,淮安区,2021-03-01,维持\n")
    raw.write(
        "observations/a.csv",
        "地区,申请件数,已答复件数,方案已出台\n淮阴,1.2千,24,√\n淮安区,若干,,否\n",
    )
    ingested = raw.ingest()

    def of(language):
        return preview(ingested, raw.rubric, load_league("huaian-2021"), language)

    return of


def test_every_figure_with_its_cell_the_text_and_what_it_is_read_as(shown):
    lines = [line.split("  ") for line in shown("zh").splitlines()]
    rows = [[cell.strip() for cell in line if cell.strip()] for line in lines]
    assert ["位置", "地区", "指标", "原文", "读作", "改动"] in rows
    assert [
        "line 2, 申请件数",
        "320804 淮阴区",
        "asked 申请件数",
        "1.2千",
        "1200",
        "“万、亿”换算为数",
    ] in rows
    assert ["line 2, 已答复件数", "320804 淮阴区", "answered 已答复件数", "24", "24"] in rows
    assert ["line 3, 申请件数", "320803 淮安区", "asked 申请件数", "若干", "(未采用)"] in rows
    assert ["line 3, 已答复件数", "320803 淮安区", "answered 已答复件数", "(未填写)"] in rows
    assert ["line 3, 方案已出台", "320803 淮安区", "plan_issued 方案已出台", "否", "false"] in rows
    assert ["registers/cases.csv", "1 条记录"] in rows


def test_columns_are_aligned_whatever_the_script(shown):
    from unicodedata import east_asian_width

    lines = [line for line in shown("en").splitlines() if "3208" in line and "line" in line]
    starts = {
        sum(2 if east_asian_width(one) in "WF" else 1 for one in line.partition("3208")[0])
        for line in lines
    }

    assert (6, 1) == (len(lines), len(starts))


def test_the_command_prints_it_and_writes_nothing(tmp_path, project_root, monkeypatch, capsys):
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    (raw / RUBRIC).symlink_to(project_root / "data" / "raw" / RUBRIC)
    command = [
        "govscore",
        "ingest",
        RUBRIC,
        "--project",
        str(tmp_path),
        "--preview",
        "--lang",
        "en",
    ]
    monkeypatch.setattr(sys, "argv", command)

    with pytest.raises(SystemExit) as caught:
        main()

    told = capsys.readouterr().out
    assert caught.value.code in (0, None)
    assert "observations/messages.csv" in told
    assert "510100 Chengdu" in told
    assert [raw.parent] == list(tmp_path.iterdir())
    assert [raw] == list(raw.parent.iterdir())
