"""The general rules of a document: what becomes of a region as a whole, prizes, spot checks, workflow."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, WithJsonSchema, model_validator

from govscore_lib.rubric.metric import Part, Text
from govscore_lib.rules.base import Condition, Exact
from govscore_lib.text import Bilingual

StandingName = Literal["disqualified", "waived", "vetoed"]
STANDINGS: tuple[StandingName, ...] = ("disqualified", "waived", "vetoed")
"""In the order in which they win: the first that holds is the region's status."""
STANDING_WORDS: dict[str, Bilingual] = {
    "final": Bilingual(zh="最终", en="final"),
    "provisional": Bilingual(zh="暂定", en="provisional"),
    "disqualified": Bilingual(zh="取消排名资格", en="disqualified"),
    "waived": Bilingual(zh="视为放弃", en="waived"),
    "vetoed": Bilingual(zh="一票否决", en="vetoed"),
}


class Source(Part):
    """Where a clause stands in its document."""

    document: Text
    annex: Text | None = None
    item: Text | None = None
    section: Text | None = None
    clause: Text | None = None
    url: Text | None = None

    @property
    def citation(self) -> str:
        """The place in one line, Chinese style."""
        parts = [self.document]
        if self.annex:
            parts.append(f"附件{self.annex}")
        if self.item:
            parts.append(f"第{self.item}项")
        if self.section:
            parts.append(self.section)
        if self.clause:
            parts.append(f"第{self.clause}款")
        return " ".join(parts)


class Standing(Part):
    """A fact that decides about a region as a whole.

    disqualified : the points stay in the ledger, there is no total and no rank. waived : nothing is
    scored, there is no total and no rank. vetoed : total and rank are shown, no prize.
    when : a condition that cannot be told (a metric without value) does not hold.
    total : with vetoed, what the total becomes.
    """

    status: StandingName
    when: Condition
    because: Bilingual
    total: Exact | None = None
    source: Source

    @model_validator(mode="after")
    def _total_goes_with_a_veto(self) -> Self:
        if self.total is not None and self.status != "vetoed":
            raise ValueError(f"a region that is {self.status} has no total: leave out total")
        return self


class Prize(Part):
    """One class of a prize and its number of places."""

    id: Text
    name: Bilingual
    places: Annotated[
        int, Field(ge=1), WithJsonSchema({"type": "string", "pattern": "^[1-9][0-9]*$"})
    ]


class Awards(Part):
    """How prizes follow from the ranking; the outcome is a proposal, never a decision.

    boundary : what becomes of regions with equal totals across the last place of a class: a decision
    is asked for (escalate), all get the better class (up) or all the lesser one (down).
    """

    prizes: tuple[Prize, ...] = Field(min_length=1)
    boundary: Literal["escalate", "up", "down"] = "escalate"
    note: Bilingual | None = None
    source: Source

    @model_validator(mode="after")
    def _prizes_differ(self) -> Self:
        ids = [prize.id for prize in self.prizes]
        if len(set(ids)) != len(ids):
            raise ValueError("two prizes have the same id")
        return self


class SpotCheck(Part):
    """That a share of the regions is checked on the spot. No share is printed, so none is kept here."""

    note: Bilingual | None = None
    source: Source


class Stage(Part):
    """One state of the assessment's course, from the self-assessment to the award."""

    id: Text
    name: Bilingual
    source: Source | None = None


class Embed(Part):
    """A metric that is the total of another rubric, computed from that rubric's registers.

    metric : the parent's metric. rubric : id of the other rubric. settings : metric of the other rubric →
    its value for every region (written ``set`` in the document).
    """

    metric: Text
    rubric: Text
    settings: dict[str, Text] = Field(default_factory=dict, alias="set")
