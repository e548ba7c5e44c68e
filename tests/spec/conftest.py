"""The rule book's two claims, handed to its tests."""

from collections.abc import Callable

import pytest

from tests import asserts


@pytest.fixture
def check_rule() -> Callable[..., None]:
    """``check_rule(rule, table)``: engine and reference award what the table says."""
    return asserts.check_rule


@pytest.fixture
def check_totals() -> Callable[..., None]:
    """``check_totals(rubric, table)``: totals, ranks, statuses and bounds are what the table says."""
    return asserts.check_totals
