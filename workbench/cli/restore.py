"""``workbench restore``: put a backup in place of a store."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.cli import common
from workbench.errors import StoreError
from workbench.i18n import _
from workbench.store.backup import restore_backup


def register(commands: common.Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "restore", parents=[common.shared_options()], help="put a backup in place of the store"
    )
    parser.add_argument("backup", metavar="IN", type=Path, help="the backup's file, with IN.json beside it")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prove the backup and put it in place; the store that was there is kept beside it."""
    url = args.store or common.default_store()
    if "://" in url:
        raise StoreError(_("Only a store in a file is restored here; use pg_restore for PostgreSQL."))
    target = Path(url).expanduser().resolve()
    kept = restore_backup(args.backup.expanduser().resolve(), target)
    text = _("{backup} is now the store {path}.").format(backup=args.backup, path=target)
    if kept is not None:
        text += " " + _("The store that was there is kept as {path}.").format(path=kept)
    common.say(args, text, {"store": str(target), "kept": None if kept is None else str(kept)})
    return common.DONE
