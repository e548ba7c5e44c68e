"""Records of the region's own track, parameters that are codes, and matters counted at their highest level."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscore_lib.records import Derivation, Derived, check_derivations, derive, read_registers
from tests.engines import KINDS
from tests.strategies import search
from tests.unit.records.conftest import Year

LEVELS = ("city", "province", "national")
REGISTERS = read_registers(
    {
        "claims": {
            "name": {"zh": "申报", "en": "claims"},
            "key": ["claim_id"],
            "region": "region_id",
            "columns": {
                "claim_id": {"type": "text", "name": {"zh": "编号", "en": "claim"}},
                "region_id": {"type": "text", "name": {"zh": "地区", "en": "region"}},
                "track": {
                    "type": "enum",
                    "values": {"gs": "政务服务", "rt": "公共资源交易"},
                    "name": {"zh": "类别", "en": "track"},
                },
                "matter_id": {"type": "text", "name": {"zh": "事项", "en": "matter"}},
                "level": {
                    "type": "enum",
                    "values": {"city": "市级", "province": "省级", "national": "国家级"},
                    "may_be_empty": "yes",
                    "name": {"zh": "级别", "en": "level"},
                },
                "evidence": {"type": "bool", "required": "no", "name": {"zh": "佐证", "en": "evidence"}},
            },
        }
    }
)  # fmt: skip
COLUMNS = dict.fromkeys(("claim_id", "region_id", "track", "matter_id", "level"), pl.String) | {
    "evidence": pl.Boolean
}
HIGHEST = {
    "from": "claims",
    "latest": {"per": ["matter_id"], "by": ["level"]},
    "yields": {f"at_{level}": {"count": f"level == {level}"} for level in LEVELS},
}


@dataclass(frozen=True)
class Measured:
    type: str = "enum"
    values: Mapping[str, str] = field(default_factory=lambda: {"gs": "政务", "rt": "交易"})


def claims(*rows: Mapping[str, Any]) -> pl.DataFrame:
    """Return claims; each row says what matters, the rest is plain."""
    plain = {"region_id": "R1", "track": "gs", "matter_id": "M1", "level": "city", "evidence": True}
    return pl.DataFrame(
        [{"claim_id": str(number), **plain, **row} for number, row in enumerate(rows)],
        schema=COLUMNS,
    )


def derived(
    derivation: dict[str, Any], frame: pl.DataFrame, kind: str = "polars", **options: Any
) -> Derived:
    settings = {"period": Year(), "parameters": {}, "regions": ["R1", "R2"]} | options
    frames = {"claims": KINDS[kind](frame)}
    return derive(REGISTERS, [Derivation.model_validate(derivation)], frames, **settings)


def faults(derivation: dict[str, Any], **options: Any) -> list[str]:
    settings = {"parameters": {}, "period": Year()} | options
    problems = check_derivations(REGISTERS, (Derivation.model_validate(derivation),), **settings)
    return [problem.found for problem in problems]


OWN = {
    "from": "claims",
    "observe": {"own_track": "track"},
    "keep": "track == own_track and evidence",
    "yields": {"m": {"count": "rows"}, "n": {"count": "own_track == rt"}},
}


def test_records_of_the_regions_own_track_count(kind):
    frame = claims(
        {"track": "gs"},
        {"track": "rt"},
        {"track": "gs", "evidence": False},
        {"region_id": "R2", "track": "gs"},
        {"region_id": "R2", "track": "rt"},
        {"region_id": "R2", "track": "rt"},
        {"region_id": "R9", "track": "gs"},
    )
    found = derived(
        OWN,
        frame,
        kind,
        metrics={"track": Measured()},
        observed={("R1", "track"): "gs", ("R2", "track"): "rt"},
    )

    assert [("R1", "m", "1"), ("R2", "m", "2"), ("R1", "n", "0"), ("R2", "n", "2")] == (
        found.metrics.rows()
    )
    assert frozenset() == found.unobserved


@pytest.mark.parametrize("observed", [{}, {("R2", "track"): None}, {("R2", "track"): ""}])
def test_a_region_without_the_figure_gets_no_metric(kind, observed):
    frame = claims({"track": "gs"}, {"region_id": "R2", "track": "gs"})
    found = derived(
        OWN, frame, kind, metrics={"track": Measured()}, observed={("R1", "track"): "gs"} | observed
    )

    assert [("R1", "m", "1"), ("R1", "n", "0")] == found.metrics.rows()
    assert {"R1"} == set(found.used["region_id"])
    assert {"m", "n"} == found.unobserved


def test_without_any_figure_nothing_is_counted(kind):
    found = derived(OWN, claims({"track": "gs"}), kind, metrics={"track": Measured()})

    assert found.metrics.is_empty()


def test_a_region_whose_figure_is_there_has_0_without_records(kind):
    found = derived(
        OWN, claims().head(0), kind, metrics={"track": Measured()}, observed={("R2", "track"): "gs"}
    )

    assert [("R2", "m", "0"), ("R2", "n", "0")] == found.metrics.rows()


@pytest.mark.parametrize(
    ("change", "metrics", "words"),
    [
        ({}, {"tracks": Measured()}, "metric 'track' is not declared"),
        ({}, {"track": Measured("int", {})}, "'track' holds no codes: an enum or text metric"),
        ({"keep": "own_track == gt"}, {"track": Measured()}, "'gt' is no value of own_track"),
        ({"observe": {"level": "track"}, "keep": "level == gs"}, {"track": Measured()}, "there is already a column 'level'"),
        ({"observe": {"own_track": "m"}}, {"m": Measured()}, "'m' is yielded here, it cannot be observed"),
    ],
)  # fmt: skip
def test_what_cannot_be_observed_is_told(change, metrics, words):
    assert words in "\n".join(faults(OWN | change, metrics=metrics))


def test_a_parameter_may_be_a_code(kind):
    derivation = {
        "from": "claims",
        "keep": "track == own_track and level in [top_level, province]",
        "yields": {"m": {"count": "level != top_level"}, "n": {"count": "rows"}},
    }
    frame = claims(
        {"track": "rt", "level": "national"},
        {"track": "rt", "level": "province"},
        {"track": "rt", "level": "city"},
        {"track": "gs", "level": "national"},
    )
    parameters = {"own_track": "rt", "top_level": "national"}
    found = derived(derivation, frame, kind, parameters=parameters, regions=["R1"])

    assert [("R1", "m", "1"), ("R1", "n", "2")] == found.metrics.rows()


def test_a_parameter_with_an_unknown_code_is_told():
    derivation = {
        "from": "claims",
        "keep": "track == own_track",
        "yields": {"m": {"count": "rows"}},
    }

    assert ["'gt' is no value of track. Allowed: gs, rt"] == faults(
        derivation, parameters={"own_track": "gt"}
    )


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_matter_counts_once_at_its_highest_level_whatever_the_order(kind, order):
    rows = [{"level": "city"}, {"level": "national"}, {"level": "province"}]
    found = derived(HIGHEST, claims(*(rows[place] for place in order)), kind, regions=["R1"])

    assert ["0", "0", "1"] == found.metrics["value"].to_list()


def test_matters_of_two_regions_never_mix(kind):
    """The same matter number is another matter in another region."""
    frame = claims({"level": "city"}, {"region_id": "R2", "level": "national"})
    found = derived(HIGHEST, frame, kind)

    assert [
        ("R1", "at_city", "1"), ("R2", "at_city", "0"),
        ("R1", "at_province", "0"), ("R2", "at_province", "0"),
        ("R1", "at_national", "0"), ("R2", "at_national", "1"),
    ] == found.metrics.rows()  # fmt: skip


def test_the_same_level_twice_counts_once_without_a_word(kind):
    frame = claims({"level": "province"}, {"level": "province"}, {"level": "city"})
    found = derived(HIGHEST, frame, kind, regions=["R1"])

    assert ["0", "1", "0"] == found.metrics["value"].to_list()
    assert () == found.findings


def test_the_same_level_twice_with_different_outcomes_is_worth_a_look(kind):
    derivation = HIGHEST | {"yields": {"m": {"count": "evidence"}}}
    frame = claims({"evidence": True}, {"evidence": False})
    found = derived(derivation, frame, kind, regions=["R1"])

    assert ["1"] == found.metrics["value"].to_list()
    assert ["warning"] == [finding.severity for finding in found.findings]


CLAIMS = st.lists(
    st.fixed_dictionaries(
        {
            "region_id": st.sampled_from(["R1", "R2"]),
            "track": st.sampled_from(["gs", "rt"]),
            "matter_id": st.sampled_from(["M1", "M2"]),
            "level": st.sampled_from([*LEVELS, None]),
            "evidence": st.sampled_from([True, False, None]),
        }
    ),
    max_size=10,
)


@search(20, wide=2000)
@given(rows=CLAIMS, tracks=st.tuples(*[st.sampled_from(["gs", "rt", None])] * 2))
def test_frames_give_what_plain_python_gives(rows, tracks):
    """Filter first, then the highest level of each matter, then the count."""
    own = dict(zip(("R1", "R2"), tracks, strict=True))
    expected = set()
    for region, track in own.items():
        if track is None:
            continue
        highest: dict[str, int] = {}
        for row in rows:
            counts = (
                row["region_id"] == region and row["track"] == track and row["evidence"] is True
            )
            if counts:
                level = -1 if row["level"] is None else LEVELS.index(row["level"])
                highest[row["matter_id"]] = max(level, highest.get(row["matter_id"], -1))
        reached = list(highest.values())
        expected |= {(region, f"at_{name}", str(reached.count(n))) for n, name in enumerate(LEVELS)}

    derivation = HIGHEST | {"observe": OWN["observe"], "keep": OWN["keep"]}
    observed = {(region, "track"): track for region, track in own.items()}
    for kind in ("polars", "pandas"):
        found = derived(
            derivation, claims(*rows), kind, metrics={"track": Measured()}, observed=observed
        )
        assert expected == set(found.metrics.rows()), kind
