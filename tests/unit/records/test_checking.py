"""Faults of a register, each named with its place."""

import polars as pl
import pytest

from govscore_lib.records import Register, check_register


@pytest.fixture
def faults(huaian, table):
    """Return the messages about a register written as text."""

    def run(name: str, text: str, **options) -> list[str]:
        problems = check_register(huaian.registers[name], table(name, text), **options)
        return [str(problem) for problem in problems]

    return run


def test_a_sound_register_has_none(faults):
    assert [] == faults(
        "arrears",
        """
        debt_id | amount        | identified_on
        a       | 12.500001     | 2021-05-05
        b       | 0             | 2021-05-05
        """,
        regions=["R1"],
    )


def test_the_same_key_with_different_contents_is_named_once(faults):
    found = faults(
        "reconsideration_cases",
        """
        case_id | concluded_on | outcome
        a       | 2021-05-05   | upheld
        b       | 2021-05-05   | upheld
        a       | 2021-05-05   | revoked
        a       | 2021-05-05   | upheld
        """,
        where="cases.csv",
    )

    assert [
        "cases.csv, lines 2 and 4: case_id 'a' stands twice with different contents (outcome). "
        "Allowed: rows with the same key only when all their cells agree. "
        "Hint: remove or correct one of the two rows"
    ] == found


def test_a_row_repeated_word_for_word_is_no_fault(faults):
    assert [] == faults(
        "reconsideration_cases",
        """
        case_id | concluded_on | outcome
        a       | 2021-05-05   | upheld
        a       | 2021-05-05   | upheld
        a       |              | upheld
        """.replace("a       |              | upheld", "b       |              | upheld"),
    )


def test_an_empty_cell_beside_a_full_one_is_a_difference(faults):
    (found,) = faults(
        "reconsideration_cases",
        """
        case_id | concluded_on | outcome
        a       |              | upheld
        a       | 2021-05-05   | upheld
        """,
    )

    assert "(concluded_on)" in found


def test_columns_that_are_not_declared_make_no_difference(huaian, table):
    frame = table("foi_requests", "request_id\na\na").with_columns(remark=pl.Series(["x", "y"]))

    assert [] == check_register(huaian.registers["foi_requests"], frame)


def test_a_code_unique_within_its_region_may_recur_in_another(faults):
    table = """
        item_code | region_id
        1         | R1
        1         | R2
        """

    assert [] == faults("service_items", table)


def test_a_case_number_of_two_regions_is_a_conflict(faults):
    (found,) = faults("foi_requests", "request_id | region_id\n1 | R1\n1 | R2")

    assert "different contents (region_id)" in found


def test_two_years_of_population_for_a_region_conflict_only_in_the_same_year(faults):
    table = "year | resident_pop\n2019 | 1\n2020 | 2"

    assert [] == faults("population", table)
    assert 1 == len(faults("population", table.replace("2019", "2020")))


def test_towns_may_file_several_commitments(faults):
    table = "town_id | domain | published_on\nT | travel | 2021-05-05\nT | travel |"

    assert [] == faults("town_commitments", table)


def test_a_region_outside_the_run_is_named_with_its_line(faults):
    (found,) = faults("foi_requests", "region_id\nR1\nR3", regions=["R1", "R2"], where="f.csv")

    assert found.startswith(
        "f.csv, line 3, column region_id: region 'R3' is not one of this run. Allowed: R1, R2."
    )


def test_a_missing_column_is_named_with_its_chinese_name(huaian, table):
    frame = table("foi_requests", "request_id\na").drop("due_on")
    (found,) = check_register(huaian.registers["foi_requests"], frame, where="f.csv")

    assert "f.csv" == found.where
    assert "column 'due_on' (答复期限) is missing" in found.found


def test_a_column_that_need_not_exist_may_be_missing(huaian, table):
    frame = table("foi_requests", "request_id | answered_on\na | 2021-05-05").drop("answered_on")

    assert [] == check_register(huaian.registers["foi_requests"], frame)


@pytest.mark.parametrize("amount", ["1.0000001", "1e3", "12x", "1,000"])
def test_a_number_has_6_decimals_at_most(faults, amount):
    (found,) = faults("arrears", f"amount\n1\n{amount}", where="arrears.csv")

    assert f"arrears.csv, line 3, column amount: '{amount}' is no number with at most 6" in found


@pytest.mark.parametrize(
    ("register", "text", "words"),
    [
        ("arrears", "amount\n-1", "-1 is too small. Allowed: 0 or more"),
        ("ratings", "level\n6", "6 is too large. Allowed: 5 at most"),
        ("ratings", "level\n0", "0 is too small. Allowed: 1 or more"),
        ("reconsideration_cases", "outcome\nuphelt", "Hint: did you mean 'upheld'?"),
        ("reconsideration_cases", "outcome\n-", "the cell is empty (审理结果)"),
        ("arrears", "amount\n-", "the cell is empty (欠款金额（万元）). Allowed: a number."),
        ("foi_requests", "request_id\n-", "column request_id: the cell is empty"),
        ("foi_requests", "region_id\n-", "column region_id: the cell is empty"),
    ],
)
def test_a_cell_must_hold_what_is_declared(faults, register, text, words):
    found = faults(register, text, regions=["R1"])

    assert [True] == [words in message for message in found]


def test_an_optional_cell_may_be_empty(faults):
    assert [] == faults("hotline_tickets", "ticket_id | answered_at | extended_due_at\na | |")


def test_places_come_from_the_rows_where_they_are_known(huaian, table):
    frame = table(
        "foi_requests", "request_id | due_on\na | 2021-05-05\na | 2021-05-06"
    ).with_columns(
        _file=pl.Series(["foi.xlsx", "foi.xlsx"]),
        _sheet=pl.Series(["一季度", "二季度"]),
        _row=pl.Series([7, 3]),
    )
    (found,) = check_register(huaian.registers["foi_requests"], frame)

    assert "foi.xlsx, sheet 一季度, row 7 and foi.xlsx, sheet 二季度, row 3" == found.where


def test_all_faults_are_told_at_once(faults):
    found = faults(
        "arrears",
        """
        debt_id | region_id | amount | debtor_type
        a       | R9        | 1.5    | nobody
        a       | R1        | many   | department
        """,
        regions=["R1"],
    )

    assert 4 == len(found)


def test_a_cell_that_counts_as_empty_is_no_fault():
    """Neither a misfit nor an empty cell, where the register says what becomes of them."""
    register = Register.model_validate(
        {
            "id": "items",
            "name": {"zh": "稿件", "en": "items"},
            "columns": {
                "row": {
                    "type": "int", "unit": "row", "min": "1", "max": "14", "otherwise": "empty",
                    "name": {"zh": "行", "en": "row"},
                },
                "level": {
                    "type": "enum", "values": {"nat": "国家级"}, "otherwise": "empty",
                    "name": {"zh": "级别", "en": "level"},
                },
            },
        }
    )  # fmt: skip
    frame = pl.DataFrame({"row": [15, None, 1], "level": ["prov", None, "nat"]})

    assert [] == check_register(register, frame)
