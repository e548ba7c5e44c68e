"""Cells that count as empty, rows that contradict themselves, and records counted by an observed figure."""

import pytest

from govscore_lib.errors import InputError
from govscore_lib.ingest import load_registers
from govscore_lib.rubric import Rubric
from tests.small_rubrics import criterion, document, load_document, metric

METRICS = {
    "track": metric(
        "enum", values={"gs": "政务服务", "rt": "公共资源交易"}, name={"zh": "类别", "en": "track"}
    ),
    "praised": metric("int", min="0", name={"zh": "表扬数", "en": "praised"}),
    "noted": metric("int", min="0", name={"zh": "信息数", "en": "noted"}),
}
REGISTERS = {
    "items": {
        "name": {"zh": "稿件", "en": "items"},
        "key": ["item_id"],
        "region": "region_id",
        "columns": {
            "item_id": {"type": "text", "name": {"zh": "编号", "en": "item"}},
            "region_id": {"type": "text", "name": {"zh": "地区", "en": "region"}},
            "track": {
                "type": "enum",
                "values": {"gs": "政务服务", "rt": "公共资源交易"},
                "name": {"zh": "类别", "en": "track"},
            },
            "kind": {
                "type": "enum",
                "values": {"praise": "表扬", "talk": "发言"},
                "name": {"zh": "类型", "en": "kind"},
            },
            "level": {
                "type": "enum",
                "values": {"city": "市级", "national": "国家级"},
                "name": {"zh": "级别", "en": "level"},
            },
            "evidence": {
                "type": "bool", "otherwise": "empty", "name": {"zh": "佐证", "en": "evidence"},
            },
            "medium_row": {
                "type": "int", "unit": "row", "min": "1", "max": "14", "otherwise": "empty",
                "required": "no", "name": {"zh": "行号", "en": "row"},
            },
        },
        "check": ["kind != talk or level == national"],
    }
}  # fmt: skip
DERIVATIONS = [
    {
        "from": "items",
        "observe": {"own_track": "track"},
        "keep": "track == own_track",
        "yields": {"praised": {"count": "evidence"}, "noted": {"count": "medium_row is given"}},
    }
]
CRITERIA = [
    criterion("1", {"kind": "binary", "when": "praised > 0 and track == gs"}),
    criterion("2", {"kind": "binary", "when": "noted > 0"}),
]
HEADER = "item_id,region_id,track,kind,level,evidence,medium_row\n"


@pytest.fixture(scope="session")
def rubric() -> Rubric:
    return load_document(document(CRITERIA, METRICS, registers=REGISTERS, derivations=DERIVATIONS))


@pytest.fixture
def load(raw):
    def of(rows: str):
        path = raw.write("items.csv", HEADER + rows)
        return load_registers({"items": path}, raw.rubric)["items"]

    return of


@pytest.fixture
def ingested(raw):
    def of(rows: str, track: str = "gs"):
        raw.write("registers/items.csv", HEADER + rows)
        raw.write("observations/o.csv", f"region_id,metric_id,value\n320803,track,{track}\n")
        return raw.ingest()

    return of


def told(ingested):
    return [(one.code, one.severity, one.place, one.region_id, one.en) for one in ingested.findings]


MISFITS = (
    "a,320803,gs,praise,city,true,1\nb,320803,gs,praise,city,pending,15\n"
    "c,320803,gs,praise,city,,x\nd,320803,gs,praise,city,是,14\n"
)


def test_cells_that_do_not_fit_count_as_empty_with_a_note(ingested):
    found = ingested(MISFITS)

    assert [
        ("taken-as-empty", "note", "line 3", "320803", "evidence: 'pending' is neither yes nor no (allowed: yes or no); it "
         "counts as empty"),
        ("taken-as-empty", "note", "line 3", "320803", "medium_row: '15' is above the maximum (allowed: 1–14); it counts as empty"),
        ("taken-as-empty", "note", "line 4", "320803", "medium_row: 'x' is no number (allowed: a whole number, 1–14); it counts as empty"),
    ] == told(found)  # fmt: skip
    assert [True, None, None, True] == found.registers["items"]["evidence"].to_list()
    assert [1, None, None, 14] == found.registers["items"]["medium_row"].to_list()
    assert found.observations.filter(status="quarantined").is_empty()


def test_the_strict_reader_takes_them_too(load):
    """In its form only true and false are known: anything else is not true."""
    frame = load(MISFITS)

    assert [True, None, None, None] == frame["evidence"].to_list()
    assert [1, None, None, 14] == frame["medium_row"].to_list()


def test_other_columns_of_the_same_row_are_read_as_ever(load):
    with pytest.raises(InputError, match="line 2, column kind: 'prais' is not one of the listed"):
        load("a,320803,gs,prais,city,pending,15\n")


def test_a_row_that_contradicts_itself_is_set_aside(ingested):
    found = ingested("a,320803,gs,praise,city,true,1\nb,320803,gs,talk,city,true,1\n")

    assert [
        (
            "condition-not-met", "critical", "line 3", "320803",
            "needed is kind ≠ talk or level = national; found: kind talk, level city; the row is left out",
        )
    ] == told(found)  # fmt: skip
    assert ("1", "2") == found.findings[0].criteria
    assert found.findings[0].zh.endswith("实为：类型 发言，级别 市级，该行未采用")
    assert ["a"] == found.registers["items"]["item_id"].to_list()
    assert {"praised", "noted"} == set(found.observations.filter(status="quarantined")["metric_id"])


def test_the_doubt_reaches_metrics_whose_track_comes_later(raw):
    """The main job sets the track of each run; the row is doubtful all the same."""
    raw.write("registers/items.csv", HEADER + "b,320803,gs,talk,city,true,1\n")

    doubted = raw.ingest().observations.filter(status="quarantined")
    assert {("320803", "praised"), ("320803", "noted")} == set(
        doubted.select("region_id", "metric_id").rows()
    )


def test_the_strict_reader_names_file_line_and_cells(load):
    with pytest.raises(InputError) as caught:
        load("a,320803,gs,praise,city,true,1\nb,320803,gs,talk,city,true,1\n")

    assert [
        "items.csv, line 3: needed is kind ≠ talk or level = national; found: kind talk, level city."
    ] == [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(("track", "given"), [("gs", "1"), ("公共资源交易", "0"), ("rt", "0")])
def test_ingest_counts_records_of_the_observed_track(ingested, raw, track, given):
    """A typed figure is compared with what the records of that track come to."""
    raw.write("observations/p.csv", "region_id,metric_id,value\n320803,noted,5\n")
    found = ingested("a,320803,gs,praise,city,true,3\n", track)

    (contradicted,) = [
        one.en for one in found.findings if one.code == "figure-contradicts-register"
    ]
    assert f"noted is given as 5, the registers yield {given}; the registers hold" == contradicted
