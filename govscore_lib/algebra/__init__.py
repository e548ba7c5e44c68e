"""Expressions of the rubric language and their back ends."""

from govscore_lib.algebra.expr import Expr, Name, names
from govscore_lib.algebra.parser import parse
from govscore_lib.algebra.typing import NameType, resolve

__all__ = ["Expr", "Name", "NameType", "names", "parse", "resolve"]
