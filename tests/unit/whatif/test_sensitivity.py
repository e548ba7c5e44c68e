"""Sobol indices against analytic cases; effective weights; criteria that separate nobody; twins."""

import numpy as np
import pytest

from govscore_lib.engine import score
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError
from govscore_lib.whatif.weightings.sensitivity import effective_weights, sensitivity, sobol, twins
from tests.asserts import observations, read_table
from tests.small_rubrics import criterion, document, load_document, metric, said


def card(table: str, points: dict[str, str] | None = None, **more: object) -> Scorecard:
    """One criterion of 2 points (or those given) per column of the table, the maximum times the figure."""
    cells = read_table(table)
    columns = list(next(iter(cells.values())))
    worth = dict.fromkeys(columns, "2") | (points or {})
    criteria = [
        criterion(name, {"kind": "ratio", "value": name}, max_points=worth[name])
        for name in columns
    ]
    raw = document(criteria, {name: metric("decimal") for name in columns}, **more)
    return score(load_document(raw), observations(cells))


def test_a_sum_hangs_on_its_terms_by_the_squares_of_their_factors():
    """Y = 4 a + 2 b + c: variances 16 : 4 : 1, and nothing acts jointly."""
    found = sobol(lambda x: x @ np.array([[4.0, 1], [2, 1], [1, 1]]), 3, draws=4096)

    assert np.allclose(np.array([16, 4, 1]) / 21, found.first[:, 0], atol=0.01)
    assert np.allclose(np.array([16, 4, 1]) / 21, found.total[:, 0], atol=0.01)
    assert np.allclose(1 / 3, found.first[:, 1], atol=0.02)
    assert 21 / 12 == pytest.approx(found.variance[0], rel=0.03)


def test_the_ishigami_function():
    """Ishigami and Homma 1990, a = 7, b = 0.1; indices as in Saltelli and others 2008."""

    def ishigami(x):
        a, b, c = (x * 2 * np.pi - np.pi).T
        return (np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a))[:, None]

    found = sobol(ishigami, 3, draws=16384)

    assert np.allclose([0.3139, 0.4424, 0], found.first[:, 0], atol=0.02)
    assert np.allclose([0.5576, 0.4424, 0.2437], found.total[:, 0], atol=0.02)


def test_the_g_function_of_sobol():
    """Π (|4 x − 2| + a) / (1 + a), with a = 0, 1, 4.5, 9: V_i = 1 / (3 (1 + a)²)."""
    a = np.array([0, 1, 4.5, 9])
    parts = 1 / (3 * (1 + a) ** 2)
    variance = np.prod(1 + parts) - 1
    first = parts / variance
    total = parts * np.array([np.prod(np.delete(1 + parts, at)) for at in range(4)]) / variance

    found = sobol(lambda x: np.prod((abs(4 * x - 2) + a) / (1 + a), axis=1)[:, None], 4, draws=16384)  # fmt: skip

    assert np.allclose(first, found.first[:, 0], atol=0.02)
    assert np.allclose(total, found.total[:, 0], atol=0.02)


def test_what_does_not_move_has_no_indices_and_never_nan():
    found = sobol(lambda x: np.column_stack([np.full(len(x), 0.1 + 0.2), x[:, 0]]), 2, draws=64)

    assert 0 == found.variance[0]
    assert [[0, 0]] * 2 == [found.first[:, 0].tolist(), found.total[:, 0].tolist()]


def test_the_same_seed_gives_the_same_indices():
    one, again, other = (sobol(lambda x: x, 2, 32, seed=seed).first for seed in (0, 0, 1))

    assert (one == again).all()
    assert not (one == other).all()


@pytest.mark.parametrize(("factors", "draws"), [(0, 10), (2, 1)])
def test_too_little_is_told(factors, draws):
    with pytest.raises(UsageError, match="take at least 2 draws and 1 factor"):
        sobol(lambda x: x, factors, draws)


THREE = "region | a | b | c\n A | 1 | 0 | 0.5\n B | 0.4 | 0.4 | 0.4\n C | 1 | 0 | 0"


def test_all_regions_at_once_are_as_one_by_one():
    """By the general function, which multiplies everything out, against the added products."""
    base = card(THREE)
    found = sensitivity(base, draws=256, seed=5)

    def totals(sample):
        raw = found.evaluation.shares * 2 * sample
        return found.evaluation.totals(raw / raw.sum(axis=1, keepdims=True))

    expected = sobol(totals, 3, draws=256, seed=5)

    assert np.allclose(expected.first, found.indices.first, atol=1e-9)
    assert np.allclose(expected.total, found.indices.total, atol=1e-9)


def test_a_region_that_is_alike_everywhere_hangs_on_no_weight():
    rows = {row["region_id"]: row for row in sensitivity(card(THREE)).table.iter_rows(named=True)}

    assert (0.0, 0.0, 0.0) == (rows["B"]["first"], rows["B"]["total"], rows["B"]["spread_points"])


def test_the_weight_that_matters_most_comes_first():
    """A has all of a, none of b and half of c: its total moves most with b, which takes from a."""
    table = sensitivity(
        card("region | a | b | c\n A | 1 | 0 | 0.5\n B | 0 | 1 | 0\n C | 0 | 0 | 1")
    ).table

    assert ["a", "b", "c"] == sorted(table["id"][:3])
    assert "c" == table["id"][2]
    assert "b" == table["id"][3]
    assert table["total"][:3].is_sorted(descending=True)


def test_small_margins_move_totals_less():
    wide, narrow = (sensitivity(card(THREE), margin=margin) for margin in (None, 0.1))

    assert narrow.indices.variance[0] < wide.indices.variance[0] / 50
    with pytest.raises(UsageError, match="margin must be above 0"):
        sensitivity(card(THREE), margin=2.0)


def test_caps_are_kept():
    """The cap of the only category leaves every total as it is, whatever the weights."""
    capped = card(THREE, categories=[{"id": "1", "name": said("1"), "max_points": "0.5"}])

    assert (sensitivity(capped).indices.variance[[1]] == 0).all()


def test_nominal_and_effective_weights():
    """Totals vary through a alone; b is the same everywhere, c counts against a."""
    table = effective_weights(card("region | a | b | c\n A | 1 | 0.5 | 0\n B | 0 | 0.5 | 0.5\n C | 0.5 | 0.5 | 0.25"))  # fmt: skip
    rows = {row["id"]: row for row in table.iter_rows(named=True)}

    assert [1 / 3] * 3 == pytest.approx(table["nominal_share"].to_list())
    assert [2, 0, -1] == pytest.approx(table["effective_share"].to_list())
    assert (1, None, -1) == (
        rows["a"]["correlation"],
        rows["b"]["correlation"],
        rows["c"]["correlation"],
    )
    assert ["", "separates_nobody", ""] == table["remark"].to_list()
    assert (1, 3) == (rows["a"]["full_marks"], rows["a"]["regions"])


def test_effective_shares_add_up_to_one():
    table = effective_weights(card(THREE, {"a": "5", "c": "0.7"}))

    assert 1 == pytest.approx(table["effective_share"].sum())


def test_equal_totals_have_no_effective_weights():
    table = effective_weights(card("region | a | b\n A | 1 | 0\n B | 0 | 1"))

    assert [None, None] == table["effective_share"].to_list()
    assert [None, None] == table["correlation"].to_list()


def test_twins_say_the_same():
    table = twins(
        card("""
            region | a   | b   | c   | d
            A      | 0   | 0.1 | 1   | 1
            B      | 0.2 | 0.2 | 0.1 | 1
            C      | 0.4 | 0.3 | 0.2 | 1
            D      | 1   | 0.4 | 0   | 1""")
    )

    assert [("a", "b")] == list(table.select("id", "other_id").iter_rows())
    row = table.row(0, named=True)
    assert 1 == row["order_correlation"]
    assert 0.9 < row["correlation"] < 1
    assert 4 == row["regions"]


def test_two_regions_have_no_twins():
    assert twins(card("region | a | b\n A | 0 | 0\n B | 1 | 1")).is_empty()
