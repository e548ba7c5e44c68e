"""Rule kinds: how values become points, one small file each."""

from govscore_lib.rules.base import Clause, Flag, Lowered, Names, Rule
from govscore_lib.rules.registry import KINDS, AnyRule

__all__ = ["KINDS", "AnyRule", "Clause", "Flag", "Lowered", "Names", "Rule"]
