"""The manual page of the rule kinds is in step with the code and leaves nothing out."""

import re
from pathlib import Path

import pytest

from govscore_lib.rubric.kinds_examples import MADE_UP
from govscore_lib.rubric.kinds_page import PAGE, kinds_page, write_kinds_page
from govscore_lib.rubric.schema import rubric_schema
from govscore_lib.rules import KINDS

SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", kinds_page(), re.M | re.S))


def test_the_file_is_in_step(project_root: Path):
    """After a change to a kind: python -m govscore_lib.rubric.kinds_page."""
    assert kinds_page() == project_root.joinpath(PAGE).read_text("utf-8")


def test_every_kind_has_its_section():
    assert list(KINDS) == list(SECTIONS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_section_names_every_key_and_has_an_example(kind: str):
    keys = set(rubric_schema()["$defs"][KINDS[kind].__name__]["properties"]) - {"kind"}

    assert set() == keys - set(re.findall(r"^\| `(\w+)` \|", SECTIONS[kind], re.M))
    assert 1 == SECTIONS[kind].count("```yaml\nrule:")
    assert re.search(rf"kind: {kind}\b", SECTIONS[kind])
    assert re.search(r"^> .*[。]\n>\n> .*\.$", SECTIONS[kind], re.M)


def test_only_kinds_without_a_clause_have_examples_made_up():
    assert set(MADE_UP) == {kind for kind, text in SECTIONS.items() if "Made up" in text}


def test_the_page_is_written_whole(tmp_path: Path):
    write_kinds_page(tmp_path / "kinds.md")

    assert kinds_page() == tmp_path.joinpath("kinds.md").read_text("utf-8")
