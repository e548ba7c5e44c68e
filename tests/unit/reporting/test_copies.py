"""Copies of the annual report: Word as it is read back, PDF without clock and version."""

import io
import re
import subprocess
import zipfile
import zlib

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm

from govscore_lib.reporting.copies.pdf import PrintError, find_browser, print_page, settled
from govscore_lib.reporting.copies.word import annual_report
from govscore_lib.reporting.markup import say
from tests.programs import find_writer

NOTICE = say("合成数据。", "Synthetic data.")


@pytest.fixture(scope="module")
def report(scorecard) -> bytes:
    return annual_report(scorecard, "zh", NOTICE)


@pytest.fixture(scope="module")
def document(report):
    return Document(io.BytesIO(report))


def rows(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_page_is_that_of_an_official_document(document):
    section = document.sections[0]

    sides = section.left_margin + section.right_margin
    ends = section.top_margin + section.bottom_margin

    assert (210, 297) == (round(section.page_width.mm), round(section.page_height.mm))
    assert (37, 28) == (round(section.top_margin.mm), round(section.left_margin.mm))
    assert (156, 225) == (
        round((section.page_width - sides) / Mm(1)),
        round((section.page_height - ends) / Mm(1)),
    )


def test_it_begins_with_its_title_and_what_must_be_known_of_the_data(document):
    texts = [paragraph.text for paragraph in document.paragraphs]

    assert texts[0].endswith("\n年度报告")
    assert "合成数据。" == texts[1]
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert ["一", "二", "三", "四", "五"] == [head[0] for head in heads]


def test_tables_have_the_figures_of_the_page_and_a_head_on_every_page(document):
    ranking = document.tables[0]

    assert ["地区", "名次", "总分", "距前一名"] == rows(ranking)[0]
    assert "淮安区" == rows(ranking)[1][0]
    for table in document.tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)
        first, figure = (table.rows[1].cells[place].paragraphs[0] for place in (0, 1))
        assert WD_ALIGN_PARAGRAPH.LEFT == first.alignment
        assert WD_ALIGN_PARAGRAPH.RIGHT == figure.alignment


def test_words_stand_left_in_their_column_and_short_tables_on_one_page(document):
    losses = document.tables[2]

    assert "失分最多的地区" == rows(losses)[0][-1]
    assert {WD_ALIGN_PARAGRAPH.LEFT} == {
        row.cells[-1].paragraphs[0].alignment for row in losses.rows[1:]
    }
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in losses.rows]
    assert [True] * (len(kept) - 1) == kept[:-1]
    assert not kept[-1]


def test_chinese_faces_are_named_and_have_replacements(document, report):
    fonts = document.styles["Normal"].element.rPr.rFonts

    assert "仿宋_GB2312" == fonts.get(qn("w:eastAsia"))
    table = zipfile.ZipFile(io.BytesIO(report)).read("word/fontTable.xml").decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in table


def test_english_has_no_chinese_but_the_document_it_cites(general):
    document = Document(io.BytesIO(annual_report(general, "en", NOTICE)))
    texts = [p.text for p in document.paragraphs] + [
        cell for table in document.tables for row in rows(table)[:1] for cell in row
    ]

    assert not re.search(r"[\u4e00-\u9fff]", " ".join(t for t in texts if "号" not in t))


def test_the_same_run_gives_the_same_document(scorecard, report):
    assert report == annual_report(scorecard, "zh", NOTICE)
    dates = {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(report)).infolist()}
    assert {(1980, 1, 1, 0, 0, 0)} == dates


@pytest.mark.document
@pytest.mark.long
def test_libreoffice_opens_it_and_finds_the_ranking(report, tmp_path):
    path = tmp_path / "report.docx"
    path.write_bytes(report)

    subprocess.run(
        [
            find_writer(), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", "txt:Text (encoded):UTF8", "--outdir", tmp_path, path,
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    text = (tmp_path / "report.txt").read_text("utf-8-sig")
    assert text.index("一、总体情况") < text.index("距前一名") < text.index("二、各类目得分")
    assert {"淮安区", "淮阴区", "清江浦区", "洪泽区"} <= set(text.split())


def plain_pdf(date: str) -> bytes:
    """A PDF of three objects and one stream, as a browser writes it."""
    objects = [
        b"<</Creator (Browser 1\\(2\\))\n/CreationDate (D:%s)\n/ModDate (D:%s)>>" % ((date.encode(),) * 2),
        b"<</Type /Catalog /Pages 3 0 R>>",
        b"<</Type /Pages /Count 0 /Kids []>>",
        b"<</Length 5>> stream\nhello\nendstream",
    ]  # fmt: skip
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n"
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<</Size 5 /Root 2 0 R /Info 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def packed_objects(pdf: bytes) -> bytes:
    streams = re.findall(rb"/ObjStm.*?stream\n(.*?)\nendstream", pdf, re.DOTALL)
    return b"".join(zlib.decompress(stream) for stream in streams)


def test_a_pdf_does_not_tell_when_and_by_what_it_was_printed():
    first, second = (settled(plain_pdf(date)) for date in ("20260101000000Z", "20261231235959Z"))

    assert first == second
    assert b"2026" not in packed_objects(first)
    assert b"Browser" not in packed_objects(first)


def test_every_object_of_a_pdf_is_kept_and_its_places_are_right():
    pdf = settled(plain_pdf("20260101000000Z"))

    assert b"4 0 obj\n<</Length 5>> stream\nhello\nendstream" in pdf
    assert b"<</Type /Pages /Count 0 /Kids []>>" in packed_objects(pdf)
    start = int(re.search(rb"startxref\n(\d+)", pdf)[1])
    assert b"/Type /XRef" in pdf[start : start + 60]


def test_what_is_no_pdf_of_a_browser_is_refused():
    with pytest.raises(PrintError, match="no plain table of objects"):
        settled(b"%PDF-1.4\nnothing\n")


def test_a_browser_that_fails_is_named_with_the_page(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<p>hello</p>", "utf-8")

    with pytest.raises(PrintError, match=r"page\.html"):
        print_page(page, "zh", "/bin/false")


def test_no_browser_is_taken_where_the_user_wants_none(monkeypatch):
    monkeypatch.setenv("GOVSCORE_BROWSER", "")

    assert find_browser() is None
