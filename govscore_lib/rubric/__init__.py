"""Rubric documents: YAML → checked objects."""

from govscore_lib.rubric.league import League, Region, load_league, own_league
from govscore_lib.rubric.load import load_rubric, rubric_ids, rubric_path
from govscore_lib.rubric.metric import Metric
from govscore_lib.rubric.model import Category, Criterion, Rubric

__all__ = [
    "Category",
    "Criterion",
    "League",
    "Metric",
    "Region",
    "Rubric",
    "load_league",
    "load_rubric",
    "own_league",
    "rubric_ids",
    "rubric_path",
]
