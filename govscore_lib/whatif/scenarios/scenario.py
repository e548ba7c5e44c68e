"""A what-if as a small list of changes: written in YAML or in Python, checked whole, hashed, stored with the run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import Field, PrivateAttr, ValidationError, model_validator

from govscore_lib.errors import InputError, Problem, did_you_mean, listed
from govscore_lib.fingerprints import digest
from govscore_lib.rubric.document import Document, read_document
from govscore_lib.rubric.messages import problems_of
from govscore_lib.rubric.metric import Part, Text
from govscore_lib.text import Bilingual
from govscore_lib.whatif.scenarios.changes import (
    FORMS,
    AnyChange,
    CategoryPoints,
    Change,
    ChosenReading,
    CriterionPoints,
    Figure,
    LeftOut,
    OtherLeague,
    Record,
    Setting,
    Words,
    as_texts,
)
from govscore_lib.whatif.scenarios.overview import at_a_glance, in_one_line
from govscore_lib.whatif.scenarios.reweighting import KeepTotal


class Scenario(Part):
    """A named list of changes to a rubric, its data or its league; without changes it is the baseline.

    name : written ``scenario`` in a document. rubric : the only rubric it may be used on, if said.
    keep_total : what becomes of the total when points change, see ``reweighting.new_maxima``.

    >>> Scenario("five for corrections").points({"1.02": 5}).among(["金湖县", "盱眙县"]).name.en
    'five for corrections'
    """

    name: Words = Field(default=Bilingual(zh="", en=""), alias="scenario")
    rubric: Text | None = None
    note: Words | None = None
    keep_total: KeepTotal = "proportional"
    changes: tuple[AnyChange, ...] = ()
    _file: str = PrivateAttr(default="")
    _lines: tuple[int, ...] = PrivateAttr(default=())
    _keys: Mapping[str, int] = PrivateAttr(default_factory=dict)

    def __init__(self, name: str | Bilingual | None = None, /, **fields: Any) -> None:
        """Name a scenario; ``fields`` are the keys of a document."""
        given = {} if name is None else {"scenario": name}
        super().__init__(**given, **fields)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if twice := _repeated(self.changes):
            raise ValueError(f"{' '.join(self.changes[twice[0]].target)} is changed twice")
        return self

    def __eq__(self, other: object) -> bool:
        """Whether two scenarios say the same, wherever they were read."""
        return isinstance(other, Scenario) and self.document() == other.document()

    def __hash__(self) -> int:
        return hash(self.hash)

    def __repr__(self) -> str:
        return in_one_line(self)

    __str__ = __repr__

    def _repr_html_(self) -> str:
        """Show the changes in a notebook."""
        return at_a_glance(self)

    # one method a form of change; each returns a longer scenario and leaves this one as it is

    def points(self, criteria: Mapping[str, Any]) -> Scenario:
        """Return the scenario with other points for criteria, {"1.02": "4"}."""
        return self._with(
            CriterionPoints, *({"criterion": k, "points": p} for k, p in criteria.items())
        )

    def category_points(self, categories: Mapping[str, Any]) -> Scenario:
        """Return the scenario with other points for categories, their criteria along."""
        return self._with(
            CategoryPoints, *({"category": k, "points": p} for k, p in categories.items())
        )

    def change(self, path: str, to: Any) -> Scenario:
        """Return the scenario with another value in the rubric, ``criteria/2.06/rule/at_least``."""
        return self._with(Setting, {"path": path, "to": to})

    def read(self, target: str, key: str) -> Scenario:
        """Return the scenario with another reading, ``1.02`` and ``B``."""
        return self._with(ChosenReading, {"reading": f"{target}={key}"})

    def figure(self, region: str, metric: str, value: Any, **why: str) -> Scenario:
        """Return the scenario with another figure in one region; None is missing.

        why : note, by, on and document of the decision.
        """
        return self._with(Figure, {"region": region, "metric": metric, "value": value, **why})

    def withdraw(self, register: str, record: Any, **why: str) -> Scenario:
        """Return the scenario without a record of a register, named by its key."""
        return self._with(
            Record, {"register": register, "record": record, "withdrawn": True, **why}
        )

    def alter(self, register: str, record: Any, values: Mapping[str, Any], **why: str) -> Scenario:
        """Return the scenario with other cells in a record, {column: value}."""
        return self._with(Record, {"register": register, "record": record, "set": values, **why})

    def add(self, register: str, values: Mapping[str, Any], **why: str) -> Scenario:
        """Return the scenario with a further record, {column: value}."""
        return self._with(Record, {"register": register, "add": values, **why})

    def without(self, *regions: str) -> Scenario:
        """Return the scenario with regions left out of the league."""
        return self._with(LeftOut, *({"leave_out": region} for region in regions))

    def among(self, league: str | Sequence[str]) -> Scenario:
        """Return the scenario with another league, or only some regions of the run."""
        named = league if isinstance(league, str) else tuple(league)
        return self._with(OtherLeague, {"league": named})

    def with_change(self, change: Change | Mapping[str, Any]) -> Scenario:
        """Return the scenario with one more change, as an object or as an entry of a scenario file.

        Raises InputError where the entry is of no form.
        """
        if isinstance(change, Change):
            return self._with(type(change), change.model_dump())
        forms = [form for key, form in FORMS.items() if key in change]
        if len(forms) != 1:
            found = f"names {len(forms) or 'no'} things to change"
            raise InputError([Problem(self.place(), found, f"one of {listed(FORMS)}")])
        return self._with(forms[0], change)

    def _with(self, form: type[Change], *entries: Mapping[str, Any]) -> Scenario:
        """Return the scenario with further changes. Raises InputError where one is not of its form."""
        fields = {name: getattr(self, name) for name in type(self).model_fields if name != "name"}
        try:
            added = [form.model_validate(entry) for entry in entries]
            return Scenario(self.name, **{**fields, "changes": (*self.changes, *added)})
        except ValidationError as error:
            raise InputError(
                Problem(self.place(), one["msg"].removeprefix("Value error, "))
                for one in error.errors()
            ) from None

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not self.changes

    def of(self, form: type[Change]) -> Iterator[tuple[int, Any]]:
        """Yield number and change of one form."""
        for number, change in enumerate(self.changes):
            if isinstance(change, form):
                yield number, change

    def place(self, number: int | None = None) -> str:
        """Return where a change stands, for messages; None is the scenario as a whole."""
        if number is not None and self._lines:
            return f"{self._file}, line {self._lines[number]}"
        whole = self._file or f"scenario '{self.name.en}'".replace(" ''", "")
        return whole if number is None else f"{whole}, change {number + 1}"

    def place_of(self, key: str) -> str:
        """Return where a key of the scenario stands, for messages."""
        return f"{self.place()}, line {self._keys[key]}" if key in self._keys else self.place()

    def document(self) -> dict[str, Any]:
        """Return the scenario as a document holds it: text, lists and keys; loading it gives an equal one."""
        written: dict[str, Any] = {"scenario": _words(self.name)}
        if self.rubric is not None:
            written["rubric"] = self.rubric
        if self.note is not None:
            written["note"] = _words(self.note)
        written["keep_total"] = self.keep_total
        written["changes"] = [_entry(change) for change in self.changes]
        return written

    def to_yaml(self) -> str:
        """Return the text of a scenario file."""
        return yaml.safe_dump(self.document(), allow_unicode=True, sort_keys=False, width=100)

    @property
    def hash(self) -> str:
        """SHA-256 of the scenario, however its file is laid out."""
        return digest(json.dumps(self.document(), ensure_ascii=False, sort_keys=True))


def _repeated(changes: Sequence[Change]) -> list[int]:
    """Return the numbers of the changes whose target was changed before."""
    targets = [change.target for change in changes]
    return [number for number, target in enumerate(targets) if target in targets[:number]]


def _words(words: Bilingual) -> Any:
    return words.zh if words.zh == words.en else {"zh": words.zh, "en": words.en}


def _entry(change: Change) -> dict[str, Any]:
    fields = type(change).model_fields.items()
    entry = {field.alias or name: getattr(change, name) for name, field in fields}
    unsaid = (*Change.model_fields, "record", "set", "add")
    entry = {name: one for name, one in entry.items() if one is not None or name not in unsaid}
    if entry.get("withdrawn") is False:
        del entry["withdrawn"]
    for name in Change.model_fields:  # what is changed comes first, why last
        if name in entry:
            entry[name] = entry.pop(name)
    return {key: None if one is None else as_texts(one) for key, one in entry.items()}


def load_scenario(path: str | Path) -> Scenario:
    """Return the scenario in a YAML file; without a path, as a notebook's parameter may be, the empty one.

    Raises InputError with every fault of form found, each with file and line; whether it fits a rubric is
    told when it is used.
    """
    if not str(path):
        return Scenario()
    document = read_document(Path(path))
    raw = dict(document.raw)
    problems: list[Problem] = []
    entries, lines, changes = raw.get("changes") or [], [], []
    if not isinstance(entries, list):
        entries = []
        line = document.line(("changes",))
        where = f"{document.name}, line {line}, changes"
        form = "a list: each change on a line of its own, after '- '"
        problems.append(Problem(where, "is not a list", form))
    for number, entry in enumerate(entries):
        try:
            changes.append(_read(entry, document, number))
            lines.append(document.line(("changes", number)))
        except InputError as error:
            problems += error.problems
    for number in (twice := _repeated(changes)):
        where = f"{document.name}, line {lines[number]}"
        problems.append(Problem(where, f"{' '.join(changes[number].target)} is changed twice"))
    once = tuple(change for number, change in enumerate(changes) if number not in twice)
    try:
        scenario = Scenario.model_validate({**raw, "changes": once})
    except ValidationError as error:
        problems = [*problems_of(error, document, Scenario), *problems]
    if "scenario" not in raw:
        problems.insert(
            0, Problem(document.name, "key 'scenario' is missing", "the scenario's name")
        )
    if problems:
        raise InputError(dict.fromkeys(problems))
    scenario._file, scenario._lines = document.name, tuple(lines)
    scenario._keys = {key: document.line((key,)) for key in raw}
    return scenario


def _read(entry: Any, document: Document, number: int) -> Change:
    where = f"{document.name}, line {document.line(('changes', number))}"
    keys = list(entry) if isinstance(entry, dict) else []
    forms = [FORMS[key] for key in FORMS if key in keys]
    if len(forms) != 1:
        found = f"names {len(forms)} things to change" if forms else "names nothing to change"
        hint = next(filter(None, (did_you_mean(key, FORMS) for key in keys)), "")
        raise InputError([Problem(f"{where}, change {number + 1}", found, f"one of {listed(FORMS)}", hint)])  # fmt: skip
    inside = {
        path[2:]: line for path, line in document.lines.items() if path[:2] == ("changes", number)
    }
    part = Document(document.name, document.text, entry, inside)
    try:
        return forms[0].model_validate(entry)
    except ValidationError as error:
        raise InputError(problems_of(error, part, forms[0])) from None
