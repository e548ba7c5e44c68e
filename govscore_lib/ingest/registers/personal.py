"""What names a person is dropped at the door: whole columns nobody asked for, and numbers inside texts.

A column is about persons by its header (姓名, 联系电话 …) or by what stands in it. The columns that a register
declares stay; an identity number or mobile number in one of their texts gives way to a placeholder, the same
for the same number, so that two records stay two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from govscore_lib.errors import shown
from govscore_lib.findings import Finding
from govscore_lib.ingest.figures.entries import Entry
from govscore_lib.ingest.files.tables import RawTable
from govscore_lib.personal import NAMES, is_personal_header, personal_numbers

_MAYBE = r"1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}|[0-9]{17}[0-9Xx]"
"""Texts without this hold no such number."""
_IDENTITY_DIGITS = 18


def personal_headers(table: RawTable, positions: Iterable[int]) -> list[str]:
    """Return the headers of the columns about persons among those at some positions."""
    return [
        shown(table.header[position].strip())
        for position in positions
        if is_personal_header(table.header[position]) or _holds_numbers(table.cells[f"c{position}"])
    ]


def _holds_numbers(texts: pl.Series) -> bool:
    maybe = texts.filter(texts.str.contains(_MAYBE).fill_null(False))
    return any(next(personal_numbers(text), None) is not None for text in maybe)


def dropped(headers: Iterable[str]) -> tuple[str, str]:
    """Return the sentence about dropped columns in Chinese and English; it says nothing of their contents."""
    names = list(headers)
    return (
        f"含个人信息的列已略去，不保存、不引用：{'、'.join(names)}",
        f"columns about persons were dropped, neither kept nor quoted: {', '.join(names)}",
    )


class Placeholders:
    """Stand-ins for personal numbers, the same for the same number as long as the object lives."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}
        self._given: Counter[str] = Counter()

    def masked(self, text: str) -> str:
        """Return the text with each personal number replaced: ``〔手机号 2〕``."""
        parts, at = [], 0
        for found in personal_numbers(text):
            number = text[found.start : found.end].replace(" ", "").replace("-", "").upper()
            kind = NAMES[found.kind][0]
            if number not in self._numbers:
                self._given[kind] += 1
                self._numbers[number] = f"〔{kind} {self._given[kind]}〕"
            parts += [text[at : found.start], self._numbers[number]]
            at = found.end
        return "".join(parts) + text[at:] if parts else text

    def masked_column(self, texts: pl.Series) -> tuple[pl.Series, int]:
        """Return the texts with their personal numbers replaced, and in how many cells there were any."""
        maybe = texts.str.contains(_MAYBE).fill_null(False)
        if not maybe.any():
            return texts, 0
        different = texts.filter(maybe).unique(maintain_order=True)
        stand_ins: Mapping[str, str] = {text: self.masked(text) for text in different}
        stand_ins = {text: other for text, other in stand_ins.items() if text != other}
        count = int(texts.is_in(list(stand_ins)).fill_null(False).sum())
        return (texts.replace(stand_ins), count) if count else (texts, 0)


def masked_entries(
    entries: Sequence[Entry], is_text: Callable[[int], bool]
) -> tuple[list[Entry], list[Finding]]:
    """Return the entries with placeholders for the personal numbers in their texts and evidence, and a note a sheet.

    is_text : whether the figure at a position is a text.
    """
    placeholders, masked = Placeholders(), list(entries)
    cells: dict[tuple[str, str], int] = {}
    for position, entry in enumerate(entries):
        plain = entry
        if entry.evidence:
            plain = replace(plain, evidence=placeholders.masked(entry.evidence))
        if is_text(position) or not _may_be_a_count(entry.value):
            plain = replace(plain, value=placeholders.masked(entry.value))
        if is_text(position) or not _may_be_a_count(entry.claimed):
            plain = replace(plain, claimed=placeholders.masked(entry.claimed))
        if plain != entry:
            masked[position] = plain
            key = (entry.file, entry.sheet)
            cells[key] = cells.get(key, 0) + 1
    findings = [
        Finding(
            "personal-numbers-replaced", "note", *replaced("填报内容", "figures and evidence", count), "observations",
            file=file, sheet=sheet,
        )
        for (file, sheet), count in cells.items()
    ]  # fmt: skip
    return masked, findings


def _may_be_a_count(text: str) -> bool:
    """Whether a figure is a whole number, which eleven digits may well be, and no identity number."""
    return text.strip().isdigit() and len(text.strip()) < _IDENTITY_DIGITS


def replaced(name_zh: str, name_en: str, cells: int) -> tuple[str, str]:
    """Return the sentence about personal numbers that gave way to placeholders, in Chinese and English."""
    return (
        f"“{name_zh}”有 {cells} 处身份证号或手机号，已用代号代替",
        f"{name_en}: personal numbers in {cells} {'cell' if cells == 1 else 'cells'} gave way to placeholders",
    )
