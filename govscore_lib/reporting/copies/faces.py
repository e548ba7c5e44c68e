"""Chinese faces for a browser that prints: the installed ones with outlines that a PDF can hold as a font.

Chromium writes faces with PostScript outlines (Noto, Source Han) into a PDF as drawings, glyph by glyph; faces with
TrueType outlines it embeds. So the characters of a page are turned into small TrueType faces, which stand first among
the families of the style sheet and are seen by this one browser only. See docs/decisions/0013.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

ROLES = ("song", "sans")
"""The variables of site.css that name the families of paper; the first family of each is ours."""
REGULAR = 80
"""The regular weight, as fontconfig counts."""
MOST_OFF = 1.0
"""By so many thousandths of the type size a curve may leave the one of the installed face."""
ALWAYS = frozenset(map(chr, range(32, 127)))
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir><include ignore_missing="yes">{installed}</include></fontconfig>
"""


def print_faces(text: str, folder: Path) -> Mapping[str, str]:
    """Write faces with the characters of a text into a folder; return the variables that show a browser these.

    Nothing is written, and no variable returned, where fontconfig is not at hand or the installed faces have
    TrueType outlines already. The same text and the same installed faces give the same bytes.
    """
    characters = ALWAYS | set(text)
    sources = {
        name: found for name, families in _families().items() if (found := found_face(families))
    }
    if not sources:
        return {}
    for name, (file, index) in sources.items():
        as_truetype(_opened(file, index), name, characters).save(folder / f"{name}.ttf")
    place = folder / "fonts.conf"
    installed = "/etc/fonts/fonts.conf"
    place.write_text(CONFIGURATION.format(folder=folder, installed=installed), "utf-8")
    return {"FONTCONFIG_FILE": str(place)}


@cache
def _families() -> dict[str, tuple[str, ...]]:
    """Our name of a face → the families that the style sheet asks for, in its order."""
    style = (
        resources.files("govscore_lib.reporting").joinpath("assets", "site.css").read_text("utf-8")
    )
    lists = (re.search(rf"--{role}: ([^;]+);", style) for role in ROLES)
    named = [re.findall(r'"([^"]+)"', found[1]) for found in lists if found]
    return {names[0]: tuple(names[1:]) for names in named}


@cache
def found_face(families: tuple[str, ...]) -> tuple[str, int] | None:
    """File and place in it of the first family that is installed; null when a PDF can hold it as it is."""
    command = shutil.which("fc-list")
    if command is None:
        return None
    for family in families:
        pattern = f":family={family}:weight={REGULAR}:slant=0:variable=False"
        form = r"%{fontformat}|%{index}|%{file}\n"
        told = subprocess.run(
            [command, "-f", form, pattern], capture_output=True, check=False
        ).stdout
        for line in sorted(told.decode("utf-8", "replace").splitlines()):
            kind, index, file = line.split("|", 2)
            return (file, int(index)) if kind == "CFF" else None
    return None


@cache
def _opened(file: str, index: int) -> TTFont:
    from fontTools.ttLib import TTFont

    return TTFont(file, fontNumber=index, lazy=True)


def as_truetype(face: TTFont, name: str, characters: frozenset[str]) -> TTFont:
    """A face of some characters of another one, with its measures and with quadratic outlines."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    known = face.getBestCmap()
    shown = {code: known[code] for code in sorted(map(ord, characters)) if code in known}
    order = [".notdef", *dict.fromkeys(shown.values())]
    drawings, widths = face.getGlyphSet(), face["hmtx"]
    outlines, measures = {}, {}
    for glyph in order:
        pen = TTGlyphPen(None)
        drawings[glyph].draw(Cu2QuPen(pen, MOST_OFF, reverse_direction=True))
        outlines[glyph] = drawn = pen.glyph()
        drawn.recalcBounds(None)
        measures[glyph] = (widths[glyph][0], drawn.xMin)
    head, line, heights = face["head"], face["hhea"], face["OS/2"]
    made = FontBuilder(head.unitsPerEm, isTTF=True)
    made.updateHead(created=head.created, modified=head.modified)
    made.setupGlyphOrder(order)
    made.setupCharacterMap(shown)
    made.setupGlyf(outlines)
    made.setupHorizontalMetrics(measures)
    made.setupHorizontalHeader(ascent=line.ascent, descent=line.descent, lineGap=line.lineGap)
    made.setupNameTable(
        {"familyName": name, "styleName": "Regular", "psName": name.replace(" ", "")}
    )
    kept = (
        "sTypoAscender",
        "sTypoDescender",
        "sTypoLineGap",
        "usWinAscent",
        "usWinDescent",
        "sxHeight",
        "sCapHeight",
    )
    made.setupOS2(usWeightClass=400, **{key: getattr(heights, key) for key in kept})
    made.setupPost(keepGlyphNames=False)
    return made.font
