import pytest

from govscore_lib.samples.planting import Add, Repeat, Rewrite, plant_all

ROWS = [{"id": number, "region": "北" if number % 2 else "南"} for number in range(1, 7)]


def ids(rows):
    return [row["id"] for row in rows]


def test_a_new_row_stands_in_the_row_named():
    planted = plant_all(ROWS, [Add(3, {"id": 9, "region": "东"})])

    assert [1, 9, 2, 3, 4, 5, 6] == ids(planted)


def test_a_repeated_row_is_brought_to_its_place_and_copied():
    planted = plant_all(ROWS, [Repeat(of=2, at=5, cells={"note": "再"}, where={"region": ("南",)})])

    assert [2, 1, 3, 2, 4, 5, 6] == ids(planted)
    assert [None, None, None, "再", None, None, None] == [row.get("note") for row in planted]


def test_a_cell_is_rewritten_in_a_fitting_row_and_no_row_is_lost():
    planted = plant_all(ROWS, [Rewrite(3, {"region": "?"}, where={"region": ("北",)})])

    assert [1, 3, 2, 4, 5, 6] == ids(planted)
    assert "?" == planted[1]["region"]


def test_planted_rows_are_not_moved_by_later_plants():
    planted = plant_all(
        ROWS,
        [
            Rewrite(4, {"region": "?"}, where={"region": ("南",)}),
            Repeat(of=2, at=6, where={"region": ("南",)}),
        ],
    )

    assert "?" == planted[2]["region"]
    assert planted[0] == planted[4]


def test_the_rows_given_stay_as_they_were():
    plant_all(ROWS, [Rewrite(2, {"region": "?"})])

    assert "北" == ROWS[0]["region"]


def test_a_table_without_a_fitting_record_is_an_error():
    with pytest.raises(ValueError, match="no record from row 2 on fits"):
        plant_all(ROWS, [Rewrite(2, {}, where={"region": ("西",)})])
