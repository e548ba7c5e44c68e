"""A Word document with the page, the faces and the tables that GB/T 9704 asks for."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

TITLE, BODY, HEAD, SUBHEAD, DIGITS = (
    "方正小标宋简体",
    "仿宋_GB2312",
    "黑体",
    "楷体_GB2312",
    "宋体",
)
"""Faces as Word and WPS know them; a machine without one takes the replacement of the font table."""
FALLBACKS = {TITLE: "宋体", BODY: "仿宋", HEAD: "微软雅黑", SUBHEAD: "楷体"}
"""Which face stands in for one that is not installed."""
LATIN = "Times New Roman"
LEFT_OUT = ("docProps/thumbnail.jpeg", "word/stylesWithEffects.xml")
"""Parts of the template that no document of ours needs; they are half its size."""
TABLES = ("Normal Table", "Table Grid")
"""Styles of tables that are kept."""
FEW = 7
"""A table of more columns than these is set smaller."""
SHORT = 12
"""A table of no more rows than these stands on one page."""
FIGURE = re.compile(r"^[^\w]*(?:第\s*)?\d")
"""A cell with a figure: 91.41, −2.94, 第 1 名."""
BEGINNING = datetime(1980, 1, 1, tzinfo=UTC)
"""The time of the document's properties and of the files in it: the same document has the same bytes."""


class Paper:
    """A document that is written from top to bottom and saved with the same bytes each time.

    subject, title : the two lines of its title; a line of a title is never broken within a word.
    language : ``"zh"`` or ``"en"``; decides the faces and the language of the spelling check.
    """

    def __init__(self, subject: str, title: str, language: str) -> None:
        self.language = language
        self.document: WordDocument = Document()
        self._page()
        self._styles()
        self._properties(f"{subject} {title}")
        self._text(f"{subject}\n{title}", "Title")

    def heading(self, text: str) -> None:
        """Add a heading of the first level."""
        self._text(text, "Heading 1")

    def finding(self, text: str) -> None:
        """Add what a table shows, as a heading of the second level."""
        self._text(text, "Heading 2")

    def paragraph(self, text: str) -> None:
        """Add a paragraph of the body."""
        self._text(text, "Normal")

    def note(self, text: str) -> None:
        """Add small print: a measure, a source, how something was counted."""
        self._text(text, "Caption")

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Add a table whose head is repeated on every page; rows are not split, short tables neither.

        Columns with figures are right-aligned, those with words left.
        """
        made = self.document.add_table(rows=1, cols=len(columns))
        made.style = "Table Grid"
        made.alignment = WD_TABLE_ALIGNMENT.CENTER
        made.autofit = False
        is_wide = len(columns) > FEW
        size = 7.5 if is_wide else 10.5
        figures = [any(map(FIGURE.search, column)) for column in zip(*rows, strict=True)]
        self._fill(made.rows[0], columns, size, figures, is_head=True)
        _mark(made.rows[0], "w:tblHeader")
        for row in rows:
            self._fill(made.add_row(), row, size, figures)
        if len(rows) <= SHORT:
            for row in made.rows[:-1]:
                for cell in row.cells:
                    cell.paragraphs[0].paragraph_format.keep_with_next = True
        first = Mm(22 if is_wide else 54)
        rest = int((Mm(156) - first) / max(len(columns) - 1, 1))
        for place, column in enumerate(made.columns):
            column.width = first if place == 0 else rest
        for row in made.rows:
            _mark(row, "w:cantSplit")
            for place, cell in enumerate(row.cells):
                cell.width = first if place == 0 else rest
        self._text("", "Caption")

    def save(self) -> bytes:
        """Return the document's bytes."""
        written = io.BytesIO()
        self.document.save(written)
        out = io.BytesIO()
        stamp = BEGINNING.timetuple()[:6]
        with (
            zipfile.ZipFile(written) as source,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for name in source.namelist():
                if name in LEFT_OUT:
                    continue
                entry = zipfile.ZipInfo(name, stamp)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 0
                target.writestr(entry, _settled(name, source.read(name)))
        return out.getvalue()

    def _text(self, text: str, style: str) -> Paragraph:
        return self.document.add_paragraph(text, style=style)

    def _fill(
        self,
        row: _Row,
        texts: Sequence[str],
        size: float,
        figures: Sequence[bool],
        *,
        is_head: bool = False,
    ) -> None:
        places = zip(row.cells, texts, figures or [False] * len(texts), strict=True)
        for place, (cell, text, is_figure) in enumerate(places):
            self._cell(cell, text, size, is_head=is_head, is_figure=is_figure and place > 0)

    def _cell(self, cell: _Cell, text: str, size: float, *, is_head: bool, is_figure: bool) -> None:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        shape = paragraph.paragraph_format
        shape.first_line_indent = Pt(0)
        shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
        shape.keep_with_next = is_head
        if is_head:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif is_figure:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        else:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        if is_head:
            _face(run.font.element.get_or_add_rPr(), HEAD)

    def _page(self) -> None:
        """A4, top 37 mm, left 28 mm, type area 156 × 225 mm, page numbers outside."""
        section = self.document.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(25)
        self.document.settings.odd_and_even_pages_header_footer = True
        _numbered(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
        _numbered(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)

    def _styles(self) -> None:
        for style in list(self.document.styles):
            if style.type == WD_STYLE_TYPE.TABLE and style.name not in TABLES:
                style.delete()
        body = self._style("Normal", BODY, 16)
        body.paragraph_format.line_spacing = Pt(28)
        body.paragraph_format.space_after = Pt(0)
        if self.language == "zh":
            body.paragraph_format.first_line_indent = Pt(32)  # two characters
        for name, face, size in (
            ("Title", TITLE, 22),
            ("Heading 1", HEAD, 16),
            ("Heading 2", SUBHEAD, 16),
            ("Caption", BODY, 10.5),
        ):
            shape = self._style(name, face, size).paragraph_format
            shape.first_line_indent = Pt(0)
            shape.keep_with_next = name != "Caption"
            shape.line_spacing = Pt(16 if name == "Caption" else 28 if size == 16 else 36)
            shape.space_before = Pt(14 if name.startswith("Heading") else 0)
            shape.space_after = Pt(6 if name.startswith("Heading") else 4)
        self.document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _style(self, name: str, face: str, size: float) -> ParagraphStyle:
        style = self.document.styles[name]
        font = style.font
        font.size, font.bold, font.italic = Pt(size), False, False
        font.color.rgb = RGBColor(0, 0, 0)
        properties = style.element.get_or_add_rPr()
        _face(properties, face)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
        properties.append(language)
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
        return style

    def _properties(self, title: str) -> None:
        core = self.document.core_properties
        core.title, core.author, core.last_modified_by = title, "govscore", "govscore"
        core.comments, core.keywords, core.subject = "", "", ""
        core.language = "zh-CN" if self.language == "zh" else "en"
        core.created = core.modified = BEGINNING.replace(tzinfo=None)
        core.revision = 1


def _face(properties: Any, face: str) -> None:
    """Set the Chinese and the Latin face of a style or a run, nothing of a theme."""
    fonts = properties.get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), LATIN)
    fonts.set(qn("w:eastAsia"), face)


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _numbered(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """Write the page number between dashes, outside on the page."""
    paragraph.alignment = side
    paragraph.paragraph_format.first_line_indent = Pt(0)
    for kind, text in (
        ("text", "— "),
        ("begin", ""),
        ("instr", "PAGE"),
        ("end", ""),
        ("text", " —"),
    ):
        run = paragraph.add_run(text if kind == "text" else "")
        run.font.size = Pt(14)
        _face(run.font.element.get_or_add_rPr(), DIGITS)
        if kind in ("begin", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind == "instr":
            mark = OxmlElement("w:instrText")
            mark.text = text
            run._r.append(mark)


def _settled(name: str, data: bytes) -> bytes:
    """Return a file of the document without what points to parts left out, and with replacements of faces."""
    if name.endswith(".rels") or name == "[Content_Types].xml":
        return re.sub(
            rb"<(?:Relationship|Override) [^>]*(?:thumbnail|stylesWithEffects)[^>]*/>", b"", data
        )
    if name == "word/fontTable.xml":
        fonts = "".join(
            f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
            for face, other in FALLBACKS.items()
        )
        return data.replace(b"</w:fonts>", fonts.encode("utf-8") + b"</w:fonts>")
    return data
