"""Further names of regions and periods that an office uses, declared in ``aliases.yml`` beside the raw folders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from govscore_lib.errors import did_you_mean, shown
from govscore_lib.findings import Finding
from govscore_lib.ingest.cells.regions import region_words
from govscore_lib.ingest.cells.spelt import tidy
from govscore_lib.rubric.league import League

FILE = "aliases.yml"
KEYS = ("regions", "periods")

_QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_YEAR = r"(?P<year>\d{4})\s*年?\s*"
_PERIODS = (
    (re.compile(r"(?P<year>\d{4})\s*(年|年度|全年|年全年|年份)?"), "{year}"),
    (re.compile(_YEAR + r"-?(q|第)?(?P<number>[一二三四1-4])(季度|季)?"), "{year}Q{number}"),
    (re.compile(_YEAR + r"(上半年|-?h1)"), "{year}H1"),
    (re.compile(_YEAR + r"(下半年|-?h2)"), "{year}H2"),
    (re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<number>\d{1,2})\s*(月|月份)?"), "{year}M{number:0>2}"),
    (re.compile(_YEAR + r"-?(w|第)(?P<number>\d{1,2})周?"), "{year}W{number:0>2}"),
)  # fmt: skip
"""Ways to write a year, quarter, half-year, month and week; the first that fits holds."""


def period_key(text: str) -> str:
    """Return what a period is under whatever spelling: 2021年, 2021年度 and 2021 are the same."""
    plain = tidy(text)[0].casefold()
    for pattern, form in _PERIODS:
        if match := pattern.fullmatch(plain):
            parts = match.groupdict()
            parts["number"] = _QUARTERS.get(parts.get("number") or "", parts.get("number") or "")
            return form.format(**parts)
    return plain


def names_period(text: str, label: str) -> bool:
    """Whether a text names the period of that label, or holds its label among other words."""
    key, plain = period_key(text), tidy(text)[0].casefold()
    return key == period_key(label) if key != plain else label.casefold() in plain


@dataclass(frozen=True)
class Aliases:
    """Declared names: of a region → its id, and of the rubric's period."""

    regions: Mapping[str, str] = field(default_factory=dict)
    periods: tuple[str, ...] = ()

    def league(self, league: League) -> League:
        """Return the league with the declared names among the aliases of its regions."""
        more: dict[str, tuple[str, ...]] = {}
        for word, region in self.regions.items():
            more[region] = (*more.get(region, ()), word)
        return League(
            league.name,
            tuple(
                replace(region, aliases=(*region.aliases, *more.get(region.id, ())))
                for region in league.regions
            ),
        )

    def is_period(self, text: str, label: str) -> bool:
        """Whether a text names the period of that label."""
        key = period_key(text)
        return key == period_key(label) or key in map(period_key, self.periods)


def read_aliases(folder: Path, league: League) -> tuple[Aliases, tuple[Finding, ...]]:
    """Return the declared names of a raw folder, and what is wrong in their file.

    A fault is critical, and then none of the names holds: a name that stands for the wrong region would
    move figures from one to another.
    """
    path = folder / FILE
    if not path.is_file():
        return Aliases(), ()
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) or {}
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        reason = shown(str(error).splitlines()[0])
        return Aliases(), (_fault("不是有效的 YAML", f"it is no valid YAML: {reason}"),)
    findings = tuple(_faults(raw, league))
    if findings:
        return Aliases(), findings
    regions = {word: _id(league, name) for word, name in raw.get("regions", {}).items()}
    return Aliases(regions, tuple(raw.get("periods", ()))), ()


def _id(league: League, name: str) -> str:
    region = league.resolve(name)
    return "" if region is None else region.id


def _faults(raw: Any, league: League) -> Iterator[Finding]:
    if not isinstance(raw, dict):
        yield _fault("应有键 regions 或 periods", f"it needs the keys {', '.join(KEYS)}")
        return
    for key in raw:
        if key not in KEYS:
            hint = did_you_mean(key, KEYS)
            yield _fault(f"“{shown(key)}”无法识别", f"'{shown(key)}' is not known. {hint}".rstrip())
    regions, periods = raw.get("regions", {}), raw.get("periods", [])
    if not isinstance(regions, dict) or not isinstance(periods, list):
        yield _fault(
            "regions 应为“名称: 地区代码”，periods 应为列表",
            "regions holds NAME: REGION, periods is a list",
        )
        return
    if not all(isinstance(one, str) for one in (*regions.values(), *periods)):
        yield _fault("每个名称只能对应一个值", "every name stands for one value")
        return
    for word, name in regions.items():
        region, already = league.resolve(name), league.resolve(word)
        if region is None:
            hint = did_you_mean(name, region_words(league))
            yield _fault(
                f"“{shown(word)}”对应的“{shown(name)}”不是本次考核的地区",
                f"'{shown(word)}' stands for '{shown(name)}', which is no region of this assessment. {hint}".rstrip(),
            )
        elif already is not None and already.id != region.id:
            yield _fault(
                f"“{shown(word)}”已是{already.name_zh}的名称，不能再指{region.name_zh}",
                f"'{shown(word)}' is a name of {already.name_zh} already and cannot stand for {region.name_zh}",
            )


def _fault(zh: str, en: str) -> Finding:
    return Finding(
        "bad-aliases", "critical", f"名称对照文件：{zh}，全部名称未采用", f"names of regions and periods: {en}; none of them holds",
        "observations", file=FILE,
    )  # fmt: skip
