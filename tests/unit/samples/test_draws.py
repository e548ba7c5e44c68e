import datetime as dt

import pytest

from govscore_lib.samples.draws import Draws, next_weekday


def test_the_same_seed_and_stream_draw_the_same():
    first, second = Draws(0, "ratings", "320803"), Draws(0, "ratings", "320803")

    assert [first.between(1, 1000) for _ in range(50)] == [
        second.between(1, 1000) for _ in range(50)
    ]


def test_another_seed_or_stream_draws_otherwise():
    drawn = {
        tuple(Draws(*words).between(1, 1000) for _ in range(1))
        + tuple(Draws(*words).shuffled(range(20)))
        for words in ((0, "a"), (1, "a"), (0, "b"))
    }

    assert len(drawn) == 3


def test_draws_are_those_of_every_python_version():
    draws = Draws(0, "fixed")

    assert [draws.between(1, 100) for _ in range(6)] == [92, 29, 16, 53, 38, 6]


@pytest.mark.parametrize(("total", "count"), [(1, 1), (7, 7), (100, 9), (235_080, 16)])
def test_parts_add_up_and_none_is_empty(total, count):
    parts = Draws(0, "parts").parts(total, count)

    assert (total, count) == (sum(parts), len(parts))
    assert min(parts) >= 1


def test_more_parts_than_the_total_is_an_error():
    with pytest.raises(ValueError, match="3 cannot be split into 4 parts"):
        Draws(0, "parts").parts(3, 4)


def test_flags_hold_exactly_so_many():
    assert sum(Draws(0, "flags").flags(7, 30)) == 7


def test_more_flags_than_places_is_an_error():
    with pytest.raises(ValueError, match="31 of 30 cannot be true"):
        Draws(0, "flags").flags(31, 30)


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2021-03-05", "2021-03-05"), ("2021-03-06", "2021-03-08"), ("2021-03-07", "2021-03-08")],
)
def test_weekends_move_to_monday(day, expected):
    assert dt.date.fromisoformat(expected) == next_weekday(dt.date.fromisoformat(day))
