"""The same records give the same whole numbers, whatever engine counts them."""

from collections.abc import Callable, Mapping
from functools import cache
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscore_lib.records import Derivation, Derived, derive
from govscore_lib.rubric import Rubric, load_rubric
from tests.engines import CLUSTER_KINDS, KINDS
from tests.random_records import REGIONS, VISITS, derivations, random_frames
from tests.strategies import search
from tests.unit.records.conftest import Year

RUBRICS = (
    "huaian-2021-integrity", "rudong-2021-townships", "sichuan-2021-publicity",
    "sichuan-2021-services", "sichuan-2021-trading", "xiangxi-2021-services",
)  # fmt: skip
OTHERS = [kind for kind in KINDS if kind != "polars"]
STEPS = ("hotline_tickets", "arrears", "reconsideration_cases", "town_commitments")
"""Registers whose derivations have between them a ``let``, a join, a deadline, ``for_each`` and ``once_per``."""

Frames = Mapping[str, pl.DataFrame]
rubric_of = cache(load_rubric)


@pytest.fixture(scope="module")
def cluster():
    """A scheduler and a worker of Dask in this process."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
        ) as local,
        Client(local),
    ):
        yield


def of_rubric(
    rubric: Rubric, frames: Mapping[str, Any], one: Derivation, random: Random
) -> Derived:
    observed = {
        (region, metric): random.choice([*rubric.metrics[metric].values])
        for region in REGIONS
        for metric in one.observe.values()
    }
    return derive(
        rubric.registers,
        [one],
        frames,
        period=rubric.period,
        parameters={name: parameter.value for name, parameter in rubric.parameters.items()},
        regions=REGIONS,
        metrics=rubric.metrics,
        observed=observed,
    )


def of_visits(frames: Mapping[str, Any], one: Derivation) -> Derived:
    return derive(VISITS, [one], frames, period=Year(), parameters={}, regions=REGIONS)


def told(derived: Derived) -> tuple[list, list, list]:
    findings = [(one.code, one.region_id, one.metric_id) for one in derived.findings]
    return derived.metrics.rows(), derived.used.rows(), findings


def as_kind(frames: Frames, make: Callable[[pl.DataFrame], Any]) -> dict[str, Any]:
    return {name: make(frame) for name, frame in frames.items()}


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("name", RUBRICS)
def test_the_rubrics_count_the_same_on_every_engine(name, kind):
    assert_rubric_counts_alike(name, KINDS[kind], seed=0)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 21))
@pytest.mark.parametrize("name", RUBRICS)
def test_the_rubrics_count_the_same_on_every_engine_whatever_the_records(name, seed):
    for kind in OTHERS:
        assert_rubric_counts_alike(name, KINDS[kind], seed)


@pytest.mark.parametrize("source", STEPS)
def test_the_steps_count_the_same_on_a_cluster(cluster, source):
    assert_rubric_counts_alike(RUBRICS[0], CLUSTER_KINDS["dask"], seed=0, sources=(source,))


@pytest.mark.long
@pytest.mark.parametrize("kind", CLUSTER_KINDS)
@pytest.mark.parametrize("name", RUBRICS)
def test_the_rubrics_count_the_same_on_a_cluster(cluster, name, kind):
    for seed in range(1, 4):
        assert_rubric_counts_alike(name, CLUSTER_KINDS[kind], seed)


def assert_rubric_counts_alike(name, make, seed, sources=()):
    """Every derivation yields on the frames that ``make`` makes what it yields on polars."""
    rubric = rubric_of(name)
    frames = random_frames(rubric.registers, Random(seed), rows=120)
    chosen = [one for one in rubric.derivations if not sources or one.source in sources]
    made = as_kind(frames, make)
    expected = [told(of_rubric(rubric, frames, one, Random(seed))) for one in chosen]
    silent = [all(value == "0" for *_, value in metrics) for metrics, _, _ in expected]

    assert silent.count(True) < max(1, len(chosen) / 2)
    assert expected == [told(of_rubric(rubric, made, one, Random(seed))) for one in chosen]


@search(8, wide=120)
@given(one=derivations(), seed=st.integers(0, 99), kind=st.sampled_from(OTHERS))
def test_any_derivation_counts_the_same_on_every_engine(one, seed, kind):
    frames = random_frames(VISITS, Random(seed), rows=12)

    expected = told(of_visits(frames, one))
    assert expected == told(of_visits(as_kind(frames, KINDS[kind]), one))


@pytest.mark.long
@search(3)
@given(one=derivations(), seed=st.integers(0, 99), kind=st.sampled_from([*CLUSTER_KINDS]))
def test_any_derivation_counts_the_same_on_a_cluster(cluster, one, seed, kind):
    frames = random_frames(VISITS, Random(seed), rows=12)

    expected = told(of_visits(frames, one))
    assert expected == told(of_visits(as_kind(frames, CLUSTER_KINDS[kind]), one))


@search(6)
@given(one=derivations(), seed=st.integers(0, 99), kinds=st.lists(st.sampled_from([*KINDS]), min_size=3, max_size=3))  # fmt: skip
def test_registers_of_several_engines_are_counted_together(one, seed, kinds):
    frames = random_frames(VISITS, Random(seed), rows=12)
    mixed = {
        name: KINDS[kind](frame) for (name, frame), kind in zip(frames.items(), kinds, strict=True)
    }

    assert told(of_visits(frames, one)) == told(of_visits(mixed, one))
