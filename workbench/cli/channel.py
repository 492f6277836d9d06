"""``workbench channel``: where events are told."""

from __future__ import annotations

import argparse
import os

from workbench.cli import common
from workbench.i18n import _
from workbench.services.outbox import ChannelState

SECRET_VARIABLE = "WORKBENCH_CHANNEL_SECRET"  # noqa: S105 - not on the command line, which every account may read


def register(commands: common.Commands) -> None:
    """Add the command with its verbs: add, list, pause, resume, remove, test."""
    parser = commands.add_parser("channel", help="where events are told: a log or a webhook")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    shared = common.shared_options()
    added = verbs.add_parser(
        "add", parents=[shared], help="add a channel", epilog=f"A webhook's secret is made, or read from {SECRET_VARIABLE}."
    )  # fmt: skip
    added.add_argument("code", help="a short name")
    added.add_argument("kind", choices=["log", "webhook"])
    added.add_argument("address", nargs="?", help="of a webhook: https://… or http://…")
    added.add_argument(
        "--topic", action="append", default=[], metavar="TOPIC", help="such as opportunity.won or opportunity.*"
    )
    added.set_defaults(run=add)
    verbs.add_parser("list", parents=[shared], help="all channels").set_defaults(run=list_all)
    for name, text, run in [
        ("pause", "stop telling it", pause), ("resume", "tell it again", resume),
        ("remove", "remove it; its history stays", remove), ("test", "send it an event to try it", test),
    ]:  # fmt: skip
        verb = verbs.add_parser(name, parents=[shared], help=text)
        verb.add_argument("code")
        verb.set_defaults(run=run)


def add(args: argparse.Namespace) -> int:
    """Add a channel; the secret of a webhook is printed once."""
    with common.open_from(args) as wb:
        secret = wb.channels.add(
            args.code, args.kind, address=args.address, secret=os.environ.get(SECRET_VARIABLE), topics=tuple(args.topic)
        )
    text = _("Channel {code} added.").format(code=args.code)
    if secret is not None:
        text += "\n" + _("Give this secret to the receiver; it is not shown again: {secret}").format(secret=secret)
    common.say(args, text, {"code": args.code, "secret": secret})
    return common.DONE


def list_all(args: argparse.Namespace) -> int:
    """Print all channels with what waits, was delivered and was given up."""
    with common.open_from(args) as wb:
        found = wb.channels.list()
    facts = [
        {
            **vars(one.channel),
            "address": _place(one),
            "waiting": one.waiting,
            "delivered": one.delivered,
            "dead": one.dead,
        }
        for one in found
    ]
    common.say(args, "\n".join(map(_line, found)) or _("There are no channels."), {"channels": facts})
    return common.DONE


def pause(args: argparse.Namespace) -> int:
    """Stop telling a channel."""
    with common.open_from(args) as wb:
        wb.channels.pause(args.code)
    return _done(args, _("Channel {code} is paused. What happens meanwhile is not told there."))


def resume(args: argparse.Namespace) -> int:
    """Tell a channel again."""
    with common.open_from(args) as wb:
        wb.channels.resume(args.code)
    return _done(args, _("Channel {code} is told again."))


def remove(args: argparse.Namespace) -> int:
    """Remove a channel."""
    with common.open_from(args) as wb:
        wb.channels.remove(args.code)
    return _done(args, _("Channel {code} removed."))


def test(args: argparse.Namespace) -> int:
    """Send an event to a channel and say whether it arrived."""
    with common.open_from(args) as wb:
        key = wb.channels.test(args.code)
        wb.outbox.deliver(wb.channels.one(args.code).id)
        [found] = [one for one in wb.outbox.list(channel=args.code) if one.event_id == key]
    if found.state == "delivered":
        return _done(args, _("Channel {code} received the event."))
    text = _("Channel {code} did not receive the event yet: {reason}. It is tried again.")
    common.say(
        args, text.format(code=args.code, reason=found.error or "–"), {"state": found.state, "error": found.error}
    )
    return common.COULD_NOT


def _done(args: argparse.Namespace, text: str) -> int:
    common.say(args, text.format(code=args.code), {"code": args.code})
    return common.DONE


def _line(one: ChannelState) -> str:
    state = _("active") if one.channel.active else _("paused")
    counts = f"{one.waiting:>6} {one.delivered:>8} {one.dead:>6}"
    return f"{one.channel.code:<20} {one.channel.kind:<8} {state:<10} {counts}  {_place(one)}".rstrip()


def _place(one: ChannelState) -> str:
    """Return the address without what stands after its ``?``, which may be a secret."""
    return (one.channel.address or "").partition("?")[0]
