"""Lint remarks what loads but is probably meant otherwise."""

import json
from pathlib import Path

from govscore_lib.rubric.lint import lint_rubric
from tests.small_rubrics import criterion, document, metric


def remarks(folder: Path, component: str) -> list[str]:
    raw = document(
        [
            criterion("7", {"kind": "bonus", "when": "award"}, max_points="10"),
            criterion("8", {"kind": "bonus", "list": ["highlights"]}, max_points="0"),
        ],
        {"award": metric("bool"), "highlights": metric("text"), "stray": metric("int")},
        categories=[{"id": "1", "name": {"zh": "加分", "en": "bonus"}, "component": component}],
    )
    path = folder / "small.yml"
    path.write_text(json.dumps(raw, ensure_ascii=False, indent=1), encoding="utf-8")
    return [one.text for one in lint_rubric(path)]


def test_a_bonus_belongs_outside_the_base(tmp_path: Path):
    said = [text for text in remarks(tmp_path, "base") if "is a bonus" in text]

    assert 2 == len(said)
    assert said[0] == "criterion 7 is a bonus, but category 1 is no component: bonus"
    assert [] == [text for text in remarks(tmp_path, "bonus") if "is a bonus" in text]


def test_metrics_that_are_only_listed_are_used(tmp_path: Path):
    unused = [text for text in remarks(tmp_path, "bonus") if "no criterion uses" in text]

    assert ["no criterion uses metric stray"] == unused
