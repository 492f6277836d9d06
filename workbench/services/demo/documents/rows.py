"""The documents as rows of the store's tables: the present, the history, units of work and the change feed."""

from __future__ import annotations

import numpy as np

from workbench.services.demo import company
from workbench.services.demo.arrays import Ints, Table, Values, coded, day, framed, picked
from workbench.services.demo.documents.activity_rows import activity_history
from workbench.services.demo.documents.header_rows import invoice_history, offer_history, order_history
from workbench.services.demo.documents.history import UNIT_KINDS
from workbench.services.demo.documents.interaction_rows import interaction_history
from workbench.services.demo.documents.papers import Papers, Part, between, converted, of_deal, part_of
from workbench.services.demo.documents.payments import METHODS
from workbench.services.demo.rows import Rows, articles, change_table, work_table
from workbench.services.demo.states import money

HEADERS = (
    ("activity", activity_history), ("offer", offer_history), ("sales_order", order_history),
    ("invoice", invoice_history),
)  # fmt: skip


def paper_rows(papers: Papers, start: int, end: int) -> Rows:
    """Lay out the documents of the deals from ``start`` up to ``end``, one table after the other.

    Args:
        papers: everything that was drawn.
        start: the place of the first deal.
        end: the place after the last deal.
    """
    part = part_of(papers, start, end)
    units = papers.history.units
    owner = papers.facts.story.deals.owner[units.deal[part.units]]
    kind = coded(units.kind[part.units], UNIT_KINDS)
    yield "unit_of_work", framed(work_table(part.unit_keys, units.recorded[part.units], owner, kind))
    for table, lay_out in HEADERS:
        history, newest = lay_out(papers, part)
        yield from _both(table, history, newest)
        yield "change", framed(change_table(history, table))
    interactions = interaction_history(papers, part)
    yield from _both("interaction", interactions, np.ones(len(interactions["id"]), dtype=bool))
    yield "change", framed(change_table(interactions, "interaction"))
    payments = _payments(papers, part)
    yield from _both("payment", payments, np.ones(len(payments["id"]), dtype=bool))
    yield "change", framed(change_table(payments, "payment"))
    for table, lines in (
        ("offer_line", _offer_lines(papers, part)), ("order_line", _order_lines(papers, part)),
        ("invoice_line", _invoice_lines(papers, part)),
    ):  # fmt: skip
        yield from _both(table, lines, np.ones(len(lines["id"]), dtype=bool))


def _both(table: str, history: Table, newest: Values) -> Rows:
    past = {"unit_id", "recorded_at", "effective_at", "offer_version", "order_version", "invoice_version"}
    present = {name: column for name, column in history.items() if name not in past}
    yield f"{table}_history", framed(history)
    yield table, framed(picked(present, newest))  # pyright: ignore[reportArgumentType]


def _offer_lines(papers: Papers, part: Part) -> Table:
    lines, offers = papers.offer_lines, papers.offers
    here = between(lines.offer, *_range(papers.offers.deal, part))
    offer, line = lines.offer[here], lines.line[here]
    deal_lines = papers.facts.story.deals.lines
    return {
        "id": papers.keys["offer_line"][here].spelled(), "offer_id": part.offers.of(offer),
        **_brought(papers, part, papers.history.made[offer], offers.made[offer], "offer_version"),
        **_item(papers, line, papers.facts.amounts.quantity[line], deal_lines.price[line] / 100),
        **_amounts(lines.gross[here], lines.discount[here]),
    }  # fmt: skip


def _order_lines(papers: Papers, part: Part) -> Table:
    lines, orders, facts = papers.orders.lines, papers.orders, papers.facts
    here = between(lines.order, *_range(orders.deal, part))
    order, line = lines.order[here], lines.line[here]
    deal = orders.deal[order]
    offered = between(papers.offer_lines.offer, *_range(papers.offers.deal, part))
    first = np.searchsorted(papers.offer_lines.offer, papers.current[deal])
    spelled = papers.keys["offer_line"][offered].spelled()
    return {
        "id": papers.keys["order_line"][here].spelled(), "order_id": part.orders.of(order),
        "offer_line_id": spelled[first + line - facts.first_line[deal] - offered.start],
        **_brought(papers, part, papers.history.placed[order], orders.placed[order], "order_version"),
        **_item(papers, line, lines.quantity[here], facts.story.deals.lines.price[line] / 100),
        **_amounts(lines.gross[here], lines.discount[here]),
        "planned_delivery_date": day(orders.planned_delivery[order]),
        "planned_invoice_date": day(orders.planned_invoice[order]),
    }  # fmt: skip


def _invoice_lines(papers: Papers, part: Part) -> Table:
    lines, invoices, orders = papers.invoices.lines, papers.invoices, papers.orders
    low, high = _range(orders.deal, part)
    bills = between(invoices.order, low, high)
    here = between(lines.invoice, bills.start, bills.stop)
    ordered = between(orders.lines.order, low, high)
    spelled = papers.keys["order_line"][ordered].spelled()
    invoice, line = lines.invoice[here], orders.lines.line[lines.order_line[here]]
    return {
        "id": papers.keys["invoice_line"][here].spelled(), "invoice_id": part.invoices.of(invoice),
        "order_line_id": spelled[lines.order_line[here] - ordered.start],
        **_brought(papers, part, papers.history.billed[invoice], invoices.dated[invoice], "invoice_version"),
        **_item(papers, line, lines.quantity[here] / 100, lines.price[here] / 100),
        **_amounts(lines.gross[here], lines.discount[here]),
    }  # fmt: skip


def _payments(papers: Papers, part: Part) -> Table:
    payments, orders, invoices = papers.payments, papers.orders, papers.invoices
    bills = between(invoices.order, *_range(orders.deal, part))
    here = between(payments.invoice, bills.start, bills.stop)
    invoice, paid = payments.invoice[here], payments.paid[here]
    columns, rate = of_deal(papers, orders.deal[invoices.order[invoice]], paid)
    kept = ("company_id", "currency", "rate", "rate_date", "entered_by", "archived")
    cents, unit = payments.cents[here], papers.history.paid[here]
    return {
        "id": papers.keys["payment"][here].spelled(), "unit_id": part.unit(unit),
        "recorded_at": papers.history.units.recorded[unit], "effective_at": paid,
        "version": np.ones(len(invoice), dtype=np.int64), **{name: columns[name] for name in kept},
        "invoice_id": part.invoices.of(invoice), "offset_invoice_id": part.invoices.of(payments.offset[here]),
        "method": coded(payments.method[here], METHODS), "payment_date": day(paid), "amount": money(cents),
        "base_amount": money(converted(cents, rate)),
    }  # fmt: skip


def _range(deals: Ints, part: Part) -> tuple[int, int]:
    here = between(deals, part.start, part.end)
    return here.start, here.stop


def _brought(papers: Papers, part: Part, unit: Ints, when: Values, version: str) -> Table:
    return {
        "unit_id": part.unit(unit), "recorded_at": papers.history.units.recorded[unit], "effective_at": when,
        version: np.ones(len(unit), dtype=np.int64),
    }  # fmt: skip


def _item(papers: Papers, line: Ints, quantity: Values, price: Values) -> Table:
    lines = papers.facts.story.deals.lines
    return {
        "position": lines.position[line],
        "family_id": coded(lines.family[line], [papers.setup.families[item.code] for item in company.FAMILIES]),
        "article": articles(lines.family[line], lines.article[line]), "quantity": quantity, "unit_price": price,
        "archived": np.zeros(len(line), dtype=bool),
    }  # fmt: skip


def _amounts(gross: Ints, discount: Ints) -> Table:
    return {"gross": money(gross), "discount": money(discount), "net": money(gross - discount)}
