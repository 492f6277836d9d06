"""``workbench report``: run a report and write it as files."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.cli import common
from workbench.errors import InvalidValueError, NotFoundError
from workbench.i18n import _
from workbench.services.notebooks import reports_folder
from workbench.services.reports import running


def register(commands: common.Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("report", parents=[common.shared_options()], help="run a report and write it as files")
    parser.add_argument("name", metavar="NAME", nargs="?", help="for example weekly_pipeline; without it, lists them")
    parser.add_argument(
        "-p", "--parameter", metavar="KEY=VALUE", action="append", default=[], help="a parameter of the report"
    )
    parser.add_argument("--to", metavar="FORMATS", default="html", help="html, ipynb, or both with a comma")
    parser.add_argument("--out", metavar="DIR", type=Path, default=Path("reports"), help="folder; default reports")
    common.background_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the report, or list the reports where none is named.

    Returns:
        0 done, 2 an unknown report, parameter or format.
    """
    if args.name is None:
        return _list(args)
    try:
        report = running.find_report(args.name, reports_folder())
        parameters = running.read_parameters(report, args.parameter)
        with common.open_from(args) as wb:
            arguments = {"name": args.name, "parameters": parameters, "to": args.to, "out": args.out}
            if args.background:
                return common.queue(args, wb, "report", **arguments)
            with wb.jobs.running("report", None, show=None, **arguments) as tell:
                rendered = wb.reports.render(args.name, to=args.to, out=args.out, **parameters)
                tell.result = {"files": [str(path.absolute()) for path in rendered.files.values()]}
    except (NotFoundError, InvalidValueError) as error:
        common.complain(str(error))
        return common.WRONG_USE
    files = [str(path) for path in rendered.files.values()]
    text = _("The report is written: {files}").format(files=", ".join(files))
    common.say(args, text, {"report": args.name, "files": files})
    return common.DONE


def _list(args: argparse.Namespace) -> int:
    found = running.find_reports(reports_folder())
    lines = [f"{name}  {', '.join(report.parameters)}" for name, report in found.items()]
    common.say(args, "\n".join(lines), {"reports": {name: report.parameters for name, report in found.items()}})
    return common.DONE
