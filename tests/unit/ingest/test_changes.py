"""Every change of a value, every name that was met."""

from govscore_lib.ingest import read_processed, write_processed


def changes(ingested):
    columns = ("table", "region_id", "name", "change", "before", "after", "file", "place")
    return ingested.changes.select(columns).rows()


def test_every_changed_cell_is_kept_with_its_place_before_and_after(raw):
    raw.write(
        "registers/cases.csv",
        "案号,地区,审结日期,结果\nA1,淮阴,2021/3/1,维持\nA2,淮安区,2021-03-02,维持\n",
    )
    raw.materials("320831_金湖县.xlsx", [["asked", "", "件", "１.2万"]], "金湖县")
    raw.write("observations/a.csv", "地区,申请件数,方案已出台\n淮阴,25,√\n", "utf-8")

    assert [
        ("observations", "320831", "asked", "myriad", "１.2万", "12000", "materials/320831_金湖县.xlsx", "D2"),
        ("observations", "320804", "region_id", "region-form", "淮阴", "320804", "observations/a.csv", "line 2"),
        ("observations", "320804", "plan_issued", "yes-no", "√", "true", "observations/a.csv", "line 2, 方案已出台"),
        ("cases", "320804", "region_id", "region-form", "淮阴", "320804", "registers/cases.csv", "line 2, 地区"),
        ("cases", "320804", "concluded_on", "date-form", "2021/3/1", "2021-03-01", "registers/cases.csv",
         "line 2, 审结日期"),
    ] == changes(raw.ingest())  # fmt: skip


def test_a_mapping_may_say_the_unit_of_a_column(raw, values):
    raw.write("observations/a.csv", "地区,申请（千件）\n淮安区,1.2\n")
    raw.write("observations/a.mapping.yml", "metrics: {asked: {column: 申请, scale: '1000'}}\n")

    ingested = raw.ingest()

    assert {"asked": "1200"} == values(ingested, "320803")
    assert [("scaled", "1.2", "1200")] == (
        ingested.changes.select("change", "before", "after").rows()
    )


def test_names_are_listed_with_what_they_were_taken_for(raw):
    raw.write(
        "observations/a.csv",
        "地区,指标编码,填报值,考核期\n淮安区,asked,25,2021年度\n淮阴,asked,25,\n某园区,asked,3,\n320831,asked,5,2020\n",
    )

    names = raw.ingest().names

    assert {
        ("region", "淮安区", "320803", "name", 1),
        ("region", "淮阴", "320804", "short name", 1),
        ("region", "某园区", "", "unmatched", 1),
        ("region", "320831", "320831", "code", 1),
        ("period", "2021年度", "2021", "form", 1),
        ("period", "2020", "", "unmatched", 1),
    } == set(names.filter(names["how"] != "unused").drop("files").rows())
    assert "淮安市淮阴区" in names.filter(how="unused")["written"].to_list()


def test_rows_of_other_periods_are_one_note_a_file(raw):
    rows = "".join(f"淮安区,asked,25,{2016 + n}年\n淮阴区,asked,25,2016年\n" for n in range(3))
    raw.write("observations/a.csv", "地区,指标编码,填报值,考核期\n" + rows)

    told = [one for one in raw.ingest().findings if one.code == "other-period"]

    assert [("lines 2, 3, 5 and 1 more", "2016年"), ("line 4", "2017年"), ("line 6", "2018年")] == [
        (one.place, one.zh[3:8]) for one in told
    ]


def test_changes_and_names_come_back_as_they_were(raw, tmp_path):
    raw.write("observations/a.csv", "地区,申请件数,已答复件数\n淮阴,１２,+7\n")
    ingested = raw.ingest()

    write_processed(ingested, tmp_path / "processed")
    again = read_processed(raw.rubric, tmp_path / "processed")

    assert ingested.changes.equals(again.changes)
    assert ingested.names.equals(again.names)


def test_what_a_spreadsheet_would_run_is_inert_in_what_we_write(raw, tmp_path):
    header = "案号,地区,审结日期,结果\n"
    raw.write(
        "registers/cases.csv", header + "@SUM(1),淮安区,2021-03-01,维持\n-A2,淮安区,2021/3/1,维持\n"
    )

    ingested = raw.ingest()
    write_processed(ingested, tmp_path / "processed")

    written = (tmp_path / "processed" / "registers" / "cases.csv").read_text("utf-8")
    assert ["'@SUM(1)", "'-A2"] == [line.partition(",")[0] for line in written.splitlines()[1:]]
    again = read_processed(raw.rubric, tmp_path / "processed")
    assert ["@SUM(1)", "-A2"] == again.registers["cases"]["case_id"].to_list()
