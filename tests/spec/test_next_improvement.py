"""The next improvement: the smallest change of a region's own figures that brings more, and how much.

``next`` is what the explanation tells first; a dash where nothing can be gained. The others keep their figures.
"""

import re
import textwrap

import yaml

from govscore_lib.engine import next_improvements, score
from tests.asserts import observations, read_table
from tests.small_rubrics import criterion, document, load_document, metric, type_of


def check_next(rule: str, table: str, max_points: str = "2", **checks: str) -> None:
    """Assert what every region is told, from a table with a column per metric, ``next`` and ``gain``.

    checks : metric → the condition that it has to keep to.
    """
    cells = read_table(table)
    expected = {name: (row.pop("next"), row.pop("gain")) for name, row in cells.items()}
    metrics = {}
    for name in next(iter(cells.values())):
        column = [row[name] for row in cells.values()]
        whole = all(re.fullmatch(r"\d+", cell) for cell in column if cell)
        kept = {"check": [checks[name]]} if name in checks else {}
        metrics[name] = metric("int" if whole else type_of(column), **kept)
    raw = yaml.load(textwrap.dedent(rule), yaml.BaseLoader)
    one = criterion("1.01", raw, max_points=max_points)
    card = score(load_document(document([one], metrics)), observations(cells))

    assert expected == {region: told(card, region) for region in cells}


def told(card, region: str) -> tuple[str, str]:
    for found in next_improvements(card, region, "1.01"):
        changes = [f"{one.metric_id} {one.before} → {one.after}" for one in found.changes]
        return " and ".join(changes), f"{found.gain:f}".rstrip("0").rstrip(".")
    return "—", ""


def test_a_fact_that_is_lacking():
    check_next("{kind: binary, when: published}", """
        published | next                   | gain
        false     | published false → true | 2
        true      | —                      | """)  # fmt: skip


def test_two_facts_that_are_both_needed():
    """One of them alone would bring nothing, so both are told."""
    check_next("{kind: all_of, all: [system, signed]}", """
        system | signed | next                                       | gain
        false  | false  | system false → true and signed false → true | 2
        true   | false  | signed false → true                        | 2 """)  # fmt: skip


def test_the_deadline_itself_is_still_in_time():
    check_next("{kind: binary, when: report <= 2021-03-31}", """
        report     | next                           | gain
        2021-04-20 | report 2021-04-20 → 2021-03-31 | 2
        none       | report none → 2021-03-31       | 2
        2021-03-31 | —                              | """)  # fmt: skip


def test_the_next_tier_not_the_highest():
    rule = 'kind: tiers\nvalue: on_time / due\ntiers: [{at_least: 95%, points: "2"}, {at_least: 80%, points: "1"}]'
    check_next(rule, """
        on_time | due | next           | gain
        70      | 100 | on_time 70 → 80 | 1
        80      | 100 | on_time 80 → 95 | 1
        96      | 100 | —              | """, on_time="on_time <= due")  # fmt: skip


def test_a_step_that_is_completed_counts():
    """0.1 off for each full 1500 below 60000: 45000 is still ten steps short, 45001 is nine."""
    rule = 'kind: shortfall\nvalue: users\ntarget: "60000"\nstep: "1500"\nper_step: "0.1"'
    check_next(rule, """
        users | next                | gain
        43510 | users 43510 → 45001 | 0.1
        58501 | —                   | """)  # fmt: skip


def test_events_beyond_the_floor_go_first():
    """Six events at 0.5 each cost no more than four; only the third one brings something back."""
    check_next('{kind: deduct_per_event, per: "0.5", count: events}', """
        events | next         | gain
        6      | events 6 → 3 | 0.5
        1      | events 1 → 0 | 0.5
        0      | —            | """)  # fmt: skip


def test_the_place_above_is_reached_at_its_value():
    """R1 has 20 %. With 3 of 30 it shares the 10 % of R2; 4 of 30 would change nothing.

    Points are recorded to nine decimals; a gain is the difference of two of them.
    """
    check_next("{kind: rank, value: lost / cases, best: lowest}", """
        region | lost | cases | next       | gain
        R1     | 6    | 30    | lost 6 → 3 | 0.666666667
        R2     | 4    | 40    | —          |
        R3     | 9    | 30    | lost 9 → 6 | 0.666666666 """)  # fmt: skip


def test_the_worst_of_the_league_has_to_pass_another():
    """All are measured by the worst: while R3 is that, it has nothing, and with 5 events R1 is."""
    check_next("{kind: per_capita, value: events / people}", """
        region | events | people | next         | gain
        R1     | 6      | 30     | events 6 → 5 | 0.222222222
        R2     | 0      | 40     | —            |
        R3     | 9      | 30     | events 9 → 5 | 0.333333333 """)  # fmt: skip


def test_what_an_assessor_can_still_give():
    check_next("{kind: judged, metric: quality}", """
        quality | next            | gain
        1.5     | quality 1.5 → 2 | 0.5
        2       | —               | """)  # fmt: skip
