import io
from functools import cache

import openpyxl
import polars as pl
import pytest

from govscore_lib.ingest import ingest
from govscore_lib.points import plain
from govscore_lib.rubric import load_rubric
from govscore_lib.samples import SETS, sample_files, write_samples
from govscore_lib.samples.build import write_files
from govscore_lib.samples.materials import submitted_metrics
from tests.form_filler import columns_of

HUAIAN = "huaian-2021-integrity"
LARGEST = {
    HUAIAN: 3_000_000,
    "xiangxi-2021-services": 1_000_000,
    "rudong-2021-townships": 1_000_000,
    "sichuan-2021-services": 600_000,
    "sichuan-2021-trading": 600_000,
    "sichuan-2021-publicity": 600_000,
}
"""Bytes of all files of a rubric together."""
SMALLEST = "sichuan-2021-publicity"
WITH_EVERY_FORMAT = (SMALLEST, "xiangxi-2021-services")


@pytest.fixture(scope="module", params=SETS)
def name(request):
    return request.param


@cache
def files_of(name):
    return sample_files(name, seed=0)


@pytest.fixture(scope="module")
def made(name):
    return files_of(name)


@pytest.fixture(scope="module")
def huaian():
    return files_of(HUAIAN)


@pytest.mark.parametrize("name", WITH_EVERY_FORMAT)
def test_the_same_seed_gives_the_same_bytes(name):
    made, again = files_of(name), sample_files(name, seed=0)

    assert {"csv", "parquet", "xlsx"} <= {path.rpartition(".")[2] for path in made}
    assert list(made) == list(again)
    assert [] == [path for path in made if made[path] != again[path]]


@pytest.mark.parametrize("name", WITH_EVERY_FORMAT)
def test_another_seed_gives_other_records_of_the_same_files(name):
    made, other = files_of(name), sample_files(name, seed=1)

    assert set(made) == set(other)
    assert any(made[path] != other[path] for path in made if path.startswith("registers/"))


def test_all_files_together_are_small(name, made):
    assert sum(map(len, made.values())) < LARGEST[name]


def test_the_committed_files_are_those_of_seed_0(name, made, project_root):
    # Compressed formats are compared by their contents: their bytes depend on the machine's zlib.
    raw = project_root / "data" / "raw" / name
    for path, data in made.items():
        assert contents(path, data) == contents(path, (raw / path).read_bytes()), path


def contents(name, data):
    if name.endswith(".parquet"):
        return pl.read_parquet(io.BytesIO(data)).rows()
    if name.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    return data


def test_writing_twice_changes_nothing_the_second_time(tmp_path):
    first = write_samples(tmp_path, 0, [SMALLEST])

    assert tmp_path / SMALLEST / "README.md" in first
    assert [] == write_samples(tmp_path, 0, [SMALLEST])


def test_writing_mends_a_damaged_file_and_leaves_strangers_alone(tmp_path):
    files = {"registers/a.csv": b"a", "registers/b.csv": b"b"}
    write_files(tmp_path, files)
    damaged, stranger = tmp_path / "registers" / "a.csv", tmp_path / "registers" / "own.csv"
    damaged.write_bytes(b"")
    stranger.write_bytes(b"mine")

    assert [damaged] == write_files(tmp_path, files)
    assert b"a" == damaged.read_bytes()
    assert b"mine" == stranger.read_bytes()
    assert {damaged, stranger, damaged.with_name("b.csv")} == set(damaged.parent.iterdir())


def test_a_workbook_states_no_metric_that_a_register_of_the_samples_proves(huaian):
    rubric = load_rubric(HUAIAN)
    stated = set(submitted_metrics(rubric, SETS[HUAIAN]))
    documents = pl.DataFrame(
        list(
            openpyxl.load_workbook(io.BytesIO(huaian["registers/documents.xlsx"])).active.iter_rows(
                min_row=2, values_only=True
            )
        ),
        orient="row",
        schema=list(rubric.registers["documents"].columns),
        infer_schema_length=None,
    )
    words = rubric.registers["documents"].columns["metric_id"].values
    named = {code for code, word in words.items() if word in set(documents["metric_id"])}

    assert not named & stated
    assert set(rubric.metrics) == stated | named | set(rubric.derived_metrics)


def test_every_workbook_says_that_it_is_synthetic(made):
    for path, data in made.items():
        if path.startswith("materials/"):
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
            cover = {row[0]: row[1] for row in book["封面"].iter_rows(values_only=True)}

            assert cover["数据性质"].startswith("合成数据")
            assert path == f"materials/{cover['地区代码']}_{cover['地区']}.xlsx"
            assert "合成数据" in book.properties.description


def test_judged_points_have_a_reviewer_and_evidence(huaian):
    rubric = load_rubric(HUAIAN)
    book = openpyxl.load_workbook(io.BytesIO(huaian["materials/320803_淮安区.xlsx"]))
    top, at = columns_of(book["指标"], "填报值")
    judged = {
        row[0]: [row[at[header] - 1] for header in ("佐证材料", "核定值", "评审人")]
        for row in book["指标"].iter_rows(min_row=top + 1, values_only=True)
        if row[0] in rubric.metrics and rubric.metrics[row[0]].type == "judged"
    }

    assert len(judged) == 7
    assert all(all(cells) for cells in judged.values())


def test_an_office_claims_all_and_a_judge_gives_what_is_planned(project_root):
    rubric = load_rubric(HUAIAN)
    observations = ingest(rubric, project_root / "data" / "raw" / HUAIAN).observations
    verified = observations.filter(source="verified")
    claims = {
        (metric, claimed) for metric, claimed in verified.select("metric_id", "claimed").iter_rows()
    }

    assert {"verified", "claimed", ""} == set(observations["source"])
    assert {(metric, plain(rubric.metrics[metric].max)) for metric, _ in claims} == claims
    assert (verified["claimed"] != verified["value"]).any()


def test_figures_of_registers_that_are_not_sent_stand_in_the_workbooks():
    """A register of all cases of Xiangxi would be too large for a demonstration."""
    rubric = load_rubric("xiangxi-2021-services")
    stated = set(submitted_metrics(rubric, SETS[rubric.id]))

    assert {"platform_transactions", "villages_below_20", "villages_total"} == stated & set(
        rubric.derived_metrics
    )
