"""Charts of a scorecard: pure functions that return plotly figures with words in two languages."""

from govscore_lib.reporting.charts.acceptability import plot_acceptability
from govscore_lib.reporting.charts.bump import plot_bump
from govscore_lib.reporting.charts.coverage import plot_coverage
from govscore_lib.reporting.charts.difference import plot_difference
from govscore_lib.reporting.charts.effective_weights import plot_effective_weights
from govscore_lib.reporting.charts.heatmap import plot_heatmap
from govscore_lib.reporting.charts.league import plot_league
from govscore_lib.reporting.charts.points import plot_points
from govscore_lib.reporting.charts.profile import plot_categories
from govscore_lib.reporting.charts.rank_intervals import plot_rank_intervals
from govscore_lib.reporting.charts.ranking import plot_ranking
from govscore_lib.reporting.charts.separation import plot_separation
from govscore_lib.reporting.charts.spread import plot_spread
from govscore_lib.reporting.charts.tiles import plot_tiles
from govscore_lib.reporting.charts.waterfall import plot_waterfall

__all__ = [
    "plot_acceptability",
    "plot_bump",
    "plot_categories",
    "plot_coverage",
    "plot_difference",
    "plot_effective_weights",
    "plot_heatmap",
    "plot_league",
    "plot_points",
    "plot_rank_intervals",
    "plot_ranking",
    "plot_separation",
    "plot_spread",
    "plot_tiles",
    "plot_waterfall",
]
