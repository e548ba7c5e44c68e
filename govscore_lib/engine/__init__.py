"""Rubric + observations → scorecard."""

from govscore_lib.engine.explain import (
    CriterionExplanation,
    RegionExplanation,
    compare,
    explain,
)
from govscore_lib.engine.league_table import league_table, ranked_criteria
from govscore_lib.engine.output import write_scorecard
from govscore_lib.engine.regions import run_league
from govscore_lib.engine.run import score
from govscore_lib.engine.scorecard import Scorecard

__all__ = [
    "CriterionExplanation",
    "RegionExplanation",
    "Scorecard",
    "compare",
    "explain",
    "league_table",
    "ranked_criteria",
    "run_league",
    "score",
    "write_scorecard",
]
