"""``workbench backup``: copy a store in use to a proven backup."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.cli import common
from workbench.domain.people import Right, require
from workbench.i18n import _, formats


def register(commands: common.Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("backup", parents=[common.shared_options()], help="copy the store to a proven backup")
    parser.add_argument("out", metavar="OUT", type=Path, help="the backup's file; OUT.json beside it proves it later")
    common.background_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Take the backup; others may go on working."""
    with common.open_from(args) as wb:
        require(wb.user, Right.SETTINGS)
        target = args.out.expanduser().resolve()
        if args.background:
            return common.queue(args, wb, "backup", target=target)
        with wb.jobs.running("backup", target=target) as tell:
            manifest = wb.store.backup(target)
            tell.result = {"files": [str(target)], "size": manifest.size, "rows": sum(manifest.rows.values())}
    text = _("The backup is proven: {path}, {size} MB, {rows} rows.").format(
        path=args.out, size=formats.number(round(manifest.size / 1e6)), rows=formats.number(sum(manifest.rows.values()))
    )
    common.say(args, text, {"path": str(args.out), **vars(manifest)})
    return common.DONE
