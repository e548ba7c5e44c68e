"""All rule kinds: one line each."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Annotated, Any

from pydantic import Field

from govscore_lib.rules.all_of import AllOf
from govscore_lib.rules.base import Rule
from govscore_lib.rules.between import Between
from govscore_lib.rules.binary import Binary
from govscore_lib.rules.bonus import Bonus
from govscore_lib.rules.by_group import ByGroup
from govscore_lib.rules.checklist import Checklist
from govscore_lib.rules.composite_deduct import CompositeDeduct
from govscore_lib.rules.convert import Convert
from govscore_lib.rules.deduct_per_event import DeductPerEvent
from govscore_lib.rules.embedded import Embedded
from govscore_lib.rules.escalating import Escalating
from govscore_lib.rules.first_match import FirstMatch
from govscore_lib.rules.highest_once import HighestOnce
from govscore_lib.rules.judged import Judged
from govscore_lib.rules.mixed import Mixed
from govscore_lib.rules.per_capita import PerCapita
from govscore_lib.rules.per_unit import PerUnit
from govscore_lib.rules.pool_judged import PoolJudged
from govscore_lib.rules.proportional import Proportional
from govscore_lib.rules.rank import Rank
from govscore_lib.rules.rank_parts import Subscore
from govscore_lib.rules.ratio import Ratio
from govscore_lib.rules.relative_to_best import RelativeToBest
from govscore_lib.rules.shortfall import Shortfall
from govscore_lib.rules.threshold import Threshold
from govscore_lib.rules.tiers import Tiers
from govscore_lib.rules.veto import Veto

KINDS: dict[str, type[Rule]] = {
    "all_of": AllOf,
    "between": Between,
    "binary": Binary,
    "bonus": Bonus,
    "by_group": ByGroup,
    "checklist": Checklist,
    "composite_deduct": CompositeDeduct,
    "convert": Convert,
    "deduct_per_event": DeductPerEvent,
    "embedded": Embedded,
    "escalating": Escalating,
    "first_match": FirstMatch,
    "highest_once": HighestOnce,
    "judged": Judged,
    "mixed": Mixed,
    "per_capita": PerCapita,
    "per_unit": PerUnit,
    "pool_judged": PoolJudged,
    "proportional": Proportional,
    "rank": Rank,
    "ratio": Ratio,
    "relative_to_best": RelativeToBest,
    "shortfall": Shortfall,
    "threshold": Threshold,
    "tiers": Tiers,
    "veto": Veto,
}

AnyRule: Any = Annotated[reduce(or_, KINDS.values()), Field(discriminator="kind")]
"""Type of any rule, told apart by its ``kind``."""

for _model in (Subscore, Rank, ByGroup):  # they hold rules themselves
    _model.model_rebuild(_types_namespace={"AnyRule": AnyRule})
