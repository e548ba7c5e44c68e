"""Scores, categories and ledger of a run close to the last digit; missing is never zero."""

from decimal import Decimal

import polars as pl
import pytest

from govscore_lib.engine import compare, explain, score
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import InputError, UsageError
from tests.small_rubrics import criterion, document, load_document, metric

RANKED = {"kind": "rank", "value": "lost / total", "best": "lowest"}
RUBRIC = load_document(
    document(
        [
            criterion("1.1", {"kind": "binary", "when": "done"}, max_points="1.5"),
            criterion("1.2", RANKED),
            criterion("2.1", {"kind": "per_unit", "per": "1", "count": "cases"}, category="2"),
        ],
        {
            "done": metric("bool"),
            "lost": metric("int", min="0"),
            "total": metric("int", min="0", small_below="10"),
            "cases": metric("int", min="0"),
        },
        categories=[
            {"id": "1", "name": {"zh": "甲", "en": "one"}, "max_points": "3.5"},
            {"id": "2", "name": {"zh": "乙", "en": "two"}, "max_points": "2"},
        ],
    )
)


def observations(text: str) -> pl.DataFrame:
    """A table of words: region, then done, lost, total, cases; a dot is missing."""
    rows = []
    for line in text.strip().splitlines():
        region, *cells = line.split()
        for name, cell in zip(("done", "lost", "total", "cases"), cells, strict=True):
            rows.append((region, name, None if cell == "." else cell))
    return pl.DataFrame(rows, schema=["region_id", "metric_id", "value"], orient="row")


def card(text: str) -> Scorecard:
    return score(RUBRIC, observations(text))


def points(scorecard: Scorecard, region: str) -> list[Decimal | None]:
    return scorecard.ledger.filter(pl.col("region_id") == region)["points"].to_list()


THREE = card("""
    A true 1 30 5
    B true 2 60 1
    C .    3 30 0""")


def test_points_caps_and_ties():
    assert [Decimal("1.5"), Decimal(2), Decimal(5)] == points(THREE, "A")
    assert [Decimal("1.5"), Decimal(2), Decimal(1)] == points(THREE, "B")


def test_missing_stays_missing_and_bounds_the_total():
    assert [None, Decimal("0.666666667"), Decimal(0)] == points(THREE, "C")

    row = THREE.scores.filter(pl.col("region_id") == "C").row(0, named=True)
    assert ("provisional", 1) == (row["status"], row["missing_criteria"])
    assert (Decimal("0.666666667"), Decimal("2.166666667")) == (row["lower"], row["upper"])


def test_points_and_cap_effects_add_up_to_the_total():
    for region in "ABC":
        mine = THREE.ledger.filter(pl.col("region_id") == region)
        caps = THREE.categories.filter(pl.col("region_id") == region)
        total = THREE.scores.filter(pl.col("region_id") == region)["total"][0]

        assert total == (mine["points"].sum() or 0) + caps["cap_effect"].sum()


def test_lost_points_are_maximum_minus_points():
    lost = THREE.ledger.filter(pl.col("points").is_not_null())

    assert (lost["max_points"] - lost["points"]).to_list() == lost["lost_points"].to_list()


def test_a_rate_carries_its_denominator():
    assert "2/60 ≈ 3.33%" == THREE.ledger.row(4, named=True)["rate"]


def test_the_formula_carries_the_numbers():
    assert "2 × (3 − 3 + 1) ÷ 3 = 0.666666667" == THREE.ledger.row(7, named=True)["formula"]
    assert "done（是） → 1.5" == THREE.ledger.row(0, named=True)["formula"]


def test_small_denominators_are_flagged():
    flags = card("A true 1 9 0\nB true 1 10 0").ledger["flags"].to_list()

    assert ["", "small_number", "", "", "", ""] == flags


def test_order_of_regions_does_not_matter():
    turned = score(RUBRIC, THREE.observations.reverse())

    assert THREE.scores.sort("region_id").equals(turned.scores.sort("region_id"))


def test_blocked_criteria_are_missing_with_the_reason():
    blocked = score(RUBRIC, THREE.observations, blocked={("A", "1.1"): "two contents"})
    line = blocked.ledger.row(0, named=True)

    assert (None, "missing", "blocked") == (line["points"], line["status"], line["flags"])
    assert "two contents" in explain(blocked, "A", "1.1").to_text("en")


def test_league_table_says_what_the_place_above_brings():
    table = THREE.league_table("1.2")

    assert [1.0, 1.0, 3.0] == table["rank"].to_list()
    assert [True, True, False] == table["tied"].to_list()
    assert [None, None, Decimal("1.333333333")] == table["next_gain"].to_list()


def test_league_table_refuses_a_criterion_without_a_league():
    with pytest.raises(UsageError, match=r"does not compare regions.*1\.2"):
        THREE.league_table("1.1")


def test_differences_of_two_regions_add_up():
    table = compare(THREE, "A", "C").table
    totals = dict(THREE.scores.select("region_id", "total").iter_rows())

    assert totals["A"] - totals["C"] == table["difference"].sum()


def test_losses_come_largest_first():
    losses = explain(THREE, "C").losses["lost_points"].to_list()

    assert losses == sorted(losses, reverse=True)
    assert [Decimal(2), Decimal("1.333333333")] == losses


def test_an_unknown_metric_is_refused():
    strange = observations("A true 1 9 0").with_columns(metric_id=pl.lit("weather"))

    with pytest.raises(InputError, match="'weather': is no metric of small-2021"):
        score(RUBRIC, strange)


def test_unknown_region_and_criterion_are_told():
    with pytest.raises(UsageError, match="no region 'Z'"):
        explain(THREE, "Z")
    with pytest.raises(UsageError, match=r"no criterion '1\.7'"):
        explain(THREE, "A", "1.7")


def test_two_runs_have_the_same_receipt(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")

    assert (
        score(RUBRIC, THREE.observations).receipt
        == score(RUBRIC, THREE.observations.reverse()).receipt
    )


@pytest.mark.parametrize(
    ("regions", "words"),
    [
        (("320803", "X"), "is not in the league huaian-2021"),
        (("320803",), "regions of the league huaian-2021 are absent.*--partial-league"),
    ],
)
def test_regions_that_do_not_fit_together_are_refused(regions: tuple[str, ...], words: str):
    frame = pl.concat([observations(f"{region} true 1 9 0") for region in regions])

    with pytest.raises(InputError, match=words):
        score(RUBRIC, frame)


def test_a_partial_league_may_be_asked_for():
    partial = score(RUBRIC, observations("320803 true 1 9 0"), partial_league=True)

    assert ["淮安区"] == partial.scores["region_zh"].to_list()
