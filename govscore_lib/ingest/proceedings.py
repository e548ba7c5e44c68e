"""How far an assessment has come and what was decided: ``proceedings.yml`` beside the raw data.

```yaml
reached:
  - {stage: self_assessed, on: 2022-01-10, note: 21 市州全部报送}
decisions:
  - {region: 成都市, prize: first, because: 党委会 1 月 28 日会议决定, on: 2022-01-28}
received:
  - {file: materials/511800_雅安市.xlsx, on: 2022-01-12}
```
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govscore_lib.errors import InputError, did_you_mean, listed
from govscore_lib.findings import Finding
from govscore_lib.glance import glance
from govscore_lib.rubric.document import Document, read_document
from govscore_lib.rubric.league import League
from govscore_lib.rubric.model import Rubric
from govscore_lib.text import Bilingual, counted

FILE = "proceedings.yml"
TABLE = "proceedings"


@dataclass(frozen=True)
class Reached:
    """A stage of the workflow and the day it was reached."""

    stage: str
    on: dt.date
    note: str = ""


@dataclass(frozen=True)
class Decision:
    """A prize as the awarding body decided it; prize is "" where it decided for none."""

    region_id: str
    prize: str
    because: str
    on: dt.date | None = None


@dataclass(frozen=True)
class Proceedings:
    """What the file says, and what is wrong with it; everything wrong is left out and told."""

    reached: tuple[Reached, ...] = ()
    decisions: tuple[Decision, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def stage(self) -> str:
        """The last stage reached, "" before the first."""
        return self.reached[-1].stage if self.reached else ""

    def _repr_html_(self) -> str:
        reached = [
            (Bilingual(zh="到达阶段", en="stage reached"), one.stage, one.on.isoformat(), one.note)
            for one in self.reached
        ]
        decided = [
            (
                Bilingual(zh="评定", en="decided"),
                f"{one.region_id} {one.prize or '—'}",
                "" if one.on is None else one.on.isoformat(),
                one.because,
            )
            for one in self.decisions
        ]
        wrong = [Bilingual(zh=one.zh, en=one.en) for one in self.findings]
        none = Bilingual(zh="还没有记载。", en="Nothing is recorded yet.")
        above = [] if reached or decided else [none]
        title = Bilingual(zh="进展与评定", en="Proceedings")
        return glance(title, rows=[*reached, *decided], above=above, below=wrong)

    def __repr__(self) -> str:
        stage = f"at '{self.stage}'" if self.stage else "not begun"
        return f"<Proceedings: {stage}, {counted(len(self.decisions), 'decision')}>"

    def decision(self, region_id: str) -> Decision | None:
        """Return what was decided about a region."""
        return next((one for one in self.decisions if one.region_id == region_id), None)


def read_proceedings(rubric: Rubric, raw_dir: Path, league: League) -> Proceedings:
    """Return the proceedings of a rubric; empty where there is no such file.

    Stages stand in the order of the rubric's workflow, on days that do not go back; a decision names a
    region, a prize of the rubric (or ``none``) and its reason.
    """
    path = raw_dir / FILE
    if not path.is_file():
        return Proceedings()
    try:
        document = read_document(path)
    except InputError as fault:
        return Proceedings(findings=(_told(FILE, "", str(fault), str(fault)),))
    reader = _Reader(rubric, league, document)
    reached = tuple(reader.stages())
    decisions = tuple(reader.decisions())
    reader.received(raw_dir)
    return Proceedings(reached, decisions, tuple(reader.findings))


class _Reader:
    def __init__(self, rubric: Rubric, league: League, document: Document) -> None:
        self.rubric = rubric
        self.league = league
        self.document = document
        self.findings: list[Finding] = []
        for key in document.raw:
            if key not in ("reached", "decisions", "received"):
                self.fault(
                    (key,),
                    f"不认识的键“{key}”",
                    f"key '{key}' is not known here: reached, decisions, received",
                )

    def fault(self, path: tuple[str | int, ...], zh: str, en: str) -> None:
        self.findings.append(_told(FILE, f"line {self.document.line(path)}", zh, en))

    def entries(self, key: str, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the entries of a list that have every key they need."""
        found = self.document.raw.get(key) or []
        for index, entry in enumerate(found if isinstance(found, list) else [found]):
            lacking = [name for name in needed if not (isinstance(entry, dict) and entry.get(name))]
            if lacking:
                self.fault(
                    (key, index), f"缺少：{'、'.join(lacking)}", f"lacks: {', '.join(lacking)}"
                )
            else:
                yield index, entry

    def stages(self) -> Iterator[Reached]:
        known = [stage.id for stage in self.rubric.workflow]
        last = Reached("", dt.date.min)
        for index, entry in self.entries("reached", ("stage", "on")):
            stage, path = entry["stage"], ("reached", index)
            day = self.day(entry["on"], path)
            if stage not in known:
                hint = did_you_mean(stage, known) or f"stages: {listed(known) or 'none'}"
                self.fault(path, f"没有“{stage}”这个阶段", f"there is no stage '{stage}'. {hint}")
            elif last.stage and known.index(stage) <= known.index(last.stage):
                self.fault(
                    path, f"“{stage}”排在“{last.stage}”之前", f"{stage} comes before {last.stage}"
                )
            elif day is not None and day < last.on:
                self.fault(
                    path,
                    f"{day} 早于上一阶段的 {last.on}",
                    f"{day} is earlier than {last.on}, the stage before",
                )
            elif day is not None:
                last = Reached(stage, day, entry.get("note") or "")
                yield last

    def decisions(self) -> Iterator[Decision]:
        prizes = [prize.id for prize in self.rubric.awards.prizes] if self.rubric.awards else []
        seen: set[str] = set()
        for index, entry in self.entries("decisions", ("region", "prize", "because")):
            path = ("decisions", index)
            region, prize = self.league.resolve(entry["region"]), entry["prize"]
            day = self.day(entry["on"], path) if entry.get("on") else None
            if region is None:
                words = [word for one in self.league.ranked for word in (one.id, one.name_zh)]
                hint = did_you_mean(entry["region"], words)
                self.fault(
                    path,
                    f"没有“{entry['region']}”这个地区",
                    f"there is no region '{entry['region']}'. {hint}".rstrip(),
                )
            elif prize not in (*prizes, "none"):
                self.fault(
                    path,
                    f"没有“{prize}”这个奖项",
                    f"there is no prize '{prize}': {listed(prizes)}, none",
                )
            elif region.id in seen:
                self.fault(
                    path, f"{region.name_zh} 写了两次", f"{region.name('en')} is decided twice"
                )
            else:
                seen.add(region.id)
                yield Decision(region.id, "" if prize == "none" else prize, entry["because"], day)

    def received(self, raw_dir: Path) -> None:
        """Tell the files that came after the last day on which the rubric takes data."""
        due = self.rubric.period.due
        for index, entry in self.entries("received", ("file", "on")):
            path, name = ("received", index), entry["file"]
            day = self.day(entry["on"], path)
            if not (raw_dir / name).is_file():
                self.fault(path, f"没有“{name}”这个文件", f"there is no file '{name}'")
            elif day is not None and due is not None and day > due:
                late = (day - due).days
                region = self.league.resolve(Path(name).stem.partition("_")[0])
                self.findings.append(
                    Finding(
                        "sent-late", "warning",
                        f"{day} 收到，晚于报送期限 {due}，迟 {late} 天；照常采用",
                        f"received on {day}, {late} {'day' if late == 1 else 'days'} after data were due ({due}); "
                        "used all the same",
                        TABLE, "" if region is None else region.id, file=name,
                    )
                )  # fmt: skip

    def day(self, text: str, path: tuple[str | int, ...]) -> dt.date | None:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            self.fault(
                path,
                f"“{text}”不是日期（写作 2022-01-10）",
                f"'{text}' is not a day (write 2022-01-10)",
            )
            return None


def _told(file: str, place: str, zh: str, en: str) -> Finding:
    return Finding("proceedings", "warning", zh, en, TABLE, file=file, place=place)
