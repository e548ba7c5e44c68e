"""The sliders of the what-if page as a reader uses them: move, lock, reset, share, save, load again."""

import json
from collections.abc import Iterator
from decimal import Decimal

import polars as pl
import pytest
from playwright.sync_api import Page

from govscore_lib.job import load_run
from govscore_lib.project import Project
from govscore_lib.whatif import Scenario, carry_out, load_scenario
from govscore_lib.whatif.weightings.weighted import weighting_scenario
from tests.commands import govscore
from tests.site.conftest import RUBRIC
from tests.site.test_crawl import violations

pytestmark = pytest.mark.browser

PAGE = f"{RUBRIC}/what-if.html"
CRITERION = '[data-lever="criterion:1.02"]'
SETTLED = ".sliders-root:not(:has(.moving))"
TABLE = """[...document.querySelectorAll('.sliders-ranking tbody tr')].map(row => [
  row.dataset.region, row.querySelector('.now').textContent, row.querySelector('td.figure').textContent])"""


@pytest.fixture(scope="module")
def opened(site, browser) -> Iterator[Page]:
    """The page in Chinese, its first category unfolded; opening it takes longer than most of what is tried on it."""
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.goto(f"{(site.reports / PAGE).as_uri()}#lang=zh&theme=light")
    page.wait_for_selector(".sliders-root")
    page.click(".lever-more >> nth=0")
    yield page
    page.close()


@pytest.fixture
def page(opened) -> Page:
    """The same page with the points as printed."""
    opened.click("text=恢复原分值")
    opened.check(".sliders-rule input[value=proportional]")
    opened.wait_for_selector(SETTLED)
    return opened


@pytest.fixture(scope="module")
def card(site):
    return load_run(RUBRIC, project=Project(site.reports.parent))


def shown(card, scenario: Scenario) -> list[list[str]]:
    """Region, rank and total as the engine has them, in the order of the page."""
    after = carry_out(scenario, card)
    decimals = card.rubric.display.decimals
    return [
        [row["region_id"], f"{row['rank']:g}", f"{row['total']:.{decimals}f}"]
        for row in after.scores.iter_rows(named=True)
    ]


def ranking(page: Page) -> list[list[str]]:
    """Region, rank and total as they are read one after the other, once every row has come to rest."""
    page.wait_for_selector(SETTLED)
    return page.evaluate(TABLE)


def same_as(rows: list[list[str]]) -> str:
    """The rows as the browser writes them as text."""
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def until(page: Page, script: str, expected: object = True) -> None:
    """Wait until a script gives what is expected. The page's policy lets no predicate be evaluated in it."""
    for _ in range(100):
        if page.evaluate(script) == expected:
            return
        page.wait_for_timeout(50)

    assert expected == page.evaluate(script)


def points_of(page: Page, lever: str) -> str:
    """What a lever's field holds once nothing moves."""
    page.wait_for_selector(SETTLED)
    return page.input_value(f"{lever} input[type=number]")


def type_points(page: Page, lever: str, points: str) -> None:
    page.fill(f"{lever} input[type=number]", points)
    page.press(f"{lever} input[type=number]", "Enter")


def test_at_first_the_ranking_is_the_printed_one(page, card):
    assert shown(card, Scenario()) == ranking(page)
    assert "分值与文件相同。" == page.text_content(".sliders-said")


def test_points_that_are_typed_move_the_ranking_as_the_engine_does(page, card):
    type_points(page, CRITERION, "12.5")

    assert shown(card, Scenario("x").points({"1.02": "12.5"})) == ranking(page)
    assert "名次变动" in page.text_content(".sliders-said")
    assert "基础分合计 100" == page.text_content(".sliders-sum")


def test_arrow_keys_move_a_slider_and_lock_it(page, card):
    before = float(points_of(page, CRITERION))

    page.focus(f"{CRITERION} input[type=range]")
    page.keyboard.press("ArrowRight")

    after = points_of(page, CRITERION)
    assert float(after) > before
    assert page.is_checked(f"{CRITERION} input[type=checkbox]")
    assert after == page.get_attribute(f"{CRITERION} input[type=range]", "aria-valuetext")
    assert shown(card, Scenario("x").points({"1.02": after})) == ranking(page)


def test_what_is_locked_keeps_its_points_and_what_is_unlocked_shares_again(page):
    other = '[data-lever="criterion:1.01"]'
    held = points_of(page, other)

    page.check(f"{other} input[type=checkbox]")
    type_points(page, CRITERION, "12")

    assert held == points_of(page, other)
    page.uncheck(f"{other} input[type=checkbox]")
    assert float(points_of(page, other)) < float(held)


def test_points_stop_where_the_others_have_none_left(page):
    type_points(page, CRITERION, "1000")

    assert "100" == points_of(page, CRITERION)
    assert "到 100 为止" in page.text_content(".sliders-hint")


def test_the_sum_may_move_when_asked(page, card):
    page.check(".sliders-rule input[value=none]")
    type_points(page, CRITERION, "12")

    free = Scenario("x", keep_total="none").points({"1.02": 12})
    assert shown(card, free) == ranking(page)
    assert "（原 100）" in page.text_content(".sliders-sum")


def test_a_row_is_drawn_at_its_new_place_at_once_and_read_there_a_moment_later(page):
    """Elements follow the ranking once nothing moves, so that a reader of the screen meets them in order."""
    rows = ".sliders-ranking tbody tr"
    before = page.eval_on_selector_all(rows, "rows => rows.map(row => row.dataset.region)")

    type_points(page, CRITERION, "12.5")

    assert "translateY" in "".join(
        page.eval_on_selector_all(rows, "rows => rows.map(row => row.style.transform)")
    )
    after = [region for region, _, _ in ranking(page)]
    assert sorted(before) == sorted(after)
    assert before != after
    assert {""} == set(
        page.eval_on_selector_all(rows, "rows => rows.map(row => row.style.transform)")
    )
    tops = page.eval_on_selector_all(
        rows, "rows => rows.map(row => row.getBoundingClientRect().top)"
    )
    assert sorted(tops) == tops


def test_a_weighting_is_a_beginning_from_which_points_are_moved(page, card, tmp_path):
    page.select_option(".sliders-from select", "entropy")

    assert shown(card, weighting_scenario(card, "entropy")) == ranking(page)
    assert "只是讨论的起点" in page.text_content(".sliders-hint")
    type_points(page, CRITERION, "12.5")
    page.wait_for_selector(SETTLED)
    assert "基础分合计 100" == page.text_content(".sliders-sum")
    with page.expect_download() as download:
        page.click("text=导出方案文件")
    download.value.save_as(tmp_path / "scenario.yml")
    scenario = load_scenario(tmp_path / "scenario.yml")
    assert "分值调整，从熵权法开始" == scenario.name.zh
    assert shown(card, scenario) == ranking(page)
    assert "start=entropy&criterion=1.02:12.5" in page.url


def test_a_weighting_that_cannot_be_used_says_why_and_changes_nothing(page, card):
    page.select_option(".sliders-from select", "merec")

    assert "MEREC不能用于这批数据：每个得分都要大于 0。" == page.text_content(".sliders-hint")
    assert "" == page.input_value(".sliders-from select")
    assert shown(card, Scenario()) == ranking(page)


def test_while_something_moves_a_text_over_each_field_says_its_points(page):
    said = """lever => { const [field, live] = [...lever.querySelectorAll('input[type=number], .lever-live')];
      const [a, b] = [field.getBoundingClientRect(), live.getBoundingClientRect()];
      return [live.textContent, a.left <= b.left && b.right <= a.right && a.top <= b.top && b.bottom <= a.bottom]; }"""
    type_points(page, CRITERION, "12.5")

    moving = page.eval_on_selector('[data-lever="criterion:1.01"]', said)

    assert [points_of(page, '[data-lever="criterion:1.01"]'), True] == moving


def test_reset_goes_back_to_the_document(page, card):
    type_points(page, CRITERION, "12")

    page.click("text=恢复原分值")

    assert shown(card, Scenario()) == ranking(page)
    assert not page.is_checked(f"{CRITERION} input[type=checkbox]")


def test_the_address_carries_the_state_through_a_reload_and_a_change_of_language(
    site, watched, card
):
    page = watched.open(site.reports / PAGE)
    page.click(".lever-more >> nth=0")
    type_points(page, CRITERION, "12.5")
    until(page, "location.hash.includes('criterion=1.02:12.5')")

    page.click("text=English")
    page.reload()
    page.wait_for_selector(".sliders-root")

    assert "lang=en" in page.url
    assert "change places" in page.text_content(".sliders-said")
    assert shown(card, Scenario("x").points({"1.02": "12.5"})) == ranking(page)


def test_a_saved_scenario_runs_on_the_engine_to_the_same_and_loads_again(page, card, tmp_path):
    type_points(page, CRITERION, "4.123456789")
    type_points(page, '[data-lever="category:2"]', "20")
    before = ranking(page)
    with page.expect_download() as download:
        page.click("text=导出方案文件")
    path = tmp_path / "scenario.yml"
    download.value.save_as(path)

    scenario = load_scenario(path)

    assert {"criterion": "1.02", "points": "4.123456789"} in scenario.document()["changes"]
    assert shown(card, scenario) == before
    page.click("text=恢复原分值")
    page.set_input_files(".sliders-file", path)
    until(page, f"JSON.stringify({TABLE})", same_as(before))


def test_what_is_set_is_shared_by_its_link_and_run_again_from_its_file(
    site, browser, page, tmp_path
):
    type_points(page, CRITERION, "12.5")
    type_points(page, '[data-lever="category:2"]', "20")
    before = ranking(page)
    with page.expect_download() as download:
        page.click("text=导出方案文件")
    download.value.save_as(tmp_path / "scenario.yml")

    elsewhere = browser.new_context()
    theirs = elsewhere.new_page()
    theirs.goto(page.url)
    theirs.wait_for_selector(SETTLED)

    assert before == ranking(theirs)
    assert page.text_content(".sliders-said") == theirs.text_content(".sliders-said")
    elsewhere.close()
    done = govscore(
        "whatif", RUBRIC, tmp_path / "scenario.yml", "--output", tmp_path / "out", "--project", site.reports.parent
    )  # fmt: skip
    assert 0 == done.returncode, done.stderr
    again = pl.read_csv(tmp_path / "out" / "comparison.csv", infer_schema_length=0)
    told = [
        [row["region_id"], f"{float(row['rank_after']):g}", f"{Decimal(row['total_after']):.2f}"]
        for row in again.iter_rows(named=True)
    ]
    assert before == told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("scenario: x\nchanges:\n- {leave_out: 涟水县}\n", "不只改分值"),
        ("scenario: x\nrubric: other\nchanges: []\n", "另一份评价文件"),
        ("scenario: x\nchanges:\n  - {criterion: '9.99', points: '4'}\n", "不适用于本文件"),
        ("just words", "读不懂"),
    ],
)
def test_a_file_that_does_not_fit_is_told_and_changes_nothing(page, card, text, words):
    page.set_input_files(
        ".sliders-file", {"name": "x.yml", "mimeType": "text/yaml", "buffer": text.encode()}
    )
    until(page, f"document.querySelector('.sliders-hint').textContent.includes('{words}')")

    assert shown(card, Scenario()) == ranking(page)


def test_a_hand_written_scenario_file_is_read_too(page, card):
    text = """\
# by hand
scenario: {zh: 手写, en: by hand}
keep_total: none
changes:
  - {criterion: "1.02", points: 4, note: "a, b"}   # why
  - category: '2'
    points: 12.5
"""
    page.set_input_files(
        ".sliders-file", {"name": "x.yml", "mimeType": "text/yaml", "buffer": text.encode()}
    )

    written = Scenario("x", keep_total="none").points({"1.02": 4}).category_points({"2": "12.5"})
    until(page, f"JSON.stringify({TABLE})", same_as(shown(card, written)))


def test_every_control_has_a_name(page):
    nameless = page.evaluate(
        """[...document.querySelectorAll('.sliders-root :is(input, button)')]
        .filter(one => !(one.ariaLabel || one.textContent || one.closest('label')?.textContent))
        .map(one => one.outerHTML)"""
    )

    assert [] == nameless


@pytest.mark.parametrize(("language", "theme"), [("zh", "dark"), ("en", "light")])
def test_axe_finds_nothing_where_something_has_been_moved(site, watched, language, theme):
    page = watched.open(site.reports / PAGE, language, theme)
    page.click(".lever-more >> nth=0")
    page.select_option(".sliders-from select", "entropy")
    type_points(page, CRITERION, "12.5")
    page.wait_for_selector(SETTLED)

    assert [] == violations(page)


def test_the_keyboard_alone_reaches_and_moves_everything(page):
    """From the sum's rule on, in the order in which it is read; what has the focus shows it."""
    page.focus(".sliders-rule input[value=proportional]")
    reached = []
    for _ in range(9):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.type"))
        assert "none" != page.evaluate("getComputedStyle(document.activeElement).outlineStyle")

    assert [
        "select-one",
        "button",
        "button",
        "file",
        "button",
        "range",
        "number",
        "checkbox",
        "button",
    ] == reached


def test_jupyterlab_leaves_the_controls_their_keys(page):
    """Without the mark its shortcuts would take the arrows from a slider."""
    controls = ".sliders-root :is(input, button, select)"

    assert page.locator(controls).count()
    assert 0 == page.locator(f"{controls}:not([data-lm-suppress-shortcuts])").count()


def test_the_page_asks_nobody_and_complains_of_nothing(site, watched):
    page = watched.open(site.reports / PAGE, "en", "dark")
    type_points(page, '[data-lever="category:2"]', "20")

    assert [] == watched.requests
    assert [] == watched.complaints
