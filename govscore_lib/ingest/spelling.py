"""The text of one cell → its canonical text, with what had to be changed.

Offices write the same value in many ways: 是/√/有, ９５, 1,234, 2021年3月1日, an Excel serial number.
Each function here takes one non-empty cell text and says what it means, or why it means nothing.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Spelling:
    """What one cell text means.

    value : canonical text (true/false, ISO date, plain number, code); None where it means nothing.
    change : key of :data:`CHANGES`; empty when the text was canonical already.
    fault : key of :data:`FAULTS`; empty when the text means something.
    """

    value: str | None
    change: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Change:
    """A kind of change, in both languages; ``reported`` when an office should see it."""

    zh: str
    en: str
    reported: bool = True


CHANGES: dict[str, Change] = {
    "declared": Change("按规定写法填写", "written in a declared form", reported=False),
    "spaces": Change("去除首尾空格", "stray spaces removed", reported=False),
    "width": Change("全角字符改为半角", "full-width characters made plain"),
    "thousands": Change("去除千位分隔符", "thousands separators removed"),
    "percent": Change("百分数改为小数", "percentages made numbers"),
    "whole": Change("去除多余的小数位", "decimal places of a whole number removed"),
    "plus": Change("去除正号", "plus signs removed"),
    "yes-no": Change("“有、无、√”等改为是否值", "words such as 有, 无 and √ read as yes or no"),
    "date-form": Change("日期改为标准写法", "dates put into the standard form"),
    "date-serial": Change("日期序列号换算为日期", "serial numbers of a spreadsheet read as dates"),
    "time-dropped": Change("去除日期后的时刻", "time of day dropped from dates"),
    "never": Change("“无、未发布”等改为 none", "words for 'did not happen' read as none"),
    "letter-case": Change("代码统一大小写", "letter case of codes made uniform"),
    "region-form": Change("地区简称或别名改为代码", "short region names and aliases read as codes"),
}
"""What may be changed in a cell."""

FAULTS: dict[str, tuple[str, str]] = {
    "empty": ("未填写", "is empty"),
    "not-a-truth": ("不是“是/否”", "is neither yes nor no"),
    "not-whole": ("不是整数", "is no whole number"),
    "not-a-number": ("不是数字", "is no number"),
    "too-many-decimals": ("小数位数过多", "has too many decimals"),
    "percent": ("是百分数，应填分子与分母", "is a percentage where a count or an amount is needed"),
    "not-a-date": ("不是日期", "is no date"),
    "impossible-date": ("日历上没有这一天", "is no day of the calendar"),
    "not-a-time": ("不是日期和时刻", "is no date with a time of day"),
    "not-listed": ("不在规定的取值之内", "is not one of the listed values"),
    "unknown-region": ("不是本次考核的地区", "is no region of this assessment"),
    "below-minimum": ("低于下限", "is below the minimum"),
    "above-maximum": ("高于上限", "is above the maximum"),
    "shifted": ("所在行的单元格多于表头", "stands in a row with more cells than the header"),
}
"""Why a cell means nothing."""

FIRST_SERIAL, LAST_SERIAL = 20_000, 60_000
"""Serial numbers of a spreadsheet taken for dates: 1954-10-03 to 2064-04-08."""

_DECLARED_TRUTHS = {
    "true": "true",
    "false": "false",
    "是": "true",
    "否": "false",
    "1": "true",
    "0": "false",
}
_OTHER_TRUTHS = {
    "有": "true", "√": "true", "✓": "true", "✔": "true", "对": "true", "y": "true", "yes": "true",
    "无": "false", "没有": "false", "×": "false", "✗": "false", "✘": "false", "n": "false", "no": "false",
}  # fmt: skip
_NEVER = {"无", "未发布", "未发生", "没有", "从未"}
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*日)?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"[T\s]*(\d{1,2})[:时](\d{1,2})分?(?::(\d{1,2})(?:\.0*)?)?")
_MIDNIGHT = re.compile(r"[T\s]00:00(:00(\.0*)?)?")


def tidy(text: str) -> tuple[str, str]:
    """Return the text in compatibility form without spaces at the ends, and the change this took."""
    stripped = text.strip().strip("\u3000\ufeff\u200b").strip()
    if stripped.isascii():
        return stripped, "" if stripped == text else "spaces"
    plain = unicodedata.normalize("NFKC", stripped).strip()
    if plain != stripped:
        return plain, "width"
    return plain, "" if stripped == text else "spaces"


def _first(*changes: str) -> str:
    """Return the change most worth telling: the first that is reported, else the first at all."""
    real = [change for change in changes if change]
    reported = [change for change in real if CHANGES[change].reported]
    return next(iter(reported or real), "")


def truth(text: str) -> Spelling:
    """Return true or false for 是, 否, 1, 0, true, false and the marks people use for them."""
    plain, change = tidy(text)
    word = plain.lower()
    if word in ("true", "false"):
        return Spelling(word, change)
    if word in _DECLARED_TRUTHS:
        return Spelling(_DECLARED_TRUTHS[word], _first(change, "declared"))
    if word in _OTHER_TRUTHS:
        return Spelling(_OTHER_TRUTHS[word], "yes-no")
    return Spelling(None, fault="not-a-truth")


def _digits(text: str) -> tuple[str, str] | None:
    plain, change = tidy(text)
    if _THOUSANDS.fullmatch(plain):
        plain, change = plain.replace(",", ""), _first(change, "thousands")
    if not _NUMBER.fullmatch(plain):
        return None
    if plain.startswith("+"):
        plain, change = plain[1:], _first(change, "plus")
    return plain, change


def whole(text: str) -> Spelling:
    """Return a whole number; 5.0 is one, 5.5 is not."""
    found = _digits(text)
    if found is None:
        return Spelling(None, fault="percent" if tidy(text)[0].endswith("%") else "not-a-number")
    plain, change = found
    number, _, rest = plain.partition(".")
    if rest.strip("0"):
        return Spelling(None, fault="not-whole")
    if "." in plain:
        change = _first(change, "whole")
    sign = "-" if number.startswith("-") else ""
    return Spelling(sign + (number.lstrip("-").lstrip("0") or "0"), change)


def decimal(text: str, unit: str = "", decimals: int | None = None) -> Spelling:
    """Return a decimal number with its digits as typed, with at most ``decimals`` decimals.

    A percentage is 95 where the unit is a percentage (``pct``, ``%``), 0.95 where it is a share,
    and a fault anywhere else.
    """
    plain, change = tidy(text)
    if plain.endswith("%"):
        inner = _digits(plain[:-1])
        if inner is None:
            return Spelling(None, fault="not-a-number")
        if unit in ("pct", "percent", "%"):
            return _cut(inner[0], decimals, "percent")
        if unit == "share":
            return _cut(format(Decimal(inner[0]).scaleb(-2), "f"), decimals, "percent")
        return Spelling(None, fault="percent")
    found = _digits(text)
    if found is None:
        return Spelling(None, fault="not-a-number")
    return _cut(found[0], decimals, _first(change, found[1]))


def _cut(plain: str, decimals: int | None, change: str) -> Spelling:
    number, _, rest = plain.partition(".")
    if decimals is not None:
        if len(rest.rstrip("0")) > decimals:
            return Spelling(None, fault="too-many-decimals")
        rest = rest[:decimals]
    sign = "-" if number.startswith("-") else ""
    number = number.lstrip("-") or "0"
    return Spelling(f"{sign}{number}.{rest}" if rest else f"{sign}{number}", change)


def date(text: str) -> Spelling:
    """Return an ISO date from 2021-03-01, 2021/3/1, 2021年3月1日, 20210301 or a serial number."""
    plain, change = tidy(text)
    day, rest, form = _day_and_rest(plain)
    if day is None:
        return Spelling(None, fault=form)
    if rest and _MIDNIGHT.fullmatch(rest):
        return Spelling(day, _first(change, form))  # a real date of a spreadsheet, read as text
    if rest and not _TIME.fullmatch(rest):
        return Spelling(None, fault="not-a-date")
    return Spelling(day, _first("time-dropped" if rest else "", change, form))


def _day_and_rest(plain: str) -> tuple[str | None, str, str]:
    """Return the ISO day, what follows it, and the change it took; (None, "", fault) without a day."""
    match = _DAY.match(plain) or _COMPACT_DAY.fullmatch(plain)
    if match is None:
        if plain.isdigit() and FIRST_SERIAL <= int(plain) <= LAST_SERIAL:
            serial = dt.date(1899, 12, 30) + dt.timedelta(days=int(plain))
            return serial.isoformat(), "", "date-serial"
        return None, "", "not-a-date"
    try:
        day = dt.date(*(int(part) for part in match.groups())).isoformat()
    except ValueError:
        return None, "", "impossible-date"
    rest = plain[match.end() :]
    return day, rest, "" if _ISO_DAY.fullmatch(plain[: match.end()]) else "date-form"


def date_or_never(text: str) -> Spelling:
    """Return an ISO date, or ``none`` for what did not happen."""
    plain, change = tidy(text)
    if plain.lower() == "none":
        return Spelling("none", change)
    if plain in _NEVER:
        return Spelling("none", "never")
    return date(text)


def datetime(text: str) -> Spelling:
    """Return date and time as 2021-03-01T08:05:00; a date without a time of day is a fault."""
    plain, change = tidy(text)
    day, rest, form = _day_and_rest(plain)
    if day is None:
        return Spelling(None, fault=form if form == "impossible-date" else "not-a-time")
    match = _TIME.fullmatch(rest)
    if match is None:
        return Spelling(None, fault="not-a-time")
    hour, minute, second = (int(part or 0) for part in match.groups())
    if hour > 23 or minute > 59 or second > 59:
        return Spelling(None, fault="not-a-time")
    return Spelling(f"{day}T{hour:02}:{minute:02}:{second:02}", _first(change, form))


def one_of(values: Mapping[str, str]) -> Callable[[str], Spelling]:
    """Return the function that reads a code of ``values``, or the Chinese word of one."""
    words = {tidy(word)[0]: code for code, word in values.items()}
    lower = {code.lower(): code for code in values}

    def read(text: str) -> Spelling:
        plain, change = tidy(text)
        if plain in values:
            return Spelling(plain, change)
        if plain in words:
            return Spelling(words[plain], _first(change, "declared"))
        if plain.lower() in lower:
            return Spelling(lower[plain.lower()], "letter-case")
        return Spelling(None, fault="not-listed")

    return read


def wording(text: str) -> Spelling:
    """Return the text in compatibility form; only changed digits and letters are worth telling."""
    plain, change = tidy(text)
    if change == "width" and _letters(plain) == _letters(text):
        change = "spaces"
    return Spelling(plain or None, change)


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def within(
    read: Callable[[str], Spelling], minimum: Fraction | None, maximum: Fraction | None
) -> Callable[[str], Spelling]:
    """Return ``read`` with the declared bounds checked, both ends allowed."""
    if minimum is None and maximum is None:
        return read

    def bounded(text: str) -> Spelling:
        found = read(text)
        if found.value is None:
            return found
        number = Fraction(found.value)
        if minimum is not None and number < minimum:
            return Spelling(None, fault="below-minimum")
        if maximum is not None and number > maximum:
            return Spelling(None, fault="above-maximum")
        return found

    return bounded


def reader(
    kind: str,
    *,
    unit: str = "",
    values: Mapping[str, str] | None = None,
    minimum: Fraction | None = None,
    maximum: Fraction | None = None,
    decimals: int | None = None,
    may_be_never: bool = False,
) -> Callable[[str], Spelling]:
    """Return the function that reads a cell of the declared type ``kind``.

    Raises KeyError for a type that is not declared anywhere.
    """
    if kind == "enum":
        return one_of(values or {})
    if kind == "date" and may_be_never:
        return date_or_never
    if kind in ("decimal", "judged"):
        return within(lambda cell: decimal(cell, unit, decimals), minimum, maximum)
    if kind == "int":
        return within(whole, minimum, maximum)
    return {"bool": truth, "date": date, "datetime": datetime, "text": wording}[kind]
