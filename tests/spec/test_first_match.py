"""first_match: the first branch that fits decides."""

REPORT = """
    kind: first_match
    branches:
      - {if: unit_type == county_level_city, needs: own_report <= 2021-03-31}
      - {if: "unit_type in [county, district]", needs: prefecture_report <= 2021-03-31}
"""
UNIT_TYPES = {"county_level_city": "县级市", "county": "县", "district": "区"}


def test_each_type_of_unit_goes_by_its_own_report(check_rule):
    """Only the report of the branch is needed; the other may stay empty."""
    check_rule(REPORT, """
        unit_type         | own_report | prefecture_report | points
        county_level_city | 2021-03-01 |                   | 2
        county_level_city | none       |                   | 0
        county_level_city |            | 2021-03-01        | missing
        county            |            | 2021-03-31        | 2
        district          |            | 2021-04-02        | 0
        district          | 2021-03-01 |                   | missing
                          | 2021-03-01 | 2021-03-01        | missing """,
        metrics={
            "unit_type": {"type": "enum", "values": UNIT_TYPES},
            "own_report": {"type": "date", "needed": "unit_type == county_level_city"},
            "prefecture_report": {"type": "date", "needed": "unit_type in [county, district]"},
        })  # fmt: skip


def test_breaches_and_none_have_different_requirements(check_rule):
    rule = """
        kind: first_match
        branches:
          - {if: breaches_exist, needs: breach_register}
          - {needs: breach_rules}
    """
    check_rule(rule, """
        breaches_exist | breach_register | breach_rules | points
        true           | true            |              | 1
        true           | false           | true         | 0
        false          |                 | true         | 1
        false          | true            | false        | 0
                       | true            | true         | missing """,
        max_points="1",
        metrics={
            "breach_register": {"type": "bool", "needed": "breaches_exist"},
            "breach_rules": {"type": "bool", "needed": "not breaches_exist"},
        })  # fmt: skip


def test_branches_are_tried_in_order(check_rule):
    rule = """
        kind: first_match
        branches:
          - {if: accidents >= 2, points: "0"}
          - {if: accidents >= 1, points: "0.5"}
          - {if: sessions >= 4, judged: assessed}
    """
    check_rule(rule, """
        accidents | sessions | assessed | points
        3         | 9        | 2        | 0
        1         | 9        | 2        | 0.5
        0         | 4        | 1.7      | 1.7
        0         | 3        | 1.7      | 0 """)  # fmt: skip


def test_a_judged_branch_may_have_a_range(check_rule):
    """Sichuan, annex 1, clause 3.1: twelve days on duty earn the point, fewer are judged."""
    rule = """
        kind: first_match
        branches:
          - {if: days_on_duty >= 12, points: "1"}
          - {judged: assessed, min: "0", max: "1"}
    """
    check_rule(rule, """
        days_on_duty | assessed | points
        12           |          | 1
        11           | 0.75     | 0.75
        11           |          | missing """,
        max_points="1",
        metrics={"assessed": {"type": "judged", "needed": "days_on_duty < 12"}})  # fmt: skip
