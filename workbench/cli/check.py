"""``workbench check``: run every integrity check and name the rows that break one."""

from __future__ import annotations

import argparse

from workbench.cli import common
from workbench.i18n import _, ngettext

SHOWN = 20


def register(commands: common.Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("check", parents=[common.shared_options()], help="run the integrity checks")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the violations; 3 if there are any."""
    with common.open_from(args) as wb:
        violations = wb.store.check()
    facts = {"clean": not violations, "violations": [vars(found) for found in violations]}
    if not violations:
        common.say(args, _("The store is clean: every integrity check holds."), facts)
        return common.DONE
    heading = ngettext("{count} row breaks a rule:", "{count} rows break a rule:", len(violations))
    shown = [f"  {found.check}: {found.row}" for found in violations[:SHOWN]]
    common.say(args, "\n".join([heading.format(count=len(violations)), *shown]), facts)
    return common.COULD_NOT
