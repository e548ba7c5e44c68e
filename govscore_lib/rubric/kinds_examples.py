"""Examples of rule kinds that no rubric of the library uses, put in the place of a criterion's own rule."""

from __future__ import annotations

MADE_UP: dict[str, tuple[str, str, str]] = {
    "between": (
        "huaian-2021-integrity",
        "2.06",
        """
        rule:
          kind: between
          value: items_claimed / items_claimable
          base: 80%
          challenge: 95%
          base_points: "0.6"
          otherwise: "0"
        """,
    ),
    "by_group": (
        "huaian-2021-integrity",
        "1.01",
        """
        rule:
          kind: by_group
          by: unit_type
          rules:
            county_level_city: {kind: binary, when: law_report_date <= law_report_deadline}
          otherwise: {kind: binary, when: prefecture_law_report_date <= law_report_deadline}
        """,
    ),
    "escalating": (
        "huaian-2021-integrity",
        "6.02",
        """
        rule: {kind: escalating, count: new_defaulter_cases, costs: ["0.5", all]}
        """,
    ),
    "mixed": (
        "huaian-2021-integrity",
        "7.05",
        """
        rule:
          kind: mixed
          sources:
            - {value: items_claimed / items_claimable, weight: 60%}
            - {judged: media_score, weight: 40%}
        """,
    ),
    "relative_to_best": (
        "citizen-messages-2026w03",
        "1.1",
        """
        rule: {kind: relative_to_best, value: messages / resident_population, best: lowest}
        """,
    ),
}
"""Kind → rubric, criterion, and the rule as YAML."""
