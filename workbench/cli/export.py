"""``workbench export``: write what a person sees to a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.cli import common
from workbench.domain.filters import Filters


def register(commands: common.Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "export", parents=[common.shared_options()], help="write deals, the list or a board to a file"
    )
    parser.add_argument(
        "what", metavar="TABLE|list|board:NAME",
        help="opportunity, line, contact, history, audit, activity, interaction, list, board:progress, board:stages:WORKFLOW",
    )  # fmt: skip
    parser.add_argument("out", metavar="OUT", type=Path, help="the file: .csv, .xlsx or .parquet")
    parser.add_argument("--filter", metavar="JSON", help='which deals, for example \'{"status": ["open"]}\'')
    parser.add_argument("--sort", metavar="COLUMN", help="of the list or the board; default: number, or net")
    parser.add_argument("--ascending", action="store_true", help="smallest first in the list")
    parser.add_argument("--force", action="store_true", help="replace the file if it is there")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the file and print what it holds."""
    filters = Filters.from_json(args.filter) if args.filter else None
    with common.open_from(args) as workbench, common.progress(args) as progress:
        summary = workbench.exports.write(
            args.what, args.out, filters, progress, replace=args.force, sort=args.sort, descending=not args.ascending
        )
    common.say(args, str(summary), summary.facts())
    return common.DONE
