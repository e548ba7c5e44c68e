"""The synthetic data of Sichuan's three rubrics: bonus claims, deduction events, information and publicity."""

from __future__ import annotations

import datetime as dt
from functools import cache

from govscore_lib.samples.counties import County, load_counties
from govscore_lib.samples.draws import Draws
from govscore_lib.samples.exports import Export
from govscore_lib.samples.ratings import dissatisfactions, rating_counts
from govscore_lib.samples.sets import Maker, Row, SampleSet

SERVICES, TRADING = "sichuan-2021-services", "sichuan-2021-trading"
PUBLICITY = "sichuan-2021-publicity"
FIRST_DAY, LAST_DAY = dt.date(2021, 1, 4), dt.date(2021, 12, 24)
TRACKS = ("gs", "rt")
LEVELS: dict[str, tuple[str, ...]] = {
    "B1": ("city", "provincial_department", "province", "ministry", "central"),
    "B2": (
        "city_deputy",
        "city_principal",
        "provincial_department_principal",
        "province_deputy",
        "ministry_deputy",
        "province_principal",
        "ministry_principal",
        "state_deputy",
        "state_principal",
    ),
    "B3": ("provincial", "national"),
    "B4": ("provincial", "national"),
}
"""Levels of every kind of bonus, lowest first."""
UNLISTED = {"city_deputy": "deputy_unlisted"}
"""Levels that are counted under another name."""
PROOF = {"B1": "formal_document", "B2": "positive", "B3": "first_author"}
"""The column that a kind of bonus needs besides evidence."""
UNCONFIRMED = ("d3", "d7", "d8", "d9")
"""Clauses whose events count only when a reviewer has confirmed them."""
BOTH_LEVELS = ("d3", "d4")
"""Clauses in which events of county centres count too."""


def bonus_claims(track: str) -> Maker:
    """Return a maker of claims: the planned matters, lower claims beside them, and some that do not count."""

    def claims(county: County, draws: Draws) -> list[Row]:
        rows: list[Row] = []
        for kind, levels in LEVELS.items():
            number = 0
            for at, level in enumerate(levels):
                metric = f"bonus_{kind.lower()}_{UNLISTED.get(level, level)}"
                for _ in range(county.count(metric)):
                    number += 1
                    # the same matter may be honoured in several kinds; research has matters of its own
                    matter = f"{'LW' if kind == 'B3' else 'SX'}{county.tag}-{number:02}"
                    rows.append(_claim(county, draws, track, kind, matter, level))
                    if at and draws.chance(0.45):
                        lower = draws.pick(levels[:at])
                        rows.append(_claim(county, draws, track, kind, matter, lower))
        rows += [_refused(county, draws, track, number) for number in range(draws.between(1, 3))]
        other = TRACKS[track == TRACKS[0]]
        rows.append(_claim(county, draws, other, "B1", f"QT{county.tag}-01", "city"))
        return [
            {"claim_id": f"JF{county.tag}-{number:03}", **row}
            for number, row in enumerate(draws.shuffled(rows), start=1)
        ]

    return claims


def _claim(
    county: County, draws: Draws, track: str, kind: str, matter: str, level: str, **changes: object
) -> Row:
    proofs = {column: (True if one == kind else None) for one, column in PROOF.items()}
    return {
        "region_id": county.region_id,
        "track": track,
        "kind": kind,
        "matter_id": matter,
        "level": level,
        "result_date": draws.weekday(FIRST_DAY, LAST_DAY),
        "evidence": True,
        **proofs,
        "rejected": False,
        **changes,
    }


def _refused(county: County, draws: Draws, track: str, number: int) -> Row:
    """Return a claim of a matter of its own that does not count: rejected, unproved or without document."""
    kind = draws.pick(("B1", "B2"))
    reasons: tuple[Row, ...] = (
        {"rejected": True},
        {"evidence": False},
        {PROOF[kind]: False},
        {"result_date": None},
    )
    why = draws.pick(reasons)
    matter = f"BY{county.tag}-{number:02}"
    return _claim(county, draws, track, kind, matter, draws.pick(LEVELS[kind][1:]), **why)


def deduction_events(track: str) -> Maker:
    """Return a maker of events: the planned ones of each clause, and some that do not count (yet)."""

    def events(county: County, draws: Draws) -> list[Row]:
        if track == "rt":
            counted = [
                clause
                for clause in (f"d{number}" for number in range(1, 12))
                for _ in range(county.count(f"deduction_{clause}"))
            ]
        else:
            recorded = county.count("deduction_events_recorded")
            counted = [draws.pick(("d1", "d6", "d11")) for _ in range(recorded)]
        rows = [_event(county, draws, track, clause) for clause in counted]
        if draws.chance(0.3):
            rows.append(_event(county, draws, track, "d7", decision_date=None, confirmed=None))
        if track == "rt" and draws.chance(0.25):
            rows.append(_event(county, draws, track, "d3", confirmed=None))
        if track == "rt" and draws.chance(0.25):
            rows.append(_event(county, draws, track, "d10", unit_level="county"))
        return [
            {"event_id": f"KF{county.tag}-{number:02}", **row}
            for number, row in enumerate(draws.shuffled(rows), start=1)
        ]

    return events


def _event(county: County, draws: Draws, track: str, clause: str, **changes: object) -> Row:
    occurred = draws.weekday(dt.date(2020, 11, 2), dt.date(2021, 9, 30))
    found = occurred + dt.timedelta(days=draws.between(3, 20))
    decided = max(found + dt.timedelta(days=draws.between(5, 50)), FIRST_DAY)
    level = draws.pick(("city", "county")) if clause in BOTH_LEVELS else "city"
    return {
        "region_id": county.region_id,
        "track": track,
        "clause": clause,
        "matter_id": f"SJ{county.tag}-{draws.between(1, 99):02}",
        "unit_level": level,
        "occurred_on": occurred,
        "found_on": found,
        "decision_date": decided,
        "confirmed": True if clause in UNCONFIRMED else None,
        **changes,
    }


@cache
def _plans() -> dict[str, dict[str, County]]:
    """Return the plan of every track by region: the rubric's own is that of the first."""
    names = dict(zip(TRACKS, (PUBLICITY, f"{PUBLICITY}-rt"), strict=True))
    return {
        track: {county.region_id: county for county in load_counties(name)}
        for track, name in names.items()
    }


def information_items(county: County, draws: Draws) -> list[Row]:
    """Return the pieces taken up by each medium, and some that were not drafted by the office's own staff."""
    rows = []
    for track in TRACKS:
        plan = _plans()[track][county.region_id]
        media = [row for row in range(1, 15) for _ in range(plan.count(f"info_items_{row}"))]
        rows += [_piece(county, draws, track, medium, True) for medium in media]
        others = [draws.pick((1, 1, 3, 6)) for _ in range(draws.between(1, 4))]
        rows += [_piece(county, draws, track, medium, False) for medium in others]
    rows.sort(key=lambda row: str(row["published_on"]))
    return [{"item_id": f"XX{county.tag}-{number:04}", **row} for number, row in enumerate(rows, 1)]


def _piece(county: County, draws: Draws, track: str, medium: int, own: bool) -> Row:
    return {
        "region_id": county.region_id,
        "track": track,
        "medium_row": medium,
        "title": f"（合成）{draws.pick(TOPICS[track])}",
        "published_on": draws.day(FIRST_DAY, LAST_DAY),
        "first_drafter_is_staff": own,
        "url": None,
    }


TOPICS = {
    "gs": ("“一件事一次办”进展", "镇村便民服务试点", "窗口服务情况", "川渝通办专窗", "好差评整改"),
    "rt": ("全流程电子化进展", "远程异地评标", "保证金线上收退", "采购标准化", "平台整合共享"),
}


def invitations(county: County, draws: Draws) -> list[Row]:
    """Return the pieces that were asked for: in time, late, never sent."""
    rows: list[Row] = []
    for track in TRACKS:
        plan = _plans()[track][county.region_id]
        late, never = plan.count("info_late"), plan.count("info_never_sent")
        outcomes = ["late"] * late + ["never"] * never + ["timely"] * draws.between(2, 5)
        for outcome in draws.shuffled(outcomes):
            due = draws.weekday(dt.date(2021, 2, 1), dt.date(2021, 11, 30))
            days = draws.between(1, 9)
            sent = {
                "late": due + dt.timedelta(days=days),
                "timely": due - dt.timedelta(days=days - 1),
            }
            rows.append(
                {
                    "region_id": county.region_id,
                    "track": track,
                    "due_on": due,
                    "submitted_on": sent.get(outcome),
                }
            )
    return [
        {"invitation_id": f"YG{county.tag}-{number:02}", **row}
        for number, row in enumerate(rows, 1)
    ]


def publicity_items(county: County, draws: Draws) -> list[Row]:
    """Return reports on matters: national and provincial ones, some matters by both, some not positive."""
    rows: list[Row] = []
    for track in TRACKS:
        plan = _plans()[track][county.region_id]
        number = 0
        for level, metric in (("nat", "pub_national_matters"), ("prov", "pub_provincial_matters")):
            for _ in range(plan.count(metric)):
                number += 1
                matter = f"{track.upper()}{county.tag}-{number:02}"
                rows.append(_report(county, draws, track, matter, level))
                if draws.chance(0.35):
                    rows.append(_report(county, draws, track, matter, "prov"))
        rows.append(_report(county, draws, track, f"{track.upper()}{county.tag}-99", "nat", False))
    return [
        {"item_id": f"XC{county.tag}-{number:03}", **row}
        for number, row in enumerate(draws.shuffled(rows), start=1)
    ]


def _report(
    county: County, draws: Draws, track: str, matter: str, level: str, positive: bool = True
) -> Row:
    return {
        "region_id": county.region_id,
        "track": track,
        "matter_id": matter,
        "level": level,
        "positive": positive,
        "published_on": draws.day(FIRST_DAY, LAST_DAY),
    }


RANKED = """# 合成数据 / synthetic: how far this assessment has come
reached:
  - {stage: self_assessed, on: 2022-01-10, note: 材料报送截止}
  - {stage: reviewed, on: 2022-01-20, note: 逐项复核完成}
  - {stage: spot_checked, on: 2022-01-25, note: 抽查比例与抽签种子另行记录}
  - {stage: ranked, on: 2022-01-27}
"""
REVIEWED = (
    RANKED
    + """  - {stage: published, on: 2022-01-28, note: 公示五天}
  - {stage: initially_reviewed, on: 2022-02-08}
"""
)

PUBLICITY_REMARKS = (
    f"信息宣传的登记表在 `{PUBLICITY}` 文件夹，两个类别共用 / the registers of information and publicity stand in the folder "
    f"`{PUBLICITY}` and serve both tracks."
)

SICHUAN_SERVICES = SampleSet(
    SERVICES,
    {
        "bonus_claims": (bonus_claims("gs"), "claim_id"),
        "deduction_events": (deduction_events("gs"), "event_id"),
        "rating_counts": (rating_counts, "month"),
        "dissatisfactions": (dissatisfactions, "reported_on"),
    },
    (
        Export("bonus_claims", "bonus_claims.xlsx"),
        Export("deduction_events", "deduction_events.csv", "gb18030"),
        Export("rating_counts", "rating_counts.csv", "utf-8-sig"),
        Export("dissatisfactions", "dissatisfactions.xlsx"),
    ),
    office="政务服务和公共资源交易服务中心",
    records_office="省中心评审组",
    remarks=PUBLICITY_REMARKS,
    proceedings=REVIEWED,
)
SICHUAN_TRADING = SampleSet(
    TRADING,
    {
        "bonus_claims": (bonus_claims("rt"), "claim_id"),
        "deduction_events": (deduction_events("rt"), "event_id"),
    },
    (
        Export("bonus_claims", "bonus_claims.csv", "utf-8-sig", dates="slashes"),
        Export("deduction_events", "deduction_events.xlsx"),
    ),
    office="公共资源交易服务中心",
    records_office="省中心评审组",
    remarks=PUBLICITY_REMARKS,
    proceedings=RANKED,
)
SICHUAN_PUBLICITY = SampleSet(
    PUBLICITY,
    {
        "information_items": (information_items, "published_on"),
        "invitations": (invitations, "invitation_id"),
        "publicity_items": (publicity_items, "item_id"),
    },
    (
        Export(
            "information_items",
            "information_items__2021H1.csv",
            "utf-8-sig",
            split_on="published_on",
            until=dt.date(2021, 7, 1),
        ),
        Export(
            "information_items",
            "information_items__2021H2.csv",
            "gb18030",
            split_on="published_on",
            since=dt.date(2021, 7, 1),
        ),
        Export("invitations", "invitations.xlsx"),
        Export("publicity_items", "publicity_items.parquet", chinese=False),
    ),
    office="",
    records_office="",
    remarks="三张登记表全部报送，政务服务和公共资源交易两个类别在同一张表里 / all three registers are sent, both tracks in one table.",
)
