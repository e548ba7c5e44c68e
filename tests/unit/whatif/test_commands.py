"""``govscore whatif`` and ``score --scenario``: the same scenario, the same figures; ``govscore robustness``."""

import json
from pathlib import Path

import polars as pl
import pytest

from tests.commands import govscore
from tests.projects import copy_project

MESSAGES = "citizen-messages-2026w03"
REGION = "510100"
SCENARIO = """\
scenario: {zh: 权重减半, en: half the points}
keep_total: none
changes:
  - {criterion: "1.1", points: "50"}
  - {leave_out: 成都市}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of one rubric, ingested."""
    found = copy_project(tmp_path_factory.mktemp("project"), [MESSAGES])
    assert 0 == govscore("ingest", MESSAGES, "--project", found.root).returncode
    return found.root


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "half.yml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


def test_a_scenario_is_compared_and_written(project: Path, scenario: Path, tmp_path: Path):
    out = tmp_path / "out"

    done = govscore(
        "whatif", MESSAGES, scenario, "--output", out, "--project", project, "--lang", "en"
    )

    assert 0 == done.returncode, done.stderr
    assert done.stdout.startswith("half the points: 2 changes; ")
    assert "Chengdu" in done.stdout
    table = pl.read_csv(out / "comparison.csv", infer_schema_length=0)
    left = table.filter(pl.col("region_id") == REGION)
    assert [None] == left["rank_after"].to_list()
    assert (out / "scenario.yml").read_text("utf-8").startswith("scenario:\n  zh: 权重减半")


def test_several_scenarios_are_put_side_by_side(project: Path, scenario: Path, tmp_path: Path):
    other, out = tmp_path / "nothing.yml", tmp_path / "out"
    other.write_text("scenario: 不改\nchanges: []\n", encoding="utf-8")

    done = govscore("whatif", MESSAGES, scenario, other, "--output", out, "--project", project)

    assert 0 == done.returncode, done.stderr
    assert "A  权重减半：2 项变动" in done.stdout
    assert "B  不改：0 项变动" in done.stdout
    table = pl.read_csv(out / "side_by_side.csv", infer_schema_length=0)
    assert table["rank"].to_list() == table["rank_B"].to_list()
    assert {"A", "B"} == {one.name for one in out.iterdir() if one.is_dir()}


def test_corrected_facts_are_heard_as_an_objection(project: Path, tmp_path: Path):
    path, out = tmp_path / "objection.yml", tmp_path / "out"
    change = '{region: 成都市, metric: messages, value: "2", note: 重复统计, by: 省政务办}'
    path.write_text(f"scenario: 成都异议\nchanges:\n  - {change}\n", encoding="utf-8")

    done = govscore("whatif", MESSAGES, path, "--output", out, "--project", project)

    assert 0 == done.returncode, done.stderr
    assert "更正：成都市" in done.stdout
    assert "（重复统计，省政务办）" in done.stdout
    assert "不变：" in done.stdout
    assert REGION in (out / "objection.csv").read_text("utf-8")


def test_score_with_a_scenario_gives_the_same(project: Path, scenario: Path, tmp_path: Path):
    observations = project / "data" / "processed" / MESSAGES / "observations.csv"
    govscore("whatif", MESSAGES, scenario, "--output", tmp_path / "a", "--project", project)

    done = govscore("score", MESSAGES, "--observations", observations,
                    "--scenario", scenario, "--output", tmp_path / "b")  # fmt: skip

    assert 0 == done.returncode, done.stderr
    for name in ("scores.csv", "ledger.csv", "categories.csv"):
        assert (tmp_path / "a" / name).read_text() == (tmp_path / "b" / name).read_text()
    receipts = [json.loads((tmp_path / one / "receipt.json").read_text("utf-8")) for one in "ab"]
    assert receipts[0]["scenario"] == receipts[1]["scenario"]


def test_a_scenario_that_does_not_fit_ends_with_2_and_writes_nothing(project: Path, tmp_path: Path):
    path = tmp_path / "bad.yml"
    path.write_text(SCENARIO.replace('"1.1"', '"1.2"').replace("成都市", "巴黎"), encoding="utf-8")

    done = govscore("whatif", MESSAGES, path, "--output", tmp_path / "out", "--project", project)

    assert 2 == done.returncode
    assert "bad.yml, line 4, points of criterion 1.2: there is no such criterion" in done.stderr
    assert "bad.yml, line 5: there is no region '巴黎'" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_scenario_file_with_faults_is_told_before_the_data_are_read(tmp_path: Path):
    path = tmp_path / "bad.yml"
    path.write_text("changes: []\n", encoding="utf-8")

    done = govscore("score", MESSAGES, "--observations", tmp_path / "none.csv",
                    "--scenario", path, "--output", tmp_path / "out")  # fmt: skip

    assert 2 == done.returncode
    assert "key 'scenario' is missing" in done.stderr


def test_robustness_prints_a_table_and_writes_what_it_found(project: Path, tmp_path: Path):
    """One criterion, so that no weights can change anything; readings of ties and rounding can."""
    out = tmp_path / "out"

    done = govscore("robustness", MESSAGES, "--output", out, "--project", project,
                    "--draws", "50", "--combined", "20", "--seed", "7", "--lang", "en")  # fmt: skip

    assert 0 == done.returncode, done.stderr
    lines = done.stdout.splitlines()
    assert "50 random weightings of criteria, uniform, seed 7" in lines[0]
    assert "20 random combinations of 3 readings and ranking rules, seed 7" == lines[1]
    assert ["1", "Chengdu", "1–1", "1–1", "1", "100.0%", "100.0%"] == lines[3].split()[:7]
    assert "The ranking stays while points lie between (the others held):" in lines
    table = pl.read_csv(out / "ranks.csv", infer_schema_length=0)
    assert ["1", "2", "3"] == table["rank"].str.replace(".0", "", literal=True)[:3].to_list()
    record = json.loads((out / "record.json").read_text("utf-8"))
    assert (7, 50) == (record["weights"]["seed"], record["weights"]["draws"])
    assert (7, 20) == (record["combinations"]["seed"], record["combinations"]["draws"])
    written = {path.name for path in out.iterdir()}
    assert {"stability.csv", "effective_weights.csv", "combinations.csv", "winning.csv"} <= written


def test_robustness_speaks_chinese_and_repeats_itself(project: Path):
    one, again = (
        govscore("robustness", MESSAGES, "--project", project, "--draws", "30", "--combined", "0").stdout
        for _ in range(2)
    )  # fmt: skip

    assert one == again
    assert "各项随机赋权 30 组，均匀分布，种子 0" in one
    assert "其余各项分值不变，下列一项的分值在区间内，全部名次不变：" in one
    assert "随机组合" not in one


@pytest.mark.parametrize(
    ("options", "words"),
    [(("--draws", "0"), "0 draws are not enough"), (("--margin", "-1", "--weights", "within"), "the margin cannot be below 0")],
)  # fmt: skip
def test_robustness_refuses_what_cannot_be_drawn(project: Path, options, words):
    done = govscore("robustness", MESSAGES, "--project", project, *options)

    assert 2 == done.returncode
    assert words in done.stderr
