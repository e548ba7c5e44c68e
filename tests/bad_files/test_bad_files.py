"""One bad file at a time: what is said about it, and that nothing else happens.

``cases.yml`` says which file, by which way it comes in, and the words that its message must contain. Text
files lie in ``files/``, the others are made by ``made.py``.
"""

import os
import shutil
import socket
import sys
from pathlib import Path

import pytest
import yaml

from govscore_lib.cli import BAD_INPUT, main
from govscore_lib.errors import InputError
from govscore_lib.ingest import read_processed
from govscore_lib.job import check_rubric, ingest_rubric
from govscore_lib.project import Project
from govscore_lib.rubric import load_rubric
from govscore_lib.rubric.league import read_league
from tests.bad_files.made import FIGURES, MAKERS

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "cases.yml").read_text("utf-8"))
TOLERANT = ("observations", "materials", "register", "mapping", "corrections", "aliases", "check")
STRICT = ("score", "score_register")


def ways(*names):
    """The cases with one of these ways in, as parameters: file, way, words."""
    return [
        pytest.param(case["file"], way, case[way], id=f"{case['file']} as {way}")
        for case in CASES
        for way in names
        if way in case
    ]


@pytest.fixture(scope="module")
def rubric():
    return load_rubric(HERE / "rubric.yml")


@pytest.fixture(autouse=True)
def nothing_is_fetched(monkeypatch):
    def refuse(*_):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def place(monkeypatch):
    """Puts a bad file where it is wanted."""

    def put(name, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if name in MAKERS:
            MAKERS[name](path)
        else:
            shutil.copyfile(HERE / "files" / name, path)
        if name.startswith("no_permission") and os.access(path, os.R_OK):
            _forbid(monkeypatch, path)  # this account may read everything
        return path

    return put


def _forbid(monkeypatch, path):
    reading = Path.read_bytes

    def read_bytes(self):
        if self == path:
            raise PermissionError(13, "Permission denied")
        return reading(self)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)


@pytest.fixture
def project(tmp_path):
    (tmp_path / "data" / "raw" / "bad-files-2021").mkdir(parents=True)
    return Project(tmp_path)


def where(raw, file, way):
    """The place in the raw folder for a way in."""
    suffix = Path(file).suffix
    good = raw / "observations" / "good.csv"
    if way in ("mapping", "corrections", "aliases"):
        good.parent.mkdir(parents=True)
        good.write_text(FIGURES, encoding="utf-8")
    return {
        "observations": raw / "observations" / file,
        "materials": raw / "materials" / f"320803_淮安区{suffix}",
        "register": raw / "registers" / f"cases{suffix}",
        "check": raw / "registers" / f"cases{suffix}",
        "mapping": good.with_name("good.mapping.yml"),
        "corrections": raw / "corrections.yml",
        "aliases": raw / "aliases.yml",
    }[way]


def said(findings):
    return "\n".join(
        f"{one.severity} {one.file} {one.sheet} {one.place}: {one.zh} | {one.en}"
        for one in findings
    )


def snapshot(folder):
    return {path: path.lstat().st_mtime_ns for path in folder.rglob("*")}


@pytest.mark.parametrize(("file", "way", "words"), ways(*TOLERANT))
def test_ingest_says_what_is_wrong_and_goes_on(project, rubric, place, file, way, words):
    raw = project.raw(rubric.id)
    path = place(file, where(raw, file, way))
    before = snapshot(raw)

    ingested = ingest_rubric(project, rubric, force=True)
    findings = check_rubric(project, rubric).findings if way == "check" else ingested.findings

    told = said(findings)
    assert [] == [word for word in words if word not in told], told
    assert path.name in told or not path.name.isascii() or path.name.startswith(("name_", "good"))
    assert "Traceback" not in told
    assert before == snapshot(raw)
    processed = project.processed(rubric.id)
    assert [processed] == [
        one for one in processed.parent.iterdir() if one.name.startswith(rubric.id)
    ]
    assert ingested.findings == read_processed(rubric, processed).findings


@pytest.mark.parametrize(
    ("file", "figures"),
    [
        pytest.param(case["file"], case["reads"], id=case["file"])
        for case in CASES
        if "reads" in case
    ],
)
def test_what_can_be_read_is_read_all_the_same(project, rubric, place, file, figures):
    place(file, where(project.raw(rubric.id), file, "observations"))

    observations = ingest_rubric(project, rubric, force=True).observations

    read = dict(observations.filter(region_id="320803").select("metric_id", "value").iter_rows())
    assert figures == {metric: read[metric] for metric in figures}


@pytest.mark.parametrize(("file", "way", "words"), ways(*STRICT))
def test_score_refuses_it_and_writes_nothing(
    tmp_path, place, monkeypatch, capsys, file, way, words
):
    path = place(file, tmp_path / "in" / file)
    figures = path
    options = []
    if way == "score_register":
        figures = tmp_path / "in" / "good.csv"
        figures.write_text(FIGURES, encoding="utf-8")
        options = ["--register", f"cases={path}", "--partial-league"]
    before = sorted((tmp_path / "in").rglob("*"))
    command = ["govscore", "score", HERE / "rubric.yml", "--observations", figures, *options]
    monkeypatch.setattr(sys, "argv", [*map(str, command), "--output", str(tmp_path / "out")])

    with pytest.raises(SystemExit) as caught:
        main()

    told = capsys.readouterr().err
    assert BAD_INPUT == caught.value.code
    assert [] == [word for word in words if word not in told], told
    assert path.name in told
    assert "Traceback" not in told
    assert before == sorted((tmp_path / "in").rglob("*"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("file", "way", "words"), ways("league"))
def test_a_league_in_which_a_word_means_two_regions_is_refused(file, way, words):
    with pytest.raises(InputError) as caught:
        read_league(HERE / "files" / file)

    told = str(caught.value)
    assert told.startswith(file)
    assert [] == [word for word in words if word not in told], told


def test_the_table_names_every_file_once_and_knows_its_ways():
    names = [case["file"] for case in CASES]
    lying = {path.name for path in (HERE / "files").iterdir()}
    known = {"file", "reads", "league", *TOLERANT, *STRICT}

    assert sorted(lying | set(MAKERS)) == sorted(names)
    assert len(names) >= 40
    assert set() == {key for case in CASES for key in case} - known
    assert [] == [case["file"] for case in CASES if not set(case) - {"file"}]
