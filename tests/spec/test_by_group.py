"""by_group: a rule of its own for each group of regions."""

import pytest

from govscore_lib.errors import InputError

AREAS = {"urban": "城区", "mountain": "山区", "lake": "湖区"}
AREA = {"area": {"type": "enum", "values": AREAS}}


def test_each_group_goes_by_its_own_rule(check_rule):
    """Only the figures of the region's own rule are needed."""
    rule = """
        kind: by_group
        by: area
        rules:
          urban: {kind: threshold, value: halls, at_least: "5"}
          mountain: {kind: per_unit, count: posts, per: "0.5", cap: "2"}
        otherwise: {kind: judged, metric: assessed}
    """
    optional = {
        name: {"type": "decimal", "unit": "units", "needed": "optional"}
        for name in ("halls", "posts", "assessed")
    }
    check_rule(rule, """
        area     | halls | posts | assessed | points
        urban    | 5     |       |          | 2
        urban    | 4     | 9     | 2        | 0
        mountain |       | 3     |          | 1.5
        lake     |       |       | 0.8      | 0.8
        lake     | 5     | 9     |          | missing
                 | 5     | 9     | 2        | missing """, metrics=AREA | optional)  # fmt: skip


def test_a_ranking_compares_the_regions_of_the_group(check_rule):
    rule = """
        kind: by_group
        by: area
        rules:
          urban: {kind: rank, value: visits, best: highest, map: last_zero}
          mountain: {kind: rank, value: visits, best: highest, map: last_zero}
        otherwise: {kind: threshold, value: visits, at_least: league_mean(visits)}
    """
    check_rule(rule, """
        area     | visits | points
        urban    | 90     | 2
        urban    | 80     | 1
        urban    | 70     | 0
        mountain | 20     | 2
        mountain | 10     | 0
        lake     | 30     | 2
        lake     | 20     | 0 """, metrics=AREA)  # fmt: skip


def test_a_group_has_its_own_target(check_rule):
    rule = """
        kind: by_group
        by: area
        rules:
          urban: {kind: proportional, value: visits, target: "100"}
          mountain: {kind: proportional, value: visits, target: "40"}
          lake: {kind: proportional, value: visits, target: "50"}
    """
    check_rule(rule, """
        area     | visits | points
        urban    | 50     | 1
        mountain | 50     | 2
        lake     | 40     | 1.6 """, metrics=AREA)  # fmt: skip


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("by: area, rules: {urbn: {kind: binary, when: done}}", "'urbn' is no value of area.*did you mean 'urban'"),
        ("by: area, rules: {urban: {kind: binary, when: done}}", "no rule for mountain, lake; give one, or otherwise"),
        ("by: area, rules: {}", "at least 1"),
        ("by: done, rules: {urban: {kind: binary, when: done}}", "'done' is no enumeration"),
        ("by: area, rules: {urban: {kind: binary, wen: done}}", "key 'wen' is not known here.*did you mean 'when'"),
        ("by: area, rules: {urban: {kind: binry, when: done}}", "no rule kind 'binry'"),
    ],
)  # fmt: skip
def test_a_group_that_does_not_exist_is_refused(check_rule, more, words):
    with pytest.raises(InputError, match=words):
        check_rule(
            f"kind: by_group, {more}", "area | done | points\n urban | true | 2", metrics=AREA
        )
