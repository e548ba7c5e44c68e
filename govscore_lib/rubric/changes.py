"""Changes to a rubric's raw document by path: what readings and scenarios are made of.

A path is written with slashes; list elements are named by their id: ``criteria/2.06/rule/at_least``.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from govscore_lib.errors import UsageError, did_you_mean, listed


def apply_changes(
    raw: Mapping[str, Any], changes: Mapping[str, Any], below: str = ""
) -> dict[str, Any]:
    """Return the raw document with every change made; the argument is left untouched.

    What lies on the way to a change is copied, all else is shared with the argument: nobody writes into it.
    below : path that the changes are relative to, "" for the document itself.
    Raises UsageError naming the piece of a path that does not exist. The last piece may be new:
    the model says whether such a key is allowed.
    """
    changed = dict(raw)
    mine = {id(changed)}
    for path, value in changes.items():
        pieces = [piece for piece in f"{below}/{path}".split("/") if piece]
        if not pieces:
            raise UsageError("a change needs a path")
        holder: Any = changed
        for depth, piece in enumerate(pieces[:-1]):
            holder = _inside(holder, piece, "/".join(pieces[: depth + 1]), mine)
        _set(holder, pieces[-1], copy.deepcopy(value), "/".join(pieces))
    return changed


OPTIONAL = ("ranking",)
"""Sections that a document may leave out and a change may begin."""


def _inside(holder: Any, piece: str, path: str, mine: set[int]) -> Any:
    """Return what a piece of a path leads to, to be written into; mine : ids of what is copied already."""
    if isinstance(holder, dict) and path in OPTIONAL:
        holder.setdefault(piece, {})
    key: Any = None
    if isinstance(holder, dict) and piece in holder:
        key = piece
    elif isinstance(holder, list):
        key = _index(holder, piece)
    if key is None:
        raise UsageError(f"there is no '{path}' in the rubric. {_known(holder, piece)}".rstrip())
    if id(holder[key]) not in mine and isinstance(holder[key], dict | list):
        holder[key] = copy.copy(holder[key])
        mine.add(id(holder[key]))
    return holder[key]


def _set(holder: Any, piece: str, value: Any, path: str) -> None:
    if isinstance(holder, dict):
        holder[piece] = value
        return
    if isinstance(holder, list):
        index = _index(holder, piece)
        if index is not None:
            holder[index] = value
            return
    raise UsageError(f"there is no '{path}' in the rubric. {_known(holder, piece)}".rstrip())


def _index(items: list[Any], piece: str) -> int | None:
    for index, item in enumerate(items):
        if isinstance(item, dict) and item.get("id") == piece:
            return index
    return int(piece) if piece.isdigit() and int(piece) < len(items) else None


def _known(holder: Any, piece: str) -> str:
    if isinstance(holder, dict):
        known = [str(key) for key in holder]
    elif isinstance(holder, list):
        known = [str(item["id"]) for item in holder if isinstance(item, dict) and "id" in item]
    else:
        return ""
    hint = did_you_mean(piece, known)
    return f"Hint: {hint}" if hint else f"Known there: {listed(known)}."
