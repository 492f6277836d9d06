"""``workbench stop``: end what ``workbench up`` started on this machine."""

from __future__ import annotations

import argparse

from workbench.cli import common
from workbench.i18n import _
from workbench.server import running


def register(commands: common.Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "stop", parents=[common.shared_options()], help="stop the workbenches that “up” started on this machine"
    )
    parser.add_argument("--port", type=int, help="only the one whose page has this port")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Stop them and say which.

    Returns:
        0 all have ended, 3 one did not.
    """
    chosen = [each for each in running.all_running() if args.port in {None, each.port}]
    ended = [each for each in chosen if running.stop(each)]
    if not chosen:
        common.say(args, _("No workbench is running."), {"stopped": []})
    for each in ended:
        text = _("Stopped the workbench on port {port}.").format(port=each.port)
        common.say(args, text, {"stopped": [each.port]})
    for each in chosen:
        if each not in ended:
            common.complain(_("The workbench on port {port} did not stop in time.").format(port=each.port))
    return common.DONE if ended == chosen else common.COULD_NOT
