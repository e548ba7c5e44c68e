"""Rubric + observations → scorecard."""

from govscore_lib.engine.bulletin import Edition, bulletin
from govscore_lib.engine.explaining.account import Balance, RegionExplanation
from govscore_lib.engine.explaining.comparison import Comparison, compare
from govscore_lib.engine.explaining.explain import CriterionExplanation, explain
from govscore_lib.engine.explaining.improve import next_improvements, outlook, region_outlook
from govscore_lib.engine.explaining.outlooks import Improvement, Outlook, RegionOutlook
from govscore_lib.engine.league_table import league_table, ranked_criteria
from govscore_lib.engine.output import write_scorecard
from govscore_lib.engine.regions import run_league
from govscore_lib.engine.run import score
from govscore_lib.engine.scorecard import Scorecard

__all__ = [
    "Balance",
    "Comparison",
    "CriterionExplanation",
    "Edition",
    "Improvement",
    "Outlook",
    "RegionExplanation",
    "RegionOutlook",
    "Scorecard",
    "bulletin",
    "compare",
    "explain",
    "league_table",
    "next_improvements",
    "outlook",
    "ranked_criteria",
    "region_outlook",
    "run_league",
    "score",
    "write_scorecard",
]
