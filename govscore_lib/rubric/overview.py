"""A rubric at a glance: what a notebook shows of it, and its one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govscore_lib.glance import Cell, Head, glance
from govscore_lib.points import plain
from govscore_lib.text import Bilingual, joined

if TYPE_CHECKING:
    from govscore_lib.rubric.model import Criterion, Rubric

_BONUS = Bilingual(zh="加分", en="bonus")


def in_one_line(rubric: Rubric) -> str:
    """Return id, size and period."""
    return (
        f"<Rubric {rubric.id}: {len(rubric.criteria_list)} criteria in {len(rubric.categories)} categories, "
        f"{plain(rubric.total.max_points)} points, {rubric.period.label}>"
    )


def at_a_glance(rubric: Rubric) -> str:
    """Return the markup: title, document, categories with their maxima, and what the rubric is made of."""
    heads = (
        Head(Bilingual(zh="类目", en="Category")),
        Head(Bilingual(zh="满分", en="Maximum"), figure=True),
        Head(Bilingual(zh="条款", en="Criteria"), figure=True),
        Head(Bilingual(zh="", en="")),
    )
    rows = [
        (
            Bilingual(zh=f"{category.id} {category.name.zh}", en=category.name.en),
            "—" if category.max_points is None else plain(category.max_points),
            str(sum(one.category == category.id for one in rubric.criteria_list)),
            _BONUS if category.component == "bonus" else "",
        )
        for category in rubric.categories
    ]
    document = f"{rubric.document}，{rubric.period.label}"
    above = Bilingual(
        zh=f"{document}，{rubric.issuer.zh}，总分 {plain(rubric.total.max_points)} 分",
        en=f"{rubric.issuer.en}, {plain(rubric.total.max_points)} points in all",
    )
    counts = (
        (len(rubric.criteria_list), "条", "criteria"),
        (len(rubric.metrics), "个指标", "metrics"),
        (len(rubric.registers), "个台账", "registers"),
        (len(rubric.targets), "处有其他读法", "places with other readings"),
    )
    below = Bilingual(
        zh="、".join(f"{count} {zh}" for count, zh, _ in counts if count),
        en=", ".join(f"{count} {en}" for count, _, en in counts if count),
    )
    return glance(rubric.title, heads, rows, above=[above], below=[below])


def criterion_in_one_line(criterion: Criterion) -> str:
    """Return number, name and maximum."""
    most = "" if criterion.max_points is None else f", {plain(criterion.max_points)} points"
    return f"<Criterion {criterion.id}: {criterion.name.en}{most}>"


def criterion_at_a_glance(criterion: Criterion) -> str:
    """Return the markup: the rule in a sentence, maximum, citation, metrics and other readings."""
    clause = criterion.clause_context
    rule = joined(criterion.rule.describe(clause), *criterion.policies.describe(clause))
    most = criterion.max_points
    facts: list[tuple[Cell, Cell]] = [
        (Bilingual(zh="规则", en="Rule"), rule),
        (Bilingual(zh="满分", en="Maximum"), "—" if most is None else plain(most)),
        (Bilingual(zh="出处", en="Source"), criterion.source.citation),
        (Bilingual(zh="指标", en="Metrics"), "，".join(criterion.metrics)),
        (Bilingual(zh="其他读法", en="Other readings"), "，".join(criterion.readings)),
    ]
    name = criterion.name
    title = Bilingual(zh=f"{criterion.id} {name.zh}", en=name.en)
    return glance(title, rows=[fact for fact in facts if fact[1]])
