"""The same region's figure of the period before, from the files to the points."""

import polars as pl
import pytest

from govscore_lib.engine import score
from govscore_lib.errors import InputError
from govscore_lib.ingest import ingest, load_observations
from govscore_lib.rubric import load_rubric
from tests.small_rubrics import criterion, document, metric, write_document

RULE = {"kind": "threshold", "value": "rate", "at_least": "previous(rate)"}
ROWS = """region_id,metric_id,value,period
320803,rate,80,2021
320803,rate,70,2020
320804,rate,60,2021
320804,rate,65,2020
320812,rate,90,2021
"""


@pytest.fixture
def rubric(tmp_path):
    raw = document([criterion("1.01", RULE)], {"rate": metric("decimal")})
    raw["period"] = raw["period"] | {"previous": "2020"}
    return load_rubric(write_document(raw, tmp_path))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "observations.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_no_worse_than_the_year_before(rubric, file):
    card = score(rubric, load_observations(file, rubric), partial_league=True)

    found = {row["region_id"]: (row["status"], row["points"]) for row in card.ledger.to_dicts()}
    assert found == {"320803": ("scored", 2), "320804": ("scored", 0), "320812": ("missing", None)}


def test_the_formula_shows_both_years(rubric, file):
    card = score(rubric, load_observations(file, rubric), partial_league=True)

    formula = card.ledger.filter(pl.col("region_id") == "320804")["formula"][0]
    assert "60" in formula
    assert "65" in formula


def test_another_year_is_refused(rubric, file):
    file.write_text(ROWS.replace("2020", "2019"), encoding="utf-8")

    with pytest.raises(InputError, match="'2019' is not the rubric's period"):
        load_observations(file, rubric)


def test_a_rubric_that_looks_back_on_nothing_refuses_the_year_before(rubric, file):
    period = rubric.period.model_copy(update={"previous": None})

    with pytest.raises(InputError, match="'2020' is not the rubric's period"):
        load_observations(file, rubric.model_copy(update={"period": period}))


def test_raw_files_bring_both_years(rubric, tmp_path):
    raw = tmp_path / "raw" / "observations"
    raw.mkdir(parents=True)
    (raw / "figures.csv").write_text(ROWS, encoding="utf-8")

    ingested = ingest(rubric, raw.parent)

    given = ingested.observations.drop_nulls("value").select("region_id", "period", "value").rows()
    assert ("320803", "2021", "80") in given
    assert ("320803", "2020", "70") in given
    assert not [one for one in ingested.findings if "period" in one.code]
