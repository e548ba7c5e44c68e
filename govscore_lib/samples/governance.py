"""Synthetic records of governance: town commitments, documents, arrears and payments, population."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from govscore_lib.samples.bodies import town
from govscore_lib.samples.counties import County
from govscore_lib.samples.draws import Draws

Row = dict[str, object]

DOMAIN_PREFIX = "town_commitment_published_"
DOCUMENTED = (
    "proc_rules",
    "ppp_rules",
    "invest_rules",
    "stat_rules",
    "debt_mechanism",
    "breach_mechanism",
    "integrity_activity",
)
"""Yes/no metrics that the register of documents proves, so that no workbook states them."""

CENT = Decimal("0.01")


def town_commitments(county: County, draws: Draws) -> list[Row]:
    """Return commitments per town and domain: published, drafted, and a few published twice."""
    towns = [town(number + 1) for number in range(county.count("towns_total"))]
    rows: list[Row] = []
    for metric_id in county.planned:
        if not metric_id.startswith(DOMAIN_PREFIX):
            continue
        published = draws.flags(county.count(metric_id), len(towns))
        for name, is_published in zip(towns, published, strict=True):
            if not is_published and draws.chance(0.6):
                continue  # neither published nor drafted
            row: Row = {
                "region_id": county.region_id,
                "town_id": name,
                "domain": metric_id.removeprefix(DOMAIN_PREFIX),
                "published_on": draws.weekday(dt.date(2020, 6, 1), dt.date(2021, 12, 10))
                if is_published
                else None,
            }
            rows.append(row)
            if is_published and draws.chance(0.03):  # renewed in the year
                rows.append(
                    {
                        **row,
                        "published_on": draws.weekday(dt.date(2021, 12, 13), dt.date(2021, 12, 24)),
                    }
                )
    return rows


def documents(county: County, draws: Draws) -> list[Row]:
    """Return the documents on file: plans of graded supervision, rules, and notices of activities."""
    proofs = [
        ("supervision_plans_issued", draws.weekday(dt.date(2021, 2, 22), dt.date(2021, 12, 17)))
        for _ in range(county.count("supervision_plans_issued"))
    ]
    for metric_id in DOCUMENTED:
        if county.holds(metric_id):
            first = (
                dt.date(2021, 3, 1) if metric_id == "integrity_activity" else dt.date(2018, 5, 7)
            )
            proofs += [
                (metric_id, draws.weekday(first, dt.date(2021, 11, 26)))
                for _ in range(draws.between(1, 3))
            ]
    rows: list[Row] = []
    for metric_id, issued_on in proofs:
        doc_id = f"WJ-{county.tag}-{len(rows) + 1:03}"
        rows.append(
            {
                "doc_id": doc_id,
                "region_id": county.region_id,
                "metric_id": metric_id,
                "issued_on": issued_on,
                "evidence_url": f"佐证/{county.region_id}/{doc_id}.pdf",
            }
        )
    return rows


def arrears_and_payments(county: County, draws: Draws) -> tuple[list[Row], list[Row]]:
    """Return the debts and the payments that settle them, one after the other, up to the planned sum."""
    total = int(county.amount("arrears_total") / CENT)
    left = int(county.amount("arrears_repaid") / CENT)
    amounts = draws.parts(total, draws.between(7, 16)) if total else []
    debts: list[Row] = []
    payments: list[Row] = []
    for amount in draws.shuffled(amounts):
        debt = _debt(county, draws, len(debts), amount)
        debts.append(debt)
        paid = min(amount, left)
        left -= paid
        for part in draws.parts(paid, min(paid, draws.between(1, 3))) if paid else []:
            payments.append(_payment(county, draws, len(payments), debt, part))
    for kind, disputed in (("other", False), ("department", True)):
        amount = draws.between(2_000, 30_000)
        debts.append(
            {**_debt(county, draws, len(debts), amount), "debtor_type": kind, "disputed": disputed}
        )
        payments.append(_payment(county, draws, len(payments), debts[-1], amount // 2))
    return debts, payments


def _debt(county: County, draws: Draws, number: int, cents: int) -> Row:
    return {
        "debt_id": f"ZK-{county.tag}-{number + 1:03}",
        "region_id": county.region_id,
        "debtor_type": draws.pick(
            ("department", "institution", "state_enterprise", "state_enterprise")
        ),
        "amount": cents * CENT,
        "identified_on": draws.weekday(dt.date(2019, 9, 2), dt.date(2021, 6, 25)),
        "disputed": False,
    }


def _payment(county: County, draws: Draws, number: int, debt: Row, cents: int) -> Row:
    return {
        "payment_id": f"QF-{county.tag}-{number + 1:03}",
        "debt_id": debt["debt_id"],
        "amount": cents * CENT,
        "paid_on": draws.weekday(dt.date(2021, 7, 1), dt.date(2021, 12, 24)),
    }


def arrears(county: County, draws: Draws) -> list[Row]:
    """Return the debts of :func:`arrears_and_payments`."""
    return arrears_and_payments(county, draws)[0]


def arrears_payments(county: County, draws: Draws) -> list[Row]:
    """Return the payments of :func:`arrears_and_payments`; needs the same stream as :func:`arrears`."""
    return arrears_and_payments(county, draws)[1]


def population(county: County, draws: Draws) -> list[Row]:
    """Return the resident population of two years; the figures are invented."""
    latest = county.amount("population")
    before = latest + Decimal(draws.between(-9, 9)) / 10
    return [
        {"region_id": county.region_id, "year": 2020, "resident_pop": before},
        {"region_id": county.region_id, "year": 2021, "resident_pop": latest},
    ]
