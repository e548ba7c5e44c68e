"""An objection: one fact corrected, and everyone who moves. Records are withdrawn, altered or added."""

import json
from pathlib import Path

import polars as pl
import pytest

from govscore_lib.engine import Scorecard, score
from govscore_lib.errors import InputError, UsageError
from govscore_lib.rubric import load_rubric
from govscore_lib.whatif import Scenario, load_scenario, objection, whatif
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric, said

COLUMNS = {
    "case_id": {"type": "text", "name": {"zh": "案号", "en": "case"}},
    "region_id": {"type": "text", "name": {"zh": "地区", "en": "region"}},
    "result": {"type": "enum", "name": {"zh": "结果", "en": "result"}, "values": {"lost": "败诉", "won": "胜诉"}},
    "closed_on": {"type": "date", "name": {"zh": "结案日", "en": "closed on"}},
}  # fmt: skip
DOCUMENT = document(
    [
        criterion("1", {"kind": "rank", "value": "lost", "best": "lowest"}, max_points="3"),
        criterion("2", {"kind": "per_unit", "per": "0.5", "count": "plans", "cap": "2"}),
    ],
    {"lost": metric("int", min="0"), "plans": metric("int", min="0", check=["plans <= 9"])},
    registers={
        "cases": {"name": {"zh": "诉讼案件", "en": "court cases"}, "key": ["case_id"], "region": "region_id", "columns": COLUMNS}
    },
    derivations=[
        {"from": "cases", "keep": "result == lost", "yields": {"lost": {"count": "rows"}}}
    ],
)  # fmt: skip
CASES = [
    ("C-1", "320803", "lost"),
    ("C-2", "320803", "lost"),
    ("C-3", "320803", "won"),
    ("C-4", "320804", "lost"),
    ("C-5", "320804", "lost"),
    ("C-6", "320812", "won"),
]


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Scorecard:
    """Two cases lost by 淮安区 and by 淮阴区, who share the second place; 清江浦区 lost none."""
    path = tmp_path_factory.mktemp("rubric") / "small.yml"
    path.write_text(json.dumps(DOCUMENT, ensure_ascii=False), encoding="utf-8")
    cases = pl.DataFrame(CASES, schema=["case_id", "region_id", "result"], orient="row").with_columns(
        closed_on=pl.date(2021, 5, 1)
    )  # fmt: skip
    plans = {"320803": {"plans": "2"}, "320804": {"plans": "2"}, "320812": {"plans": "4"}}
    return score(load_rubric(path), observations(plans), {"cases": cases}, partial_league=True)


def totals(scorecard: Scorecard) -> dict[str, float]:
    return {row["region_id"]: float(row["total"]) for row in scorecard.scores.to_dicts()}


def test_as_published(card):
    assert {"320812": 5, "320803": 3, "320804": 3} == totals(card)


WITHDRAWN = {
    "register": "cases",
    "record": "C-1",
    "withdrawn": "yes",
    "note": "重复登记",
    "by": "市司法局",
    "on": "2022-02-01",
    "document": "复核函3号",
}


def test_a_record_is_withdrawn_and_others_fall(card):
    found = objection(card, [WITHDRAWN])

    assert {"320812": 5, "320803": 3, "320804": 2} == totals(found.comparison.after)
    assert ["320804"] == found.regions["region_id"].to_list()
    assert 2 == found.stays
    assert [("320803", "lost", "2", "1")] == found.figures.select("region_id", "metric_id", "before", "after").rows()  # fmt: skip
    assert [("320804", "1", -1)] == [(row["region_id"], row["criterion_id"], row["change"]) for row in found.points.to_dicts()]  # fmt: skip


def test_an_objection_says_why_and_who_moves(card):
    text = objection(card, [WITHDRAWN]).to_text("zh")

    assert "诉讼案件 C-1 撤销（重复登记，市司法局，2022-02-01，复核函3号）" in text
    assert "数据：淮安区 lost 2 → 1" in text
    assert "变动：淮阴区：2 → 3  3 → 2 (−1)  [1 −1]" in text
    assert "不变：2 个地区" in text


def test_a_record_is_altered(card):
    found = objection(card, [{"register": "cases", "record": "C-2", "set": {"result": "won"}}])

    assert {"320812": 5, "320803": 3, "320804": 2} == totals(found.comparison.after)
    assert "诉讼案件 C-2 改为：结果 胜诉" in found.to_text("zh")


def test_a_record_goes_over_to_another_region(card):
    change = {"register": "cases", "record": "C-1", "set": {"region_id": "清江浦区"}}

    after = objection(card, [change]).comparison.after

    lost = after.observations.filter(pl.col("metric_id") == "lost").sort("region_id")
    assert ["1", "2", "1"] == lost["value"].to_list()


def test_a_record_is_added(card):
    new = {"case_id": "C-9", "region_id": "淮阴区", "result": "lost", "closed_on": "2021-06-01"}

    found = objection(card, [{"register": "cases", "add": new}])

    assert [("320804", "lost", "2", "3")] == found.figures.select("region_id", "metric_id", "before", "after").rows()  # fmt: skip


def test_a_figure_is_corrected(card):
    found = objection(card, [{"region": "淮阴区", "metric": "plans", "value": "3", "note": "漏报"}])

    assert "更正：淮阴区 plans = 3（漏报）" in found.to_text("zh")
    assert {"320812": 5, "320803": 3, "320804": 3.5} == totals(found.comparison.after)


def test_what_is_withdrawn_and_put_back_is_as_published(card):
    row = {"case_id": "C-1", "region_id": "320803", "result": "lost", "closed_on": "2021-05-01"}
    scenario = Scenario("nothing").withdraw("cases", "C-1").add("cases", row)

    found = objection(card, scenario)

    assert found.regions.is_empty()
    assert found.figures.is_empty()


def test_rules_are_no_facts(card):
    with pytest.raises(UsageError, match="corrects facts"):
        objection(card, [WITHDRAWN, {"criterion": "1", "points": "4"}])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"register": "case", "record": "C-1", "withdrawn": "yes"}, "there is no register 'case'. Hint: did you mean 'cases'?"),
        ({"register": "cases", "record": "C-99", "withdrawn": "yes"}, "cases has no records with case_id C-99"),
        ({"register": "cases", "record": {"result": "lost"}, "withdrawn": "yes"}, "a record of cases is named by case_id"),
        ({"register": "cases", "record": "C-1", "set": {"result": "lots"}}, "column result: 'lots' is not one of the listed values"),
        ({"register": "cases", "record": "C-1", "set": {"reslt": "won"}}, "has no column 'reslt'. Hint: did you mean 'result'?"),
        ({"register": "cases", "record": "C-1", "set": {"case_id": "C-2"}}, "another record of cases has the same case_id"),
        ({"register": "cases", "add": {"case_id": "C-9"}}, "column region_id: the cell is empty"),
        ({"register": "cases", "record": "C-1", "set": {"region_id": "巴黎"}}, "巴黎"),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_changed_is_told(card, change, told):
    with pytest.raises(InputError) as caught:
        objection(card, [change])

    assert told in str(caught.value)


def test_every_fault_is_told_at_once(card):
    unknown = {"register": "case", "record": "C-1", "withdrawn": "yes"}
    absent = {"register": "cases", "record": "C-99", "withdrawn": "yes"}

    with pytest.raises(InputError) as caught:
        objection(card, [unknown, absent])

    assert 2 == len(caught.value.problems)


@pytest.mark.parametrize(
    "entry",
    [
        "{register: cases, record: C-1}",
        "{register: cases, withdrawn: yes}",
        "{register: cases, record: C-1, withdrawn: yes, set: {result: won}}",
        "{register: cases, record: C-1, add: {case_id: C-9}}",
    ],
)
def test_a_change_of_a_record_does_one_thing(tmp_path: Path, entry: str):
    path = tmp_path / "mine.yml"
    path.write_text(f"scenario: mine\nchanges:\n  - {entry}\n", encoding="utf-8")

    with pytest.raises(InputError, match=r"mine.yml, line 3"):
        load_scenario(path)


def test_records_survive_writing_and_reading(card, tmp_path: Path):
    scenario = (
        Scenario("all three")
        .withdraw("cases", "C-1", note="twice", on="2022-02-01")
        .alter("cases", {"case_id": "C-2"}, {"result": "won"})
        .add("cases", {"case_id": "C-9", "region_id": "320804", "result": "lost", "closed_on": "2021-06-01"})
    )  # fmt: skip
    path = tmp_path / "all.yml"
    path.write_text(scenario.to_yaml(), encoding="utf-8")

    again = load_scenario(path)

    assert scenario == again
    assert totals(whatif(card, scenario).after) == totals(whatif(card, again).after)


def test_the_run_as_corrected_is_written_with_its_reasons(card, tmp_path: Path):
    objection(card, [WITHDRAWN]).write(tmp_path)

    assert "重复登记" in (tmp_path / "scenario.yml").read_text("utf-8")
    assert ["320804"] == pl.read_csv(tmp_path / "objection.csv", infer_schema_length=0)["region_id"].to_list()  # fmt: skip
    assert "重复登记" in (tmp_path / "receipt.json").read_text("utf-8")


def test_points_that_a_cap_hides_from_the_total_are_told_too():
    """Two clauses of 2 in a category of 3: A loses half a point of the fourth, which never counted."""
    plans = {"kind": "per_unit", "per": "0.5", "count": "plans", "cap": "2"}
    signed = {"kind": "binary", "when": "signed"}
    raw = document(
        [criterion("1.1", plans), criterion("1.2", signed)],
        {"plans": metric("int", min="0"), "signed": metric("bool")},
        categories=[{"id": "1", "name": said("held"), "max_points": "3"}],
    )
    held = {"plans": "4", "signed": "true"}
    card = score(load_document(raw), observations({"A": held, "B": held}))

    heard = objection(card, [{"region": "A", "metric": "plans", "value": "3"}])

    assert ["A"] == heard.regions["region_id"].to_list()
    assert 1 == heard.stays
