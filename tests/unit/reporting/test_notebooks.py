"""Notebooks run: two engines with the same outputs, and one that fails stops no other."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from govscore_lib.errors import InputError, UsageError
from govscore_lib.reporting.jobs import NotebookJob, PageSpec
from govscore_lib.reporting.runner.notebooks import run_notebooks
from tests.unit.reporting.notebook_files import MIXED, write_notebook


def page(path: Path) -> PageSpec:
    return PageSpec(str(path), "../", "r", "题目", "Title", (("../index.html", "首页", "Home"),))


def job(folder: Path, name: str, notebook: Path, **parameters) -> NotebookJob:
    return NotebookJob(
        name,
        str(notebook),
        str(folder / f"{name}.ipynb"),
        parameters,
        str(folder),
        page(folder / f"{name}.html"),
    )


def outputs(path: str) -> list:
    return [cell.get("outputs") for cell in nbformat.read(path, as_version=4).cells if cell.source]


@pytest.fixture
def mixed(tmp_path):
    return write_notebook(tmp_path / "mixed.ipynb", *MIXED)


def test_both_engines_give_the_same_outputs_and_the_same_page(tmp_path, mixed):
    jobs = {
        engine: job(tmp_path / engine, "one", mixed, RUBRIC="中文", COUNT=2)
        for engine in ("fork", "kernel")
    }
    for engine, one in jobs.items():
        Path(one.cwd).mkdir()
        (result,) = run_notebooks([one], engine=engine)

        assert result.failure is None

    fork, kernel = (Path(one.output).read_text("utf-8") for one in jobs.values())
    assert outputs(jobs["kernel"].output) == outputs(jobs["fork"].output)
    assert kernel == fork
    pages = [Path(one.page.html).read_bytes() for one in jobs.values()]
    assert pages[0] == pages[1]


def test_where_processes_cannot_fork_each_notebook_gets_one_anew(tmp_path, mixed, monkeypatch):
    def pages(folder: Path) -> list[bytes]:
        folder.mkdir()
        jobs = [job(folder, name, mixed, RUBRIC="中文", COUNT=2) for name in ("one", "two")]
        assert [None, None] == [result.failure for result in run_notebooks(jobs)]
        return [Path(one.page.html).read_bytes() for one in jobs]

    forked = pages(tmp_path / "forked")
    monkeypatch.delattr("os.fork")

    assert forked == pages(tmp_path / "anew")


def test_forks_do_not_see_each_other_and_the_order_is_kept(tmp_path):
    setting = write_notebook(tmp_path / "a.ipynb", "import builtins; builtins.leak = COUNT")
    asking = write_notebook(tmp_path / "b.ipynb", "import builtins; hasattr(builtins, 'leak')")
    jobs = [job(tmp_path, "set", setting, COUNT=7), job(tmp_path, "ask", asking)]

    results = run_notebooks(jobs, workers=1)

    assert ["set", "ask"] == [result.name for result in results]
    assert "False" in Path(jobs[1].output).read_text("utf-8")


def test_a_failing_notebook_gets_a_page_and_stops_no_other(tmp_path):
    bad = write_notebook(tmp_path / "bad.ipynb", "1", "{}['<missing>']", "2")
    good = write_notebook(tmp_path / "good.ipynb", "40 + 2")
    jobs = [job(tmp_path, "bad", bad), job(tmp_path, "good", good)]
    seen = []

    results = run_notebooks(jobs, on_done=lambda result: seen.append(result.name))

    assert {"bad", "good"} == set(seen)
    failure = results[0].failure
    assert ("KeyError", "'<missing>'") == (failure.kind, failure.message)
    assert results[1].failure is None
    told = (tmp_path / "bad.html").read_text("utf-8")
    assert "本页未能生成" in told
    assert "KeyError: &#x27;&lt;missing&gt;&#x27;" in told
    assert "govscore report r" in told
    assert "KeyError" in Path(jobs[0].output).read_text("utf-8")


def test_a_notebook_whose_process_dies_is_told(tmp_path):
    deadly = write_notebook(tmp_path / "a.ipynb", "import os; os._exit(3)")
    fine = write_notebook(tmp_path / "b.ipynb", "1")

    results = run_notebooks([job(tmp_path, "deadly", deadly), job(tmp_path, "fine", fine)])

    assert "the process ended with code 3" == results[0].failure.message
    assert results[1].failure is None
    assert "本页未能生成" in (tmp_path / "deadly.html").read_text("utf-8")


def test_any_executor_will_do(tmp_path, mixed):
    jobs = [job(tmp_path, "one", mixed), job(tmp_path, "two", mixed, COUNT=5)]

    with ThreadPoolExecutor(2) as executor:
        results = run_notebooks(jobs, executor=executor)

    assert [None, None] == [result.failure for result in results]


def test_faults_in_parameters_are_told_before_anything_runs(tmp_path, mixed):
    jobs = [job(tmp_path, "one", mixed, CUONT=1), job(tmp_path, "two", mixed, COUNT="1")]

    with pytest.raises(InputError) as caught:
        run_notebooks(jobs)

    assert 2 == len(caught.value.problems)
    assert [] == list(tmp_path.glob("*.html"))


def test_names_of_jobs_are_unique(tmp_path, mixed):
    with pytest.raises(UsageError, match="same name"):
        run_notebooks([job(tmp_path, "one", mixed), job(tmp_path, "one", mixed)])
