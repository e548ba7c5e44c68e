"""An objection heard: a fact corrected after publication, and everyone whose points, rank or prize moves.

As published and as corrected stand side by side. Rules stay what they are; only facts change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from govscore_lib.engine.cells import cell_of, say_cell
from govscore_lib.engine.output import plain_csv
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError
from govscore_lib.glance import glance, paired
from govscore_lib.rubric.frame import values_of
from govscore_lib.text import Bilingual, counted
from govscore_lib.whatif.scenarios.changes import Change, Figure, Record
from govscore_lib.whatif.scenarios.comparison import Comparison
from govscore_lib.whatif.scenarios.run import carry_out
from govscore_lib.whatif.scenarios.scenario import Scenario

NAME = Bilingual(zh="异议复核", en="objection")
FACTS = (Figure, Record)
"""The forms of change that are facts."""

FIGURES: dict[str, Any] = {
    "region_id": pl.String,
    "region_zh": pl.String,
    "region_en": pl.String,
    "metric_id": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "before": pl.String,
    "after": pl.String,
}


@dataclass(frozen=True)
class Objection:
    """Facts corrected, and what follows; ``comparison`` holds the runs as published and as corrected."""

    comparison: Comparison

    @property
    def scenario(self) -> Scenario:
        """The corrections."""
        return self.comparison.scenario

    @cached_property
    def regions(self) -> pl.DataFrame:
        """Everyone whose points, rank, status or prize moves: rows of the comparison, best place first.

        Points count criterion by criterion, also where a cap leaves the total as it is.
        """
        moved = pl.concat([self.comparison.moved["region_id"], self.points["region_id"]])
        return self.comparison.regions.filter(
            (pl.col("total_change") != 0) | pl.col("region_id").is_in(moved.implode())
        )

    @cached_property
    def points(self) -> pl.DataFrame:
        """Their points, criterion by criterion, as published and as corrected; see ``Comparison.criteria``."""
        return self.comparison.criteria

    @cached_property
    def figures(self) -> pl.DataFrame:
        """The figures that differ, counted from records or given: region, metric, before and after."""
        before, after = self.comparison.before, self.comparison.after
        was, now = values_of(before.observations), values_of(after.observations)
        order = {metric: place for place, metric in enumerate(after.rubric.metrics)}
        keys = [key for key in {**now, **was} if was.get(key) != now.get(key)]
        rows = []
        for region_id, metric in sorted(keys, key=lambda key: (after.row(key[0]), order[key[1]])):
            region, name = after.region(region_id), after.rubric.metrics[metric].name
            key = (region_id, metric)
            rows.append((region_id, region.name_zh, region.name("en"), metric, name.zh, name.en, was.get(key), now.get(key)))  # fmt: skip
        return pl.DataFrame(rows, schema=FIGURES, orient="row")

    @property
    def stays(self) -> int:
        """How many regions keep points, rank and prize."""
        return self.comparison.regions.height - self.regions.height

    def reasons(self, language: str = "zh") -> list[str]:
        """Return one line a correction: what, why, by whom, when and by what paper."""
        return [_correction(self.comparison.after, one, language) for one in self.scenario.changes]

    def figure_lines(self, language: str = "zh") -> list[str]:
        """Return one line a figure that differs: as published → as corrected."""
        rubric = self.comparison.after.rubric
        found = []
        for row in self.figures.iter_rows(named=True):
            metric = rubric.metrics[row["metric_id"]]
            was, now = (
                say_cell(rubric, metric, cell_of(metric, row[side])).in_language(language)
                for side in ("before", "after")
            )
            found.append(f"{row[f'region_{language}']} {row[f'name_{language}']} {was} → {now}")
        return found

    def lines(self, language: str = "zh") -> list[str]:
        """Return the corrections, the figures that differ, who moves and what stays."""
        label = "moves: " if language == "en" else "变动："
        moves = (self.comparison.line(row, language) for row in self.regions.iter_rows(named=True))
        return [*self._facts(language), *(f"{label}{one}" for one in moves), self._stays(language)]

    def _facts(self, language: str) -> Iterator[str]:
        corrected, figure = (
            ("corrected: ", "figure: ") if language == "en" else ("更正：", "数据：")
        )
        yield from (f"{corrected}{one}" for one in self.reasons(language))
        yield from (f"{figure}{one}" for one in self.figure_lines(language))

    def _stays(self, language: str) -> str:
        count = self.stays
        return (
            f"unchanged: {counted(count, 'region')}"
            if language == "en"
            else f"不变：{count} 个地区"
        )

    def head(self, language: str = "zh") -> str:
        """Return in one sentence how much is corrected and how many regions move."""
        name, moved = self.scenario.name.in_language(language), self.regions.height
        changes = len(self.scenario.changes)
        if language == "en":
            return f"{name}: {counted(changes, 'correction')}, {counted(moved, 'region')} affected"
        return f"{name}：更正 {changes} 处，{moved} 个地区有变化"

    def to_text(self, language: str = "zh") -> str:
        """Return the objection as plain lines."""
        return "\n".join([self.head(language), *(f"  {line}" for line in self.lines(language))])

    def write(self, folder: Path) -> None:
        """Write the corrected run, the comparison and, beside them, who moves and the figures that differ."""
        self.comparison.write(folder)
        for name, table in (("objection", self.regions), ("objection_figures", self.figures)):
            (folder / f"{name}.csv").write_text(plain_csv(table), encoding="utf-8", newline="")

    def _repr_html_(self) -> str:
        heads, rows = self.comparison.at_a_glance(self.regions)
        said = [[*self._facts(language)] for language in ("zh", "en")]
        stays = Bilingual(zh=self._stays("zh"), en=self._stays("en"))
        title = Bilingual(zh=self.head("zh"), en=self.head("en"))
        return glance(title, heads, rows, above=paired(*said), below=[stays])

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<Objection: {self.head('en')}>"


def objection(
    card: Scorecard, changes: Scenario | Sequence[Change | Mapping[str, Any]], *, name: Any = NAME
) -> Objection:
    """Return what follows where facts are corrected, the rules as they are.

    changes : a scenario, or changes as a scenario file has them: a figure of a region, or a record of a
    register that is withdrawn, altered or added; each may say why (``note``), ``by`` whom, ``on`` what day and by
    what ``document``. Raises UsageError for a change that is no fact, and InputError with every fault.
    """
    scenario = changes if isinstance(changes, Scenario) else _scenario(changes, name)
    if not has_only_facts(scenario):
        raise UsageError(
            "an objection corrects facts: figures and records. Points, rules, readings and leagues are a scenario's."
        )
    return Objection(Comparison(scenario, card, carry_out(scenario, card)))


def has_only_facts(scenario: Scenario) -> bool:
    """Whether a scenario changes something, and nothing but figures and records."""
    return bool(scenario.changes) and all(isinstance(one, FACTS) for one in scenario.changes)


def _scenario(changes: Sequence[Change | Mapping[str, Any]], name: Any) -> Scenario:
    scenario = Scenario(name)
    for change in changes:
        scenario = scenario.with_change(change)
    return scenario


def _correction(card: Scorecard, change: Change, language: str) -> str:
    en = language == "en"
    why = [one for one in (change.note, change.by, change.on, change.document) if one]
    said = _figure(card, change, en) if isinstance(change, Figure) else _record(card, change, en)
    if not why:
        return said
    return f"{said} ({', '.join(why)})" if en else f"{said}（{'，'.join(why)}）"


def _figure(card: Scorecard, change: Figure, en: bool) -> str:
    language = "en" if en else "zh"
    region, metric = card.region(change.region), card.rubric.metrics[change.metric]
    value = say_cell(card.rubric, metric, cell_of(metric, change.value)).in_language(language)
    return f"{region.name(language)} {metric.name.in_language(language)} = {value}"


def _record(card: Scorecard, change: Change, en: bool) -> str:
    assert isinstance(change, Record)  # an objection has figures and records
    rubrics = (card.rubric, *card.rubric.embedded.values())
    register = next(one.registers[change.in_register] for one in rubrics if change.in_register in one.registers)  # fmt: skip

    def told(cells: Mapping[str, str | None]) -> str:
        named = {name: register.columns[name].name.in_language("en" if en else "zh") for name in cells}  # fmt: skip
        values = {name: register.columns[name].values for name in cells}
        return (", " if en else "，").join(
            f"{named[name]} {text if en or text is None else values[name].get(text, text)}"
            for name, text in cells.items()
        )

    name = register.name.in_language("en" if en else "zh")
    if change.add is not None:
        return f"{name}, added: {told(change.add)}" if en else f"{name}新增：{told(change.add)}"
    record = change.record if isinstance(change.record, str) else told(change.record or {})
    if change.withdrawn:
        return f"{name} {record} withdrawn" if en else f"{name} {record} 撤销"
    cells = told(change.set or {})
    return f"{name} {record}: {cells}" if en else f"{name} {record} 改为：{cells}"
