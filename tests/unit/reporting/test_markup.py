import pytest

from govscore_lib.reporting.markup import (
    Column,
    Fragment,
    bar,
    both,
    in_both,
    long_table,
    page_link,
    say,
    table,
)


def test_a_text_stands_once_for_each_language():
    assert (
        '<span class="zh" lang="zh-CN">分</span><span class="en" lang="en">points</span>'
        == both(say("分", "points"))
    )


def test_the_same_words_in_both_languages_stand_once():
    assert "2021" == both(say("2021", "2021"))


def test_markup_in_names_is_text():
    assert "&lt;b&gt;" in both(say("<b>", "x"))


def test_the_first_column_heads_its_row():
    made = table([Column(say("a", "a")), Column(say("b", "b"), figure=True)], [("x", "1")])

    assert '<th scope="row">x</th><td class="figure">1</td>' in made


def test_the_rows_of_a_long_table_are_folded_after_the_first():
    columns = [Column(say("甲", "a"))]
    rows = [("x",), ("y",), ("z",)]

    made = long_table(columns, rows, 1)

    assert made.index(">x<") < made.index("其余 2 行") < made.index(">y<")
    assert "<details>" not in long_table(columns, rows, 3)


def test_an_attribute_has_both_languages_and_no_markup():
    assert "满分 / full &quot;marks&quot;" == in_both(say("满分", 'full "marks"'))
    assert "2021" == in_both(say("2021", "2021"))


def test_a_row_that_does_not_fit_the_columns_is_refused():
    with pytest.raises(ValueError, match=r"shorter|longer"):
        table([Column(say("a", "a"))], [("x", "1")])


@pytest.mark.parametrize(
    ("won", "unknown", "widths"),
    [(0.5, 0.0, ["50.0%"]), (0.9, 0.2, ["90.0%", "10.0%"]), (1.2, 0.0, ["100.0%"])],
)
def test_a_bar_never_runs_over_its_end(won, unknown, widths):
    made = bar(won, unknown=unknown)

    assert all(f"width:{width}" in made for width in widths)
    assert len(widths) == made.count("<i")


def test_a_fragment_shows_itself_with_styles_and_says_its_name():
    fragment = Fragment("ranking", "<p>1</p>")

    assert "<govscore ranking>" == repr(fragment)
    assert "<style" in fragment._repr_html_()
    assert "<p>1</p><p>2</p>" == (fragment + Fragment("more", "<p>2</p>")).html


def test_links_between_pages_work_from_a_notebook():
    assert '<a href="../reports/r/index.html">x</a>' == page_link("r", "index.html", "x")
