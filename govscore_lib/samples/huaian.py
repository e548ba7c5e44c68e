"""The synthetic data of the evaluation of integrity in Huai'an."""

from __future__ import annotations

import datetime as dt

from govscore_lib.samples import cases, governance, openness, services
from govscore_lib.samples.exports import Export
from govscore_lib.samples.sets import Maker, SampleSet

MIDYEAR = dt.date(2021, 7, 1)

MAKERS: dict[str, tuple[Maker, str]] = {
    "reconsideration_cases": (cases.reconsideration_cases, "concluded_on"),
    "litigation_cases": (cases.litigation_cases, "concluded_on"),
    "sgs_records": (openness.sgs_records, "decision_on"),
    "sgs_sources": (openness.sgs_sources, "region_id"),
    "hotline_tickets": (services.hotline_tickets, "created_at"),
    "ratings": (services.ratings, "rated_at"),
    "foi_requests": (openness.foi_requests, "due_on"),
    "promise_records": (services.promise_records, "signed_on"),
    "town_commitments": (governance.town_commitments, "region_id"),
    "defaulter_listings": (cases.defaulter_listings, "listed_on"),
    "arrears": (governance.arrears, "identified_on"),
    "arrears_payments": (governance.arrears_payments, "paid_on"),
    "opinion_events": (cases.opinion_events, "first_seen_on"),
    "population": (governance.population, "region_id"),
    "service_items": (services.service_items, "region_id"),
    "documents": (governance.documents, "issued_on"),
}

EXPORTS = (
    Export("reconsideration_cases", "reconsideration_cases.xlsx", numbered=True),
    Export("litigation_cases", "litigation_cases.csv", "gb18030", dates="slashes"),
    Export("sgs_records", "sgs_records.csv", "gb18030"),
    Export("sgs_sources", "sgs_sources.xlsx"),
    Export("hotline_tickets", "hotline_tickets__2021H1.csv", "utf-8-sig", split_on="created_at", until=MIDYEAR),
    Export("hotline_tickets", "hotline_tickets__2021H2.parquet", chinese=False, split_on="created_at", since=MIDYEAR),
    Export("ratings", "ratings.parquet", chinese=False),
    Export("foi_requests", "foi_requests.csv"),
    Export("promise_records", "promise_records.csv", "gb18030"),
    Export("town_commitments", "town_commitments.xlsx"),
    Export("defaulter_listings", "defaulter_listings.csv", "gb18030", dates="words"),
    Export("arrears", "arrears.xlsx"),
    Export("arrears_payments", "arrears_payments.csv", chinese=False),
    Export("opinion_events", "opinion_events.csv", "utf-8-sig"),
    Export("population", "population.csv", chinese=False),
    Export("service_items", "service_items.parquet", chinese=False),
    Export("documents", "documents.xlsx"),
)  # fmt: skip

HUAIAN = SampleSet(
    "huaian-2021-integrity",
    MAKERS,
    EXPORTS,
    office="社会信用体系建设工作领导小组办公室",
    records_office="信用办",
    remarks="工作日历不在此处，使用随程序库发布的日历 / the calendar of working days is the one that comes with the library.",
    streams={"arrears_payments": "arrears"},
    documented=governance.DOCUMENTED,
)
