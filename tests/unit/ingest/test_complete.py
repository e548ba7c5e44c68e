"""Registers of another rubric bring along what was seen of them."""

import polars as pl

from govscore_lib.findings import Finding
from govscore_lib.ingest import FILES, Ingested, with_registers_of
from govscore_lib.ingest.cells.changes import ChangedCell, changes_table
from govscore_lib.ingest.names.naming import NAMES
from govscore_lib.rubric import load_rubric
from govscore_lib.tables import OBSERVATIONS, PROVENANCE

INNER = "sichuan-2021-publicity"


def ingested(register, used):
    file = f"registers/{register}.csv"
    return Ingested(
        pl.DataFrame(schema=OBSERVATIONS),
        {register: pl.DataFrame([(file, "", 2)], schema=PROVENANCE, orient="row")},
        (Finding("repeated-row", "note", "重", "twice", register, file=file),),
        pl.DataFrame([(file, register, "CSV", 1, 1, "ab", "")], schema=FILES, orient="row"),
        changes_table(
            [
                ChangedCell(
                    register, "", "result_date", "date-form", "2021/3/1", "2021-03-01", file, "", "line 2"
                )
            ]
        ),
        pl.DataFrame(
            [
                ("region", used, "510100", "alias", 3, file),
                *[("region", w, "510100", "unused", 0, "") for w in {"蓉城", "锦城"} - {used}],
            ],
            schema=NAMES,
            orient="row",
        ),
    )  # fmt: skip


def test_changes_names_files_and_findings_come_along_with_their_folder():
    rubric = load_rubric("sichuan-2021-trading")
    own, theirs = ingested("bonus_claims", "蓉城"), ingested("invitations", "锦城")

    together = with_registers_of(own, rubric, theirs, INNER)

    files = ["registers/bonus_claims.csv", f"{INNER}/registers/invitations.csv"]
    assert files == together.files["file"].to_list()
    assert files == together.changes["file"].to_list()
    assert files == [one.file for one in together.findings]
    assert [("蓉城", "alias", 3, files[0]), ("锦城", "alias", 3, files[1])] == list(
        together.names.select("written", "how", "cells", "files").iter_rows()
    )


def test_a_register_that_the_rubric_has_itself_is_not_borrowed():
    rubric = load_rubric("sichuan-2021-trading")
    own, theirs = ingested("invitations", "蓉城"), ingested("invitations", "锦城")

    assert own is with_registers_of(own, rubric, theirs, INNER)
