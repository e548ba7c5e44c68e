"""Names that are declared and not used."""

from __future__ import annotations

from collections.abc import Iterator

from govscore_lib.rubric.lint.remark import Remark, Subject


def unused_metrics(subject: Subject) -> Iterator[Remark]:
    """Something uses a metric: a criterion, under one reading at least, or what is said of regions as a whole."""
    rubric = subject.rubric
    used = {name for one in rubric.criteria_list for name in (*one.metrics, *one.beside)}
    used |= subject.general_words
    used |= {name for one in rubric.derivations for name in one.observe.values()}
    for name, metric in rubric.metrics.items():
        if name not in used and metric.needed != "evidence":
            yield subject.remark(("metrics", name), "remark", f"nothing uses metric {name}")


def unused_parameters(subject: Subject) -> Iterator[Remark]:
    """Some expression or deadline uses a parameter."""
    for name in subject.rubric.parameters:
        if name not in subject.words:
            yield subject.remark(
                ("parameters", name), "remark", f"nothing uses the parameter {name}"
            )


def unused_registers(subject: Subject) -> Iterator[Remark]:
    """Something is counted from a register, for a score or for a bulletin."""
    counted = subject.record_words | subject.bulletin_words
    for name in subject.document.raw.get("registers") or {}:
        if name not in counted:
            yield subject.remark(
                ("registers", name), "remark", f"nothing is counted from the register {name}"
            )


def codes_told_apart(subject: Subject) -> Iterator[Remark]:
    """An enumeration that rules look at has at most one code that none of them names: all the others."""
    looked_at = {name for one in subject.rubric.criteria_list for name in one.metrics}
    for name, metric in subject.rubric.metrics.items():
        rest = [code for code in metric.values if code not in subject.words]
        if name in looked_at and len(rest) > 1:
            yield subject.remark(
                ("metrics", name, "values"),
                "remark",
                f"no expression names these values of {name}, so they score alike: {', '.join(rest)}",
            )
