"""``workbench outbox``: events on their way to other systems."""

from __future__ import annotations

import argparse
from uuid import UUID

from workbench.cli import common
from workbench.i18n import _, ngettext
from workbench.services.outbox import Delivery

SHOWN = 50


def register(commands: common.Commands) -> None:
    """Add the command with its verbs: list, dead, retry."""
    parser = commands.add_parser("outbox", help="events on their way to other systems")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    shared = common.shared_options()
    listed = verbs.add_parser("list", parents=[shared], help="the latest deliveries")
    listed.add_argument("--state", choices=["waiting", "delivered", "dead"], help="only these")
    listed.set_defaults(run=list_all)
    dead = verbs.add_parser("dead", parents=[shared], help="deliveries that were given up")
    dead.set_defaults(run=list_all, state="dead")
    for verb in (listed, dead):
        verb.add_argument("--channel", metavar="CODE", help="only of this channel")
        verb.add_argument("--limit", type=int, default=SHOWN, help=f"how many; default {SHOWN}")
    again = verbs.add_parser("retry", parents=[shared], help="send what was given up again")
    again.add_argument("--channel", metavar="CODE", help="only of this channel")
    again.add_argument("--event", metavar="ID", type=UUID, help="only this event")
    again.set_defaults(run=retry)


def list_all(args: argparse.Namespace) -> int:
    """Print deliveries."""
    with common.open_from(args) as wb:
        found = wb.outbox.list(state=args.state, channel=args.channel, limit=args.limit)
    common.say(
        args, "\n".join(map(_line, found)) or _("There is nothing."), {"deliveries": [vars(one) for one in found]}
    )
    return common.DONE


def retry(args: argparse.Namespace) -> int:
    """Let deliveries that were given up be tried again."""
    with common.open_from(args) as wb:
        count = wb.outbox.retry(channel=args.channel, event=args.event)
    text = ngettext("{count} delivery is tried again.", "{count} deliveries are tried again.", count).format(
        count=count
    )
    common.say(args, text, {"count": count})
    return common.DONE


def _line(one: Delivery) -> str:
    moment = f"{one.recorded_at:%Y-%m-%d %H:%M:%S}"
    return f"{one.event_id} {moment} {one.channel:<16} {one.state:<9} {one.attempts} {one.topic} {one.error or ''}".rstrip()
