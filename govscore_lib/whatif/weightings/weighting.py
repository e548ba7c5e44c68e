"""Weights from the data or from judgement: starting points for a what-if, never a verdict.

The matrix functions take one row a region and one column a criterion, more being better, and return shares
that add up to 1. None of them ever returns NaN: a cell without a value, a single region and a table that
cannot be used are refused with their place, and a criterion with the same value everywhere tells regions
apart by nothing, so that the methods which look at differences give it 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from govscore_lib.errors import InputError, Problem, UsageError, did_you_mean, listed
from govscore_lib.points import exact

Matrix = npt.NDArray[np.float64]
Shares = npt.NDArray[np.float64]

RANDOM_INDEX = (
    0.0,
    0.0,
    0.58,
    0.90,
    1.12,
    1.24,
    1.32,
    1.41,
    1.45,
    1.49,
    1.51,
    1.48,
    1.56,
    1.57,
    1.59,
)
"""Mean consistency index of random tables of size 1 to 15 (Saaty 1980, The Analytic Hierarchy Process)."""
TOLERABLE_RATIO = 0.10
"""Consistency ratio up to which Saaty takes the judgements as they are."""


def equal(matrix: Matrix) -> Shares:
    """Return the same share for every criterion, which needs no region: shape (0, criteria) will do."""
    checked = _checked(matrix, least_rows=0)
    return np.full(checked.shape[1], 1 / checked.shape[1])


def given(points: Sequence[float | Fraction]) -> Shares:
    """Return the shares of given points. Raises UsageError where one is negative or none is above 0."""
    shares = np.array([float(one) for one in points])
    if not len(shares) or not np.isfinite(shares).all() or (shares < 0).any() or not shares.any():
        raise UsageError("points cannot be negative, and one at least must be above 0")
    return shares / shares.sum()


def standard_deviation(matrix: Matrix) -> Shares:
    """Return shares in proportion to the standard deviations: what spreads more weighs more."""
    return _normalised(_spread(_checked(matrix)))


def entropy(matrix: Matrix) -> Shares:
    """Return the entropy weights (Shannon; Zeleny 1982): 1 − entropy of the column, normalised.

    Raises InputError where a value is negative: shares of a sum have no meaning then.
    """
    checked = _checked(matrix, least=0.0)
    sums = checked.sum(axis=0)
    shares = checked / np.where(sums > 0, sums, 1)
    logs = np.log(np.where(shares > 0, shares, 1))
    told = -(shares * logs).sum(axis=0) / np.log(len(checked))
    return _normalised(np.where(_varies(checked), np.maximum(1 - told, 0), 0))


def critic(matrix: Matrix) -> Shares:
    """Return the CRITIC weights (Diakoulaki and others 1995): spread × conflict with the other criteria.

    Columns are scaled to their own range first. A constant column has no correlation with anything; it
    weighs 0 and the others are weighed without it.
    """
    checked = _checked(matrix)
    varies = _varies(checked)
    if not varies.any():
        return _normalised(np.zeros(len(varies)))
    columns = checked[:, varies]
    low, high = columns.min(axis=0), columns.max(axis=0)
    scaled = (columns - low) / (high - low)
    centred = scaled - scaled.mean(axis=0)
    length = np.sqrt((centred**2).sum(axis=0))
    correlation = (centred.T @ centred) / np.outer(length, length)
    weights = np.zeros(len(varies))
    weights[varies] = length * (1 - correlation).sum(axis=0)
    if (
        int(varies.sum()) == 1
    ):  # alone it conflicts with nobody, and yet it alone tells regions apart
        weights[varies] = 1
    return _normalised(np.where(weights > 1e-12, weights, 0))


def merec(matrix: Matrix) -> Shares:
    """Return the MEREC weights (Keshavarz-Ghorabaee and others 2021): what the whole loses without a criterion.

    Raises InputError where a value is not above 0: the method takes logarithms of ratios.
    """
    checked = _checked(matrix, least=0.0, excluded=True)
    logs = np.abs(np.log(checked.min(axis=0) / checked))
    whole = logs.sum(axis=1, keepdims=True)
    criteria = checked.shape[1]
    effect = np.log1p(whole / criteria) - np.log1p((whole - logs) / criteria)
    return _normalised(np.where(_varies(checked), np.abs(effect).sum(axis=0), 0))


METHODS: Mapping[str, Callable[[Matrix], Shares]] = {
    "equal": equal,
    "entropy": entropy,
    "critic": critic,
    "standard_deviation": standard_deviation,
    "merec": merec,
}
"""Methods that need nothing but the matrix."""


def shares_by(method: str, matrix: Matrix) -> Shares:
    """Return the shares by a method of ``METHODS``. Raises UsageError for any other name."""
    if method not in METHODS:
        hint = did_you_mean(method, METHODS)
        raise UsageError(
            f"there is no weighting method '{method}'. {hint or 'Known: ' + listed(METHODS)}"
        )
    return METHODS[method](matrix)


@dataclass(frozen=True)
class Ahp:
    """Weights from pairwise judgements, and how well the judgements fit together.

    weights : shares by name. largest_eigenvalue : n when all judgements fit. ratio : consistency ratio,
    to be 0.1 at most; 0 for one or two criteria, which cannot contradict themselves.
    """

    weights: Mapping[str, float]
    largest_eigenvalue: float
    index: float
    ratio: float

    @property
    def is_consistent(self) -> bool:
        """Whether the ratio is 0.1 at most."""
        return self.ratio <= TOLERABLE_RATIO


def ahp(names: Sequence[str], table: Sequence[Sequence[object]]) -> Ahp:
    """Return the weights of a pairwise table by the principal eigenvector (Saaty 1980).

    names : what is compared. table : how many times as important the row is as the column, as text
    ("1/3"), whole numbers or fractions; row and column mirror each other.
    Raises InputError naming every cell that is no positive number or does not mirror its counterpart, and
    for more than 15 names, for which there is no random index.
    """
    judged = _judgements(names, table)
    size = len(names)
    matrix = np.array([[float(one) for one in row] for row in judged])
    values, vectors = np.linalg.eig(matrix)
    largest = int(np.argmax(values.real))
    weights = np.abs(vectors[:, largest].real)
    weights /= weights.sum()
    eigenvalue = max(float(values[largest].real), float(size))
    index = (eigenvalue - size) / (size - 1) if size > 2 else 0.0
    ratio = index / RANDOM_INDEX[size - 1] if size > 2 else 0.0
    return Ahp(dict(zip(names, weights.tolist(), strict=True)), eigenvalue, index, ratio)


def _judgements(names: Sequence[str], table: Sequence[Sequence[object]]) -> list[list[Fraction]]:
    size = len(names)
    if not size or len(table) != size or any(len(row) != size for row in table):
        found = f"has {len(table)} rows of {sorted({len(row) for row in table})} cells"
        raise InputError([Problem("pairwise table", found, f"a square of {size}, one row a name")])
    if size > len(RANDOM_INDEX):
        found = f"compares {size} criteria"
        hint = "compare categories first, then the criteria inside each"
        raise InputError([Problem("pairwise table", found, f"{len(RANDOM_INDEX)} at most", hint)])
    problems = []
    judged = [[Fraction(0)] * size for _ in range(size)]
    for i, row in enumerate(table):
        for j, cell in enumerate(row):
            where = f"pairwise table, {names[i]} against {names[j]}"
            try:
                judged[i][j] = _judgement(cell)
            except ValueError as error:
                problems.append(Problem(where, str(error), "a number above 0, 3 or 1/3"))
    if not problems:
        problems = [
            Problem(
                f"pairwise table, {names[i]} against {names[j]}",
                f"{judged[i][j]} does not mirror {judged[j][i]}",
                hint=f"write {1 / judged[j][i]}",
            )
            for i in range(size)
            for j in range(i, size)
            if judged[i][j] * judged[j][i] != 1
        ]
    if problems:
        raise InputError(problems)
    return judged


def _judgement(cell: object) -> Fraction:
    if isinstance(cell, str):
        value = exact(cell)
    elif isinstance(cell, (int, Fraction)) and not isinstance(cell, bool):
        value = Fraction(cell)
    elif isinstance(cell, float):  # 0.2 means a fifth, 0.333 a third no more than it says
        value = Fraction(repr(cell)) if np.isfinite(cell) else Fraction(0)
    else:
        raise ValueError(f"'{cell}' is not a number")
    if value <= 0:
        raise ValueError(f"'{cell}' is not above 0")
    return value


def check_matrix(
    matrix: Matrix,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    least: float = -np.inf,
    excluded: bool = False,
) -> None:
    """Raise InputError for every cell without a number, or below ``least`` (or on it, where excluded)."""
    with np.errstate(invalid="ignore"):
        low = (matrix <= least) if excluded else (matrix < least)
    allowed = f"{'above' if excluded else 'at least'} {least:g}"
    problems = [
        Problem(
            f"{rows[i]}, {columns[j]}", "has no value", hint="leave the region or the criterion out"
        )
        if not np.isfinite(matrix[i, j])
        else Problem(f"{rows[i]}, {columns[j]}", f"{matrix[i, j]:g} cannot be weighed so", allowed)
        for i, j in np.argwhere(~np.isfinite(matrix) | low)
    ]
    if problems:
        raise InputError(problems)


def _checked(
    matrix: Matrix, *, least_rows: int = 2, least: float = -np.inf, excluded: bool = False
) -> Matrix:
    checked = np.asarray(matrix, dtype=np.float64)
    if checked.ndim != 2 or not checked.shape[1]:
        raise UsageError("weights need a table: one row a region, one column a criterion")
    if len(checked) < least_rows:
        raise UsageError(
            f"weights from differences need {least_rows} regions at least, not {len(checked)}"
        )
    rows = [f"row {i + 1}" for i in range(checked.shape[0])]
    columns = [f"column {j + 1}" for j in range(checked.shape[1])]
    check_matrix(checked, rows, columns, least=least, excluded=excluded)
    return checked


def _varies(matrix: Matrix) -> npt.NDArray[np.bool_]:
    """Return which columns differ somewhere: compared, not computed, so that rounding cannot make it so."""
    return np.asarray((matrix != matrix[0]).any(axis=0))


def _spread(matrix: Matrix) -> Shares:
    return np.where(_varies(matrix), matrix.std(axis=0), 0)


def _normalised(weights: Shares) -> Shares:
    """Return the weights as shares. Raises UsageError where no criterion tells the regions apart."""
    total = float(weights.sum())
    if total <= 0:
        raise UsageError(
            "no criterion tells the regions apart: all have the same values everywhere. "
            "Weights from differences do not exist here; take equal or given ones."
        )
    return np.asarray(weights / total)
