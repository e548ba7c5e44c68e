"""An expectation on a table, and the suites of a rubric as JSON files of Great Expectations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from govscore_lib.errors import InputError, Problem, listed
from govscore_lib.findings import SEVERITIES, Severity

_SEVERITY_THERE = {"critical": "critical", "warning": "warning", "note": "info"}
"""Our severities in the words of Great Expectations."""


@dataclass(frozen=True)
class Expectation:
    """What must hold of a table, and what is told when it does not.

    type, kwargs : as Great Expectations knows them.
    code : code of the finding. zh, en : what is expected, without a full stop.
    criteria : ids of the criteria whose points it protects.
    """

    type: str
    kwargs: Mapping[str, Any]
    code: str
    severity: Severity
    zh: str
    en: str
    criteria: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it speaks of, in order; none for a whole table."""
        given = (self.kwargs.get(key) for key in ("column", "column_A", "column_B"))
        named = [cast(str, name) for name in given if name is not None]
        return (*named, *self.kwargs.get("column_list", ()))

    def as_json(self) -> dict[str, Any]:
        """Return the entry of a suite."""
        meta = {
            "zh": self.zh,
            "en": self.en,
            "criteria": list(self.criteria),
            "severity": self.severity,
            "code": self.code,
        }
        return {
            "type": self.type,
            "kwargs": dict(self.kwargs),
            "meta": meta,
            "severity": _SEVERITY_THERE[self.severity],
        }


Suite = tuple[Expectation, ...]


def suite_json(table: str, suite: Suite, rubric_id: str) -> str:
    """Return a suite as the text of its file: no ids, one line an expectation, in their order."""
    meta = json.dumps({"rubric": rubric_id, "table": table}, ensure_ascii=False)
    lines = ",\n".join(f"  {json.dumps(one.as_json(), ensure_ascii=False)}" for one in suite)
    name = json.dumps(f"{rubric_id}.{table}", ensure_ascii=False)
    return f'{{\n "name": {name},\n "meta": {meta},\n "expectations": [\n{lines}\n ]\n}}\n'


def read_suites(folder: Path) -> dict[str, Suite]:
    """Return the suites of a folder by table. Raises InputError naming every file that is not a suite."""
    suites: dict[str, Suite] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.json")):
        where = f"expectations/{folder.name}/{path.name}"
        try:
            body = json.loads(path.read_text(encoding="utf-8"))
            suites[path.stem] = tuple(_read(entry) for entry in body["expectations"])
        except (ValueError, KeyError, TypeError) as error:
            problems.append(
                Problem(
                    where,
                    f"is not a suite of expectations ({type(error).__name__}: {error})",
                    hint="write it again with `python -m govscore_lib.quality.suites`",
                )
            )
    if problems:
        raise InputError(problems)
    return suites


def _read(entry: Mapping[str, Any]) -> Expectation:
    meta = entry["meta"]
    severity = meta["severity"]
    if severity not in SEVERITIES:
        raise ValueError(f"severity '{severity}'; allowed: {listed(SEVERITIES)}")
    return Expectation(
        entry["type"],
        dict(entry["kwargs"]),
        meta["code"],
        severity,
        meta["zh"],
        meta["en"],
        tuple(meta["criteria"]),
    )
