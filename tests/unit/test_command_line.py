"""The command line: exit codes, messages, and nothing half-written."""

import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from govscore_lib.fingerprints import files_digest
from tests.commands import Done, govscore

HUAIAN = "huaian-2021-integrity"
MESSAGES = "citizen-messages-2026w03"
GOOD = "region_id,metric_id,value\nA,reconsideration_concluded,40\nA,reconsideration_corrected,2\n"


def score(tmp_path: Path, text: str | bytes, *more: str) -> Done:
    path = tmp_path / "mine.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return govscore("score", HUAIAN, "--observations", path, "--output", tmp_path / "out", *more)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Path:
    """A project of its own: raw data, expectations and notebooks copied."""
    root = tmp_path_factory.mktemp("project")
    for folder in ("data/raw", "expectations", "notebooks"):
        shutil.copytree(project_root / folder, root / folder)
    return root


def test_good_observations_are_scored(tmp_path: Path):
    done = score(tmp_path, GOOD)

    assert 0 == done.returncode, done.stderr
    assert ["categories.csv", "ledger.csv", "receipt.json", "scores.csv"] == sorted(
        path.name for path in (tmp_path / "out").iterdir()
    )
    assert done.stdout.splitlines()[1] == "A,1.8,1,provisional"


def test_a_fault_never_shows_a_traceback(tmp_path: Path):
    path = tmp_path / "mine.csv"
    path.write_text(GOOD.replace("40", "many"), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "govscore_lib.cli", "score", HUAIAN, "--observations", path, "--output", tmp_path / "out"],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip

    assert 2 == done.returncode
    assert done.stderr.startswith("govscore: mine.csv, line 2")
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path):
    path, taken = tmp_path / "mine.csv", tmp_path / "taken"
    path.write_text(GOOD, encoding="utf-8")
    taken.write_text("a file, no folder", encoding="utf-8")

    done = govscore("score", HUAIAN, "--observations", path, "--output", taken, "--partial-league")

    assert 2 == done.returncode
    assert "taken: File exists. Hint: check the path" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["mine.csv", "empty"]),
        ("region,metric_id,value\nA,cases,1\n", ["column 'region_id' is missing"]),
        (GOOD.replace("40", "many"), ["mine.csv, line 2", "'many'"]),
        (GOOD.replace(",2\n", ",-2\n"), ["line 3", "-2", "0 or more"]),
        (GOOD.replace(",2\n", ",41\n"), ["41", "40"]),
        (GOOD + "A,reconsideration_concluded,40\n", ["line 4", "line 2"]),
        (GOOD.replace("_corrected", "_corected"), ["did you mean 'reconsideration_corrected'?"]),
        (GOOD + "320803,unit_type,district\n", ["not in the league huaian-2021"]),
        (GOOD.replace("A,", "320803,"), ["absent", "--partial-league"]),
    ],
)
def test_a_fault_is_told_and_nothing_is_written(tmp_path: Path, text: str, words: list[str]):
    done = score(tmp_path, text)

    assert 2 == done.returncode
    assert [] == [word for word in words if word not in done.stderr], done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "huaian"), "neither a rubric of the library nor a file"),
        (("show", HUAIAN, "--reading", "1.02=Z"), "has no reading 'Z'"),
        (("show", HUAIAN, "--reading", "1.02"), "write it as TARGET=KEY"),
        (("show", HUAIAN, "--lang", "fr"), "allowed are zh and en"),
        (("explain", MESSAGES, "Nowhere"), "no region 'Nowhere'"),
        (("ingest", HUAIAN, "--project", "/"), "is no project"),
        (("score", HUAIAN, "--observations", "absent.csv", "--output", "out"), "does not exist"),
        (("run", "no-such-rubric"), "no-such-rubric"),
    ],
)
def test_bad_usage_ends_with_2(project: Path, arguments: tuple[str, ...], words: str):
    done = govscore(*arguments, cwd=project)

    assert 2 == done.returncode
    assert words in done.stderr


def test_an_unknown_register_is_told(tmp_path: Path):
    done = score(tmp_path, GOOD, "--register", "hotlines=x.csv")

    assert 2 == done.returncode
    assert "has no register 'hotlines'" in done.stderr


@pytest.mark.parametrize(("language", "word"), [("zh", "行政复议纠错"), ("en", "lowest first")])
def test_show_says_the_rubric_back(language: str, word: str):
    done = govscore("show", HUAIAN, "--lang", language)

    assert 0 == done.returncode
    assert word in done.stdout


@pytest.mark.parametrize("rubric", [HUAIAN, MESSAGES])
def test_the_rubrics_are_clean(rubric: str):
    assert 0 == govscore("lint", rubric).returncode


def test_lint_finds_sums_that_do_not_close(tmp_path: Path, project_root: Path):
    small = (project_root / "tests/documents/small_rubric.yml").read_text("utf-8")
    path = tmp_path / "mine.yml"
    path.write_text(small.replace('max_points: "1"', 'max_points: "4"'), encoding="utf-8")

    done = govscore("lint", path)

    assert 1 == done.returncode
    assert (
        "mine.yml:10: error: the criteria of category 1 add up to 6, its maximum is 3"
        in done.stdout
    )


def test_a_form_is_written_for_a_region_and_for_a_department(tmp_path: Path):
    for name, asked in (("a.xlsx", ("--region", "金湖")), ("b.xlsx", ("--department", "司法局"))):
        done = govscore("template", HUAIAN, *asked, "-o", tmp_path / name)

        assert 0 == done.returncode, done.stderr
        assert (tmp_path / name).read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--region", "东京"), "there is no region '东京' in this assessment"),
        (("--department", "司法"), "did you mean '司法局'?"),
        (("--lang", "fr"), "allowed are zh and en"),
    ],
)
def test_no_form_is_written_for_what_is_not_there(tmp_path: Path, asked, words: str):
    done = govscore("template", HUAIAN, *asked, "-o", tmp_path / "a.xlsx")

    assert (2, True) == (done.returncode, words in done.stderr)
    assert [] == list(tmp_path.iterdir())


def test_check_tells_a_critical_finding_with_1(project: Path):
    found = govscore("check", HUAIAN, "--project", project)

    assert 1 == found.returncode
    assert "ZX2020-0826-003" in found.stdout
    assert 0 == govscore("check", MESSAGES, "--project", project).returncode


def test_ingest_leaves_the_raw_data_as_they_were(project: Path):
    raw = project / "data" / "raw"
    before = files_digest((path for path in raw.rglob("*") if path.is_file()), raw)

    assert 0 == govscore("ingest", HUAIAN, "--project", project).returncode
    assert before == files_digest((path for path in raw.rglob("*") if path.is_file()), raw)


def test_processed_data_given_to_score_yield_the_same(project: Path, tmp_path: Path):
    from govscore_lib.engine import write_scorecard
    from govscore_lib.job import load_run
    from govscore_lib.project import Project

    write_scorecard(load_run(HUAIAN, project=Project(project)), tmp_path / "job")
    processed = project / "data" / "processed" / HUAIAN
    registers = [
        part
        for path in sorted((processed / "registers").glob("*.csv"))
        for part in ("--register", f"{path.stem}={path}")
    ]

    done = govscore(
        "score", HUAIAN, "--observations", processed / "observations.csv", "--output", tmp_path / "score", *registers
    )  # fmt: skip

    assert 0 == done.returncode, done.stderr
    columns = ["region_id", "criterion_id", "points", "status"]
    ours, theirs = (
        pl.read_csv(tmp_path / name / "ledger.csv", infer_schema=False).select(columns)
        for name in ("job", "score")
    )
    assert ours.equals(theirs)


def test_one_region_of_messages_is_explained(project: Path):
    done = govscore("explain", MESSAGES, "甘孜", "1.1", "--project", project, "--lang", "en")

    assert 0 == done.returncode, done.stderr
    assert "2/1107431" in done.stdout
    assert "rank 21" in done.stdout


def test_an_explanation_names_the_next_place_and_what_it_takes(project: Path):
    """Ganzi has 2 messages of 1 107 431 people; it is the last."""
    done = govscore("explain", MESSAGES, "甘孜", "1.1", "--project", project)

    assert 0 == done.returncode, done.stderr
    assert "最近可争取：一周留言数 2 → " in done.stdout
    assert "名次：第 21 名；达到 " in done.stdout


def test_a_region_is_explained_from_full_marks_to_its_total(project: Path):
    done = govscore("explain", MESSAGES, "自贡市", "--project", project, "--lang", "en")

    assert 0 == done.returncode, done.stderr
    assert "full marks 100 − lost 38.0952 = total 61.9048" in done.stdout
    assert "What would bring most:" in done.stdout


def test_two_regions_are_compared(project: Path):
    done = govscore("compare", MESSAGES, "成都", "甘孜", "--project", project, "--lang", "en")

    assert 0 == done.returncode, done.stderr
    assert done.stdout.splitlines()[0].startswith("Chengdu is ")
    assert "2/1107431" in done.stdout
    assert 2 == govscore("compare", MESSAGES, "成都", "Nowhere", "--project", project).returncode
