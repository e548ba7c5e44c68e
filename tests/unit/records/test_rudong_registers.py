"""What each register of Rudong's rubric yields, edge cases included."""

import pytest

from govscore_lib.records import derived_metrics
from tests.unit.records.conftest import declared_by

TRANSACTIONS = """
    txn_id  | item_code | channel  | accepted_at | due_at     | finished_at
    intime  | a         | platform | 2021-01-01  | 2021-01-15 | 2021-01-15
    late    | a         | miniapp  | 2021-03-01  | 2021-03-10 | 2021-03-11
    late    | a         | miniapp  | 2021-03-01  | 2021-03-10 | 2021-03-11
    open    | b         | platform | 2021-12-01  | 2021-12-31 |
    running | c         | platform | 2021-12-31  | 2022-01-10 |
    undated | c         | platform | 2021-12-31  |            |
    hall    | d         | window   | 2021-05-05  | 2021-05-06 | 2021-06-01
    before  | e         | platform | 2020-12-31  | 2021-01-10 | 2021-02-01
    """


@pytest.fixture(scope="module")
def declared():
    return declared_by("rudong-2021-townships")


def test_town_and_village_items_count_together(metrics, kind):
    found = metrics(
        {
            "service_items": """
                item_code | level   | claimable | claimed_on | explanation | online
                a         | town    | true      | 2021-12-31 |             | true
                b         | village | true      | 2022-01-01 |             | true
                c         | village | true      |            | true        | false
                d         | town    | false     |            |             | false
                """
        },
        kind=kind,
    )

    assert {"items_claimable": "2", "items_claimed": "1", "items_online": "2"} == found


def test_online_cases_count_and_are_overdue_past_their_day(metrics, kind):
    """Open and due by the end of the period is overdue; due later, or without a day, is not."""
    found = metrics({"transactions": TRANSACTIONS}, kind=kind)

    assert {
        "online_transactions": "5",
        "overdue_transactions": "2",
        "items_with_transactions": "3",
    } == found


def test_with_the_list_of_items_only_online_ones_of_the_region_have_cases(metrics, kind):
    found = metrics(
        {
            "transactions": TRANSACTIONS,
            "service_items": """
                item_code | region_id | online
                a         | R1        | true
                b         | R1        | false
                c         | R2        | true
                z         | R1        | true
                """,
        },
        kind=kind,
    )

    assert ("1", "2") == (found["items_with_transactions"], found["items_online"])


def test_the_list_of_items_stands_behind_the_register_that_is_needed(declared):
    metrics = derived_metrics(declared.registers, declared.derivations)

    assert ("transactions", "service_items") == metrics["items_with_transactions"]
    assert ("transactions",) == metrics["online_transactions"]


def test_guide_defects_are_the_valid_findings(metrics, kind):
    found = metrics(
        {
            "findings": """
                finding_id | metric_id     | found_on   | valid
                1          | guide_defects | 2021-12-31 | true
                2          | guide_defects | 2021-05-05 | false
                """
        },
        kind=kind,
    )

    assert {"guide_defects": "1"} == found


def test_answers_without_a_rating_are_left_out(metrics, kind):
    found = metrics(
        {
            "surveys": """
                response_id | level
                1           | satisfied
                2           | basically_satisfied
                3           | dissatisfied
                4           | unrated
                """
        },
        kind=kind,
    )

    assert {"surveyed": "3", "satisfied": "2"} == found
