"""Scenarios as documents and as Python: the same thing, faults told with file and line, all at once."""

from pathlib import Path

import pytest

from govscore_lib.errors import InputError
from govscore_lib.whatif.scenarios.scenario import Scenario, load_scenario

TEXT = """\
scenario: {zh: 纠错权重加倍, en: corrections count double}
rubric: small-2021
note: asked for at the meeting
keep_total: none
changes:
  - {criterion: "1.02", points: "4", note: why not}
  - {category: "5", points: 20.50}
  - {path: criteria/2.06/rule/at_least, to: 98%}
  - {path: criteria/2.07/rule, to: {kind: ratio, value: a / b}}
  - {reading: "category:9=B"}
  - {region: 金湖县, metric: gov_sessions, value: 4}
  - {region: 金湖县, metric: leaders, value: }
  - {leave_out: 涟水县}
  - {league: [金湖县, 盱眙县]}
"""
IN_PYTHON = (
    Scenario("corrections count double", rubric="small-2021", keep_total="none")
    .category_points({"5": 20.5})
    .change("criteria/2.06/rule/at_least", "98%")
    .change("criteria/2.07/rule", {"kind": "ratio", "value": "a / b"})
    .read("category:9", "B")
    .figure("金湖县", "gov_sessions", 4)
    .figure("金湖县", "leaders", None)
    .without("涟水县")
    .among(["金湖县", "盱眙县"])
)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.yml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as told:
        load_scenario(written(tmp_path, text))
    return [str(problem) for problem in told.value.problems]


def test_document_and_python_say_the_same(tmp_path):
    loaded = load_scenario(written(tmp_path, TEXT))

    assert IN_PYTHON.changes == loaded.changes[1:2] + loaded.changes[2:]
    assert "corrections count double" == loaded.name.en
    assert ("none", "small-2021") == (loaded.keep_total, loaded.rubric)
    assert "mine.yml, line 8" == loaded.place(2)
    assert "scenario 'corrections count double', change 1" == IN_PYTHON.place(0)


def test_what_is_written_can_be_read_again(tmp_path):
    loaded = load_scenario(written(tmp_path, TEXT))

    again = load_scenario(written(tmp_path, loaded.to_yaml()))

    assert loaded == again
    assert loaded.hash == again.hash
    assert loaded.to_yaml() == again.to_yaml()


def test_the_hash_follows_the_content():
    base = Scenario("a").points({"1.02": "4"})

    assert base.hash == Scenario("a").points({"1.02": "4.0"}).hash
    assert base.hash != Scenario("a").points({"1.02": "5"}).hash
    assert base.hash != Scenario("b").points({"1.02": "4"}).hash


def test_numbers_from_python_stay_exact():
    changes = Scenario("a").points({"1": 0.1}).change("a/b", 0.98).changes

    assert "1/10" == str(changes[0].points)
    assert "0.98" == changes[1].to


def test_a_longer_scenario_leaves_the_shorter_one_alone():
    short = Scenario("a").points({"1": 1})

    short.read("1", "B")

    assert 1 == len(short.changes)


def test_without_changes_it_is_empty(tmp_path):
    assert Scenario("nothing").is_empty
    assert load_scenario(written(tmp_path, "scenario: 基准\n")).is_empty


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{criterion: '1', points: '2', pints: x}", "mine.yml, line 3: key 'pints' is not known here. Allowed: by, criterion"),
        ("{criterion: '1'}", "mine.yml, line 3: key 'points' is missing."),
        ("{criterion: '1', points: many}", "mine.yml, line 3, points: 'many' is not a number."),
        ("{criterion: '1', points: '-4'}", "mine.yml, line 3, points: -4 points are less than none; write 0 or more."),
        ("{criterium: '1', points: '2'}", "mine.yml, line 3, change 1: names nothing to change. Allowed: one of "),
        ("{criterion: '1', category: '2', points: '2'}", "mine.yml, line 3, change 1: names 2 things to change."),
        ("{reading: B}", "mine.yml, line 3, reading: 'B' is no choice; write it as TARGET=KEY."),
        ("just words", "mine.yml, line 3, change 1: names nothing to change."),
    ],
)  # fmt: skip
def test_faults_of_a_change_are_told(tmp_path, entry, words):
    assert [words] == [
        one[: len(words)] for one in faults(tmp_path, f"scenario: a\nchanges:\n  - {entry}\n")
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("changes: []\n", "mine.yml: key 'scenario' is missing."),
        ("scenario: a\nchanges: {a: b}\n", "mine.yml, line 2, changes: is not a list. Allowed: a list: each change on a line"),
        ("", "mine.yml: holds nothing. Allowed: a document of keys"),
        ("- {leave_out: x}\n", "mine.yml, line 1: begins with a list. Allowed: a document of keys"),
        ("leave out x\n", "mine.yml, line 1: begins with words without a key."),
        ("scenario: a\nkeep: none\n", "mine.yml, line 2: key 'keep' is not known here."),
        ("scenario: a\nkeep_total: maybe\n", "mine.yml, line 2, keep_total: 'maybe' is not allowed. Allowed: proportional or none."),
        ("scenario: a\nchanges:\n  - {leave_out: x}\n  - {leave_out: x}\n", "mine.yml, line 4: region x is changed twice."),
    ],
)  # fmt: skip
def test_faults_of_a_scenario_are_told(tmp_path, text, words):
    assert [words] == [one[: len(words)] for one in faults(tmp_path, text)]


def test_all_faults_are_told_at_once(tmp_path):
    found = faults(
        tmp_path,
        "scenario: a\nkeep: x\nchanges:\n  - {reading: B}\n  - {criterion: '1'}\n",
    )

    assert ["line 2", "line 4", "line 5"] == [one.split(", ")[1].split(":")[0] for one in found]


def test_faults_in_python_are_told_too():
    with pytest.raises(InputError, match=r"scenario 'a': reading 1 is changed twice"):
        Scenario("a").read("1", "B").read("1", "C")
    with pytest.raises(InputError, match=r"scenario 'a': 'x' is not a number"):
        Scenario("a").points({"1": "x"})


def test_the_line_that_names_another_rubric_is_told(tmp_path):
    scenario = load_scenario(written(tmp_path, "scenario: a\nrubric: other\n"))

    assert "mine.yml, line 2" == scenario.place_of("rubric")
    assert "mine.yml" == scenario.place_of("note")
