"""Caps: a category is the sum of its recorded points, held between its floor and its maximum."""

RUBRIC = """
    categories:
      - {id: "1", max_points: "3"}
      - {id: "2", max_points: "2", min_points: "-1"}
    criteria:
      - {id: "1.01", category: "1", max_points: "2", rule: {kind: judged, metric: first}}
      - {id: "1.02", category: "1", max_points: "2", rule: {kind: judged, metric: second}}
      - {id: "2.01", category: "2", max_points: "0", rule: {kind: deduct_per_event, per: "1", count: events, floor: none}}
"""


def test_a_category_stops_at_its_maximum_and_its_floor(check_totals):
    check_totals(RUBRIC, """
        region | first | second | events | category 1 | category 2 | total
        R1     | 2     | 0.5    | 0      | 2.5        | 0          | 2.5
        R2     | 2     | 2      | 0      | 3          | 0          | 3
        R3     | 2     | 2      | 1      | 3          | -1         | 2
        R4     | 2     | 2      | 7      | 3          | -1         | 2 """)  # fmt: skip


def test_points_are_recorded_before_they_are_added(check_totals):
    """Three recorded thirds are 0.999999999, not 1."""
    rubric = """
        categories: [{id: "1"}]
        criteria:
          - {id: "1.01", max_points: "1", rule: {kind: ratio, value: part / whole}}
          - {id: "1.02", max_points: "1", rule: {kind: ratio, value: part / whole}}
          - {id: "1.03", max_points: "1", rule: {kind: ratio, value: part / whole}}
    """
    check_totals(rubric, """
        region | part | whole | total
        R1     | 1    | 3     | 0.999999999
        R2     | 2    | 3     | 2.000000001 """)  # fmt: skip


def test_sections_are_added_as_they_are(check_totals):
    """Seven sections of 10.5 points are 73.5; each rounded half up beforehand, they would come to 77."""
    sections = range(1, 8)
    rubric = "categories: [" + ", ".join(f'{{id: "{n}"}}' for n in sections) + "]\ncriteria:\n" + "\n".join(
        f'  - {{id: "{n}.1", category: "{n}", max_points: "20", rule: {{kind: judged, metric: m{n}}}}}' for n in sections)  # fmt: skip
    check_totals(rubric, f"""
        region | {" | ".join(f"m{n}" for n in sections)} | category 7 | total
        R1     | {" | ".join(["10.5"] * 7)} | 10.5 | 73.5
        R2     | {" | ".join(["10.4"] * 7)} | 10.4 | 72.8 """)  # fmt: skip
