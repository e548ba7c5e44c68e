"""Questions to a rubric and its data: what if weights, rules, readings or figures were others."""

from govscore_lib.whatif.comparison import Comparison
from govscore_lib.whatif.run import apply, carry_out, whatif
from govscore_lib.whatif.scenario import Scenario, load_scenario

__all__ = ["Comparison", "Scenario", "apply", "carry_out", "load_scenario", "whatif"]
