"""Exact, explainable scoring of government-service assessments from rubrics kept as data.

>>> import govscore_lib as gs
>>> gs.load_rubric("huaian-2021-integrity").criteria["1.02"].name.zh
'行政复议纠错'
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "load_rubric": "govscore_lib.rubric",
    "rubric_ids": "govscore_lib.rubric",
    "load_observations": "govscore_lib.ingest",
    "load_registers": "govscore_lib.ingest",
    "load_run": "govscore_lib.job",
    "load_before": "govscore_lib.job",
    "load_quality": "govscore_lib.job",
    "load_proceedings": "govscore_lib.job",
    "score": "govscore_lib.engine",
    "bulletin": "govscore_lib.engine",
    "explain": "govscore_lib.engine",
    "compare": "govscore_lib.engine",
    "next_improvements": "govscore_lib.engine",
    "league_table": "govscore_lib.engine",
    "ranked_criteria": "govscore_lib.engine",
    "Scorecard": "govscore_lib.engine",
    "robustness": "govscore_lib.whatif",
    "stability": "govscore_lib.whatif",
    "combinations": "govscore_lib.whatif",
    "compare_scenarios": "govscore_lib.whatif",
    "plot_acceptability": "govscore_lib.reporting.charts",
    "Scenario": "govscore_lib.whatif.scenarios.scenario",
    "load_scenario": "govscore_lib.whatif.scenarios.scenario",
    "weighting_scenario": "govscore_lib.whatif.weightings.weighted",
    "equal_categories": "govscore_lib.whatif.weightings.weighted",
    "sliders": "govscore_lib.reporting.sliders.show",
    "change_split": "govscore_lib.whatif",
    "goals": "govscore_lib.whatif",
    "objection": "govscore_lib.whatif",
    "required": "govscore_lib.whatif",
    "plot_bump": "govscore_lib.reporting.charts",
    "plot_categories": "govscore_lib.reporting.charts",
    "plot_coverage": "govscore_lib.reporting.charts",
    "plot_difference": "govscore_lib.reporting.charts",
    "plot_heatmap": "govscore_lib.reporting.charts",
    "plot_league": "govscore_lib.reporting.charts",
    "plot_points": "govscore_lib.reporting.charts",
    "plot_effective_weights": "govscore_lib.reporting.charts",
    "plot_rank_intervals": "govscore_lib.reporting.charts",
    "plot_ranking": "govscore_lib.reporting.charts",
    "plot_separation": "govscore_lib.reporting.charts",
    "plot_spread": "govscore_lib.reporting.charts",
    "plot_tiles": "govscore_lib.reporting.charts",
    "plot_waterfall": "govscore_lib.reporting.charts",
    "show_badges": "govscore_lib.reporting.fragments",
    "show_bulletin": "govscore_lib.reporting.fragments",
    "show_bulletin_matters": "govscore_lib.reporting.fragments",
    "show_bulletin_ranking": "govscore_lib.reporting.fragments",
    "show_bulletin_readings": "govscore_lib.reporting.fragments",
    "show_bulletin_rules": "govscore_lib.reporting.fragments",
    "show_bulletin_sources": "govscore_lib.reporting.fragments",
    "show_categories": "govscore_lib.reporting.fragments",
    "show_changes": "govscore_lib.reporting.fragments",
    "show_claims": "govscore_lib.reporting.fragments",
    "show_comparison": "govscore_lib.reporting.fragments",
    "show_corrections": "govscore_lib.reporting.fragments",
    "show_combinations": "govscore_lib.reporting.fragments",
    "show_coverage": "govscore_lib.reporting.fragments",
    "show_criteria": "govscore_lib.reporting.fragments",
    "show_differences": "govscore_lib.reporting.fragments",
    "show_files": "govscore_lib.reporting.fragments",
    "show_effective_weights": "govscore_lib.reporting.fragments",
    "show_findings": "govscore_lib.reporting.fragments",
    "show_gains": "govscore_lib.reporting.fragments",
    "show_change_since": "govscore_lib.reporting.fragments",
    "show_change_split": "govscore_lib.reporting.fragments",
    "show_goal": "govscore_lib.reporting.fragments",
    "show_required": "govscore_lib.reporting.fragments",
    "show_grounds": "govscore_lib.reporting.fragments",
    "show_improvements": "govscore_lib.reporting.fragments",
    "show_criterion_points": "govscore_lib.reporting.fragments",
    "show_criterion_readings": "govscore_lib.reporting.fragments",
    "show_criterion_rule": "govscore_lib.reporting.fragments",
    "show_league": "govscore_lib.reporting.fragments",
    "show_leagues": "govscore_lib.reporting.fragments",
    "show_ledger": "govscore_lib.reporting.fragments",
    "show_losses": "govscore_lib.reporting.fragments",
    "show_metrics": "govscore_lib.reporting.fragments",
    "show_parameters": "govscore_lib.reporting.fragments",
    "show_registers": "govscore_lib.reporting.fragments",
    "show_names": "govscore_lib.reporting.fragments",
    "show_next_place": "govscore_lib.reporting.fragments",
    "show_provenance": "govscore_lib.reporting.fragments",
    "show_rank_intervals": "govscore_lib.reporting.fragments",
    "show_ranking": "govscore_lib.reporting.fragments",
    "show_readings": "govscore_lib.reporting.fragments",
    "show_references": "govscore_lib.reporting.fragments",
    "show_region": "govscore_lib.reporting.fragments",
    "show_scores_by_category": "govscore_lib.reporting.fragments",
    "show_awards": "govscore_lib.reporting.fragments",
    "show_reading_effects": "govscore_lib.reporting.fragments",
    "show_scenario": "govscore_lib.reporting.fragments",
    "show_scenarios": "govscore_lib.reporting.fragments",
    "show_spread": "govscore_lib.reporting.fragments",
    "show_stability": "govscore_lib.reporting.fragments",
    "show_standing_rules": "govscore_lib.reporting.fragments",
    "show_takeovers": "govscore_lib.reporting.fragments",
    "show_weightings": "govscore_lib.reporting.fragments",
    "show_workflow": "govscore_lib.reporting.fragments",
    "show_statement": "govscore_lib.reporting.fragments",
}
"""Public names and where they live; each is imported when first used, so that importing stays cheap."""

HOMES = tuple(sorted(set(_HOME.values())))
"""The modules that public names live in."""

__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    """Return a public name, importing its home."""
    if name not in _HOME:
        raise AttributeError(f"module 'govscore_lib' has no attribute '{name}'")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(_HOME)
