"""binary: all the points for one fact, none without it."""


def test_a_fact_earns_the_maximum(check_rule):
    check_rule("kind: binary, when: rules_in_force", """
        rules_in_force | points
        true           | 2
        false          | 0
                       | missing """)  # fmt: skip


def test_the_deadline_itself_is_on_time(check_rule):
    check_rule("kind: binary, when: report_date <= 2021-03-31", """
        report_date | points
        2021-03-30  | 2
        2021-03-31  | 2
        2021-04-01  | 0
                    | missing """)  # fmt: skip


def test_a_report_that_never_appeared_is_late(check_rule):
    """``none`` says that it did not happen; an empty cell says that nobody knows."""
    check_rule("kind: binary, when: report_date <= 2021-03-31", """
        report_date | points
        none        | 0
                    | missing """)  # fmt: skip


def test_a_date_lies_in_the_period_with_both_ends(check_rule):
    check_rule("kind: binary, when: held_on in period", """
        held_on    | points
        2020-12-31 | 0
        2021-01-01 | 2
        2021-12-31 | 2
        2022-01-01 | 0
        none       | 0 """)  # fmt: skip


def test_a_code_is_one_of_several(check_rule):
    check_rule(
        """
        kind: binary
        when: unit_type in [county, district]
        """,
        """
        unit_type         | points
        county            | 2
        district          | 2
        county_level_city | 0
                          | missing """,
        metrics={
            "unit_type": {
                "type": "enum",
                "values": {"county": "县", "district": "区", "county_level_city": "县级市"},
            }
        },
    )
