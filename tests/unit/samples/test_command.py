import sys

from govscore_lib.samples import SETS
from govscore_lib.samples.__main__ import main


def test_the_command_writes_below_the_project_it_is_given(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["samples", "--seed", "3", "--project", str(tmp_path)])
    main()

    assert "files written below" in capsys.readouterr().out
    for name in SETS:
        readme = (tmp_path / "data" / "raw" / name / "README.md").read_text(encoding="utf-8")
        assert "--seed 3" in readme
