"""What a form says: its states, its headings and the sentences beside a field."""

from __future__ import annotations

from govscore_lib.points import plain
from govscore_lib.rubric.model import Category, Criterion, Rubric
from govscore_lib.rules.base import Clause
from govscore_lib.text import Bilingual
from govscore_lib.workbook.form import Field, Form


def _said(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)


GIVEN = _said("已填", "given")
BLANK = _said("未填", "missing")
NO_EVIDENCE = _said("缺佐证", "no evidence")
COUNTED = _said("由登记表统计", "counted")
IF_APPLIES = _said("视情况", "if it applies")
OPTIONAL = _said("选填", "optional")
"""States of a figure."""

SENT = _said("已填", "given")
NO_RECORDS = _said("无记录", "there are none")
APART = _said("另行报送", "sent as a file")
NOT_SENT = _said("未报", "not sent")
"""States of a register."""

ITEM, CONTENT = _said("项目", "Item"), _said("内容", "Content")
NAMELESS = _said("其他事项", "Other facts")
STILL_MISSING = _said("还缺什么", "What is still missing")
SECTION, ASKED = _said("类别", "Section"), _said("应填", "asked for")
REGISTERS, RECORDS = _said("登记表", "Register"), _said("记录数", "records")
TOTAL = _said("合计", "Total")
OFFICE_STATE = _said("填报单位", "Office")


def form_title(form: Form, language: str) -> str:
    """Return the heading of a form."""
    title = form.rubric.title.in_language(language)
    return f"{title}　填报表" if language == "zh" else f"{title}: collection form"


def section_title(category: Category | None, language: str) -> str:
    """Return the heading of a group of figures."""
    if category is None:
        return NAMELESS.in_language(language)
    name = category.name.in_language(language)
    if category.id[0].isdigit():
        name = f"{category.id}　{name}"
    if category.max_points is None:
        return name
    most = plain(category.max_points)
    return f"{name}（{most} 分）" if language == "zh" else f"{name} ({most} points)"


def clause_lines(rubric: Rubric, criterion: Criterion, language: str) -> str:
    """Return a clause in words: its number, name and maximum, then its sentence, its departments beside."""
    zh = language == "zh"
    most = "" if criterion.max_points is None else plain(criterion.max_points)
    head = f"{criterion.id}　{criterion.name.in_language(language)}"
    if most:
        head += f"（{most} 分）" if zh else f" ({most} points)"
    if criterion.office:
        head += f"　　{criterion.office}"
    sentence = criterion.text or rubric.sentence(criterion.id)
    return f"{head}\n{sentence.in_language(language)}"


def definition(form: Form, field: Field, language: str) -> str:
    """Return what a figure counts, when it is asked for and what follows from a gap."""
    zh = language == "zh"
    parts = [field.metric.definition.in_language(language)] if field.metric.definition else []
    parts += _need(form, field, language)
    if field.registers:
        named = _register_names(form, field.registers, language)
        parts.append(
            f"由{named}统计，报送登记表的不必填。"
            if zh
            else f"Counted from {named}: leave it empty where that is sent."
        )
    if field.proven_by:
        named = _register_names(form, field.proven_by, language)
        parts.append(f"也可用{named}证明。" if zh else f"May be proven by {named} instead.")
    if field.is_bonus:
        parts.append(
            "加分项，没有佐证材料的计 0 分。" if zh else "A bonus: it counts 0 without evidence."
        )
    if field.also:
        parts.append(
            f"另用于 {'、'.join(field.also)}。" if zh else f"Also in {', '.join(field.also)}."
        )
    return ("" if zh else " ").join(parts)


def _need(form: Form, field: Field, language: str) -> list[str]:
    needed, zh = field.metric.needed, language == "zh"
    match needed:
        case "always":
            return []
        case "optional":
            return ["可不填。" if zh else "May be left empty."]
        case "evidence":
            return ["不影响得分。" if zh else "Without effect on the points."]
    rubric = form.rubric
    condition = Clause(None, rubric.metric_name, rubric.code_name).say(needed, language)
    return [f"仅当“{condition}”时填。" if zh else f"Only where {condition}."]


def _register_names(form: Form, names: tuple[str, ...], language: str) -> str:
    titles = [form.rubric.registers[name].name.in_language(language) for name in names]
    return (
        "".join(f"《{title}》" for title in titles)
        if language == "zh"
        else ", ".join(f"'{title}'" for title in titles)
    )
