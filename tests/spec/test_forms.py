"""What counts of a filled form: the verified value before the claimed one, a bonus only with evidence,
records only where they were sent."""

import pytest

from govscore_lib.engine import score
from govscore_lib.ingest import ingest
from govscore_lib.ingest.figures import forms
from govscore_lib.job import usable
from govscore_lib.rubric import load_league
from govscore_lib.workbook import Figure, Filled, form_bytes, plan_form
from tests.small_rubrics import criterion, document, load_document, metric

REGIONS = {"淮安区": "320803", "金湖县": "320831", "盱眙县": "320830"}
COUNTED = {"plans": {"count": "rows"}}


@pytest.fixture(scope="module")
def rubric():
    return load_document(
        document(
            [
                criterion("1", {"kind": "per_unit", "count": "visits", "per": "0.5"}),
                criterion("2", {"kind": "per_unit", "count": "plans", "per": "0.5"}),
                criterion("3", {"kind": "bonus", "when": "award", "points": "1"}, category="9"),
            ],
            {
                "visits": metric("int", min="0"),
                "plans": metric("int", min="0"),
                "award": metric("bool"),
            },
            categories=[
                {"id": "1", "name": {"zh": "基本", "en": "base"}},
                {"id": "9", "name": {"zh": "加分", "en": "bonus"}, "component": "bonus"},
            ],
            registers={
                "plan_list": {
                    "name": {"zh": "计划台账", "en": "plans"},
                    "key": ["plan_id"],
                    "region": "region_id",
                    "columns": {
                        "plan_id": {"type": "text", "name": {"zh": "编号", "en": "plan"}},
                        "region_id": {"type": "text", "name": {"zh": "地区", "en": "region"}},
                    },
                }
            },
            derivations=[{"from": "plan_list", "yields": COUNTED}],
        )
    )


@pytest.fixture
def check_forms(rubric, tmp_path):
    """Fill in a form per row, read and score them; the last two columns say what counts and what it earns."""

    def check(metric_id: str, clause: str, table: str) -> None:
        lines = [line for line in table.splitlines() if line.strip()]
        header, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
        asked = [dict(zip(header, row, strict=True)) for row in rows]
        for row in asked:
            write_form(rubric, tmp_path, row, metric_id)
        ingested = ingest(rubric, tmp_path)
        card = score(
            rubric, usable(ingested.observations), ingested.registers, league=load_league(rubric.league)
        )  # fmt: skip
        values = {(r, m): v for r, m, v in card.observations.iter_rows()}
        points = {
            region: "missing" if status == "missing" else f"{found:f}".rstrip("0").rstrip(".")
            for region, found, status in card.ledger.filter(criterion_id=clause)
            .select("region_id", "points", "status")
            .iter_rows()
        }

        assert [(row["region"], row["counts"], row["points"]) for row in asked] == [
            (
                row["region"],
                values.get((REGIONS[row["region"]], metric_id)) or "",
                points[REGIONS[row["region"]]] or "0",
            )
            for row in asked
        ]

    return check


def write_form(rubric, folder, row, metric_id):
    region = REGIONS[row["region"]]
    figure = Figure(
        row["claimed"] or None, row.get("evidence") or None, row.get("verified") or None
    )
    sent = row.get("records", "")
    filled = Filled(
        {(region, metric_id): figure},
        {"plan_list": [{"plan_id": one} for one in sent.split()]} if sent != "无记录" else {},
        {"plan_list": forms.NOTHING} if sent == "无记录" else {},
    )
    (folder / "materials").mkdir(exist_ok=True)
    data = form_bytes(plan_form(rubric, region=region), filled=filled)
    (folder / "materials" / f"{region}.xlsx").write_bytes(data)


def test_the_verified_value_counts_where_there_is_one(check_forms):
    check_forms("visits", "1", """
        region | claimed | verified | counts | points
        淮安区 | 4       |          | 4      | 2
        金湖县 | 4       | 3        | 3      | 1.5
        盱眙县 |         | 2        | 2      | 1 """)  # fmt: skip


def test_a_bonus_without_evidence_counts_nothing(check_forms):
    check_forms("award", "3", """
        region | claimed | evidence | verified | counts | points
        淮安区 | 是      | 表彰决定 |          | true   | 1
        金湖县 | 是      |          |          | false  | 0
        盱眙县 | 是      |          | 是       | false  | 0 """)  # fmt: skip


def test_no_evidence_is_needed_to_say_that_there_is_no_bonus(check_forms):
    check_forms("award", "3", """
        region | claimed | evidence | counts | points
        淮安区 | 否      |          | false  | 0
        金湖县 |         | 表彰决定 |        | missing """)  # fmt: skip


def test_what_is_no_bonus_needs_no_evidence_to_count(check_forms):
    check_forms("visits", "1", """
        region | claimed | evidence | counts | points
        淮安区 | 4       |          | 4      | 2 """)  # fmt: skip


def test_an_empty_register_is_none_only_where_the_form_says_so(check_forms):
    check_forms("plans", "2", """
        region | records | claimed | counts | points
        淮安区 | P1 P2   |         | 2      | 1
        金湖县 | 无记录  |         | 0      | 0
        盱眙县 |         |         |        | missing """)  # fmt: skip


def test_a_figure_stands_where_its_register_was_not_sent(check_forms):
    check_forms("plans", "2", """
        region | records | claimed | counts | points
        淮安区 | P1 P2   | 9       | 2      | 1
        盱眙县 |         | 3       | 3      | 1.5 """)  # fmt: skip
