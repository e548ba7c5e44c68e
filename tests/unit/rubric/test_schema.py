"""The published JSON Schema is in step with the model and accepts every rubric of the library."""

from copy import deepcopy

import jsonschema
import pytest

from govscore_lib.rubric import rubric_ids, rubric_path
from govscore_lib.rubric.document import read_document
from govscore_lib.rubric.schema import SCHEMA_FILE, rubric_schema, schema_text

SCHEMA = rubric_schema()


def test_the_file_is_in_step():
    assert schema_text() == SCHEMA_FILE.read_text("utf-8")


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", rubric_ids())
def test_it_accepts_the_rubrics(name: str):
    errors = jsonschema.Draft202012Validator(SCHEMA).iter_errors(
        read_document(rubric_path(name)).raw
    )

    assert [] == [f"{list(error.absolute_path)}: {error.message[:200]}" for error in errors]


def test_it_refuses_a_misspelt_key():
    raw = deepcopy(read_document(rubric_path("citizen-messages-2026w03")).raw)
    raw["criteria"][0]["rule"]["bset"] = "highest"

    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(raw)
