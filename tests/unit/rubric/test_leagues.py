import re
from collections import Counter

import pytest

from govscore_lib.rubric import load_league

LEAGUES = ("huaian-2021", "sichuan", "xiangxi", "rudong")


@pytest.mark.parametrize("name", LEAGUES)
def test_codes_have_six_or_nine_digits_or_are_of_our_own(name):
    for region in load_league(name).regions:
        own = region.code_source == "code of this project"
        assert re.fullmatch(r"\d{4}T\d" if own else r"\d{6}(\d{3})?", region.id)


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
        ("xiangxi", "吉首", "433101"),
        ("xiangxi", "湘西州龙山县", "433130"),
        ("rudong", "掘港", "320623001"),
        ("rudong", "如东县洋口镇", "320623101"),
        ("rudong", "洋口港经济开发区", "320623402"),
    ],
)
def test_a_region_answers_to_its_names(name, text, expected):
    assert load_league(name).resolve(text).id == expected


def test_the_prefecture_is_not_taken_for_its_district():
    assert load_league("huaian-2021").resolve("淮安") is None


def test_the_seven_units_of_huaian_are_all_ranked():
    assert len(load_league("huaian-2021").ranked) == 7


def test_the_eight_units_of_xiangxi_are_all_ranked():
    assert len(load_league("xiangxi").ranked) == 8


def test_rudong_has_towns_sub_districts_and_zones_of_its_own():
    ranked = load_league("rudong").ranked

    assert {"town": 12, "subdistrict": 3, "zone": 5} == Counter(one.unit_type for one in ranked)
    assert all(one.id.startswith("320623") for one in ranked)


def test_sichuan_has_21_units_in_five_zones_and_one_beside_them():
    league = load_league("sichuan")

    assert {"成都平原": 8, "川南": 4, "川东北": 5, "攀西": 2, "川西北": 2} == Counter(
        one.group for one in league.ranked
    )
    assert {"prefecture_level_city": 18, "autonomous_prefecture": 3} == Counter(
        one.unit_type for one in league.ranked
    )
    assert ["5101T1"] == [one.id for one in league.references]
