"""All synthetic record tables of the sample league, as typed rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from govscore_lib.samples import cases, governance, openness, services
from govscore_lib.samples.counties import County
from govscore_lib.samples.draws import Draws

Row = dict[str, object]

ARREARS_STREAM = "arrears"

MAKERS: dict[str, tuple[Callable[[County, Draws], list[Row]], str]] = {
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
"""Register → (its maker for one county, the column that orders the rows of all counties)."""


def make_registers(counties: Iterable[County], seed: int) -> dict[str, list[Row]]:
    """Return every register with the rows of all counties.

    Each register and county has a stream of its own, so that a change in one leaves the others as they were;
    debts and their payments share one, because the payments settle these very debts.

    Examples
    --------
    >>> from govscore_lib.samples.counties import load_counties
    >>> len(make_registers(load_counties(), seed=0)["population"])
    14
    """
    league = tuple(counties)
    registers: dict[str, list[Row]] = {}
    for name, (make, order) in MAKERS.items():
        stream = ARREARS_STREAM if name.startswith(ARREARS_STREAM) else name
        rows = [
            row for county in league for row in make(county, Draws(seed, stream, county.region_id))
        ]
        registers[name] = sorted(rows, key=lambda row: str(row[order]))
    return registers
