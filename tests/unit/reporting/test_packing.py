"""A stored page carries its charts and its English packed, and gives back every character."""

from pathlib import Path

import pytest

from govscore_lib.reporting.markup import both, both_html, say
from govscore_lib.reporting.privacy import hold_back
from govscore_lib.reporting.stored import packing
from govscore_lib.reporting.stored.packing import CHART_OPEN, pack, read_page, unpack, write_page
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
        (WORDS, '<details class="code"><summary>' + WORDS + "</summary><pre>x</pre></details>"),
        (
            WORDS,
            '<span class="badge tied" title="a b">并列</span><span class="badge note">提示</span>',
        ),
        (
            WORDS,
            '<span class="badge tied" title="a">并列</span><span class="badge tied">并列</span>',
        ),
        (
            WORDS,
            '<div class="rule">a<div>b</div><span class="sub">c</span></div><div class="sub">d</div>',
        ),
        (WORDS, '<tr><th scope="row" class="figure">1<td class="figure" data-sort="2">2'),
        (
            WORDS,
            '<span class="bar gain" aria-hidden="true"><i style="width:40.0%"></i><i class="extra" style="width:1.0%"></i></span>',
        ),
        (
            WORDS,
            f'<div class="rule again">{WORDS}<b>1</b></div><div class="sub again"></div><div class="formula again">1 ÷ 2</div>',
        ),
        (
            CHART,
            f'<div class="plot" role="img" data-alt-en="a &lt; b" aria-label="甲"></div>{WORDS}',
        ),
        (WORDS, '<div class="plot" role="img" aria-label="图"></div>'),
        (
            WORDS,
            '<tr><td data-sort="2">a<th scope="col" data-sort="b">c<td class="figure" data-sort="-1">d',
        ),
        (both(say("a < b & \\1", 'x > "y" \\2')),),
    ],
)
def test_unpacking_gives_the_page_back(inside):
    assert page(*inside) == unpack(pack(page(*inside)))


def test_chinese_stays_readable_and_english_and_charts_are_packed():
    stored = pack(page(WORDS, PROSE, CHART))

    assert "<z->得分</z->" in stored
    assert "<div>正文</div>" in stored
    assert "Points" not in stored
    assert '"layout"' not in stored


def test_a_page_with_neither_stays_as_it_is():
    assert page("<p>1</p>") == pack(page("<p>1</p>"))


def test_many_charts_and_words_take_a_small_part_of_their_size():
    whole = page(*[WORDS, CHART] * 200)

    assert len(pack(whole)) < len(whole) / 2


def test_a_stored_table_leaves_out_what_html_lets_one_leave_out(tmp_path):
    write_page(tmp_path / "a.html", page("<table><tr><td>1</td><td>2</td></tr></table>", WORDS))

    assert "<table><tr><td>1<td>2</table>" in read_page(tmp_path / "a.html")


def test_the_script_knows_every_short_name():
    script = (Path(packing.__file__).parents[1] / "assets" / "site.js").read_text("utf-8")

    for (_, attributes), short in packing.SHORT.items():
        assert f'"{short}": {attributes.removeprefix(" class=")}' in script


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
