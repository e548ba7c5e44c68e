"""Conditions that figures must meet (勾稽关系), as the rubric declares them of its metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from govscore_lib.algebra.evaluate import Evaluator
from govscore_lib.algebra.expr import Expr, names
from govscore_lib.algebra.words import NamedLeaf
from govscore_lib.records.conditions import contradiction, requirement
from govscore_lib.rubric.frame import Values, build_frame
from govscore_lib.rubric.model import Rubric

_TRUTHS = {"zh": {"true": "是", "false": "否"}, "en": {"true": "yes", "false": "no"}}


@dataclass(frozen=True)
class Break:
    """A condition that does not hold in one region.

    metric_id : the metric that declares the condition; its figure is the one in doubt.
    condition : the condition, resolved. values : the figures in it, by metric.
    """

    region_id: str
    metric_id: str
    condition: Expr
    severity: Literal["critical", "warning"]
    values: Mapping[str, str]


def breaks(rubric: Rubric, values: Values, region_ids: Sequence[str]) -> Iterator[Break]:
    """Yield every declared condition that does not hold; one without all its figures is passed over.

    values : canonical texts by (region, metric).
    """
    frame = build_frame(rubric, values, region_ids, frozenset())
    evaluator = Evaluator(frame)
    for name, metric in rubric.metrics.items():
        for check in metric.check:
            truth = evaluator.truth(check.that)
            for row in np.flatnonzero(truth.known & ~truth.value):
                region = region_ids[int(row)]
                figures = {one: values.get((region, one)) or "" for one in names(check.that)}
                yield Break(region, name, check.that, check.severity, figures)


def told(rubric: Rubric, found: Break) -> tuple[str, str]:
    """Return what does not hold, with the figures put in, in Chinese and English."""
    return _told(rubric, found, "zh"), _told(rubric, found, "en")


def ruled(rubric: Rubric, condition: Expr) -> tuple[str, str]:
    """Return what a condition asks for, in Chinese and English."""
    return _ruled(rubric, condition, "zh"), _ruled(rubric, condition, "en")


def _told(rubric: Rubric, found: Break, language: str) -> str:
    words = _TRUTHS[language]
    figures = [
        (rubric.metric_name(name, language), words.get(value, value))
        for name, value in found.values.items()
    ]
    return contradiction(_ruled(rubric, found.condition, language), figures, language)


def _ruled(rubric: Rubric, condition: Expr, language: str) -> str:
    leaf = NamedLeaf(lambda name: rubric.metric_name(name, language), language)
    return requirement(condition, leaf, language)
