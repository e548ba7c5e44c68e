"""Text tables: encodings, separators and quotation marks → rows of cells with the line of each."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO

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
_CHUNK = 1 << 22
"""Bytes that are looked at together."""


Open = Callable[[], IO[bytes]]
"""Opens the text anew: it is looked through more than once, and never held as a whole."""
Row = tuple[int, list[str]]
"""A row with anything in it: the line that it starts in, and its cells."""


@dataclass(frozen=True)
class TextRows:
    """Encoding and separator of a text table, and its rows, which can be had once."""

    rows: Iterator[Row]
    encoding: str
    separator: str


def text_rows(open_text: Open, separator: str, is_header: IsHeader) -> TextRows:
    """Return the rows of a text table.

    separator : the one that the file's ending promises. Where no header is found with it and another one
    shows a header, that one is used.
    Raises UnreadableFile, here or with any row.
    """
    with open_text() as stream:
        head = stream.read(_CHUNK)
    kind = kind_of(head)
    if kind != "text":
        ending = _ENDINGS[kind]
        raise UnreadableFile(
            "not-a-text-table", f"内容是 {ending} 文件，不是 CSV", f"it holds a {ending} file, not CSV",
            f"把扩展名改为 {ending}，或另存为 CSV", f"give it the ending {ending}, or save it as CSV",
        )  # fmt: skip
    codec, encoding = _encoding(open_text, head)
    top = _top(open_text, codec, separator)
    if not top:
        raise empty_file()
    if not any(is_header(row) for _, row in top):
        for other in SEPARATORS:
            if other == separator:
                continue
            try:
                tried = _top(open_text, codec, other)
            except UnreadableFile:
                continue
            if any(is_header(row) for _, row in tried):
                top, separator = tried, other
                break
    width = len(next((row for _, row in top if is_header(row)), top[0][1]))
    return TextRows(_whole_rows(open_text, codec, separator, width), encoding, separator)


def _top(open_text: Open, codec: str, separator: str) -> list[Row]:
    return list(islice(_rows(open_text, codec, separator), HEADER_WITHIN))


def _whole_rows(open_text: Open, codec: str, separator: str, width: int) -> Iterator[Row]:
    """Yield the rows. Raises UnreadableFile where the last one breaks off."""
    last: Row = (0, [])
    for last in _rows(open_text, codec, separator):
        yield last
    if len(last[1]) < width and not _ends_with_a_line(open_text):
        raise broken_off(last[0])


def _ends_with_a_line(open_text: Open) -> bool:
    with open_text() as stream:
        stream.seek(-1, io.SEEK_END)
        return stream.read(1) in (b"\n", b"\r")


def _rows(open_text: Open, codec: str, separator: str) -> Iterator[Row]:
    with open_text() as stream:
        text = io.TextIOWrapper(stream, codec, newline="")
        records = csv.reader(text, delimiter=separator, strict=True)
        line = 1
        try:
            for record in records:
                if line == 1 and record:
                    record[0] = record[0].lstrip("\ufeff")
                if any(cell.strip() for cell in record):
                    yield line, record
                line = records.line_num + 1
        except csv.Error as error:
            raise _broken_row(str(error), line) from None


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


def _encoding(open_text: Open, head: bytes) -> tuple[str, str]:
    """Return codec and name of the encoding, having looked through the whole text. Raises UnreadableFile."""
    for mark, name in _WIDE_MARKS:
        if head.startswith(mark):
            raise _not_this_encoding(f"编码是 {name}", f"the text is {name}")
    fault = _first_fault(open_text, "utf-8-sig")
    if fault is None:
        return "utf-8-sig", "UTF-8"
    if fault.chinese_before >= _SURE:  # two files pasted together
        line = fault.line
        raise _not_this_encoding(
            f"两种编码混在一起：第 {line} 行之前是 UTF-8，该行不是",
            f"two encodings are mixed: the text is UTF-8 up to line {line}, and that line is not",
        )
    if _first_fault(open_text, "gb18030") is None:
        return "gb18030", "GB18030"
    raise _not_this_encoding(
        f"编码既不是 UTF-8 也不是 GB18030（第 {fault.line} 行起无法识别）",
        f"the text is neither UTF-8 nor GB18030 (from line {fault.line} on)",
    )


@dataclass(frozen=True)
class _Fault:
    """The line in which a text stops being of an encoding, and the Chinese characters in front of it."""

    line: int
    chinese_before: int


def _first_fault(open_text: Open, codec: str) -> _Fault | None:
    """Return where a text is not of an encoding; None where it is throughout.

    Raises UnreadableFile where it is but for its last character, which is cut in two, or holds NUL.
    """
    decoder = codecs.getincrementaldecoder(codec)()
    line, chinese, nul = 1, 0, 0
    with open_text() as stream:
        while True:
            chunk = stream.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                if not chunk:
                    raise broken_off(line) from None
                good = error.object[: error.start]
                chinese += len(_CHINESE.findall(good.decode(codec, "ignore")))
                return _Fault(line + good.count(b"\n"), chinese)
            if "\0" in text and not nul:
                nul = line + text.count("\n", 0, text.index("\0"))
            if chinese < _SURE:
                chinese += len(_CHINESE.findall(text))
            line += text.count("\n")
            if not chunk:
                break
    if nul:
        raise _nul_bytes(nul)
    return None


def _not_this_encoding(zh: str, en: str) -> UnreadableFile:
    return UnreadableFile(
        "unknown-encoding", zh, f"{en}; UTF-8 and GB18030 are read",
        "另存为“CSV UTF-8（逗号分隔）”", "save it as CSV UTF-8",
    )  # fmt: skip


def _nul_bytes(line: int) -> UnreadableFile:
    return UnreadableFile(
        "nul-bytes", f"第 {line} 行含有空字符（NUL），文件可能已损坏",
        f"line {line} holds NUL characters; the file is damaged or no text",
        "请对方从系统重新导出", "ask for a new export from the system",
    )  # fmt: skip
