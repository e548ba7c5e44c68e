"""What came in: every raw file, and how the names of regions and periods in it were understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape

import polars as pl

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.findings import Finding
from govscore_lib.points import grouped
from govscore_lib.reporting.fragments.places import file_anchor, file_name
from govscore_lib.reporting.markup import Column, Fragment, both, say, table
from govscore_lib.text import Bilingual

_PLAIN = ("code", "name", "label")
"""Names written in full: they are counted, not listed."""
HOW: dict[str, Bilingual] = {
    "short name": say("简称", "short name"),
    "alias": say("别名", "alias"),
    "declared": say("名称对照文件", "declared in aliases.yml"),
    "form": say("期间的另一写法", "another form of the period"),
}
FILES_SHOWN = 2


def show_files(files: pl.DataFrame, findings: Iterable[Finding], scorecard: Scorecard) -> Fragment:
    """Return every raw file: what it feeds, its form, rows and fingerprint, and how many findings name it.

    files : columns of ``ingest.FILES``.
    """
    told = Counter(one.file for one in findings)
    columns = [
        Column(say("文件", "File")),
        Column(say("内容", "Contents")),
        Column(say("格式", "Form")),
        Column(say("行数", "Rows"), figure=True),
        Column(say("问题", "Findings"), figure=True),
        Column(say("校验码", "SHA-256")),
    ]
    rubric = scorecard.rubric
    rows = []
    for row in files.iter_rows(named=True):
        register = rubric.registers.get(row["table"])
        contents = register.name if register else say("填报指标", "submitted figures")
        if not register and row["table"] == "other":
            contents = say("未读取", "not read")
        rows.append(
            (
                f'<span class="file">{file_name(row["file"])}</span>',
                both(contents),
                escape(row["form"]),
                grouped(str(row["rows"])),
                str(told[row["file"]] or ""),
                f"<code>{row['sha256'][:12]}</code>",
            )
        )
    ids = [file_anchor(name) for name in files["file"]]
    return Fragment("files", table(columns, rows, row_ids=ids, kind="findings"))


def show_names(names: pl.DataFrame, scorecard: Scorecard) -> Fragment:
    """Return the names of regions and periods that were not written in full, unknown ones first, and unused aliases.

    names : columns of ``ingest.names.naming.NAMES``.
    """
    unknown = names.filter(pl.col("how") == "unmatched")
    matched = names.filter(pl.col("how").is_in(list(HOW)))
    unused = names.filter(pl.col("how") == "unused")["written"].to_list()
    plain = names.filter(pl.col("how").is_in(_PLAIN))
    cells = grouped(str(plain["cells"].sum()))
    summary = say(
        f"{cells} 处写的是全称或代码；另有 {matched.height} 种写法按简称或别名认出，{unknown.height} 种没有认出。",
        f"{cells} cells hold a full name or a code; {matched.height} other spellings were recognised, {unknown.height} were not.",
    )
    columns = [
        Column(say("文件中的写法", "As written")),
        Column(say("认作", "Taken for")),
        Column(say("依据", "How")),
        Column(say("处数", "Cells"), figure=True),
        Column(say("文件", "Files")),
    ]
    rows = [
        (
            escape(row["written"]),
            _meaning(row["means"], scorecard),
            both(HOW[row["how"]]) if row["how"] in HOW else _unmatched(),
            str(row["cells"]),
            _files(row["files"]),
        )
        for row in (*unknown.iter_rows(named=True), *matched.iter_rows(named=True))
    ]
    listed = table(columns, rows, kind="findings") if rows else ""
    return Fragment("names", f"<p>{both(summary)}</p>" + listed + _idle(unused))


def _unmatched() -> str:
    return f'<span class="badge warning">{both(say("未认出", "unknown"))}</span>'


def _meaning(means: str, scorecard: Scorecard) -> str:
    region = scorecard.league.resolve(means) if means else None
    if region is None:
        return escape(means) or "—"
    return both(say(region.name("zh"), region.name("en")))


def _files(joined: str) -> str:
    names = joined.split("; ")
    more = len(names) - FILES_SHOWN
    shown = [f'<span class="file">{file_name(name)}</span>' for name in names[:FILES_SHOWN]]
    if more > 0:
        shown.append(both(say(f"等 {len(names)} 个", f"and {more} more")))
    return "<br>".join(shown)


def _idle(unused: list[str]) -> str:
    if not unused:
        return ""
    title = say(
        f"没有文件用到的别名：{len(unused)} 个", f"Aliases that no file uses: {len(unused)}"
    )
    return (
        f'<details><summary class="note">{both(title)}</summary>'
        f'<p class="note">{escape("、".join(unused))}</p></details>'
    )
