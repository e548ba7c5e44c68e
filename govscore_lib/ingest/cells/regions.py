"""Region cells: code, full name, short name or alias → region id."""

from __future__ import annotations

from govscore_lib.ingest.cells.spelt import Read, Spelling, tidy
from govscore_lib.rubric.league import League


def region_reader(league: League) -> Read:
    """Return the function that reads a region cell; codes and full names are the declared forms."""

    def read(text: str) -> Spelling:
        plain, change = tidy(text)
        if plain.endswith(".0") and plain[:-2].isdigit():
            plain = plain[:-2]  # a code that a spreadsheet took for a number
        region = league.resolve(plain)
        if region is None:
            return Spelling(None, fault="unknown-region")
        if plain == region.id:
            return Spelling(region.id, change)
        return Spelling(region.id, "declared" if plain == region.name_zh else "region-form")

    return read


def region_words(league: League) -> tuple[str, ...]:
    """Return the codes, names and aliases under which the regions of a league are known."""
    return tuple(
        word
        for region in league.regions
        for word in (region.id, region.name_zh, region.short_zh, *region.aliases)
        if word
    )
