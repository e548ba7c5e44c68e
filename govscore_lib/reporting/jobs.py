"""What is asked of a notebook, and what became of it; plain data that crosses processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from govscore_lib.reporting.parameters import Scalar

EngineName = Literal["fork", "kernel"]
PUBLISHING = "GOVSCORE_PUBLISHING"
"""Environment variable that is set where notebooks run to become pages, without a browser to answer."""


@dataclass(frozen=True)
class Copy:
    """A copy of a page in another format: its file beside the page, its language, and its name on the page."""

    name: str
    language: str
    zh: str
    en: str


@dataclass(frozen=True)
class PageSpec:
    """The page a notebook becomes.

    html : where it is written. root : the way from there to ``reports/`` ("../../").
    rubric_id : the rubric it is about. part : the folder of the site it belongs to. crumbs : (address, zh, en) from the site's root down.
    notice : what every reader must know of the data, (zh, en); empty when nothing. caution : the same of
    the document's text. neighbours : other parts of the site that the page may link to.
    made_from : what the page rests on, (zh, en) each. downloads : files to take away, (address, zh, en) each.
    copies : the page in other formats.
    """

    html: str
    root: str
    rubric_id: str
    title_zh: str
    title_en: str
    part: str = ""
    crumbs: tuple[tuple[str, str, str], ...] = ()
    notice: tuple[str, str] = ("", "")
    caution: tuple[str, str] = ("", "")
    neighbours: tuple[str, ...] = ()
    made_from: tuple[tuple[str, str], ...] = ()
    downloads: tuple[tuple[str, str, str], ...] = ()
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True)
class NotebookJob:
    """One notebook to run with its parameters.

    name : how progress speaks of it. output : the executed copy. cwd : the project's root.
    page : null when no page is wanted.
    """

    name: str
    notebook: str
    output: str
    parameters: Mapping[str, Scalar] = field(default_factory=dict)
    cwd: str = "."
    page: PageSpec | None = None

    def plain(self) -> dict[str, Any]:
        """Return the job as JSON-ready data."""
        return asdict(self)

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> NotebookJob:
        """Return the job that :meth:`plain` described."""
        page = data["page"]
        if page is not None:
            rows = {
                key: tuple(tuple(row) for row in page[key])
                for key in ("crumbs", "made_from", "downloads")
            }
            pairs = {key: tuple(page[key]) for key in ("notice", "caution", "neighbours")}
            copies = tuple(Copy(**one) for one in page["copies"])
            page = PageSpec(**{**page, **pairs, **rows, "copies": copies})
        return cls(**{**data, "page": page})


@dataclass(frozen=True)
class Failure:
    """Why a notebook did not run to its end: the exception, the cell's number, the traceback as text."""

    kind: str
    message: str
    cell: int | None = None
    traceback: str = ""


@dataclass(frozen=True)
class JobResult:
    """What became of one job; ``failure`` is null when all went well."""

    name: str
    output: str
    seconds: float
    failure: Failure | None = None

    def plain(self) -> dict[str, Any]:
        """Return the result as JSON-ready data."""
        return asdict(self)

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> JobResult:
        """Return the result that :meth:`plain` described."""
        failure = data["failure"]
        return cls(**{**data, "failure": None if failure is None else Failure(**failure)})
