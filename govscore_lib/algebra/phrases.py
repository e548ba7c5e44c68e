"""The fixed words of formulas and conditions, by language."""

PHRASES: dict[str, dict[str, str]] = {
    "zh": {
        "yes": "是", "no": "否", "none": "未发生", "missing": "缺", "and": "且", "or": "或", "not": "不满足 ",
        "in period": "在考核期内", "given": "已填报", "floor": "取整", "min": "取小", "max": "取大",
        "average": "平均", "trimmed": "去掉一个最高值和一个最低值后平均",
        "count": "满足的个数（{0}）", "rank": "名次", "lowest": "组内最小", "highest": "组内最大", "mean": "组内平均",
        "sum": "组内合计", "size": "参排地区数", "previous": "上期", "over the league": "{1}（{0}）",
        "by code": "按{0}确定的值（{1}）", "for code": "{0} {1}", "else": "（未填报按 {0} 计）", "otherwise": "否则 ",
        "comma": "，", "fails": "：不满足", "truth": "{0}（{1}）", "because": "〔{0}〕", "of": "{0}〔共 {1} 项〕",
    },
    "en": {
        "yes": "yes", "no": "no", "none": "never", "missing": "missing", "and": " and ", "or": " or ", "not": "not ",
        "in period": " in the period", "given": " given", "floor": "whole part of ", "min": "min", "max": "max",
        "average": "mean", "trimmed": "mean without the highest and the lowest",
        "over the league": "{0}: {1}", "by code": "the figure for its {0} ({1})", "for code": "{0} {1}",
        "count": "number met ({0})", "rank": "rank", "lowest": "lowest of the league", "highest": "highest of the league",
        "mean": "mean of the league", "sum": "sum of the league", "size": "regions ranked", "previous": "previous ",
        "comma": ", ", "else": " (else {0})", "otherwise": "otherwise ", "fails": ": not met",
        "truth": "{0} ({1})", "because": " [{0}]", "of": "{0} [of {1}]",
    },
}  # fmt: skip
