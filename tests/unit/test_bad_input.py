"""Bad input on the command line: one clear message, exit code 2, nothing written, raw data as they were."""

import shutil
import sys

import pytest

from govscore_lib.cli import BAD_INPUT, main
from govscore_lib.rubric import load_rubric

RUBRIC = "citizen-messages-2026w03"
HEADER = "region_id,metric_id,value\n"


@pytest.fixture
def govscore(monkeypatch, capsys):
    """Run the command in this process; returns exit code and what went to stderr."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["govscore", *map(str, words)])
        with pytest.raises(SystemExit) as caught:
            main()
        return caught.value.code, capsys.readouterr().err

    return run


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("o.csv", "", "o.csv: the file is empty"),
        ("o.csv", "region_id,metric,value\n", "column 'metric_id' is missing"),
        ("o.xlsx", "a,b", "o.xlsx: it is no Excel workbook"),
        ("o.csv", HEADER + "510100,mesages,5\n", "did you mean 'messages'?"),
        ("o.csv", HEADER + "510100,messages,five\n", "o.csv, line 2, column value (messages): 'five' is no number"),
        ("o.csv", HEADER + "510100,messages,5\nnowhere,messages,5\n", "region_id 'nowhere': is not in the league sichuan"),
        ("o.csv", HEADER + "510100,messages,5\n", "regions of the league sichuan are absent"),
        ("o.csv", HEADER + "a,resident_population,0\n", "resident population (census of 2020) > 0; found"),
        ("o.csv", HEADER + "a,messages,1\na,resident_population,2\na,messages_rate,90%\n", "contradicts its parts: 1/2 = 50%"),
    ],
)  # fmt: skip
def test_score_refuses_and_writes_nothing(govscore, tmp_path, name, content, message):
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")

    code, told = govscore("score", RUBRIC, "--observations", file, "--output", tmp_path / "out")

    assert BAD_INPUT == code
    assert message in told
    assert "Traceback" not in told
    assert [file] == list(tmp_path.iterdir())


def test_a_register_that_the_rubric_does_not_have_is_refused(govscore, tmp_path):
    file = tmp_path / "o.csv"
    file.write_text(HEADER, encoding="utf-8")

    code, told = govscore(
        "score",
        RUBRIC,
        "--observations",
        file,
        "--register",
        f"cases={file}",
        "--output",
        tmp_path / "out",
    )

    assert (BAD_INPUT, True) == (code, f"{RUBRIC} has no register 'cases'" in told)


def test_a_metric_that_nobody_supplies_is_missing(tmp_path):
    from govscore_lib.job import score_files

    file = tmp_path / "o.csv"
    file.write_text(HEADER + "a,messages,5\n", encoding="utf-8")

    card = score_files(load_rubric(RUBRIC), file, {})

    assert [("a", "1.1", None, "missing")] == (
        card.ledger.select("region_id", "criterion_id", "points", "status").rows()
    )


def test_ingest_tells_and_goes_on(govscore, tmp_path, project_root, monkeypatch, capsys):
    raw = tmp_path / "data" / "raw" / RUBRIC
    shutil.copytree(project_root / "data" / "raw" / RUBRIC, raw)
    (raw / "observations" / "late.xlsx").write_bytes(b"no workbook")
    before = {path: path.read_bytes() for path in raw.rglob("*") if path.is_file()}
    monkeypatch.setattr(sys, "argv", ["govscore", "ingest", RUBRIC, "--project", str(tmp_path)])

    with pytest.raises(SystemExit) as caught:
        main()

    assert caught.value.code in (0, None)
    assert "late.xlsx" in capsys.readouterr().out
    assert before == {path: path.read_bytes() for path in raw.rglob("*") if path.is_file()}
