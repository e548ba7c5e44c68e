"""Which notebooks a rubric's part of the site is made of, and with what parameters."""

import shutil

import polars as pl
import pytest

from govscore_lib.engine import score
from govscore_lib.errors import InputError
from govscore_lib.ingest import load_registers
from govscore_lib.reporting.pages.from_notebooks import notebook_jobs, pages_of, read_notice
from govscore_lib.reporting.site import Result, neighbours, run_digest, slim, write_assets
from govscore_lib.rubric import load_rubric, rubric_path
from tests.asserts import observations as values_as_table
from tests.projects import ROOT

ROWS = [
    ("510100", "messages", "9"),
    ("510100", "resident_population", "100000"),
    ("510300", "messages", "8"),
    ("510300", "resident_population", "100000"),
]


def scorecard(**readings: str):
    observations = pl.DataFrame(ROWS, schema=["region_id", "metric_id", "value"], orient="row")
    rubric = load_rubric("citizen-messages-2026w03", readings=readings)
    return score(rubric, observations, partial_league=True)


def test_every_region_has_a_page_and_its_code_stays_text(tmp_path):
    jobs = notebook_jobs(scorecard(), tmp_path, ROOT)

    regions = [job.parameters["REGION"] for job in jobs if "REGION" in job.parameters]
    assert ["510100", "510300"] == regions
    assert "../../" == jobs[-1].page.root
    assert len(jobs) == len({job.name for job in jobs}) == len({job.page.html for job in jobs})


def test_regions_are_compared_with_the_period_before_where_the_project_has_one(tmp_path):
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    alone = notebook_jobs(scorecard(), tmp_path, tmp_path)
    (tmp_path / "data" / "before" / "data" / "raw" / "citizen-messages-2026w03").mkdir(parents=True)
    compared = notebook_jobs(scorecard(), tmp_path, tmp_path)

    assert not any("SINCE" in job.parameters for job in alone)
    told = {job.parameters.get("SINCE") for job in compared if "REGION" in job.parameters}
    assert {"data/before"} == told
    assert not any("SINCE" in job.parameters for job in compared if "REGION" not in job.parameters)


def test_readings_that_were_chosen_reach_every_notebook(tmp_path):
    jobs = notebook_jobs(scorecard(**{"1.1": "B"}), tmp_path, ROOT)

    assert {"1.1=B"} == {job.parameters["READINGS"] for job in jobs}
    assert {""} == {
        job.parameters["READINGS"] for job in notebook_jobs(scorecard(), tmp_path, ROOT)
    }


def test_a_rubric_of_ones_own_is_named_by_its_path_inside_the_project(tmp_path):
    (tmp_path / "rubrics").mkdir()
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    mine = tmp_path / "rubrics" / "mine.yml"
    shutil.copy(rubric_path("citizen-messages-2026w03"), mine)
    observations = pl.DataFrame(ROWS, schema=["region_id", "metric_id", "value"], orient="row")
    card = score(load_rubric(mine), observations, partial_league=True)

    jobs = notebook_jobs(card, tmp_path / "reports", tmp_path)

    assert {"rubrics/mine.yml"} == {job.parameters["RUBRIC"] for job in jobs}


def test_a_project_without_the_notebooks_is_told(tmp_path):
    with pytest.raises(InputError, match="there is no such notebook") as caught:
        notebook_jobs(scorecard(), tmp_path, tmp_path)

    assert len(pages_of(scorecard().rubric)) == len(caught.value.problems)


def test_the_clock_does_not_make_pages_stale_and_readings_do(monkeypatch):
    first = run_digest(Result(scorecard()))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")

    assert first == run_digest(Result(scorecard()))
    assert first != run_digest(Result(scorecard(**{"1.1": "B"})))


def test_a_notice_beside_the_data_is_for_every_page(tmp_path):
    (tmp_path / "NOTICE.md").write_text("合成数据。\n\nSynthetic data.\n", encoding="utf-8")

    assert ("合成数据。", "Synthetic data.") == tuple(
        read_notice(tmp_path, "official").model_dump().values()
    )


def test_a_demonstration_says_so_without_a_notice(tmp_path):
    assert "演示" in read_notice(tmp_path, "demonstration").zh
    assert "" == read_notice(tmp_path, "official").zh


def test_a_notice_has_one_line_a_language(tmp_path):
    (tmp_path / "NOTICE.md").write_text("合成数据。\n", encoding="utf-8")

    with pytest.raises(InputError, match=r"1 lines of text.*two lines"):
        read_notice(tmp_path, "official")


def trading(folder):
    """Trading of Sichuan with empty registers of information and publicity."""
    rubric = load_rubric("sichuan-2021-trading")
    inner = rubric.embedded["ip_score"]
    files = {name: folder / f"{name}.csv" for name in inner.registers}
    for name, path in files.items():
        path.write_text(",".join(inner.registers[name].columns) + "\n", encoding="utf-8")
    observations = values_as_table({"510100": {}})
    return score(rubric, observations, load_registers(files, rubric), partial_league=True)


def test_pages_may_link_to_the_run_of_an_embedded_rubric_that_is_in_the_site(tmp_path):
    card = trading(tmp_path)
    results = [Result(card), Result(card.embedded["ip_score"])]

    assert ("sichuan-2021-publicity/rt",) == neighbours(card, results, tmp_path)
    assert () == neighbours(card, results[:1], tmp_path)
    (tmp_path / "sichuan-2021-publicity" / "rt").mkdir(parents=True)
    (tmp_path / "sichuan-2021-publicity" / "rt" / "index.html").touch()
    assert ("sichuan-2021-publicity/rt",) == neighbours(card, results[:1], tmp_path)


def test_a_rubric_without_ranked_clauses_has_no_page_for_them(tmp_path):
    names = {one.notebook for one in pages_of(load_rubric("sichuan-2021-trading"))}

    assert "20_rank_items.ipynb" not in names
    assert "20_rank_items.ipynb" in {one.notebook for one in pages_of(scorecard().rubric)}


def test_published_style_sheets_are_small(tmp_path):
    write_assets(tmp_path)

    sizes = {path.name: path.stat().st_size for path in (tmp_path / "assets").glob("*.css")}
    on_every_page = {"fragments.css", "print.css", "site.css"}
    assert on_every_page | {"sliders.css"} == sizes.keys()
    assert sum(sizes[name] for name in on_every_page) < 19 * 1024
    assert sizes["sliders.css"] < 8 * 1024


def test_a_style_sheet_loses_its_spaces_quotes_and_noughts_and_not_its_meaning():
    style = """/* a */
    .gs :is(th, td) .b { color: red; margin: 0 -0.5em 10.05em; }
    @media (max-width: 9rem) {
      p > [c="d"] { a: b; }
    }
    """

    assert (
        ".gs :is(th,td) .b{color:red;margin:0 -.5em 10.05em}@media (max-width:9rem){p>[c=d]{a:b}}"
        == slim(style)
    )
