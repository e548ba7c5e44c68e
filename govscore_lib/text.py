"""Texts in two languages, Chinese first."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence

from pydantic import BaseModel, ConfigDict


class Bilingual(BaseModel):
    """A name or sentence in Chinese and English."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in ``"zh"`` or ``"en"``."""
        return self.en if language == "en" else self.zh


def joined(*sentences: Bilingual) -> Bilingual:
    """Return several sentences as one text: with a space between them in English, none in Chinese."""
    return Bilingual(
        zh="".join(one.zh for one in sentences), en=" ".join(one.en for one in sentences)
    )


def share_text(share: float) -> str:
    """Return a share as a percentage; a rare one does not become nothing, nor a frequent one all."""
    if 0 < share < 0.0005:
        return "<0.1%"
    return ">99.9%" if 0.9995 < share < 1 else f"{share:.1%}"


def counted(number: int, noun: str) -> str:
    """Return a number with its English noun: ``1 step``, ``2 steps``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def aligned(rows: Sequence[Sequence[str]], left: Collection[int] = (1,)) -> str:
    """Return rows as lines with aligned columns, Chinese characters two wide; those of ``left`` begin alike."""
    widths = [max(_width(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell))
            if at in left
            else " " * (width - _width(cell)) + cell
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
