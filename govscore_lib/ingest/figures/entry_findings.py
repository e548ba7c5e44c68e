"""What is wrong or unusual in figures, told as findings in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from govscore_lib.errors import did_you_mean, shown
from govscore_lib.findings import Finding, Severity
from govscore_lib.ingest.cells import telling
from govscore_lib.ingest.figures.entries import Entry
from govscore_lib.ingest.figures.rates import Ratio
from govscore_lib.rubric.model import Rubric

NOWHERE = Entry("", "", "", "")
"""Stands as entry where a finding is about no cell."""


class EntryFindings:
    """Collects the findings about the figures of one rubric.

    regions : words that name a region, for the likely one.
    """

    def __init__(self, rubric: Rubric, regions: Sequence[str]) -> None:
        self.rubric, self.regions = rubric, regions
        self.findings: list[Finding] = []

    def find(
        self,
        code: str,
        severity: Severity,
        zh: str,
        en: str,
        entry: Entry,
        region: str = "",
        metric: str = "",
        place: str = "",
    ) -> None:
        """Add a finding about a figure; it touches the criteria of its metric."""
        criteria = self.rubric.criteria_of_metric(metric) if metric and severity != "note" else ()
        self.findings.append(
            Finding(
                code, severity, zh, en, "observations", region, metric, entry.file, entry.sheet,
                place or entry.place, criteria,
            )
        )  # fmt: skip

    def other_periods(self, entries: Mapping[tuple[str, str, str], Sequence[Entry]]) -> None:
        """Tell the rows of other periods, by file, sheet and period as written."""
        label = self.rubric.period.label
        for (_, _, period), group in entries.items():
            places = list(dict.fromkeys(one.place.partition(",")[0] for one in group))
            rows = telling.joined(places)
            many = len(places) > 1
            self.find(
                "other-period", "note",
                f"期间“{shown(period)}”不是{label}，{f'这 {len(places)} 行' if many else '该行'}不计入",
                f"period '{shown(period)}' is not {label}; the {'rows do' if many else 'row does'} not count",
                group[0], place=rows,
            )  # fmt: skip

    def fault(self, region: str, metric: str, entry: Entry, fault: str) -> None:
        """Tell a figure that means nothing."""
        declared = self.rubric.metrics[metric]
        allowed = telling.allowed(fault, declared.type, declared.values, declared.min, declared.max)
        zh, en = telling.bad_cells(declared.name.zh, metric, fault, [entry.value], *allowed)
        severity: Severity = "warning" if declared.needed == "evidence" else "critical"
        known = (*declared.values, *declared.values.values())
        said = telling.with_hint(
            fault, f"{zh}，未采用", f"{en}; it is not used", [entry.value], known
        )
        self.find(f"bad-value-{fault}", severity, *said, entry, region, metric)

    def contradicts_register(
        self, region: str, metric: str, entry: Entry, value: str, counted: str | None
    ) -> None:
        """Tell a figure that is not what the registers yield."""
        name = self.rubric.metrics[metric].name
        yielded = counted if counted is not None else "—"
        self.find(
            "figure-contradicts-register", "warning",
            f"“{name.zh}”填报为 {value}，由登记表统计为 {yielded}；采用登记表",
            f"{metric} is given as {value}, the registers yield {yielded}; the registers hold",
            entry, region, metric,
        )  # fmt: skip

    def given_twice(self, region: str, metric: str, old: Entry, new: Entry, *, equal: bool) -> None:
        """Tell a figure that stands twice, with the same value or with two."""
        name = self.rubric.metrics[metric].name
        where = f"{old.file} {old.sheet} {old.place}".replace("  ", " ")
        if equal:
            self.find(
                "figure-repeated", "note",
                f"“{name.zh}”填报了两次，数值相同（另见 {where}）", f"{metric} is given twice with the same value (also {where})",
                new, region, metric,
            )  # fmt: skip
            return
        one, two = shown(old.value), shown(new.value)
        self.find(
            "figure-given-twice", "critical",
            f"“{name.zh}”填报了两次而数值不同：{one}（{where}）与 {two}",
            f"{metric} is given twice with different values: {one} ({where}) and {two}",
            new, region, metric,
        )  # fmt: skip

    def unknown_metric(self, region: str, entry: Entry) -> None:
        """Tell a figure of a metric that the rubric does not have."""
        metrics = self.rubric.metrics
        likely = did_you_mean(entry.metric, metrics) or did_you_mean(
            entry.metric, (metric.name.zh for metric in metrics.values())
        )
        word = likely.removeprefix("did you mean '").removesuffix("'?")
        self.find(
            "unknown-metric", "warning",
            f"“{shown(entry.metric)}”不是本办法的指标，未采用" + (f"。是否为“{word}”？" if likely else ""),
            f"'{shown(entry.metric)}' is no metric of the rubric and is not used. {likely}".rstrip(),
            entry, region,
        )  # fmt: skip

    def strangers(self, strangers: Mapping[tuple[str, str], Sequence[Entry]]) -> None:
        """Tell the regions that are none of the league, by file and name as written."""
        for (_, written), entries in strangers.items():
            count, name = len(entries), shown(written)
            zh = f"“{name}”不是本次考核的地区" if written else "没有填写地区"
            en = f"'{name}' is no region of this assessment" if written else "no region is given"
            zh += f"，{count} 个数据未采用"
            en += f"; {count} {'figure is' if count == 1 else 'figures are'} not used"
            said = telling.meant(zh, en, written, self.regions) if written else (zh, en)
            self.find("unknown-region", "warning", *said, entries[0])

    def other_region(self, entry: Entry, region: str, other: str) -> None:
        """Tell a row whose columns stand for two regions."""
        self.find(
            "bad-value-other-region", "critical",
            f"同一行的“{shown(entry.region)}”与“{shown(other)}”不是同一地区，该行未采用",
            f"'{shown(entry.region)}' and '{shown(other)}' of one row stand for different regions; the row is not used. "
            "Hint: check code and name of the region",
            entry, region,
        )  # fmt: skip

    def changes(self, changes: Mapping[tuple[str, str, str], Mapping[str, int]]) -> None:
        """Tell how many cells of each metric had to be changed, by kind of change, file and sheet."""
        for (change, file, sheet), counts in changes.items():
            zh, en = telling.changed_cells(
                change,
                [
                    (
                        "地区" if name == "region_id" else self.rubric.metrics[name].name.zh,
                        name,
                        count,
                    )
                    for name, count in counts.items()
                ],
            )
            self.find(f"changed-{change}", "note", zh, en, Entry("", "", "", file, sheet))

    def rate(
        self, region: str, entry: Entry, ratio: Ratio, recomputed: str | None, *, counted: bool
    ) -> None:
        """Tell a typed rate: that it was not used, or that its parts contradict it.

        recomputed : what the parts yield where they contradict it. counted : whether both are counted from
        registers.
        """
        zh_name, typed = self._rate_name(entry, ratio), shown(entry.value)
        if recomputed is None:
            self.find(
                "rate-not-used", "note",
                f"“{zh_name}”由分子分母重新计算，填报的 {typed} 未采用",
                f"'{shown(entry.metric)}' is computed from its parts; the {typed} given is not used",
                entry, region, ratio.numerator,
            )  # fmt: skip
            return
        self.find(
            "rate-contradicts-parts", "warning" if counted else "critical",
            f"“{zh_name}”填报为 {typed}，而 {recomputed}；"
            + ("采用登记表的数据" if counted else "分子、分母或比率有误"),
            f"'{shown(entry.metric)}' is given as {typed}, but {recomputed}; "
            + ("the registers hold" if counted else "one of the three is wrong"),
            entry, region, ratio.numerator,
        )  # fmt: skip

    def _rate_name(self, entry: Entry, ratio: Ratio) -> str:
        """Return the Chinese name of a rate; one that goes by a code is named after its parts."""
        if not entry.metric.isascii():
            return shown(entry.metric)
        names = (self.rubric.metrics[part].name.zh for part in (ratio.numerator, ratio.denominator))
        return "÷".join(names)
