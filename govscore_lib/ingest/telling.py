"""The sentences of findings: places, numbers of rows and examples, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from govscore_lib.ingest.spelling import CHANGES, FAULTS
from govscore_lib.points import plain

SHOWN = 3
"""So many places or examples are written out; the rest is counted."""
MANY_CODES = 15
"""Longer lists of codes are not written out."""


def row_word(form: str) -> str:
    """Return what a row of a file of this form is called: a line of text, or a row of a table."""
    return "line" if form.startswith("CSV") else "row"


def places(rows: Sequence[int], form: str) -> str:
    """Return ``line 12``, ``lines 12 and 40`` or ``lines 3, 9, 12 and 5 more`` (rows, where no text file)."""
    word = row_word(form)
    shown = [str(row) for row in sorted(rows)[:SHOWN]]
    if len(rows) > SHOWN:
        return f"{word}s {', '.join(shown)} and {len(rows) - SHOWN} more"
    if len(shown) == 1:
        return f"{word} {shown[0]}"
    return f"{word}s {', '.join(shown[:-1])} and {shown[-1]}"


def quoted(texts: Iterable[str | None], language: str) -> str:
    """Return up to three different texts in quotation marks; empty when there are none."""
    different = [text for text in dict.fromkeys(texts) if text]
    shown = different[:SHOWN]
    if language == "zh":
        return "、".join(f"“{text}”" for text in shown) + ("等" if len(different) > SHOWN else "")
    return ", ".join(f"'{text}'" for text in shown) + (" …" if len(different) > SHOWN else "")


def fault(key: str, language: str) -> str:
    """Return why a cell means nothing, as the end of a sentence."""
    return FAULTS[key][0 if language == "zh" else 1]


def allowed(
    fault_key: str, codes: Iterable[str], low: Fraction | None, high: Fraction | None
) -> str:
    """Return what may stand in a cell, in signs that both languages read: codes, ``≥ 0``, ``1–5``."""
    if fault_key == "not-listed":
        shown = list(codes)
        return " ".join(shown) if len(shown) <= MANY_CODES else ""
    if fault_key not in ("below-minimum", "above-maximum"):
        return ""
    if low is not None and high is not None:
        return f"{plain(low)}–{plain(high)}"
    return f"≥ {plain(low)}" if low is not None else f"≤ {plain(high or Fraction(0))}"


def bad_cells(
    name_zh: str, name_en: str, key: str, texts: Sequence[str | None], fitting: str = ""
) -> tuple[str, str]:
    """Return the sentence about cells of one column with one fault, without its consequence.

    name_zh, name_en : name of the column or metric.
    key : key of the fault.
    texts : the cells as written; all empty for the fault "empty".
    fitting : what may stand there, as codes or bounds.
    """
    count = len(texts)
    shown_zh, shown_en = quoted(texts, "zh"), quoted(texts, "en")
    zh = (
        f"“{name_zh}”"
        + (f"有 {count} 处" if count > 1 else "")
        + (f"填写的{shown_zh}" if shown_zh else "")
    )
    if count > 1:
        en = f"{name_en}: {count} cells" + (f" ({shown_en})" if shown_en else "")
        en += f", each {fault(key, 'en')}"
    else:
        en = f"{name_en}: {shown_en or 'the cell'} {fault(key, 'en')}"
    zh += fault(key, "zh")
    if fitting:
        zh, en = f"{zh}（可填：{fitting}）", f"{en} (allowed: {fitting})"
    return zh, en


def changed_cells(change: str, counts: Sequence[tuple[str, str, int]]) -> tuple[str, str]:
    """Return the sentence about one kind of change in one file.

    counts : Chinese name, English name and number of cells, one per column or metric.
    """
    total = sum(count for _, _, count in counts)
    columns_zh = "、".join(zh for zh, _, _ in counts[:SHOWN]) + (
        "等" if len(counts) > SHOWN else ""
    )
    columns_en = ", ".join(en for _, en, _ in counts[:SHOWN]) + (
        " …" if len(counts) > SHOWN else ""
    )
    kind = CHANGES[change]
    return (
        f"{kind.zh}：{total} 处（{columns_zh}）",
        f"{kind.en}: {total} {'cell' if total == 1 else 'cells'} ({columns_en})",
    )
