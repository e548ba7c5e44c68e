"""All checks, one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from govscore_lib.rubric.document import read_document
from govscore_lib.rubric.lint.bulletins import readings_of_bulletins
from govscore_lib.rubric.lint.citations import cited_places
from govscore_lib.rubric.lint.deductions import (
    caps_that_never_bind,
    deductions_above_the_start,
    floors_above_the_start,
)
from govscore_lib.rubric.lint.names import (
    codes_told_apart,
    unused_metrics,
    unused_parameters,
    unused_registers,
)
from govscore_lib.rubric.lint.points import (
    edges_out_of_range,
    most_above_the_maximum,
    most_below_the_maximum,
    units_without_cap,
)
from govscore_lib.rubric.lint.policies import (
    gains_and_losses,
    rounding_without_effect,
    weights_without_taker,
)
from govscore_lib.rubric.lint.readings import readings_without_effect, readings_without_reason
from govscore_lib.rubric.lint.remark import Remark, Subject
from govscore_lib.rubric.lint.steps import (
    bands_out_of_order,
    branches_never_reached,
    conditions_twice,
    tiers_without_order,
)
from govscore_lib.rubric.lint.sums import bonus_in_the_base, category_sums, total_sum
from govscore_lib.rubric.load import load_rubric, rubric_path

CHECKS: tuple[Callable[[Subject], Iterator[Remark]], ...] = (
    category_sums,
    total_sum,
    bonus_in_the_base,
    most_above_the_maximum,
    most_below_the_maximum,
    units_without_cap,
    edges_out_of_range,
    tiers_without_order,
    bands_out_of_order,
    branches_never_reached,
    conditions_twice,
    caps_that_never_bind,
    deductions_above_the_start,
    floors_above_the_start,
    gains_and_losses,
    weights_without_taker,
    rounding_without_effect,
    readings_without_reason,
    readings_without_effect,
    readings_of_bulletins,
    cited_places,
    unused_metrics,
    unused_parameters,
    unused_registers,
    codes_told_apart,
)


def lint_rubric(source: str | Path) -> tuple[Remark, ...]:
    """Return every fault of a rubric in the order of its lines.

    Raises InputError when the rubric does not load at all.
    """
    subject = Subject(read_document(rubric_path(source)), load_rubric(source))
    remarks = [remark for check in CHECKS for remark in check(subject)]
    return tuple(sorted(remarks, key=lambda remark: remark.line))
