"""One fault at a time in a small rubric, and the words its message must contain."""

from pathlib import Path

import pytest

from govscore_lib.errors import InputError, UsageError
from govscore_lib.rubric import load_rubric

SMALL = Path(__file__).with_name("small_rubric.yml")

FAULTS = {
    "misspelt key of a rule": (
        "step: ",
        "stpe: ",
        ["line 27", "criterion 1.2", "key 'stpe' is not known here", "did you mean 'step'?", "per_step"],
    ),
    "misspelt key of the document": ("issuer:", "isuer:", ["line 3", "'isuer'", "did you mean 'issuer'?"]),
    "key missing": ("document: 文〔2021〕1号\nperiod", "period", ["key 'document' is missing"]),
    "undeclared metric": ("cases / total", "cases / totl", ["line 27", "'totl' is not declared", "did you mean 'total'?"]),
    "unknown rule kind": ("kind: binary", "kind: binry", ["line 21", "no rule kind 'binry'", "did you mean 'binary'?"]),
    "unknown code": ("kind == county", "kind == conty", ["'conty' is no value of kind", "county, district"]),
    "condition where a number belongs": ("cases / total", "done", ["line 27", "is no number"]),
    "number where a condition belongs": ("done and kind == county", "cases", ["line 21", "is no condition"]),
    "English word for a code that is not listed": (
        "district: 区}}",
        "district: 区}, values_en: {conty: County}}",
        ["line 15", "a word for 'conty', which values does not list", "did you mean 'county'?"],
    ),
    "single equals sign": ("kind == county", "kind = county", ["line 21", "equality is written '=='"]),
    "not a number": ('max_points: "2"', 'max_points: "two"', ["line 26", "'two' is not a number"]),
    "id not quoted": ('id: "1.1"', "id: 1.1", ["line 17", "is not quoted", 'write "1.1"']),
    "id twice": ('- id: "1.2"', '- id: "1.1"', ["line 23", "'1.1' stands already on line 17"]),
    "key twice": ("total: {max_points", "league: sichuan\ntotal: {max_points", ["line 8", "stands twice (first on line 7)"]),
    "unknown category": (
        'id: "1.2"\n    category: "1"',
        'id: "1.2"\n    category: "7"',
        ["criterion 1.2", "there is no category '7'"],
    ),
    "metric without unit": ("type: int, unit: cases, min", "type: int, min", ["line 13", "needs a unit"]),
    "period backwards": ('end: "2021-12-31"', 'end: "2020-12-31"', ["line 5", "ends (2020-12-31) before it starts"]),
    "no such day": ('start: "2021-01-01"', 'start: "2021-02-30"', ["line 5", "'2021-02-30' is not a day"]),
    "not YAML": ("categories:", "categories: [", ["not valid YAML", "line"]),
    "two thresholds": (
        'kind: shortfall, value: cases / total, target: "1", step: "0.01", per_step: "0.1"',
        'kind: threshold, value: cases / total, at_least: "1", above: "1"',
        ["line 27", "exactly one of at_least and above"],
    ),
    "word not allowed": ('per_step: "0.1"', 'per_step: "0.1", mode: flor', ["'flor' is not allowed", "did you mean 'floor'?"]),
}  # fmt: skip


def with_fault(tmp_path: Path, before: str, after: str) -> Path:
    """A copy of the small rubric with one text replaced."""
    text = SMALL.read_text("utf-8")
    assert text.count(before) >= 1
    path = tmp_path / "mine.yml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return path


def test_the_small_rubric_itself_is_good():
    rubric = load_rubric(SMALL)

    assert ["1.1", "1.2"] == list(rubric.criteria)
    assert ("cases", "total") == rubric.criteria["1.2"].metrics


@pytest.mark.parametrize(("before", "after", "words"), FAULTS.values(), ids=FAULTS)
def test_message_names_file_line_and_fix(tmp_path: Path, before: str, after: str, words: list[str]):
    path = with_fault(tmp_path, before, after)

    with pytest.raises(InputError) as caught:
        load_rubric(path)

    message = str(caught.value)
    assert message.startswith("mine.yml")
    assert [] == [word for word in words if word not in message], message


def test_all_faults_are_told_at_once(tmp_path: Path):
    path = with_fault(tmp_path, "kind: binary", "kind: binry")
    path.write_text(path.read_text("utf-8").replace("step: ", "stpe: ", 1), encoding="utf-8")

    with pytest.raises(InputError) as caught:
        load_rubric(path)

    assert ["line 21", "line 27"] == [
        word for word in ("line 21", "line 27") if word in str(caught.value)
    ]


def test_unknown_rubric_names_the_known_ones():
    with pytest.raises(InputError, match="did you mean 'huaian-2021-integrity'"):
        load_rubric("huaian-2021-integrit")


def test_empty_file_is_told(tmp_path: Path):
    path = tmp_path / "empty.yml"
    path.write_text("", encoding="utf-8")

    with pytest.raises(InputError, match=r"is the file empty\?"):
        load_rubric(path)


def test_not_utf8_is_told(tmp_path: Path):
    path = tmp_path / "mine.yml"
    path.write_bytes(SMALL.read_text("utf-8").encode("gb18030"))

    with pytest.raises(InputError, match="is not UTF-8"):
        load_rubric(path)


def test_numbers_stay_as_typed(tmp_path: Path):
    path = with_fault(tmp_path, 'id: "1.2"', 'id: "1.10"')

    assert ["1.1", "1.10"] == list(load_rubric(path).criteria)


def test_a_reading_changes_its_clause_only():
    rubric = load_rubric(SMALL, readings={"1.2": "linear"})

    assert "linear" == rubric.criteria["1.2"].rule.mode
    assert ("B", "A") == (rubric.reading("1.2"), rubric.reading("1.1"))


@pytest.mark.parametrize(
    ("readings", "words"),
    [
        ({"1.2": "Z"}, r"no reading 'Z'\. Allowed: A \(default\), B \(linear\)"),
        ({"9.9": "B"}, "no criterion '9.9'"),
        ({"colour:1": "B"}, "names nothing to read otherwise"),
    ],
)
def test_unknown_readings_are_told(readings: dict[str, str], words: str):
    with pytest.raises(UsageError, match=words):
        load_rubric(SMALL, readings=readings)


def test_a_change_of_an_unknown_path_is_told():
    with pytest.raises(UsageError, match=r"no 'criteria/9\.9'"):
        load_rubric(SMALL, changes={"criteria/9.9/rule/target": "1"})


def test_a_change_is_checked_like_the_document():
    with pytest.raises(InputError, match="key 'targt' is not known here"):
        load_rubric(SMALL, changes={"criteria/1.2/rule/targt": "1"})
