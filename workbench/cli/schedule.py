"""``workbench schedule``: what runs by the clock."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from workbench.cli import common
from workbench.errors import InvalidValueError
from workbench.i18n import _, ngettext
from workbench.services.schedules import CatchUp, Run, Schedule

SHOWN = 20


def register(commands: common.Commands) -> None:
    """Add the command with its verbs: add, list, pause, resume, remove, run, run-due, history."""
    parser = commands.add_parser("schedule", help="run jobs by the clock")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    shared = common.shared_options()
    _register_add(verbs.add_parser("add", parents=[shared], help="add a schedule"))
    verbs.add_parser("list", parents=[shared], help="all schedules with next and last run").set_defaults(run=list_all)
    due = verbs.add_parser("run-due", parents=[shared], help="do what is due now and end, for the system's own cron")
    due.set_defaults(run=run_due)
    for name, text, run in [
        ("pause", "stop a schedule for a while", pause), ("resume", "let it run again", resume),
        ("remove", "remove a schedule; its history stays", remove), ("run", "run it now", run_now),
        ("history", "its last runs", history),
    ]:  # fmt: skip
        verb = verbs.add_parser(name, parents=[shared], help=text)
        verb.add_argument("schedule", metavar="NAME", help="name or id")
        verb.set_defaults(run=run)
        if name == "history":
            verb.add_argument("--limit", type=int, default=SHOWN, help=f"how many; default {SHOWN}")


def add(args: argparse.Namespace) -> int:
    """Add a schedule."""
    with common.open_from(args) as wb:
        schedule = wb.schedules.add(
            args.name, args.cron, args.zone, args.kind, catch_up=args.catch_up, retries=args.retries, user=args.as_user,
            **dict(map(_argument, args.arguments)),
        )  # fmt: skip
    text = _("Added: {name}, next at {moment}.").format(name=schedule.name, moment=_next(schedule))
    common.say(args, text, _facts(schedule))
    return common.DONE


def list_all(args: argparse.Namespace) -> int:
    """Print all schedules."""
    with common.open_from(args) as wb:
        found = wb.schedules.list()
    lines = [
        f"{one.name:<24} {one.cron:<16} {one.zone:<18} {_next(one):<17} {one.last_state or '–':<10} {one.kind}"
        for one in found
    ]
    common.say(args, "\n".join(lines) or _("There are no schedules."), {"schedules": [_facts(one) for one in found]})
    return common.DONE


def pause(args: argparse.Namespace) -> int:
    """Stop a schedule for a while."""
    with common.open_from(args) as wb:
        schedule = wb.schedules.pause(_named(args))
    common.say(args, _("Paused: {name}.").format(name=schedule.name), _facts(schedule))
    return common.DONE


def resume(args: argparse.Namespace) -> int:
    """Let a schedule run again."""
    with common.open_from(args) as wb:
        schedule = wb.schedules.resume(_named(args))
    text = _("Goes on: {name}, next at {moment}.").format(name=schedule.name, moment=_next(schedule))
    common.say(args, text, _facts(schedule))
    return common.DONE


def remove(args: argparse.Namespace) -> int:
    """Remove a schedule."""
    with common.open_from(args) as wb:
        schedule = wb.schedules.remove(_named(args))
    common.say(args, _("Removed: {name}. Its history stays.").format(name=schedule.name), _facts(schedule))
    return common.DONE


def run_now(args: argparse.Namespace) -> int:
    """Run a schedule now; a worker or the scheduler takes the job."""
    from workbench.server.scheduler import look_after_jobs  # noqa: PLC0415 - only this verb wakes a worker

    with common.open_from(args) as wb:
        run = wb.schedules.run(_named(args))
        look_after_jobs(wb)
    common.say(args, _("In the queue as job {job}.").format(job=run.job_id), vars(run))
    return common.DONE


def run_due(args: argparse.Namespace) -> int:
    """Do what is due now, unless a scheduler leads already."""
    from workbench.server.scheduler import Scheduler  # noqa: PLC0415 - only this verb schedules

    with common.open_from(args, origin="scheduler") as wb:
        runs = Scheduler(wb).once()
    if runs is None:
        common.say(args, _("A scheduler is at work already; it does what is due."), {"leads": False, "runs": []})
        return common.DONE
    text = ngettext("{count} run was due.", "{count} runs were due.", len(runs)).format(count=len(runs))
    common.say(args, text, {"leads": True, "runs": [vars(run) for run in runs]})
    return common.DONE


def history(args: argparse.Namespace) -> int:
    """Print the last runs of a schedule."""
    with common.open_from(args) as wb:
        zones = {key: one.zone for one in wb.schedules.list() for key in (one.name, one.id)}
        runs = wb.schedules.history(_named(args), limit=max(args.limit, 1))
    lines = [_line(run, zones.get(_named(args), "UTC")) for run in runs]
    common.say(args, "\n".join(lines) or _("There was no run yet."), {"runs": [vars(run) for run in runs]})
    return common.DONE


def _register_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name")
    parser.add_argument("cron", help="five fields in quotes, such as “0 7 * * 1-5”")
    parser.add_argument("kind", help="of the job: report, export, import, demo or backup")
    parser.add_argument("arguments", nargs="*", metavar="NAME=VALUE", help="of the job; a value may be JSON")
    parser.add_argument("--zone", default="UTC", help="time zone, such as Europe/Rome; default UTC")
    parser.add_argument(
        "--catch-up", choices=[rule.value for rule in CatchUp], default=CatchUp.ONE.value,
        help="runs that were missed: make up for the latest one, all or none; default one",
    )  # fmt: skip
    parser.add_argument("--retries", type=int, default=0, help="how often a failed job is tried again; default 0")
    parser.add_argument("--as", dest="as_user", metavar="LOGIN", help="whose rights the job has; default your own")
    parser.set_defaults(run=add)


def _argument(text: str) -> tuple[str, object]:
    """Read ``name=value``; a value that is no JSON is the text itself."""
    name, sign, value = text.partition("=")
    if not sign or not name.isidentifier():
        raise InvalidValueError("arguments", _("“{text}” is not of the form name=value.").format(text=text))
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _named(args: argparse.Namespace) -> UUID | str:
    try:
        return UUID(args.schedule)
    except ValueError:
        return str(args.schedule)


def _facts(schedule: Schedule) -> dict[str, object]:
    return {**vars(schedule), "arguments": dict(schedule.arguments)}


def _next(schedule: Schedule) -> str:
    return _("paused") if schedule.next_at is None else _at(schedule.next_at, schedule.zone)


def _at(moment: datetime, zone: str) -> str:
    return f"{moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _line(run: Run, zone: str) -> str:
    attempt = f"+{run.attempt}" if run.attempt else ""
    return f"{_at(run.due_at, zone)} {attempt:<3} {run.state or '–':<10} {run.job_id} {run.error or ''}".rstrip()
