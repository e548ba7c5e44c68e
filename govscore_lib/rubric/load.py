"""YAML → checked rubric."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from govscore_lib.algebra.expr import Expr
from govscore_lib.algebra.typing import KIND_OF_TYPE, NameType
from govscore_lib.errors import InputError, Problem, UsageError, did_you_mean, listed
from govscore_lib.fingerprints import file_digest
from govscore_lib.points import exact
from govscore_lib.records.plan import check_derivations, parameter_values
from govscore_lib.rubric.bulletin import bulletin_faults
from govscore_lib.rubric.changes import apply_changes
from govscore_lib.rubric.document import Document, PathPiece, parse_document, paths, read_document
from govscore_lib.rubric.general import Embed
from govscore_lib.rubric.league import read_league
from govscore_lib.rubric.messages import place, problems_of
from govscore_lib.rubric.metric import literal, table
from govscore_lib.rubric.model import BASE, Rubric
from govscore_lib.rubric.readings import with_readings
from govscore_lib.rules.base import Names

RUBRICS = Path(str(resources.files("govscore_lib"))) / "rubrics"


def rubric_ids() -> tuple[str, ...]:
    """Return the ids of the rubrics that come with the library."""
    return tuple(sorted(path.stem for path in RUBRICS.glob("*.yml")))


def rubric_path(source: str | Path) -> Path:
    """Return the file of a rubric given by id or by path.

    Raises InputError naming the known ids when there is neither.
    """
    path = Path(source)
    if path.suffix in (".yml", ".yaml") or path.is_file():
        return path
    bundled = RUBRICS / f"{source}.yml"
    if bundled.is_file():
        return bundled
    known = rubric_ids()
    raise InputError(
        [
            Problem(
                f"rubric '{source}'",
                "is neither a rubric of the library nor a file",
                f"{listed(known)}, or a path to a .yml file",
                did_you_mean(str(source), known),
            )
        ]
    )


def load_rubric(
    source: str | Path,
    *,
    readings: Mapping[str, str] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Rubric:
    """Return a checked rubric.

    source : id of a rubric of the library, or path of a rubric file.
    readings : reading by target, {"1.02": "B"} or by its slug {"1.02": "pool-all"}; A is the default.
        Other targets are ``category:9``, ``rubric:ties``, and ``ip_score/category:info`` for a rubric
        that stands behind a metric.
    changes : further changes by path, {"criteria/2.06/rule/at_least": "98%"}.
    Raises InputError with every fault found, each with file, line and place; UsageError for a reading
    or a path that does not exist.

    >>> load_rubric("huaian-2021-integrity").title.zh
    '淮安区2021年度政务诚信建设第三方评价'
    """
    path = rubric_path(source)
    document = read_document(path)
    own = {target: key for target, key in (readings or {}).items() if "/" not in target}
    if changes:
        raw, chosen = with_readings(document.raw, own)
        plain = _build(document, apply_changes(raw, changes), chosen)
    else:
        plain = _read_as(document.text, document.name, tuple(own.items()))
    origin = path.stem if path.parent == RUBRICS else str(path.resolve())
    built = _with_own_league(plain, path)
    rubric = _with_embedded(built, document, readings or {})
    for target in readings or {}:
        if "/" in target and target.split("/")[0] not in rubric.embedded:
            known = listed(rubric.embedded) or "none"
            raise UsageError(f"'{target}': no rubric stands behind that metric. Known: {known}.")
    return rubric.model_copy(update={"origin": origin})


@lru_cache(maxsize=16)
def _read_as(text: str, name: str, readings: tuple[tuple[str, str], ...]) -> Rubric:
    """Return the rubric of a text under some readings; nobody can change it, so it is made once.

    Under readings, the parts that they leave alone are those of the default.
    """
    document = parse_document(text, name)
    raw, chosen = with_readings(document.raw, dict(readings))
    return _build(document, raw, chosen, _read_as(text, name, ()) if readings else None)


def _with_own_league(rubric: Rubric, path: Path) -> Rubric:
    """Return the rubric with a league file of its own found beside it; its contents are part of the hash."""
    if not rubric.league.endswith(".csv"):
        return rubric
    file = (path.parent / rubric.league).resolve()
    read_league(file)
    digest = hashlib.sha256(f"{rubric.file_hash} {file_digest(file)}".encode()).hexdigest()
    return rubric.model_copy(update={"league": str(file), "file_hash": digest})


def _of_embedded(readings: Mapping[str, str], metric: str) -> dict[str, str]:
    """Return the readings chosen for the rubric behind a metric, ``ip_score/category:info=B``."""
    return {
        target.removeprefix(f"{metric}/"): key
        for target, key in readings.items()
        if target.startswith(f"{metric}/")
    }


def _with_embedded(rubric: Rubric, document: Document, readings: Mapping[str, str]) -> Rubric:
    """Return the rubric with those behind its metrics loaded, their registers beside its own."""
    embedded: dict[str, Rubric] = {}
    registers = dict(rubric.registers)
    digest, chosen = rubric.file_hash, dict(rubric.chosen)
    for index, embed in enumerate(rubric.embeds):
        where = place(document, ("embeds", index))
        if embed.rubric == rubric.id or embed.rubric not in rubric_ids():
            hint = did_you_mean(embed.rubric, rubric_ids())
            raise InputError([Problem(where, f"there is no rubric '{embed.rubric}'", hint=hint)])
        inner = load_rubric(embed.rubric, readings=_of_embedded(readings, embed.metric))
        if problems := list(_embed_problems(rubric, embed, inner, where)):
            raise InputError(problems)
        embedded[embed.metric] = inner
        registers |= inner.registers
        digest = hashlib.sha256(f"{digest} {inner.hash}".encode()).hexdigest()
        chosen |= {f"{embed.metric}/{target}": key for target, key in inner.chosen.items()}
    if not embedded:
        return rubric
    return rubric.model_copy(
        update={
            "embedded": embedded,
            "registers": registers,
            "file_hash": digest,
            "chosen": chosen,
        }
    )


def _embed_problems(rubric: Rubric, embed: Embed, inner: Rubric, where: str) -> Iterator[Problem]:
    if embed.metric not in rubric.metrics:
        hint = did_you_mean(embed.metric, rubric.metrics)
        yield Problem(where, f"metric '{embed.metric}' is not declared", hint=hint)
    for name in embed.settings:
        if name not in inner.metrics:
            hint = did_you_mean(name, inner.metrics)
            yield Problem(where, f"{inner.id} has no metric '{name}'", hint=hint)
    for name, register in inner.registers.items():
        if name in rubric.registers and rubric.registers[name] != register:
            yield Problem(where, f"{inner.id} declares the register '{name}' otherwise")


NAMED = ("metrics", "parameters")
"""Sections that say what names in expressions stand for."""
COUNTED = (*NAMED, "period", "registers", "derivations")
"""Sections that derivations are checked against."""


def _build(
    document: Document,
    raw: dict[str, Any],
    chosen: Mapping[str, str],
    default: Rubric | None = None,
) -> Rubric:
    """Return the rubric of a raw document; default : the one that the file spells, where that is known to be sound."""
    changed = _changed(document, raw) if default is not None else None
    problems = [*_repeated_ids(document, raw)]
    if changed is None:
        problems = [*_unquoted_ids(document), *problems]
    try:
        parts = raw if default is None else _with_parts(document, raw, default)
        rubric = Rubric.model_validate(parts, context=_names(raw))
    except ValidationError as error:
        problems += problems_of(error, document, Rubric)
        raise InputError(problems) from None
    problems += _cross_references(document, rubric, changed)
    if problems:
        raise InputError(problems)
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    return rubric.model_copy(update={"file_hash": digest, "chosen": dict(chosen)})


def _changed(document: Document, raw: Mapping[str, Any]) -> set[str]:
    """Return the sections that are not as in the file."""
    keys = {*document.raw, *raw}
    return {key for key in keys if raw.get(key) is not document.raw.get(key)}


def _with_parts(document: Document, raw: Mapping[str, Any], default: Rubric) -> dict[str, Any]:
    """Return the raw document with criteria, metrics and derivations that are as in the file as they were made of it."""
    if any(raw.get(key) is not document.raw.get(key) for key in NAMED):
        return dict(raw)  # the same words may stand for something else
    made = {"criteria": default.criteria_list, "derivations": default.derivations}
    lists = {
        key: [
            part if item is before else item
            for item, before, part in zip(raw[key], document.raw[key], parts, strict=True)
        ]
        for key, parts in made.items()
        if key in raw and len(raw[key]) == len(parts)
    }
    return {**raw, **lists, "metrics": default.metrics}


def _names(raw: Mapping[str, Any]) -> Names:
    """Return what names may stand for, read leniently: faults are told by the model."""
    types: dict[str, NameType] = {}
    for name, metric in _entries(raw.get("metrics")):
        kind = KIND_OF_TYPE.get(str(metric.get("type")))
        values = metric.get("values")
        if kind:
            codes = tuple(values) if isinstance(values, dict) else ()
            types[name] = NameType(kind, codes, _number(metric.get("min")))
    parameters: dict[str, Expr] = {}
    for name, parameter in _entries(raw.get("parameters")):
        by, values = parameter.get("by"), parameter.get("values")
        try:
            if isinstance(values, dict):
                parameters[name] = table(str(by), values)
            else:
                parameters[name] = literal(str(parameter.get("value")))
        except ValueError:
            continue
    return Names(types, parameters)


def _number(text: Any) -> Fraction | None:
    try:
        return None if text is None else exact(str(text))
    except ValueError:
        return None


def _entries(section: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(section, dict):
        for name, entry in section.items():
            if isinstance(entry, dict):
                yield str(name), entry


def _unquoted_ids(document: Document) -> Iterator[Problem]:
    for path, value in paths(document.raw):
        if path and path[-1] == "id" and path in document.unquoted:
            yield Problem(
                place(document, path),
                f"the id {value} is not quoted, so that other programs read it as a number",
                hint=f'write "{value}"',
            )


def _repeated_ids(document: Document, raw: Mapping[str, Any]) -> Iterator[Problem]:
    for section in ("categories", "criteria", "bulletins"):
        first: dict[str, int] = {}
        items = raw.get(section)
        for index, item in enumerate(items if isinstance(items, list) else []):
            if not isinstance(item, dict) or "id" not in item:
                continue
            name, path = str(item["id"]), (section, index, "id")
            line = document.line(path)
            if name in first:
                yield Problem(
                    place(document, path), f"the id '{name}' stands already on line {first[name]}"
                )
            first.setdefault(name, line)


def _cross_references(
    document: Document, rubric: Rubric, changed: set[str] | None
) -> Iterator[Problem]:
    """Yield what does not fit together; changed : the sections not as in the file, None where that is not known."""
    categories = [category.id for category in rubric.categories]
    for index, criterion in enumerate(rubric.criteria_list):
        path: tuple[PathPiece, ...] = ("criteria", index)
        if criterion.category not in categories:
            yield Problem(
                place(document, (*path, "category")),
                f"there is no category '{criterion.category}'",
                listed(categories),
                did_you_mean(criterion.category, categories),
            )
        for name in criterion.evidence:
            if name not in rubric.metrics:
                yield Problem(
                    place(document, (*path, "evidence")),
                    f"metric '{name}' is not declared",
                    hint=did_you_mean(name, rubric.metrics),
                )
    if rubric.split_by is not None and rubric.split_by not in rubric.metrics:
        yield Problem(
            place(document, ("split_by",)),
            f"metric '{rubric.split_by}' is not declared",
            hint=did_you_mean(rubric.split_by, rubric.metrics),
        )
    yield from _general_problems(document, rubric, categories)
    if changed is None or changed & {*COUNTED, "bulletins"}:
        yield from _bulletin_problems(document, rubric)
    if changed is None or changed & {*COUNTED}:
        yield from _derivation_problems(document, rubric)


def _general_problems(
    document: Document, rubric: Rubric, categories: list[str]
) -> Iterator[Problem]:
    for key, allowed in (("rank_within", ("group",)), ("run_per", ())):
        name = getattr(rubric, key)
        if name is None or name in allowed:
            continue
        if name not in rubric.metrics or rubric.metrics[name].type != "enum":
            known = [*allowed, *(one.id for one in rubric.metrics.values() if one.type == "enum")]
            yield Problem(
                place(document, (key,)),
                f"'{name}' is no metric with values to choose from",
                listed(known) or "an enum metric",
                did_you_mean(name, known),
            )
    keys = [*categories, *rubric.criteria, BASE]
    for name in rubric.ranking.then:
        if name not in keys:
            yield Problem(
                place(document, ("ranking", "then")),
                f"there is no category or criterion '{name}'",
                hint=did_you_mean(name, keys),
            )


def _bulletin_problems(document: Document, rubric: Rubric) -> Iterator[Problem]:
    texts = {name: one.value for name, one in rubric.parameters.items()}
    parameters = parameter_values(texts, rubric.period)
    for index, bulletin in enumerate(rubric.bulletins):
        for path, found, hint in bulletin_faults(bulletin, rubric.registers, parameters):
            yield Problem(place(document, ("bulletins", index, *path)), found, hint=hint)


def _derivation_problems(document: Document, rubric: Rubric) -> Iterator[Problem]:
    parameters = {name: one.value for name, one in rubric.parameters.items()}
    faults = check_derivations(
        rubric.registers, rubric.derivations, parameters, rubric.period, rubric.metrics
    )
    start = f"{document.name}, line {document.line(('derivations',))}"
    for fault in faults:
        yield Problem(f"{start}, {fault.where}", fault.found, fault.allowed, fault.hint)
    if faults:
        return
    for metric in rubric.derived_metrics:
        if metric not in rubric.metrics:
            yield Problem(
                f"{start}, yields",
                f"metric '{metric}' is not declared",
                hint=did_you_mean(metric, rubric.metrics),
            )
