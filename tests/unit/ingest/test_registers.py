"""Record tables: what is set aside, what is told, and which criteria it stops."""

import datetime as dt

import polars as pl

HEADER = "案号,地区,审结日期,结果,等级,开庭日期\n"


def finding(ingested, code):
    (found,) = [one for one in ingested.findings if one.code == code]
    return found


def test_a_register_may_come_in_parts_and_under_either_header(raw, values):
    raw.write("registers/cases__2021H1.csv", HEADER + "A1,淮安区,2021-03-01,维持,,\n", "gb18030")
    raw.workbook(
        "registers/cases__2021H2.xlsx",
        案件=[["case_id", "region_id", "concluded_on", "outcome"],
             ["A2", 320803, dt.date(2021, 9, 1), "revoked"]],
    )  # fmt: skip

    ingested = raw.ingest()

    assert () == ingested.findings
    assert ["A1", "A2"] == ingested.registers["cases"]["case_id"].to_list()
    assert [dt.date(2021, 3, 1), dt.date(2021, 9, 1)] == ingested.registers["cases"][
        "concluded_on"
    ].to_list()
    assert [
        ("registers/cases__2021H1.csv", "", 2),
        ("registers/cases__2021H2.xlsx", "案件", 2),
    ] == (ingested.registers["cases"].select("_file", "_sheet", "_row").rows())


def test_one_region_in_three_forms(raw):
    raw.write(
        "registers/cases.csv",
        HEADER
        + "A1,淮阴区,2021-03-01,维持,,\nA2,淮阴,2021-03-01,维持,,\nA3,淮安市淮阴区,2021-03-01,维持,,\n",
    )

    ingested = raw.ingest()

    assert {"320804"} == set(ingested.registers["cases"]["region_id"])
    told = finding(ingested, "changed-region-form")
    assert ("note", "short region names and aliases read as codes: 2 cells (region)") == (
        told.severity,
        told.en,
    )


def test_a_repeated_row_counts_once_and_is_noted(raw):
    row = "A1,淮安区,2021-03-01,维持,,\n"
    raw.write("registers/cases.csv", HEADER + row + "A1,320803,2021/3/1,维持,,\n")

    ingested = raw.ingest()

    assert 1 == ingested.registers["cases"].height
    told = finding(ingested, "repeated-row")
    assert ("note", "line 3", ()) == (told.severity, told.place, told.criteria)


def test_one_key_with_two_contents_stops_the_criteria_of_its_region(raw):
    raw.write(
        "registers/cases.csv",
        HEADER
        + "A1,淮安区,2021-03-01,维持,,\nA1,淮安区,2021-03-01,撤销,,\nB1,金湖县,2021-03-01,维持,,\n",
    )

    ingested = raw.ingest()

    told = finding(ingested, "duplicate-key")
    assert ("critical", "320803", "lines 2 and 3", ("1",)) == (
        told.severity, told.region_id, told.place, told.criteria,
    )  # fmt: skip
    assert ["B1"] == ingested.registers["cases"]["case_id"].to_list()
    doubted = ingested.observations.filter(status="quarantined")
    assert [("320803", "cases_concluded"), ("320803", "cases_corrected")] == (
        doubted.select("region_id", "metric_id").rows()
    )


def test_the_two_rows_may_stand_in_two_files(raw):
    raw.write("registers/cases__1.csv", HEADER + "A1,淮安区,2021-03-01,维持,,\n")
    raw.write("registers/cases__2.csv", HEADER + "\nA1,金湖县,2021-03-01,维持,,\n")

    told = [one for one in raw.ingest().findings if one.code == "duplicate-key"]

    assert ["320803", "320831"] == sorted(one.region_id for one in told)
    assert {"line 2 and line 3 of registers/cases__2.csv"} == {one.place for one in told}


def test_a_fault_in_an_optional_column_sets_the_row_aside(raw):
    raw.write("registers/cases.csv", HEADER + "A1,淮安区,2021-03-01,维持,,2021-02-30\n")

    ingested = raw.ingest()

    assert 0 == ingested.registers["cases"].height
    told = finding(ingested, "bad-value-impossible-date")
    assert ("warning", "320803", "line 2") == (told.severity, told.region_id, told.place)
    assert (
        "heard_on: '2021-02-30' is no day of the calendar (allowed: a date such as 2021-03-01); "
        "the row is left out. Hint: check year, month and day"
    ) == told.en
    assert [] == ingested.observations.filter(status="quarantined").rows()


def test_a_fault_in_a_required_column_stops_the_criteria_of_its_region(raw):
    raw.write(
        "registers/cases.csv",
        HEADER + "A1,淮安区,2021-03-01,不明,,\nA2,淮安区,,维持,,\nB1,金湖县,2021-03-01,维持,9,\n",
    )

    ingested = raw.ingest()

    told = {one.code: one for one in ingested.findings}
    assert ("critical", ("1",)) == (
        told["bad-value-not-listed"].severity,
        told["bad-value-not-listed"].criteria,
    )
    assert (
        "outcome: '不明' is not one of the listed values (allowed: upheld revoked); the row is left out"
        == (told["bad-value-not-listed"].en)
    )
    assert (
        "concluded_on: the cell is empty (allowed: a date such as 2021-03-01); the row is left out"
        == told["bad-value-empty"].en
    )
    assert "level: '9' is above the maximum (allowed: 1–5); the row is left out" == (
        told["bad-value-above-maximum"].en
    )
    assert {"320803"} == set(ingested.observations.filter(status="quarantined")["region_id"])


def test_many_faults_of_one_kind_are_one_finding(raw):
    rows = "".join(f"A{n},淮安区,2021-03-01,维持,{n},\n" for n in range(6, 11))
    raw.write("registers/cases.csv", HEADER + rows)

    told = finding(raw.ingest(), "bad-value-above-maximum")

    assert "lines 2, 3, 4 and 2 more" == told.place
    assert "“等级”有 5 处填写的“6”、“7”、“8”等高于上限（可填：1–5），这些行未采用" == told.zh


def test_a_row_of_no_known_region_is_a_warning(raw):
    raw.write("registers/cases.csv", HEADER + "A1,某园区,2021-03-01,维持,,\n")

    told = finding(raw.ingest(), "unknown-region")

    assert ("warning", "", "line 2") == (told.severity, told.region_id, told.place)


def test_a_missing_column_makes_the_register_unusable(raw):
    raw.write("registers/cases.csv", "案号,地区,审结日,结果\nA1,淮安区,2021-03-01,维持\n")

    ingested = raw.ingest()

    told = finding(ingested, "missing-column")
    assert ("critical", ("1",)) == (told.severity, told.criteria)
    assert "did you mean '审结日'?" in told.en
    assert "case_id, region_id, concluded_on, outcome" in told.en
    assert {} == ingested.registers


def test_one_unreadable_part_makes_the_whole_register_unusable(raw):
    raw.write("registers/cases__1.csv", HEADER + "A1,淮安区,2021-03-01,维持,,\n")
    raw.write("registers/cases__2.xlsx", b"no workbook")

    ingested = raw.ingest()

    assert {} == ingested.registers
    assert ("critical", "registers/cases__2.xlsx", ("1",)) == (
        finding(ingested, "not-a-workbook").severity,
        finding(ingested, "not-a-workbook").file,
        finding(ingested, "not-a-workbook").criteria,
    )


def test_a_register_without_rows_is_complete(raw):
    raw.write("registers/cases.csv", HEADER)

    ingested = raw.ingest()

    assert 0 == ingested.registers["cases"].height
    told = finding(ingested, "no-rows")
    assert ("warning", "registers/cases.csv") == (told.severity, told.file)
    assert [] == ingested.observations.filter(status="quarantined").rows()


def test_records_outside_the_period_are_noted(raw):
    raw.write("registers/cases.csv", HEADER + "A1,淮安区,2022-01-11,维持,,\n")

    ingested = raw.ingest()

    told = finding(ingested, "outside-period")
    assert ("note", "line 2", "1 row has concluded_on outside the period (2021) and does not count") == (
        told.severity, told.place, told.en,
    )  # fmt: skip
    assert 1 == ingested.registers["cases"].height


def test_changed_forms_are_counted_per_file(raw):
    rows = "".join(f"A{n},淮安区,2021/3/{n},维持,,\n" for n in range(1, 4))
    raw.write("registers/cases.csv", HEADER + rows)

    assert "dates put into the standard form: 3 cells (concluded on)" == (
        finding(raw.ingest(), "changed-date-form").en
    )


def test_a_shifted_row_is_one_fault(raw):
    raw.write("registers/cases.csv", HEADER + "A1,淮安区,2021-03-01,维持,,,多余\n")

    ingested = raw.ingest()

    assert ["bad-value-shifted"] == [one.code for one in ingested.findings]
    assert 0 == ingested.registers["cases"].height


def test_extra_columns_and_sheets_are_noted(raw):
    raw.workbook(
        "registers/cases.xlsx",
        说明=[["本表由系统导出"]],
        案件=[
            ["序号", "案号", "地区", "审结日期", "结果"],
            [1, "A1", "淮安区", "2021-03-01", "维持"],
        ],
    )

    codes = {one.code: one for one in raw.ingest().findings}

    assert {"sheet-not-read", "column-not-read"} == set(codes)
    assert "columns not used: 序号" == codes["column-not-read"].en


def test_the_deciding_date_may_be_the_first_filled_of_two():
    from govscore_lib.ingest.registers.periods import deciding_dates, outside_period
    from govscore_lib.rubric import load_rubric

    rubric = load_rubric("huaian-2021-integrity")
    frame = pl.DataFrame(
        {
            "due_at": [dt.datetime(2022, 1, 2), dt.datetime(2021, 12, 30), dt.datetime(2022, 1, 5)],  # noqa: DTZ001
            "extended_due_at": [None, dt.datetime(2022, 1, 3), None],  # noqa: DTZ001
            "answered_at": [None, None, dt.datetime(2021, 12, 31)],  # noqa: DTZ001
            "_file": ["f.csv"] * 3,
            "_sheet": [""] * 3,
            "_row": [2, 3, 4],
        },
        schema_overrides={"answered_at": pl.Datetime("us")},
    )

    (found,) = outside_period("hotline_tickets", frame, rubric, {"f.csv": "CSV, UTF-8"})

    assert "lines 2 and 3" == found.place
    assert () == deciding_dates("documents", rubric.derivations)


def test_code_and_name_of_the_region_must_agree(raw):
    raw.write(
        "registers/cases.csv",
        "案号,地区代码,地区名称,审结日期,结果\nA1,320803,淮安区,2021-03-01,维持\nA2,320803,金湖县,2021-03-01,维持\n"
        "A3,,金湖县,2021-03-01,维持\n",
    )

    ingested = raw.ingest()

    told = finding(ingested, "bad-value-other-region")
    assert ("warning", "line 3") == (told.severity, told.place)
    assert "'320803' and another column of the row stand for different regions" in told.en
    assert [("A1", "320803"), ("A3", "320831")] == (
        ingested.registers["cases"].select("case_id", "region_id").rows()
    )


def test_two_columns_of_one_name_must_agree(raw):
    raw.write(
        "registers/cases.csv",
        "案号,地区,审结日期,结果,结果\nA1,淮安区,2021-03-01,维持,维持\nA2,淮安区,2021-03-01,维持,撤销\n",
    )

    told = finding(raw.ingest(), "bad-value-two-values")

    assert ("critical", "320803", "line 3") == (told.severity, told.region_id, told.place)
    assert "differs from the other column of that name" in told.en


def test_a_header_that_stands_again_is_passed_over_and_noted(raw):
    row = "A1,淮安区,2021-03-01,维持,,\n"
    raw.write("registers/cases.csv", HEADER + row + HEADER + row.replace("A1", "A2"))

    ingested = raw.ingest()

    assert 2 == ingested.registers["cases"].height
    assert ("note", "line 3") == (
        finding(ingested, "repeated-header").severity,
        finding(ingested, "repeated-header").place,
    )


def test_other_separators_are_read_and_noted(raw):
    content = (HEADER + "A1,淮安区,2021-03-01,维持,,\n").replace(",", ";")
    raw.write("registers/cases.csv", content)

    ingested = raw.ingest()

    assert 1 == ingested.registers["cases"].height
    assert "separated by semicolons" in finding(ingested, "other-separator").en


def test_the_likely_region_is_named(raw):
    raw.write("registers/cases.csv", HEADER + "A1,金胡县,2021-03-01,维持,,\n")

    told = finding(raw.ingest(), "unknown-region")

    assert "did you mean '金湖县'?" in told.en
    assert "是否为“金湖县”？" in told.zh
