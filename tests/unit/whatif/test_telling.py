"""What is printed of robustness: safe intervals, shares that do not become nothing, columns that line up."""

import pytest

from govscore_lib.engine import score
from govscore_lib.text import share_text
from govscore_lib.whatif.telling import aligned, report_robustness
from tests.asserts import observations, read_table
from tests.small_rubrics import criterion, document, load_document, metric

TABLE = """
    region | a   | b   | c   | d
    A      | 1   | 0.3 | 0.5 | 1
    B      | 0.9 | 0.4 | 0.5 | 1
    C      | 0.1 | 0.9 | 0.5 | 0"""


@pytest.fixture
def text():
    prize = {"id": "p", "name": {"zh": "一等", "en": "first prize"}, "places": "1"}
    prizes = {"prizes": [prize], "source": {"document": "文"}}
    raw = document([criterion(name, {"kind": "ratio", "value": name}) for name in "abcd"],
                   {name: metric("decimal") for name in "abcd"}, awards=prizes)  # fmt: skip
    card = score(load_document(raw), observations(read_table(TABLE)))
    return lambda language: report_robustness(card, draws=200, combined=0).to_text(language)


def test_prizes_intervals_and_idle_criteria_are_told(text):
    """A and B are equal: 5.6 points each, so that neither of a and b has any room."""
    lines = text("en").splitlines()

    assert "first prize" in lines[1]
    assert "to be decided" in lines[1]
    assert "  a criterion a: 2 no room  A and B" in [one.replace("B and A", "A and B") for one in lines]  # fmt: skip
    assert "Separate nobody: c" in lines


def test_the_same_in_chinese(text):
    lines = text("zh").splitlines()

    assert "一等" in lines[1]
    assert any("无余地" in one for one in lines)
    assert "未能区分任何地区：c" in lines


def test_a_bound_is_cut_towards_the_inside():
    """A keeps its place down to a = 2/3 points: 0.6667 is printed, not 0.6666, where it no longer holds."""
    raw = document([criterion(name, {"kind": "ratio", "value": name}) for name in "ab"],
                   {name: metric("decimal") for name in "ab"})  # fmt: skip
    table = "region | a | b\n A | 0.9 | 0.1\n B | 0.3 | 0.3"
    card = score(load_document(raw), observations(read_table(table)))

    text = report_robustness(card, draws=10, combined=0).to_text("en")

    assert "a criterion a: 2 [0.6667, ∞]  A and B" in text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0.0%"), (0.0001, "<0.1%"), (0.5, "50.0%"), (0.9999, ">99.9%"), (1, "100.0%")],
)
def test_a_rare_share_does_not_become_nothing(share, text):
    assert text == share_text(share)


def test_chinese_characters_are_two_wide():
    assert " 1  金湖  x\n10  A     y" == aligned([["1", "金湖", "x"], ["10", "A", "y"]])
