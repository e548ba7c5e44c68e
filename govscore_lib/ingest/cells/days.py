"""Days and times as offices write them → ISO: 2021/3/1, 2021年3月1日, 20210301, serial number 44256."""

from __future__ import annotations

import datetime as dt
import re

from govscore_lib.ingest.cells.spelt import Spelling, first_change, tidy

FIRST_SERIAL, LAST_SERIAL = 20_000, 60_000
"""Serial numbers of a spreadsheet taken for dates: 1954-10-03 to 2064-04-08."""

_DECLARED_NEVER = "无"
"""What our forms ask for where nothing happened."""
_NEVER = {"未发布", "未发生", "没有", "从未"}
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*日)?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_LAST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})")
_SERIAL = re.compile(r"-?\d{1,7}")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"[T\s]*(\d{1,2})[:时](\d{1,2})分?(?::(\d{1,2})(?:\.0*)?)?")
_MIDNIGHT = re.compile(r"[T\s]00:00(:00(\.0*)?)?")


def date(text: str) -> Spelling:
    """Return a day as 2021-03-01; a time of day behind it is dropped."""
    plain, change = tidy(text)
    day, rest, form = _day_and_rest(plain)
    if day is None:
        return Spelling(None, fault=form)
    if rest and _MIDNIGHT.fullmatch(rest):
        return Spelling(
            day, first_change(change, form)
        )  # a real date of a spreadsheet, read as text
    if rest and not _TIME.fullmatch(rest):
        return Spelling(None, fault="not-a-date")
    return Spelling(day, first_change("time-dropped" if rest else "", change, form))


def date_or_never(text: str) -> Spelling:
    """Return an ISO date, or ``none`` for what did not happen."""
    plain, change = tidy(text)
    if plain.lower() == "none":
        return Spelling("none", change)
    if plain == _DECLARED_NEVER:
        return Spelling("none", "declared")
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
    return Spelling(f"{day}T{hour:02}:{minute:02}:{second:02}", first_change(change, form))


def _day_and_rest(plain: str) -> tuple[str | None, str, str]:
    """Return the ISO day, what follows it, and the change it took; (None, "", fault) without a day."""
    match = _DAY.match(plain) or _COMPACT_DAY.fullmatch(plain)
    if match is None:
        if plain.isdigit() and FIRST_SERIAL <= int(plain) <= LAST_SERIAL:
            serial = dt.date(1899, 12, 30) + dt.timedelta(days=int(plain))
            return serial.isoformat(), "", "date-serial"
        if _SERIAL.fullmatch(plain):
            return None, "", "serial-out-of-range"
        return None, "", "unclear-date" if _DAY_LAST.fullmatch(plain) else "not-a-date"
    try:
        day = dt.date(*(int(part) for part in match.groups())).isoformat()
    except ValueError:
        return None, "", "impossible-date"
    rest = plain[match.end() :]
    return day, rest, "" if _ISO_DAY.fullmatch(plain[: match.end()]) else "date-form"
