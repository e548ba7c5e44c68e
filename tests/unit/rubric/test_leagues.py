import re

import pytest

from govscore_lib.rubric import load_league

LEAGUES = ("huaian-2021", "sichuan")


@pytest.mark.parametrize("name", LEAGUES)
def test_codes_are_six_digits_or_a_code_of_our_own(name):
    for region in load_league(name).regions:
        own = region.code_source == "code of this project"
        assert re.fullmatch(r"\d{4}T\d" if own else r"\d{6}", region.id)


@pytest.mark.parametrize("name", LEAGUES)
def test_no_word_stands_for_two_regions(name):
    words = [
        word
        for region in load_league(name).regions
        for word in {region.id, region.name_zh, region.name_en, region.short_zh, *region.aliases}
    ]

    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("huaian-2021", "320826", "320826"),
        ("huaian-2021", "涟水", "320826"),
        ("huaian-2021", "淮安市涟水县", "320826"),
        ("huaian-2021", "楚州区", "320803"),
        ("huaian-2021", "洪泽县", "320813"),
        ("sichuan", "甘孜州", "513300"),
        ("sichuan", "天府新区", "5101T1"),
    ],
)
def test_a_region_answers_to_its_names(name, text, expected):
    assert load_league(name).resolve(text).id == expected


def test_the_prefecture_is_not_taken_for_its_district():
    assert load_league("huaian-2021").resolve("淮安") is None


def test_the_seven_units_of_huaian_are_all_ranked():
    assert len(load_league("huaian-2021").ranked) == 7
