"""``workbench info``: what a store holds."""

from __future__ import annotations

import argparse

from workbench.cli import common
from workbench.domain.filters import Filters
from workbench.i18n import _
from workbench.i18n.formats import money, number
from workbench.store.direct import without_password


def register(commands: common.Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("info", parents=[common.shared_options()], help="say what a store holds")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the address, the door, the company, and count and net by status."""
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
        common.say(args, "\n".join(lines), facts)
    return common.DONE
