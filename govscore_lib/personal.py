"""Numbers that name a person: identity numbers with a valid check digit, and mobile telephone numbers.

No assessment needs them. They are taken out of what is read and quoted, and no page that holds one is published.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["identity", "mobile"]

NAMES: dict[Kind, tuple[str, str]] = {
    "identity": ("身份证号", "identity number"),
    "mobile": ("手机号", "mobile number"),
}
WORDS = (
    "姓名", "联系人", "经办人", "法定代表人", "身份证", "证件号", "电话", "手机", "联系方式", "住址", "家庭地址", "通讯地址",
    "邮箱", "微信", "full_name", "person_name", "id_card", "identity_no", "phone", "mobile", "telephone", "email",
    "home_address",
)  # fmt: skip
"""A column whose header holds one of these words is about persons."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_CANDIDATE = re.compile(
    r"(?P<identity>[1-9][0-9]{16}[0-9Xx])|1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}", re.ASCII
)
_COUNTRY = re.compile(r"(?<![0-9A-Za-z_.])\+?86[- ]?\Z", re.ASCII)
_PART_BEFORE = re.compile(r"[0-9A-Za-z_.]-?\Z", re.ASCII)
_PART_AFTER = re.compile(r"[0-9A-Za-z_]|\.[0-9]", re.ASCII)
"""Next to these, digits are part of something else; a country code in front is none."""


@dataclass(frozen=True)
class PersonalNumber:
    """Where a number that names a person stands in a text; the number itself is not kept."""

    kind: Kind
    start: int
    end: int


def personal_numbers(text: str) -> Iterator[PersonalNumber]:
    """Yield every identity number and mobile number of a text.

    An identity number has eighteen characters, a day of birth that exists and a check digit that fits
    (GB 11643). A mobile number has eleven digits and begins with 13 to 19; digits that are part of a longer
    number, of a decimal or of a word are none.
    """
    for match in _CANDIDATE.finditer(text):
        start, end = match.span()
        before = _COUNTRY.sub("", text[max(0, start - 6) : start])
        if _PART_BEFORE.search(before) or _PART_AFTER.match(text, end):
            continue
        identity = match["identity"]
        if identity is None:
            yield PersonalNumber("mobile", start, end)
        elif is_identity_number(identity):
            yield PersonalNumber("identity", start, end)


def is_identity_number(text: str) -> bool:
    """Whether eighteen characters are an identity number: day of birth and check digit hold."""
    try:
        born = dt.date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    if not 1850 <= born.year <= 2150:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text[:17], strict=True))
    return _CHECK[total % 11] == text[17].upper()


def masked(text: str) -> str:
    """Return the text with its personal numbers replaced by what they are: ``〔手机号〕``."""
    parts, at = [], 0
    for found in personal_numbers(text):
        parts += [text[at : found.start], f"〔{NAMES[found.kind][0]}〕"]
        at = found.end
    return "".join(parts) + text[at:] if parts else text


def is_personal_header(header: str) -> bool:
    """Whether a column is about persons, by its header."""
    plain = re.sub(r"[\s_-]+", "", header).lower()
    return any(word.replace("_", "") in plain for word in WORDS)
