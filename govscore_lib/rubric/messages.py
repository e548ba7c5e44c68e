"""What the model refuses, told with line, place, what is allowed and the likely fix."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from govscore_lib.errors import Problem, did_you_mean, listed
from govscore_lib.rubric.document import Document, PathPiece
from govscore_lib.rules.registry import KINDS


def problems_of(
    error: ValidationError, document: Document, model: type[BaseModel]
) -> list[Problem]:
    """Return one problem per refusal, in the order of the document's lines."""
    found = [
        (
            document.line(_yaml_path(document, tuple(entry["loc"]))),
            _problem(dict(entry), document, model),
        )
        for entry in error.errors(include_url=False)
    ]
    return [problem for _, problem in sorted(found, key=lambda pair: pair[0])]


def _yaml_path(document: Document, loc: tuple[PathPiece, ...]) -> tuple[PathPiece, ...]:
    """Drop what pydantic adds to a location (union tags) and keep what stands in the document."""
    path: tuple[PathPiece, ...] = ()
    for piece in loc:
        if (*path, piece) in document.lines:
            path = (*path, piece)
    return path


SINGULAR = {
    "criteria": "criterion",
    "categories": "category",
    "bulletins": "bulletin",
    "figures": "figure",
}
"""What one entry of a list is called in a message."""


def place(document: Document, path: tuple[PathPiece, ...]) -> str:
    """Return "file, line n, criterion 1.02, rule" for a path."""
    words: list[str] = []
    current: Any = document.raw
    pieces = list(path)
    while pieces:
        piece = pieces.pop(0)
        step = current.get(piece) if isinstance(current, dict) else None
        if isinstance(current, list) and isinstance(piece, int) and piece < len(current):
            step = current[piece]
            name = step.get("id") if isinstance(step, dict) else None
            words[-1] = f"{SINGULAR.get(words[-1], words[-1])} {name or piece + 1}"
        else:
            words.append(str(piece))
        current = step
    return ", ".join([document.name, f"line {document.line(path)}", *words])


def _problem(entry: dict[str, Any], document: Document, model: type[BaseModel]) -> Problem:
    loc: tuple[PathPiece, ...] = tuple(entry["loc"])
    kind, value = entry["type"], entry.get("input")
    if kind == "extra_forbidden":
        known = sorted(_keys_at(model, loc[:-1]))
        where = place(document, _yaml_path(document, loc)[:-1])
        line = document.line(_yaml_path(document, loc))
        where = where.replace(
            f"line {document.line(_yaml_path(document, loc)[:-1])}", f"line {line}", 1
        )
        hint = did_you_mean(str(loc[-1]), known)
        return Problem(where, f"key '{loc[-1]}' is not known here", listed(known, 30), hint)
    where = place(document, _yaml_path(document, loc))
    if kind == "missing":
        return Problem(where, f"key '{loc[-1]}' is missing")
    if kind == "union_tag_invalid":
        tag = str(value.get("kind")) if isinstance(value, dict) else str(value)
        return Problem(
            where,
            f"there is no rule kind '{tag}'",
            listed(sorted(KINDS), 30),
            did_you_mean(tag, KINDS),
        )
    if kind == "union_tag_not_found":
        return Problem(where, "the rule says no kind", listed(sorted(KINDS), 30))
    if kind == "literal_error":
        allowed = entry["ctx"]["expected"].replace("'", "")
        words = allowed.replace(" or ", ", ").split(", ")
        return Problem(where, f"'{value}' is not allowed", allowed, did_you_mean(str(value), words))
    if kind == "value_error":
        return Problem(where, str(entry["ctx"]["error"]))
    return Problem(where, _sentence(kind, value, entry["msg"]))


def _sentence(kind: str, value: Any, message: str) -> str:
    if value is None:
        return "the value is empty"
    if kind.startswith("date"):
        return f"'{value}' is not a day (write 2021-03-31)"
    if kind.startswith("int"):
        return f"'{value}' is not a whole number"
    if kind.startswith("bool"):
        return f"'{value}' is neither yes nor no"
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        return f"'{value}' stands where keys are expected"
    if kind in ("tuple_type", "list_type"):
        return f"'{value}' stands where a list is expected"
    return f"'{value}': {message[0].lower()}{message[1:]}" if isinstance(value, str) else message


def _keys_at(model: type[BaseModel], loc: tuple[PathPiece, ...]) -> set[str]:
    """Return the keys that the model allows at a location."""
    candidates: list[type[BaseModel]] = [model]
    for piece in loc:
        if isinstance(piece, int):
            continue
        if named := [one for one in candidates if one.__name__ == piece]:
            candidates = named
            continue
        if any(candidate in KINDS.values() for candidate in candidates) and piece in KINDS:
            candidates = [KINDS[piece]]
            continue
        inside = [
            found
            for candidate in candidates
            for name, info in candidate.model_fields.items()
            if piece in _spellings(name, info)
            for found in _models_in(info.annotation)
        ]
        candidates = inside or candidates
    return {
        spelling
        for candidate in candidates
        for name, info in candidate.model_fields.items()
        if not info.exclude
        for spelling in _spellings(name, info)[:1]
    }


def _spellings(name: str, info: Any) -> list[str]:
    alias = info.validation_alias
    if alias is None:
        return [name]
    return [alias] if isinstance(alias, str) else [str(choice) for choice in alias.choices]


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        return
    for part in typing.get_args(annotation):
        yield from _models_in(part)
