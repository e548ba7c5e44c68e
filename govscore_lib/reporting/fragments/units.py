"""Units as each language writes them."""

from __future__ import annotations

from govscore_lib.reporting.markup import say
from govscore_lib.text import Bilingual

_CHINESE = {
    "10000 CNY": "万元",
    "10000 persons": "万人",
    "bodies": "个单位",
    "breaches": "条",
    "cases": "件",
    "days": "天",
    "documents": "份",
    "domains": "个领域",
    "events": "起",
    "fields": "个字段",
    "guides": "份",
    "items": "项",
    "level": "级",
    "messages": "条",
    "persons": "人",
    "plans": "个",
    "points": "分",
    "promises": "份",
    "ratings": "次",
    "records": "条",
    "requests": "件",
    "tickets": "件",
    "towns": "个",
    "year": "年",
}


def unit_words(unit: str) -> Bilingual:
    """Return a rubric's unit in both languages; one without a Chinese word stays as written."""
    return say(_CHINESE.get(unit, unit), unit)
