"""``workbench import``: load a file or folder of deals."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from workbench.cli import common
from workbench.errors import RowsRejectedError
from workbench.i18n import _
from workbench.server.job_kinds import brief, require_place_for_rejected
from workbench.services.imports import FORMATS, Rejected, Summary, unwritable, write_rejected


def register(commands: common.Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("import", parents=[common.shared_options()], help="load deals from a file or folder")
    parser.add_argument("path", metavar="PATH", type=Path, help="CSV, TSV, Excel or Parquet file, or a Maven folder")
    parser.add_argument("--format", choices=FORMATS, default="auto", help="default: auto, from names and headers")
    parser.add_argument("--mapping", metavar="FILE", type=Path, help="JSON: which column means which field")
    parser.add_argument("--dry-run", action="store_true", help="tell what would happen and load nothing")
    parser.add_argument(
        "--errors", metavar="FILE", type=Path, help="where rejected rows go; default: NAME.rejected.csv"
    )
    parser.add_argument("--strict", action="store_true", help="load nothing if any row is bad")
    common.background_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Import, print the summary and write the rejected rows.

    Returns:
        0 done, 1 done with rejected rows.
    """
    errors: Path = args.errors or Path(f"{args.path.resolve().stem}.rejected.csv")
    with common.open_from(args) as workbench:
        if args.dry_run:
            with common.progress(args) as progress:
                progress(_("Reading"), 0.0)
                reading = workbench.imports.read(args.path, format=args.format, mapping=args.mapping)
                return _report(args, reading.preview(), errors)
        arguments = {
            "path": args.path, "format": args.format, "mapping": args.mapping, "errors": errors, "strict": args.strict,
        }  # fmt: skip
        if args.background:
            return common.queue(args, workbench, "import", **arguments)
        with common.job(args, workbench, "import", **arguments) as tell:
            tell(_("Reading"), 0.0)
            reading = workbench.imports.read(args.path, format=args.format, mapping=args.mapping)
            require_place_for_rejected(errors, reading)
            try:
                summary = reading.load(strict=args.strict, progress=tell)
            except RowsRejectedError as error:
                _write(errors, [row for row in error.rows if isinstance(row, Rejected)])
                common.complain(_("The bad rows are in {path}.").format(path=errors))
                raise
            tell.result = brief(summary, errors)
    return _report(args, summary, errors)


def _write(errors: Path, rows: Sequence[Rejected]) -> None:
    try:
        write_rejected(errors, rows)
    except OSError as error:
        raise unwritable(errors, error) from error


def _report(args: argparse.Namespace, summary: Summary, errors: Path) -> int:
    if not summary.rejected:
        common.say(args, str(summary), summary.facts())
        return common.DONE
    try:
        write_rejected(errors, summary.rejected)
    except OSError as error:
        if not summary.loaded:
            raise unwritable(errors, error) from error
        common.say(args, str(summary), {**summary.facts(), "errors": None})
        common.complain(
            _(
                "The deals are loaded, but the list of rejected rows “{path}” cannot be written: {why}. Import the same file again with another --errors: nothing is loaded twice."
            ).format(path=errors, why=error.strerror or error)
        )
        return common.REJECTED_ROWS
    text = f"{summary}\n" + _("They are in {path}, each with its reason.").format(path=errors)
    common.say(args, text, {**summary.facts(), "errors": str(errors)})
    return common.REJECTED_ROWS
