"""Lint remarks what loads but is probably meant otherwise."""

import json
from pathlib import Path
from typing import Any

import pytest

from govscore_lib.rubric.lint import lint_rubric
from tests.small_rubrics import criterion, document, metric

AREAS = {"urban": "城区", "lake": "湖区", "hills": "山区"}
NAME = {"zh": "名称", "en": "name"}


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


@pytest.mark.parametrize(
    ("rule", "parameters"),
    [
        (
            {"kind": "tiers", "value": "area", "values": {"urban": "2", "lake": "1", "hills": "0"}},
            {},
        ),
        (
            {
                "kind": "by_group",
                "by": "area",
                "rules": {name: {"kind": "ratio", "value": "share"} for name in AREAS},
            },
            {},
        ),
        (
            {"kind": "threshold", "value": "share", "at_least": "goal"},
            {
                "goal": {
                    "by": "area",
                    "values": dict.fromkeys(AREAS, "1"),
                    "name": NAME,
                    "source": "x",
                }
            },
        ),
    ],
)
def test_codes_named_as_keys_are_told_apart(tmp_path: Path, rule: Any, parameters: Any):
    metrics = {"area": metric("enum", values=AREAS), "share": metric("decimal", max="1")}
    raw = document(
        [criterion("1", rule)],
        {name: one for name, one in metrics.items() if name in json.dumps([rule, parameters])},
        parameters=parameters,
        total={"max_points": "2"},
        categories=[{"id": "1", "name": NAME, "max_points": "2"}],
    )
    path = tmp_path / "small.yml"
    path.write_text(json.dumps(raw, ensure_ascii=False, indent=1), encoding="utf-8")

    assert [] == [one.text for one in lint_rubric(path)]


def test_metrics_that_are_only_listed_are_used(tmp_path: Path):
    unused = [text for text in remarks(tmp_path, "bonus") if "nothing uses" in text]

    assert ["nothing uses metric stray"] == unused


def test_what_is_said_of_regions_as_a_whole_uses_metrics_and_parameters(tmp_path: Path):
    """Metrics of a standing, of an emptied category, of a policy and of a topic's reading; a code as a key."""
    raw = document(
        [
            criterion(
                "1",
                {
                    "kind": "tiers",
                    "value": "found",
                    "values": {"good": "2", "weak": "1", "none": "0"},
                },
                only_if="begun",
            ),
        ],
        {
            "found": metric("enum", values={"good": "好", "weak": "弱", "none": "无"}),
            "begun": metric("bool"),
            "filed_on": metric("date"),
            "crime": metric("bool"),
            "elsewhere": metric("bool"),
        },
        categories=[{"id": "1", "name": {"zh": "类", "en": "category"}, "emptied_when": "crime"}],
        parameters={
            "due": {"value": "2022-01-10", "name": {"zh": "期限", "en": "due"}, "source": "notice"}
        },
        standing=[
            {
                "status": "waived",
                "when": "filed_on > due",
                "because": {"zh": "逾期", "en": "late"},
                "source": {"document": "notice"},
            }
        ],
        readings={
            "who": {
                "name": {"zh": "谁", "en": "who"},
                "options": {
                    "B": {
                        "slug": "others",
                        "change": {"standing/0/when": "elsewhere"},
                        "because": {"zh": "也可", "en": "possible"},
                    }
                },
            }
        },
    )
    path = tmp_path / "small.yml"
    path.write_text(json.dumps(raw, ensure_ascii=False, indent=1), encoding="utf-8")

    said = [one.text for one in lint_rubric(path)]

    assert [] == [text for text in said if "nothing uses" in text or "score alike" in text]
