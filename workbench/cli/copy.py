"""``workbench copy``: copy a store between a file and PostgreSQL, in any direction."""

from __future__ import annotations

import argparse

from workbench.cli import common
from workbench.domain.people import Right, require
from workbench.i18n import _, formats
from workbench.store.passwords import without_password
from workbench.store.transfer import require_store


def register(commands: common.Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("copy", parents=[common.shared_options()], help="copy a store to a new place")
    parser.add_argument("--from", dest="source", metavar="URL", help="path or postgres:// address; default: the store")
    parser.add_argument("--to", dest="target", metavar="URL", required=True, help="a new file or an empty database")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Copy one moment of the store; others may go on working."""
    args.store = args.source or args.store or common.default_store()
    require_store(args.store)
    with common.open_from(args) as wb, common.progress(args) as progress:
        require(wb.user, Right.SETTINGS)
        done = wb.store.copy_to(args.target, progress)
    shown = without_password(args.target, args.target)
    text = _("The copy is proven: {path}, {rows} rows in {tables} tables; every count and sum is the same.").format(
        path=shown, rows=formats.number(sum(done.rows.values())), tables=formats.number(len(done.rows))
    )
    common.say(
        args, text, {"to": shown, "rows": done.rows, "sums": {key: str(sum_) for key, sum_ in done.sums.items()}}
    )
    return common.DONE
