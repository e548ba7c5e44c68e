"""A rubric said back names its general rules and its open questions, in both languages."""

import pytest

from govscore_lib.rubric import load_rubric
from govscore_lib.rubric.sayback import say_back

SERVICES = load_rubric("sichuan-2021-services")


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "zh",
            [
                "  视为放弃：自评材料逾期未报 (川政公〔2021〕19号 正文四（一）)",
                "  奖项：一等奖 7、二等奖 11、三等奖 3 (川政公〔2021〕19号 正文六)",
                "  流程：自评 → 省中心复核 → 实地抽查 → 形成排名 → 公示 → 主任办公会初审 → 党委会评选",
                "  ties 总分相同的名次",
            ],
        ),
        (
            "en",
            [
                "  waived: the self-assessment was not filed in time (川政公〔2021〕19号 正文四（一）)",
                "  prizes: first prize 7, second prize 11, third prize 3 (川政公〔2021〕19号 正文六)",
                "  ties equal totals",
            ],
        ),
    ],
)
def test_general_rules_and_topics_are_said(language: str, lines: list[str]):
    said = say_back(SERVICES, language).splitlines()

    assert [] == [line for line in lines if line not in said]


def test_the_reading_in_force_is_marked():
    rubric = load_rubric(
        "sichuan-2021-publicity", readings={"category:info": "B", "rubric:same_piece": "B"}
    )
    marked = [line for line in say_back(rubric, "en").splitlines() if line.startswith("    *")]

    assert ["reading B (cap-then-deduct)", "reading B (highest-only)"] == [
        line.strip("* ").split(":")[0] for line in marked
    ]


def test_a_clause_without_a_maximum_shows_none():
    said = say_back(SERVICES)

    assert "  bonus.B1 通报表扬\n" in said
    assert "  1.1 实施方案 [2]\n" in said
