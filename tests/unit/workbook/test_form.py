"""What a form asks for: of a region everything, of a department its clauses, region by region."""

import pytest

from govscore_lib.errors import UsageError
from govscore_lib.rubric import load_rubric
from govscore_lib.workbook import departments, plan_form


@pytest.fixture(scope="module")
def huaian():
    return load_rubric("huaian-2021-integrity")


def names(form):
    return [field.metric.id for field in form.fields]


def test_a_figure_is_asked_for_once_where_it_is_first_used(huaian):
    form = plan_form(huaian, region="金湖")

    assert len(set(names(form))) == len(names(form)) == len(huaian.metrics)
    assert "320831" == form.region.id


def test_a_department_is_asked_for_its_clauses_and_their_registers(huaian):
    form = plan_form(huaian, department="司法局")

    assert {"司法局"} == {
        clause.criterion.office for section in form.sections for clause in section.clauses
    }
    assert ["reconsideration_cases", "litigation_cases", "documents"] == [
        register.id for register in form.registers
    ]
    assert "hotline_tickets" not in {one.id for one in form.registers}
    assert len(form.regions) == 7


def test_a_department_that_shares_a_clause_is_asked_too(huaian):
    assert "招商服务中心" in departments(huaian)
    shared = plan_form(huaian, department="招商服务中心")

    assert names(shared) == names(plan_form(huaian, department="商务局"))


def test_a_figure_knows_the_registers_that_yield_it(huaian):
    fields = {field.metric.id: field for field in plan_form(huaian).fields}

    assert ("reconsideration_cases",) == fields["reconsideration_concluded"].registers
    assert ((), ("documents",)) == (
        fields["supervision_system_daily"].registers,
        fields["supervision_system_daily"].proven_by,
    )
    assert ((), ()) == (fields["unit_type"].registers, fields["unit_type"].proven_by)


def test_calendars_are_nobodys_to_fill_in(huaian):
    assert "workday_calendar" not in {one.id for one in plan_form(huaian).registers}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"region": "东京"}, "there is no region '东京' in this assessment. Known: 淮安区"),
        ({"region": "金湖区"}, "did you mean '金湖县'?"),
        ({"department": "司法"}, "did you mean '司法局'?"),
        ({"region": "金湖县", "department": "司法局"}, "give one of the two"),
    ],
)
def test_what_is_not_there_is_told(huaian, asked, told):
    with pytest.raises(UsageError, match=told.replace("?", r"\?")):
        plan_form(huaian, **asked)
