"""What a person sees while the main job runs: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from govscore_lib.reporting.numbers import points
from govscore_lib.rubric.general import STANDING_WORDS

if TYPE_CHECKING:
    from govscore_lib.engine import Scorecard
    from govscore_lib.reporting.site import SiteReport


class Progress:
    """Steps and notebooks as they come; a context manager."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console()
        self.started = time.perf_counter()
        self.bar: Bar | None = None
        self.finished = 0
        self.total = 0
        if self.console.is_terminal:
            self.bar = Bar(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=self.console,
                transient=True,
            )
            self.task = self.bar.add_task("", total=None)

    def __enter__(self) -> Self:
        if self.bar is not None:
            self.bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.bar is not None:
            self.bar.stop()

    def step(self, text: str) -> None:
        """Say which step begins."""
        if self.bar is not None:
            self.bar.update(self.task, description=text)
        else:
            self._line(text)

    def plan(self, notebooks: int) -> None:
        """Say how many notebooks are to run."""
        self.total = notebooks
        if self.bar is not None:
            self.bar.update(self.task, description="notebooks", total=notebooks, completed=0)
        else:
            self._line(f"notebooks: {notebooks} to run")

    def done(self, name: str, seconds: float, failure: str | None) -> None:
        """Say that a notebook has run, and how."""
        self.finished += 1
        if failure is not None:
            self.console.print(f"{name}: failed: {failure}", style="bold", highlight=False)
        if self.bar is not None:
            self.bar.update(self.task, description=name, completed=self.finished)
        elif failure is None:
            self._line(f"notebook {self.finished}/{self.total}: {name} ({seconds:.1f} s)")

    def _line(self, text: str) -> None:
        elapsed = time.perf_counter() - self.started
        self.console.print(f"{elapsed:6.1f} s  {text}", highlight=False, soft_wrap=True)


def final_table(
    cards: Sequence[Scorecard], site: SiteReport, console: Console | None = None
) -> None:
    """Print regions, totals and ranks of every rubric, and the page to open."""
    console = console or Console()
    for card in cards:
        console.print(f"\n{card.title.zh}（{card.part}）", soft_wrap=True)
        table = Table()
        table.add_column("名次", justify="right")
        table.add_column("地区")
        table.add_column("总分", justify="right")
        table.add_column("状态")
        places = card.rubric.display.decimals
        for row in card.scores.iter_rows(named=True):
            table.add_row(
                "" if row["rank"] is None else f"{row['rank']:g}",
                row["region_zh"],
                "" if row["total"] is None else points(row["total"], places),
                _status(row, places),
            )
        console.print(table)
    if site.reused:
        console.print(f"{site.reused} pages unchanged", highlight=False)
    for result in site.failed:
        console.print(f"failed: {result.name}; its page says why", style="bold", highlight=False)
    console.print(f"Open {_near(site.index)}", highlight=False, soft_wrap=True)


def _status(row: Mapping[str, Any], places: int) -> str:
    """Return what must be said of a total that is not final."""
    if row["status"] == "final":
        return ""
    words = STANDING_WORDS[row["status"]].zh
    if row["status"] == "provisional":
        return f"{words} {points(row['lower'], places)} – {points(row['upper'], places)}"
    return words


def _near(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
