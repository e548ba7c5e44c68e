"""Marks and figures on the pages of a site: each language with its own, the same everywhere."""

import html
import re

from govscore_lib.reporting.stored.packing import read_page
from govscore_lib.rubric import load_rubric
from tests.site.conftest import RUBRIC, SECOND
from tests.site.test_site import html_files

WORDS = {
    language: re.compile(
        rf'<(span|p|div|li|ul|h\d|td|th) class="{language}" lang="[^"]*">(.*?)</\1>', re.DOTALL
    )
    for language in ("zh", "en")
}
TAGS = re.compile(r"<code>.*?</code>|<[^>]+>", re.DOTALL)
"""Code keeps the marks of its own language."""
FULL_WIDTH = re.compile("[，。；：！？、“”‘’（）]")
HALF_WIDTH = re.compile("[\u4e00-\u9fff] ?[,;:!?]")
PERCENT = re.compile(r"\d[\s\u2009\u202f]+%")


def said(path, language: str) -> set[str]:
    """What a page says in one language, piece by piece."""
    found = WORDS[language].findall(read_page(path))
    return {html.unescape(TAGS.sub("", words)) for _, words in found}


def test_a_percent_sign_stands_at_its_figure_so_that_no_line_breaks_between_them(site):
    found = {path.name: PERCENT.findall(read_page(path)) for path in html_files(site)}

    assert {} == {name: seen for name, seen in found.items() if seen}


def test_english_has_no_full_width_marks(site):
    """They are as wide as a Chinese character and tear a line of Latin letters apart."""
    found = {words for path in html_files(site) for words in said(path, "en")}
    for rubric in (RUBRIC, SECOND):  # the name of a document is Chinese anywhere
        found = {words.replace(load_rubric(rubric).document, "") for words in found}

    assert [] == sorted(words for words in found if FULL_WIDTH.search(words))


def test_chinese_has_no_half_width_marks(site):
    found = {words for path in html_files(site) for words in said(path, "zh")}

    assert [] == sorted(words for words in found if HALF_WIDTH.search(words))
