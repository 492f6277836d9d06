"""``workbench report``: run a report and write it as files."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.cli import common
from workbench.errors import InvalidValueError, NotFoundError
from workbench.i18n import _, language
from workbench.server.places import notebooks_folder
from workbench.services.reports import running


def register(commands: common.Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("report", parents=[common.shared_options()], help="run a report and write it as files")
    parser.add_argument("name", metavar="NAME", help="for example weekly_pipeline")
    parser.add_argument(
        "-p", "--parameter", metavar="KEY=VALUE", action="append", default=[], help="a parameter of the report"
    )
    parser.add_argument("--to", metavar="FORMATS", default="html", help="html, ipynb, or both with a comma")
    parser.add_argument("--out", metavar="DIR", type=Path, default=Path("reports"), help="folder; default reports")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the report.

    Returns:
        0 done, 2 an unknown report, parameter or format.
    """
    formats = [part.strip() for part in args.to.split(",") if part.strip()]
    try:
        report = running.find_report(args.name, notebooks_folder() / "reports")
        parameters = _from_options(args, report) | running.read_parameters(report, args.parameter)
        files = running.run_report(report, parameters, folder=args.out, formats=formats)
    except (NotFoundError, InvalidValueError) as error:
        common.complain(str(error))
        return common.WRONG_USE
    text = _("The report is written: {files}").format(files=", ".join(map(str, files)))
    common.say(args, text, {"report": report.name, "files": [str(path) for path in files]})
    return common.DONE


def _from_options(args: argparse.Namespace, report: running.ReportNotebook) -> dict[str, object]:
    options = {"store": args.store or common.default_store(), "user": args.user, "language": language()}
    return {name: value for name, value in options.items() if value and name in report.parameters}
