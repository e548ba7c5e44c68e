"""An objection against a run scored anew: everyone whose points, rank or prize moves is told, and nobody else."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from govscore_lib.engine import Scorecard, score
from govscore_lib.rubric import Rubric
from govscore_lib.whatif import objection
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric, said
from tests.strategies import search

REGIONS = "ABCD"
RESULTS = {"lost": "败诉", "won": "胜诉"}
REGISTER = {
    "name": {"zh": "案件", "en": "cases"},
    "key": ["case_id"],
    "region": "region_id",
    "columns": {
        "case_id": {"type": "text", "name": said("case")},
        "region_id": {"type": "text", "name": said("region")},
        "result": {"type": "enum", "name": said("result"), "values": RESULTS},
    },
}
Record = tuple[str, str, str]
"""Number of the case, region, result."""


@cache
def rubric_of(ties: str) -> Rubric:
    """A rank of cases lost, a ceiling that hides points, a figure that may be missing, and prizes."""
    rank = {"kind": "rank", "value": "lost", "best": "lowest"}
    units = {"kind": "per_unit", "per": "0.7", "count": "plans", "cap": "2"}
    best = {"kind": "relative_to_best", "value": "plans", "best": "highest"}
    signed = {"kind": "binary", "when": "signed"}
    prizes = [{"id": name, "name": said(name), "places": "1"} for name in ("first", "second")]
    return load_document(
        document(
            [
                criterion("1.1", rank),
                criterion("1.2", units),
                criterion("2.1", best, category="2"),
                criterion("2.2", signed, category="2"),
            ],
            {"lost": metric("int", min="0"), "plans": metric("int", min="0"), "signed": metric("bool")},
            categories=[
                {"id": "1", "name": said("held"), "max_points": "3"},
                {"id": "2", "name": said("open")},
            ],
            registers={"cases": REGISTER},
            derivations=[
                {"from": "cases", "keep": "result == lost", "yields": {"lost": {"count": "rows"}}}
            ],
            ranking={"ties": ties, "decimals": "1"},
            awards={"prizes": prizes, "source": {"document": "文〔2021〕1号"}},
        )
    )  # fmt: skip


@dataclass(frozen=True)
class Case:
    """What two to four regions reported, and their court cases."""

    ties: str
    figures: dict[str, dict[str, str | None]]
    records: tuple[Record, ...]

    @property
    def card(self) -> Scorecard:
        columns = ["case_id", "region_id", "result"]
        cases = pl.DataFrame(self.records, schema=dict.fromkeys(columns, pl.String), orient="row")
        return score(rubric_of(self.ties), observations(self.figures), {"cases": cases})


@st.composite
def cases(draw: st.DrawFn) -> Case:
    regions = REGIONS[: draw(st.integers(2, 4))]
    plans = st.sampled_from((None, "0", "1", "2", "4"))
    signed = st.sampled_from((None, "true", "false"))
    figures = {region: {"plans": draw(plans), "signed": draw(signed)} for region in regions}
    where = draw(st.lists(st.tuples(st.sampled_from(regions), st.sampled_from(tuple(RESULTS))), min_size=1, max_size=6))  # fmt: skip
    records = tuple((f"C-{number}", *one) for number, one in enumerate(where))
    return Case(draw(st.sampled_from(("min", "dense"))), figures, records)


@st.composite
def corrected(draw: st.DrawFn) -> tuple[Case, Case, dict[str, Any]]:
    """A case, the same with one fact corrected, and the correction as an objection has it."""
    case = draw(cases())
    region = draw(st.sampled_from(sorted(case.figures)))
    kind = draw(st.sampled_from(("figure", "withdrawn", "altered", "moved", "added")))
    if kind == "figure":
        name = draw(st.sampled_from(("plans", "signed")))
        text = draw(st.sampled_from((None, "0", "3") if name == "plans" else (None, "true", "false")))  # fmt: skip
        figures = {**case.figures, region: {**case.figures[region], name: text}}
        return case, Case(case.ties, figures, case.records), {"region": region, "metric": name, "value": text}  # fmt: skip
    number = draw(st.integers(0, len(case.records) - 1))
    ident, home, result = case.records[number]
    others = (*case.records[:number], *case.records[number + 1 :])
    changed: dict[str, Any] = {"register": "cases", "record": ident}
    if kind == "withdrawn":
        return case, Case(case.ties, case.figures, others), {**changed, "withdrawn": "yes"}
    if kind == "added":
        new = ("C-new", region, "lost")
        cells = dict(zip(("case_id", "region_id", "result"), new, strict=True))
        return case, Case(case.ties, case.figures, (*case.records, new)), {"register": "cases", "add": cells}  # fmt: skip
    new = (ident, region, result) if kind == "moved" else (ident, home, "won" if result == "lost" else "lost")  # fmt: skip
    cells = {"region_id": region} if kind == "moved" else {"result": new[2]}
    return case, Case(case.ties, case.figures, (*others, new)), {**changed, "set": cells}


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


@search(25)
@given(corrected())
def test_everyone_who_moves_is_told_and_nobody_else(drawn):
    case, mended, correction = drawn
    before, after = outcome(case.card), outcome(mended.card)

    heard = objection(case.card, [correction])

    assert after == outcome(heard.comparison.after)
    expected = {name for name in before if before[name] != after[name]}
    assert expected == set(heard.regions["region_id"])
    assert len(before) - len(expected) == heard.stays
