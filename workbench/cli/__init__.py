"""The command ``workbench``: one module a command, each registers its own options."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from workbench.cli import common
from workbench.errors import WorkbenchError
from workbench.i18n import _

COMMANDS = (
    "up",
    "migrate",
    "check",
    "info",
    "demo",
    "import_file",
    "export",
    "report",
    "jobs",
    "user",
    "settings",
    "redact",
    "backup",
    "restore",
    "copy",
    "schedule",
    "channel",
    "outbox",
    "stop",
)


def parser() -> argparse.ArgumentParser:
    """Build the parser with all commands."""
    top = argparse.ArgumentParser(prog="workbench", description="Sales opportunities in a DuckDB store.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        importlib.import_module(f"workbench.cli.{name}").register(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns:
        0 done, 1 done with rejected rows, 2 wrong use, 3 could not.
    """
    try:
        args = parser().parse_args(arguments)
        common.choose_language(args)
        return int(args.run(args))
    except WorkbenchError as error:
        common.complain(str(error))
    except KeyboardInterrupt:
        common.complain(_("Stopped. What was confirmed before is kept."))
    except Exception as error:  # noqa: BLE001 - Python would end with 1, which means rejected rows
        common.complain_of_the_unexpected(error)
    return common.COULD_NOT


if __name__ == "__main__":
    sys.exit(main())
