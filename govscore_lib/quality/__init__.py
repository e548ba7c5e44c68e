"""Expectations and cross-checks on what was ingested: findings, coverage, and what they block."""

from govscore_lib.quality.blocking import criteria_blocked
from govscore_lib.quality.check import CheckResult, check
from govscore_lib.quality.coverage import COVERAGE

__all__ = ["COVERAGE", "CheckResult", "check", "criteria_blocked"]
