"""What the bytes of a file are, whatever its name says, and how large they become when unpacked.

Nothing is unpacked to disk, and nothing is fetched: a workbook's links to other files are not followed.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from govscore_lib.ingest.files.unreadable import UnreadableFile, damaged_workbook, empty_file

LARGEST = 1_000_000_000
"""Bytes that a workbook may hold unpacked; a sheet of half a million rows has about a third of them."""
RATIO, FREE = 300, 50_000_000
"""A workbook may hold so many times the bytes of its file; below ``FREE`` bytes anything goes."""
PARTS = 5_000
"""Parts that a workbook may have; one with 200 sheets and their charts has about 1,000."""

_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"
_CHUNK = 1 << 20
_HTML = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<?xml")


def kind_of(data: bytes) -> str:
    """Return what the bytes are: "xlsx", "zip", "protected", "xls", "parquet", "html", "pdf" or "text"."""
    if data.startswith(_ZIP):
        return "xlsx" if b"xl/workbook" in data else "zip"
    if data.startswith(_OLE):
        # the names in the directory of the container are UTF-16
        return "protected" if "EncryptedPackage".encode("utf-16-le") in data else "xls"
    if data.startswith((_PARQUET, b"PARE")):
        return "parquet"
    if data.startswith(b"%PDF"):
        return "pdf"
    if data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML):
        return "html"
    return "text"


def require_workbook(data: bytes) -> None:
    """Raise UnreadableFile when the bytes cannot be an .xlsx workbook, or would unpack to too much."""
    if not data.strip():
        raise empty_file()
    match kind_of(data):
        case "xlsx":
            _require_size(data)
        case "zip":
            if not zipfile.is_zipfile(io.BytesIO(data)):
                raise damaged_workbook()
            raise UnreadableFile(
                "not-a-workbook", "是压缩包或其他程序的文档，不是 Excel 工作簿",
                "it is an archive or a document of another program, no Excel workbook",
                "解压后报送其中的表格", "unpack it and send the tables inside",
            )  # fmt: skip
        case "protected":
            raise UnreadableFile(
                "password-protected", "工作簿设有打开密码", "the workbook is protected by a password",
                "打开后去掉密码，另存为 .xlsx", "open it, remove the password and save it as .xlsx",
            )  # fmt: skip
        case "xls":
            raise UnreadableFile(
                "not-a-workbook", "是旧版 .xls、WPS .et 或加密的工作簿，不是 .xlsx",
                "it is an old .xls, a WPS .et or an encrypted workbook, not .xlsx",
                "打开后另存为不带密码的 .xlsx", "open it and save it as .xlsx without a password",
            )  # fmt: skip
        case "html":
            raise UnreadableFile(
                "not-a-workbook", "内容是网页或旧式 XML 表格，不是 Excel 工作簿",
                "it holds a web page or an old XML sheet, no Excel workbook",
                "用表格软件打开后另存为 .xlsx", "open it in a spreadsheet program and save it as .xlsx",
            )  # fmt: skip
        case "parquet":
            raise UnreadableFile(
                "not-a-workbook", "内容是 parquet 文件，不是 Excel 工作簿",
                "it holds a parquet file, no Excel workbook",
                "把扩展名改为 .parquet", "give it the ending .parquet",
            )  # fmt: skip
        case _:
            raise UnreadableFile(
                "not-a-workbook", "不是 Excel 工作簿", "it is no Excel workbook",
                "CSV 文件应以 .csv 结尾；否则请对方重新报送",
                "a CSV file must end in .csv; otherwise ask for the file again",
            )  # fmt: skip


def _require_size(data: bytes) -> None:
    """Raise UnreadableFile for an archive that is broken or unpacks to too much, by its own account."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise damaged_workbook() from None
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile(
            "password-protected", "工作簿的压缩包设有密码", "the archive of the workbook is protected by a password",
            "打开后去掉密码，另存为 .xlsx", "open it, remove the password and save it as .xlsx",
        )  # fmt: skip
    size = sum(part.file_size for part in parts)
    if len(parts) > PARTS or size > LARGEST or (size > FREE and size > RATIO * len(data)):
        raise _too_large(f"{size / 1e6:,.0f} MB，{len(parts)} 个部件", f"{size / 1e6:,.0f} MB in {len(parts)} parts")  # fmt: skip


def _too_large(zh: str, en: str) -> UnreadableFile:
    return UnreadableFile(
        "too-large", f"解压后过大（{zh}），未解压",
        f"it unpacks to too much ({en}) and was not unpacked; allowed are {LARGEST // 1_000_000} MB and "
        f"{RATIO} times the size of the file",
        "删去多余的工作表和空行，或改报 CSV", "remove sheets and empty rows that are not needed, or send CSV",
    )  # fmt: skip


def unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the contents of a part, never more than the archive announces.

    Programs that unpack by themselves do not look at the announced size; one that is too small hides the
    true one.
    Raises UnreadableFile when the contents are larger than announced, or damaged.
    """
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise damaged_workbook()
    unpack = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    size, check, packed = 0, 0, _packed(archive, part)
    try:
        for piece in packed:
            rest = piece
            while rest:
                chunk = rest if unpack is None else unpack.decompress(rest, _CHUNK)
                rest = b"" if unpack is None else unpack.unconsumed_tail
                size, check = size + len(chunk), zlib.crc32(chunk, check)
                if size > part.file_size:
                    raise _too_large("大小与压缩包所述不符", "more than its directory announces")
                yield chunk
    except zlib.error:
        raise damaged_workbook() from None
    if size != part.file_size or check != part.CRC:
        raise damaged_workbook()


def _packed(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the packed bytes of a part as they stand in the archive."""
    source = archive.fp
    if source is None:
        raise damaged_workbook()
    source.seek(part.header_offset + 26)
    lengths = source.read(4)
    if len(lengths) < 4:
        raise damaged_workbook()
    source.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
    left = part.compress_size
    while left > 0 and (piece := source.read(min(left, _CHUNK))):
        left -= len(piece)
        yield piece
