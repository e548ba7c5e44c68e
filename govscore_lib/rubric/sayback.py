"""A rubric said back, clause by clause, so that its author can compare it with the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from govscore_lib.rubric.bulletin import Bulletin
from govscore_lib.rubric.caps import caps
from govscore_lib.rubric.general import STANDING_WORDS
from govscore_lib.rubric.model import Criterion, Rubric
from govscore_lib.rubric.readings import Reading, Target
from govscore_lib.rules.base import told
from govscore_lib.spans import CYCLES


def say_back(rubric: Rubric, language: str = "zh") -> str:
    """Return the whole rubric as text: categories, criteria, rules, readings, sources, general rules."""
    en = language == "en"
    lines = [
        f"{rubric.title.in_language(language)} ({rubric.id})",
        f"{rubric.issuer.in_language(language)} · {rubric.document} · {rubric.period.start} – {rubric.period.end}",
        ("Total: " if en else "总分：") + told(rubric.total.max_points),
    ]
    if rubric.nature == "demonstration":
        lines.append(
            "A demonstration, not an official assessment." if en else "演示，不是正式考核。"
        )
    for category in rubric.categories:
        most = "" if category.max_points is None else f" {told(category.max_points)}"
        unit = " points" if en else " 分"
        lines += ["", f"{category.id} {category.name.in_language(language)}{most}{unit}"]
        lines += [f"  {one.in_language(language)}" for one in caps(rubric, category)]
        lines += _readings(rubric, f"category:{category.id}", language)
        for criterion in rubric.criteria_list:
            if criterion.category == category.id:
                lines += _criterion(rubric, criterion, language)
    general = [*_standing(rubric, language), *_awards(rubric, language)]
    if rubric.workflow:
        states = " → ".join(stage.name.in_language(language) for stage in rubric.workflow)
        general.append(("  course: " if en else "  流程：") + states)
    if general:
        lines += ["", "As a whole" if en else "总则", *general]
    topics = [target for target in rubric.targets.values() if target.key.startswith("rubric:")]
    if topics:
        lines += ["", "Open questions of the whole" if en else "全文未定之处"]
    for target in topics:
        lines += _topic(rubric, target, language)
    if rubric.bulletins:
        lines += ["", "Bulletins, beside the score" if en else "通报（不计入得分）"]
    for bulletin in rubric.bulletins:
        lines += _bulletin(rubric, bulletin, language)
    return "\n".join(lines)


def _criterion(rubric: Rubric, criterion: Criterion, language: str) -> list[str]:
    most = "" if criterion.max_points is None else f" [{told(criterion.max_points)}]"
    flag = "" if criterion.transcription == "C" else f" [{criterion.transcription}]"
    return [
        f"  {criterion.id} {criterion.name.in_language(language)}{most}",
        f"      {rubric.sentence(criterion.id).in_language(language)}",
        *_readings(rubric, criterion.id, language),
        f"      {criterion.source.citation}{flag}",
    ]


def _readings(rubric: Rubric, key: str, language: str) -> Iterator[str]:
    """Yield the readings besides the default, the one in force marked."""
    if key in rubric.targets:
        yield from _options(rubric.targets[key].options, rubric.reading(key), language)


def _options(options: Mapping[str, Reading], chosen: str, language: str) -> Iterator[str]:
    label = "reading" if language == "en" else "另一释义"
    for letter, reading in options.items():
        mark = "*" if letter == chosen else " "
        because = reading.because.in_language(language)
        yield f"    {mark} {label} {letter} ({reading.slug}): {because}"


def _bulletin(rubric: Rubric, bulletin: Bulletin, language: str) -> list[str]:
    order = bulletin.order_in_words.in_language(language)
    cycles = [CYCLES[cycle].in_language(language) for cycle in bulletin.cycle]
    when = ", ".join(cycles) if language == "en" else "、".join(cycles)
    return [
        f"  {bulletin.id} {bulletin.name.in_language(language)} [{when}]",
        f"      {order} ({bulletin.source.citation})",
        *_options(bulletin.readings, rubric.reading(bulletin.target), language),
    ]


def _standing(rubric: Rubric, language: str) -> Iterator[str]:
    for one in rubric.standing:
        word = STANDING_WORDS[one.status].in_language(language)
        colon = ": " if language == "en" else "："
        yield f"  {word}{colon}{one.because.in_language(language)} ({one.source.citation})"


def _awards(rubric: Rubric, language: str) -> Iterator[str]:
    if rubric.awards is None:
        return
    prizes = [
        f"{prize.name.in_language(language)} {prize.places}" for prize in rubric.awards.prizes
    ]
    said = f"prizes: {', '.join(prizes)}" if language == "en" else f"奖项：{'、'.join(prizes)}"
    yield f"  {said} ({rubric.awards.source.citation})"


def _topic(rubric: Rubric, target: Target, language: str) -> list[str]:
    name = target.key.removeprefix("rubric:")
    lines = [f"  {name} {target.name.in_language(language)}"]
    if target.default_because is not None:
        lines.append(f"      {target.default_because.in_language(language)}")
    return [*lines, *_readings(rubric, target.key, language)]
