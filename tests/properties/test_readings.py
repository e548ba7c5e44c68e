"""Every reading of the library's rubrics, one at a time: exact, and with an effect on its own clause only."""

from functools import cache

import pytest

from govscore_lib.engine import score
from govscore_lib.engine.output import write_scorecard
from govscore_lib.rubric import Rubric, load_rubric, rubric_ids
from tests.asserts import assert_same_scores, engine_points, observations
from tests.random_figures import table

RUBRICS = rubric_ids()


@cache
def default(name: str) -> Rubric:
    return load_rubric(name)


READINGS = [
    (name, target.key, letter)
    for name in RUBRICS
    for target in default(name).targets.values()
    for letter in target.options
]


def test_the_rubrics_leave_questions_open():
    assert {"huaian-2021-integrity", "rudong-2021-townships", "xiangxi-2021-services"} <= {
        name for name, _, _ in READINGS
    }


@pytest.mark.parametrize(("name", "target", "letter"), READINGS)
def test_each_reading_agrees_and_changes_nothing_else(name, target, letter):
    """Engine and reference come to the same; under the reading of a clause the others keep their points."""
    rubric = load_rubric(name, readings={target: letter})
    values = table(rubric, seed=READINGS.index((name, target, letter)))

    assert_same_scores(rubric, values)
    if target in rubric.criteria:
        before, after = engine_points(default(name), values), engine_points(rubric, values)
        moved = {key for (_, key), points in after.items() if points != before[_, key]}

        assert moved <= {target}


@pytest.mark.parametrize("name", RUBRICS)
def test_the_default_readings_give_the_same_files(name, tmp_path, monkeypatch):
    """To choose A everywhere, or by its word, is to choose nothing."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    figures = observations(table(default(name), seed=1))
    targets = list(default(name).targets)
    chosen = {
        "nothing": default(name),
        "letters": load_rubric(name, readings=dict.fromkeys(targets, "A")),
        "words": load_rubric(name, readings=dict.fromkeys(targets, "default")),
    }

    for folder, rubric in chosen.items():
        write_scorecard(score(rubric, figures), tmp_path / folder)

    files = {
        folder: {path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()}
        for folder in chosen
    }
    assert {"scores.csv", "ledger.csv", "receipt.json"} <= files["nothing"].keys()
    assert files["nothing"] == files["letters"] == files["words"]
