"""A YAML document read as text, with the line of every key.

Every scalar stays the text its author typed (1.10 is not 1.1, ``no`` is not false); types are the
business of the rubric's model. Nothing in a document can run code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from govscore_lib.errors import InputError, Problem

PathPiece = str | int
MAX_BYTES = 4_000_000
_WIDE = "\u2018-\u201f\u2026\u3000-\u9fff\uff00-\uffef"
_LINE_MEETS_LINE = re.compile(f"(?<=[{_WIDE}]) (?=[{_WIDE}])|(?<=[，。；：、）〕】》”]) ")
"""YAML puts a space where lines of a text meet; Chinese characters and their punctuation have none."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times faster where PyYAML was built with libyaml, as its wheels are."""


@dataclass(frozen=True)
class Document:
    """A parsed document.

    name : what messages call it. raw : dicts, lists and text (None for an empty value).
    lines : line (from 1) of every key or list element, by its path. plain_numbers : paths of ids
    that another YAML reader would take for a number or truth value.
    """

    name: str
    text: str
    raw: dict[str, Any]
    lines: dict[tuple[PathPiece, ...], int]
    unquoted: frozenset[tuple[PathPiece, ...]] = field(default_factory=frozenset)

    def line(self, path: tuple[PathPiece, ...]) -> int:
        """Return the line of the nearest known place at or above ``path``."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_document(path: Path) -> Document:
    """Return the document in a file.

    Raises InputError when the file cannot be read, is not UTF-8 or is not YAML of the plain kind.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            [Problem(str(path), f"cannot be read ({error.strerror})", hint="check the path")]
        ) from None
    if len(data) > MAX_BYTES:
        raise InputError([Problem(str(path), f"is larger than {MAX_BYTES:,} bytes")])
    try:
        return parse_document(data.decode("utf-8-sig"), path.name)
    except UnicodeDecodeError as error:
        raise InputError(
            [
                Problem(
                    f"{path.name}, byte {error.start}",
                    "is not UTF-8 text",
                    hint="save it as UTF-8",
                )
            ]
        ) from None


def _no_keys(node: yaml.Node | None, name: str) -> Problem:
    allowed = "a document of keys, each with its value after a colon"
    if node is None:
        return Problem(name, "holds nothing", allowed, "is the file empty?")
    found = "a list" if isinstance(node, yaml.SequenceNode) else "words without a key"
    place = f"{name}, line {node.start_mark.line + 1}"
    return Problem(place, f"begins with {found}", allowed, "is this the right file?")


@lru_cache(maxsize=16)
def parse_document(text: str, name: str) -> Document:
    """Return the document spelled by ``text``; ``name`` is used in messages.

    The same text is parsed once: whoever wants to change what it holds makes a copy first.
    """
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}, line {mark.line + 1}" if mark else name
        raise InputError(
            [Problem(place, f"is not valid YAML: {error.problem or error.context}")]
        ) from None
    except yaml.YAMLError as error:
        raise InputError([Problem(name, f"is not valid YAML: {error}")]) from None
    if not isinstance(node, yaml.MappingNode):
        raise InputError([_no_keys(node, name)])
    lines: dict[tuple[PathPiece, ...], int] = {(): 1}
    problems: list[Problem] = []
    unquoted: set[tuple[PathPiece, ...]] = set()
    seen: set[int] = set()

    def build(current: yaml.Node, path: tuple[PathPiece, ...]) -> Any:
        line = current.start_mark.line + 1
        if id(current) in seen and not isinstance(current, yaml.ScalarNode):
            problems.append(
                Problem(
                    f"{name}, line {line}",
                    "the part that begins here is repeated by an alias (*)",
                    hint="write it out",
                )
            )
            return None
        seen.add(id(current))
        if isinstance(current, yaml.MappingNode):
            result: dict[str, Any] = {}
            for key_node, value_node in current.value:
                key = str(key_node.value)
                key_line = key_node.start_mark.line + 1
                if key in result:
                    problems.append(
                        Problem(
                            f"{name}, line {key_line}",
                            f"key '{key}' stands twice (first on line {lines[(*path, key)]})",
                            hint="remove one of them",
                        )
                    )
                lines[(*path, key)] = key_line
                result[key] = build(value_node, (*path, key))
            return result
        if isinstance(current, yaml.SequenceNode):
            items = []
            for index, item in enumerate(current.value):
                lines[(*path, index)] = item.start_mark.line + 1
                items.append(build(item, (*path, index)))
            return items
        is_plain = isinstance(current, yaml.ScalarNode) and not current.style
        if is_plain and not current.tag.endswith((":str", ":timestamp")):
            unquoted.add(path)
        if is_plain and current.tag.endswith(":null"):
            return None
        text = str(current.value)
        if path and path[-1] == "zh" and current.start_mark.line < current.end_mark.line:
            text = _LINE_MEETS_LINE.sub("", text)
        return text

    raw = build(node, ())
    if problems:
        raise InputError(dict.fromkeys(problems))
    return Document(name, text, raw, lines, frozenset(unquoted))


def paths(
    raw: Any, path: tuple[PathPiece, ...] = ()
) -> Iterator[tuple[tuple[PathPiece, ...], Any]]:
    """Yield every path of a raw document with what stands there, outside first."""
    yield path, raw
    children: Iterator[tuple[PathPiece, Any]] = iter(())
    if isinstance(raw, dict):
        children = iter(raw.items())
    elif isinstance(raw, list):
        children = iter(enumerate(raw))
    for piece, value in children:
        yield from paths(value, (*path, piece))
