"""only_if: a clause that is scored only where another result passes; else it earns 0 (先决条件)."""

RUBRIC = """
    categories: [{id: "1"}]
    criteria:
      - {id: "1.01", max_points: "2", rule: {kind: judged, metric: plan}, only_if: inspection_passed}
"""


def test_without_the_other_result_the_clause_earns_nothing(check_totals):
    check_totals(RUBRIC, """
        region | inspection_passed | plan | clause 1.01 | status
        R1     | true              | 1.5  | 1.5         | final
        R2     | false             | 1.5  | 0           | final """)  # fmt: skip


def test_where_it_earns_nothing_its_own_figures_are_not_needed(check_totals):
    check_totals(RUBRIC, """
        region | inspection_passed | plan | clause 1.01 | status
        R1     | true              |      | missing     | provisional
        R2     | false             |      | 0           | final
        R3     | true              | 2    | 2           | final """)  # fmt: skip


def test_an_unknown_result_leaves_both_outcomes_open(check_totals):
    check_totals(RUBRIC, """
        region | inspection_passed | plan | clause 1.01 | total | lower | upper
        R1     |                   | 1.5  | missing     | 0     | 0     | 2
        R2     |                   |      | missing     | 0     | 0     | 2
        R3     | true              | 1.5  | 1.5         | 1.5   | 1.5   | 1.5 """)  # fmt: skip


def test_the_other_result_may_be_a_figure(check_totals):
    """Only a county that has handled at least 90 % of its petitions is scored for praise."""
    rubric = """
        categories: [{id: "1"}]
        criteria:
          - id: "1.01"
            max_points: "1"
            rule: {kind: per_unit, count: praises, per: "0.5", cap: "1"}
            only_if: handled / petitions >= 90%
    """
    check_totals(rubric, """
        region | handled | petitions | praises | clause 1.01
        R1     | 90      | 100       | 3       | 1
        R2     | 89      | 100       | 3       | 0
        R3     | 0       | 0         | 3       | missing """)  # fmt: skip


def test_only_those_that_pass_are_ranked(check_totals):
    """R2 has the best figure, fails, and leaves the first of three places to R1."""
    rubric = """
        categories: [{id: "1"}]
        criteria:
          - id: "1.01"
            max_points: "3"
            rule: {kind: rank, value: visits, best: highest}
            only_if: accounts_true
    """
    check_totals(rubric, """
        region | visits | accounts_true | clause 1.01
        R1     | 80     | true          | 3
        R2     | 99     | false         | 0
        R3     | 70     | true          | 2
        R4     | 60     | true          | 1 """)  # fmt: skip


def test_a_deduction_is_made_only_where_the_fact_is_established(check_totals):
    """What may cost points is open until the fact is known: the total is bounded from below too."""
    rubric = """
        categories: [{id: "1", min_points: "-5"}]
        criteria:
          - id: "1.01"
            max_points: "0"
            rule: {kind: deduct_per_event, count: complaints, per: "1", start: "0", floor: "-3"}
            only_if: complaints_upheld
    """
    check_totals(rubric, """
        region | complaints | complaints_upheld | clause 1.01 | lower | upper
        R1     | 2          | true              | -2          | -2    | -2
        R2     | 2          | false             | 0           | 0     | 0
        R3     | 2          |                   | missing     | -3    | 0 """)  # fmt: skip
