"""``workbench info``: what a store holds."""

from __future__ import annotations

import argparse

from workbench.cli import common
from workbench.domain.filters import Filters
from workbench.i18n import N_, _
from workbench.i18n.formats import money, number
from workbench.store.passwords import without_password

DOCUMENTS = {
    "activities": N_("Activities"), "interactions": N_("Interactions"), "offers": N_("Offers"), "orders": N_("Orders"), "invoices": N_("Invoices"),
    "credit_notes": N_("Credit notes"), "payments": N_("Payments"),
}  # fmt: skip


def register(commands: common.Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("info", parents=[common.shared_options()], help="say what a store holds")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the address, the door, the company, count and net by status, and how many documents there are."""
    with common.open_from(args) as wb:
        company = wb.settings.lookups().company
        url = without_password(wb.store.url, wb.store.url)
        facts: dict[str, object] = {"url": url, "door": wb.store.door, "company": company.name}
        lines = [f"{company.name} · {url}"]
        for status, label in (("open", _("Open")), ("won", _("Won")), ("lost", _("Lost"))):
            totals = wb.listing.totals(Filters(status=(status,)))
            facts[status] = {"count": totals.count, "net": str(totals.net), "currency": totals.currency}
            lines.append(f"{label}: {number(totals.count)} · {money(totals.net, totals.currency)}")
            if totals.unconverted.count:
                lines.append(
                    _("  {count} of them without exchange rate").format(count=number(totals.unconverted.count))
                )
        documents = wb.store.records("documents/counts")[0]
        facts["documents"] = documents
        lines += [f"{_(DOCUMENTS[kind])}: {number(count)}" for kind, count in documents.items()]
        common.say(args, "\n".join(lines), facts)
    return common.DONE
