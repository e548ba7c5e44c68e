"""What a cell's text means, the changes it may take, and the reasons why it may mean nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass


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


Read = Callable[[str], Spelling]
"""Reads one non-empty cell text."""


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
    "invisible": Change("去除不可见字符", "invisible characters removed"),
    "thousands": Change("去除千位分隔符", "thousands separators removed"),
    "percent": Change("百分数改为小数", "percentages made numbers"),
    "whole": Change("去除多余的小数位", "decimal places of a whole number removed"),
    "plus": Change("去除正号", "plus signs removed"),
    "myriad": Change("“万、亿”换算为数", "万 (10,000) and 亿 (100,000,000) put into figures"),
    "unit": Change("去除数字后的单位，按指标单位换算", "units behind numbers removed, put into the metric's unit"),
    "scaled": Change("按对应关系文件换算单位", "put into the metric's unit as the mapping says"),
    "yes-no": Change("“有、无、√”等改为是否值", "words such as 有, 无 and √ read as yes or no"),
    "date-form": Change("日期改为标准写法", "dates put into the standard form"),
    "date-serial": Change("日期序列号换算为日期", "serial numbers of a spreadsheet read as dates"),
    "time-dropped": Change("去除日期后的时刻", "time of day dropped from dates"),
    "never": Change("“未发布、未发生”等改为 none", "words for 'did not happen' read as none"),
    "letter-case": Change("代码统一大小写", "letter case of codes made uniform"),
    "region-form": Change("地区简称或别名改为代码", "short region names and aliases read as codes"),
    "corrected": Change("按更正文件更正", "corrected as the file of corrections says"),
}  # fmt: skip
"""What may be changed in a cell."""


@dataclass(frozen=True)
class Fault:
    """Why a cell means nothing, as the end of a sentence, and the likely fix."""

    zh: str
    en: str
    hint_zh: str = ""
    hint: str = ""


_PLAIN_NUMBER = ("只写阿拉伯数字，如 1234.5", "write digits only, such as 1234.5")
_ISO_DAY = ("写成 2021-03-01", "write it as 2021-03-01")

FAULTS: dict[str, Fault] = {
    "empty": Fault("未填写", "is empty"),
    "not-a-truth": Fault("不是“是/否”", "is neither yes nor no"),
    "not-whole": Fault("不是整数", "is no whole number"),
    "not-a-number": Fault("不是数字", "is no number", *_PLAIN_NUMBER),
    "not-finite": Fault("不是有限的数字", "is no finite number", "没有数据时留空", "leave the cell empty where there is no figure"),
    "exponent": Fault("是科学记数法，位数可能已丢失", "is written with an exponent, and digits may be lost", *_PLAIN_NUMBER),
    "separators": Fault("千位分隔符的位置不对", "has misplaced thousands separators", *_PLAIN_NUMBER),
    "unit-word": Fault("数字后有文字", "has a word beside the number", *_PLAIN_NUMBER),
    "unclear-scale": Fault("带“万”或“亿”，而指标单位也带", "has 万 or 亿, and so has the unit of the metric",
                           "只写以指标单位计的数字", "write the number in the metric's unit only"),
    "date-in-number": Fault("是日期，应填数字", "is a date where a number is needed",
                            "把单元格格式改为“常规”", "set the cell's format to General"),
    "too-many-decimals": Fault("小数位数过多", "has too many decimals"),
    "too-large": Fault("位数过多", "has too many digits", "核对小数点和单位", "check the decimal point and the unit"),
    "percent": Fault("是百分数，应填分子与分母", "is a percentage where a count or an amount is needed",
                     "填件数，不填比率", "give the count, not the rate"),
    "not-a-date": Fault("不是日期", "is no date", *_ISO_DAY),
    "impossible-date": Fault("日历上没有这一天", "is no day of the calendar", "核对年月日", "check year, month and day"),
    "unclear-date": Fault("分不清日和月", "leaves open which is the day and which the month", *_ISO_DAY),
    "serial-out-of-range": Fault("不是日期，作为日期序列号也不在 1954—2064 年之间",
                                 "is no date, and as a serial number of a spreadsheet lies outside 1954 to 2064", *_ISO_DAY),
    "not-a-time": Fault("不是日期和时刻", "is no date with a time of day", "写成 2021-03-01 09:30", "write it as 2021-03-01 09:30"),
    "not-listed": Fault("不在规定的取值之内", "is not one of the listed values"),
    "unknown-region": Fault("不是本次考核的地区", "is no region of this assessment"),
    "other-region": Fault("与同一行另一列的地区不是同一地区", "and another column of the row stand for different regions",
                          "核对地区代码与名称", "check code and name of the region"),
    "two-values": Fault("与同名的另一列不一致", "differs from the other column of that name", "只保留一列", "keep one of the columns"),
    "below-minimum": Fault("低于下限", "is below the minimum"),
    "above-maximum": Fault("高于上限", "is above the maximum"),
    "shifted": Fault("所在行的单元格多于表头", "stands in a row with more cells than the header",
                     "检查是否有未加引号的逗号或错位的单元格", "look for a comma without quotation marks, or shifted cells"),
    "formula": Fault("是公式，没有数值", "is a formula without a value", "在 Excel 或 WPS 中重新计算后保存，或粘贴为数值",
                     "let Excel or WPS calculate and save it, or paste the value"),
    "error-value": Fault("是公式的错误值", "is the error value of a formula",
                         "更正公式，或填数值", "mend the formula, or fill in the value"),
    "too-long": Fault("文字过长", "is too long", "长文本请另行报送", "send long texts apart"),
}  # fmt: skip
"""Why a cell means nothing."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]"
)


def tidy(text: str) -> tuple[str, str]:
    """Return the text in compatibility form without spaces at the ends, and the change this took.

    Control and formatting characters, which nobody sees, are taken out.
    """
    stripped = text.strip().strip("\u3000\ufeff\u200b").strip()
    change = "" if stripped == text else "spaces"
    if _INVISIBLE.search(stripped):
        stripped, change = _INVISIBLE.sub("", stripped).strip(), "invisible"
    if stripped.isascii():
        return stripped, change
    plain = unicodedata.normalize("NFKC", stripped).strip()
    return plain, first_change(change, "width" if plain != stripped else "")


def first_change(*changes: str) -> str:
    """Return the change most worth telling: the first that is reported, else the first at all."""
    real = [change for change in changes if change]
    reported = [change for change in real if CHANGES[change].reported]
    return next(iter(reported or real), "")
