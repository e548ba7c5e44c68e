"""Figures for any rubric, as its metrics allow them; the same seed gives the same figures."""

import random

from govscore_lib.rubric import Metric, Rubric
from tests.strategies import DAYS


def cell(metric: Metric, chance: random.Random, gaps: float) -> str | None:
    """A value that the metric's declaration allows, from a short list so that ties are common."""
    if chance.random() < gaps:
        return None
    if metric.type == "bool":
        return chance.choice(["true", "false"])
    if metric.type == "date":
        return chance.choice(DAYS)
    if metric.type == "enum":
        return chance.choice(list(metric.values))
    if metric.type == "text":
        return chance.choice(["淮安市", "宿迁市"])
    least = int(metric.min or 0)
    return str(chance.randint(least, least + chance.choice([1, 4, 10])))


def table(rubric: Rubric, seed: int) -> dict[str, dict[str, str | None]]:
    """Figures of one to nine regions, by region and metric, with no gaps, a few or many."""
    chance = random.Random(seed)
    gaps = chance.choice([0.0, 0.0, 0.02, 0.3])
    return {
        f"region {number}": {
            name: cell(metric, chance, gaps) for name, metric in rubric.metrics.items()
        }
        for number in range(chance.randint(1, 9))
    }
