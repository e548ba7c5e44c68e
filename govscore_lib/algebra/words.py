"""Back end "words": an expression said in Chinese or English, with names or with a region's numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Protocol

from govscore_lib.algebra.columns import CodeColumn, NumberColumn, TruthColumn
from govscore_lib.algebra.evaluate import NEVER, Evaluator
from govscore_lib.algebra.expr import (
    ZERO,
    AnyOf,
    Arithmetic,
    Cases,
    Coalesce,
    Code,
    Compare,
    CountTrue,
    Day,
    Every,
    Expr,
    Floor,
    Given,
    InPeriod,
    LeagueFigure,
    LeagueRank,
    Lookup,
    Maximum,
    Mean,
    Minimum,
    Missing,
    Name,
    Not,
    Number,
    OneOf,
    PreviousPeriod,
    names,
)
from govscore_lib.algebra.phrases import PHRASES
from govscore_lib.points import plain

_SIGNS = {"*": " × ", "/": " ÷ ", "+": " + ", "-": " − "}
_COMPARISONS = {"==": " = ", "!=": " ≠ ", "<": " < ", "<=": " ≤ ", ">": " > ", ">=": " ≥ "}
_SUM, _PRODUCT, _ATOM = 1, 2, 3


def plain_number(value: Fraction, decimals: int = 9) -> str:
    """Return a number as text: exact when short, else rounded half up with ``≈`` left to the caller."""
    return plain(value, decimals)


Elsewhere = PreviousPeriod | LeagueFigure | LeagueRank
"""A figure that is not the region's own of this period: compared, it is said with what it is."""


class Leaf(Protocol):
    """How names, league figures and cases are said."""

    def name(self, id: str) -> str: ...
    def subject(self, id: str) -> str: ...
    def code(self, metric: str, code: str) -> str: ...
    def compared(self, expr: Elsewhere, say: Callable[[Expr], str]) -> str: ...
    def previous(self, id: str) -> str: ...
    def figure(self, expr: LeagueRank | LeagueFigure, say: Callable[[Expr], str]) -> str: ...
    def looked_up(self, expr: Lookup, say: Callable[[Expr], str]) -> str: ...
    def is_empty(self, item: Expr) -> bool | None: ...
    def deciding(self, expr: Every | AnyOf) -> tuple[Expr, ...]: ...
    def counted(self, expr: CountTrue) -> str | None: ...
    def taken(self, expr: Cases) -> tuple[tuple[Expr, bool] | None, Expr] | None: ...


class Wording:
    """Renders expressions in one language; what stands for a name is the leaf's business."""

    def __init__(self, leaf: Leaf, language: str) -> None:
        self.leaf = leaf
        self._depth = 0
        self.phrases = PHRASES["en" if language == "en" else "zh"]
        self.comma = self.phrases["comma"]

    def say(self, expr: Expr, inside: int = 0) -> str:
        """Return the expression as text; parentheses where ``inside`` binds stronger."""
        self._depth += 1
        try:
            return self._say(expr, inside)
        finally:
            self._depth -= 1

    def _say(self, expr: Expr, inside: int) -> str:
        match expr:
            case Number(value=value, shown=shown):
                return shown or plain_number(value)
            case Day(value=day):
                return day.isoformat()
            case Code(value=code):
                return code
            case Missing():
                return self.phrases["missing"]
            case Name(id=name):
                return self.leaf.name(name)
            case PreviousPeriod(id=name):
                return self.leaf.previous(name)
            case Arithmetic(op="-", right=Floor(arg=Arithmetic(op="-", right=up))) if _is_ceiling(
                expr
            ):
                return f"⌈{self.say(up)}⌉"
            case Arithmetic(op=op, left=left, right=right):
                level = _SUM if op in "+-" else _PRODUCT
                twice = op == "/" and isinstance(left, Arithmetic) and left.op == "/"
                text = (
                    self.say(left, _ATOM if twice else level)
                    + _SIGNS[op]
                    + self.say(right, level + (1 if op in "-/" else 0))
                )
                return f"({text})" if inside > level else text
            case Compare(op=op, left=left, right=right):
                return self._subject(left) + _COMPARISONS[op] + self._option(left, right)
            case OneOf(item=item, options=options):
                said = self.comma.join(self._option(item, option) for option in options)
                return f"{self._subject(item)} ∈ {{{said}}}"
            case InPeriod(item=item):
                return _joined(self._subject(item), self.phrases["in period"])
            case Given(item=item):
                return _joined(self._subject(item), self.phrases["given"])
            case Every():
                args = self.leaf.deciding(expr)
                return self.phrases["and"].join(self.say(arg, _ATOM) for arg in args)
            case AnyOf():
                args = self.leaf.deciding(expr)
                text = self.phrases["or"].join(self.say(arg, _ATOM) for arg in args)
                return f"({text})" if inside and len(args) > 1 else text
            case Not(arg=arg):
                return f"{self.phrases['not']}({self.say(arg)})"
            case Minimum(args=args) | Maximum(args=args):
                function = self.phrases["min" if isinstance(expr, Minimum) else "max"]
                return f"{function}({self.comma.join(map(self.say, args))})"
            case Mean(args=args, trimmed=trimmed):
                function = self.phrases["trimmed" if trimmed else "average"]
                return f"{function}({self.comma.join(map(self.say, args))})"
            case Lookup():
                return self.leaf.looked_up(expr, self.say)
            case Floor(arg=arg):
                return f"⌊{self.say(arg)}⌋"
            case CountTrue(args=args):
                counted = self.leaf.counted(expr)
                if counted is not None:
                    return counted
                return self.phrases["count"].format(self.comma.join(map(self.say, args)))
            case Coalesce(item=item, default=default):
                return self._coalesce(item, default, inside)
            case LeagueRank() | LeagueFigure():
                return self.leaf.figure(expr, self.say)
            case Cases():
                return self._cases(expr)
        raise TypeError(f"unknown node {type(expr).__name__}")

    def _coalesce(self, item: Expr, default: Expr, inside: int) -> str:
        is_empty = self.leaf.is_empty(item)
        if is_empty is None:
            return self.say(item, inside) + self.phrases["else"].format(self.say(default))
        return self.say(default, inside) if is_empty else self.say(item, inside)

    def _subject(self, item: Expr) -> str:
        """Return what something is said of: a name with what it is called, a place as a place."""
        if isinstance(item, Name):
            return self.leaf.subject(item.id)
        return (
            self.leaf.compared(item, self.say) if isinstance(item, LeagueRank) else self.say(item)
        )

    def _option(self, item: Expr, option: Expr) -> str:
        """Return what something is compared with; a figure from elsewhere is said with what it is."""
        if isinstance(item, Name) and isinstance(option, Code):
            return self.leaf.code(item.id, option.value)
        if isinstance(option, PreviousPeriod | LeagueFigure):
            return self.leaf.compared(option, self.say)
        return self.say(option)

    def _cases(self, expr: Cases) -> str:
        chosen = self.leaf.taken(expr)
        if chosen is None:
            parts = [f"{self.say(when)} → {self.say(value)}" for when, value in expr.branches]
            parts.append(self.phrases["otherwise"] + self.say(expr.otherwise))
            return "; ".join(parts)
        shown, value = chosen
        if shown is None:  # it takes the place of the cases
            return self._say(value, 0)
        if self._depth > 1:  # a part of a sum: its points, and why where there are none
            return self.say(value) + (
                self.phrases["because"].format(self.say(shown[0])) if value == ZERO else ""
            )
        condition, holds = shown
        return f"{self.say(condition)}{'' if holds else self.phrases['fails']} → {self.say(value)}"


class NamedLeaf:
    """Says names as the rubric's metric names; shows every branch."""

    def __init__(
        self,
        naming: Callable[[str], str],
        language: str,
        coding: Callable[[str, str], str] = lambda metric, code: code,
    ) -> None:
        self.naming = naming
        self.coding = coding
        self.phrases = PHRASES["en" if language == "en" else "zh"]

    def name(self, id: str) -> str:
        return self.naming(id)

    def subject(self, id: str) -> str:
        return self.naming(id)

    def code(self, metric: str, code: str) -> str:
        return self.coding(metric, code)

    def previous(self, id: str) -> str:
        return self.phrases["previous"] + self.naming(id)

    def figure(self, expr: LeagueRank | LeagueFigure, say: Callable[[Expr], str]) -> str:
        if isinstance(expr, LeagueRank):
            return self.phrases["rank"]
        if expr.figure == "count":
            return self.phrases["size"]
        return self.phrases["over the league"].format(self.phrases[expr.figure], say(expr.value))

    def compared(self, expr: Elsewhere, say: Callable[[Expr], str]) -> str:
        return say(expr)

    def is_empty(self, item: Expr) -> None:
        return None

    def deciding(self, expr: Every | AnyOf) -> tuple[Expr, ...]:
        return expr.args

    def looked_up(self, expr: Lookup, say: Callable[[Expr], str]) -> str:
        item = expr.item
        codes = [
            self.phrases["for code"].format(
                self.coding(item.id, code.value) if isinstance(item, Name) else code.value,
                say(number),
            )
            for code, number in expr.table
        ]
        comma = self.phrases["comma"]
        return self.phrases["by code"].format(say(item), comma.join(codes))

    def counted(self, expr: CountTrue) -> None:
        return None

    def taken(self, expr: Cases) -> None:
        return None


class RegionLeaf:
    """Says the numbers of one region; of cases only the branch taken.

    typing : metric → declared type, so that dates are said as days.
    """

    def __init__(
        self,
        evaluator: Evaluator,
        row: int,
        language: str,
        naming: Callable[[str], str],
        coding: Callable[[str, str], str],
        typing: Callable[[str], str],
    ) -> None:
        self.evaluator = evaluator
        self.row = row
        self.naming = naming
        self.coding = coding
        self.typing = typing
        self.phrases = PHRASES["en" if language == "en" else "zh"]

    def name(self, id: str) -> str:
        column = self.evaluator.frame.columns[id]
        text = column_text(column, self.row, self.typing(id))
        if text is None:
            return f"{self.naming(id)} {self.phrases['missing']}"
        if isinstance(column, TruthColumn):
            answer = self.phrases["yes" if text == "true" else "no"]
            return self.phrases["truth"].format(self.naming(id), answer)
        return self._cell(id, text)

    def _cell(self, id: str, text: str) -> str:
        if text == "none":
            return self.phrases["none"]
        if self.typing(id) == "bool":
            return self.phrases["yes" if text == "true" else "no"]
        return self.code(id, text) if self.typing(id) in ("enum", "text") else text

    def subject(self, id: str) -> str:
        """A name that is compared: with what it is called, so that the condition can be read."""
        column = self.evaluator.frame.columns[id]
        if isinstance(column, TruthColumn) or not column.known[self.row]:
            return self.name(id)
        return f"{self.naming(id)} {self.name(id)}"

    def code(self, metric: str, code: str) -> str:
        return self.coding(metric, code)

    def previous(self, id: str) -> str:
        column = self.evaluator.frame.previous.get(id)
        text = None if column is None else column_text(column, self.row, self.typing(id))
        return self.phrases["missing"] if text is None else self._cell(id, text)

    def figure(self, expr: LeagueRank | LeagueFigure, say: Callable[[Expr], str]) -> str:
        return self._number(expr)

    def compared(self, expr: Elsewhere, say: Callable[[Expr], str]) -> str:
        if isinstance(expr, PreviousPeriod):
            word = self.phrases["previous"].strip()
        elif isinstance(expr, LeagueRank):
            word = self.phrases["rank"]
        else:
            word = self.phrases["size" if expr.figure == "count" else expr.figure]
        return f"{word} {say(expr)}"

    def is_empty(self, item: Expr) -> bool:
        return not self.evaluator.column(item).known[self.row]

    def deciding(self, expr: Every | AnyOf) -> tuple[Expr, ...]:
        """The conditions that decide: those that hold where one is enough; never one that nobody can tell."""
        whole = self.evaluator.truth(expr)
        if not whole.known[self.row]:
            return expr.args
        truths = [(arg, self.evaluator.truth(arg)) for arg in expr.args]
        if isinstance(expr, AnyOf) and whole.holds[self.row]:
            return tuple(arg for arg, truth in truths if truth.holds[self.row])
        return tuple(arg for arg, truth in truths if truth.known[self.row])

    def looked_up(self, expr: Lookup, say: Callable[[Expr], str]) -> str:
        item = self.evaluator.column(expr.item)
        here = item.value[self.row] if isinstance(item, CodeColumn) else None
        found = [number for code, number in expr.table if code.value == here]
        return say(found[0]) if found else self.phrases["missing"]

    def _number(self, expr: Expr) -> str:
        value = self.evaluator.number(expr).fraction(self.row)
        return self.phrases["missing"] if value is None else plain_number(value)

    def counted(self, expr: CountTrue) -> str:
        """How many hold, of how many."""
        return self.phrases["of"].format(self._number(expr), len(expr.args))

    def taken(self, expr: Cases) -> tuple[tuple[Expr, bool] | None, Expr] | None:
        failed: Expr | None = None
        for condition, value in expr.branches:
            truth = self.evaluator.truth(condition)
            if truth.holds[self.row]:
                return _told_positively(condition, True), value
            if not truth.known[self.row]:
                return (condition, False), Missing()
            failed = condition
        if failed is None:
            return None
        if names(expr.otherwise) and not isinstance(expr.otherwise, Name):
            return None, expr.otherwise
        return _told_positively(failed, False), expr.otherwise


def _told_positively(condition: Expr, holds: bool) -> tuple[Expr, bool]:
    """Return a condition and whether it holds, without a "not" in front."""
    return (condition.arg, not holds) if isinstance(condition, Not) else (condition, holds)


def _is_ceiling(expr: Arithmetic) -> bool:
    """Whether ``0 − ⌊0 − x⌋`` stands for the next whole number above."""
    inner = expr.right.arg if isinstance(expr.right, Floor) else None
    return expr.left == ZERO and isinstance(inner, Arithmetic) and inner.left == ZERO


def _joined(subject: str, predicate: str) -> str:
    """Return a short sentence; after a figure Chinese leaves a space too."""
    gap = " " if subject[-1:].isascii() and not predicate.startswith(" ") else ""
    return f"{subject}{gap}{predicate}"


def column_text(column: NumberColumn | TruthColumn | CodeColumn, row: int, type: str) -> str | None:
    """Return one cell as canonical text (dates as ISO days, truths as true/false), None when not known."""
    if not column.known[row]:
        return None
    if isinstance(column, TruthColumn):
        return "true" if column.value[row] else "false"
    if isinstance(column, CodeColumn):
        return str(column.value[row])
    if type == "date":
        ordinal = int(column.num[row])
        return "none" if ordinal >= NEVER else dt.date.fromordinal(ordinal).isoformat()
    value = column.fraction(row)
    assert value is not None  # known, checked above
    return plain_number(value)
