"""Readings, tie rules and decimals in combination."""
