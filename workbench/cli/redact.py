"""``workbench redact``: take a person's data out of the store, history included, with proof."""

from __future__ import annotations

import argparse
from uuid import UUID

from workbench.cli import common
from workbench.errors import InvalidValueError, NotFoundError
from workbench.i18n import _
from workbench.services.redaction import RedactionReport


def register(commands: common.Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "redact", parents=[common.shared_options()],
        help="take a person's data out of the store and all its history; it cannot be undone",
    )  # fmt: skip
    parser.add_argument("contact", metavar="CONTACT", help="the contact's key, as the export of contacts has it")
    parser.add_argument("--why", help="the reason for the history; it must not name the person")
    parser.add_argument("--dry-run", action="store_true", help="only say where the person's data stands")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Redact, or look; print the report."""
    try:
        key = UUID(args.contact)
    except ValueError as error:
        raise NotFoundError(_("There is no such contact.")) from error
    if not args.dry_run and not args.why:
        raise InvalidValueError("why", _("Say why: it is all that remains of it."))
    with common.open_from(args) as wb:
        report = wb.redaction.preview(key) if args.dry_run else wb.redaction.redact(key, why=args.why)
    text = str(report)
    if not args.dry_run:
        text = f"{text}\n" + _("Backups and files that were exported before still hold it: remove those by hand.")
    common.say(args, text, _facts(report))
    return common.DONE if args.dry_run or not report.found else common.REJECTED_ROWS


def _facts(report: RedactionReport) -> dict[str, object]:
    return {
        "contact": str(report.contact), "unit": str(report.unit) if report.unit else None,
        "searched": len(report.searched), "found": [vars(each) for each in report.found],
    }  # fmt: skip
