"""Editions of a bulletin: tables, months, readings, matters, and what cannot be told."""

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest

from govscore_lib.engine import bulletin, score
from govscore_lib.engine.edition_text import edition_text
from govscore_lib.engine.edition_words import sentences
from govscore_lib.errors import UsageError
from govscore_lib.rubric import load_rubric
from govscore_lib.rubric.league import Region
from govscore_lib.spans import Span
from tests.asserts import observations
from tests.bulletins import bulletin_document, edition, frame_of
from tests.small_rubrics import said, write_document

RECORDS = """
    name | month   | source    | rated | bad | mended
    R1   | 2021-01 | public    | 100   | 2   | 1
    R1   | 2021-02 | public    | 100   | 0   | 0
    R2   | 2021-01 | public    | 50    | 0   | 0
    R2   | 2021-02 | organised | 10    | 5   | 4 """
READINGS = {
    "readings": {
        "B": {"slug": "mending-first", "change": {"rank_by": "mending", "then": ["good"]}, "because": said("why")}
    }
}  # fmt: skip


@pytest.fixture
def card(tmp_path):
    """A run of two regions with the register of the bulletin."""
    rubric = load_rubric(write_document(bulletin_document(READINGS), tmp_path))
    figures = observations({name: {"done": "true"} for name in ("R1", "R2")})
    return score(rubric, figures, {"ratings": frame_of(RECORDS)})


def test_a_run_gives_its_bulletin(card):
    found = bulletin(card, "2021-02")

    assert ("ratings", "2021-02", "small-2021") == (found.bulletin.id, found.span.label, found.part)
    assert ("R1", "R2") == found.now.ranked


def test_the_bulletin_has_no_part_in_the_score(card):
    without = score(card.rubric, observations({name: {"done": "true"} for name in ("R1", "R2")}))

    assert card.scores.equals(without.scores)
    assert card.ledger.drop("records_used").equals(without.ledger.drop("records_used"))


@pytest.mark.parametrize(
    ("period", "name", "words"),
    [
        ("2021-13", "", "'2021-13' is no period of a bulletin"),
        ("2021-01", "rating", "no bulletin 'rating'. did you mean 'ratings'?"),
    ],
)
def test_what_cannot_be_told_is_refused_in_words(card, period, name, words):
    with pytest.raises(UsageError) as caught:
        bulletin(card, period, name)

    assert words in str(caught.value)


def test_a_rubric_without_bulletins_says_so(card):
    rubric = card.rubric.model_copy(update={"bulletins": ()})

    with pytest.raises(UsageError, match="declares no bulletins"):
        bulletin(replace(card, rubric=rubric), "2021-01")


def test_a_cycle_that_is_not_asked_for_is_refused(tmp_path):
    rubric = load_rubric(write_document(bulletin_document({"cycle": ["quarter"]}), tmp_path))
    card = score(rubric, observations({"R1": {"done": "true"}}), {"ratings": frame_of(RECORDS)})

    with pytest.raises(UsageError, match="not made for a month: quarter"):
        bulletin(card, "2021-01")


def test_the_table_has_counts_rates_and_changes():
    found = edition(RECORDS, "2021-02").table.rows(named=True)

    assert ["R1", "R2", "R9"] == [row["region_id"] for row in found]
    assert {"status": "ranked", "rank": 1.0, "climbed": 1.0, "records": 1, "small": ""} == {
        key: found[0][key] for key in ("status", "rank", "climbed", "records", "small")
    }
    assert ("1.000000000", "0.020000000") == (str(found[0]["good"]), str(found[0]["good_change"]))
    assert ("10.000000000", "1.000000000", "good") == (
        str(found[1]["rated"]),
        str(found[1]["outstanding"]),
        found[1]["small"],
    )
    assert ("no_records", None, 0) == tuple(found[2][key] for key in ("status", "good", "records"))


def test_months_lead_up_to_the_end_of_the_period():
    assert ["2021-01", "2021-02"] == [one.span.label for one in edition(RECORDS, "2021-02").trail]
    assert ["2019-01", "2019-02", "2019-03"] == [
        one.span.label for one in edition(RECORDS, "2019-Q1").trail
    ]
    assert 12 == len(edition(RECORDS, "2021").trail)


def test_another_reading_gives_other_places(card):
    found = bulletin(card, "2021-01")

    assert ("R2", "R1") == found.now.ranked
    assert ["B"] == list(found.otherwise)
    assert [1.0, 2.0] == [found.otherwise["B"].rows[name].rank for name in ("R2", "R1")]


def test_a_reading_of_a_bulletin_is_chosen_like_any_other(tmp_path):
    path = write_document(bulletin_document(READINGS), tmp_path)
    rubric = load_rubric(path, readings={"bulletin:ratings": "mending-first"})

    assert "mending" == rubric.bulletins[0].rank_by
    assert "B" == rubric.reading("bulletin:ratings")
    assert not rubric.targets
    with pytest.raises(UsageError, match="bulletin ratings has no reading 'Z'"):
        load_rubric(path, readings={"bulletin:ratings": "Z"})
    with pytest.raises(UsageError, match="there is no bulletin 'calls'"):
        load_rubric(path, readings={"bulletin:calls": "B"})


def test_a_register_that_was_not_sent_is_named():
    found = replace(edition(RECORDS, "2021-01"), frames={})

    assert not found.is_supplied
    assert ["《评价统计》没有报送。"] == [one.zh for one in sentences(found)]
    assert {"no_records"} == set(found.table["status"])


MATTERS = {
    "name": {"zh": "十件事", "en": "ten things"},
    "register": "matters",
    "on": "day",
    "matter": "matter",
    "count": "times",
    "state": "state",
    "settled": ["done"],
    "most": "2",
}
MATTER_REGISTER = {
    "name": {"zh": "不满意事项", "en": "matters"},
    "region": "region",
    "columns": {
        "region": {"type": "text", "name": {"zh": "地区", "en": "region"}},
        "day": {"type": "date", "name": {"zh": "日期", "en": "day"}},
        "matter": {"type": "text", "name": {"zh": "事项", "en": "matter"}},
        "times": {"type": "int", "unit": "次", "name": {"zh": "次数", "en": "times"}},
        "state": {
            "type": "enum",
            "values": {"open": "未整改", "done": "已整改"},
            "name": {"zh": "整改", "en": "state"},
        },
    },
}


def with_matters(tmp_path, rows, period="2021"):
    raw = bulletin_document({"matters": MATTERS})
    raw["registers"]["matters"] = MATTER_REGISTER
    rubric = load_rubric(write_document(raw, tmp_path))
    names = ["region", "day", "matter", "times", "state"]
    days = [(region, dt.date.fromisoformat(day), *rest) for region, day, *rest in rows]
    frame = pl.DataFrame(days, schema=names, orient="row")
    regions = (Region("R1", "甲县"), Region("R2", "乙县"))
    found = edition(RECORDS, period)
    return replace(
        found,
        rubric=rubric,
        bulletin=rubric.bulletins[0],
        regions=regions,
        frames={**found.frames, "matters": frame},
    )


ROWS = [
    ("R1", "2021-06-01", "排队", 5, "open"),
    ("R1", "2021-12-01", "排队", 2, "done"),
    ("R2", "2021-12-01", "排队", 3, "open"),
    ("R1", "2021-12-01", "材料", 4, "done"),
    ("R2", "2021-12-02", "电话", 4, "open"),
    ("R2", "2021-12-02", "收费", 1, "open"),
    ("R2", "2020-12-02", "收费", 90, "open"),
    ("R3", "2021-12-02", "收费", 90, "open"),
]


def test_matters_are_listed_by_how_often_they_are_named(tmp_path):
    """Two are asked for; what is level with the second is listed too. The last record tells the state."""
    matters = with_matters(tmp_path, ROWS).matters

    assert [(1, "排队", 10, 2, 1), (2, "材料", 4, 1, 1), (2, "电话", 4, 1, 0)] == [
        (one.place, one.name, one.count, one.regions, one.settled) for one in matters
    ]
    assert {"open": 1, "done": 1} == matters[0].states


def test_rows_that_repeat_count_once_in_the_list(tmp_path):
    assert 10 == with_matters(tmp_path, [*ROWS, ROWS[0]]).matters[0].count


def test_the_list_goes_with_the_bulletin_of_the_year(tmp_path):
    assert () == with_matters(tmp_path, ROWS, "2021-Q4").matters
    assert () == replace(with_matters(tmp_path, ROWS), frames={}).matters


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("zh", ["好差评 · 2021年2月", "1\t+1\tR1县\t100\t0\t0\t100.00%\t100.00%", "—\t—\tR9县\t—\t—\t—\t—\t—"]),
        ("en", ["service ratings · February 2021", "2\t−1\tR2\t10\t5\t4\t50.00%\t80.00%"]),
    ],
)  # fmt: skip
def test_a_bulletin_as_text(language, lines):
    text = edition_text(edition(RECORDS, "2021-02"), language).splitlines()

    assert [] == [line for line in lines if line not in text]
    assert "文〔2021〕2号 第6项" == text[-1]


def test_the_list_of_matters_stands_below_the_table(tmp_path):
    text = edition_text(with_matters(tmp_path, ROWS)).splitlines()

    assert ["十件事", "1\t排队\t10\t1/2"] == text[text.index("十件事") :][:2]


def test_a_period_spelt_otherwise_is_the_same(card):
    assert Span(2021, "quarter", 1) == bulletin(card, "2021Q1").span
