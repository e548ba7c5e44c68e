"""What an office should look at in its data: findings with their places, linked to the points they touch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from html import escape

import polars as pl

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.findings import SEVERITIES, SEVERITY_NAMES, Finding
from govscore_lib.points import grouped, round_half_up, to_decimal
from govscore_lib.reporting import numbers
from govscore_lib.reporting.fragments.changes import CHANGES_OF
from govscore_lib.reporting.fragments.places import origin, page_of_clauses
from govscore_lib.reporting.markup import (
    Cell,
    Column,
    Fragment,
    anchor,
    both,
    both_html,
    criterion_link,
    page_link,
    say,
    table,
)
from govscore_lib.rubric.league import load_league
from govscore_lib.rubric.model import Rubric
from govscore_lib.text import Bilingual

FEW = 3
"""Regions that a finding names; more are folded."""
_SEVERITY_MEANING: dict[str, Bilingual] = {
    "critical": say(
        "有关条款在改正之前不计分", "the criteria it touches are not scored until mended"
    ),
    "warning": say("照常计分，请核对", "scored all the same; please check"),
    "note": say("仅供了解", "for information"),
}


def show_findings(
    findings: Iterable[Finding], scorecard: Scorecard, files: pl.DataFrame | None = None
) -> Fragment:
    """Return the findings, gravest first: what, where, which region, which criteria, how many points hang on them.

    files : the raw files that the page lists, one row each; places link to these.
    """
    found = sorted(
        findings,
        key=lambda f: (
            SEVERITIES.index(f.severity),
            f.table,
            f.region_id,
            f.file,
            f.sheet,
            f.place,
            f.code,
        ),
    )
    if not found:
        none = both(say("没有发现问题。", "Nothing was found."))
        return Fragment("findings", f"<p>{none}</p>")
    columns = [
        Column(say("问题", "Finding")),
        Column(say("程度", "Severity")),
        Column(say("地区", "Region")),
        Column(say("位置", "Place")),
        Column(say("涉及条款", "Criteria")),
        Column(say("关系分值", "At stake"), figure=True, unit=say("分", "points")),
    ]
    known = frozenset() if files is None else frozenset(files["file"])
    rows = [_finding(same, scorecard, known) for same in _alike(found)]
    return Fragment(
        "findings",
        show_finding_counts(found).html + table(columns, rows, sortable=True, kind="findings"),
    )


def _alike(found: Iterable[Finding]) -> list[tuple[Finding, ...]]:
    """Return the findings in their order, those without a place that say the same of several regions together."""
    groups: dict[object, list[Finding]] = {}
    for f in found:
        of_many = f.region_id and not (f.file or f.place)
        key = (f.severity, f.code, f.zh, f.en, f.criteria) if of_many else f
        groups.setdefault(key, []).append(f)
    return [tuple(group) for group in groups.values()]


def _finding(
    same: Sequence[Finding], scorecard: Scorecard, known: Collection[str]
) -> Sequence[str | Cell]:
    """One row: a finding, or what is found alike in several regions."""
    f = same[0]
    page = page_of_clauses(scorecard, f.region_id) if len(same) == 1 else "index.html"
    severity = f'<span class="badge {f.severity}">{both(SEVERITY_NAMES[f.severity])}</span>'
    links = [
        page_link(scorecard.part, f"{page}#{anchor(c)}", f'<span class="id">{escape(c)}</span>')
        if page != "index.html"
        else criterion_link(scorecard.part, c)
        for c in f.criteria
    ]
    return (
        both(say(f.zh, f.en)) + _leads_to(f),
        Cell(severity, str(SEVERITIES.index(f.severity))),
        _regions([one.region_id for one in same], scorecard),
        origin(f.file, f.sheet, f.place, known),
        " ".join(links),
        _at_stake(f, scorecard, in_each=len(same) > 1),
    )


def _regions(found: Sequence[str], scorecard: Scorecard) -> str:
    """The regions by name, each leading to its page; more than a few are counted, their names folded."""
    names = [_region(ident, scorecard) for ident in found]
    listed = both_html("、", ", ").join(names)
    if len(names) <= FEW:
        return listed
    count = both(say(f"{len(names)} 个地区", f"{len(names)} regions"))
    return f"<details><summary>{count}</summary>{listed}</details>"


def _region(ident: str, scorecard: Scorecard) -> str:
    region = scorecard.league.resolve(ident) if ident else None
    if region is None:
        return escape(ident)
    name = both(say(region.name("zh"), region.name("en")))
    return (
        name if region.reference else page_link(scorecard.part, f"regions/{region.id}.html", name)
    )


def _leads_to(f: Finding) -> str:
    """Return a link to the list of every changed value, where the finding only counts them."""
    if not f.code.startswith("changed-"):
        return ""
    return f' <a href="#{CHANGES_OF}{escape(f.table)}">{both(say("逐处", "each of them"))}</a>'


def _at_stake(f: Finding, scorecard: Scorecard, *, in_each: bool) -> Cell:
    """Return what the criteria can award together in one region; deductions and open ends are said in words.

    in_each : whether the finding is about several regions.
    """
    known = [scorecard.rubric.criteria[c] for c in f.criteria if c in scorecard.rubric.criteria]
    maxima = [one.max_points for one in known if one.max_points]
    if not known:
        return Cell("", "-1")
    total = sum(maxima, Fraction(0))
    figure = numbers.tidy(to_decimal(round_half_up(total))) if maxima else ""
    below = []
    if len(maxima) < len(known):
        below.append(
            say("含加减分", "and points without a maximum")
            if maxima
            else say("加减分", "no maximum")
        )
    if in_each or not f.region_id:
        below.append(say("每个地区", "in each region"))
    notes = "".join(f'<span class="sub">{both(one)}</span>' for one in below)
    return Cell(figure + notes, str(float(total)))


def show_finding_counts(findings: Iterable[Finding]) -> Fragment:
    """Return how many findings there are of each severity, and what each severity does."""
    counts = Counter(f.severity for f in findings)
    items = "".join(
        f'<div><dt><span class="badge {s}">{both(SEVERITY_NAMES[s])}</span></dt>'
        f"<dd><b>{counts[s]}</b> {both(_SEVERITY_MEANING[s])}</dd></div>"
        for s in SEVERITIES
    )
    return Fragment("finding counts", f'<dl class="counts">{items}</dl>')


def _names(rubric: Rubric) -> dict[str, Bilingual]:
    return {
        region.id: say(region.name("zh"), region.name("en"))
        for region in load_league(rubric.league).regions
    }


def show_coverage(coverage: pl.DataFrame, rubric: Rubric) -> Fragment:
    """Return who has sent what: figures and records by source and region, and the last day among them.

    coverage : one row a region and source, as ``quality.coverage`` makes it. Of regions and sources the longer
    list runs down the page.
    """
    names = _names(rubric)
    rows = coverage.with_columns(pl.all().cast(pl.String).fill_null("")).to_dicts()
    regions = [ident for ident in names if any(row["region_id"] == ident for row in rows)]
    sources = list(dict.fromkeys(row["source"] for row in rows))
    shared = {row["source"] for row in rows if not row["region_id"]}
    found = {(row["region_id"], row["source"]): row for row in rows}
    if shared:
        names[""] = say("各地共用", "shared by all")
        regions.append("")

    def sent(region: str, source: str) -> str:
        return "" if (source in shared) != (not region) else _sent(found.get((region, source)))

    if len(regions) > len(sources):
        heads = [Column(_source(one, rubric), figure=True) for one in sources]
        body = [(both(names[r]), *(sent(r, one) for one in sources)) for r in regions]
        columns = [Column(say("地区", "Region")), *heads]
    else:
        heads = [Column(names[r], figure=True) for r in regions]
        body = [(both(_source(one, rubric)), *(sent(r, one) for r in regions)) for one in sources]
        columns = [Column(say("来源", "Source")), *heads]
    note = say(
        "数字为收到的指标数或记录数；“应报”为需要的指标数；日期是记录中最晚的一天。"
        "“无记录”是已报送而该地区没有记录，按 0 计；“未报”是还没有收到，不计分。",
        "Figures or records received; 'of' tells how many figures are needed; the date is the latest among the records. "
        "'No records': sent, and the region has none, which counts as 0. 'Not sent': nothing is known yet, and nothing is scored.",
    )
    return Fragment(
        "coverage", table(columns, body, kind="wide sent") + f'<p class="note">{both(note)}</p>'
    )


def _source(name: str, rubric: Rubric) -> Bilingual:
    if name in rubric.registers:
        return rubric.registers[name].name
    return say("填报指标", "submitted figures")


def _sent(row: Mapping[str, str] | None) -> str:
    """What one region has sent from one source; nothing at all and parts are said in words."""
    if row is None:
        return "—"
    if row["status"] == "none":
        return f'<span class="badge missing">{both(say("未报", "not sent"))}</span>'
    if row["status"] == "empty":
        return f'<span class="sub">{both(say("无记录", "no records"))}</span>'
    count = grouped(row["given"])
    below = []
    if row["expected"] and row["expected"] != row["given"]:
        below.append(both(say(f"应报 {row['expected']}", f"of {row['expected']}")))
    elif row["status"] == "partial":
        below.append(both(say("部分未采用", "some left out")))
    if row["latest"]:
        below.append(f'<span class="rate">{escape(row["latest"])}</span>')
    return count + "".join(f'<span class="sub">{text}</span>' for text in below)
