"""Questions to a rubric and its data: what if weights, rules, readings or figures were others."""

from govscore_lib.whatif.change import ChangeSplit, change_split
from govscore_lib.whatif.improving.goal import Goal
from govscore_lib.whatif.improving.goals import goals
from govscore_lib.whatif.improving.required import required
from govscore_lib.whatif.improving.requirement import Required
from govscore_lib.whatif.margins.certificate import certify
from govscore_lib.whatif.margins.flips import Flips, flips
from govscore_lib.whatif.margins.stability import Stability, stability
from govscore_lib.whatif.readings.combinations import combinations
from govscore_lib.whatif.readings.combined import Combinations
from govscore_lib.whatif.scenarios.comparison import Comparison
from govscore_lib.whatif.scenarios.objection import Objection, has_only_facts, objection
from govscore_lib.whatif.scenarios.run import apply, carry_out, whatif
from govscore_lib.whatif.scenarios.scenario import Scenario, load_scenario
from govscore_lib.whatif.scenarios.side_by_side import SideBySide, compare_scenarios
from govscore_lib.whatif.telling import report_robustness
from govscore_lib.whatif.weightings.robustness import Robustness, robustness
from govscore_lib.whatif.weightings.sensitivity import effective_weights, sensitivity, sobol, twins

__all__ = [
    "ChangeSplit",
    "Combinations",
    "Comparison",
    "Flips",
    "Goal",
    "Objection",
    "Required",
    "Robustness",
    "Scenario",
    "SideBySide",
    "Stability",
    "apply",
    "carry_out",
    "certify",
    "change_split",
    "combinations",
    "compare_scenarios",
    "effective_weights",
    "flips",
    "goals",
    "has_only_facts",
    "load_scenario",
    "objection",
    "report_robustness",
    "required",
    "robustness",
    "sensitivity",
    "sobol",
    "stability",
    "twins",
    "whatif",
]
