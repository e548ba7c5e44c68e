"""Pieces of pages: pure functions from a scorecard to markup in both languages."""

from govscore_lib.reporting.fragments.awards import (
    show_awards,
    show_standing_rules,
    show_workflow,
)
from govscore_lib.reporting.fragments.badges import show_badges
from govscore_lib.reporting.fragments.bulletin import (
    show_bulletin,
    show_bulletin_matters,
    show_bulletin_ranking,
    show_bulletin_readings,
    show_bulletin_rules,
    show_bulletin_sources,
)
from govscore_lib.reporting.fragments.cautions import caution, show_grounds
from govscore_lib.reporting.fragments.changes import show_changes, show_corrections
from govscore_lib.reporting.fragments.claims import show_claims
from govscore_lib.reporting.fragments.comparison import (
    show_comparison,
    show_differences,
    show_takeovers,
)
from govscore_lib.reporting.fragments.criterion import (
    show_criterion_points,
    show_criterion_readings,
    show_criterion_rule,
)
from govscore_lib.reporting.fragments.dictionary import (
    show_metrics,
    show_parameters,
    show_registers,
)
from govscore_lib.reporting.fragments.firmness import (
    show_combinations,
    show_effective_weights,
    show_rank_intervals,
    show_stability,
)
from govscore_lib.reporting.fragments.goal import show_goal, show_next_place
from govscore_lib.reporting.fragments.improvements import show_improvements
from govscore_lib.reporting.fragments.leagues import show_gains, show_league, show_leagues
from govscore_lib.reporting.fragments.ledger import show_categories, show_ledger
from govscore_lib.reporting.fragments.losses import show_losses
from govscore_lib.reporting.fragments.otherwise import show_reading_effects, show_spread
from govscore_lib.reporting.fragments.quality import (
    show_coverage,
    show_finding_counts,
    show_findings,
)
from govscore_lib.reporting.fragments.ranking import (
    show_ranking,
    show_references,
    show_scores_by_category,
    show_statement,
)
from govscore_lib.reporting.fragments.received import show_files, show_names
from govscore_lib.reporting.fragments.region import show_region
from govscore_lib.reporting.fragments.required import show_required
from govscore_lib.reporting.fragments.rulebook import (
    show_criteria,
    show_provenance,
    show_readings,
)
from govscore_lib.reporting.fragments.scenarios import (
    show_scenario,
    show_scenarios,
    show_weightings,
)
from govscore_lib.reporting.fragments.since import show_change_since, show_change_split

__all__ = [
    "caution",
    "show_awards",
    "show_badges",
    "show_bulletin",
    "show_bulletin_matters",
    "show_bulletin_ranking",
    "show_bulletin_readings",
    "show_bulletin_rules",
    "show_bulletin_sources",
    "show_categories",
    "show_change_since",
    "show_change_split",
    "show_changes",
    "show_claims",
    "show_combinations",
    "show_comparison",
    "show_corrections",
    "show_coverage",
    "show_criteria",
    "show_criterion_points",
    "show_criterion_readings",
    "show_criterion_rule",
    "show_differences",
    "show_effective_weights",
    "show_files",
    "show_finding_counts",
    "show_findings",
    "show_gains",
    "show_goal",
    "show_grounds",
    "show_improvements",
    "show_league",
    "show_leagues",
    "show_ledger",
    "show_losses",
    "show_metrics",
    "show_names",
    "show_next_place",
    "show_parameters",
    "show_provenance",
    "show_rank_intervals",
    "show_ranking",
    "show_reading_effects",
    "show_readings",
    "show_references",
    "show_region",
    "show_registers",
    "show_required",
    "show_scenario",
    "show_scenarios",
    "show_scores_by_category",
    "show_spread",
    "show_stability",
    "show_standing_rules",
    "show_statement",
    "show_takeovers",
    "show_weightings",
    "show_workflow",
]
