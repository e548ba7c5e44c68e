"""What each register of Huai'an's rubric yields, edge cases included."""

import datetime as dt

import polars as pl
import pytest

from govscore_lib.errors import InputError
from govscore_lib.records import load_calendar


def test_corrections_are_counted_among_cases_concluded_in_the_period(metrics, kind):
    found = metrics(
        {
            "reconsideration_cases": """
                case_id | concluded_on | outcome
                first   | 2021-01-01   | upheld
                last    | 2021-12-31   | revoked
                before  | 2020-12-31   | revoked
                after   | 2022-01-01   | revoked
                open    |              | revoked
                refused | 2021-05-05   | not_accepted
                partly  | 2021-05-05   | partly_revoked
                changed | 2021-05-05   | changed
                illegal | 2021-05-05   | declared_unlawful
                ordered | 2021-05-05   | ordered_to_perform
                settled | 2021-05-05   | mediated
                """
        },
        kind=kind,
    )

    assert {"reconsideration_concluded": "7", "reconsideration_corrected": "5"} == found


def test_a_repeated_case_counts_once(metrics, kind):
    found = metrics(
        {
            "reconsideration_cases": """
                case_id | concluded_on | outcome
                a       | 2021-05-05   | revoked
                a       | 2021-05-05   | revoked
                b       | 2021-05-05   | upheld
                """
        },
        kind=kind,
    )

    assert {"reconsideration_concluded": "2", "reconsideration_corrected": "1"} == found


def test_an_outcome_left_empty_is_not_counted(metrics, kind):
    """A comparison with an empty cell is false, also ``!=``."""
    found = metrics(
        {
            "reconsideration_cases": """
                case_id | concluded_on | outcome
                a       | 2021-05-05   |
                b       | 2021-05-05   | upheld
                """
        },
        kind=kind,
    )

    assert {"reconsideration_concluded": "1", "reconsideration_corrected": "0"} == found


def test_the_decision_that_took_effect_last_stands_for_its_dispute(metrics, kind):
    found = metrics(
        {
            "litigation_cases": """
                dispute_id | instance | effective_on | result
                D1         | first    | 2021-02-01   | revoked
                D1         | second   | 2021-08-01   | dismissed
                D2         | first    | 2021-02-01   | dismissed
                D2         | second   | 2022-01-01   | revoked
                D3         | first    |              | revoked
                D4         | second   | 2021-12-31   | compensation
                D5         | first    | 2021-01-01   | payment
                """
        },
        kind=kind,
    )

    assert {"litigation_concluded": "4", "litigation_lost": "2"} == found


@pytest.mark.parametrize(
    ("lower", "higher"), [("first", "second"), ("first", "retrial"), ("second", "retrial")]
)
def test_on_the_same_day_the_higher_instance_stands(metrics, kind, lower, higher):
    found = metrics(
        {
            "litigation_cases": f"""
                dispute_id | instance | effective_on | result
                D1         | {higher} | 2021-05-05   | revoked
                D1         | {lower}  | 2021-05-05   | dismissed
                D2         | {lower}  | 2021-05-05   | revoked
                D2         | {higher} | 2021-05-05   | dismissed
                """
        },
        kind=kind,
    )

    assert {"litigation_concluded": "2", "litigation_lost": "1"} == found


@pytest.mark.parametrize(
    "result",
    [
        "revoked",
        "partly_revoked",
        "changed",
        "declared_unlawful",
        "declared_void",
        "ordered_to_perform",
        "payment",
        "compensation",
    ],
)
def test_results_against_the_defendant_are_lost_cases(metrics, result):
    row = f"dispute_id | effective_on | result\nD1 | 2021-05-05 | {result}"

    assert "1" == metrics({"litigation_cases": row})["litigation_lost"]


@pytest.mark.parametrize("result", ["dismissed", "withdrawn", "mediated", "ended"])
def test_other_results_are_not(metrics, result):
    row = f"dispute_id | effective_on | result\nD1 | 2021-05-05 | {result}"

    assert "0" == metrics({"litigation_cases": row})["litigation_lost"]


def test_decisions_of_the_same_day_and_instance_that_differ_are_a_finding(counted):
    derived = counted(
        {
            "litigation_cases": """
                case_id | dispute_id | instance | effective_on | result
                a       | D1         | first    | 2021-05-05   | dismissed
                b       | D1         | first    | 2021-05-05   | revoked
                """
        },
        regions=("R1",),
    )

    values = dict(derived.metrics.select("metric_id", "value").rows())
    assert "1" == values["litigation_concluded"]
    assert [("litigation_lost", "R1", "warning")] == [
        (finding.metric_id, finding.region_id, finding.severity) for finding in derived.findings
    ]


@pytest.mark.parametrize(
    ("decided", "last_day"),
    [
        ("2021-09-29", "2021-10-14"),  # National Day week, Saturday 9 October worked
        ("2021-02-05", "2021-02-20"),  # Spring Festival, a Saturday that is worked
        ("2021-12-31", "2022-01-12"),  # New Year, beyond the period
    ],
)
def test_the_time_limit_runs_on_the_calendar_of_working_days(metrics, kind, decided, last_day):
    day_after = dt.date.fromisoformat(last_day) + dt.timedelta(days=1)
    found = metrics(
        {
            "workday_calendar": load_calendar(),
            "sgs_records": f"""
                decision_on | reported_on | valid | stored
                {decided}   | {last_day}  | true  | true
                {decided}   | {day_after} | true  | false
                {decided}   | {decided}   | false | true
                {decided}   |             | true  | true
                2020-12-31  | 2021-01-04  | true  | true
                """,
        },
        kind=kind,
    )

    assert {"sgs_total": "3", "sgs_on_time": "2", "sgs_valid": "1"} == found


def test_a_report_on_the_weekend_behind_the_last_day_is_late(metrics):
    """Friday 19 March 2021 is the seventh working day after Wednesday 10 March."""
    found = metrics(
        {
            "workday_calendar": load_calendar(),
            "sgs_records": "decision_on | reported_on\n2021-03-10 | 2021-03-20",
        }
    )

    assert "0" == found["sgs_on_time"]


def test_without_a_calendar_the_permit_records_yield_nothing(counted):
    derived = counted({"sgs_records": "decision_on | reported_on\n2021-03-10 | 2021-03-11"})

    assert [] == derived.metrics["metric_id"].to_list()
    assert ("workday_calendar",) == derived.absent["sgs_total"]


@pytest.mark.parametrize(
    "lost", [dt.date(2021, 3, 15), dt.date(2021, 3, 10)], ids=["between", "the day itself"]
)
def test_a_calendar_with_a_day_lacking_is_refused(metrics, lost):
    calendar = load_calendar().filter(
        (pl.col("date") != lost) & (pl.col("date") < dt.date(2021, 3, 20))
    )
    tables = {
        "workday_calendar": calendar,
        "sgs_records": "decision_on | reported_on\n2021-03-10 | 2021-03-11",
    }

    with pytest.raises(InputError, match="workday_calendar: it does not reach the end of 7"):
        metrics(tables)


def test_coverage_leaves_out_bodies_with_a_letter(metrics, kind):
    """30 departments and 15 towns, 41 with records, 2 of the other 4 with a letter: 41 of 43."""
    bodies = [
        f"{'department' if number < 30 else 'area'} | body-{number} | true | "
        f"{'2021-11-01' if number in (40, 41, 42) else ''}"
        for number in range(45)
    ]
    reporting = [f"body-{number} | 2021-05-05 | 2021-05-06" for number in range(41)]
    found = metrics(
        {
            "sgs_sources": "\n".join(
                [
                    "kind | source_org | has_power | explanation_letter_on",
                    *bodies,
                    "department | no-powers | false | ",
                ]
            ),
            "sgs_records": "\n".join(["source_org | decision_on | reported_on", *reporting]),
        },
        kind=kind,
    )

    assert {
        "sgs_sources_expected": "45",
        "sgs_sources_exempt": "2",
        "sgs_sources_actual": "41",
    } == found


def test_a_record_counts_for_the_body_of_its_own_region_only(counted):
    derived = counted(
        {
            "sgs_sources": """
                region_id | source_org | has_power
                R1        | 民政局     | true
                R2        | 民政局     | true
                """,
            "sgs_records": """
                region_id | source_org | decision_on | reported_on
                R2        | 民政局     | 2021-05-05  | 2021-05-06
                """,
        }
    )

    actual = derived.metrics.filter(pl.col("metric_id") == "sgs_sources_actual")
    assert [("R1", "0"), ("R2", "1")] == actual.select("region_id", "value").rows()


def test_hotline_answers_count_to_the_minute_and_by_the_extension(metrics, kind):
    """Five tickets: before, at the minute, a minute late, unanswered, late within an extension."""
    found = metrics(
        {
            "hotline_tickets": """
                due_at           | extended_due_at  | answered_at      | valid | satisfaction
                2021-03-05T17:00 |                  | 2021-03-04T09:00 | true  | satisfied
                2021-03-05T17:00 |                  | 2021-03-05T17:00 | true  | basically_satisfied
                2021-03-05T17:00 |                  | 2021-03-05T17:01 | true  | dissatisfied
                2021-03-05T17:00 |                  |                  | true  | unrated
                2021-03-05T17:00 | 2021-12-31T23:59 | 2021-12-31T23:58 | true  | unrated
                2022-01-01T00:00 |                  | 2021-12-31T10:00 | true  | satisfied
                2021-03-05T17:00 | 2022-01-03T17:00 | 2022-01-03T10:00 | true  | satisfied
                2021-03-05T17:00 |                  | 2021-03-04T09:00 | false | satisfied
                """
        },
        kind=kind,
    )

    assert {
        "hotline_due": "5",
        "hotline_on_time": "3",
        "hotline_rated": "4",
        "hotline_satisfied": "3",
    } == found


def test_bad_ratings_are_real_name_ones_not_withdrawn(metrics, kind):
    found = metrics(
        {
            "ratings": """
                rated_at   | level | real_name | voided | callback_at | rectified_at
                2021-01-01 | 1     | true      |        | 2021-01-02  | 2021-01-05
                2021-12-31 | 2     | true      | false  | 2022-01-02  |
                2021-05-05 | 2     | true      | false  |             | 2021-05-06
                2021-05-05 | 3     | true      | false  | 2021-05-06  | 2021-05-06
                2021-05-05 | 1     | false     | false  | 2021-05-06  | 2021-05-06
                2021-05-05 | 1     | true      | true   | 2021-05-06  | 2021-05-06
                2022-01-01 | 1     | true      | false  | 2022-01-06  | 2022-01-06
                """
        },
        kind=kind,
    )

    assert {"bad_rating_realname": "3", "bad_rating_rectified": "1"} == found


def test_a_late_answer_to_an_information_request_is_an_answer(metrics, kind):
    found = metrics(
        {
            "foi_requests": """
                meets_conditions | due_on     | answered_on
                true             | 2021-12-31 | 2022-02-01
                true             | 2021-05-05 |
                false            | 2021-05-05 | 2021-05-05
                true             | 2022-01-01 | 2021-12-31
                """
        },
        kind=kind,
    )

    assert {"foi_valid_requests": "2", "foi_answered": "1"} == found


def test_items_explained_leave_the_denominator(metrics, kind):
    found = metrics(
        {
            "service_items": """
                claimable | claimed_on | explanation | guide_required_fields | guide_filled_fields
                true      | 2021-12-31 |             | 20                    | 20
                true      | 2022-01-01 | false       | 20                    | 21
                true      |            | true        | 20                    | 19
                true      | 2021-05-05 | true        | 20                    | 0
                false     | 2021-05-05 |             | 0                     | 0
                """
        },
        kind=kind,
    )

    assert {
        "items_claimable": "2",
        "items_claimed": "1",
        "guide_total": "5",
        "guide_complete": "3",
    } == found


def test_promises_signed_in_the_period_are_counted(metrics, kind):
    found = metrics(
        {
            "promise_records": """
                signed_on  | published_on | pushed_on  | breached
                2021-01-01 | 2022-03-01   |            |
                2021-12-31 | 2021-12-31   | 2021-12-31 | true
                2020-12-31 | 2021-01-01   | 2021-01-01 | true
                """
        },
        kind=kind,
    )

    assert {
        "commitments_total": "2",
        "commitments_published": "2",
        "commitments_pushed": "1",
        "commitments_collected": "2",
        "breaches_collected": "1",
    } == found


def test_towns_count_once_a_domain_and_domains_without_rows_are_0(metrics, kind):
    found = metrics(
        {
            "town_commitments": """
                town_id | domain  | published_on
                T1      | finance | 2021-12-31
                T1      | finance | 2021-03-01
                T2      | finance | 2022-01-01
                T2      | finance |
                T3      | finance | 2020-06-01
                T1      | parking |
                T1      | travel  | 2021-06-01
                """
        },
        kind=kind,
    )

    assert 16 == len(found)
    assert {
        "town_commitment_published_finance": "2",
        "town_commitment_published_travel": "1",
    } == {metric: value for metric, value in found.items() if value != "0"}


def test_listings_are_new_or_outstanding_by_their_dates(metrics, kind):
    """Removed on the last day of the period is resolved; still listed after it is outstanding."""
    found = metrics(
        {
            "defaulter_listings": """
                case_no | entity_type | listed_on  | removed_on
                old     | department  | 2020-06-01 | 2021-12-31
                new     | institution | 2021-03-01 |
                both    | department  | 2021-12-31 | 2022-01-01
                closed  | department  | 2021-01-01 | 2021-02-01
                later   | department  | 2022-01-01 |
                firm    | other       | 2021-03-01 |
                new     | institution | 2021-03-01 |
                """
        },
        kind=kind,
    )

    assert {"new_defaulter_cases": "3", "outstanding_defaulters": "2"} == found


def test_payments_are_capped_by_their_debt(metrics, kind):
    found = metrics(
        {
            "arrears": """
                debt_id | debtor_type      | amount   | identified_on | disputed
                over    | department       | 100.5    | 2020-12-31    |
                partly  | institution      | 80       | 2021-12-31    | false
                unpaid  | state_enterprise | 0.000001 | 2021-05-05    |
                private | other            | 999      | 2021-05-05    |
                argued  | department       | 999      | 2021-05-05    | true
                later   | department       | 999      | 2022-01-01    |
                """,
            "arrears_payments": """
                payment_id | debt_id | amount | paid_on
                p1         | over    | 60.25  | 2021-01-01
                p2         | over    | 60.25  | 2021-12-31
                p3         | partly  | 20.1   | 2021-05-05
                p3         | partly  | 20.1   | 2021-05-05
                p4         | partly  | 20.1   | 2022-01-01
                p5         | argued  | 10     | 2021-05-05
                p6         | nowhere | 10     | 2021-05-05
                """,
        },
        kind=kind,
    )

    assert {"arrears_total": "180.500001", "arrears_repaid": "120.6"} == found


def test_arrears_need_the_payments_as_well(counted):
    derived = counted({"arrears": "amount | identified_on\n1 | 2021-01-01"})

    assert derived.metrics.is_empty()
    assert ("arrears_payments",) == derived.absent["arrears_repaid"]


def test_rows_of_one_event_count_once(metrics, kind):
    found = metrics(
        {
            "opinion_events": """
                event_id | master_event_id | first_seen_on | cause         | verified
                E1       |                 | 2021-01-01    | department    | true
                E2       | E1              | 2021-05-05    | civil_servant | true
                E3       | M               | 2021-12-31    | department    | true
                E4       | M               | 2021-12-31    | department    | true
                E5       |                 | 2021-05-05    | other         | true
                E6       |                 | 2021-05-05    | department    | false
                E7       |                 | 2022-01-01    | department    | true
                """
        },
        kind=kind,
    )

    assert {"opinion_events": "2"} == found


def test_population_is_that_of_the_latest_year_within_the_period(counted, kind):
    derived = counted(
        {
            "population": """
                region_id | year | resident_pop
                R1        | 2020 | 45.5
                R1        | 2019 | 99
                R1        | 2022 | 99
                R3        | 2021 | 30.250000
                """
        },
        kind=kind,
        regions=("R1", "R2", "R3"),
    )

    assert [("R1", "population", "45.5"), ("R3", "population", "30.25")] == derived.metrics.rows()


def test_documents_yield_only_the_metrics_they_name(counted, kind):
    derived = counted(
        {
            "documents": """
                region_id | metric_id                | issued_on
                R1        | supervision_plans_issued | 2021-01-01
                R1        | supervision_plans_issued | 2021-12-31
                R1        | supervision_plans_issued | 2020-12-31
                R1        | proc_rules               | 2019-05-05
                R2        | ppp_rules                | 2022-01-01
                """
        },
        kind=kind,
    )

    assert {
        ("R1", "supervision_plans_issued", "2"),
        ("R2", "supervision_plans_issued", "0"),
        ("R1", "proc_rules", "true"),
        ("R2", "proc_rules", "false"),
        ("R1", "ppp_rules", "false"),
        ("R2", "ppp_rules", "false"),
    } == set(derived.metrics.rows())


def test_an_empty_register_of_documents_yields_nothing(counted, table, kind):
    documents = table("documents", "metric_id\nproc_rules").head(0)

    assert counted({"documents": documents}, kind=kind).metrics.is_empty()


def test_documents_that_name_no_plan_leave_the_plans_to_the_observations(metrics):
    found = metrics({"documents": "metric_id | issued_on\nstat_rules | 2021-05-05"})

    assert {"stat_rules": "true"} == found
