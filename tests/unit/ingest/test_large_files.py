"""Files read in pieces say what they say when read whole, and fail with the same words."""

import random

import polars as pl
import pytest
from pyarrow import parquet

from govscore_lib.ingest.cells.columns import read_column
from govscore_lib.ingest.cells.spelling import reader
from govscore_lib.ingest.files import pieces
from govscore_lib.ingest.files.tables import ROW, UnreadableFile, read_tables
from tests.bad_files.made import MAKERS


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(pieces, "PIECE", 2)


def is_header(row):
    return row[:2] == ["id", "note"]


def in_pieces(path):
    (table,) = pieces.tables_in_pieces(path, is_header)
    parts = list(table.pieces)
    filled = [part.cells for part in parts if part.cells.height]
    assert {part.header for part in parts} == {table.header}
    return parts, pl.concat(filled) if filled else parts[0].cells


TEXTS = {
    "plain": "id,note\n1,a\n2,b\n3,c\n4,d\n5,e\n",
    "title above": "清单,\n,\nid,note\n1,a\n2,b\n3,c\n",
    "header again": "id,note\n1,a\n2,b\n3,c\nid,note\n5,e\n",
    "lines in a cell": 'id,note\n1,"a\nb"\n\n2,b\n3,"c ""d"""\n',
    "surplus": "id,note\n1,a\n2,b,c\n3,d\n",
    "header only": "id,note\n",
    "semicolons": "id;note\n1;a\n2;b\n3;c\n",
    "no end of line": "id,note\n1,a\n2,b\n3,c",
}


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", TEXTS)
def test_text_in_pieces_is_the_text(tmp_path, name, codec):
    path = tmp_path / "register.csv"
    path.write_bytes(f"{TEXTS[name]}".replace("a", "甲乙丙丁戊己").encode(codec))
    (whole,) = read_tables(path, is_header)

    parts, cells = in_pieces(path)
    assert whole.cells.rows() == cells.rows()
    assert (whole.header, whole.form) == (parts[0].header, parts[0].form)
    assert [one.code for one in whole.remarks] == [one.code for p in parts for one in p.remarks]


def test_parquet_in_pieces_is_the_table(tmp_path):
    path = tmp_path / "register.parquet"
    pl.DataFrame({"id": range(5), "note": ["a", None, "c", "d", "e"]}).write_parquet(path)
    (whole,) = read_tables(path, is_header)

    _, cells = in_pieces(path)
    assert whole.cells.rows() == cells.rows()
    assert [1, 2, 3, 4, 5] == cells[ROW].to_list()


BROKEN = {
    "ends in a row": b"id,note\n1,a\n2,b\n3",
    "quote not closed": b'id,note\n1,a\n2,b\n3,"c\n4,d\n',
    "neither encoding": b"id,note\n1,a\n2,b\n3,\xff\xff\xff\n",
    "cut character": "id,note\n1,甲\n2,乙".encode()[:-1],
    "two encodings": "id,note\n1,甲乙丙丁戊己\n".encode() + "2,庚辛\n".encode("gb18030"),
    "nul": b"id,note\n1,a\n2,\x00\n",
    "utf-16": "id,note\n1,a\n".encode("utf-16"),
    "empty": b" \n",
    "a page": b"<html><table>",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_text_fails_with_the_same_words(tmp_path, name):
    path = tmp_path / "register.csv"
    path.write_bytes(BROKEN[name])

    with pytest.raises(UnreadableFile) as whole:
        read_tables(path, is_header)
    with pytest.raises(UnreadableFile) as found:
        in_pieces(path)
    assert (whole.value.code, whole.value.zh, whole.value.en) == (
        found.value.code, found.value.zh, found.value.en,
    )  # fmt: skip


@pytest.mark.parametrize("name", [name for name in MAKERS if name.endswith(".parquet")])
def test_a_broken_parquet_file_fails_alike(tmp_path, name):
    path = tmp_path / "register.parquet"
    MAKERS[name](path)

    assert fault_of(lambda: read_tables(path, is_header)) == fault_of(lambda: in_pieces(path))


def fault_of(read):
    try:
        read()
    except UnreadableFile as error:
        return error.code
    return ""


def test_damage_behind_readable_rows_names_the_row(tmp_path):
    path = tmp_path / "register.parquet"
    frame = pl.DataFrame({"id": [f"{number:>50}" for number in range(40)]})
    frame.write_parquet(path, row_group_size=10, compression="uncompressed", statistics=False)
    third = parquet.read_metadata(path).row_group(2).column(0)
    start = min(filter(None, (third.dictionary_page_offset, third.data_page_offset)))
    data = bytearray(path.read_bytes())
    data[start : start + third.total_compressed_size] = b"\xff" * third.total_compressed_size
    path.write_bytes(bytes(data))

    with pytest.raises(
        UnreadableFile, match=r"damaged, incomplete or encrypted \(from row 21 on\)"
    ):
        in_pieces(path)


ODD = (
    "2021-03-01", "2021-02-30", "2021-3-1", "2021-03-01T08:05:00", "2021-03-01T24:00:00", "2021-03-01T23:59:60",
    "2021-03-01T08:05", "9999-12-31", "0999-01-01", "2021-13-01T00:00:00", "A-1", "A 1", " A1", "A1 ", "'=A1", "=A1",
    "a'b", "１", "a\u200bb", "#N/A", "x" * 40_000, "-1", "+1", "1", "", "a\tb", "a\nb", "2021-03-01 ", "~", "Z~",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["text", "date", "datetime", "int", "decimal", "bool"])
def test_cells_taken_as_they_stand_read_so_one_by_one(kind):
    """Canonical cells are not read one by one; that must change nothing."""
    draw = random.Random(0)
    mixed = ["".join(draw.choices("09-T: A'=~\u3000", k=draw.randint(1, 12))) for _ in range(400)]
    texts = pl.Series([*ODD, *mixed, None])

    one_by_one = read_column(texts, reader(kind))
    found = read_column(texts, reader(kind), kind)
    assert one_by_one.values.to_list() == found.values.to_list()
    assert one_by_one.changes.to_list() == found.changes.to_list()
    assert one_by_one.faults.to_list() == found.faults.to_list()
