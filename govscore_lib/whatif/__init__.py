"""Questions to a rubric and its data: what if weights, rules, readings or figures were others."""

from govscore_lib.whatif.certificate import certify
from govscore_lib.whatif.change import ChangeSplit, change_split
from govscore_lib.whatif.combinations import combinations
from govscore_lib.whatif.combined import Combinations
from govscore_lib.whatif.comparison import Comparison
from govscore_lib.whatif.flips import Flips, flips
from govscore_lib.whatif.goal import Goal
from govscore_lib.whatif.goals import goals
from govscore_lib.whatif.objection import Objection, has_only_facts, objection
from govscore_lib.whatif.required import Required, required
from govscore_lib.whatif.robustness import Robustness, robustness
from govscore_lib.whatif.run import apply, carry_out, whatif
from govscore_lib.whatif.scenario import Scenario, load_scenario
from govscore_lib.whatif.sensitivity import effective_weights, sensitivity, sobol, twins
from govscore_lib.whatif.stability import Stability, stability
from govscore_lib.whatif.telling import report_robustness

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
    "Stability",
    "apply",
    "carry_out",
    "certify",
    "change_split",
    "combinations",
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
