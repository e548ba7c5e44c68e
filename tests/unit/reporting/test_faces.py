"""Faces for a browser that prints: TrueType outlines for what is installed with PostScript ones."""

import stat

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from govscore_lib.reporting.copies import faces

TEXT = "\u5f97\u5206"
"""Two characters that the drawn face has; it lacks all others but .notdef."""

LONG_AGO = 3_600_000_000
"""When the installed face was made, in seconds since 1904."""


def round_glyph(width: int):
    pen = T2CharStringPen(width, None)
    pen.moveTo((100, 0))
    pen.curveTo((400, 0), (400, 700), (100, 700))
    pen.closePath()
    return pen.getCharString()


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A face with PostScript outlines, as Noto and Source Han have them."""
    names = [".notdef", "de", "fen", "other"]
    made = FontBuilder(1000, isTTF=False)
    made.setupGlyphOrder(names)
    made.updateHead(created=LONG_AGO, modified=LONG_AGO)
    made.setupCharacterMap({0x5F97: "de", 0x5206: "fen", 0x6211: "other"})
    made.setupCFF("Drawn", {"FullName": "Drawn"}, {name: round_glyph(1000) for name in names}, {})
    made.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    made.setupHorizontalHeader(ascent=880, descent=-120)
    made.setupNameTable({"familyName": "Drawn", "styleName": "Regular"})
    made.setupOS2(sTypoAscender=880, usWinAscent=1160, sxHeight=500)
    made.setupPost()
    path = tmp_path_factory.mktemp("installed") / "drawn.otf"
    made.save(path)
    return path


@pytest.fixture
def machine(installed, tmp_path, monkeypatch):
    """A machine on which every family is the drawn face; write another answer to its fc-list."""
    program = tmp_path / "bin" / "fc-list"
    program.parent.mkdir()

    def answer(line: str) -> None:
        program.write_text(f"#!/bin/sh\nprintf %s '{line}'\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        faces.found_face.cache_clear()

    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    answer(f"CFF|0|{installed}")
    yield answer
    faces.found_face.cache_clear()


def test_the_style_sheet_names_our_face_first(machine, tmp_path):
    told = faces.print_faces(TEXT, tmp_path)

    made = {path.stem for path in tmp_path.glob("*.ttf")}
    assert {"Paper Song", "Paper Hei"} == made
    configuration = (tmp_path / "fonts.conf").read_text("utf-8")
    assert str(tmp_path / "fonts.conf") == told["FONTCONFIG_FILE"]
    assert f"<dir>{tmp_path}</dir><cachedir>{tmp_path}/cache</cachedir>" in configuration


def test_a_face_has_the_characters_of_the_page_with_the_outlines_and_measures_of_the_installed(
    machine, installed, tmp_path
):
    faces.print_faces(TEXT, tmp_path)
    made, drawn = TTFont(tmp_path / "Paper Song.ttf"), TTFont(installed)

    assert "glyf" in made
    assert (LONG_AGO, LONG_AGO) == (made["head"].created, made["head"].modified)
    assert set(map(ord, TEXT)) == made.getBestCmap().keys()
    assert (880, -120) == (made["hhea"].ascent, made["hhea"].descent)
    for code, name in made.getBestCmap().items():
        before, after = BoundsPen(drawn.getGlyphSet()), BoundsPen(made.getGlyphSet())
        drawn.getGlyphSet()[drawn.getBestCmap()[code]].draw(before)
        made.getGlyphSet()[name].draw(after)
        assert before.bounds == pytest.approx(after.bounds, abs=faces.MOST_OFF)
        assert (1000, 100) == made["hmtx"][name]


def test_the_same_text_gives_the_same_bytes(machine, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    faces.print_faces(TEXT, tmp_path / "a")
    faces.print_faces(TEXT[::-1], tmp_path / "b")

    for name in ("Paper Song.ttf", "Paper Hei.ttf"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.parametrize("line", ["TrueType|0|/fonts/fangsong.ttf", ""])
def test_nothing_is_made_where_a_pdf_can_hold_the_installed_face_or_none_is(
    machine, tmp_path, line
):
    machine(line)

    assert {} == faces.print_faces(TEXT, tmp_path)
    assert [] == list(tmp_path.glob("*.ttf"))
