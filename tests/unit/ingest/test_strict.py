"""The readers of ``score``: any fault stops, and all are told at once."""

import re

import pytest

from govscore_lib.errors import InputError
from govscore_lib.ingest import (
    load_observations,
    load_registers,
    quarantined_criteria,
    read_processed,
    require_conditions,
    write_processed,
)
from govscore_lib.rubric import load_league

HEADER = "region_id,metric_id,value\n"


@pytest.fixture
def load(raw):
    def of(content, name="o.csv"):
        return load_observations(raw.write(name, content), raw.rubric)

    return of


@pytest.fixture
def load_cases(raw):
    def of(content):
        path = raw.write("cases.csv", content)
        return load_registers({"cases": path}, raw.rubric, load_league("huaian-2021"))["cases"]

    return of


def problems(call, *args):
    with pytest.raises(InputError) as caught:
        call(*args)
    return [str(problem) for problem in caught.value.problems]


def test_canonical_values_pass(load):
    frame = load(
        HEADER
        + "r1,asked,25\nr1,answered,24.0\nr1,plan_issued,true\nr1,report_date,none\nr1,unit_type,county\n"
        "r1,training_score,\nr2,,\n"
    )

    assert [
        ("r1", "asked", "25", "given"),
        ("r1", "answered", "24", "given"),
        ("r1", "plan_issued", "true", "given"),
        ("r1", "report_date", "none", "given"),
        ("r1", "unit_type", "county", "given"),
        ("r1", "training_score", None, "missing"),
        ("r2", None, None, "missing"),
    ] == frame.select("region_id", "metric_id", "value", "status").rows()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("r1,anwsered,5", "o.csv, line 2, column metric_id: 'anwsered' is no metric of small-2021. Hint: did you mean 'answered'?"),
        ("r1,asked,many", "o.csv, line 2, column value (asked): 'many' is no number. Allowed: a whole number, 0 or more."),
        ("r1,asked,2.5", "'2.5' is no whole number"),
        ("r1,asked,-1", "'-1' is below the minimum. Allowed: a whole number, 0 or more."),
        ("r1,training_score,3", "'3' is above the maximum. Allowed: a number from 0 to 2."),
        ("r1,asked,\"1,000\"", "'1,000' is not in the required form. Allowed: a whole number, 0 or more. Hint: write '1000'"),
        ("r1,plan_issued,是", "Allowed: true or false. Hint: write 'true'"),
        ("r1,plan_issued,maybe", "'maybe' is neither yes nor no. Allowed: true or false."),
        ("r1,report_date,2021/3/1", "Allowed: a date such as 2021-03-01, or none. Hint: write '2021-03-01'"),
        ("r1,report_date,2021-02-30", "'2021-02-30' is no day of the calendar"),
        ("r1,unit_type,city", "'city' is not one of the listed values. Allowed: county, district."),
        ("r1,answered_rate,0.9", "rates are computed, never given. Hint: give the numerator and the denominator: 'answered' and 'asked'"),
        (",asked,5", "o.csv, line 2, column region_id: the cell is empty"),
        ("r1,,5", "the cell is empty beside the value '5'"),
        ("r1,asked,5,6", "the row has more cells than the header"),
    ],
)  # fmt: skip
def test_each_fault_has_its_message(load, row, message):
    (told,) = problems(load, HEADER + row + "\n")

    assert message in told


def test_all_faults_are_told_at_once(load):
    told = problems(
        load, HEADER + "r1,asked,x\nr1,answer,5\nr1,plan_issued,true\nr1,plan_issued,false\n"
    )

    assert ["line 2", "line 3", "line 5"] == [re.search(r"line \d+", one).group() for one in told]
    assert "stand already on line 4" in told[2]


def test_conditions_and_contradicted_rates_stop(load):
    told = problems(load, HEADER + "r1,asked,25\nr1,answered,27\n")
    assert [
        "o.csv, lines 2, 3, region r1, answered: needed is answered ≤ requests; found: answered 27, requests 25."
    ] == told

    told = problems(load, HEADER + "r1,asked,25\nr1,answered,24\nr1,answered_rate,92%\n")
    assert "the rate '92%' contradicts its parts: 24/25 = 96%" in told[1]


def test_another_period_is_refused(load):
    (told,) = problems(load, "region_id,metric_id,value,period\nr1,asked,5,2020\n")

    assert "'2020' is not the rubric's period. Allowed: 2021." in told


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("o.csv", "", "o.csv: the file is empty. Hint: ask for the file again"),
        ("o.csv", "region,metric_id,value\n", "the columns are region, metric_id, value. Hint: did you mean 'region'?"),
        ("o.xlsx", "a,b\n", "o.xlsx: it is no Excel workbook"),
        ("o.csv", HEADER + "r1,asked", "o.csv: the file breaks off in line 2"),
    ],
)  # fmt: skip
def test_an_unusable_file_has_one_clear_message(load, name, content, message):
    (told,) = problems(load, content, name)

    assert message in told


def test_an_absent_file_is_told(raw):
    (told,) = problems(load_observations, raw.folder / "none.csv", raw.rubric)

    assert "none.csv: the file does not exist" in told


CASES = "case_id,region_id,concluded_on,outcome\n"


def test_registers_come_back_typed(load_cases):
    frame = load_cases(CASES + "A1,320803,2021-03-01,upheld\nA1,320803,2021-03-01,upheld\n")

    assert 2 == frame.height
    assert "Date" == str(frame["concluded_on"].dtype)
    assert [None, None] == frame["level"].to_list()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("A1,320803,2021-03-01,maybe", "line 2, column outcome: 'maybe' is not one of the listed values. Allowed: upheld, revoked."),
        ("A1,320803,2021/3/1,upheld", "is not in the required form. Allowed: a date such as 2021-03-01. Hint: write '2021-03-01'"),
        ("A1,320803,,upheld", "line 2, column concluded_on: the cell is empty"),
        ("A1,r9,2021-03-01,upheld", "region 'r9' is not one of this run"),
        ("A1,320803,2021-03-01,upheld\nA1,320803,2021-03-02,upheld", "case_id 'A1' stands twice with different contents (concluded_on)"),
        ("A1,320803,2021-03-01,upheld,x", "the row has more cells than the header"),
    ],
)  # fmt: skip
def test_each_fault_of_a_register_has_its_message(load_cases, rows, message):
    (told,) = problems(load_cases, CASES + rows + "\n")

    assert message in told


def test_faults_of_all_registers_are_told_together(raw):
    bad = {
        "cases": raw.write("cases.csv", CASES + "A1,320803,2021-03-01,x\nA2,320803,y,upheld\n"),
    }

    told = problems(load_registers, bad, raw.rubric)

    assert ["line 2", "line 3"] == [re.search(r"line \d+", one).group() for one in told]


def test_the_same_fault_in_many_rows_is_one_message(load_cases):
    rows = "".join(f"A{n},320803,2021-03-01,{'x' if n % 2 else 'y'}\n" for n in range(1, 10))

    told = problems(load_cases, CASES + rows)

    assert [
        "cases.csv, lines 2, 4, 6 and 2 more, column outcome: 'x' is not one of the listed values",
        "cases.csv, lines 3, 5, 7 and 1 more, column outcome: 'y' is not one of the listed values",
    ] == [one.partition(". Allowed")[0] for one in told]


def test_a_missing_column_of_a_register_is_told(load_cases):
    (told,) = problems(
        load_cases, "case_id,region_id,concluded,outcome\nA1,320803,2021-03-01,upheld\n"
    )

    assert "column 'concluded_on' is missing" in told
    assert "did you mean 'concluded'?" in told


def test_conditions_hold_over_counted_and_typed_figures_together(load, raw):
    frame = load(HEADER + "r1,cases_concluded,1\nr1,cases_corrected,1\n")
    require_conditions(raw.rubric, frame)

    broken = frame.with_columns(
        value=frame["value"].replace("1", "2").set(frame["metric_id"] == "cases_concluded", "1")
    )
    (told,) = problems(require_conditions, raw.rubric, broken)

    assert "region r1, cases_corrected: needed is cases corrected ≤ cases concluded" in told


def test_processed_files_pass_and_keep_what_was_set_aside(raw, tmp_path):
    raw.write(
        "registers/cases.csv",
        "案号,地区,审结日期,结果\nA1,淮安区,2021-03-01,维持\nA1,淮安区,2021-03-01,撤销\n",
    )
    raw.materials("320831_金湖县.xlsx", [["asked", "", "", 25], ["answered", "", "", 27]], "金湖县")
    write_processed(raw.ingest(), tmp_path / "processed")
    processed = read_processed(raw.rubric, tmp_path / "processed")

    observations = load_observations(tmp_path / "processed" / "observations.csv", raw.rubric)
    registers = load_registers(
        {"cases": tmp_path / "processed" / "registers" / "cases.csv"}, raw.rubric
    )

    assert processed.observations.select(observations.columns).equals(observations)
    assert (
        processed.registers["cases"]
        .drop("_file", "_row")
        .equals(registers["cases"].drop("_file", "_row"))
    )
    assert {("320803", "1"), ("320831", "2")} == set(quarantined_criteria(raw.rubric, observations))
