"""The manual page of the rule kinds, made from their code; written by ``python -m govscore_lib.rubric.kinds_page``."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import yaml
from pydantic import BaseModel

from govscore_lib.files import write_beside
from govscore_lib.rubric.document import Document, read_document
from govscore_lib.rubric.kinds_examples import MADE_UP
from govscore_lib.rubric.load import load_rubric, rubric_ids, rubric_path
from govscore_lib.rubric.model import Rubric
from govscore_lib.rubric.schema import rubric_schema
from govscore_lib.rules.bonus import BonusLevel
from govscore_lib.rules.checklist import ChecklistItem
from govscore_lib.rules.deductions import FORMS
from govscore_lib.rules.first_match import Branch
from govscore_lib.rules.mixed import MixedSource
from govscore_lib.rules.outcome import Outcome
from govscore_lib.rules.pool_judged import PoolAddition
from govscore_lib.rules.rank_parts import Band, Clean, PlaceTable, Subscore
from govscore_lib.rules.registry import KINDS
from govscore_lib.rules.tiers import Before, Tier

PAGE = Path("docs/rule-kinds.md")
"""Where the page stands in a checkout."""
_PARTS: tuple[type[BaseModel], ...] = (
    Band,
    Before,
    BonusLevel,
    Branch,
    ChecklistItem,
    Clean,
    MixedSource,
    Outcome,
    PlaceTable,
    PoolAddition,
    Subscore,
    Tier,
    *FORMS.values(),
)
PARTS = {one.__name__: one for one in _PARTS}
"""What a key may hold besides texts and numbers, by name."""
_DEFINITION = re.compile(r"(?:^|(?<=[.;] ))(?:[Oo]r )?([a-z_]+(?: \+ [a-z_]+)?) : ")
_HEAD = """# Rule kinds, key by key

Made from the code by `python -m govscore_lib.rubric.kinds_page`; [rubric-format.md](rubric-format.md) is the guide.
A number is written as text: `"1.8"`, `95%`, `1/3`. Examples are clauses of the rubrics in `govscore_lib/rubrics/`, with
the sentence that the rule says of itself.
"""


def kinds_page() -> str:
    """Return the page: every kind with its keys, their types and defaults, and one example."""
    definitions = rubric_schema()["$defs"]
    examples = _examples()
    contents = " · ".join(f"[{kind}](#{kind})" for kind in KINDS)
    sections = [_HEAD, contents + "\n"]
    for kind, rule in KINDS.items():
        sections.append(f"## {kind}\n")
        sections.append(_words(rule))
        sections += _keys(rule.__name__, definitions)
        sections.append(examples[kind])
    return "\n".join(sections)


def _words(model: type[BaseModel]) -> str:
    """Return a docstring as Markdown, its definitions (``key : meaning``) as a list."""
    paragraphs = []
    for paragraph in (inspect.getdoc(model) or "").replace("``", "`").split("\n\n"):
        before, *defined = _DEFINITION.split(paragraph.replace("\n", " "))
        pairs = zip(defined[::2], defined[1::2], strict=True)
        items = [f"- `{key}`: {meaning.strip(' ;')}" for key, meaning in pairs]
        paragraphs.append("\n".join([before, *items] if before else items))
    return "\n\n".join(paragraphs) + "\n"


def _keys(name: str, definitions: dict[str, Any]) -> Iterator[str]:
    """Yield the table of a model's keys, then those of the parts that its keys hold."""
    schema = definitions[name]
    required = schema.get("required", ())
    rows = ["| key | holds | unless said |", "|---|---|---|"]
    for key, value in schema["properties"].items():
        if key != "kind":
            unless = "needed" if key in required else _default(value)
            rows.append(f"| `{key}` | {_type(value)} | {unless} |")
    yield "\n".join(rows) + "\n"
    for part in _parts(schema["properties"]):
        yield f"**{part}.** {_words(PARTS[part])}"
        yield from _keys(part, definitions)


def _default(value: dict[str, Any]) -> str:
    found = value.get("default")
    if found in (None, [], {}):
        return ""
    return "`no`" if found is False else f"`{found}`"


def _type(value: dict[str, Any]) -> str:
    """Return in words what a key holds."""
    if "discriminator" in value:
        return "a rule"
    if "$ref" in value:
        name = _part(value)
        return "zh and en" if name == "Bilingual" else name
    options = [one for one in value.get("anyOf", ()) if one != {"type": "null"}]
    options += value.get("oneOf", ())
    if options:
        return " or ".join(_type(one) for one in options)
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        words = [word for word in value["enum"] if isinstance(word, str)]
        shown = [word for word in words if word not in ("true", "false")]
        return ", ".join(f"`{word}`" for word in shown)
    if value.get("type") == "array":
        return f"list of: {_type(value['items'])}"
    if "additionalProperties" in value and "properties" not in value:
        return f"for each code: {_type(value['additionalProperties'])}"
    if value.get("type") == "object":
        return "{" + ", ".join(f"`{key}`" for key in value["properties"]) + "}"
    if "pattern" in value:
        return "a number"
    return str(value.get("description", "the id of a metric"))


def _part(value: dict[str, Any]) -> str:
    return str(value["$ref"]).rpartition("/")[2]


def _parts(schema: Any) -> list[str]:
    """Return the names of the parts in a schema, in order of appearance."""
    if isinstance(schema, list):
        return [name for one in schema for name in _parts(one)]
    if not isinstance(schema, dict):
        return []
    if "$ref" in schema:
        return [_part(schema)] if _part(schema) in PARTS else []
    return [name for one in schema.values() for name in _parts(one)]


def _examples() -> dict[str, str]:
    """Return an example for each kind: the shortest rule of the rubrics, or the one made up."""
    found: dict[str, tuple[str, Rubric, str]] = {}
    for rubric_id in rubric_ids():
        document, rubric = read_document(rubric_path(rubric_id)), load_rubric(rubric_id)
        for index, criterion in enumerate(rubric.criteria_list):
            rule, kind = _written(document, index), criterion.rule.kind
            if kind not in found or len(rule) < len(found[kind][0]):
                found[kind] = (rule, rubric, criterion.id)
    shown = {kind: _example(*one) for kind, one in found.items()}
    for kind, (rubric_id, criterion_id, text) in MADE_UP.items():
        rule = dedent(text).strip()
        change = {f"criteria/{criterion_id}/rule": yaml.load(rule, Loader=yaml.BaseLoader)["rule"]}
        rubric = load_rubric(rubric_id, changes=change)
        shown.setdefault(kind, _example(rule, rubric, criterion_id, is_made_up=True))
    return shown


def _written(document: Document, index: int) -> str:
    """Return a rule as its author wrote it, moved to the left edge."""
    path = ("criteria", index)
    first = document.line((*path, "rule"))
    keys = [(*path, str(key)) for key in document.raw["criteria"][index]]
    after = [line for key in keys if (line := document.line(key)) > first]
    last = min(after) if after else first + 1
    return dedent("\n".join(document.text.splitlines()[first - 1 : last - 1]).rstrip())


def _example(rule: str, rubric: Rubric, criterion_id: str, is_made_up: bool = False) -> str:
    """Return a rule with where it comes from and what it says of itself."""
    criterion, said = rubric.criteria[criterion_id], rubric.sentence(criterion_id)
    where = f"`{rubric.id}`, criterion {criterion_id} {criterion.name.zh} ({criterion.name.en})"
    origin = (
        f"Made up, for no rubric of the library uses this kind; the figures are those of {where}:"
        if is_made_up
        else f"{where}, {criterion.source.citation}:"
    )
    return f"{origin}\n\n```yaml\n{rule}\n```\n\n> {said.zh}\n>\n> {said.en}\n"


def write_kinds_page(path: Path = PAGE) -> None:
    """Write the page into its file."""
    write_beside(path, kinds_page())


if __name__ == "__main__":
    write_kinds_page()
