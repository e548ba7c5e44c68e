"""Numbers that name a person."""

import pytest

from govscore_lib.errors import shown
from govscore_lib.personal import is_personal_header, masked, personal_numbers

IDENTITY, MOBILE = "11010519491231002X", "13912345678"
"""The number of the standard's own example (GB 11643), and a number of the usual form."""


def kinds(text):
    return [found.kind for found in personal_numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (IDENTITY, ["identity"]),
        (IDENTITY.lower(), ["identity"]),
        (f"身份证{IDENTITY}，电话{MOBILE}。", ["identity", "mobile"]),
        (f"+86{MOBILE}", ["mobile"]),
        (f"86-{MOBILE}", ["mobile"]),
        ("139 1234 5678", ["mobile"]),
        ("139-1234-5678", ["mobile"]),
        (f"<td>{MOBILE}</td>", ["mobile"]),
    ],
)
def test_they_are_found_wherever_they_stand(text, expected):
    assert expected == kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # the check digit does not fit
        "110105194902300028",  # no such day
        "12912345678",  # no such prefix
        f"0.{MOBILE}",
        f"{MOBILE}.5",
        f"2{MOBILE}",
        f"{MOBILE}0",
        f"2021-{MOBILE}",
        f"a{MOBILE}",
        f"sha256:{MOBILE}ab",
        f"x{IDENTITY}",
        "320803",
        "2021-03-01",
    ],
)
def test_digits_that_are_part_of_something_else_are_none(text):
    assert [] == kinds(text)


def test_they_are_replaced_by_what_they_are():
    assert "张某，〔身份证号〕，〔手机号〕" == masked(f"张某，{IDENTITY}，{MOBILE}")
    assert "320803" == masked("320803")


def test_no_message_quotes_them():
    assert "电话〔手机号〕" == shown(f"电话{MOBILE}")


def test_headers_of_columns_about_persons():
    headers = ["姓 名", "联系电话", "经办人手机", "身份证号码", "家庭住址", "E-mail", "Mobile"]

    assert headers == [one for one in headers if is_personal_header(one)]
    assert [] == [
        one for one in ("地区", "案号", "单位名称", "被执行人类型") if is_personal_header(one)
    ]
