"""A bulletin in sentences: every one made from its figures, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from govscore_lib.engine.bulletin import Edition, growth
from govscore_lib.points import grouped, plain, round_half_up
from govscore_lib.rubric.bulletin import Figure
from govscore_lib.rubric.metric import Unit
from govscore_lib.spans import CYCLES
from govscore_lib.text import Bilingual

PLACES = 2
"""Decimals of a percentage; places are never taken from rounded figures."""
NAMED = 6
"""So many regions are named in a sentence; of more, only the number is said."""
ABSENT = "—"


def percent(value: Fraction, places: int = PLACES) -> str:
    """Return a share in percent with fixed decimals, half up: 98.30%."""
    return f"{fixed(value * 100, places)}%"


def fixed(value: Fraction, places: int = PLACES) -> str:
    """Return a number with fixed decimals, half up, a real minus sign in front where it is below zero."""
    units = round_half_up(value, places)
    whole, rest = divmod(abs(units), 10**places)
    return f"{'−' if units < 0 else ''}{whole}.{rest:0{places}}"


def told(figure: Figure, value: Fraction | None) -> Bilingual:
    """Return a figure as a reader sees it: a share in percent, anything else with its unit."""
    if value is None:
        return Bilingual(zh=ABSENT, en=ABSENT)
    if figure.unit is None:
        return Bilingual(zh=percent(value), en=percent(value))
    return with_unit(value, figure.unit)


def with_unit(value: Fraction, unit: Unit) -> Bilingual:
    """Return a number with its unit."""
    number = grouped(plain(value, PLACES))
    return Bilingual(zh=f"{number} {unit.zh}", en=f"{number} {unit.en}")


def sentences(edition: Edition) -> tuple[Bilingual, ...]:
    """Return what a bulletin says: the whole, the first and the last, who moved, who is behind, what is open."""
    if not edition.is_supplied:
        name = edition.rubric.registers[edition.bulletin.register_name].name
        return (Bilingual(zh=f"《{name.zh}》没有报送。", en=f"'{name.en}' was not sent."),)
    if not edition.now.whole.records:
        span = edition.span.name
        return (Bilingual(zh=f"{span.zh}没有记录。", en=f"There are no records of {span.en}."),)
    return tuple(_said(edition))


def _said(edition: Edition) -> Iterator[Bilingual]:
    yield _scope(edition)
    yield _whole(edition)
    if edition.now.ranked:
        yield _leaders(edition)
        yield _moves(edition)
        yield from _behind(edition)
    yield from _outstanding(edition)
    yield from _unranked(edition)
    yield from _small(edition)


def _scope(edition: Edition) -> Bilingual:
    span, now = edition.span.name, edition.now
    with_records = sum(bool(row.records) for row in now.rows.values())
    counts = [
        (one.name, with_unit(now.whole.counts[name], one.unit))
        for name, one in edition.bulletin.counts.items()
    ]
    zh = "、".join(f"{name.zh} {amount.zh}" for name, amount in counts)
    en = ", ".join(f"{grouped(plain(now.whole.counts[name], PLACES))} {one.name.en}"
                   for name, one in edition.bulletin.counts.items())  # fmt: skip
    name = edition.bulletin.name
    return Bilingual(
        zh=f"{span.zh}{name.zh}：{len(now.rows)} 个地区中 {with_records} 个有记录，合计{zh}。",
        en=f"{capital(name.en)}, {span.en}: {with_records} of {len(now.rows)} regions have records, {en}.",
    )


def capital(text: str) -> str:
    """Return a text with a capital letter in front."""
    return text[:1].upper() + text[1:]


def _whole(edition: Edition) -> Bilingual:
    zh, en = [], []
    for figure in edition.bulletin.figures:
        value = told(figure, edition.now.whole.rates[figure.id].value)
        change = change_told(figure, growth(edition.now.whole, edition.before.whole, figure.id))
        cycle = CYCLES[edition.span.cycle]
        told_zh = "" if change is None else f"，{_against_zh(edition)}{change.zh}"
        told_en = "" if change is None else f", {change.en} against the {cycle.en} before"
        zh.append(f"{figure.name.zh} {value.zh}{told_zh}")
        en.append(f"{figure.name.en} {value.en}{told_en}")
    return Bilingual(
        zh=f"各地合计：{'；'.join(zh)}。", en=f"All regions together: {'; '.join(en)}."
    )


def _against_zh(edition: Edition) -> str:
    return {"month": "比上月", "quarter": "比上季度", "year": "比上年"}[edition.span.cycle]


def change_told(figure: Figure, change: Fraction | None) -> Bilingual | None:
    """Return a change in words: points of percent for a share, else with the unit; None for none."""
    if change is None:
        return None
    shown = change * 100 if figure.unit is None else change
    number = fixed(abs(shown)) if figure.unit is None else plain(abs(shown), PLACES)
    unit = figure.unit or Bilingual(zh="个百分点", en="percentage points")
    if not round_half_up(shown, PLACES):
        return Bilingual(zh="持平", en="level")
    up = change > 0
    return Bilingual(
        zh=f"{'上升' if up else '下降'} {number} {unit.zh}",
        en=f"{'up' if up else 'down'} {number} {unit.en}",
    )


def _leaders(edition: Edition) -> Bilingual:
    now, figure = edition.now, edition.deciding
    first = [one for one in now.ranked if now.rows[one].rank == now.rows[now.ranked[0]].rank]
    last = [one for one in now.ranked if now.rows[one].rank == now.rows[now.ranked[-1]].rank]
    lead = told(figure, now.rows[first[0]].rates[figure.id].value)
    names = named(edition, first)
    together = len(first) > 1
    zh = f"{names.zh}{'并列首位' if together else '居首'}，{figure.name.zh} {lead.zh}"
    en = f"{names.en} {'share' if together else 'takes'} the first place with {lead.en}"
    if first != last:
        end, tail = told(figure, now.rows[last[0]].rates[figure.id].value), named(edition, last)
        both = "并列末位的是" if len(last) > 1 else "末位是"
        zh += f"；{both}{tail.zh}，{end.zh}"
        en += f"; last {'are' if len(last) > 1 else 'is'} {tail.en} with {end.en}"
    return Bilingual(zh=f"{zh}。", en=f"{en}.")


def _moves(edition: Edition) -> Bilingual:
    cycle = CYCLES[edition.span.cycle]
    before_zh = {"month": "上月", "quarter": "上季度", "year": "上年"}[edition.span.cycle]
    if not edition.compares:
        return Bilingual(
            zh=f"{before_zh}没有记录，名次和比率不作比较。",
            en=f"There are no records of the {cycle.en} before, so that nothing is compared.",
        )
    moved = {
        name: climb
        for name in edition.now.ranked
        if (climb := edition.climbed(name)) is not None and climb
    }
    if not moved:
        return Bilingual(
            zh=f"与{before_zh}相比，名次没有变动。",
            en=f"No place changed since the {cycle.en} before.",
        )
    zh, en = [], []
    for furthest, words_zh, words_en in (
        (max(moved.values()), "进位最多的是", "rose most"),
        (min(moved.values()), "退位最多的是", "fell most"),
    ):
        if (furthest > 0) != (words_en == "rose most"):
            continue
        who = [name for name, climb in moved.items() if climb == furthest]
        names = _moved_names(edition, who)
        zh.append(f"{words_zh}{names.zh}")
        en.append(f"{names.en} {words_en}")
    return Bilingual(
        zh=f"与{before_zh}相比，{'；'.join(zh)}。",
        en=f"Since the {cycle.en} before, {'; '.join(en)}.",
    )


def _moved_names(edition: Edition, names: Sequence[str]) -> Bilingual:
    if len(names) > NAMED:
        return named(edition, names)
    parts = []
    for name in names:
        old, new = edition.before.rows[name].rank, edition.now.rows[name].rank
        region = edition.region(name)
        parts.append(
            (
                f"{region.name_zh}（第 {old:g} 名至第 {new:g} 名）",
                f"{region.name('en')} (from place {old:g} to {new:g})",
            )
        )
    return Bilingual(zh="、".join(zh for zh, _ in parts), en=" and ".join(en for _, en in parts))


def _behind(edition: Edition) -> Iterator[Bilingual]:
    """Yield how many stand behind all regions together, in the figure that decides."""
    figure, now = edition.deciding, edition.now
    line = now.whole.rates[figure.id].value
    if line is None:
        return
    worse = [
        name
        for name in now.ranked
        if (value := now.rows[name].rates[figure.id].value) is not None
        and (value < line if figure.best == "highest" else value > line)
    ]
    side_zh, side_en = ("低于", "below") if figure.best == "highest" else ("高于", "above")
    level, names = told(figure, line), named(edition, worse)
    if not worse:
        yield Bilingual(
            zh=f"没有地区{side_zh}各地合计的{figure.name.zh}。",
            en=f"No region is {side_en} the level of all together.",
        )
        return
    of_zh = f"：{names.zh}" if len(worse) <= NAMED else ""
    of_en = f": {names.en}" if len(worse) <= NAMED else ""
    yield Bilingual(
        zh=f"{side_zh}各地合计水平（{level.zh}）的有 {len(worse)} 个地区{of_zh}。",
        en=f"{_regions(len(worse))} {side_en} the level of all together ({level.en}){of_en}.",
    )


def _regions(count: int) -> str:
    return f"{count} region is" if count == 1 else f"{count} regions are"


def _outstanding(edition: Edition) -> Iterator[Bilingual]:
    asked, whole = edition.bulletin.outstanding, edition.now.whole.outstanding
    if asked is None or whole is None:
        return
    if not whole:
        yield Bilingual(zh=f"{asked.name.zh}：无。", en=f"There are no {asked.name.en}.")
        return
    left = {name: row.outstanding or Fraction(0) for name, row in edition.now.rows.items()}
    most = max(left.values())
    who = named(edition, [name for name, amount in left.items() if amount == most])
    total, largest = with_unit(whole, asked.unit), with_unit(most, asked.unit)
    count = sum(amount > 0 for amount in left.values())
    yield Bilingual(
        zh=f"{asked.name.zh}合计 {total.zh}，涉及 {count} 个地区，最多的是{who.zh}（{largest.zh}）。",
        en=f"{grouped(plain(whole, PLACES))} {asked.name.en} in {count} {'region' if count == 1 else 'regions'}, "
        f"most of them in {who.en} ({largest.en}).",
    )


def _unranked(edition: Edition) -> Iterator[Bilingual]:
    silent = [name for name, row in edition.now.rows.items() if row.status == "no_records"]
    empty = [name for name, row in edition.now.rows.items() if row.status == "no_value"]
    if silent:
        names = named(edition, silent)
        yield Bilingual(
            zh=f"{names.zh}没有记录，不参加排名。",
            en=f"{names.en}: no records, not ranked.",
        )
    if empty:
        names, figure = named(edition, empty), edition.deciding
        yield Bilingual(
            zh=f"{names.zh}的{figure.name.zh}没有数值（分母为零），不参加排名。",
            en=f"{names.en}: nothing to take the {figure.name.en} of, not ranked.",
        )


def _small(edition: Edition) -> Iterator[Bilingual]:
    for figure in edition.bulletin.figures:
        small = [name for name, row in edition.now.rows.items() if row.rates[figure.id].small]
        if not small or figure.small_below is None:
            continue
        names, bound = named(edition, small), plain(figure.small_below)
        yield Bilingual(
            zh=f"{names.zh}的{figure.name.zh}基数不足 {bound}，个别几次就会改变数值，仅供参考。",
            en=f"{names.en}: the {figure.name.en} rests on fewer than {bound}, so that a few records move it.",
        )


def named(edition: Edition, names: Sequence[str]) -> Bilingual:
    """Return the regions by name, or only how many they are when they are many."""
    if len(names) > NAMED:
        return Bilingual(zh=f"{len(names)} 个地区", en=f"{len(names)} regions")
    regions = [edition.region(name) for name in names]
    english = [region.name("en") for region in regions]
    joined = " and ".join(filter(None, (", ".join(english[:-1]), english[-1]))) if english else ""
    return Bilingual(zh="、".join(region.name_zh for region in regions), en=joined)
