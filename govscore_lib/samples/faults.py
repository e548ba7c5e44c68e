"""The faults planted in the synthetic data, as data: what an office should see on the quality page.

Each says which finding it causes and where; ``plants`` and ``entries`` say how it gets there. Everything
else in the synthetic data is sound, so that these findings, and no others, must appear.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from govscore_lib.samples.planting import Add, Plant, Repeat, Rewrite


@dataclass(frozen=True)
class Entry:
    """A value in a materials workbook, as typed; a code that is not in the form gets a line of its own."""

    metric_id: str
    value: str | None
    name_zh: str = ""


@dataclass(frozen=True)
class Fault:
    """One planted fault.

    code : code of the finding that it causes.
    table : register, or "observations".
    file : path inside the rubric's raw folder.
    place : row, line or cell as the finding names it; empty where it names the file only.
    region_id, metric_id : empty where the finding is not tied to one.
    stage : "ingest" or "check", the step that sees it.
    """

    code: str
    table: str
    file: str
    place: str
    zh: str
    en: str
    region_id: str = ""
    metric_id: str = ""
    stage: str = "ingest"
    plants: tuple[Plant, ...] = field(default=(), repr=False)
    entries: tuple[Entry, ...] = field(default=(), repr=False)


HUAIAN = (
    Fault(
        "repeated-row", "reconsideration_cases", "registers/reconsideration_cases.xlsx", "row 31",
        "同一案号重复登记，内容相同，只计一次", "a case number stands twice with the same contents and counts once",
        plants=(Repeat(of=9, at=31, where={"region_id": ("淮安区",)}),),
    ),
    Fault(
        "outside-period", "reconsideration_cases", "registers/reconsideration_cases.xlsx", "row 20",
        "审结日期在考核期之后，不计入", "a case concluded after the period does not count",
        plants=(
            Add(20, {
                "case_id": "FY2021-0812-201", "region_id": "清江浦区", "respondent_org": "交通运输局",
                "accepted_on": dt.date(2021, 12, 2), "concluded_on": dt.date(2022, 1, 11), "outcome": "撤销",
            }),
        ),
    ),
    Fault(
        "column-not-read", "reconsideration_cases", "registers/reconsideration_cases.xlsx", "",
        "表中多一列序号，不使用", "the file has a column of running numbers that is not used",
    ),
    Fault(
        "changed-date-form", "litigation_cases", "registers/litigation_cases.csv", "",
        "日期写作 2021/3/1", "dates are written 2021/3/1",
    ),
    Fault(
        "duplicate-key", "defaulter_listings", "registers/defaulter_listings.csv", "lines 11 and 26",
        "同一执行案号登记两次，移出日期不同，无法判断以哪一行为准",
        "a case number stands twice with different days of removal; which row holds is unknown", "320826",
        plants=(
            Repeat(
                of=11, at=26, cells={"removed_on": "2021年12月28日"},
                where={"region_id": ("涟水县",), "entity_type": ("政府部门", "事业单位")},
            ),
        ),
    ),
    Fault(
        "changed-date-form", "defaulter_listings", "registers/defaulter_listings.csv", "",
        "日期写作 2021年3月1日", "dates are written 2021年3月1日",
    ),
    Fault(
        "changed-region-form", "foi_requests", "registers/foi_requests.csv", "",
        "同一地区有三种写法：淮阴区、淮阴、淮安市淮阴区", "one region is written in three ways: 淮阴区, 淮阴, 淮安市淮阴区",
        plants=(
            Rewrite(18, {"region_id": "淮阴"}, where={"region_id": ("淮阴区",)}),
            Rewrite(52, {"region_id": "淮安市淮阴区"}, where={"region_id": ("淮阴区",)}),
        ),
    ),
    Fault(
        "outside-period", "foi_requests", "registers/foi_requests.csv", "line 74",
        "答复期限在考核期之后，不计入", "a request due after the period does not count",
        plants=(
            Add(74, {
                "request_id": "YSQ2021-0831-101", "region_id": "金湖县", "meets_conditions": "是",
                "due_on": "2022-01-12", "answered_on": None,
            }),
        ),
    ),
    Fault(
        "bad-value-impossible-date", "promise_records", "registers/promise_records.csv", "line 541",
        "签署日期写作 2021-02-30，日历上没有这一天", "a promise is dated 2021-02-30, no day of the calendar", "320826",
        plants=(Rewrite(541, {"signed_on": "2021-02-30"}, where={"region_id": ("涟水县",)}),),
    ),
    Fault(
        "unknown-region", "promise_records", "registers/promise_records.csv", "line 887",
        "地区不在本次考核之内", "a promise of a region that is not assessed",
        plants=(
            Add(887, {
                "promise_id": "CN2021-0899-0001", "region_id": "某工业园区", "signed_on": "2021-03-24",
                "published_on": "2021-03-29", "pushed_on": "2021-03-30", "breached": "否",
            }),
        ),
    ),
    Fault(
        "outside-period", "opinion_events", "registers/opinion_events.csv", "line 14",
        "首发日期在考核期之前，不计入", "an event first seen before the period does not count",
        plants=(
            Add(14, {
                "event_id": "YQ2020-0804-101", "region_id": "淮阴区", "master_event_id": None,
                "first_seen_on": "2020-12-29", "cause": "政府部门失信", "verified": "是",
            }),
        ),
    ),
    Fault(
        "condition-not-met", "observations", "materials/320804_淮阴区.xlsx", "G19",
        "风险评估制度未建立却已落实，落实不得分", "risk assessment is implemented without being established and earns nothing",
        "320804", "decision_system_implemented_risk_assessment",
    ),
    Fault(
        "rate-contradicts-parts", "observations", "materials/320826_涟水县.xlsx", "G94",
        "自填认领率 96.1% 已过 95%，由登记表统计为 377/405", "the typed claim rate of 96.1% is above 95%, the register yields 377/405",
        "320826", "items_claimed",
        entries=(Entry("items_claimed_rate", "96.1%", "事项认领率"),),
    ),
    Fault(
        "not-given", "observations", "materials/320830_盱眙县.xlsx", "G93",
        "创新成效评分尚未给出，总分暂定", "the judged points for innovation are not given yet; the total is provisional",
        "320830", "innovation_score", stage="check",
    ),
    Fault(
        "changed-width", "observations", "materials/320831_金湖县.xlsx", "",
        "街道乡镇总数填成全角数字 ８", "the number of towns is typed in full-width digits",
        entries=(Entry("towns_total", "８"),),
    ),
)  # fmt: skip

XIANGXI = (
    Fault(
        "repeated-row", "findings", "registers/findings.xlsx", "row 31",
        "同一问题编号重复登记，内容相同，只计一次", "a finding stands twice with the same contents and counts once",
        plants=(Repeat(of=9, at=31, where={"region_id": ("永顺县",), "valid": ("是",)}),),
    ),
    Fault(
        "outside-period", "gov_sessions", "registers/gov_sessions.csv", "line 33",
        "会议在考核期之后召开，不计入，该县仍少一次", "a session held after the period does not count; its county stays one short",
        plants=(
            Add(33, {"session_id": "HY3127-04", "region_id": "433127", "held_on": "2022-01-07"}),
        ),
    ),
    Fault(
        "not-given", "observations", "materials/433126_古丈县.xlsx", "G48",
        "平台未完全应用，酌情扣分尚未给出，总分暂定",
        "the platform is used in part and the judged deduction is not given yet; the total is provisional",
        "433126", "ysyc_partial_deduction", stage="check",
    ),
)  # fmt: skip

RUDONG = (
    Fault(
        "changed-date-form", "service_items", "registers/service_items.csv", "",
        "日期写作 2021/3/1", "dates are written 2021/3/1",
    ),
    Fault(
        "changed-region-form", "findings", "registers/findings.csv", "",
        "同一地区有三种写法：河口镇、河口、如东县河口镇", "one region is written in three ways: 河口镇, 河口, 如东县河口镇",
        plants=(
            Rewrite(4, {"region_id": "河口"}, where={"region_id": ("河口镇",)}),
            Rewrite(30, {"region_id": "如东县河口镇"}, where={"region_id": ("河口镇",)}),
        ),
    ),
    Fault(
        "condition-not-met", "observations", "materials/320623109_曹埠镇.xlsx", "G82",
        "电子交易平台没有建立却填已使用，不得分", "the trading system is used without being set up and earns nothing",
        "320623109", "etrade_used",
    ),
)  # fmt: skip

SICHUAN_SERVICES = (
    Fault(
        "repeated-row", "bonus_claims", "registers/bonus_claims.xlsx", "row 31",
        "同一申报编号重复登记，内容相同，只计一次", "a claim stands twice with the same contents and counts once",
        plants=(Repeat(of=9, at=31, where={"region_id": ("泸州市",), "evidence": ("是",)}),),
    ),
    Fault(
        "condition-not-met", "observations", "materials/511600_广安市.xlsx", "G19",
        "通过验收的试点多于参加验收的试点", "more pilots passed than were assessed", "511600", "pilots_passed",
        entries=(Entry("pilots_passed", "31"),),
    ),
)  # fmt: skip

SICHUAN_TRADING = (
    Fault(
        "changed-date-form", "bonus_claims", "registers/bonus_claims.csv", "",
        "日期写作 2021/3/1", "dates are written 2021/3/1",
    ),
    Fault(
        "outside-period", "bonus_claims", "registers/bonus_claims.csv", "line 40",
        "批示日期在考核期之后，不计入", "an instruction given after the period does not count",
        plants=(
            Add(40, {
                "claim_id": "JF1500-201", "region_id": "宜宾市", "track": "公共资源交易", "kind": "领导批示",
                "matter_id": "SX1500-71", "level": "省委省政府副职", "result_date": "2022/1/6", "evidence": "是",
                "positive": "是", "rejected": "否",
            }),
        ),
    ),
    Fault(
        "condition-not-met", "bonus_claims", "registers/bonus_claims.csv", "line 77",
        "理论研究没有“党中央国务院”这一层级", "research has no such level as the central authorities", "510600",
        plants=(
            Add(77, {
                "claim_id": "JF0600-201", "region_id": "德阳市", "track": "公共资源交易", "kind": "理论研究",
                "matter_id": "LW0600-71", "level": "党中央国务院", "result_date": "2021/6/17", "evidence": "是",
                "first_author": "是", "rejected": "否",
            }),
        ),
    ),
    Fault(
        "not-given", "observations", "materials/510900_遂宁市.xlsx", "G84",
        "第7项整项评分尚未给出，总分暂定", "item 7 is not judged yet; the total is provisional",
        "510900", "rt7_pool_judged", stage="check",
    ),
)  # fmt: skip

SICHUAN_PUBLICITY = (
    Fault(
        "unknown-region", "information_items", "registers/information_items__2021H1.csv", "line 120",
        "地区不在本次考核之内", "a piece of a region that is not assessed",
        plants=(
            Add(120, {
                "item_id": "XX9900-0001", "region_id": "重庆市", "track": "政务服务", "medium_row": "1",
                "title": "（合成）川渝通办专窗", "published_on": "2021-02-24", "first_drafter_is_staff": "是",
            }),
        ),
    ),
    Fault(
        "taken-as-empty", "information_items", "registers/information_items__2021H2.csv", "line 88",
        "刊发媒体序号 15 不在表内，不计入", "row 15 is no medium of the table and does not count", "510100",
        plants=(
            Add(88, {
                "item_id": "XX0100-0999", "region_id": "成都市", "track": "政务服务", "medium_row": "15",
                "title": "（合成）窗口服务情况", "published_on": "2021-07-24", "first_drafter_is_staff": "是",
            }),
        ),
    ),
)  # fmt: skip

FAULTS: Mapping[str, tuple[Fault, ...]] = {
    "huaian-2021-integrity": HUAIAN,
    "xiangxi-2021-services": XIANGXI,
    "rudong-2021-townships": RUDONG,
    "sichuan-2021-services": SICHUAN_SERVICES,
    "sichuan-2021-trading": SICHUAN_TRADING,
    "sichuan-2021-publicity": SICHUAN_PUBLICITY,
}
"""Rubric → every fault planted in its data."""
