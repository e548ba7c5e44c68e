"""A stored page carries its charts and its English packed, and gives back every character."""

import pytest

from govscore_lib.reporting.markup import both, both_html, say
from govscore_lib.reporting.packing import CHART_OPEN, pack, read_page, unpack, write_page
from govscore_lib.reporting.privacy import hold_back
from tests.unit.test_personal import MOBILE

CHART = CHART_OPEN + '{"data":[],"layout":{"title":"\\u003cb>得分"}}</script>'
WORDS = both(say("得分", "Points"))
NESTED = both_html(f"见<a>{WORDS}</a>。", f"See <a>{WORDS}</a>.", "p")
PROSE = '<div class="zh" lang="zh-CN">\n<div>正文</div>\n</div>\n<div class="en" lang="en">\n<div>Text</div>\n</div>'


def page(*parts: str) -> str:
    return f"<html><body>{''.join(parts)}</body></html>"


@pytest.mark.parametrize(
    "inside",
    [
        (),
        ("<p>no pair</p>",),
        (WORDS,),
        (CHART, WORDS, CHART),
        (NESTED, WORDS),
        (PROSE, WORDS),
        ('<p class="zh" lang="zh-CN">只有中文</p>', WORDS),
        (both(say("a < b & \\1", 'x > "y" \\2')),),
    ],
)
def test_unpacking_gives_the_page_back(inside):
    assert page(*inside) == unpack(pack(page(*inside)))


def test_chinese_stays_readable_and_english_and_charts_are_packed():
    stored = pack(page(WORDS, PROSE, CHART))

    assert '<span class="zh">得分</span>' in stored
    assert "<div>正文</div>" in stored
    assert "Points" not in stored
    assert '"layout"' not in stored


def test_a_page_with_neither_stays_as_it_is():
    assert page("<p>1</p>") == pack(page("<p>1</p>"))


def test_many_charts_and_words_take_a_small_part_of_their_size():
    whole = page(*[WORDS, CHART] * 200)

    assert len(pack(whole)) < len(whole) / 2


def test_an_element_that_is_never_closed_is_told():
    with pytest.raises(ValueError, match="<span> is not closed: '得分"):
        pack(page('<span class="zh" lang="zh-CN">得分'))


def test_a_number_that_names_a_person_is_found_in_the_packed_half_too(tmp_path):
    path = tmp_path / "a.html"
    write_page(path, page(both(say("电话", f"phone {MOBILE}"))))
    assert MOBILE not in path.read_text("utf-8")
    assert MOBILE in read_page(path)

    (problem,) = hold_back([path], tmp_path).values()

    assert "holds mobile number (1 place)" in str(problem)
    assert not path.exists()
