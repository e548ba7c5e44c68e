"""Pages with a number that names a person are not published."""

from dataclasses import dataclass
from typing import ClassVar

import polars as pl
import pytest
import xlsxwriter

from govscore_lib.errors import InputError
from govscore_lib.reporting import site
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.pages.listing import Listing
from govscore_lib.reporting.privacy import hold_back, published
from tests.unit.test_personal import IDENTITY, MOBILE


@pytest.fixture
def reports(tmp_path):
    folder = tmp_path / "reports"
    (folder / "assets").mkdir(parents=True)
    (folder / "assets" / "plotly.js").write_text(f"x={MOBILE}", encoding="utf-8")
    (folder / "good.html").write_text("<p>320803 2021-03-01 0.13912345678</p>", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.html", f"<p>一</p>\n<p>{IDENTITY}</p>", "reports/a.html, line 2: holds identity number (1 place)"),
        ("a.csv", f"{MOBILE},x\n{MOBILE},y", "reports/a.csv, line 1: holds mobile number (2 places)"),
        ("a.ipynb", f'["{MOBILE}", "{IDENTITY}"]', "holds identity number and mobile number (2 places)"),
    ],
)  # fmt: skip
def test_a_file_with_such_a_number_is_removed_and_named(reports, name, text, words):
    (reports / name).write_text(text, encoding="utf-8")

    held = hold_back(published(reports), reports)

    (problem,) = held.values()
    assert words in str(problem)
    assert [] == [word for word in (IDENTITY, MOBILE) if word in str(problem)]
    assert ["good.html"] == [path.name for path in published(reports)]


def test_workbooks_are_looked_into(reports):
    with xlsxwriter.Workbook(reports / "a.xlsx") as book:
        book.add_worksheet().write(0, 0, f"电话{MOBILE}")

    (problem,) = hold_back(published(reports), reports).values()

    assert "reports/a.xlsx, xl/sharedStrings.xml: holds mobile number" in str(problem)


def test_a_clean_site_stays_as_it_is(reports):
    assert {} == hold_back(published(reports), reports)
    assert (reports / "good.html").is_file()


@dataclass
class Card:
    """As much of a scorecard as the builder of the site asks for itself."""

    part = "small-2021"
    ledger = pl.DataFrame()
    embedded: ClassVar[dict] = {}

    class rubric:
        id = "small-2021"
        nature = "official"


NOTHING = say("", "")
LISTING = Listing(
    part="small-2021",
    rubric="small-2021",
    official=True,
    issuer=NOTHING,
    document="文",
    title=say("评分", "scoring"),
    period="2021",
    size=NOTHING,
    caution=NOTHING,
    inner=(),
    run=NOTHING,
    run_title=NOTHING,
    lead=NOTHING,
    notice=NOTHING,
    found=(),
)


def test_the_builder_of_the_site_refuses_such_a_page(tmp_path, monkeypatch):
    monkeypatch.setattr(site, "run_digest", lambda result: "")
    monkeypatch.setattr(site, "notebook_jobs", lambda *_: ())
    monkeypatch.setattr(site, "write_results", lambda *_: None)
    monkeypatch.setattr(site, "direct_pages", lambda *_: ())
    (tmp_path / "data" / "raw").mkdir(parents=True)
    monkeypatch.setattr(site, "list_run", lambda *_: LISTING)
    monkeypatch.setattr(site, "rubric_page", lambda *_: f"<p>{MOBILE}</p>")

    with pytest.raises(InputError, match=r"reports/small-2021/index\.html, line 1: holds mobile"):
        site.build_site([site.Result(Card())], tmp_path / "reports", project=tmp_path)

    assert not (tmp_path / "reports" / "small-2021" / "index.html").exists()
    assert (tmp_path / "reports" / "index.html").is_file()
