"""One edition of a bulletin as pieces of a page: sentences, places, sources, matters, how it is made."""

from __future__ import annotations

from fractions import Fraction
from html import escape

from govscore_lib.engine.bulletin import Edition
from govscore_lib.engine.edition_text import split_of_move, steps
from govscore_lib.engine.edition_words import ABSENT, capital, change_told, fixed, sentences
from govscore_lib.engine.tally import Row
from govscore_lib.points import grouped, plain
from govscore_lib.reporting.fragments.badges import badges
from govscore_lib.reporting.fragments.ranking import TIES
from govscore_lib.reporting.markup import (
    TIE,
    Cell,
    Column,
    Fragment,
    both,
    in_both,
    page_link,
    say,
    table,
)
from govscore_lib.reporting.views.bulletins import bulletin_page, spans_shown
from govscore_lib.rubric.bulletin import Figure
from govscore_lib.rubric.readings import DEFAULT
from govscore_lib.text import Bilingual

BESIDE = say(
    "本通报与年度量化评分并列编制，不计入任何条款的得分。",
    "This bulletin stands beside the annual score; no clause earns points from it.",
)
NO_RECORDS = say("没有记录", "no records")
NO_VALUE = say("没有数值", "no value")
_PERCENT = say("%", "%")


def show_bulletin(edition: Edition) -> Fragment:
    """Return the sentences made from the figures, and the way to the other periods."""
    first, *rest = sentences(edition)
    items = "".join(f"<li>{both(one)}</li>" for one in rest)
    return Fragment(
        "bulletin",
        f'<p class="lead">{both(first)}</p>'
        + (f"<ul>{items}</ul>" if items else "")
        + f'<p class="note">{both(BESIDE)}</p>'
        + _others(edition),
    )


def _others(edition: Edition) -> str:
    """Links to the periods that have a page; the one shown is no link."""
    links = []
    for span in spans_shown(edition.rubric, edition.bulletin):
        page = bulletin_page(edition.rubric, edition.bulletin, span)
        here = span == edition.span
        name = both(span.name)
        links.append(
            f'<b aria-current="page">{name}</b>' if here else page_link(edition.part, page, name)
        )
    inner = "\n".join(links)
    return f'<nav class="pages" aria-label="{in_both(say("各期", "periods"))}">{inner}</nav>'


def show_bulletin_ranking(edition: Edition) -> Fragment:
    """Return every region's place, how it moved, its counts and rates, what is open, what to be careful with."""
    bulletin = edition.bulletin
    columns = [
        Column(say("地区", "Region")),
        Column(say("名次", "Place"), figure=True),
        Column(say("进退", "Moved"), figure=True),
        *(_figure_column(figure) for figure in bulletin.figures),
        *(_count_column(one.name, one.unit) for one in bulletin.counts.values()),
    ]
    if bulletin.outstanding is not None:
        columns.append(_count_column(bulletin.outstanding.name, bulletin.outstanding.unit))
    rows = [_ranked_row(edition, region_id) for region_id in edition.table["region_id"]]
    rows.append(_whole_row(edition))
    notes = [f'<p class="note">{both(_rule(edition))}</p>']
    return Fragment(
        "bulletin ranking",
        table(columns, rows, kind="wide bulletin", sortable=False) + "".join(notes),
    )


def _figure_column(figure: Figure) -> Column:
    return Column(figure.name, figure=True, unit=_PERCENT if figure.unit is None else figure.unit)


def _count_column(name: Bilingual, unit: Bilingual) -> Column:
    """A column of counts; English names say their unit themselves ("bad ratings"), which is not said twice."""
    in_name = name.en.endswith(unit.en) or unit.en in name.en.split()
    return Column(name, figure=True, unit=say(unit.zh, "" if in_name else unit.en))


def _ranked_row(edition: Edition, region_id: str) -> tuple[str | Cell, ...]:
    row, region = edition.now.rows[region_id], edition.region(region_id)
    name = page_link(
        edition.part, f"regions/{region_id}.html", both(say(region.name_zh, region.name("en")))
    )
    if row.status != "ranked":
        why = NO_RECORDS if row.status == "no_records" else NO_VALUE
        name += f'<span class="sub">{both(why)}</span>'
    place = ABSENT if row.rank is None else f"<b>{row.rank:g}</b>{TIE if row.tied else ''}"
    return (
        name,
        place,
        _moved(edition, region_id),
        *(_rate(edition, region_id, figure) for figure in edition.bulletin.figures),
        *_counts(edition, row),
    )


def _moved(edition: Edition, region_id: str) -> str:
    """Places won or lost; in small print how many by the region's own figures, where that is not all of them."""
    moved = steps(edition.climbed(region_id)) if edition.compares else ABSENT
    apart = split_of_move(edition, region_id)
    return moved if apart is None else f'{moved}<span class="sub">{both(apart)}</span>'


def _rate(edition: Edition, region_id: str, figure: Figure) -> str:
    rate = edition.now.rows[region_id].rates[figure.id]
    change = edition.gained(region_id, figure.id)
    flags = ["small_number"] if rate.small else []
    if rate.value is not None and rate.denominator == 0:
        flags.append("empty_ratio")
    return badges(flags) + f" {_number(figure, rate.value)}{_change(figure, change)}"


def _number(figure: Figure, value: Fraction | None) -> str:
    """A figure without its unit, which stands in the heading."""
    if value is None:
        return ABSENT
    return fixed(value * 100) if figure.unit is None else plain(value, 2)


def _change(figure: Figure, change: Fraction | None) -> str:
    if change is None:
        return ""
    shown = fixed(change * 100) if figure.unit is None else plain(change, 2)
    sign = "+" if change > 0 and not shown.startswith("−") and shown.strip("0.") else ""
    words = change_told(figure, change)
    title = "" if words is None else f' title="{in_both(words)}"'
    return f'<span class="sub"{title}>{sign}{shown}</span>'


def _counts(edition: Edition, row: Row) -> list[str]:
    cells = [
        grouped(plain(row.counts[name])) if row.records else ABSENT
        for name in edition.bulletin.counts
    ]
    if edition.bulletin.outstanding is not None:
        left = row.outstanding
        cells.append(ABSENT if left is None or not row.records else grouped(plain(left)))
    return cells


def _whole_row(edition: Edition) -> tuple[str | Cell, ...]:
    """All regions together: sums, and the rates of the sums."""
    whole = edition.now.whole
    rates = [_number(one, whole.rates[one.id].value) for one in edition.bulletin.figures]
    name = f"<b>{both(say('各地合计', 'All together'))}</b>"
    return (name, "", "", *rates, *_counts(edition, whole))


def _rule(edition: Edition) -> Bilingual:
    """How places come about, in one sentence."""
    order, ties = edition.bulletin.order_in_words, TIES[edition.bulletin.ties]
    return say(
        f"{order.zh}；{ties.zh}。比率用次数直接计算，不先舍入；小字为与上期相比的变化。"
        "进退中“自身”按本地区本期、他人上期的数据计，“他人”是他人数据变动带来的；只有自身进退的不分列。",
        f"{capital(order.en)}; {ties.en}. Rates come from the counts, unrounded; "
        "small print is the change since the period before. Of the places moved, 'own' are those that the region's new "
        "figures win or lose among the others' old ones, “others” what the new figures of the others do; they are told "
        "apart where not all are its own.",
    )


def show_bulletin_sources(edition: Edition) -> Fragment:
    """Return each source apart beside all records: the deciding rate and what it rests on."""
    if not edition.apart:
        none = say("台账不分来源。", "The register tells no sources apart.")
        return Fragment("bulletin sources", f'<p class="note">{both(none)}</p>')
    register = edition.rubric.registers[edition.bulletin.register_name]
    words = register.columns[str(edition.bulletin.apart)].values
    figure = edition.deciding
    columns = [Column(say("地区", "Region"))]
    names = [say("全部", "all")]
    names += [say(words[code], code.replace("_", " ")) for code in edition.apart]
    for name in names:
        columns.append(Column(name, figure=True, unit=_PERCENT if figure.unit is None else None))
        columns.append(Column(say("名次", "Place"), figure=True))
    tallies = [edition.now, *edition.apart.values()]
    rows: list[tuple[str, ...]] = []
    for region_id in edition.table["region_id"]:
        region = edition.region(region_id)
        cells = [both(say(region.name_zh, region.name("en")))]
        for one in tallies:
            row = one.rows[region_id]
            cells += [_over(figure, row), ABSENT if row.rank is None else f"{row.rank:g}"]
        rows.append(tuple(cells))
    whole = [cell for one in tallies for cell in (_over(figure, one.whole), "")]
    rows.append((f"<b>{both(say('各地合计', 'All together'))}</b>", *whole))
    lead = say(
        f"{figure.name.zh}按来源分列，小字为分子和分母；“全部”由各来源的次数相加后计算，不取平均。",
        f"The {figure.name.en} by source, numerator and denominator in small print; 'all' comes from the counts "
        "added up, never from a mean.",
    )
    return Fragment("bulletin sources", f"<p>{both(lead)}</p>{table(columns, rows, kind='wide')}")


def _over(figure: Figure, row: Row) -> str:
    rate = row.rates[figure.id]
    if rate.value is None:
        return ABSENT
    parts = ""
    if rate.numerator is not None and rate.denominator is not None:
        parts = f'<span class="sub">{grouped(plain(rate.numerator))}/{grouped(plain(rate.denominator))}</span>'
    return _number(figure, rate.value) + parts


def show_bulletin_matters(edition: Edition) -> Fragment:
    """Return the matters named most often with how far they are settled; says so where the edition has no list."""
    asked = edition.bulletin.matters
    if asked is None:
        none = say("本通报不列此项。", "This bulletin carries no such list.")
        return Fragment("bulletin matters", f'<p class="note">{both(none)}</p>')
    title = f"<h3>{both(asked.name)}</h3>"
    if not edition.matters:
        cycles = "、".join(_cycle_zh(cycle) for cycle in asked.cycle)
        of_en = " or ".join(asked.cycle)
        words = say(f"随{cycles}通报列出。", f"Listed in the bulletin of the {of_en}.")
        if edition.span.cycle in asked.cycle:
            words = say("本期没有记录。", "No records of this period.")
        return Fragment("bulletin matters", f'{title}<p class="note">{both(words)}</p>')
    register = edition.rubric.registers[asked.register_name]
    states = register.columns[asked.state].values
    columns = [
        Column(say("事项", "Matter")),
        Column(say("名次", "Place"), figure=True),
        Column(register.columns[asked.count].name, figure=True),
        Column(say("涉及地区", "Regions"), figure=True),
        *(Column(say(word, code.replace("_", " ")), figure=True) for code, word in states.items()),
    ]
    rows = [
        (
            f'<span lang="zh-CN">{escape(one.name)}</span>',
            f"{one.place}",
            f"<b>{one.count}</b>",
            f"{one.regions}",
            *(str(one.states[code]) for code in states),
        )
        for one in edition.matters
    ]
    settled = sum(one.settled for one in edition.matters)
    regions = sum(one.regions for one in edition.matters)
    lead = say(
        f"按反映次数排列；整改情况以每个地区最后一次报送为准，合计 {regions} 件中已整改 {settled} 件。",
        f"In the order of how often they were named; the state is that of each region's last report. {settled} of {regions} are settled.",
    )
    return Fragment("bulletin matters", f"{title}<p>{both(lead)}</p>{table(columns, rows)}")


def _cycle_zh(cycle: str) -> str:
    return {"month": "月度", "quarter": "季度", "year": "年度"}[cycle]


def show_bulletin_readings(edition: Edition) -> Fragment:
    """Return why the regions are ranked as they are, and the place that every other reading would give each."""
    bulletin, rubric = edition.bulletin, edition.rubric
    chosen = rubric.reading(bulletin.target)
    reasons = {DEFAULT: bulletin.default_because or say("规则文件所载。", "As the file has it.")}
    reasons |= {key: one.because for key, one in bulletin.readings.items()}
    items = "".join(
        f"<li><b>{escape(key)}</b>{both(say('（本期采用）', ' (in force)')) if key == chosen else ''} "
        f"{both(reason)}</li>"
        for key, reason in reasons.items()
    )
    listed = f"<ul>{items}</ul>"
    others = edition.otherwise
    if not others:
        return Fragment("bulletin readings", listed)
    columns = [Column(say("地区", "Region")), Column(say(chosen, chosen), figure=True)]
    columns += [Column(say(key, key), figure=True) for key in others]
    rows = []
    for region_id in edition.table["region_id"]:
        region, rank = edition.region(region_id), edition.now.rows[region_id].rank
        cells = [_moved_place(one.rows[region_id].rank, rank) for one in others.values()]
        rows.append((both(say(region.name_zh, region.name("en"))), _plain_place(rank), *cells))
    lead = say(
        "各种排法下的名次，粗体与本期不同。", "Places under each way of ranking; bold differs."
    )
    return Fragment(
        "bulletin readings",
        f"{listed}<p>{both(lead)}</p>{table(columns, rows, kind='effects')}",
    )


def _plain_place(rank: float | None) -> str:
    return ABSENT if rank is None else f"{rank:g}"


def _moved_place(rank: float | None, now: float | None) -> str:
    shown = _plain_place(rank)
    return shown if rank == now else f"<b>{shown}</b>"


def show_bulletin_rules(edition: Edition) -> Fragment:
    """Return what the bulletin counts, how its rates are made and where the document asks for it."""
    bulletin = edition.bulletin
    register = edition.rubric.registers[bulletin.register_name]
    rows = [
        (
            say("出处", "asked for by"),
            f'<cite lang="zh-CN">{escape(bulletin.source.citation)}</cite>',
        ),
        (say("周期", "made for"), both(_cycles(edition))),
        (say("期间", "period"), f"{edition.span.start} – {edition.span.end}"),
        (say("台账", "register"), both(register.name)),
    ]
    rows += [
        (figure.name, f"<code>{escape(figure.value)}</code>{_definition(figure)}")
        for figure in bulletin.figures
    ]
    items = "".join(f"<div><dt>{both(word)}</dt><dd>{value}</dd></div>" for word, value in rows)
    note = "" if bulletin.note is None else f'<p class="note">{both(bulletin.note)}</p>'
    return Fragment("bulletin rules", f'<dl class="provenance">{items}</dl>{note}')


def _definition(figure: Figure) -> str:
    words = [] if figure.definition is None else [figure.definition]
    if figure.zero_denominator == "full":
        words.append(say("分母为零时为 100%。", "100% where the denominator is zero."))
    if figure.small_below is not None:
        bound = plain(figure.small_below)
        words.append(
            say(f"基数不足 {bound} 的标明。", f"Marked where it rests on fewer than {bound}.")
        )
    return "".join(f'<span class="sub">{both(one)}</span>' for one in words)


def _cycles(edition: Edition) -> Bilingual:
    cycles = edition.bulletin.cycle
    return say("、".join(_cycle_zh(one) for one in cycles), ", ".join(cycles))
