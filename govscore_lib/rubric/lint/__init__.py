"""Faults of a rubric that still loads, one small check each."""

from govscore_lib.rubric.lint.checks import CHECKS, lint_rubric
from govscore_lib.rubric.lint.remark import Remark

__all__ = ["CHECKS", "Remark", "lint_rubric"]
