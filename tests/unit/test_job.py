from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from govscore_lib import job, quality
from govscore_lib.errors import UsageError
from govscore_lib.job import (
    COVERAGE_FILE,
    check_rubric,
    ingest_rubric,
    load_before,
)
from govscore_lib.project import Project
from govscore_lib.quality.check import CheckResult
from govscore_lib.quality.coverage import COVERAGE
from govscore_lib.rubric import load_rubric
from govscore_lib.rubric.readings import readings_of
from tests.projects import copy_project


def test_a_text_of_readings_names_target_and_key():
    assert {"1.02": "B", "rubric:ties": "dense"} == readings_of("1.02=B  rubric:ties=dense")
    assert {} == readings_of("")


@pytest.mark.parametrize("text", ["1.02", "1.02=", "=B"])
def test_anything_else_is_told(text):
    with pytest.raises(UsageError, match="TARGET=KEY"):
        readings_of(text)


def test_without_a_period_before_there_is_no_run_of_it(tmp_path):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    project = Project(tmp_path)

    assert project.before is None
    assert load_before("citizen-messages-2026w03", "", project=project) is None
    with pytest.raises(UsageError, match="before is no project: it holds no data/raw"):
        load_before("citizen-messages-2026w03", "data/before", project=project)


def test_the_period_before_is_a_project_of_its_own(tmp_path):
    (tmp_path / "data" / "before" / "data" / "raw").mkdir(parents=True)

    assert Project(tmp_path).before == Project(tmp_path / "data" / "before")


def test_no_name_in_the_list_of_coverage_is_run_as_a_formula(tmp_path, monkeypatch):
    row = ("320803", "=1+1", "materials", "填报指标", "given", 1, 1, "", "")
    given = pl.DataFrame([row], schema=COVERAGE, orient="row")
    monkeypatch.setattr(quality, "check", lambda *_: CheckResult((), given))
    rubric, project = load_rubric("citizen-messages-2026w03"), Project(tmp_path)
    project.raw(rubric.id).mkdir(parents=True)

    checked = check_rubric(project, rubric)
    again = check_rubric(project, rubric)
    text = (project.processed(rubric.id) / COVERAGE_FILE).read_text("utf-8")
    assert ",'=1+1," in text
    assert_frame_equal(checked.coverage, again.coverage)


def test_of_several_that_find_the_data_changed_one_reads_them_in(tmp_path, monkeypatch):
    """As when two notebooks are opened at once."""
    rubric = load_rubric("citizen-messages-2026w03")
    project = copy_project(tmp_path, [rubric.id])
    read, plainly = [], job.read_raw
    monkeypatch.setattr(job, "read_raw", lambda *asked: read.append(asked) or plainly(*asked))

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: ingest_rubric(project, rubric), range(4)))

    assert 1 == len(read)
    for one in found[1:]:
        assert_frame_equal(found[0].observations, one.observations, check_row_order=False)
    assert [rubric.id] == [path.name for path in project.processed("").iterdir() if path.is_dir()]
