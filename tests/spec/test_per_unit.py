"""per_unit: so many points a unit, up to a cap."""


def test_each_plan_counts_up_to_the_cap(check_rule):
    check_rule("kind: per_unit, count: plans, per: 0.5, cap: 2", """
        plans | points
        3     | 1.5
        5     | 2
        0     | 0
              | missing """)  # fmt: skip


def test_without_a_cap_it_goes_on(check_rule):
    check_rule("kind: per_unit, count: plans, per: 0.5", """
        plans | points
        5     | 2.5 """)  # fmt: skip


def test_only_metrics_that_meet_the_condition_count(check_rule):
    """Strictly more than 80 % of ten towns: nine count, eight do not; further domains are added."""
    rule = """
        kind: per_unit
        per: "1"
        cap: "3"
        each: [town_*]
        count_where: each / towns > 80%
        plus: coalesce(others, 0)
    """
    check_rule(rule, """
        town_food | town_land | town_tax | towns | others | points
        10        | 9         | 8        | 10    | 0      | 2
        10        | 9         | 8        | 10    | 1      | 3
        10        | 9         | 8        | 10    | 4      | 3
        10        | 9         | 8        | 10    |        | 2
        8         | 8         | 8        | 10    |        | 0
        10        |           | 8        | 10    | 4      | missing
        10        | 9         | 8        |       | 4      | missing
        0         | 0         | 0        | 0     | 4      | missing """,
        metrics={"others": {"type": "int", "unit": "domains", "needed": "optional"}})  # fmt: skip
