"""Questions to a rubric and its data: what if weights, rules, readings or figures were others."""
