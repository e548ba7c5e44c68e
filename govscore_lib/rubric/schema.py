"""The JSON Schema of rubric documents, for editors; written by ``python -m govscore_lib.rubric.schema``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from govscore_lib.files import write_beside
from govscore_lib.rubric.load import RUBRICS
from govscore_lib.rubric.model import Rubric

SCHEMA_FILE = RUBRICS / "rubric.schema.json"


def rubric_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that every rubric document follows.

    It knows keys, types and the parameters of every rule kind; names in expressions, sums and ids are
    the business of the loader.
    """
    schema = Rubric.model_json_schema(by_alias=True, mode="validation")
    for name in ("file_hash", "chosen", "embedded", "origin"):
        schema["properties"].pop(name, None)
    for part in [schema, *schema["$defs"].values()]:
        if part.get("title") in ("Metric", "Register") and "id" in part["properties"]:
            part["properties"].pop("id")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "govscore rubric",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def schema_text() -> str:
    """Return the schema as it stands in its file."""
    return json.dumps(rubric_schema(), ensure_ascii=False, indent=1) + "\n"


def write_schema(path: Path = SCHEMA_FILE) -> None:
    """Write the schema into its file."""
    write_beside(path, schema_text())


if __name__ == "__main__":
    write_schema()
