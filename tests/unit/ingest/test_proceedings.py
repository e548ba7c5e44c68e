"""How far an assessment has come and what was decided."""

import datetime as dt

import pytest

from govscore_lib.ingest.proceedings import read_proceedings
from govscore_lib.rubric import load_league
from tests.small_rubrics import criterion, document, load_document, metric, said

SOURCE = {"document": "文〔2021〕1号"}
STAGES = ("self_assessed", "reviewed", "ranked", "awarded")


@pytest.fixture
def rubric():
    return load_document(
        document(
            [criterion("1.01", {"kind": "judged", "metric": "judged"})],
            {"judged": metric("judged")},
            workflow=[{"id": stage, "name": said(stage)} for stage in STAGES],
            period={"label": "2021", "start": "2021-01-01", "end": "2021-12-31", "due": "2022-01-10"},
            awards={"prizes": [{"id": "first", "name": said("first"), "places": "2"}], "source": SOURCE},
        )
    )  # fmt: skip


@pytest.fixture
def read(rubric, tmp_path):
    def read(text: str):
        (tmp_path / "proceedings.yml").write_text(text, encoding="utf-8")
        return read_proceedings(rubric, tmp_path, load_league("huaian-2021"))

    return read


def test_stages_and_decisions_are_read(read):
    found = read("""
reached:
  - {stage: self_assessed, on: 2022-01-10}
  - {stage: reviewed, on: 2022-01-20, note: 评审完成}
decisions:
  - {region: 淮阴, prize: first, because: 会议决定, on: 2022-02-01}
  - {region: "320803", prize: none, because: 会议决定}
""")

    assert found.findings == ()
    assert found.stage == "reviewed"
    assert found.reached[1].note == "评审完成"
    decision = found.decision("320804")
    assert decision is not None
    assert (decision.prize, decision.on) == ("first", dt.date(2022, 2, 1))
    assert found.decision("320803").prize == ""


def test_no_file_means_nothing_reached(rubric, tmp_path):
    found = read_proceedings(rubric, tmp_path, load_league("huaian-2021"))

    assert (found.stage, found.decisions, found.findings) == ("", (), ())


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("reached:\n  - {stage: reviewd, on: 2022-01-10}", "line 2", "did you mean 'reviewed'"),
        ("reached:\n  - {stage: reviewed, on: 10.1.2022}", "line 2", "'10.1.2022' is not a day"),
        ("reached:\n  - {stage: reviewed}", "line 2", "lacks: on"),
        (
            "reached:\n  - {stage: reviewed, on: 2022-01-10}\n  - {stage: self_assessed, on: 2022-01-11}",
            "line 3",
            "self_assessed comes before reviewed",
        ),
        (
            "reached:\n  - {stage: reviewed, on: 2022-01-10}\n  - {stage: ranked, on: 2022-01-01}",
            "line 3",
            "2022-01-01 is earlier than 2022-01-10",
        ),
        ("decisions:\n  - {region: 淮阳, prize: first, because: x}", "line 2", "no region '淮阳'"),
        ("decisions:\n  - {region: 淮阴, prize: gold, because: x}", "line 2", "no prize 'gold'"),
        ("decisions:\n  - {region: 淮阴, prize: first}", "line 2", "lacks: because"),
        (
            "decisions:\n  - {region: 淮阴, prize: first, because: x}\n  - {region: 淮阴, prize: none, because: y}",
            "line 3",
            "decided twice",
        ),
        ("reach: []", "line 1", "key 'reach' is not known"),
        ("reached: [", "", "is not valid YAML"),
    ],
)
def test_a_fault_is_told_with_its_line(read, text, place, words):
    (finding,) = read(text).findings

    assert finding.place == place
    assert words in finding.en
    assert finding.zh


def test_what_is_wrong_is_left_out_and_the_rest_stays(read):
    found = read(
        "reached:\n  - {stage: self_assessed, on: 2022-01-10}\n  - {stage: x, on: 2022-01-11}"
    )

    assert found.stage == "self_assessed"


def test_a_file_that_came_after_the_last_day_is_told_with_its_region(read, tmp_path):
    (tmp_path / "materials").mkdir()
    for name in ("320803_淮安区.xlsx", "320804_淮阴区.xlsx"):
        (tmp_path / "materials" / name).write_bytes(b"")

    found = read("""
received:
  - {file: materials/320803_淮安区.xlsx, on: 2022-01-10}
  - {file: materials/320804_淮阴区.xlsx, on: 2022-01-12}
""")

    (late,) = found.findings
    assert ("sent-late", "warning", "320804") == (late.code, late.severity, late.region_id)
    assert "迟 2 天" in late.zh
    assert "2 days after data were due" in late.en
    assert "materials/320804_淮阴区.xlsx" == late.file


def test_a_file_that_is_not_there_cannot_have_been_received(read):
    (fault,) = read("received:\n  - {file: materials/x.xlsx, on: 2022-01-12}\n").findings

    assert "there is no file 'materials/x.xlsx'" in fault.en
