"""What a collection form asks for: the figures by category and clause, and the registers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from govscore_lib.errors import UsageError, did_you_mean, listed
from govscore_lib.ingest.figures.evidence import bonus_metrics
from govscore_lib.records.declare import Register
from govscore_lib.rubric.league import League, Region, load_league
from govscore_lib.rubric.metric import Metric
from govscore_lib.rubric.model import Category, Criterion, Rubric

_BETWEEN_OFFICES = re.compile(r"[、，,；;]")
_ROLES = ("牵头", "配合")


@dataclass(frozen=True)
class Field:
    """One figure asked for.

    registers : those from which it is counted where they are sent; empty for a figure that is stated.
    proven_by : those whose records may prove a stated figure, one by one.
    also : other criteria that use it. is_bonus : whether it earns points outside the base and nothing else.
    """

    metric: Metric
    registers: tuple[str, ...] = ()
    proven_by: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    is_bonus: bool = False


@dataclass(frozen=True)
class ClauseFields:
    """The figures that a clause is the first to use."""

    criterion: Criterion
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Section:
    """The figures of a category, or those that belong to no clause (category None, one unnamed group)."""

    category: Category | None
    clauses: tuple[ClauseFields, ...] = ()
    loose: tuple[Field, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """All figures of the section."""
        return (*self.loose, *(field for clause in self.clauses for field in clause.fields))


@dataclass(frozen=True)
class Form:
    """A collection form of one region, of one department, or of a region still to be named.

    regions : those that can be reported on; region : the one that the form belongs to.
    department : empty unless the form is one department's, with a row per region.
    """

    rubric: Rubric
    league: League
    sections: tuple[Section, ...]
    registers: tuple[Register, ...]
    region: Region | None = None
    department: str = ""

    @property
    def regions(self) -> tuple[Region, ...]:
        """The regions whose figures a row stands for; one, possibly unnamed, unless for a department."""
        return self.league.regions if self.department else ()

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All figures asked for."""
        return tuple(field for section in self.sections for field in section.fields)


def plan_form(
    rubric: Rubric,
    *,
    region: str = "",
    department: str = "",
    metrics: Collection[str] | None = None,
    registers: Collection[str] | None = None,
) -> Form:
    """Return the form of a region (code, name or alias) or of a department.

    Without either the form is a region's, to be named on its cover.
    metrics, registers : ask for no others; by default all that the region or department can know.
    Raises UsageError for an unknown region or department, or for both at once.
    """
    if region and department:
        raise UsageError("a form is for a region or for a department: give one of the two.")
    league = load_league(rubric.league)
    asked = _of_department(rubric, department) if department else list(rubric.criteria_list)
    names = [one for one in _names(rubric, asked, whole=not department) if _wanted(one, metrics)]
    sheets = [
        register
        for name, register in rubric.registers.items()
        if name in _reportable(rubric, names if department else None) and _wanted(name, registers)
    ]
    kept = {register.id for register in sheets}
    return Form(
        rubric,
        league,
        tuple(_sections(rubric, asked, names, kept)),
        tuple(sheets),
        _region(league, region) if region else None,
        department,
    )


def departments(rubric: Rubric) -> tuple[str, ...]:
    """Return the departments that the clauses name, in their order."""
    offices = (_offices(criterion) for criterion in rubric.criteria_list)
    return tuple(dict.fromkeys(office for named in offices for office in named))


def _wanted(name: str, only: Collection[str] | None) -> bool:
    return only is None or name in only


def _region(league: League, text: str) -> Region:
    found = league.resolve(text)
    if found is None:
        known = [region.name_zh for region in league.regions]
        hint = did_you_mean(text, known) or f"Known: {listed(known)}."
        raise UsageError(f"there is no region '{text}' in this assessment. {hint}")
    return found


def _offices(criterion: Criterion) -> tuple[str, ...]:
    """Return the departments of a clause: ``司法局、各有关部门`` names two."""
    if not criterion.office or criterion.office.startswith("（"):
        return ()
    parts = [part.strip() for part in _BETWEEN_OFFICES.split(criterion.office)]
    for role in _ROLES:
        parts = [part.removesuffix(role) for part in parts]
    return tuple(part for part in parts if part)


def _of_department(rubric: Rubric, department: str) -> list[Criterion]:
    found = [
        one
        for one in rubric.criteria_list
        if department in _offices(one) or department == one.office
    ]
    if not found:
        known = departments(rubric)
        hint = did_you_mean(department, known) or f"Named there: {listed(known, 30) or 'none'}."
        raise UsageError(f"no clause of {rubric.id} names the department '{department}'. {hint}")
    return found


def _names(rubric: Rubric, criteria: Iterable[Criterion], *, whole: bool) -> list[str]:
    """Return the metrics of the criteria; of the whole rubric also those that no clause uses."""
    used = dict.fromkeys(
        name for criterion in criteria for name in (*criterion.metrics, *criterion.beside)
    )
    # what tells runs apart is set for every region by the run itself
    return [n for n in rubric.metrics if (whole or n in used) and n != rubric.run_per]


def _reportable(rubric: Rubric, names: Iterable[str] | None) -> set[str]:
    """Return the registers that offices keep, calendars left out; of some metrics only where named."""
    calendars = {one.deadline.calendar for one in rubric.derivations if one.deadline}
    if names is None:
        return set(rubric.registers) - calendars
    return {r for name in names for r in rubric.derived_metrics.get(name, ())} - calendars


def _sections(
    rubric: Rubric, criteria: Iterable[Criterion], names: Iterable[str], registers: set[str]
) -> Iterator[Section]:
    """Yield the figures grouped, each where it is first used; those without a clause come first."""
    bonus = bonus_metrics(rubric)
    one_by_one = {
        name
        for derivation in rubric.derivations
        if derivation.only_named
        for name in derivation.metrics(rubric.registers)
    }
    left = dict.fromkeys(names)
    by_category: dict[str, list[ClauseFields]] = {}
    users = {
        name: tuple(
            one.id for one in rubric.criteria_list if name in (*one.metrics, *one.beside)
        )
        for name in left
    }  # fmt: skip

    def field(name: str, here: str = "") -> Field:
        yielding = tuple(r for r in rubric.derived_metrics.get(name, ()) if r in registers)
        return Field(
            rubric.metrics[name],
            () if name in one_by_one else yielding,
            yielding if name in one_by_one else (),
            tuple(one for one in users[name] if one != here),
            name in bonus,
        )

    for criterion in criteria:
        fields = []
        for name in (*criterion.metrics, *criterion.beside):
            if name in left:
                del left[name]
                fields.append(field(name, criterion.id))
        if fields:
            group = ClauseFields(criterion, tuple(fields))
            by_category.setdefault(criterion.category, []).append(group)
    if left:
        yield Section(None, loose=tuple(field(name) for name in left))
    for category in rubric.categories:
        if category.id in by_category:
            yield Section(category, tuple(by_category[category.id]))
