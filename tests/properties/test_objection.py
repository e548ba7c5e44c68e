"""An objection against a run scored anew: everyone whose points, rank or prize moves is told, and nobody else."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from govscore_lib.engine import Scorecard, score
from govscore_lib.whatif import objection
from tests.asserts import observations
from tests.properties.test_goals import RANGES, leagues, rubric_of


def outcome(card: Scorecard) -> dict[str, tuple[Any, ...]]:
    """What a region has: total, rank, status, prize, and points under every criterion."""
    prizes = dict(card.awards.select("region_id", "prize").iter_rows())
    points = [card.points_of(name) for name in card.rubric.criteria]
    return {
        row["region_id"]: (
            row["total"], row["rank"], row["status"], prizes.get(row["region_id"]),
            *(one[row["region_id"]] for one in points),
        )
        for row in card.scores.iter_rows(named=True)
    }  # fmt: skip


@given(
    leagues(), st.integers(0, 3), st.sampled_from(("lost", "plans", "signed")), st.integers(0, 3)
)
@settings(max_examples=25)
def test_everyone_who_moves_is_told_and_nobody_else(case, place, metric, figure):
    value = str(figure) if metric != "signed" else ("true" if figure % 2 else "false")
    regions = "ABCD"[: len(case.rows)]
    region = regions[place % len(regions)]
    rows = {
        name: dict(zip(RANGES, row, strict=True))
        for name, row in zip(regions, case.rows, strict=True)
    }
    rows[region][metric] = value
    before = outcome(case.card)
    after = outcome(score(rubric_of(case.kinds, case.ties, case.then), observations(rows)))

    expected = {name for name in regions if before[name] != after[name]}

    heard = objection(case.card, [{"region": region, "metric": metric, "value": value}])
    assert expected == set(heard.regions["region_id"])
    assert len(regions) - len(expected) == heard.stays
