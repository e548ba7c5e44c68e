"""Scenarios: lists of changes, checked, carried out and compared."""
