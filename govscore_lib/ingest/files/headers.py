"""Which column of a file is which declared column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

REGION_WORDS = ("region_id", "region", "地区", "地区代码", "地区名称", "行政区划", "行政区划代码")
"""Headers that name the region's column in any file."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


def plain_header(text: str) -> str:
    """Return a header in compatibility form, lower case, without spaces, line breaks and a unit in brackets."""
    seen = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"\s+", "", seen).lower().lstrip("*")
    return re.sub(r"[(\[【].*[)\]】]$", "", plain) or plain


@dataclass(frozen=True)
class HeaderMatch:
    """Where the declared columns stand.

    found : declared column → position in the header.
    extra : headers that belong to no declared column.
    twins : positions of the further headers of declared columns that several claim.
    """

    found: Mapping[str, int]
    extra: tuple[str, ...]
    twins: Mapping[str, tuple[int, ...]]


class Headers:
    """The headers under which declared columns may stand: their ids and their names."""

    def __init__(self, columns: Mapping[str, Iterable[str]]) -> None:
        self._column_of: dict[str, str] = {}
        for column, words in columns.items():
            for word in (column, *words):
                self._column_of.setdefault(plain_header(word), column)

    def column(self, header: str) -> str | None:
        """Return the declared column that a header names."""
        return self._column_of.get(plain_header(header))

    def looks_like(self, row: Sequence[str]) -> bool:
        """Whether a row of cells is the header: at least half of its filled cells, and two of them
        (one for a declaration of a single column), name declared columns.
        """
        filled = [cell for cell in row if cell.strip()]
        known = sum(self.column(cell) is not None for cell in filled)
        return known >= min(2, len(set(self._column_of.values()))) and 2 * known >= len(filled)

    def match(self, header: Sequence[str]) -> HeaderMatch:
        """Return where each declared column stands; the first of several wins."""
        found: dict[str, int] = {}
        extra: list[str] = []
        twins: dict[str, tuple[int, ...]] = {}
        for position, cell in enumerate(header):
            column = self.column(cell)
            if column is None:
                if cell.strip():
                    extra.append(cell.strip())
            elif column in found:
                twins[column] = (*twins.get(column, ()), position)
            else:
                found[column] = position
        return HeaderMatch(found, tuple(extra), twins)
