"""Text tables: encodings, separators and quotation marks → rows of cells with the line of each."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from govscore_lib.ingest.files.containers import kind_of
from govscore_lib.ingest.files.unreadable import UnreadableFile, broken_off, empty_file

HEADER_WITHIN = 10
"""A header stands in one of the first rows; titles may stand above it."""
SEPARATORS = {",": ("逗号", "commas"), ";": ("分号", "semicolons"), "\t": ("制表符", "tabs"), "|": ("竖线", "bars")}  # fmt: skip

IsHeader = Callable[[Sequence[str]], bool]
_ENDINGS = {
    "xlsx": ".xlsx", "protected": ".xlsx", "xls": ".xls", "parquet": ".parquet", "pdf": ".pdf", "zip": ".zip",
    "html": ".html",
}  # fmt: skip
_WIDE_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SURE = 6
"""So many Chinese characters in front of the first fault are not there by chance."""


@dataclass(frozen=True)
class TextRows:
    """The rows with anything in them, the line that each starts in, encoding and separator."""

    rows: list[list[str]]
    lines: list[int]
    encoding: str
    separator: str


def read_text(data: bytes, separator: str, is_header: IsHeader) -> TextRows:
    """Return the rows of a text table.

    separator : the one that the file's ending promises. Where no header is found with it and another one
    shows a header, that one is used.
    Raises UnreadableFile.
    """
    kind = kind_of(data)
    if kind != "text":
        ending = _ENDINGS[kind]
        raise UnreadableFile(
            "not-a-text-table", f"内容是 {ending} 文件，不是 CSV", f"it holds a {ending} file, not CSV",
            f"把扩展名改为 {ending}，或另存为 CSV", f"give it the ending {ending}, or save it as CSV",
        )  # fmt: skip
    text, encoding = _decoded(data)
    _require_text(text)
    rows, lines = _rows(text, separator)
    if not rows:
        raise empty_file()
    if not any(is_header(row) for row in rows[:HEADER_WITHIN]):
        for other in SEPARATORS:
            if other == separator or other not in text:
                continue
            try:
                tried = _rows(text, other)
            except UnreadableFile:
                continue
            if any(is_header(row) for row in tried[0][:HEADER_WITHIN]):
                (rows, lines), separator = tried, other
                break
    top = next((row for row in rows[:HEADER_WITHIN] if is_header(row)), rows[0])
    if len(rows[-1]) < len(top) and not text.endswith(("\n", "\r")):
        raise broken_off(lines[-1])
    return TextRows(rows, lines, encoding, separator)


def _rows(text: str, separator: str) -> tuple[list[list[str]], list[int]]:
    rows: list[list[str]] = []
    lines: list[int] = []
    records = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for record in records:
            if any(cell.strip() for cell in record):
                rows.append(record)
                lines.append(line)
            line = records.line_num + 1
    except csv.Error as error:
        raise _broken_row(str(error), line) from None
    return rows, lines


def _broken_row(reason: str, line: int) -> UnreadableFile:
    if "end of data" in reason:
        return UnreadableFile(
            "unclosed-quote", f"第 {line} 行起有一个引号没有配对，或文件在此中断",
            f"a quotation mark in the row that starts in line {line} is never closed, or the file breaks off there",
            "补上引号；单元格内的引号写两次", "close it; a quotation mark inside a cell is written twice",
        )  # fmt: skip
    if "field larger" in reason:
        return UnreadableFile(
            "cell-too-long", f"第 {line} 行有一个单元格超过 {csv.field_size_limit():,} 个字符",
            f"line {line} has a cell of more than {csv.field_size_limit():,} characters",
            "检查引号是否配对；长文本请另行报送", "check that quotation marks match; send long texts apart",
        )  # fmt: skip
    return UnreadableFile(
        "broken-quotes", f"第 {line} 行的引号不配对", f"line {line}: the quotation marks do not match",
        "单元格内的引号写两次，单元格两端各写一次", "a quotation mark inside a cell is written twice, around it once on each side",
    )  # fmt: skip


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding. Raises UnreadableFile."""
    for mark, name in _WIDE_MARKS:
        if data.startswith(mark):
            raise _not_this_encoding(f"编码是 {name}", f"the text is {name}")
    first_fault = 0
    for codec, name in (("utf-8-sig", "UTF-8"), ("gb18030", "GB18030")):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as error:
            # cut in the middle of a character, or not this encoding at all?
            if error.end == len(data) and re.search("end of data|incomplete", error.reason):
                raise broken_off(data.count(b"\n") + 1) from None
            if codec == "utf-8-sig":
                first_fault = error.start
                _require_one_encoding(data, first_fault)
            continue
        return text.lstrip("\ufeff"), name
    line = data.count(b"\n", 0, first_fault) + 1
    raise _not_this_encoding(
        f"编码既不是 UTF-8 也不是 GB18030（第 {line} 行起无法识别）",
        f"the text is neither UTF-8 nor GB18030 (from line {line} on)",
    )


def _require_one_encoding(data: bytes, fault: int) -> None:
    """Raise UnreadableFile where Chinese in UTF-8 stands in front of something else: two files pasted together."""
    before = data[:fault].decode("utf-8", "ignore")
    if len(_CHINESE.findall(before)) >= _SURE:
        line = data.count(b"\n", 0, fault) + 1
        raise _not_this_encoding(
            f"两种编码混在一起：第 {line} 行之前是 UTF-8，该行不是",
            f"two encodings are mixed: the text is UTF-8 up to line {line}, and that line is not",
        )


def _not_this_encoding(zh: str, en: str) -> UnreadableFile:
    return UnreadableFile(
        "unknown-encoding", zh, f"{en}; UTF-8 and GB18030 are read",
        "另存为“CSV UTF-8（逗号分隔）”", "save it as CSV UTF-8",
    )  # fmt: skip


def _require_text(text: str) -> None:
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UnreadableFile(
            "nul-bytes", f"第 {line} 行含有空字符（NUL），文件可能已损坏",
            f"line {line} holds NUL characters; the file is damaged or no text",
            "请对方从系统重新导出", "ask for a new export from the system",
        )  # fmt: skip
