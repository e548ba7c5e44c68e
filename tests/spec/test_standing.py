"""Facts that decide about a region as a whole: waived, disqualified, vetoed."""


def rubric(standing: str, more: str = "") -> str:
    return f"""
        standing:
          - {{status: disqualified, when: falsified, because: {{zh: 弄虚作假, en: false evidence}}, source: {{document: 文〔2021〕1号}}}}
          - {{status: waived, when: filed_on > deadline, because: {{zh: 逾期, en: late}}, source: {{document: 文〔2021〕1号}}}}
          {standing}
        parameters: {{deadline: {{value: "2022-01-10", name: {{zh: 截止日, en: deadline}}, source: 通知}}}}
        {more}
        categories: [{{id: "1"}}]
        criteria:
          - {{id: "1.01", max_points: "10", rule: {{kind: judged, metric: judged}}}}
    """


VETO = (
    "- {status: vetoed, when: crime, because: {zh: 追究刑事责任, en: criminal liability}, "
    "source: {document: 文〔2021〕1号}}"
)


def test_a_late_self_assessment_is_a_waiver(check_totals):
    """The last day counts as in time; a region that never filed is late. Neither has a total or a rank."""
    check_totals(rubric(""), """
        region | judged | falsified | filed_on   | rank | status
        R1     | 9      | false     | 2022-01-11 | -    | waived
        R2     | 8      | false     | 2022-01-10 | 1    | final
        R3     | 7      | false     | none       | -    | waived
        R4     | 6      | false     | 2021-12-31 | 2    | final """)  # fmt: skip


def test_an_unknown_fact_shuts_nobody_out(check_totals):
    check_totals(rubric(""), """
        region | judged | falsified | filed_on   | rank | status
        R1     | 9      |           | 2021-12-30 | 1    | final
        R2     | 8      | true      |            | -    | disqualified
        R3     | 7      | false     |            | 2    | final """)  # fmt: skip


def test_false_evidence_goes_before_a_late_filing(check_totals):
    check_totals(rubric(""), """
        region | judged | falsified | filed_on   | rank | status
        R1     | 9      | true      | 2022-02-01 | -    | disqualified
        R2     | 8      | false     | 2022-01-01 | 1    | final """)  # fmt: skip


def test_the_others_move_up_unless_the_place_is_kept(check_totals):
    figures = """
        region | judged | falsified | filed_on   | rank
        R1     | 9      | true      | 2022-01-01 | -
        R2     | 8      | false     | 2022-01-01 | {second}
        R3     | 9.5    | false     | 2022-02-01 | -
        R4     | 7      | false     | 2022-01-01 | {third} """
    check_totals(rubric(""), figures.format(second=1, third=2))
    kept = rubric("", "ranking: {excluded: keep_place}")
    check_totals(kept, figures.format(second=2, third=3))


def test_a_veto_keeps_total_and_rank(check_totals):
    check_totals(rubric(VETO), """
        region | judged | falsified | filed_on   | crime | total | rank | status
        R1     | 9      | false     | 2022-01-01 | true  | 9     | 1    | vetoed
        R2     | 8      | false     | 2022-01-01 | false | 8     | 2    | final """)  # fmt: skip


def test_a_veto_may_set_the_total(check_totals):
    zero = VETO.replace("when: crime", 'when: crime, total: "0"')
    check_totals(rubric(zero), """
        region | judged | falsified | filed_on   | crime | total | rank | status
        R1     | 9      | false     | 2022-01-01 | true  | 0     | 2    | vetoed
        R2     | 8      | false     | 2022-01-01 | false | 8     | 1    | final """)  # fmt: skip


def test_equal_totals_are_told_apart_in_the_declared_order(check_totals):
    check_totals("""
        ranking: {then: ["1", "1.02"]}
        categories: [{id: "1"}, {id: "2"}]
        criteria:
          - {id: "1.01", max_points: "10", rule: {kind: judged, metric: own}}
          - {id: "1.02", max_points: "10", rule: {kind: judged, metric: more}}
          - {id: "2.01", category: "2", max_points: "10", rule: {kind: judged, metric: bonus}}
    """, """
        region | own | more | bonus | total | rank
        R1     | 3   | 2    | 5     | 10    | 4
        R2     | 4   | 2    | 4     | 10    | 3
        R3     | 3   | 3    | 4     | 10    | 2
        R4     | 2   | 4    | 4     | 10    | 1 """)  # fmt: skip


def test_the_base_may_decide_between_equal_totals(check_totals):
    """The whole base against the bonus, whatever category its points come from."""
    check_totals("""
        ranking: {then: [base]}
        categories: [{id: "1"}, {id: "2"}, {id: "3", component: bonus}]
        criteria:
          - {id: "1.01", max_points: "10", rule: {kind: judged, metric: own}}
          - {id: "2.01", category: "2", max_points: "10", rule: {kind: judged, metric: more}}
          - {id: "3.01", category: "3", max_points: "10", rule: {kind: judged, metric: bonus}}
    """, """
        region | own | more | bonus | total | rank
        R1     | 5   | 2    | 3     | 10    | 3
        R2     | 4   | 4    | 2     | 10    | 1
        R3     | 0   | 8    | 2     | 10    | 1 """)  # fmt: skip


def test_a_total_may_have_a_floor(check_totals):
    check_totals("""
        total: {max_points: "10", min_points: "0"}
        categories: [{id: "1", min_points: "-20"}]
        criteria:
          - {id: "1.01", max_points: "10", rule: {kind: judged, metric: judged, min: "-20"}}
    """, """
        region | judged | total | rank
        R1     | -3     | 0     | 2
        R2     | 1      | 1     | 1 """)  # fmt: skip
