"""Texts in two languages, Chinese first."""

from __future__ import annotations

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
