import pytest

from govscore_lib.errors import UsageError
from govscore_lib.job import readings_of


def test_a_text_of_readings_names_target_and_key():
    assert {"1.02": "B", "rubric:ties": "dense"} == readings_of("1.02=B  rubric:ties=dense")
    assert {} == readings_of("")


@pytest.mark.parametrize("text", ["1.02", "1.02=", "=B"])
def test_anything_else_is_told(text):
    with pytest.raises(UsageError, match="TARGET=KEY"):
        readings_of(text)
