"""The annual report in other formats, beside its page."""

import re
import stat
import zlib

import pytest

from govscore_lib.reporting.copies import annual
from govscore_lib.reporting.copies.faces import print_faces
from govscore_lib.reporting.copies.pdf import print_page
from govscore_lib.reporting.stored.packing import read_page
from tests.programs import find_chromium
from tests.site.conftest import RUBRIC
from tests.unit.reporting.test_copies import plain_pdf

NAMES = [f"annual-report.{language}" for language in ("zh", "en")]


def links(page) -> list[str]:
    return re.findall(r'<a href="(annual-report\.[^"]*)" download>', read_page(page))


def test_without_a_browser_there_is_word_and_no_pdf(site):
    folder = site.reports / RUBRIC

    wanted = [f"{name}.docx" for name in NAMES]
    assert wanted == links(folder / "annual-report.html") == links(folder / "index.html")
    assert all((folder / name).is_file() for name in wanted)
    assert [] == list(folder.glob("*.pdf"))


def test_with_a_browser_pdf_is_made_once_and_goes_when_it_cannot_be_made(
    site, tmp_path, monkeypatch
):
    folder = site.reports / RUBRIC
    (tmp_path / "some.pdf").write_bytes(plain_pdf("20260101000000Z"))
    browser = tmp_path / "browser"
    browser.write_text(
        '#!/bin/sh\nfor one in "$@"; do case $one in --print-to-pdf=*) '
        f'echo x >> {tmp_path}/printed; cp {tmp_path}/some.pdf "${{one#*=}}";; esac; done\n',
        "utf-8",
    )
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)

    monkeypatch.setenv("GOVSCORE_BROWSER", str(browser))
    monkeypatch.setattr(annual, "print_faces", lambda text, folder: {})
    site.again()
    made = [f"{name}.pdf" for name in NAMES]
    assert {*made, *(f"{name}.docx" for name in NAMES)} == set(links(folder / "index.html"))
    assert set(made) < set(links(folder / "annual-report.html"))
    printed = tmp_path / "printed"
    assert len(NAMES) * 2 == len(printed.read_text().split())  # of two rubrics

    (folder / made[0]).unlink()
    printed.unlink()
    browser.write_text(f"#!/bin/sh\necho x >> {printed}; exit 1\n", "utf-8")
    site.again()
    assert 1 == len(printed.read_text().split())
    assert made[0] not in links(folder / "annual-report.html")
    assert made[0] not in links(folder / "index.html")

    monkeypatch.setenv("GOVSCORE_BROWSER", "")
    site.again()
    assert not any((folder / name).exists() for name in made)
    assert not any(".pdf" in link for link in links(folder / "annual-report.html"))


@pytest.mark.browser
def test_chromium_prints_the_report_with_text_that_can_be_selected(site, tmp_path):
    page = site.reports / RUBRIC / "annual-report.html"
    printed = print_page(page, "zh", find_chromium(), print_faces(read_page(page), tmp_path))

    packed = re.findall(rb"/ObjStm.*?stream\n(.*?)\nendstream", printed, re.DOTALL)
    objects = b"".join(zlib.decompress(one) for one in packed)
    assert 3 < len(re.findall(rb"/Type /Page\b", objects)) < 20
    assert b"/ToUnicode" in objects
    assert b"/Type3" not in objects
    assert len(printed) < 300_000


@pytest.mark.browser
@pytest.mark.long
def test_chromium_prints_the_same_page_with_the_same_bytes(site, tmp_path_factory):
    page = site.reports / RUBRIC / "annual-report.html"
    first, second = (
        print_page(
            page,
            "zh",
            find_chromium(),
            print_faces(read_page(page), tmp_path_factory.mktemp("faces")),
        )
        for _ in range(2)
    )

    assert first == second
