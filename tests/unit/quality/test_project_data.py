"""The project's own raw data: the planted faults, honest notes about small figures, and nothing else."""

from functools import cache

import pytest

from govscore_lib.job import read_raw
from govscore_lib.project import Project
from govscore_lib.quality import check, criteria_blocked
from govscore_lib.rubric import load_rubric
from govscore_lib.samples import FAULTS, SETS

HUAIAN, MESSAGES = "huaian-2021-integrity", "citizen-messages-2026w03"
HONEST = {"small-number", "nothing-to-divide-by", "library-calendar"}
"""Notes about sound data."""


@cache
def checked(name, root):
    rubric = load_rubric(name)
    return rubric, check(rubric, read_raw(Project(root), rubric), root / "expectations")


def faults_seen(name):
    """The faults planted in a rubric's own files and in those it borrows, with the folder of these."""
    yield "", FAULTS[name]
    for inner in load_rubric(name).embedded.values():
        yield f"{inner.id}/", FAULTS[inner.id]


@pytest.fixture(scope="module")
def huaian(project_root):
    return checked(HUAIAN, project_root)


@pytest.mark.parametrize("name", SETS)
def test_exactly_the_planted_faults_are_found(name, project_root):
    _, result = checked(name, project_root)
    found = sorted(
        (one.code, one.table, one.file, one.place, one.region_id, one.metric_id)
        for one in result.findings
        if one.code not in HONEST
    )
    planted = sorted(
        (one.code, one.table, f"{folder}{one.file}", one.place, one.region_id, one.metric_id)
        for folder, faults in faults_seen(name)
        for one in faults
    )

    assert planted == found


def test_honest_remarks_are_notes(huaian):
    _, result = huaian

    assert {"note"} == {one.severity for one in result.findings if one.code in HONEST}


def test_two_contents_of_one_case_stop_its_region_only(huaian):
    rubric, result = huaian

    blocked = criteria_blocked(rubric, result.findings, ["320803", "320826"])

    assert {("320826", "6.02"), ("320826", "6.03")} == set(blocked)


def test_every_finding_that_touches_points_names_criteria(huaian):
    rubric, result = huaian
    graver = [one for one in result.findings if one.severity != "note" and one.region_id]
    scored = [one for one in graver if rubric.criteria_of_register(one.table) or one.metric_id]

    assert all(one.criteria for one in scored)


def test_the_demonstration_is_sound(project_root):
    """Its rows add up to the totals that the sources print."""
    _, result = checked(MESSAGES, project_root)

    assert {("changed-region-form", ""), ("small-number", "513300")} == {
        (one.code, one.region_id) for one in result.findings
    }
    assert {"given"} == set(result.coverage["status"])
