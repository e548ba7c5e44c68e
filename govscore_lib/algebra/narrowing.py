"""An expression whose leagues are held to fewer regions."""

from __future__ import annotations

from dataclasses import fields, replace

from govscore_lib.algebra.expr import Every, Expr, LeagueFigure, LeagueRank, is_league_relative


class Narrowing:
    """Holds every league of the expressions that it is given to the regions that meet a condition.

    What looks at no league is kept as the same object, and a part that stands in several places is
    rewritten once, so that a value can still be told by its identity.
    """

    def __init__(self, among: Expr) -> None:
        """Start afresh; among : the condition that a region has to meet to count in a league."""
        self.among = among
        self._done: dict[int, tuple[Expr, Expr]] = {}

    def of(self, expr: Expr) -> Expr:
        """Return the expression with its leagues narrowed."""
        if not is_league_relative(expr):
            return expr
        if id(expr) not in self._done:
            self._done[id(expr)] = (expr, self._rewritten(expr))
        return self._done[id(expr)][1]

    def _rewritten(self, expr: Expr) -> Expr:
        inner = replace(
            expr, **{one.name: self._inside(getattr(expr, one.name)) for one in fields(expr)}
        )
        if isinstance(inner, LeagueRank | LeagueFigure):
            both = self.among if inner.among is None else Every((self.among, inner.among))
            return replace(inner, among=both)
        return inner

    def _inside(self, value: object) -> object:
        if isinstance(value, Expr):
            return self.of(value)
        if isinstance(value, tuple):
            return tuple(self._inside(part) for part in value)
        return value
