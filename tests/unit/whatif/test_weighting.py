"""Weighting methods against published vectors; what cannot be weighed gets a clear answer, never NaN."""

import numpy as np
import pytest

from govscore_lib.errors import InputError, UsageError
from govscore_lib.whatif.weightings.weighting import METHODS, ahp, check_matrix, given, shares_by

XU = [[30, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 28.9], [68, 70, 60, 29]]
"""Xu 2004, European Journal of Operational Research 156(2), 530–532."""

PHARMACEUTICALS = [
    [61, 1.08, 4.33], [20.7, 0.26, 4.34], [16.3, 1.98, 2.53], [9, 3.29, 1.65],
    [5.4, 2.77, 2.33], [4, 4.12, 1.21], [-6.1, 3.52, 2.10], [-34.6, 3.31, 0.98],
]  # fmt: skip
"""Diakoulaki, Mavrotas and Papayannakis 1995, Computers & Operations Research 22(7), 763–770."""

SALABUN = [
    [0.619, 0.449, 0.447], [0.862, 0.466, 0.006], [0.458, 0.698, 0.771],
    [0.777, 0.631, 0.491], [0.567, 0.992, 0.968],
]  # fmt: skip
"""Sałabun, Wątróbski and Shekhovtsov 2020, Symmetry 12(9), 1549."""

MEREC = [[450, 8000, 1 / 54, 1 / 145], [10, 9100, 1 / 2, 1 / 160], [100, 8200, 1 / 31, 1 / 153],
         [220, 9300, 1 / 1, 1 / 162], [5, 8400, 1 / 23, 1 / 158]]  # fmt: skip
"""Keshavarz-Ghorabaee and others 2021, Symmetry 13(4), 525; its two costs are turned into benefits."""

HOUSE = [
    ["1", "5", "3", "7", "6", "6", "1/3", "1/4"],
    ["1/5", "1", "1/3", "5", "3", "3", "1/5", "1/7"],
    ["1/3", "3", "1", "6", "3", "4", "6", "1/5"],
    ["1/7", "1/5", "1/6", "1", "1/3", "1/4", "1/7", "1/8"],
    ["1/6", "1/3", "1/3", "3", "1", "1/2", "1/5", "1/6"],
    ["1/6", "1/3", "1/4", "4", "2", "1", "1/5", "1/6"],
    ["3", "5", "1/6", "7", "5", "5", "1", "1/2"],
    ["4", "7", "5", "8", "6", "6", "2", "1"],
]
"""Saaty 1990, European Journal of Operational Research 48(1), 9–26: choosing a house."""


@pytest.mark.parametrize(
    ("method", "matrix", "published"),
    [
        ("entropy", XU, [0.4630, 0.3992, 0.1378, 0.0000]),
        ("critic", PHARMACEUTICALS, [0.20, 0.48, 0.32]),
        ("standard_deviation", SALABUN, [0.217, 0.294, 0.488]),
        ("merec", MEREC, [0.5752, 0.0141, 0.4016, 0.0091]),
        ("equal", SALABUN, [0.333, 0.333, 0.333]),
    ],
)
def test_methods_give_the_published_weights(method, matrix, published):
    decimals = 2 if method == "critic" else 3 if len(published) == 3 else 4

    assert published == np.round(shares_by(method, np.array(matrix)), decimals).tolist()


def test_pairwise_judgements_give_the_published_weights():
    names = ["size", "transport", "quarter", "age", "yard", "modern", "condition", "finance"]

    found = ahp(names, HOUSE)

    published = [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333]
    assert published == [round(found.weights[name], 3) for name in names]
    assert (9.669, 0.238, 0.169) == (
        round(found.largest_eigenvalue, 3),
        round(found.index, 3),
        round(found.ratio, 3),
    )
    assert not found.is_consistent


def test_judgements_that_fit_give_their_own_ratios():
    found = ahp("abc", [["1", "2", "6"], ["1/2", 1, 3], ["1/6", "1/3", 1]])

    assert [0.6, 0.3, 0.1] == [round(one, 12) for one in found.weights.values()]
    assert abs(found.ratio) < 1e-12  # of the order of float rounding
    assert found.is_consistent


def test_two_criteria_cannot_contradict_themselves():
    assert 0 == ahp("ab", [["1", "9"], ["1/9", "1"]]).ratio


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([["1", "2"], ["1/3", "1"]], "a against b: 2 does not mirror 1/3. Hint: write 3"),
        ([["1", "0"], ["1/3", "1"]], "'0' is not above 0"),
        ([["1", "often"], ["1/3", "1"]], "'often' is not a number"),
        ([["2", "1"], ["1", "1"]], "a against a: 2 does not mirror 2"),
        ([["1", "2"]], "a square of 2"),
    ],
)
def test_faults_of_a_pairwise_table_are_told_with_their_place(table, words):
    with pytest.raises(InputError) as told:
        ahp("ab", table)

    assert words in str(told.value)


@pytest.mark.parametrize("method", ["entropy", "critic", "standard_deviation", "merec"])
def test_a_constant_column_weighs_nothing_and_spoils_nothing(method):
    matrix = np.array(SALABUN)
    with_constant = np.column_stack([matrix[:, 0], np.full(5, 0.1 + 0.2), matrix[:, 1:]])

    shares = shares_by(method, with_constant)

    assert 0 == shares[1]
    assert np.isfinite(shares).all()
    assert abs(shares.sum() - 1) < 1e-12
    if (
        method != "merec"
    ):  # removal effects divide by the number of criteria, a constant one included
        assert np.allclose(shares_by(method, matrix), np.delete(shares, 1), atol=1e-12)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_missing_value_is_named(method):
    matrix = np.array(SALABUN)
    matrix[2, 1] = np.nan

    with pytest.raises(InputError, match="row 3, column 2: has no value"):
        shares_by(method, matrix)


@pytest.mark.parametrize("method", ["entropy", "critic", "standard_deviation", "merec"])
def test_one_region_differs_from_nobody(method):
    with pytest.raises(UsageError, match="need 2 regions at least, not 1"):
        shares_by(method, np.array([[1.0, 2.0]]))


@pytest.mark.parametrize("method", ["entropy", "critic", "standard_deviation", "merec"])
def test_regions_that_are_all_alike_have_no_weights(method):
    with pytest.raises(UsageError, match="no criterion tells the regions apart"):
        shares_by(method, np.full((4, 3), 0.3))


@pytest.mark.parametrize("method", ["entropy", "critic", "standard_deviation", "merec"])
def test_the_only_criterion_that_differs_has_all_the_weight(method):
    matrix = np.array([[1.0, 2.0, 3.0], [1.0, 2.5, 3.0], [1.0, 4.0, 3.0]])

    assert [0, 1, 0] == shares_by(method, matrix).tolist()


def test_a_column_of_zeros_is_constant():
    assert 0 == shares_by("entropy", np.array([[0.0, 1.0], [0.0, 3.0]]))[0]


def test_logarithms_need_values_above_zero():
    with pytest.raises(
        InputError, match=r"row 1, column 2: 0 cannot be weighed so\. Allowed: above 0"
    ):
        shares_by("merec", np.array([[1.0, 0.0], [2.0, 1.0]]))
    with pytest.raises(InputError, match="row 2, column 1: -2 cannot be weighed so"):
        shares_by("entropy", np.array([[1.0, 0.0], [-2.0, 1.0]]))


def test_places_in_a_message_are_names():
    with pytest.raises(InputError, match=r"金湖县, 1\.02: has no value"):
        check_matrix(np.array([[np.nan]]), ["金湖县"], ["1.02"])


def test_an_unknown_method_is_told():
    with pytest.raises(UsageError, match="did you mean 'critic'"):
        shares_by("critics", np.array(SALABUN))


def test_given_points_become_shares():
    assert [0.25, 0.75] == given([1, 3]).tolist()
    with pytest.raises(UsageError, match="cannot be negative"):
        given([-1, 3])


def test_equal_weights_need_no_region():
    assert [0.25] * 4 == shares_by("equal", np.empty((0, 4))).tolist()
