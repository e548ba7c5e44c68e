"""Expressions said with names, and with one region's numbers."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from govscore_lib.algebra import NameType, parse, resolve
from govscore_lib.algebra.columns import code_column, number_column, truth_column
from govscore_lib.algebra.evaluate import NEVER, Evaluator, Frame
from govscore_lib.algebra.expr import (
    Code,
    LeagueFigure,
    LeagueRank,
    Lookup,
    Name,
    Not,
    Number,
    number,
    points_if,
)
from govscore_lib.algebra.words import NamedLeaf, RegionLeaf, Wording, column_text

NAMES = {
    "part": "办结数",
    "whole": "总数",
    "in_force": "已建立",
    "day": "发布日期",
    "unit": "单位类型",
}
TYPES = {
    "part": NameType("number"),
    "whole": NameType("number"),
    "in_force": NameType("truth"),
    "day": NameType("date"),
    "unit": NameType("code", ("county", "district")),
}
DECLARED = {"part": "int", "whole": "decimal", "in_force": "bool", "day": "date", "unit": "enum"}
FRAME = Frame(
    size=2,
    columns={
        "part": number_column([Fraction(3), None]),
        "whole": number_column([Fraction("4.50"), Fraction(4)]),
        "in_force": truth_column([True, False]),
        "day": number_column([Fraction(737880), Fraction(NEVER)]),
        "unit": code_column(["county", None]),
    },
    league=np.zeros(2, dtype=np.int64),
    in_pool=np.ones(2, dtype=bool),
    period=(0, 1),
)


def expr(text):
    return resolve(parse(text), TYPES, {})


def named(text, language="zh"):
    leaf = NamedLeaf(lambda name: NAMES[name] if language == "zh" else name, language)
    return Wording(leaf, language).say(expr(text))


def numbered(what, row=0, language="en", frame=FRAME):
    leaf = RegionLeaf(
        Evaluator(frame),
        row,
        language,
        lambda name: name,
        lambda name, code: code,
        DECLARED.__getitem__,
    )
    return Wording(leaf, language).say(expr(what) if isinstance(what, str) else what)


def test_names_are_said_in_the_language():
    assert "办结数 ÷ 总数 ≥ 95%" == named("part / whole >= 95%")
    assert "part ÷ whole ≥ 95%" == named("part / whole >= 95%", "en")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(part + whole) * 2", "(part + whole) × 2"),
        ("part + whole * 2", "part + whole × 2"),
        ("part - (whole - 2)", "part − (whole − 2)"),
        ("part - whole - 2", "part − whole − 2"),
        ("part / (whole * 2)", "part ÷ (whole × 2)"),
        ("part / (whole / 2)", "part ÷ (whole ÷ 2)"),
        ("(in_force or part > 1) and whole > 1", "(in_force or part > 1) and whole > 1"),
        ("in_force or part > 1 and whole > 1", "in_force or part > 1 and whole > 1"),
        ("not (in_force and part > 1)", "not (in_force and part > 1)"),
        ("day <= 2021-03-31", "day ≤ 2021-03-31"),
        ("unit in [county, district]", "unit ∈ {county, district}"),
        ("floor(part / 2)", "⌊part ÷ 2⌋"),
        ("min(part, whole)", "min(part, whole)"),
    ],
)
def test_parentheses_stand_where_they_are_needed(text, said):
    assert said == named(text, "en")


def test_numbers_are_put_in():
    assert "3 ÷ 4.5" == numbered("part / whole")
    assert "2 × (3 + 4.5)" == numbered("2 * (part + whole)")


def test_a_gap_is_said_as_one():
    assert "part missing" in numbered("part + whole", row=1)


def test_days_and_days_that_never_came():
    assert "2021-03-31" in numbered("day <= 2021-04-01")
    assert "never" in numbered("day <= 2021-04-01", row=1)


PAST = replace(FRAME, previous={"part": number_column([Fraction(5), None])})


def test_last_periods_figure_is_said_as_such():
    assert "上期办结数" == named("previous(part)")
    assert "5" == numbered("previous(part)", frame=PAST)
    assert "part 3 ≥ previous 5" == numbered("part >= previous(part)", frame=PAST)
    assert "previous missing" in numbered("part >= previous(part)", row=1, frame=PAST)


def test_a_figure_of_the_league_is_said_where_it_is_compared():
    assert "办结数 ≥ 办结数（组内平均）" == named("part >= league_mean(part)")
    assert "part ≥ mean of the league: part" == named("part >= league_mean(part)", "en")
    assert "whole 4.5 ≥ mean of the league 4.25" == numbered("whole >= league_mean(whole)")
    assert "4.5 ÷ 4.5" == numbered("whole / league_max(whole)")


def test_means_say_what_they_leave_out():
    assert "平均(办结数，总数)" == named("mean(part, whole)")
    assert "mean without the highest and the lowest(3, 4.5, 2)" == numbered(
        "trimmed_mean(part, whole, 2)"
    )


def test_a_table_by_code_is_said_whole_or_for_one_region():
    table = Lookup(
        Name("unit"),
        ((Code("county"), Number(Fraction(4, 5), "80%")), (Code("district"), number(1))),
    )
    leaf = NamedLeaf(NAMES.__getitem__, "zh", lambda metric, code: {"county": "县"}.get(code, code))

    assert "按单位类型确定的值（县 80%，district 1）" == Wording(leaf, "zh").say(table)
    assert ["80%", "missing"] == [numbered(table, row) for row in (0, 1)]


def test_only_the_branch_taken_is_said():
    points = points_if(expr("in_force"), number(2))

    assert numbered(points).endswith("→ 2")
    assert numbered(points, row=1).endswith("→ 0")


def test_places_and_sizes_are_said_as_numbers():
    size, place = LeagueFigure("count", Name("whole")), LeagueRank(Name("whole"), "lowest")

    assert "2" == numbered(size)
    assert ["2", "1"] == [numbered(place, row) for row in (0, 1)]


@pytest.mark.parametrize(
    ("metric", "cells"),
    [
        ("part", ["3", None]),
        ("whole", ["4.5", "4"]),
        ("in_force", ["true", "false"]),
        ("day", ["2021-03-31", "none"]),
        ("unit", ["county", None]),
    ],
)
def test_cells_are_written_as_canonical_text(metric, cells):
    column = FRAME.columns[metric]

    assert cells == [column_text(column, row, DECLARED[metric]) for row in (0, 1)]


def test_the_next_whole_number_above_has_its_sign():
    assert "⌈3 ÷ 4.5⌉" == numbered("0 - floor(0 - part / whole)")
    assert "1 − ⌊0 − 3⌋" == numbered("1 - floor(0 - part)")


def test_a_negated_condition_is_told_without_a_double_no():
    """The first of two branches asks whether something is not there."""
    gate = points_if(Not(expr("in_force")), Number(Fraction(2)))

    assert "in_force (no): not met → 2" == numbered(gate, row=1)
    assert "in_force (yes) → 0" == numbered(gate)
