"""composite_deduct: points lost for several things at once. The numbered clauses are worked examples of the Xiangxi reading."""

import pytest


def test_each_part_has_its_own_cap(check_rule):
    """Clause 1.2: each of the delegated items late costs 0.2, 1 point at most; no look-back costs 1."""
    rule = """
        kind: composite_deduct
        parts:
          - {count: items_late, per: "0.2", cap: "1"}
          - {unless: looked_back, minus: "1"}
    """
    check_rule(rule, """
        items_late | looked_back | points
        0          | true        | 2
        3          | true        | 1.4
        5          | true        | 1
        6          | true        | 1
        3          | false       | 0.4
        9          | false       | 0
                   | true        | missing
        3          |             | missing """)  # fmt: skip


def test_a_count_beyond_its_cap_costs_no_more(check_rule):
    """Clause 1.4: the plan is there, 15 items are missing: 15 × 0.2 = 3, capped at 2."""
    rule = """
        kind: composite_deduct
        parts:
          - {unless: plan_made, minus: "2"}
          - {count: items_missing, per: "0.2", cap: "2"}
    """
    check_rule(rule, """
        plan_made | items_missing | points
        true      | 15            | 2
        true      | 4             | 3.2
        false     | 0             | 2
        false     | 15            | 0 """, max_points="4")  # fmt: skip


def test_one_cap_holds_all_parts_together(check_rule):
    """Clause 1.6: three faults of 0.5 each, 1 point at most."""
    rule = """
        kind: composite_deduct
        cap: "1"
        parts:
          - {unless: window_ok, minus: "0.5"}
          - {unless: business_in, minus: "0.5"}
          - {unless: mechanism, minus: "0.5"}
    """
    check_rule(rule, """
        window_ok | business_in | mechanism | points
        true      | true        | true      | 1
        true      | true        | false     | 0.5
        false     | true        | false     | 0
        false     | false       | false     | 0
        false     | false       |           | missing """, max_points="1")  # fmt: skip


def test_facts_and_counts_add_up(check_rule):
    """Clause 2.1: a hall of 5000 m² passes; below it 2 points go, and 0.2 for everything that is missing."""
    rule = """
        kind: composite_deduct
        cap: "5"
        parts:
          - {when: hall_area < 5000, minus: "2"}
          - {count: items_not_in, per: "0.2"}
          - {count: letters_missing, per: "0.2"}
          - {count: staff_not_in, per: "0.2"}
          - {count: town_items_missing, per: "0.2"}
    """
    check_rule(rule, """
        hall_area | items_not_in | letters_missing | staff_not_in | town_items_missing | points
        5000      | 0            | 0               | 0            | 0                  | 5
        4999      | 3            | 2               | 4            | 5                  | 0.2
        4999      | 3            | 2               | 4            | 6                  | 0
        4999      | 30           | 2               | 4            | 6                  | 0
        4999.9    | 0            | 0               | 0            | 0                  | 3 """,
        max_points="5")  # fmt: skip


def test_a_share_below_its_target_loses_in_proportion(check_rule):
    """Clause 3.1: 1 × (1 − share ÷ target) below it, nothing from the target on; without items it is missing."""
    rule = """
        kind: composite_deduct
        parts:
          - {value: online / items, target: 100%, up_to: "1"}
          - {value: deep / items, target: 85%, up_to: "1"}
    """
    check_rule(rule, """
        online | deep | items | points
        200    | 170  | 200   | 2
        200    | 190  | 200   | 2
        200    | 136  | 200   | 1.8
        180    | 170  | 200   | 1.9
        0      | 0    | 200   | 0
        0      | 0    | 0     | missing
               | 170  | 200   | missing """)  # fmt: skip


def test_a_share_may_also_lose_the_plain_difference(check_rule):
    """Other reading of clause 3.1: 1 × (85 % − share)."""
    rule = """
        kind: composite_deduct
        parts:
          - {count: "max(0, 85% - deep / items)", per: "1"}
    """
    check_rule(rule, """
        deep | items | points
        170  | 200   | 2
        136  | 200   | 1.83 """)  # fmt: skip


TRANSACTIONS = """
    kind: composite_deduct
    parts:
      - {{shortfall: transactions, target: "100000", step: "2000", per_step: "0.1", mode: {mode}, cap: "5"}}
      - {{count: yellow + 2 * red, per: "0.1", cap: "1"}}
"""


@pytest.mark.parametrize(
    ("mode", "almost"),
    [
        pytest.param("floor", "6", id="A: completed steps"),
        pytest.param("linear", "5.90005", id="B: in proportion"),
        pytest.param("ceil", "5.9", id="C: a started step counts"),
    ],
)
def test_steps_below_a_target(check_rule, mode, almost):
    """Clause 3.2: every 2000 transactions short of 100 000 cost 0.1, at most 5; cards at most 1."""
    check_rule(TRANSACTIONS.format(mode=mode), f"""
        transactions | yellow | red | points
        100000       | 0      | 0   | 6
        150000       | 0      | 0   | 6
        98000        | 0      | 0   | 5.9
        98001        | 0      | 0   | {almost}
        100000       | 2      | 3   | 5.2
        100000       | 9      | 9   | 5
        0            | 10     | 0   | 0
                     | 0      | 0   | missing """, max_points="6")  # fmt: skip


def test_what_an_assessor_takes_off_joins_the_counts(check_rule):
    """Clause 4.5: 52 400 users are five completed steps of 1500 below 60 000; the assessor takes 0.7 off."""
    rule = """
        kind: composite_deduct
        parts:
          - {shortfall: users, target: "60000", step: "1500", per_step: "0.1", cap: "4"}
          - {judged: use_judged}
    """
    check_rule(rule, """
        users | use_judged | points
        52400 | 0.7        | 4.8
        60000 | 0          | 6
        0     | 2          | 0
        52400 |            | missing """, max_points="6")  # fmt: skip


def test_deductions_beyond_the_maximum_end_at_the_floor(check_rule):
    """Clause 4.4: 2 + 1 + 1 can be lost of 2 points; another reading lets the clause become negative."""
    rule = """
        kind: composite_deduct
        {floor}
        parts:
          - {{judged: window_judged}}
          - {{unless: mechanism, minus: "1"}}
          - {{unless: agents, minus: "1"}}
    """
    check_rule(rule.format(floor='floor: "0"'), """
        window_judged | mechanism | agents | points
        0             | true      | true   | 2
        0.5           | false     | true   | 0.5
        2             | false     | false  | 0 """)  # fmt: skip
    check_rule(rule.format(floor='floor: "-2"'), """
        window_judged | mechanism | agents | points
        2             | false     | false  | -2 """)  # fmt: skip


def test_what_is_lost_may_depend_on_the_degree(check_rule):
    """Clause 4.3: no use costs 2, partial use what the assessor says, which is needed only then."""
    rule = """
        kind: composite_deduct
        cap: "4"
        parts:
          - {count: not_at_window, per: "0.2"}
          - {when: platform_use == none, minus: "2"}
          - {when: platform_use == partial, minus: partial_judged}
    """
    check_rule(rule, """
        not_at_window | platform_use | partial_judged | points
        0             | full         |                | 4
        1             | none         |                | 1.8
        1             | partial      | 0.7            | 3.1
        1             | partial      |                | missing
        1             |              |                | missing """,
        max_points="4",
        metrics={
            "platform_use": {"type": "enum", "values": {"full": "全面", "partial": "部分", "none": "未用"}},
            "partial_judged": {"type": "judged", "needed": "platform_use == partial"},
        })  # fmt: skip


def test_each_rate_is_stepped_for_itself(check_rule):
    """Clause 3.5: 98.5 % and 99.5 % are one completed step together, not two."""
    rule = """
        kind: composite_deduct
        cap: "3"
        parts:
          - {shortfall: catalogued / items, target: 100%, step: 1%, per_step: "0.1"}
          - {shortfall: listed / items, target: 100%, step: 1%, per_step: "0.1"}
          - {judged: data_judged}
    """
    check_rule(rule, """
        catalogued | listed | items | data_judged | points
        1000       | 1000   | 1000  | 0           | 3
        985        | 995    | 1000  | 0           | 2.9
        930        | 1000   | 1000  | 0.5         | 1.8
        0          | 0      | 1000  | 0           | 0
        0          | 0      | 0     | 0           | missing """, max_points="3")  # fmt: skip


def test_a_rate_without_denominator_may_cost_nothing(check_rule):
    rule = """
        kind: composite_deduct
        zero_denominator: full
        parts:
          - {shortfall: listed / items, target: 100%, step: 1%, per_step: "0.1"}
          - {value: deep / items, target: 85%, up_to: "1"}
          - {count: cards, per: "0.1"}
    """
    check_rule(rule, """
        listed | deep | items | cards | points
        0      | 0    | 0     | 3     | 1.7
        99     | 85   | 100   | 3     | 1.6
        0      | 0    |       | 3     | missing
               | 0    | 0     | 3     | missing """)  # fmt: skip


def test_it_may_start_elsewhere_than_at_the_maximum(check_rule):
    check_rule('kind: composite_deduct, start: 1.5, floor: 0.5, parts: [{count: late, per: 0.5}]', """
        late | points
        0    | 1.5
        1    | 1
        2    | 0.5
        3    | 0.5 """)  # fmt: skip


def test_reports_late_and_missing_cost_the_same(check_rule):
    """Clause 6.2: two late and one missing cost 3 × 0.5."""
    rule = "kind: composite_deduct, cap: 2, parts: [{count: late, per: 0.5}, {count: missing, per: 0.5}]"
    check_rule(rule, """
        late | missing | points
        2    | 1       | 0.5
        3    | 3       | 0 """)  # fmt: skip


def test_while_a_part_is_open_no_more_than_the_cap_can_be_lost(check_totals):
    rubric = """
        categories: [{id: "1", min_points: "-9"}]
        criteria:
          - id: "1.01"
            max_points: "4"
            rule: {kind: composite_deduct, cap: "3", parts: [{count: late, per: "1"}, {judged: off}]}
          - id: "1.02"
            max_points: "2"
            rule: {kind: composite_deduct, floor: "-2", parts: [{count: late, per: "1"}, {judged: off}]}
    """
    check_totals(rubric, """
        region | late | off | total | status      | lower | upper
        R1     | 1    | 0.5 | 3     | final       | 3     | 3
        R2     | 9    | 0   | -1    | final       | -1    | -1
        R3     | 1    |     | 0     | provisional | -1    | 6 """)  # fmt: skip
