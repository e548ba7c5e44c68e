"""Typed rates. A rate is never taken as given: it is recomputed from its parts and compared."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from govscore_lib.algebra.expr import Arithmetic, Name, walk
from govscore_lib.ingest.cells.spelling import decimal
from govscore_lib.ingest.figures.entries import RATE_ENDINGS
from govscore_lib.ingest.files.headers import plain_header
from govscore_lib.points import exact, plain
from govscore_lib.rubric.model import Rubric

_FILLERS = ("已", "的", "件", "数", "个", "项", "率", "占比", "比例")


@dataclass(frozen=True)
class Ratio:
    """A numerator and a denominator that some criterion divides."""

    numerator: str
    denominator: str
    criteria: tuple[str, ...]


def ratios(rubric: Rubric) -> tuple[Ratio, ...]:
    """Return every division of one metric by another in the criteria of the rubric."""
    found: dict[tuple[str, str], list[str]] = {}
    for criterion in rubric.criteria_list:
        for node in walk(criterion.lowered.points):
            match node:
                case Arithmetic(op="/", left=Name(id=numerator), right=Name(id=denominator)):
                    criteria = found.setdefault((numerator, denominator), [])
                    if criterion.id not in criteria:
                        criteria.append(criterion.id)
    return tuple(Ratio(num, den, tuple(criteria)) for (num, den), criteria in found.items())


def is_rate(word: str) -> bool:
    """Whether a code or header is the name of a rate."""
    return plain_header(word).endswith(RATE_ENDINGS)


def ratio_of(word: str, rubric: Rubric, known: tuple[Ratio, ...]) -> Ratio | None:
    """Return the ratio that a rate's name means: by the id or Chinese name of its numerator; None if unclear."""
    plain_word = plain_header(word)
    stem = plain_word
    for ending in RATE_ENDINGS:
        stem = stem.removesuffix(ending)
    by_id = [one for one in known if one.numerator == stem] or [
        one for one in known if stem and one.numerator.startswith(stem)
    ]
    core = _core(stem)
    by_name = [
        one
        for one in known
        if core and core in _core(plain_header(rubric.metrics[one.numerator].name.zh))
    ]
    for candidates in (by_id, by_name):
        if len(candidates) == 1:
            return candidates[0]
    return None


def _core(text: str) -> str:
    for filler in _FILLERS:
        text = text.replace(filler, "")
    return text


def contradiction(typed: str, numerator: str, denominator: str) -> str | None:
    """Return the recomputed rate where the typed one does not agree with it, else None.

    The typed rate ("92.3%", "0.923", "92.3") agrees when it is within half a unit of its last digit.
    """
    digits = decimal(typed.rstrip("%").strip()).value
    top, bottom = exact(numerator), exact(denominator)
    if digits is None or bottom == 0:
        return None
    places = len(digits.partition(".")[2])
    half = Fraction(1, 2 * 10**places)
    share = top / bottom
    scales = (100,) if typed.rstrip().endswith(("%", "％")) else (1, 100)
    if any(abs(exact(digits) - share * scale) <= half for scale in scales):
        return None
    return f"{numerator}/{denominator} = {plain(share * 100, 4)}%"
