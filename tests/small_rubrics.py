"""Small rubrics for tests, written as documents and read by the library's own loader."""

import json
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from govscore_lib.rubric import Rubric, load_rubric

NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def said(text: str) -> dict[str, str]:
    """The same words for both languages; metrics go by their ids."""
    return {"zh": text, "en": text}


def metric(type: str, **more: Any) -> dict[str, Any]:
    """A metric entry of a document, complete for its type; ``more`` adds or replaces keys."""
    entry: dict[str, Any] = {"type": type}
    if type in ("int", "decimal"):
        entry["unit"] = "cases"
    return entry | more


def type_of(cells: Iterable[str]) -> str:
    """The metric type that all the cells of a column fit; empty cells say nothing."""
    given = [cell for cell in cells if cell]
    if all(cell in ("true", "false") for cell in given):
        return "bool"
    if all(DAY.fullmatch(cell) or cell == "none" for cell in given):
        return "date"
    if all(NUMBER.fullmatch(cell) for cell in given):
        return "decimal"
    return "text"


def criterion(id: str, rule: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A criterion entry of a document, worth 2 points in category 1 unless ``more`` says otherwise."""
    entry: dict[str, Any] = {
        "id": id,
        "category": "1",
        "name": said(f"criterion {id}"),
        "max_points": "2",
        "rule": dict(rule),
        "source": {"document": "文〔2021〕1号", "item": "1", "clause": id},
    }
    return {key: value for key, value in (entry | more).items() if value is not None}


def document(
    criteria: Iterable[Mapping[str, Any]], metrics: Mapping[str, Mapping[str, Any]], **more: Any
) -> dict[str, Any]:
    """A whole document of the period 2021, one category without a maximum unless ``more`` has others."""
    return {
        "rubric": "small-2021",
        "title": said("small rubric"),
        "issuer": said("issuer"),
        "document": "文〔2021〕1号",
        "period": {"label": "2021", "start": "2021-01-01", "end": "2021-12-31"},
        "unit_assessed": said("county"),
        "league": "huaian-2021",
        "total": {"max_points": "100"},
        "categories": [{"id": "1", "name": said("category 1")}],
        "metrics": {name: {"name": said(name)} | dict(entry) for name, entry in metrics.items()},
        "criteria": [dict(one) for one in criteria],
    } | more


def load_document(raw: Mapping[str, Any]) -> Rubric:
    """The rubric that a raw document spells. JSON is YAML too, and here every scalar is text."""
    with tempfile.TemporaryDirectory() as folder:
        return load_rubric(write_document(raw, Path(folder)))


def write_document(raw: Mapping[str, Any], folder: Path) -> Path:
    """The file of a raw document, for tests that load it again."""
    path = folder / "small.yml"
    path.write_text(json.dumps(raw, ensure_ascii=False, indent=1), encoding="utf-8")
    return path
