"""The rubrics that come with the library close against their own printed totals and leave nothing unsaid."""

import re
from collections import Counter
from fractions import Fraction

import pytest

from govscore_lib.algebra.expr import names
from govscore_lib.points import plain
from govscore_lib.rubric import Rubric, load_league, load_rubric, rubric_ids

RUBRICS = {name: load_rubric(name) for name in rubric_ids()}
HUAIAN = RUBRICS["huaian-2021-integrity"]
XIANGXI = RUBRICS["xiangxi-2021-services"]
RUDONG = RUBRICS["rudong-2021-townships"]
SERVICES = RUBRICS["sichuan-2021-services"]
TRADING = RUBRICS["sichuan-2021-trading"]
PUBLICITY = RUBRICS["sichuan-2021-publicity"]

every_rubric = pytest.mark.parametrize("rubric", RUBRICS.values(), ids=RUBRICS)


@every_rubric
def test_clauses_add_up_to_their_category(rubric: Rubric):
    """Where every clause has a maximum; else the category's own is a cap on what is counted without end."""
    sums = dict.fromkeys((category.id for category in rubric.categories), Fraction(0))
    for criterion in rubric.criteria.values():
        sums[criterion.category] += criterion.max_points or 0
    endless = {one.category for one in rubric.criteria.values() if one.max_points is None}

    assert {
        category.id: category.max_points
        for category in rubric.categories
        if category.id not in endless
    } == {category: sums[category] for category in sums if category not in endless}


@every_rubric
def test_base_categories_add_up_to_the_total(rubric: Rubric):
    base = [one.max_points for one in rubric.categories if one.component == "base"]

    assert rubric.total.max_points == sum(base)


@every_rubric
def test_every_clause_is_said_in_both_languages(rubric: Rubric):
    for criterion in rubric.criteria.values():
        assert criterion.text is not None, criterion.id
        assert re.search(r"[\u4e00-\u9fff]", criterion.text.zh), criterion.id
        assert not re.search(r"[\u4e00-\u9fff]", criterion.text.en), criterion.id


@every_rubric
def test_what_was_restored_is_noted(rubric: Rubric):
    silent = [
        criterion.id
        for criterion in rubric.criteria.values()
        if (criterion.transcription != "C" or not criterion.item_certain)
        and criterion.repair is None
    ]

    assert [] == silent


@every_rubric
def test_readings_are_reasoned_and_told_apart(rubric: Rubric):
    for target in rubric.targets.values():
        slugs = [option.slug for option in target.options.values()]
        letters = [chr(ord("B") + place) for place in range(len(slugs))]

        assert letters == list(target.options), target.key
        assert len(slugs) == len(set(slugs)), target.key
        assert rubric.nature != "official" or target.default_because is not None, target.key
    reasoned = {one.id for one in rubric.criteria.values() if one.default_because is not None}
    assert reasoned <= rubric.targets.keys()


@every_rubric
def test_every_reading_loads(rubric: Rubric):
    for target in rubric.targets.values():
        for key, option in target.options.items():
            read = load_rubric(rubric.id, readings={target.key: option.slug})

            assert key == read.reading(target.key), (target.key, option.slug)


@every_rubric
def test_every_metric_serves_something(rubric: Rubric):
    served = {rubric.split_by, rubric.run_per}
    for criterion in rubric.criteria.values():
        served |= {*criterion.metrics, *criterion.evidence}
    for standing in rubric.standing:
        served |= set(names(standing.when))
    for derivation in rubric.derivations:
        served |= set(derivation.observe.values())

    idle = rubric.metrics.keys() - served
    assert {name for name in idle if rubric.metrics[name].needed != "evidence"} == set()


@every_rubric
def test_the_league_is_known(rubric: Rubric):
    assert load_league(rubric.league).ranked


def test_huaian_has_the_printed_shape():
    maxima = [str(category.max_points) for category in HUAIAN.categories]

    assert ["13", "13", "10", "10", "18", "16", "13", "7"] == maxima
    assert (55, 107) == (len(HUAIAN.criteria), len(HUAIAN.metrics))


def test_xiangxi_has_the_printed_shape():
    maxima = [str(category.max_points) for category in XIANGXI.categories]
    bonus = [category.id for category in XIANGXI.categories if category.component == "bonus"]

    assert ["15", "25", "20", "20", "10", "10", "10"] == maxima
    assert ["7"] == bonus
    assert (36, 76) == (len(XIANGXI.criteria), len(XIANGXI.metrics))


def test_no_clause_of_xiangxi_depends_on_other_regions():
    kinds = {criterion.rule.kind for criterion in XIANGXI.criteria.values()}

    assert not kinds & {"rank", "per_capita"}


def test_rudong_has_the_printed_shape():
    items = {"1": Fraction(0), "2": Fraction(0)}
    for criterion in RUDONG.criteria.values():
        items[criterion.item] += criterion.max_points

    assert {"1": Fraction(1), "2": Fraction("0.5")} == items
    assert (28, 71) == (len(RUDONG.criteria), len(RUDONG.metrics))


def test_rudong_weights_by_nature():
    """0.1 by place, 0.15 by counts and a share; five points in six are facts."""
    points: Counter[str] = Counter()
    for criterion in RUDONG.criteria.values():
        nature = {"rank": "league", "deduct_per_event": "count", "proportional": "count"}
        points[nature.get(criterion.rule.kind, "fact")] += criterion.max_points

    assert {
        "league": Fraction("0.1"),
        "count": Fraction("0.15"),
        "fact": Fraction("1.25"),
    } == points


def test_a_heading_between_item_and_clause_is_cited():
    citation = RUDONG.criteria["1.4.3b"].source.citation

    assert "2021年度镇区、街道政务服务考核细则 第1项 网上服务 第3款" == citation


def test_huaian_weights_by_nature():
    """Points by who or what decides them: a person, the other regions, a fact, a count."""
    nature = {
        "judged": "judged",
        "rank": "league",
        "per_capita": "league",
        "binary": "fact",
        "all_of": "fact",
        "first_match": "fact",
        "checklist": "fact",
    }
    points: Counter[str] = Counter()
    for criterion in HUAIAN.criteria.values():
        points[nature.get(criterion.rule.kind, "count")] += criterion.max_points

    assert {"judged": 14, "league": 13, "fact": 40, "count": 33} == points


def test_services_show_seventy_of_a_hundred_points():
    """Annex 1 prints 24 + 15 + 8 + 10 + 13; the 30 that are not there stand apart, the bonus outside."""
    maxima = {one.id: one.max_points for one in SERVICES.categories}
    printed = [maxima[item] for item in "12345"]

    assert [24, 15, 8, 10, 13] == printed
    assert (70, 30, 20) == (sum(printed), maxima["x"], maxima["bonus"])
    assert ["bonus"] == [one.id for one in SERVICES.categories if one.component == "bonus"]
    assert (10, 20) == tuple(SERVICES.criteria[id].max_points for id in ("x.info", "x.lost"))
    assert 29 == len(SERVICES.criteria)


def test_services_count_what_registers_do_not_yield_in_46_figures():
    assert 46 == len(SERVICES.metrics.keys() - SERVICES.derived_metrics.keys())


def test_what_nobody_can_read_in_annex_1_is_judged():
    """Fifteen points of the visible seventy, and the twenty of the lost rows; none of them has a formula."""
    unreadable = {
        one.id: (one.rule.kind, one.max_points)
        for one in SERVICES.criteria.values()
        if one.transcription == "U"
    }

    assert {
        "2.pool": ("pool_judged", 10),
        "4.r": ("judged", 2),
        "5.2": ("judged", 2),
        "x.lost": ("judged", 20),
    } == unreadable


def test_printed_numbers_stand_beside_the_ids():
    """Item 1 of annex 1 prints 1, 2, 3, 4, 3, 4."""
    first = [one for one in SERVICES.criteria.values() if one.category == "1"]

    assert ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6"] == [one.id for one in first]
    assert ["1", "2", "3", "4", "3", "4"] == [one.clause for one in first]
    assert ["1.5", "1.6"] == [one.id for one in first if one.repair is not None]


def test_bonus_points_as_printed():
    points = {
        one.id: [str(level.points) for level in one.rule.levels]
        for one in SERVICES.criteria.values()
        if one.category == "bonus"
    }

    assert {
        "bonus.B1": ["3", "3", "5", "5", "10"],
        "bonus.B2": ["3", "3", "5", "5", "7", "7", "10", "12"],
        "bonus.B3": ["3", "5"],
        "bonus.B4": ["5", "10"],
    } == points


def test_trading_closes_at_a_hundred_points():
    """Annex 2 prints 5 to 15 points an item, 90 in nine items, and a tenth of annex 3 as the tenth."""
    maxima = [str(one.max_points) for one in TRADING.categories]

    assert ["5", "15", "5", "20", "10", "5", "10", "5", "15", "10", "20"] == maxima
    assert ["bonus"] == [one.id for one in TRADING.categories if one.component == "bonus"]
    assert (44, 61) == (
        len(TRADING.criteria),
        len(TRADING.metrics.keys() - TRADING.derived_metrics.keys() | {"ip_score"}),
    )


def test_what_cannot_be_read_in_annex_2_is_judged():
    """23 of 100 points: pools of items 4 and 7, the residual of item 8 and three of its clauses."""
    damaged = {
        one.id: (one.transcription, one.rule.kind, one.max_points)
        for one in TRADING.criteria.values()
        if one.transcription in ("U", "R-L") and one.category != "9"
    }

    assert {
        "4.pool": ("U", "pool_judged", Fraction("9.5")),
        "7.pool": ("U", "pool_judged", 10),
        "8.2": ("R-L", "judged", Fraction("0.5")),
        "8.3": ("R-L", "judged", Fraction("0.5")),
        "8.5": ("R-L", "judged", Fraction("0.5")),
        "8.r": ("U", "judged", 2),
    } == damaged
    assert 23 == sum(points for _, _, points in damaged.values())


def test_eleven_kinds_of_event_cost_what_one_parameter_says():
    events = [one for one in TRADING.criteria.values() if one.rule.kind == "deduct_per_event"]
    priced = [one for one in events if one.category == "9"]

    assert [f"9.d{number}" for number in range(1, 12)] == [one.id for one in priced]
    assert {(5, 0, None)} == {(one.rule.per, one.rule.start, one.rule.floor) for one in priced}
    assert "5" == TRADING.parameters["event_deduction"].value


def test_the_two_tracks_share_their_general_rules():
    """One notice: the same bonuses, claims, prizes, course and grounds for losing the rank."""
    for part in ("spot_check", "workflow", "awards"):
        assert getattr(SERVICES, part) == getattr(TRADING, part)
    bulletins = {"rating_counts", "dissatisfactions"}  # of services only, beside the score
    assert TRADING.registers == {
        name: one for name, one in SERVICES.registers.items() if name not in bulletins
    }
    assert SERVICES.standing == TRADING.standing[:2]
    assert "vetoed" == TRADING.standing[2].status
    for name in ("bonus.B1", "bonus.B2", "bonus.B3", "bonus.B4"):
        assert SERVICES.criteria[name] == TRADING.criteria[name]
    assert SERVICES.derivations[:2] == TRADING.derivations[:2]
    common = SERVICES.readings.keys() & TRADING.readings.keys() - {"ties"}
    assert {name: SERVICES.readings[name] for name in common} == {
        name: TRADING.readings[name] for name in common
    }
    assert ("gs", "rt") == (
        SERVICES.parameters["own_track"].value,
        TRADING.parameters["own_track"].value,
    )


def test_publicity_has_the_printed_shape():
    """Two caps, 80 and 20; the fourteen rows, two deductions and two levels have no maximum of their own."""
    assert {"info": 80, "pub": 20} == {one.id: one.max_points for one in PUBLICITY.categories}
    assert 18 == len(PUBLICITY.criteria)
    assert {None, 0} == {one.max_points for one in PUBLICITY.criteria.values()}
    assert ["0.5", "1", "1", "2", "3", "1", "2", "3", "4", "5", "6", "4", "5", "6"] == [
        plain(PUBLICITY.criteria[f"info.{row}"].rule.per) for row in range(1, 15)
    ]


def test_publicity_stands_behind_the_information_score():
    (embed,) = SERVICES.embeds

    assert ("ip_score", PUBLICITY.id, {"track": "gs"}) == (
        embed.metric,
        embed.rubric,
        embed.settings,
    )
    assert "track" == PUBLICITY.run_per


def test_prizes_as_printed():
    assert [("first", 7), ("second", 11), ("third", 3)] == [
        (prize.id, prize.places) for prize in SERVICES.awards.prizes
    ]
    assert len(load_league(SERVICES.league).ranked) == sum(
        prize.places for prize in SERVICES.awards.prizes
    )


def test_outside_figures_are_parameters_with_their_source():
    assert {
        "law_report_deadline": "2021-03-31",
        "foi_report_deadline": "2021-03-31",
        "sgs_limit_working_days": "7",
    } == {name: parameter.value for name, parameter in HUAIAN.parameters.items()}


def test_the_demonstration_says_what_it_is():
    demonstration = RUBRICS["citizen-messages-2026w03"]

    assert "demonstration" == demonstration.nature
    assert "演示" in demonstration.title.zh
    assert "不是任何机构的正式考核" in demonstration.note.zh
    assert "not an official assessment" in demonstration.note.en
    assert 21 == len(load_league(demonstration.league).ranked)
    assert ["天府新区"] == [one.short_zh for one in load_league(demonstration.league).references]
