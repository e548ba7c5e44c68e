"""A form filled in and read again loses and changes nothing, for every rubric of the library."""

import datetime as dt

import polars as pl
import pytest

from govscore_lib.engine import score
from govscore_lib.ingest import ingest
from govscore_lib.ingest.figures.evidence import bonus_metrics
from govscore_lib.rubric import load_league, load_rubric, rubric_ids
from govscore_lib.workbook import departments, form_bytes, plan_form
from tests.form_filler import draw_figures, draw_records, fill

SEEDS = (0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 6)))
LOUD = {"critical", "warning"}
EXPECTED = {"register-not-sent", "condition-not-met"}
"""What random records and regions without a form lead to; it is no fault of a form."""


@pytest.fixture(scope="module", params=rubric_ids())
def rubric(request):
    return load_rubric(request.param)


def some_regions(rubric):
    regions = load_league(rubric.league).ranked
    return [regions[0], regions[-1]]


def values_of(ingested):
    rows = ingested.observations.select("region_id", "metric_id", "value").iter_rows()
    return {(region, metric): value for region, metric, value in rows if value is not None}


def loud(ingested):
    return [one for one in ingested.findings if one.severity in LOUD and one.code not in EXPECTED]


@pytest.mark.parametrize("seed", SEEDS)
def test_figures_come_back_as_they_were_typed(rubric, seed, tmp_path):
    regions = some_regions(rubric)
    names = [field.metric.id for field in plan_form(rubric).fields]
    figures = draw_figures(rubric, [region.id for region in regions], names, seed)
    (tmp_path / "materials").mkdir()
    for region in regions:
        template = form_bytes(plan_form(rubric, region=region.id))
        filled = fill(template, rubric, figures, region=region.id)
        (tmp_path / "materials" / f"{region.id}_{region.name_zh}.xlsx").write_bytes(filled)

    ingested = ingest(rubric, tmp_path)

    assert figures == values_of(ingested)
    assert [] == loud(ingested)
    assert {"condition-not-met"}.isdisjoint(one.code for one in ingested.findings)


@pytest.mark.parametrize("seed", SEEDS)
def test_records_come_back_as_they_were_typed(rubric, seed, tmp_path):
    regions = some_regions(rubric)
    typed = {}
    (tmp_path / "materials").mkdir()
    for region in regions:
        form = plan_form(rubric, region=region.name_zh)
        records = {one.id: draw_records(rubric, one.id, region.id, seed) for one in form.registers}
        records = {name: rows for name, rows in records.items() if rows}
        for name, rows in records.items():
            typed.setdefault(name, []).extend(rows)
        filled = fill(form_bytes(form), rubric, {}, records, region=region.id)
        (tmp_path / "materials" / f"{region.id}.xlsx").write_bytes(filled)

    ingested = ingest(rubric, tmp_path)

    read = {name: ingested.registers[name].rows(named=True) for name in typed}
    for rows in read.values():
        for row in rows:
            for column in ("_file", "_sheet", "_row"):
                del row[column]
    assert typed == read
    assert [] == loud(ingested)


def test_a_department_reports_on_every_region_at_once(rubric, tmp_path):
    for number, department in enumerate(departments(rubric)[:2]):
        form = plan_form(rubric, department=department)
        figures = draw_figures(
            rubric,
            [region.id for region in form.regions],
            [field.metric.id for field in form.fields],
            seed=number,
        )
        folder = tmp_path / str(number)
        (folder / "materials").mkdir(parents=True)
        filled = fill(form_bytes(form), rubric, figures)
        (folder / "materials" / "部门.xlsx").write_bytes(filled)

        ingested = ingest(rubric, folder)

        assert figures == values_of(ingested)
        assert [] == loud(ingested)


def test_every_metric_and_register_has_a_place_in_the_form(rubric):
    form = plan_form(rubric)
    calendars = {one.deadline.calendar for one in rubric.derivations if one.deadline}

    assert sorted(set(rubric.metrics) - {rubric.run_per}) == sorted(
        field.metric.id for field in form.fields
    )
    assert set(rubric.registers) - calendars == {register.id for register in form.registers}


def outside(rubric):
    """The categories outside the base."""
    return [one.id for one in rubric.categories if one.component == "bonus"]


CLAIMS = "bonus_claims"
BONUS = [(name, "figures") for name in rubric_ids() if outside(load_rubric(name))]
BONUS += [(name, "records") for name in rubric_ids() if CLAIMS in load_rubric(name).registers]
CLAIM = {
    "claim_id": "J-1", "kind": "B1", "matter_id": "M-1", "level": "province", "result_date": dt.date(2021, 6, 30),
    "formal_document": True, "positive": True, "first_author": True, "rejected": False,
}  # fmt: skip


def bonus_points(rubric, region, figures, records, evidence, folder):
    """What a region gets outside the base, all that is claimed coming in one form."""
    form = plan_form(rubric, region=region.id)
    filled = fill(form_bytes(form), rubric, figures, records, evidence=evidence, region=region.id)
    (folder / "materials").mkdir(parents=True)
    (folder / "materials" / f"{region.id}.xlsx").write_bytes(filled)
    ingested = ingest(rubric, folder)
    card = score(rubric, ingested.observations, ingested.registers)
    rows = card.categories.filter(
        pl.col("region_id") == region.id, pl.col("category_id").is_in(outside(rubric))
    )
    return ingested, rows["points_sum"].sum()


@pytest.mark.parametrize(("name", "way"), BONUS)
@pytest.mark.parametrize("has_evidence", [True, False])
def test_a_bonus_counts_with_its_evidence_only(name, way, has_evidence, tmp_path):
    """Claimed as a figure with the document beside it, or as a record that says whether evidence was filed."""
    rubric = load_rubric(name)
    region = load_league(rubric.league).ranked[0]
    figures, records = {}, {}
    if way == "figures":
        types = {metric: rubric.metrics[metric].type for metric in bonus_metrics(rubric)}
        figures = {(region.id, m): "true" if of == "bool" else "1" for m, of in types.items()}
    else:
        claim = CLAIM | {"region_id": region.id, "evidence": has_evidence}
        records = {CLAIMS: [claim | {"track": "rt" if name.endswith("trading") else "gs"}]}
    evidence = "表彰决定.pdf" if has_evidence else None

    ingested, points = bonus_points(rubric, region, figures, records, evidence, tmp_path)

    told = [one.region_id for one in ingested.findings if one.code == "bonus-without-evidence"]
    assert [region.id] * (0 if has_evidence else len(figures)) == told
    worth = any(one.most != 0 for one in rubric.criteria_list if one.category in outside(rubric))
    assert (points > 0) == (has_evidence and worth)
