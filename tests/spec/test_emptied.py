"""emptied_when: a fact that empties a category, whatever its clauses earned (一票清零)."""

RUBRIC = """
    categories:
      - {id: "1", max_points: "4", emptied_when: accident}
      - {id: "2", max_points: "2"}
    criteria:
      - {id: "1.01", category: "1", max_points: "2", rule: {kind: judged, metric: first}}
      - {id: "1.02", category: "1", max_points: "2", rule: {kind: judged, metric: second}}
      - {id: "2.01", category: "2", max_points: "2", rule: {kind: judged, metric: third}}
"""


def test_the_fact_empties_its_category_and_no_other(check_totals):
    """The clauses keep their points in the ledger; the cap effect takes them all."""
    check_totals(RUBRIC, """
        region | accident | first | second | third | clause 1.01 | category 1 | category 2 | total
        R1     | false    | 2     | 1.5    | 2     | 2           | 3.5        | 2          | 5.5
        R2     | true     | 2     | 1.5    | 2     | 2           | 0          | 2          | 2 """)  # fmt: skip


def test_as_long_as_nobody_knows_the_total_is_provisional(check_totals):
    check_totals(RUBRIC, """
        region | accident | first | second | third | total | lower | upper | status
        R1     |          | 2     | 1.5    | 2     | 5.5   | 2     | 5.5   | provisional
        R2     | false    | 2     |        | 2     | 4     | 4     | 6     | provisional
        R3     | true     | 2     |        | 2     | 2     | 2     | 2     | provisional """)  # fmt: skip


def test_an_emptied_category_has_no_losses_either(check_totals):
    losses = """
        categories: [{id: "1", min_points: "-5", emptied_when: withdrawn}]
        criteria:
          - id: "1.01"
            max_points: "0"
            rule: {kind: deduct_per_event, count: events, per: "1", start: "0", floor: "-5"}
    """
    check_totals(losses, """
        region | withdrawn | events | category 1 | lower | upper
        R1     | false     | 3      | -3         | -3    | -3
        R2     | true      | 3      | 0          | 0     | 0
        R3     |           | 3      | -3         | -3    | 0 """)  # fmt: skip


def test_the_fact_may_be_a_count(check_totals):
    """A second case empties the whole item."""
    twice = """
        categories: [{id: "1", max_points: "3", emptied_when: cases >= 2}]
        criteria:
          - id: "1.01"
            max_points: "3"
            rule: {kind: deduct_per_event, count: cases, per: "0.5"}
    """
    check_totals(twice, """
        region | cases | clause 1.01 | category 1
        R1     | 0     | 3           | 3
        R2     | 1     | 2.5         | 2.5
        R3     | 2     | 2           | 0 """)  # fmt: skip
