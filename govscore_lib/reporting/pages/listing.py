"""What the first page and the search box say of a run, kept beside its pages.

A site holds every rubric that was ever run for a project; one that is run again alone still stands among the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.files import write_beside
from govscore_lib.reporting import fragments
from govscore_lib.reporting.charts import captions
from govscore_lib.reporting.fragments.dictionary import PAGE, metric_anchor
from govscore_lib.reporting.markup import criterion_file, say
from govscore_lib.reporting.pages.from_notebooks import menu
from govscore_lib.reporting.views.board import board_of
from govscore_lib.text import Bilingual

FILE = "listing.json"


class Found(BaseModel):
    """Something of a run that can be searched for: ``kind`` (page, region, criterion, metric), address, name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    address: str
    name: Bilingual


class Listing(BaseModel):
    """One run of a rubric as the first page names it, and what can be found in it.

    part : its folder in the site. title, document, issuer, period, size, caution : of the rubric. inner : ids of
    the rubrics whose totals it takes over. run : name of the setting, empty where there is one only. lead : who
    leads. notice : what must be known of its data.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    part: str
    rubric: str
    official: bool
    issuer: Bilingual
    document: str
    title: Bilingual
    period: str
    size: Bilingual
    caution: Bilingual
    inner: tuple[str, ...]
    run: Bilingual
    run_title: Bilingual
    lead: Bilingual
    notice: Bilingual
    found: tuple[Found, ...]


def list_run(card: Scorecard, notice: Bilingual) -> Listing:
    """Return what the first page and the search box say of a run."""
    board, rubric = board_of(card), card.rubric
    regions, criteria = len(board.standings), len(board.criteria)
    lead = captions.leaders(board, board.standings)
    return Listing(
        part=card.part,
        rubric=rubric.id,
        official=rubric.nature == "official",
        issuer=rubric.issuer,
        document=rubric.document,
        title=rubric.title,
        period=rubric.period.label,
        size=say(
            f"{regions} 个地区，{criteria} 条",
            f"{regions} {'region' if regions == 1 else 'regions'}, "
            f"{criteria} {'criterion' if criteria == 1 else 'criteria'}",
        ),
        caution=fragments.caution(rubric),
        inner=tuple(dict.fromkeys(inner.id for inner in rubric.embedded.values())),
        run=_setting(card),
        run_title=card.title,
        lead=say(f"{lead.zh}。", f"{lead.en}."),
        notice=notice,
        found=tuple(_found(card)),
    )


def _setting(card: Scorecard) -> Bilingual:
    per, setting = card.rubric.run_per, card.setting
    if per is None or not setting:
        return say("", "")
    return say(card.rubric.code_name(per, setting), card.rubric.code_name(per, setting, "en"))


def _found(card: Scorecard) -> Iterator[Found]:
    yield Found(kind="page", address="index.html", name=card.title)
    for file, zh, en in menu(card):
        yield Found(kind="page", address=file, name=say(zh, en))
    yield Found(kind="page", address=PAGE, name=say("指标与台账", "Metrics and registers"))
    for s in board_of(card).standings:
        yield Found(kind="region", address=f"regions/{s.region_id}.html", name=s.name)
    for ident, criterion in card.rubric.criteria.items():
        name = say(f"{ident} {criterion.name.zh}", f"{ident} {criterion.name.en}")
        yield Found(kind="criterion", address=criterion_file(ident), name=name)
    for ident, metric in card.rubric.metrics.items():
        yield Found(kind="metric", address=f"{PAGE}#{metric_anchor(ident)}", name=metric.name)


def write_listing(listing: Listing, folder: Path) -> None:
    """Write what is said of a run beside its pages."""
    write_beside(folder / FILE, listing.model_dump_json() + "\n")


def every_listing(
    listings: Sequence[Listing], reports: Path, with_data: Iterable[str]
) -> list[Listing]:
    """Return the listings of this run and, beside them, of the rubrics that were run before; by folder.

    with_data : ids of the rubrics that the project has data for; what is left of any other is not listed.
    """
    wanted = set(with_data) - {listing.rubric for listing in listings}
    before = (
        listing
        for path in reports.glob(f"**/{FILE}")
        if path.with_name("index.html").is_file()
        and (listing := _read(path)) is not None
        and listing.rubric in wanted
    )
    return sorted((*listings, *before), key=lambda listing: listing.part)


def _read(path: Path) -> Listing | None:
    """What is said of an earlier run; nothing where another version of the library said it otherwise."""
    try:
        return Listing.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
