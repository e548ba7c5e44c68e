"""govscore bulletin: a month, a quarter or a year of a rubric, told in words and as a table."""

from pathlib import Path

import polars as pl
import pytest

from tests.bulletins import write_project
from tests.commands import Done, govscore


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("project")).root


def bulletin(root: Path, *arguments: str | Path) -> Done:
    return govscore("bulletin", "small.yml", *arguments, cwd=root)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("2021-Q4",), ["好差评 · 2021年第四季度", "清江浦区居首", "1\t—\t清江浦区\t20\t0\t0\t100.00%"]),
        (("2021-11", "--lang", "en"), ["service ratings · November 2021", "1\t+1\tHuai'an"]),
        (("2021-01",), ["2021年1月没有记录。"]),
    ],
)  # fmt: skip
def test_a_bulletin_is_told(root: Path, arguments: tuple[str, ...], words: list[str]):
    done = bulletin(root, *arguments)

    assert 0 == done.returncode, done.stderr
    assert [] == [word for word in words if word not in done.stdout], done.stdout


def test_the_table_is_written_when_asked_for(root: Path):
    done = bulletin(root, "2021Q4", "--output", "q4.csv")
    table = pl.read_csv(root / "q4.csv")

    assert 0 == done.returncode, done.stderr
    assert ["ranked", "no_records"] == table["status"].unique(maintain_order=True).to_list()
    assert [20, 200, 200] == table["rated"].head(3).to_list()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("2021-Q5",), "is no period of a bulletin"),
        (("2021-Q4", "--bulletin", "calls"), "has no bulletin 'calls'"),
        (("2021-Q4", "--lang", "fr"), "allowed are zh and en"),
    ],
)
def test_bad_usage_ends_with_2(root: Path, arguments: tuple[str, ...], words: str):
    done = bulletin(root, *arguments)

    assert 2 == done.returncode
    assert words in done.stderr
