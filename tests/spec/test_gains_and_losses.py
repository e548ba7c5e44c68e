"""max_gain and max_loss: gains and losses of a category capped each by itself (加分、扣分分别封顶)."""

RUBRIC = """
    categories: [{id: "1", min_points: "-10", max_points: "10", max_gain: "3", max_loss: "2"}]
    criteria:
      - {id: "1.01", max_points: "20", rule: {kind: per_unit, count: praises, per: "1"}}
      - {id: "1.02", max_points: "2", rule: {kind: judged, metric: pilot}}
      - id: "1.03"
        max_points: "0"
        rule: {kind: deduct_per_event, count: complaints, per: "0.5", start: "0", floor: none}
"""


def test_gains_and_losses_stop_each_by_itself(check_totals):
    """Gains of 5 count as 3, losses of 4 as 2: the region keeps 1."""
    check_totals(RUBRIC, """
        region | praises | pilot | complaints | category 1 | total
        R1     | 1       | 1     | 1          | 1.5        | 1.5
        R2     | 3       | 2     | 0          | 3          | 3
        R3     | 0       | 0     | 8          | -2         | -2
        R4     | 3       | 2     | 8          | 1          | 1 """)  # fmt: skip


def test_the_floor_and_the_maximum_of_the_category_come_after(check_totals):
    narrow = RUBRIC.replace('"-10"', '"-1"').replace('max_points: "10"', 'max_points: "2.5"')
    check_totals(narrow, """
        region | praises | pilot | complaints | category 1
        R1     | 3       | 2     | 0          | 2.5
        R2     | 0       | 0     | 8          | -1
        R3     | 3       | 2     | 8          | 1 """)  # fmt: skip


def test_what_is_missing_moves_the_total_no_further_than_the_caps(check_totals):
    """Praises may bring 20 points and complaints cost any number; the caps of the category bound both."""
    check_totals(RUBRIC, """
        region | praises | pilot | complaints | total | lower | upper
        R1     |         | 1     | 1          | 0.5   | 0.5   | 2.5
        R2     | 1       | 1     |            | 2     | 0     | 2
        R3     |         |       |            | 0     | -2    | 3 """)  # fmt: skip
