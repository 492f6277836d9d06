"""The histories of offers, orders and invoices, with the sums of what hung on them at each version."""

from __future__ import annotations

import numpy as np

from workbench.services.demo.arrays import NEVER, Flags, Ints, Table, coded, day, either, texts
from workbench.services.demo.documents.history import CREATED, ENDED
from workbench.services.demo.documents.offers import IS_OPEN, STATES
from workbench.services.demo.documents.papers import Papers, Part, between, converted, of_deal, versioned
from workbench.services.demo.offers import summed
from workbench.services.demo.states import money

Laid = tuple[Table, Flags]


def offer_history(papers: Papers, part: Part) -> Laid:
    """Lay out the offers' history, and tell which versions are the present."""
    offers, lines = papers.offers, papers.offer_lines
    here = between(offers.deal, part.start, part.end)
    versions = papers.history.offers.part(here.start, here.stop)
    place, over = versions.place, versions.kind == ENDED
    deal = offers.deal[place]
    columns, rate = of_deal(papers, deal, offers.made[place])
    of_lines = between(lines.offer, here.start, here.stop)
    local, count = lines.offer[of_lines] - here.start, here.stop - here.start
    gross = summed(lines.gross[of_lines], local, count)[place - here.start]
    discount = summed(lines.discount[of_lines], local, count)[place - here.start]
    return {
        **versioned(part, papers, versions), **columns, "id": part.offers.of(place), "number": offers.number[place],
        "revision": offers.revision[place], "opportunity_id": papers.facts.story.deals.ids[deal],
        "state": coded(np.where(over, offers.state[place], IS_OPEN), STATES),
        "is_current": ~over | offers.last[place], "offer_date": day(offers.made[place]),
        "valid_until": day(offers.valid_until[place]),
        "decided_date": np.where(over, day(offers.decided[place]), NEVER),
        "planned_delivery_date": day(papers.facts.story.deals.plan.delivery[deal]), "gross": money(gross),
        "discount": money(discount), "net": money(gross - discount), "base_net": money(converted(gross - discount, rate)),
    }, versions.newest  # fmt: skip


def order_history(papers: Papers, part: Part) -> Laid:
    """Lay out the orders' history, and tell which versions are the present."""
    orders, invoices = papers.orders, papers.invoices
    here = between(orders.deal, part.start, part.end)
    versions = papers.history.orders.part(here.start, here.stop)
    place, cause = versions.place, np.maximum(versions.cause, 0)
    deal = orders.deal[place]
    columns, rate = of_deal(papers, deal, orders.placed[place])
    bill = np.where(versions.cause >= 0, invoices.net[cause], 0) if len(invoices) else np.zeros(len(place), np.int64)
    again = bill * invoices.reinvoice[cause] if len(invoices) else bill
    invoiced, credited = versions.so_far(np.maximum(bill, 0)), versions.so_far(np.maximum(-bill, 0))
    to_reinvoice = versions.so_far(-again)
    net = orders.net[place]
    remaining = net - invoiced + to_reinvoice
    delivered = versions.so_far((versions.kind == ENDED).astype(np.int64)) > 0
    references = [f"PO {4_000 + drawn % 95_000}" for drawn in (orders.number[place] * 7).tolist()]
    return {
        **versioned(part, papers, versions), **columns, "id": part.orders.of(place), "number": orders.number[place],
        "opportunity_id": papers.facts.story.deals.ids[deal], "offer_id": part.offers.of(papers.current[deal]),
        "state": coded((delivered & (remaining == 0)).astype(np.int64), ("open", "closed")),
        "customer_reference": either(orders.number[place] % 4 > 0, texts(references)),
        "order_date": day(orders.placed[place]), "planned_delivery_date": day(orders.planned_delivery[place]),
        "planned_invoice_date": day(orders.planned_invoice[place]),
        "delivered_date": np.where(delivered, day(orders.delivered[place]), NEVER),
        "gross": money(orders.gross[place]), "discount": money(orders.discount[place]), "net": money(net),
        "invoiced": money(invoiced), "credited": money(credited), "to_reinvoice": money(to_reinvoice),
        "remaining": money(remaining), "base_net": money(converted(net, rate)),
        "base_remaining": money(converted(remaining, rate)),
    }, versions.newest  # fmt: skip


def invoice_history(papers: Papers, part: Part) -> Laid:
    """Lay out the history of invoices and credit notes, and tell which versions are the present."""
    invoices, payments = papers.invoices, papers.payments
    ordered = between(papers.orders.deal, part.start, part.end)
    here = between(invoices.order, ordered.start, ordered.stop)
    versions = papers.history.invoices.part(here.start, here.stop)
    place = versions.place
    deal = papers.orders.deal[invoices.order[place]]
    columns, rate = of_deal(papers, deal, invoices.dated[place])
    cents = np.where(versions.kind != CREATED, payments.cents[versions.cause], 0) if len(payments) else _none(place)
    net, paid = invoices.net[place], versions.so_far(cents)
    settled = (paid == net) & (versions.kind != CREATED)
    return {
        **versioned(part, papers, versions), **columns, "id": part.invoices.of(place),
        "kind": coded((invoices.credit[place] > 0).astype(np.int64), ("invoice", "credit_note")),
        "number": invoices.number[place], "order_id": part.orders.of(invoices.order[place]),
        "opportunity_id": papers.facts.story.deals.ids[deal],
        "credited_invoice_id": part.invoices.of(invoices.source[place]), "reinvoice": invoices.reinvoice[place],
        "state": coded(_none(place), ("issued",)), "invoice_date": day(invoices.dated[place]),
        "due_date": day(invoices.due[place]), "settled_date": np.where(settled, day(versions.when), NEVER),
        "gross": money(invoices.gross[place]), "discount": money(invoices.discount[place]), "net": money(net),
        "paid": money(paid), "open_amount": money(net - paid), "base_net": money(converted(net, rate)),
        "base_open": money(converted(net - paid, rate)),
    }, versions.newest  # fmt: skip


def _none(place: Ints) -> Ints:
    return np.zeros(len(place), dtype=np.int64)
