"""``workbench import``: load a file or folder of deals."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.cli import common
from workbench.errors import RowsRejectedError
from workbench.i18n import _
from workbench.services.imports import FORMATS, Rejected, Summary, write_rejected


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
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Import, print the summary and write the rejected rows.

    Returns:
        0 done, 1 done with rejected rows.
    """
    errors: Path = args.errors or Path(f"{args.path.resolve().stem}.rejected.csv")
    with common.open_from(args) as workbench, common.progress(args) as progress:
        progress(_("Reading"), 0.0)
        reading = workbench.imports.read(args.path, format=args.format, mapping=args.mapping)
        preview = reading.preview() if args.dry_run or reading.intake.rejected else None
        if preview is not None and preview.rejected:
            write_rejected(errors, preview.rejected)
        if args.dry_run and preview is not None:
            return _report(args, preview, errors)
        try:
            summary = reading.load(strict=args.strict, progress=progress)
        except RowsRejectedError as error:
            write_rejected(errors, [row for row in error.rows if isinstance(row, Rejected)])
            common.complain(_("The bad rows are in {path}.").format(path=errors))
            raise
    return _report(args, summary, errors)


def _report(args: argparse.Namespace, summary: Summary, errors: Path) -> int:
    if not summary.rejected:
        common.say(args, str(summary), summary.facts())
        return common.DONE
    write_rejected(errors, summary.rejected)
    text = f"{summary}\n" + _("They are in {path}, each with its reason.").format(path=errors)
    common.say(args, text, {**summary.facts(), "errors": str(errors)})
    return common.REJECTED_ROWS
