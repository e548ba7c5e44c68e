"""The sliders' arithmetic in the browser against scenarios on the engine: every figure, place and prize."""

import random
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from govscore_lib.engine import score
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import InputError
from govscore_lib.points import plain
from govscore_lib.reporting.sliders.source import module
from govscore_lib.rubric import load_rubric, rubric_ids
from govscore_lib.whatif import Scenario, carry_out
from govscore_lib.whatif.scenarios.comparison import Comparison
from govscore_lib.whatif.scenarios.reweighting import category_points
from govscore_lib.whatif.scenarios.sliders import slider_data
from tests.asserts import observations
from tests.random_figures import table
from tests.small_rubrics import load_document, said
from tests.strategies import rubrics_with_tables, search

pytestmark = pytest.mark.browser

Setting = Mapping[str, Any]
"""{criteria: {id: points}, categories: {id: points}, keep_total}, as the widget keeps it."""

POINTS = ("0", "0.5", "1", "1.8", "2.333333333", "4", "7.25")
ASK = """([data, settings]) => {
  const board = gs.prepare(data);
  const start = gs.evaluate(board, gs.printed());
  const texts = (numbers) => numbers.map(String);
  return settings.map((setting) => {
    const state = gs.fitting(board, setting);
    if (state === null) { return null; }
    const found = gs.evaluate(board, state);
    return {
      criteria: found.worth.criteria.map((one) => one === null ? null : gs.shown(one / board.perUnit)),
      categories: found.worth.categories.map((one) => gs.shown(one / board.perUnit)),
      order: found.order.map((row) => board.regions[row].id),
      regions: Object.fromEntries(board.regions.map((one) => {
        const now = found.regions[one.row];
        return [one.id, {
          total: now.total === null ? null : String(now.total), rank2: now.rank2, group2: now.group2,
          prize: now.prize, units: texts(now.units), sums: texts(now.sums), scores: texts(now.scores),
          reasons: Object.fromEntries(
            gs.reasons(board, start.regions[one.row], now).map(([id, change]) => [id, String(change)]))
        }];
      }))
    };
  });
}"""


@pytest.fixture(scope="module")
def bench(browser) -> Page:
    """A page that holds the sliders' arithmetic and nothing else."""
    page = browser.new_page()
    names = "prepare, evaluate, printed, plain, fitting, shown, reasons, toYaml, fromYaml"
    page.add_script_tag(content=f"{module()}\nwindow.gs = {{ {names} }};", type="module")
    page.wait_for_function("window.gs")
    yield page
    page.close()


def scenario_of(setting: Setting) -> Scenario:
    """The same setting as a scenario."""
    return (
        Scenario("setting", keep_total=setting["keep_total"])
        .category_points(setting["categories"])
        .points(setting["criteria"])
    )


def on_the_engine(card: Scorecard, setting: Setting) -> dict[str, Any] | None:
    """What the engine says of a setting, as the browser says it; None where points cannot be shared out."""
    try:
        after = carry_out(scenario_of(setting), card)
    except InputError:
        return None
    rubric, totals, points = after.rubric, after.scoring.totals, after.scoring.points
    found = Comparison(scenario_of(setting), card, after)
    prizes = {
        row["region_id"]: row["prize_after"] or "" for row in found.regions.iter_rows(named=True)
    }
    why: dict[str, dict[str, str]] = {region.id: {} for region in after.regions}
    for region, name, change in found.criteria.select(
        "region_id", "criterion_id", "change"
    ).iter_rows():
        why[region][name] = str(int(change.scaleb(9)))
    rows = {row["region_id"]: row for row in after.scores.iter_rows(named=True)}
    return {
        "criteria": [
            plain(one.max_points)
            if one.max_points or card.rubric.criteria[one.id].max_points
            else None
            for one in rubric.criteria_list
        ],
        "categories": [plain(category_points(rubric, one)) for one in rubric.categories],
        "order": after.scores["region_id"].to_list(),
        "regions": {
            region.id: {
                "total": _units(rows[region.id]["total"]),
                "rank2": int(2 * (rows[region.id]["rank"] or 0)),
                "group2": int(2 * (rows[region.id].get("group_rank") or 0)),
                "prize": prizes[region.id],
                "units": [str(int(one)) for one in points.known[after.row(region.id)]],
                "sums": [str(int(one)) for one in totals.category_sums[after.row(region.id)]],
                "scores": [str(int(one)) for one in totals.category_scores[after.row(region.id)]],
                "reasons": why[region.id],
            }
            for region in after.regions
        },
    }


def _units(total: Decimal | None) -> str | None:
    return None if total is None else str(int(total.scaleb(9)))


def assert_browser_agrees(bench: Page, card: Scorecard, settings: list[Setting]) -> None:
    found = bench.evaluate(ASK, [slider_data(card), settings])

    for setting, shown in zip(settings, found, strict=True):
        assert on_the_engine(card, setting) == shown, setting


@st.composite
def whole_documents(draw) -> tuple[dict[str, Any], Any]:
    """A random rubric with prizes, groups, tie-breakers and facts about whole regions."""
    raw, values = draw(rubrics_with_tables())
    source = {"document": "文〔2021〕1号", "item": "9"}
    raw = raw | {
        "ranking": raw["ranking"]
        | {
            "then": draw(st.sampled_from([[], ["1.1"], ["2", "base"]])),
            "excluded": draw(st.sampled_from(["move_up", "keep_place"])),
        },
        "awards": {
            "prizes": [
                {"id": "first", "name": said("first"), "places": "1"},
                {"id": "second", "name": said("second"), "places": "2"},
            ],
            "boundary": draw(st.sampled_from(["escalate", "up", "down"])),
            "source": source,
        },
    }
    if "group" in raw["metrics"]:
        raw["rank_within"] = "group"
    if draw(st.booleans()):
        raw["total"] = raw["total"] | {"min_points": "1.5"}
    facts = [
        {"status": status, "when": when, "because": said(status), "source": source}
        for status, when in (
            ("disqualified", "a == 0"),
            ("waived", "a == 1"),
            ("vetoed", "a == 2"),
            ("vetoed", "b == 2"),
        )
        if when[0] in raw["metrics"] and draw(st.booleans())
    ]
    for fact in facts:
        if fact["status"] == "vetoed" and draw(st.booleans()):
            fact["total"] = "1"
    return raw | ({"standing": facts} if facts else {}), values


@st.composite
def settings_for(draw, card: Scorecard) -> Setting:
    """Other points for some criteria and categories, now and then what they have already."""
    rubric = card.rubric
    criteria = {
        one.id: draw(st.sampled_from((*POINTS, plain(one.max_points))))
        for one in rubric.criteria_list
        if one.max_points and draw(st.integers(0, 2)) == 0
    }
    categories = {
        one.id: draw(st.sampled_from((*POINTS, plain(category_points(rubric, one)))))
        for one in rubric.categories
        if category_points(rubric, one) and draw(st.integers(0, 3)) == 0
    }
    keep = draw(st.sampled_from(["proportional", "proportional", "none"]))
    return {"criteria": criteria, "categories": categories, "keep_total": keep}


@search(40)
@given(case=whole_documents(), data=st.data())
def test_random_rubrics_come_to_the_same(bench, case, data):
    raw, values = case
    card = score(load_document(raw), observations(values))
    settings = [data.draw(settings_for(card)) for _ in range(3)]

    assert_browser_agrees(bench, card, settings)


@pytest.mark.parametrize("name", rubric_ids())
def test_rubrics_of_the_library_come_to_the_same(bench, name):
    """With bonuses and deductions, another rubric inside, groups, facts about regions, prizes."""
    rubric = load_rubric(name)
    for seed in range(2):
        card, drawn = score(rubric, observations(table(rubric, seed))), random.Random(seed)
        settings = [random_setting(card, drawn) for _ in range(4)]

        assert_browser_agrees(bench, card, settings)


BEGUN = """([data, settings]) => {
  const board = gs.prepare(data);
  return settings.map((setting) => {
    const state = gs.fitting(board, setting);
    return state === null ? null : gs.plain(board, state);
  });
}"""


@pytest.mark.parametrize("name", rubric_ids())
def test_what_begins_with_a_weighting_comes_to_the_same(bench, name):
    """As the method has it, and with some of it moved; what the others give or take follows the method's points."""
    rubric = load_rubric(name)
    card, drawn = score(rubric, observations(table(rubric, 3))), random.Random(3)
    data = slider_data(card)
    methods = {one["id"]: one["points"] for one in data["starts"] if one["points"]}
    moved = random_setting(card, drawn) | {"keep_total": "proportional"}
    nothing = {"criteria": {}, "categories": {}, "keep_total": "proportional"}
    begun = [nothing | {"start": {"id": id_} | nothing} for id_ in methods]
    further = [nothing | {"start": {"id": id_} | moved} for id_ in list(methods)[:2]]

    said = bench.evaluate(BEGUN, [data, begun + further])

    assert list(methods.values()) == [one["criteria"] for one in said[: len(methods)]]
    settings = [one for one in said if one is not None]
    assert_browser_agrees(bench, card, settings)
    for setting in settings:  # the base keeps its sum; every share is rounded to nine decimals
        whole, held = (
            sum(Fraction(points[one]) for one in methods["equal"])
            for points in (methods["equal"], setting["criteria"])
        )
        assert abs(whole - held) < Fraction(1, 10**6)


def random_setting(card: Scorecard, drawn: random.Random) -> Setting:
    rubric = card.rubric
    maxed = [one for one in rubric.criteria_list if one.max_points]
    moved = drawn.sample(maxed, min(3, len(maxed)))
    category = drawn.choice([one for one in rubric.categories if category_points(rubric, one)])
    share = Fraction(drawn.randint(0, 200), 97)
    return {
        "criteria": {one.id: plain((one.max_points or Fraction(0)) * share) for one in moved},
        "categories": {category.id: plain(category_points(rubric, category) * share)},
        "keep_total": drawn.choice(["proportional", "none"]),
    }
