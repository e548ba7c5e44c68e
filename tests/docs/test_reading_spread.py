"""The printed spread of places over readings is that of the data."""

import pytest

from govscore_lib.cli.spread_page import PAGE, section, spread_page
from govscore_lib.job import load_run
from govscore_lib.project import Project
from tests.projects import copy_project

SMALL = "citizen-messages-2026w03", "xiangxi-2021-services"


def test_the_page_has_the_spread_of_a_rubric(project_root, tmp_path):
    project = copy_project(tmp_path, SMALL)

    printed = (project_root / PAGE).read_text(encoding="utf-8")

    assert section(load_run(SMALL[1], project=project)) in printed


@pytest.mark.long
def test_the_page_is_up_to_date(project_root, tmp_path):
    project = copy_project(tmp_path, Project(project_root).rubrics_with_data())

    assert spread_page(project) == (project_root / PAGE).read_text(encoding="utf-8")
