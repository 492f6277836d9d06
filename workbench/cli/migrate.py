"""``workbench migrate``: bring a store to this version's schema."""

from __future__ import annotations

import argparse

from workbench.cli import common
from workbench.i18n import _
from workbench.store.passwords import without_password


def register(commands: common.Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "migrate", parents=[common.shared_options()], help="bring a store to this version's schema"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the store, which migrates it, and say where it stands."""
    with common.open_from(args) as wb:
        url = without_password(wb.store.url, wb.store.url)
        common.say(args, _("The store {url} is up to date.").format(url=url), {"url": url})
    return common.DONE
