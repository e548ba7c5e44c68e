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


def counted(number: int, noun: str) -> str:
    """Return a number with its English noun: ``1 step``, ``2 steps``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
