"""What a ranking is made of besides its value: branches, bands, tables of places, several values, sub-scores."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from govscore_lib.algebra.expr import Direction
from govscore_lib.rules.base import Exact, RuleCondition, Value
from govscore_lib.text import Bilingual

if TYPE_CHECKING:
    from govscore_lib.rules.registry import AnyRule


class Clean(BaseModel):
    """The branch that needs no rank: its condition, its points, and the value it would be ranked with."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    when: RuleCondition
    points: Exact
    counts_as: Exact = Fraction(0)


class Band(BaseModel):
    """A band of places: up to this share of the places, this share of the ranked maximum."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    up_to: Exact
    share: Exact


class RankedValue(BaseModel):
    """One of several values that are ranked apart; ``best`` where it is another than the rule's."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    value: Value
    best: Direction | None = None


def _as_ranked_value(value: Any) -> Any:
    return {"value": value} if isinstance(value, str) else value


RankedValueEntry = Annotated[
    RankedValue,
    BeforeValidator(_as_ranked_value),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1, "description": "an expression to rank by"},
                {
                    "type": "object",
                    "properties": {
                        "value": {"type": "string"},
                        "best": {"enum": ["lowest", "highest"]},
                    },
                    "required": ["value"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


class PlaceTable(BaseModel):
    """Points place by place, from the first place down or from the last place up.

    points : of the first of these places, of the second, and so on; or shares of the ranked maximum.
    otherwise : the points, or the share, of all other places; from the top 0 and from the bottom the ranked
    maximum unless said. Places from the bottom share ties in the same way as those from the top.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    end: Annotated[Literal["top", "bottom"], Field(alias="from")] = "top"
    points: tuple[Exact, ...] = ()
    shares: tuple[Exact, ...] = ()
    otherwise: Exact | None = None

    @model_validator(mode="after")
    def _points_or_shares(self) -> Self:
        if bool(self.points) == bool(self.shares):
            raise ValueError("a table of places has exactly one of points and shares")
        return self

    def listed(self, most: Fraction) -> list[Fraction]:
        """Return the points of the places that the table lists; most : the ranked maximum."""
        return [*self.points, *(most * one for one in self.shares)]

    def rest(self, most: Fraction) -> Fraction:
        """Return the points of all other places."""
        if self.otherwise is None:
            return Fraction(0) if self.end == "top" else most
        return self.otherwise * most if self.shares else self.otherwise


class Subscore(BaseModel):
    """One of several sub-scores that are added up before regions are ranked."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    name: Bilingual | None = None
    max_points: Exact
    rule: AnyRule
