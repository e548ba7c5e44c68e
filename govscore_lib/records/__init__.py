"""Registers: what is declared of them, their faults, and the metrics counted from them."""

from govscore_lib.records.checking import check_register
from govscore_lib.records.declare import (
    Column,
    Derivation,
    Register,
    Registers,
    Yield,
    derived_metrics,
    read_registers,
)
from govscore_lib.records.derive import Derived, derive
from govscore_lib.records.plan import Period, check_derivations
from govscore_lib.records.stored import StoredRegister
from govscore_lib.records.workdays import load_calendar

__all__ = [
    "Column",
    "Derivation",
    "Derived",
    "Period",
    "Register",
    "Registers",
    "StoredRegister",
    "Yield",
    "check_derivations",
    "check_register",
    "derive",
    "derived_metrics",
    "load_calendar",
    "read_registers",
]
