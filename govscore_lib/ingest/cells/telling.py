"""The sentences of findings: places, numbers of rows, examples and likely fixes, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from govscore_lib.errors import did_you_mean, shown
from govscore_lib.ingest.cells.spelling import CHANGES, FAULTS
from govscore_lib.points import plain

SHOWN = 3
"""So many places or examples are written out; the rest is counted."""
MANY_CODES = 15
"""Longer lists of codes are not written out."""
_ALLOWED = {
    "int": ("整数", "a whole number"),
    "decimal": ("数字", "a number"),
    "judged": ("数字", "a number"),
    "bool": ("是 或 否", "yes or no"),
    "date": ("日期，如 2021-03-01", "a date such as 2021-03-01"),
    "datetime": ("日期和时刻，如 2021-03-01 09:30", "a time such as 2021-03-01 09:30"),
    "text": ("文字", "a text"),
}
_SAID_BY_ITSELF = {"shifted", "unknown-region", "other-region", "two-values"}
"""Faults whose sentence leaves nothing to add about what is allowed."""


def row_word(form: str) -> str:
    """Return what a row of a file of this form is called: a line of text, or a row of a table."""
    return "line" if form.startswith("CSV") else "row"


def places(rows: Sequence[int], form: str, count: int = 0) -> str:
    """Return ``line 12``, ``lines 12 and 40`` or ``lines 3, 9, 12 and 5 more`` (rows, where no text file).

    count : how many there are, where ``rows`` are only the first.
    """
    word = row_word(form)
    shown = [str(row) for row in sorted(rows)[:SHOWN]]
    count = max(count, len(rows))
    if count > SHOWN:
        return f"{word}s {', '.join(shown)} and {count - SHOWN} more"
    if len(shown) == 1:
        return f"{word} {shown[0]}"
    return f"{word}s {', '.join(shown[:-1])} and {shown[-1]}"


def joined(several: Sequence[str]) -> str:
    """Return places that differ in their number as one: ``lines 3, 9, 12 and 5 more``; of others the first."""
    parts = [place.partition(" ") for place in several]
    word = parts[0][0]
    if len(several) > 1 and all(of == word and rest.isdigit() for of, _, rest in parts):
        return places([int(rest) for _, _, rest in parts], "CSV" if word == "line" else "")
    return several[0] if len(several) == 1 else f"{several[0]} and {len(several) - 1} more"


def quoted(texts: Iterable[str | None], language: str) -> str:
    """Return up to three different texts in quotation marks; empty when there are none."""
    different = [text for text in dict.fromkeys(texts) if text]
    seen = [shown(text) for text in different[:SHOWN]]
    if language == "zh":
        return "、".join(f"“{text}”" for text in seen) + ("等" if len(different) > SHOWN else "")
    return ", ".join(f"'{text}'" for text in seen) + (" …" if len(different) > SHOWN else "")


def fault(key: str, language: str) -> str:
    """Return why a cell means nothing, as the end of a sentence."""
    return FAULTS[key].zh if language == "zh" else FAULTS[key].en


def allowed(
    key: str,
    kind: str,
    codes: Mapping[str, str],
    low: Fraction | None,
    high: Fraction | None,
) -> tuple[str, str]:
    """Return what may stand in a cell of a declared type, in Chinese and English; empty where it is plain.

    key : key of the fault. codes : code → Chinese word. low, high : bounds, both ends allowed.
    """
    if key in _SAID_BY_ITSELF:
        return "", ""
    if kind == "enum":
        if len(codes) > MANY_CODES:
            return "", ""
        # the likely fix of an empty cell is a word, that of a wrong word one of the codes
        return " ".join(codes), " ".join(codes)
    range_ = _range(low, high)
    if key in ("below-minimum", "above-maximum"):
        return range_, range_
    zh, en = _ALLOWED[kind]
    return (f"{zh}，{range_}", f"{en}, {range_}") if range_ else (zh, en)


def _range(low: Fraction | None, high: Fraction | None) -> str:
    """Return bounds in signs that both languages read: ``≥ 0``, ``1–5``."""
    if low is not None and high is not None:
        return f"{plain(low)}–{plain(high)}"
    if low is not None:
        return f"≥ {plain(low)}"
    return "" if high is None else f"≤ {plain(high)}"


def bad_cells(
    name_zh: str,
    name_en: str,
    key: str,
    texts: Sequence[str | None],
    fitting_zh: str = "",
    fitting_en: str = "",
    count: int = 0,
) -> tuple[str, str]:
    """Return the sentence about cells of one column with one fault, without its consequence.

    name_zh, name_en : name of the column or metric.
    key : key of the fault.
    texts : the cells as written; all empty for the fault "empty".
    fitting_zh, fitting_en : what may stand there.
    count : how many cells there are, where ``texts`` are only the first.
    """
    count = max(count, len(texts))
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
    if fitting_zh:
        zh, en = f"{zh}（可填：{fitting_zh}）", f"{en} (allowed: {fitting_en})"
    return zh, en


def with_hint(
    key: str, zh: str, en: str, texts: Sequence[str | None], known: Iterable[str] = ()
) -> tuple[str, str]:
    """Return the sentences about a fault with the likely fix behind them, where one is known.

    texts : the cells as written. known : words of which one may have been meant.
    """
    if key in ("not-listed", "unknown-region"):
        return meant(zh, en, next((text for text in texts if text), ""), known)
    hint_zh, hint = FAULTS[key].hint_zh, FAULTS[key].hint
    return (f"{zh}。可以这样处理：{hint_zh}", f"{en}. Hint: {hint}") if hint else (zh, en)


def meant(zh: str, en: str, word: str, known: Iterable[str]) -> tuple[str, str]:
    """Return the sentences with the known word that is closest behind them, where one is close."""
    hint = did_you_mean(word, known)
    if not hint:
        return zh, en
    likely = hint.removeprefix("did you mean '").removesuffix("'?")
    return f"{zh}。是否为“{likely}”？", f"{en}. Hint: {hint}"


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
