"""What a reader can take away: the results as a workbook and as tables, and the executed notebooks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from govscore_lib.engine.output import plain_csv
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.files import write_beside
from govscore_lib.reporting.downloads.archive import pack_files, zip_texts
from govscore_lib.reporting.downloads.results_book import results_book
from govscore_lib.reporting.markup import say
from govscore_lib.text import Bilingual

FOLDER = "downloads"
NAMES = ("scores", "categories", "ledger", "observations")
TABLES = say("成绩、类目、明细、数据四表", "scores, categories, ledger, data as tables")
BOOK = say("全部结果", "all results")
NOTEBOOKS = say("运行过的笔记本", "executed notebooks")
BOM = "\ufeff"
"""In front of a CSV file, so that spreadsheet programs read its Chinese as UTF-8."""


@dataclass(frozen=True)
class Download:
    """A file to take away: its place in the part of the site, what it holds, its size in bytes."""

    file: str
    name: Bilingual
    size: int

    @property
    def words(self) -> Bilingual:
        """The link's text: what it holds, format and size."""
        kind, size = self.file.partition(".")[2], told_size(self.size)
        zh = en = kind
        if self.file.endswith("-csv.zip"):
            zh, en = "csv、zip", "csv, zip"
        return say(f"{self.name.zh}（{zh}，{size}）", f"{self.name.en} ({en}, {size})")


def told_size(size: int) -> str:
    """Return a number of bytes as a reader takes it in ("84 kB", "1.2 MB")."""
    return f"{size / 1e6:.1f}\u00a0MB" if size >= 1e6 else f"{max(1, round(size / 1e3))}\u00a0kB"


def stem(part: str) -> str:
    """Return how the files of a part of the site begin; they leave their folder and have to say whose they are."""
    return f"{FOLDER}/{part.replace('/', '-')}"


def result_files(part: str) -> dict[str, Bilingual]:
    """Return the files of a run's results, each with what it holds."""
    return {f"{stem(part)}.xlsx": BOOK, f"{stem(part)}-csv.zip": TABLES}


def notebooks_file(part: str) -> str:
    """Return the place of the executed notebooks of a part of the site."""
    return f"{stem(part)}-notebooks.tar.xz"


def write_results(scorecard: Scorecard, folder: Path) -> None:
    """Write workbook and tables of a run below the folder of its part of the site."""
    book, tables = result_files(scorecard.part)
    write_beside(folder / book, results_book(scorecard))
    texts = {f"{name}.csv": BOM + plain_csv(getattr(scorecard, name)) for name in NAMES}
    write_beside(folder / tables, zip_texts(texts))


def write_notebooks(part: str, executed: Path, folder: Path) -> None:
    """Write the executed notebooks of a folder as one file of a part of the site."""
    name = f"{part.replace('/', '-')}-notebooks"
    write_beside(folder / notebooks_file(part), pack_files(executed.glob("*.ipynb"), name))


def result_downloads(part: str, folder: Path) -> tuple[Download, ...]:
    """Return the files of a run's results that lie ready in a part of the site, with their sizes."""
    return _ready(result_files(part), folder)


def all_downloads(part: str, folder: Path) -> tuple[Download, ...]:
    """Return the files that lie ready for a part of the site, the executed notebooks among them."""
    return _ready({**result_files(part), notebooks_file(part): NOTEBOOKS}, folder)


def _ready(wanted: Mapping[str, Bilingual], folder: Path) -> tuple[Download, ...]:
    return tuple(
        Download(file, name, (folder / file).stat().st_size)
        for file, name in wanted.items()
        if (folder / file).is_file()
    )
