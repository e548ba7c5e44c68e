"""A bulletin as plain text for the command line."""

from __future__ import annotations

from fractions import Fraction

from govscore_lib.engine.bulletin import Edition
from govscore_lib.engine.edition_words import ABSENT, sentences, told
from govscore_lib.glance import Head, glance
from govscore_lib.points import plain
from govscore_lib.text import Bilingual


def edition_text(edition: Edition, language: str = "zh") -> str:
    """Return heading, sentences, the table of places and the list of matters; tabs between columns."""
    en = language == "en"
    name, span = edition.bulletin.name.in_language(language), edition.span.name
    lines = [f"{name} · {span.in_language(language)}", ""]
    lines += [one.in_language(language) for one in sentences(edition)]
    figures = edition.bulletin.figures
    head = ["place" if en else "名次", "moved" if en else "进退", "region" if en else "地区"]
    head += [one.name.in_language(language) for one in edition.bulletin.counts.values()]
    lines += ["", "\t".join([*head, *(one.name.in_language(language) for one in figures)])]
    for region_id in edition.table["region_id"]:
        row = edition.now.rows[region_id]
        rates = [told(one, row.rates[one.id].value).in_language(language) for one in figures]
        counts = [plain(value) if row.records else ABSENT for value in row.counts.values()]
        lines.append("\t".join([*_place(edition, region_id, language), *counts, *rates]))
    for matter in edition.matters:
        if matter is edition.matters[0] and edition.bulletin.matters is not None:
            lines += ["", edition.bulletin.matters.name.in_language(language)]
        settled = f"{matter.settled}/{matter.regions}"
        lines.append(f"{matter.place}\t{matter.name}\t{matter.count}\t{settled}")
    lines += ["", edition.bulletin.source.citation]
    return "\n".join(lines)


def edition_at_a_glance(edition: Edition) -> str:
    """Return what a notebook shows of an edition: the sentences, and the table of places with the figures."""
    bulletin, span = edition.bulletin, edition.span.name
    heads = (
        Head(Bilingual(zh="名次", en="Place"), figure=True),
        Head(Bilingual(zh="进退", en="Moved"), figure=True),
        Head(Bilingual(zh="地区", en="Region")),
        *(Head(one.name, figure=True) for one in bulletin.figures),
    )
    rows: list[list[str | Bilingual]] = []
    for name in edition.table["region_id"]:
        rates, region = edition.now.rows[name].rates, edition.region(name)
        place, moved, _ = _place(edition, name, "zh")
        moved_en = _place(edition, name, "en")[1]
        figures = [told(one, rates[one.id].value) for one in bulletin.figures]
        rows.append(
            [
                place,
                Bilingual(zh=moved, en=moved_en),
                Bilingual(zh=region.name_zh, en=region.name("en")),
                *figures,
            ]
        )
    title = Bilingual(zh=f"{bulletin.name.zh} · {span.zh}", en=f"{bulletin.name.en} · {span.en}")
    return glance(title, heads, rows, above=sentences(edition))


def _place(edition: Edition, region_id: str, language: str) -> list[str]:
    row, moved = edition.now.rows[region_id], edition.climbed(region_id)
    place = ABSENT if row.rank is None else f"{row.rank:g}{'=' if row.tied else ''}"
    told = steps(moved)
    if (apart := split_of_move(edition, region_id)) is not None:
        said = apart.in_language(language)
        told += f" ({said})" if language == "en" else f"（{said}）"
    return [place, told, edition.region(region_id).name(language)]


def split_of_move(edition: Edition, region_id: str) -> Bilingual | None:
    """Return how many of the places won or lost are the region's own, and how many others'; None where all are its own."""
    climbed, alone = edition.climbed(region_id), edition.climbed_alone(region_id)
    if climbed is None or alone is None or climbed == alone:
        return None
    own, others = steps(alone), steps(climbed - alone)
    return Bilingual(zh=f"自身 {own}，他人 {others}", en=f"own {own}, others {others}")


def steps(moved: Fraction | float | None) -> str:
    """Return a move in places with its sign: +3 risen, −2 fallen, 0, or nothing to compare."""
    if moved is None:
        return ABSENT
    return f"{'+' if moved > 0 else '−' if moved < 0 else ''}{abs(float(moved)):g}"
