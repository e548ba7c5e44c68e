import sys

import pytest

from govscore_lib.samples import SETS
from govscore_lib.samples.__main__ import main

NAME = "sichuan-2021-publicity"


def call(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["samples", *words])
    main()


def test_the_command_writes_below_the_project_it_is_given(tmp_path, monkeypatch, capsys):
    call(monkeypatch, NAME, "--seed", "3", "--project", str(tmp_path))

    raw = tmp_path / "data" / "raw"
    assert "files written below" in capsys.readouterr().out
    assert [raw / NAME] == list(raw.iterdir())
    assert "--seed 3" in (raw / NAME / "README.md").read_text(encoding="utf-8")

    call(monkeypatch, NAME, "--seed", "3", "--project", str(tmp_path))
    assert "is up to date" in capsys.readouterr().out


def test_without_a_name_it_writes_the_data_of_every_rubric(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "govscore_lib.samples.__main__.write_samples", lambda *given: asked.append(given) or []
    )
    call(monkeypatch, "--project", str(tmp_path))

    assert [(tmp_path / "data" / "raw", 0, tuple(SETS))] == asked


def test_a_rubric_without_samples_is_refused_with_those_that_have_them(monkeypatch, capsys):
    with pytest.raises(SystemExit):
        call(monkeypatch, "nowhere-2021")

    assert "huaian-2021-integrity" in capsys.readouterr().err
