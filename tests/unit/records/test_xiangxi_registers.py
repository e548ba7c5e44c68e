"""What each register of Xiangxi's rubric yields, edge cases included."""

import polars as pl
import pytest

from tests.unit.records.conftest import declared_by

TASKS = [
    "delegation_items_missing",
    "park_items_missing",
    "campaign_tasks_missing",
    "ysyc_process_missing",
    "ysyc_guides_missing",
    "ysyc_windows_missing",
    "ysyc_not_at_window",
    "crossprov_windows_missing",
    "crossprov_matters_missing",
]


@pytest.fixture(scope="module")
def declared():
    return declared_by("xiangxi-2021-services")


def test_depth_three_counts_and_an_empty_depth_does_not(metrics, kind):
    found = metrics(
        {
            "service_items": """
                item_code | online | online_depth
                a         | true   | 4
                b         | true   | 3
                c         | true   | 2
                d         | false  |
                """
        },
        kind=kind,
    )

    assert {"items_total": "4", "items_online": "3", "items_depth3plus": "2"} == found


def test_platform_transactions_of_the_period_count_once(metrics, kind):
    found = metrics(
        {
            "transactions": """
                txn_id | channel  | accepted_at
                first  | platform | 2021-01-01
                first  | platform | 2021-01-01
                last   | platform | 2021-12-31
                before | platform | 2020-12-31
                after  | platform | 2022-01-01
                hall   | window   | 2021-05-05
                phone  | miniapp  | 2021-05-05
                """
        },
        kind=kind,
    )

    assert {"platform_transactions": "2"} == found


def cases(village: str, number: int, channel: str = "platform", day: str = "2021-05-05") -> str:
    return "\n".join(
        f"{village}-{channel}-{day}-{one} | {village} | {channel} | {day}" for one in range(number)
    )


def test_villages_without_transactions_are_below_20(metrics, kind):
    """20 platform cases of the period pass; 19 do not, nor does a village that no case names."""
    header = "txn_id | village_id | channel | accepted_at"
    table = [
        header,
        cases("passes", 20),
        cases("short", 19),
        cases("short", 5, "window"),
        cases("short", 5, day="2020-12-31"),
        cases("repeated", 19),
        cases("repeated", 1),
        cases("gone", 1),
        cases("-", 30),
    ]
    found = metrics(
        {
            "villages": """
                village_id | active_from | active_to
                passes     |             |
                short      | 2021-12-31  |
                repeated   |             | 2021-12-31
                silent     | 2000-01-01  | 2030-01-01
                gone       |             | 2021-12-30
                coming     | 2022-01-01  |
                """,
            "transactions": "\n".join(table),
        },
        kind=kind,
    )

    assert ("4", "3") == (found["villages_total"], found["villages_below_20"])


def test_a_transaction_counts_for_a_village_of_its_own_region_only(counted, kind):
    rows = "\n".join(f"{one} | R2 | v | platform | 2021-05-05" for one in range(20))
    derived = counted(
        {
            "villages": "village_id | region_id\nv | R1",
            "transactions": "txn_id | region_id | village_id | channel | accepted_at\n" + rows,
        },
        kind=kind,
    )
    below = derived.metrics.filter(pl.col("metric_id") == "villages_below_20")

    assert [("R1", "1"), ("R2", "0")] == below.select("region_id", "value").rows()


def test_villages_need_the_transactions_as_well(counted):
    derived = counted({"villages": "village_id\nv"})

    assert derived.metrics.is_empty()
    assert ("transactions",) == derived.absent["villages_below_20"]


def test_cards_in_force_count_by_colour(metrics, kind):
    found = metrics(
        {
            "supervision_cards": """
                card_id | colour | issued_on  | revoked
                1       | yellow | 2021-01-01 |
                2       | yellow | 2021-06-01 | true
                3       | red    | 2021-12-31 | false
                3       | red    | 2021-12-31 | false
                4       | red    | 2020-12-31 | false
                """
        },
        kind=kind,
    )

    assert {"yellow_cards": "1", "red_cards": "1"} == found


def test_users_are_those_of_the_last_day_within_the_period(counted, kind):
    derived = counted(
        {
            "miniapp_users": """
                region_id | as_of      | registered_total
                R1        | 2021-12-31 | 52400
                R1        | 2021-06-30 | 40000
                R1        | 2022-01-01 | 70000
                R2        | 2022-01-01 | 60000
                """
        },
        kind=kind,
    )

    assert [("R1", "miniapp_users", "52400")] == derived.metrics.rows()


def test_supervision_items_are_counted_and_their_detail_added(metrics, kind):
    found = metrics(
        {
            "regulatory_items": """
                item_code | catalogued | list_filled | detail_rate
                a         | true       | true        | 1
                b         | true       | false       | 0.75
                c         | false      | false       | 0.125
                """
        },
        kind=kind,
    )

    assert {
        "reg_catalog_total": "3",
        "reg_catalog_done": "2",
        "reg_list_total": "3",
        "reg_list_done": "1",
        "reg_detail_total": "3",
        "reg_detail_done": "1.875",
    } == found


def test_the_platform_score_comes_with_its_full_mark(metrics, kind):
    table = """
        as_of      | score | full_mark
        2021-09-30 | 80    | 100
        2021-12-31 | 9.25  | 10
        """
    expected = {"haochaping_platform_score": "9.25", "haochaping_full_mark": "10"}

    assert expected == metrics({"haochaping_platform_score": table}, kind=kind)


def test_two_scores_of_the_same_day_yield_none(counted):
    derived = counted(
        {
            "haochaping_platform_score": "as_of | score | full_mark\n2021-12-31 | 9 | 10\n2021-12-31 | 8 | 10"
        }
    )

    assert ["haochaping_full_mark"] == derived.metrics["metric_id"].to_list()
    assert [("several-last-records", "critical")] == [
        (one.code, one.severity) for one in derived.findings
    ]


def test_a_report_never_sent_is_missing_and_not_late(metrics, kind):
    found = metrics(
        {
            "submissions": """
                report_id | due_on     | received_on
                intime    | 2021-03-31 | 2021-03-31
                late      | 2021-03-31 | 2021-04-01
                later     | 2021-12-31 | 2022-02-01
                never     | 2021-06-30 |
                nextyear  | 2022-01-10 |
                """
        },
        kind=kind,
    )

    assert {"reports_late": "2", "reports_missing": "1"} == found


def test_publications_in_prefecture_media_and_above_count(metrics, kind):
    found = metrics(
        {
            "media_reports": """
                report_id | level      | published_on | topic_id
                1         | national   | 2021-01-01   | same
                2         | provincial | 2021-05-05   | same
                3         | prefecture | 2021-12-31   |
                4         | county     | 2021-05-05   |
                5         | national   | 2022-01-01   |
                """,
            "gov_sessions": """
                session_id | held_on
                1          | 2021-01-01
                2          | 2022-01-01
                """,
        },
        kind=kind,
    )

    assert {"media_reports_prefecture_plus": "3", "gov_sessions": "1"} == found


def test_tasks_late_or_open_count_for_the_metrics_they_name(metrics, kind):
    """A metric that no task names is left to the observations; one whose tasks are all done is 0."""
    found = metrics(
        {
            "tasks": """
                task_id | metric_id                | due_on     | done_on
                1       | campaign_tasks_missing   | 2021-06-30 |
                2       | campaign_tasks_missing   | 2021-06-30 | 2021-07-01
                3       | campaign_tasks_missing   | 2021-06-30 | 2021-06-30
                4       | campaign_tasks_missing   | 2022-01-31 |
                5       | park_items_missing       | 2021-06-30 | 2021-01-05
                6       | delegation_items_missing | 2022-01-31 |
                """
        },
        kind=kind,
    )

    assert {
        "campaign_tasks_missing": "2",
        "park_items_missing": "0",
        "delegation_items_missing": "0",
    } == found


def test_every_metric_of_the_task_list_is_known(declared):
    tasks = next(one for one in declared.derivations if one.source == "tasks")

    assert TASKS == list(tasks.metrics(declared.registers))


def test_valid_findings_of_the_period_count(metrics, kind):
    found = metrics(
        {
            "findings": """
                finding_id | metric_id     | found_on   | valid
                1          | hall_findings | 2021-01-01 | true
                2          | hall_findings | 2021-05-05 | false
                3          | hall_findings | 2022-01-01 | true
                4          | signs_missing | 2021-05-05 | false
                5          | items_not_in  | 2021-05-05 | true
                """
        },
        kind=kind,
    )

    assert {"hall_findings": "1", "signs_missing": "0", "items_not_in": "1"} == found
