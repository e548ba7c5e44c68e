"""Bulletins of a month, a quarter or a year: places by rates of counts, moves, what is open, in sentences."""

from fractions import Fraction

from govscore_lib.engine.edition_text import edition_text
from govscore_lib.engine.edition_words import sentences
from tests.bulletins import check_bulletin, edition


def said(records: str, period: str, **changes: object) -> list[str]:
    return [one.zh for one in sentences(edition(records, period, **changes))]


def test_a_month_ranks_by_the_share_of_good_ratings():
    check_bulletin("""
        name | month   | rated | bad | mended
        R1   | 2021-07 | 200   | 4   | 3
        R2   | 2021-07 | 50    | 0   | 0
        R3   | 2021-07 | 400   | 20  | 20
        R3   | 2021-06 | 400   | 0   | 0
    """, "2021-07", """
        name | place | good    | mending
        R2   | 1     | 100.00% | 100.00%
        R1   | 2     | 98.00%  | 75.00%
        R3   | 3     | 95.00%  | 100.00% """)  # fmt: skip


def test_a_quarter_adds_counts_up_and_never_takes_a_mean_of_rates():
    """R1: 100 of 110, not the mean of 100 % and 0 %. A month outside the quarter does not count."""
    check_bulletin("""
        name | month   | rated | bad | mended
        R1   | 2021-04 | 100   | 0   | 0
        R1   | 2021-05 | 10    | 10  | 5
        R2   | 2021-06 | 100   | 10  | 10
        R2   | 2021-07 | 100   | 100 | 0
    """, "2021-Q2", """
        name | place | good   | mending
        R1   | 1     | 90.91% | 50.00%
        R2   | 2     | 90.00% | 100.00% """)  # fmt: skip


def test_a_year_takes_all_twelve_months():
    check_bulletin("""
        name | month   | rated | bad
        R1   | 2021-01 | 100   | 1
        R1   | 2021-12 | 100   | 2
        R1   | 2020-12 | 100   | 50
    """, "2021", """
        name | place | good
        R1   | 1     | 98.50% """)  # fmt: skip


def test_equal_rates_are_told_apart_by_the_next_figure():
    check_bulletin("""
        name | month   | rated | bad | mended
        R1   | 2021-07 | 100   | 2   | 1
        R2   | 2021-07 | 50    | 1   | 1
    """, "2021-07", """
        name | place | good   | mending
        R2   | 1     | 98.00% | 100.00%
        R1   | 2     | 98.00% | 50.00% """)  # fmt: skip


def test_who_lacks_the_next_figure_stands_behind_its_equals():
    """Nothing was mended in R1, so that it has no share; that is not the best share of all."""
    figures = [
        {"id": "bad", "name": {"zh": "差评率", "en": "bad"}, "value": "bad / rated", "best": "lowest"},
        {"id": "load", "name": {"zh": "负担", "en": "load"}, "value": "bad / mended", "best": "lowest"},
    ]  # fmt: skip
    check_bulletin("""
        name | month   | rated | bad | mended
        R1   | 2021-07 | 100   | 2   | 0
        R2   | 2021-07 | 100   | 2   | 2
    """, "2021-07", """
        name | place | bad   | load
        R2   | 1     | 2.00% | 100.00%
        R1   | 2     | 2.00% | - """, figures=figures, rank_by="bad", then=["load"])  # fmt: skip


def test_regions_equal_in_everything_share_the_smaller_place():
    """1/3 and 2/6 are equal; the next place is left out."""
    records = """
        name | month   | rated | bad | mended
        R1   | 2021-07 | 3     | 2   | 1
        R2   | 2021-07 | 6     | 4   | 2
        R3   | 2021-07 | 9     | 8   | 8
        R4   | 2021-07 | 9     | 0   | 0 """
    check_bulletin(records, "2021-07", """
        name | place | good
        R4   | 1     | 100.00%
        R1   | 2=    | 33.33%
        R2   | 2=    | 33.33%
        R3   | 4     | 11.11% """)  # fmt: skip
    check_bulletin(records, "2021-07", """
        name | place
        R4   | 1
        R1   | 2=
        R2   | 2=
        R3   | 3 """, ties="dense")  # fmt: skip


def test_rates_that_look_equal_when_printed_are_not_taken_for_equal():
    check_bulletin("""
        name | month   | rated   | bad
        R1   | 2021-07 | 1000001 | 1
        R2   | 2021-07 | 1000000 | 1
    """, "2021-07", """
        name | place | good
        R1   | 1     | 100.00%
        R2   | 2     | 100.00% """)  # fmt: skip


def test_moves_are_places_gained_and_lost_since_the_period_before():
    """A quarter is compared with the quarter before; who had no place then has nothing to compare."""
    check_bulletin("""
        name | month   | rated | bad
        R1   | 2021-03 | 100   | 1
        R2   | 2021-02 | 100   | 2
        R3   | 2021-01 | 100   | 3
        R1   | 2021-04 | 100   | 6
        R2   | 2021-05 | 100   | 5
        R3   | 2021-06 | 100   | 4
        R4   | 2021-06 | 100   | 7
    """, "2021-Q2", """
        name | place | moved
        R3   | 1     | +2
        R2   | 2     | 0
        R1   | 3     | -2
        R4   | 4     | - """)  # fmt: skip


def test_without_records_there_is_no_place():
    """R2 sent nothing in July, which is not 0 %; R9 never did."""
    records = """
        name | month   | rated | bad
        R1   | 2021-07 | 100   | 1
        R2   | 2021-06 | 100   | 0 """
    found = edition(records, "2021-07")

    assert ("R1",) == found.now.ranked
    assert ["no_records", "no_records"] == [found.now.rows[name].status for name in ("R2", "R9")]
    assert "R2县、R9县没有记录，不参加排名。" in said(records, "2021-07")


def test_a_month_of_no_ratings_has_no_rate_to_rank_by():
    """Records with a count of 0 are records; a share of nothing is no number."""
    records = """
        name | month   | rated | bad
        R1   | 2021-07 | 100   | 1
        R2   | 2021-07 | 0     | 0 """
    check_bulletin(records, "2021-07", """
        name | place | good   | mending
        R1   | 1     | 99.00% | 0.00%
        R2   | -     | -      | 100.00% """)  # fmt: skip

    assert "R2县的好评率没有数值（分母为零），不参加排名。" in said(records, "2021-07")


def test_the_best_may_be_the_lowest():
    figures = [
        {
            "id": "bad",
            "name": {"zh": "差评率", "en": "bad"},
            "value": "bad / rated",
            "best": "lowest",
        }
    ]
    check_bulletin("""
        name | month   | rated | bad
        R1   | 2021-07 | 100   | 3
        R2   | 2021-07 | 100   | 1
    """, "2021-07", """
        name | place | bad
        R2   | 1     | 1.00%
        R1   | 2     | 3.00% """, figures=figures, rank_by="bad", then=[])  # fmt: skip


def test_a_figure_may_be_a_number_with_a_unit():
    figures = [
        {"id": "left", "name": {"zh": "未整改", "en": "open"}, "value": "bad - mended",
         "unit": {"zh": "次", "en": "ratings"}, "best": "lowest"}
    ]  # fmt: skip
    check_bulletin("""
        name | month   | rated | bad | mended
        R1   | 2021-07 | 100   | 3   | 1
        R2   | 2021-07 | 100   | 9   | 8
    """, "2021-07", """
        name | place | left
        R2   | 1     | 1 ratings
        R1   | 2     | 2 ratings """, figures=figures, rank_by="left", then=[])  # fmt: skip


SOURCES = """
    name | month   | source    | rated | bad
    R1   | 2021-07 | public    | 90    | 0
    R1   | 2021-07 | organised | 10    | 10
    R2   | 2021-07 | public    | 50    | 4
    R2   | 2021-07 | organised | 50    | 1 """


def test_sources_are_added_up_and_each_told_apart():
    found = edition(SOURCES, "2021-07")
    places = {code: one.ranked for code, one in found.apart.items()}

    assert ("R2", "R1") == found.now.ranked
    assert {"public": ("R1", "R2"), "organised": ("R2", "R1")} == places
    assert Fraction(95, 100) == found.now.rows["R2"].rates["good"].value
    assert Fraction(46, 50) == found.apart["public"].rows["R2"].rates["good"].value


def test_a_condition_keeps_some_records_only():
    check_bulletin(SOURCES, "2021-07", """
        name | place | good
        R1   | 1     | 100.00%
        R2   | 2     | 92.00% """, keep="source == public")  # fmt: skip


def test_rows_that_repeat_count_once():
    check_bulletin("""
        name | month   | rated | bad
        R1   | 2021-07 | 100   | 2
        R1   | 2021-07 | 100   | 2
    """, "2021-07", """
        name | place | good
        R1   | 1     | 98.00% """)  # fmt: skip
    assert 100 == edition("""
        name | month   | rated | bad
        R1   | 2021-07 | 100   | 2
        R1   | 2021-07 | 100   | 2
    """, "2021-07").now.rows["R1"].counts["rated"]  # fmt: skip


QUARTER = """
    name | month   | rated | bad | mended
    R1   | 2021-03 | 1000  | 10  | 10
    R2   | 2021-03 | 1000  | 20  | 20
    R3   | 2021-03 | 1000  | 30  | 30
    R1   | 2021-04 | 1000  | 25  | 25
    R2   | 2021-05 | 1000  | 20  | 13
    R3   | 2021-06 | 1000  | 15  | 10
    R4   | 2021-06 | 20    | 1   | 1 """


def test_the_sentences_of_a_quarter():
    """61 bad ratings of 3020 leave 97.98 %; in the quarter before it was 98 %."""
    found = edition(QUARTER, "2021-Q2")

    assert [
        "2021年第二季度好差评：5 个地区中 4 个有记录，合计评价 3,020 次、差评 61 次、已整改 49 次。",
        "各地合计：好评率 97.98%，比上季度下降 0.02 个百分点；整改率 80.33%，比上季度下降 19.67 个百分点。",
        "R3县居首，好评率 98.50%；末位是R4县，95.00%。",
        "与上季度相比，进位最多的是R3县（第 3 名至第 1 名）；退位最多的是R1县（第 1 名至第 3 名）。",
        "低于各地合计水平（97.98%）的有 2 个地区：R1县、R4县。",
        "未整改差评合计 12 次，涉及 2 个地区，最多的是R2县（7 次）。",
        "R9县没有记录，不参加排名。",
        "R4县的好评率基数不足 30，个别几次就会改变数值，仅供参考。",
    ] == [one.zh for one in sentences(found)]
    assert [
        "Service ratings, second quarter of 2021: 4 of 5 regions have records, 3,020 ratings, 61 bad ones, 49 mended ones.",
        "All regions together: share of good ratings 97.98%, down 0.02 percentage points against the quarter before; "
        "share mended 80.33%, down 19.67 percentage points against the quarter before.",
        "R3 takes the first place with 98.50%; last is R4 with 95.00%.",
        "Since the quarter before, R3 (from place 3 to 1) rose most; R1 (from place 1 to 3) fell most.",
        "2 regions are below the level of all together (97.98%): R1 and R4.",
        "12 bad ratings not mended in 2 regions, most of them in R2 (7 ratings).",
        "R9: no records, not ranked.",
        "R4: the share of good ratings rests on fewer than 30, so that a few records move it.",
    ] == [one.en for one in sentences(found)]


def test_the_first_period_has_nothing_to_compare_with():
    assert "上季度没有记录，名次和比率不作比较。" in said(QUARTER, "2021-Q1")


def test_nothing_open_is_said_as_well():
    assert "未整改差评：无。" in said(QUARTER, "2021-Q1")


def test_a_shared_first_place_and_places_that_stay():
    """In March the places are those of February."""
    records = """
        name | month   | rated | bad
        R1   | 2021-02 | 100   | 1
        R2   | 2021-02 | 200   | 2
        R1   | 2021-03 | 100   | 2
        R2   | 2021-03 | 50    | 1 """

    assert "R1县、R2县并列首位，好评率 98.00%。" in said(records, "2021-03")
    assert "与上月相比，名次没有变动。" in said(records, "2021-03")
    assert "没有地区低于各地合计的好评率。" in said(records, "2021-03")


def test_a_period_without_any_record_says_so():
    assert ["2021年10月没有记录。"] == said(QUARTER, "2021-10")


def test_places_moved_are_split_into_own_figures_and_those_of_others():
    """In June R1, R2, R3. In July R1 did worse, R2 and R3 the same but for R3's last bad rating.

    R1: its 90 % among 98 and 97 % of June is the third place, −2, and R3 rose by itself: the others change nothing.
    R2: with its own 98 % nothing moves; R1 fell behind it (+1) and R3 rose above it (−1). R3: its 100 % among
    99 and 98 % of June is the first place, +2.
    """
    found = edition("""
        name | month   | rated | bad | mended
        R1   | 2021-06 | 100   | 1   | 0
        R2   | 2021-06 | 100   | 2   | 0
        R3   | 2021-06 | 100   | 3   | 0
        R1   | 2021-07 | 100   | 10  | 0
        R2   | 2021-07 | 100   | 2   | 0
        R3   | 2021-07 | 100   | 0   | 0
    """, "2021-07")  # fmt: skip

    split = {name: (found.climbed(name), found.climbed_alone(name)) for name in ("R1", "R2", "R3")}
    assert {"R1": (-2, -2), "R2": (0, 0), "R3": (2, 2)} == split


def test_a_region_that_stands_still_falls_by_the_others():
    found = edition("""
        name | month   | rated | bad
        R1   | 2021-06 | 100   | 1
        R2   | 2021-06 | 100   | 2
        R3   | 2021-06 | 100   | 3
        R1   | 2021-07 | 100   | 1
        R2   | 2021-07 | 100   | 0
        R3   | 2021-07 | 100   | 0
    """, "2021-07")  # fmt: skip

    assert (-2, 0) == (found.climbed("R1"), found.climbed_alone("R1"))
    assert (1, 1) == (found.climbed("R2"), found.climbed_alone("R2"))
    assert found.climbed_alone("R9") is None


def test_the_text_tells_the_parts_of_a_move_that_is_not_all_of_its_own():
    found = edition("""
        name | month   | rated | bad
        R1   | 2021-06 | 100   | 1
        R2   | 2021-06 | 100   | 2
        R1   | 2021-07 | 100   | 1
        R2   | 2021-07 | 100   | 0
    """, "2021-07")  # fmt: skip

    assert "2\t−1（自身 0，他人 −1）\tR1县" in edition_text(found)
    assert "1\t+1\tR2县" in edition_text(found)
