"""What stands between the points of a category and its score, in words."""

from __future__ import annotations

from govscore_lib.rubric.model import Category, Rubric
from govscore_lib.rules.base import Clause, told
from govscore_lib.rules.policies import WITHOUT_POINTS
from govscore_lib.text import Bilingual


def caps(rubric: Rubric, category: Category) -> tuple[Bilingual, ...]:
    """Return one sentence for each rule of a category besides its maximum and a floor of 0."""
    clause = Clause(category.max_points, rubric.metric_name, rubric.code_name)
    found = []
    if category.emptied_when is not None:
        when = category.emptied_when
        zh, en = clause.say_before(when), clause.say(when, "en")
        found.append(
            Bilingual(zh=f"{zh}的，本类计 0 分。", en=f"Where {en}, the category counts 0.")
        )
    if category.max_gain is not None:
        most = told(category.max_gain)
        found.append(
            Bilingual(zh=f"加分合计最多 {most} 分。", en=f"Gains count up to {most} in all.")
        )
    if category.max_loss is not None:
        most = told(category.max_loss)
        found.append(
            Bilingual(zh=f"扣分合计最多 {most} 分。", en=f"Losses count up to {most} in all.")
        )
    if category.min_points != 0:
        least = told(category.min_points)
        found.append(Bilingual(zh=f"本类最低 {least} 分。", en=f"No less than {least} in all."))
    return tuple(found)


def effect(rubric: Rubric, category: Category) -> Bilingual:
    """Return what a difference between the sum of a category's points and its score comes from."""
    zh, en = ["封顶", "保底"], ["cap", "floor"]
    if category.emptied_when is not None:
        zh, en = [*zh, "清零"], [*en, "emptied"]
    moved = {
        one.not_applicable.policy for one in rubric.criteria_list if one.not_applicable is not None
    }
    if moved & set(WITHOUT_POINTS):
        zh, en = [*zh, "折算"], [*en, "scaling"]
    return Bilingual(zh=f"{'、'.join(zh[:-1])}或{zh[-1]}", en=f"{', '.join(en[:-1])} or {en[-1]}")
