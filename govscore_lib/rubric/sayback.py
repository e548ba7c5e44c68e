"""A rubric said back, clause by clause, so that its author can compare it with the document."""

from __future__ import annotations

from govscore_lib.rubric.model import Criterion, Rubric
from govscore_lib.rules.base import told


def say_back(rubric: Rubric, language: str = "zh") -> str:
    """Return the whole rubric as text: categories, criteria, rules, readings, sources."""
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
        most = "" if category.max_points is None else told(category.max_points)
        unit = "points" if en else "分"
        lines += ["", f"{category.id} {category.name.in_language(language)} {most} {unit}"]
        for criterion in rubric.criteria_list:
            if criterion.category == category.id:
                lines += _criterion(rubric, criterion, language)
    return "\n".join(lines)


def _criterion(rubric: Rubric, criterion: Criterion, language: str) -> list[str]:
    en = language == "en"
    most = "" if criterion.max_points is None else told(criterion.max_points)
    head = f"  {criterion.id} {criterion.name.in_language(language)} [{most}]"
    lines = [head, f"      {rubric.sentence(criterion.id).in_language(language)}"]
    chosen = rubric.reading(criterion.id)
    for letter, reading in criterion.readings.items():
        mark = "*" if letter == chosen else " "
        label = "reading" if en else "另一释义"
        lines.append(
            f"    {mark} {label} {letter} ({reading.slug}): {reading.because.in_language(language)}"
        )
    flag = "" if criterion.transcription == "C" else f" [{criterion.transcription}]"
    lines.append(f"      {criterion.source.citation}{flag}")
    return lines
