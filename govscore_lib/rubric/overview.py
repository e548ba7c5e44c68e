"""A rubric at a glance: what a notebook shows of it, and its one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govscore_lib.glance import Head, glance
from govscore_lib.points import plain
from govscore_lib.text import Bilingual

if TYPE_CHECKING:
    from govscore_lib.rubric.model import Rubric

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
        (len(rubric.registers), "个登记册", "registers"),
        (len(rubric.targets), "处有其他读法", "places with other readings"),
    )
    below = Bilingual(
        zh="、".join(f"{count} {zh}" for count, zh, _ in counts if count),
        en=", ".join(f"{count} {en}" for count, _, en in counts if count),
    )
    return glance(rubric.title, heads, rows, above=[above], below=[below])
