"""Exact, explainable scoring of government-service assessments from rubrics kept as data."""
