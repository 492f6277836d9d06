"""``workbench demo``: fill an empty store with the demo company."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date

from workbench.cli import common
from workbench.domain.people import Right, require
from workbench.i18n import _
from workbench.i18n.formats import number
from workbench.services.demo import load_demo


def register(commands: common.Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "demo", parents=[common.shared_options()], help="fill an empty store with a demo company"
    )
    parser.add_argument("--opportunities", metavar="N", type=int, default=2000, help="how many deals; default 2000")
    parser.add_argument("--seed", type=int, default=7, help="the same seed and day make the same data; default 7")
    parser.add_argument(
        "--as-of", metavar="DATE", type=date.fromisoformat, help="YYYY-MM-DD the story ends; default today"
    )
    common.background_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Load the demo company and print what it holds.

    Returns:
        0 done.
    """
    with common.open_from(args) as workbench:
        require(workbench.user, Right.SETTINGS)
        as_of = args.as_of or workbench.today
        arguments = {"opportunities": args.opportunities, "seed": args.seed, "as_of": as_of}
        if args.background:
            return common.queue(args, workbench, "demo", **arguments)
        with common.job(args, workbench, "demo", **arguments) as tell:
            summary = load_demo(
                workbench.store, opportunities=args.opportunities, seed=args.seed, as_of=as_of, now=workbench.now(),
                progress=tell,
            )  # fmt: skip
            tell.result = asdict(summary)
    text = _("Deals: {deals} ({open} open, {won} won, {lost} lost). Contacts: {contacts}. Lines: {lines}.").format(
        deals=number(summary.opportunities), open=number(summary.open), won=number(summary.won),
        lost=number(summary.lost), contacts=number(summary.contacts), lines=number(summary.lines),
    )  # fmt: skip
    papers = _(
        "Activities: {activities}. Interactions: {interactions}. Offers: {offers}. Orders: {orders}. Invoices: {invoices}. Credit notes: {credit_notes}. Payments: {payments}."
    ).format(
        activities=number(summary.activities), interactions=number(summary.interactions), offers=number(summary.offers), orders=number(summary.orders),
        invoices=number(summary.invoices), credit_notes=number(summary.credit_notes),
        payments=number(summary.payments),
    )  # fmt: skip
    common.say(args, f"{text}\n{papers}", asdict(summary))
    return common.DONE
