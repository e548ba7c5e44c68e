"""checklist: points added up over facts."""


def test_each_fact_has_its_own_worth(check_rule):
    check_rule(
        """
        kind: checklist
        items:
          - {when: daily, points: "1"}
          - {when: special, points: "0.5"}
        """,
        """
        daily | special | points
        true  | true    | 1.5
        true  | false   | 1
        false | true    | 0.5
        false | false   | 0
        true  |         | missing """,
    )


def test_the_cap_ends_the_sum(check_rule):
    check_rule(
        """
        kind: checklist
        cap: "2"
        items:
          - {when: first, points: "1.5"}
          - {when: second, points: "1.5"}
        """,
        """
        first | second | points
        true  | true   | 2
        true  | false  | 1.5 """,
    )


def test_what_is_implemented_must_be_established_first(check_rule):
    """Five systems, 0.4 for each established and 0.4 more where it works too: 5 and 3 make 3.2."""
    systems = ("adviser", "public", "expert", "risk", "legality")
    items = [
        f'  - {{when: {name}_set, points: "0.4"}}\n  - {{when: {name}_set and {name}_run, points: "0.4"}}'
        for name in systems
    ]
    rule = "\n".join(["kind: checklist", 'cap: "4"', "items:", *items])
    header = " | ".join(f"{name}_set | {name}_run" for name in systems)

    check_rule(rule, f"""
        {header} | points
        true  | true  | true | true  | true | true  | true | true  | true | true  | 4
        true  | true  | true | true  | true | true  | true | false | true | false | 3.2
        false | true  | true | false | true | false | true | false | true | false | 1.6
        """, max_points="4")  # fmt: skip
