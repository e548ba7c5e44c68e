"""Robustness over random weights: exact small cases, and the engine itself run on every draw."""

import sys
from fractions import Fraction

import numpy as np
import polars as pl
import pytest

from govscore_lib.engine import score
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError
from govscore_lib.whatif.scenarios.reweighting import new_maxima, reweighted
from govscore_lib.whatif.weightings.evaluation import product
from govscore_lib.whatif.weightings.robustness import Robustness, robustness
from govscore_lib.whatif.weightings.sampling import Around, Uniform, Within, blocks
from tests.asserts import observations, read_table
from tests.small_rubrics import criterion, document, load_document, metric, said

ERROR = 0.025
"""Five standard errors of a share at 10,000 draws."""
SOURCE = {"document": "文〔2021〕1号"}


def card(table: str, **more: object) -> Scorecard:
    """A criterion of 2 points per column of the table, each the maximum times the figure; ``out`` and
    ``veto`` are facts about a region, ``part`` its group."""
    cells = read_table(table)
    columns = list(next(iter(cells.values())))
    figures = [name for name in columns if name not in ("out", "veto", "part")]
    kinds = {"out": metric("bool"), "veto": metric("bool"), "part": metric("enum", values={"x": "甲", "y": "乙"})}  # fmt: skip
    standing = [
        {"status": status, "when": name, "because": said("why"), "source": SOURCE}
        for name, status in (("out", "disqualified"), ("veto", "vetoed"))
        if name in columns
    ]
    raw = document(
        [criterion(name, {"kind": "ratio", "value": name}) for name in figures],
        {name: kinds.get(name) or metric("decimal") for name in columns},
        **({"standing": standing} if standing else {}),
        **more,
    )
    return score(load_document(raw), observations(cells))


def awards(*places: str, boundary: str = "escalate") -> dict[str, object]:
    prizes = [{"id": f"p{n}", "name": said(f"prize {n}"), "places": one} for n, one in enumerate(places, 1)]  # fmt: skip
    return {"prizes": prizes, "boundary": boundary, "source": SOURCE}


def column(found: Robustness, name: str) -> dict[str, float]:
    return dict(found.ranks.select("region_id", name).iter_rows())


def test_two_mirror_images_win_half_of_the_time_each():
    found = robustness(card("region | a | b\n A | 1 | 0\n B | 0 | 1"))

    assert {"A": 0.5, "B": 0.5} == pytest.approx(column(found, "first"), abs=ERROR)
    assert {"A": 1, "B": 1} == column(found, "best")
    assert {"A": 2, "B": 2} == column(found, "worst")


def test_the_odds_of_a_win_are_an_area_of_the_triangle():
    """A stands before B where its first weight exceeds 1/3: on 4/9 of the triangle."""
    found = robustness(card("region | a | b | c\n A | 1 | 0 | 0\n B | 0 | 0.5 | 0.5"))

    first = found.winning.filter(pl.col("region_id") == "A").row(0, named=True)
    assert 4 / 9 == pytest.approx(first["ahead"], abs=ERROR)
    assert 0 == first["level"]


def test_who_is_better_everywhere_is_always_first():
    found = robustness(card("region | a | b\n A | 0.9 | 1\n B | 0.8 | 0.7\n C | 0.8 | 0.7"))

    assert {"A": 1.0, "B": 0.0, "C": 0.0} == column(found, "first")
    pairs = {row[:2]: row[2:] for row in found.winning.iter_rows()}
    assert (0.0, 1.0) == pairs["B", "C"]
    assert (1.0, 0.0) == pairs["A", "B"]
    assert {"A": 1, "B": 2, "C": 2} == column(found, "worst")


def test_rank_intervals_leave_out_what_is_rare():
    """A is first where its first weight exceeds 24/25: on 4 of 100 draws, too seldom for 90 %."""
    found = robustness(card("region | a | b\n A | 1 | 0\n B | 0 | 0.04\n C | 0 | 1"))
    rare = robustness(card("region | a | b\n A | 0.04 | 0\n B | 0 | 1"))

    assert 0.04 == pytest.approx(1 - column(rare, "first")["B"], abs=0.01)
    assert (1, 2, 2) == tuple(
        rare.ranks.row(1, named=True)[name] for name in ("best", "low", "high")
    )
    assert (1, 1, 1) == tuple(
        rare.ranks.row(0, named=True)[name] for name in ("best", "low", "high")
    )
    assert {"A": 1, "B": 2, "C": 1} == column(found, "best")


@pytest.mark.parametrize("ties", ["min", "max", "average", "dense"])
@pytest.mark.parametrize("weights", ["uniform", "within", "around"])
def test_every_draw_gives_the_places_of_the_engine(ties, weights):
    table = """
        region | a   | b   | c   | out   | veto
        A      | 1   | 0.3 | 0.5 | false | false
        B      | 0.2 | 0.9 | 0.5 | false | true
        C      | 0.2 | 0.9 | 0.5 | false | false
        D      | 0.7 | 0.7 | 0.1 | true  | false
        E      | 0.4 | 0.4 | 0.4 | false | false
        F      | 0   | 0   | 1   | false | false"""
    ranking = {"ties": ties, "excluded": "keep_place", "decimals": "1"}
    base = card(table, ranking=ranking, awards=awards("1", "2"), total={"max_points": "6"})

    found = robustness(base, weights, draws=60, seed=3, margin=0.5)

    assert_counted(found, base, weights_of(weights))


@pytest.mark.parametrize("boundary", ["escalate", "up", "down"])
def test_every_draw_gives_the_prizes_of_the_engine(boundary):
    table = """
        region | a   | b   | veto
        A      | 1   | 0.2 | false
        B      | 1   | 0.2 | false
        C      | 0.9 | 0.4 | true
        D      | 0.1 | 0.9 | false
        E      | 0.1 | 0.9 | false
        F      | 0.5 | 0.5 | false"""
    base = card(table, awards=awards("1", "2", boundary=boundary), ranking={"then": ["b"]})

    found = robustness(base, draws=60, seed=3)

    assert_counted(found, base, Uniform(2))
    assert 6 == found.prizes.height


def weights_of(how: str) -> object:
    printed = (1 / 3,) * 3
    return {
        "uniform": Uniform(3),
        "around": Around(printed, 100.0),
        "within": Within([1 / 6] * 3, [1 / 2] * 3),
    }[how]


def assert_counted(found: Robustness, base: Scorecard, weights: object) -> None:
    """The engine, run on every draw, counts the same places, pairs and prizes."""
    counts = np.zeros_like(found.counts)
    wins = np.zeros((found.board.size, found.board.size))
    classes = [*(one.id for one in base.rubric.awards.prizes), "decision_needed", "none"]
    awarded = np.zeros((found.board.size, len(classes)))
    ids = found.board.region_ids
    places = found.places.tolist()
    for shares in np.concatenate(list(blocks(weights, found.draws, 3))):
        points = {
            lever.id: Fraction(share) * found.board.base
            for lever, share in zip(found.evaluation.levers, shares.tolist(), strict=True)
        }
        rubric = reweighted(base.rubric, new_maxima(base.rubric, points, {}, "none"))
        other = score(rubric, base.given.observations)
        ranks = dict(other.scores.select("region_id", "rank").iter_rows())
        for row, region in enumerate(ids):
            if ranks[region] is not None:
                counts[row, places.index(ranks[region])] += 1
            for column, rival in enumerate(ids):
                if None not in (ranks[region], ranks[rival]):
                    wins[row, column] += ranks[region] < ranks[rival]
        for region, prize, state in other.awards.select("region_id", "prize", "state").iter_rows():
            if ranks[region] is not None:
                name = "decision_needed" if state == "decision_needed" else prize or "none"
                awarded[ids.index(region), classes.index(name)] += 1
    ranked = found.rows

    assert counts[ranked].tolist() == found.counts[ranked].tolist()
    assert wins[np.ix_(ranked, ranked)].tolist() == found.wins[np.ix_(ranked, ranked)].tolist()
    assert (awarded[ranked] / found.draws).tolist() == found.prizes[:, 3:].to_numpy().tolist()


THREE = "region | a | b | c\n A | 1 | 0 | 0.5\n B | 0 | 1 | 0.4\n C | 0.5 | 0.5 | 0.5"


def test_the_same_seed_gives_the_same_with_any_number_of_threads(monkeypatch):
    monkeypatch.setattr(sys.modules[robustness.__module__], "NEAR", 3 * 512)  # a block a task
    base = card(THREE)

    one, two, other = (
        robustness(base, draws=3000, seed=seed, threads=threads)
        for seed, threads in ((0, 1), (0, 3), (1, 1))
    )

    assert one.ranks.equals(two.ranks)
    assert (one.counts == two.counts).all()
    assert not (one.counts == other.counts).all()
    assert {
        "draws": 3000,
        "seed": 0,
        "over": "criteria",
        "weights": "uniform",
        "levers": 3,
    } == one.record


def test_shares_of_places_add_up_to_one():
    found = robustness(card(THREE), draws=1000)

    assert np.allclose(1, found.acceptability.sum(axis=1))
    assert [
        "region_id",
        "region_zh",
        "region_en",
        "1",
        "2",
        "3",
    ] == found.acceptability_table.columns
    assert found.ranks["kept"].is_between(0, 1).all()


def test_bounds_in_points_are_kept():
    """a may have 3 to 4 of 6 points: A, best by it, cannot fall behind B."""
    found = robustness(card(THREE), "within", bounds={"a": (3.5, 4), "b": (0, 2), "c": (0, 2)})

    assert {"A": 1.0, "B": 0.0, "C": 0.0} == column(found, "first")


def test_categories_can_be_weighed_instead_of_criteria():
    raw = document(
        [
            criterion("1.1", {"kind": "ratio", "value": "a"}),
            criterion("1.2", {"kind": "ratio", "value": "b"}),
            criterion("2.1", {"kind": "ratio", "value": "c"}, category="2"),
        ],
        {name: metric("decimal") for name in "abc"},
        categories=[{"id": one, "name": said(one)} for one in "12"],
    )
    found = robustness(score(load_document(raw), observations(read_table(THREE))), over="categories")  # fmt: skip

    assert ["1", "2"] == [lever.id for lever in found.evaluation.levers]
    assert {"A": 1, "B": 3, "C": 1} == column(found, "worst")  # A and C are equal in both


def test_a_tenth_and_a_fifth_are_level_with_three_tenths_in_every_draw():
    """0.1 + 0.2 is not 0.3 in floating point; totals are compared at the decimals of the rubric."""
    raw = document(
        [
            criterion("1.1", {"kind": "ratio", "value": "a"}, max_points="1"),
            criterion("1.2", {"kind": "ratio", "value": "b"}, max_points="1"),
            criterion("2.1", {"kind": "ratio", "value": "c"}, category="2", max_points="1"),
        ],
        {name: metric("decimal") for name in "abc"},
        categories=[{"id": one, "name": said(one)} for one in "12"],
    )
    table = "region | a | b | c\n A | 0.1 | 0.2 | 0.3\n B | 0.3 | 0 | 0.3"
    found = robustness(score(load_document(raw), observations(read_table(table))), over="categories")  # fmt: skip

    assert [1.0, 1.0] == found.winning["level"].to_list()
    assert {"A": 1, "B": 1} == column(found, "worst")


def test_one_group_alone():
    table = "region | a | b | part\n A | 1 | 0 | x\n B | 0 | 1 | x\n C | 2 | 2 | y"
    base = card(table, rank_within="part", awards=awards("1"))

    found = robustness(base, group="x", draws=100)

    assert {"A": 1, "B": 1} == column(found, "best")
    with pytest.raises(UsageError, match="has no prizes to look at here"):
        _ = found.prizes
    with pytest.raises(UsageError, match="ranks within no group 'z'"):
        robustness(base, group="z")


def test_regions_without_a_rank_are_left_out():
    table = "region | a | b | out\n A | 1 | 0 | true\n B | 0 | 1 | false\n C | 0.5 | 0.5 | false"
    found = robustness(card(table), draws=200)

    assert ["B", "C"] == sorted(found.ranks["region_id"])
    assert [1, 2] == found.places.tolist()


def test_a_clause_that_is_spread_weighs_on_the_others():
    """A has half of b; a does not apply to it, so that b alone fills the category: always half of all."""
    raw = document(
        [
            criterion("a", {"kind": "ratio", "value": "a"}, not_applicable={"when": "q", "policy": "spread"}),
            criterion("b", {"kind": "ratio", "value": "b"}),
        ],
        {"a": metric("decimal"), "b": metric("decimal"), "q": metric("bool")},
        categories=[{"id": "1", "name": said("one"), "max_points": "4"}],
        total={"max_points": "4"},
    )  # fmt: skip
    table = (
        "region | a | b | q\n A | 0 | 0.5 | true\n B | 0.6 | 0.55 | false\n C | 0.4 | 0.45 | false"
    )
    found = robustness(score(load_document(raw), observations(read_table(table))))

    totals = found.evaluation.totals(np.array([[0.9, 0.1], [0.1, 0.9]]))[:, 0]
    assert [2e9, 2e9] == pytest.approx(totals.tolist())
    assert {"B": 1, "A": 2, "C": 3} == column(found, "worst")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"draws": 0}, "0 draws are not enough"),
        ({"weights": "odd"}, "weights 'odd': allowed are uniform, within and around"),
        ({"weights": "within", "margin": -1}, "the margin cannot be below 0"),
        ({"weights": "within", "bounds": {"d": (0, 1)}}, "there are no points of 'd' to vary"),
        ({"weights": "within", "bounds": {"a": (7, 8)}}, "no weights keep these bounds"),
        ({"weights": "around", "concentration": 0}, "the concentration must be above 0"),
    ],
)
def test_what_cannot_be_drawn_is_told(options, words):
    with pytest.raises(UsageError, match=words):
        robustness(card(THREE), **options)


def test_pairs_are_counted_only_where_asked():
    with pytest.raises(UsageError, match="ask for them with pairs=True"):
        _ = robustness(card(THREE), draws=10, pairs=False).winning


def test_nobody_with_a_rank_is_told():
    with pytest.raises(UsageError, match="no region has a rank"):
        robustness(card("region | a | out\n A | 1 | true"))


def test_a_rubric_without_maxima_cannot_be_weighed():
    raw = document(
        [criterion("1", {"kind": "per_unit", "per": "1", "count": "a"}, max_points=None)],
        {"a": metric("int")},
    )

    with pytest.raises(UsageError, match="no criteria with points that could be varied"):
        robustness(score(load_document(raw), observations({"A": {"a": "1"}})))


def test_memory_stays_bounded_whatever_the_number_of_draws(monkeypatch):
    """Orders are counted away; no array grows with the draws."""
    monkeypatch.setattr("govscore_lib.whatif.weightings.placing.STORED", 3 * 2 * 512)

    found = robustness(card(THREE), draws=5000)

    assert 5000 == found.counts[0].sum()


def test_blocks_side_by_side_are_counted_once_however_little_room_there_is(monkeypatch):
    """Room for three blocks of 512: two threads fill it unevenly."""
    wanted = robustness(card(THREE), draws=5000).counts.tolist()
    monkeypatch.setattr(sys.modules[robustness.__module__], "NEAR", 3 * 512)
    monkeypatch.setattr("govscore_lib.whatif.weightings.placing.SHORT", 0)
    monkeypatch.setattr("govscore_lib.whatif.weightings.placing.STORED", 3 * 2 * 512 * 3)

    assert wanted == robustness(card(THREE), draws=5000, threads=2).counts.tolist()


@pytest.mark.parametrize(
    ("draws", "levers", "regions"), [(1, 60, 5000), (63, 60, 71), (130, 60, 71), (128, 3, 2000)]
)
def test_a_product_in_parts_is_the_product(draws, levers, regions):
    rng = np.random.default_rng(3)
    shares, matrix = rng.random((draws, levers)), rng.random((levers, regions))

    found = product(shares, matrix)

    assert np.allclose(shares @ matrix, found, rtol=1e-13, atol=0)  # order of adding up may differ
