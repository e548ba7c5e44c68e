"""A league beside the rubric's own file."""

import pytest

from govscore_lib.errors import InputError
from govscore_lib.rubric import load_league, load_rubric
from tests.small_rubrics import criterion, document, metric, write_document


@pytest.fixture
def rubric_file(tmp_path):
    raw = document(
        [criterion("1.01", {"kind": "judged", "metric": "judged"})],
        {"judged": metric("judged")},
        league="towns.csv",
    )
    (tmp_path / "towns.csv").write_text(
        "region_id,name_zh\nT1,河东镇\nT2,河西镇\n", encoding="utf-8"
    )
    return write_document(raw, tmp_path)


def test_a_code_and_a_name_are_enough(rubric_file):
    league = load_league(load_rubric(rubric_file).league)

    assert ["T1", "T2"] == [region.id for region in league.ranked]
    assert league.resolve("河西镇") is league.regions[1]


def test_another_league_is_another_rubric(rubric_file):
    before = load_rubric(rubric_file).hash
    (rubric_file.parent / "towns.csv").write_text(
        "region_id,name_zh\nT1,河东镇\n", encoding="utf-8"
    )

    assert before != load_rubric(rubric_file).hash


def test_a_league_that_is_not_there_is_told(rubric_file):
    (rubric_file.parent / "towns.csv").unlink()

    with pytest.raises(InputError, match=r"towns\.csv: there is no such file"):
        load_rubric(rubric_file)


def test_a_league_without_names_is_told(rubric_file):
    (rubric_file.parent / "towns.csv").write_text("region_id,name\nT1,x\n", encoding="utf-8")

    with pytest.raises(InputError, match="column 'name_zh' is missing"):
        load_rubric(rubric_file)
