"""The raw folder as a whole, and the processed folder that comes of it."""

import hashlib

import pytest

from govscore_lib.errors import InputError
from govscore_lib.ingest import ingest, read_processed, write_processed

CASES = "案号,地区,审结日期,结果,等级,开庭日期\nA1,淮安区,2021-03-01,维持,3,\nA2,金湖县,2021-03-02,撤销,,2021-02-01\n"


def fingerprints(folder):
    return {
        path: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def filled(raw):
    raw.write("registers/cases.csv", CASES)
    raw.materials("320803_淮安区.xlsx", [["asked", "", "", 25], ["answered", "", "", 27]])
    raw.write("observations/a.csv", "地区,指标编码,填报值\n金湖县,asked,7\n")
    return raw


def test_raw_files_are_only_read(filled):
    before = fingerprints(filled.folder)

    filled.ingest()

    assert before == fingerprints(filled.folder)


def test_every_file_is_listed_with_its_fingerprint(filled):
    ingested = filled.ingest()

    assert [
        ("materials/320803_淮安区.xlsx", "materials", "xlsx", 2),
        ("observations/a.csv", "observations", "CSV, UTF-8", 1),
        ("registers/cases.csv", "cases", "CSV, UTF-8", 2),
    ] == ingested.files.select("file", "table", "form", "rows").rows()
    content = (filled.folder / "registers/cases.csv").read_bytes()
    assert hashlib.sha256(content).hexdigest() == ingested.inputs["registers/cases.csv"]


def test_processed_tables_come_back_as_they_were(filled, tmp_path):
    ingested = filled.ingest()

    write_processed(ingested, tmp_path / "processed")
    again = read_processed(filled.rubric, tmp_path / "processed")

    assert ingested.observations.equals(again.observations)
    assert ingested.registers["cases"].equals(again.registers["cases"])
    assert ingested.findings == again.findings
    assert ingested.inputs == again.inputs


def test_writing_replaces_what_stood_there_and_leaves_nothing_beside(filled, tmp_path):
    target = tmp_path / "processed"
    (target / "registers").mkdir(parents=True)
    (target / "registers" / "old.csv").write_text("x", encoding="utf-8")

    write_processed(filled.ingest(), target)

    assert ["cases.csv"] == [path.name for path in (target / "registers").iterdir()]
    assert ["processed"] == [
        path.name for path in tmp_path.iterdir() if path.name.startswith("processed")
    ]


def test_two_runs_write_the_same_bytes(filled, tmp_path):
    write_processed(filled.ingest(), tmp_path / "one")
    write_processed(filled.ingest(), tmp_path / "two")

    assert [path.read_bytes() for path in sorted((tmp_path / "one").rglob("*.csv"))] == [
        path.read_bytes() for path in sorted((tmp_path / "two").rglob("*.csv"))
    ]


def test_files_that_belong_nowhere_are_told(raw):
    raw.write("registers/case.csv", CASES)
    raw.write("notes.csv", "a\n")
    raw.write("registers/~$cases.xlsx", b"lock")
    raw.write("SOURCES.md", "where from")

    told = {one.code: one for one in raw.ingest().findings}

    assert {"unknown-register", "file-not-read"} == set(told)
    assert "did you mean 'cases'?" in told["unknown-register"].en


def test_an_absent_folder_is_an_error(rubric, tmp_path):
    with pytest.raises(InputError, match="folder with the raw files is absent"):
        ingest(rubric, tmp_path / "nowhere")


def test_an_empty_folder_leaves_everything_missing(raw):
    ingested = raw.ingest()

    assert () == ingested.findings
    assert 7 == ingested.observations.height


def test_the_calendar_of_working_days_comes_with_the_library(tmp_path):
    from govscore_lib.rubric import load_rubric

    ingested = ingest(load_rubric("huaian-2021-integrity"), tmp_path)

    assert ["library-calendar"] == [one.code for one in ingested.findings]
    assert 365 <= ingested.registers["workday_calendar"].height
