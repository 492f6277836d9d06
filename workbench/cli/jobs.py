"""``workbench jobs``: long work in the background: look at it, cancel it, run it again."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from workbench.cli import common
from workbench.i18n import N_, _
from workbench.i18n.formats import percent
from workbench.services.jobs import Job, JobState

STATES = {
    JobState.WAITING: N_("waiting"), JobState.RUNNING: N_("running"), JobState.DONE: N_("done"),
    JobState.FAILED: N_("failed"), JobState.CANCELLED: N_("cancelled"),
}  # fmt: skip
SHOWN = 20


def register(commands: common.Commands) -> None:
    """Add the command with its verbs: list, show, cancel, again, watch."""
    parser = commands.add_parser("jobs", help="look at long work, cancel it, run it again")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    shared = common.shared_options()
    listed = verbs.add_parser("list", parents=[shared], help="the latest jobs: your own, or everybody's")
    listed.add_argument("--limit", type=int, default=SHOWN, help=f"how many; default {SHOWN}")
    listed.set_defaults(run=list_jobs)
    known: tuple[tuple[str, str, Callable[[argparse.Namespace], int]], ...] = (
        ("show", "a job with its result and log", show), ("cancel", "cancel a job", cancel),
        ("again", "queue the same work once more", again), ("watch", "follow a job until it has ended", watch),
    )  # fmt: skip
    for name, text, run in known:
        verb = verbs.add_parser(name, parents=[shared], help=text)
        verb.add_argument("job", metavar="JOB", help="the job's id")
        verb.set_defaults(run=run)


def list_jobs(args: argparse.Namespace) -> int:
    """Print the latest jobs."""
    with common.open_from(args) as wb:
        jobs = wb.jobs.list(limit=max(args.limit, 1))
    lines = [f"{job.id}  {_(STATES[job.state]):<10} {_share(job):>5}  {job.title}" for job in jobs]
    common.say(args, "\n".join(lines) or _("There are no jobs."), {"jobs": [facts_of(job) for job in jobs]})
    return common.DONE


def show(args: argparse.Namespace) -> int:
    """Print a job with what it said."""
    with common.open_from(args) as wb:
        job = wb.jobs.get(args.job)
        lines = wb.jobs.log(job)
    text = "\n".join([_described(job), *(f"  {line.told_at:%Y-%m-%d %H:%M:%S} {line.text}" for line in lines)])
    common.say(args, text, {**facts_of(job), "log": [vars(line) for line in lines]})
    return common.DONE


def cancel(args: argparse.Namespace) -> int:
    """Cancel a job.

    Returns:
        0 it is cancelled, 3 it had ended or written its changes already.
    """
    with common.open_from(args) as wb:
        job = wb.jobs.cancel(args.job)
    if job.state is JobState.CANCELLED:
        common.say(args, _("Cancelled: {title}. Nothing of it was kept.").format(title=job.title), facts_of(job))
        return common.DONE
    common.say(args, _("It was too late to cancel: {job}").format(job=_described(job)), facts_of(job))
    return common.COULD_NOT


def again(args: argparse.Namespace) -> int:
    """Queue a job's work once more."""
    with common.open_from(args) as wb:
        job = wb.jobs.again(args.job)
    common.say_queued(args, job)
    return common.DONE


def watch(args: argparse.Namespace) -> int:
    """Follow a job with a progress bar; Ctrl+C ends the watching, never the job.

    Returns:
        0 done, 3 failed or cancelled.
    """
    with common.open_from(args) as wb, common.progress(args) as progress:
        job = wb.jobs.get(args.job)
        told = ("", -1.0)
        for present in wb.jobs.follow(job):
            job = present
            if (job.step, job.share) != told and job.step:
                told = (job.step, job.share)
                progress(*told)
    common.say(args, _described(job), facts_of(job))
    return common.DONE if job.state is JobState.DONE else common.COULD_NOT


def facts_of(job: Job) -> Mapping[str, Any]:
    """Return a job as plain values."""
    moments = {name: getattr(job, name) for name in ("asked_at", "started_at", "ended_at")}
    return {
        "id": str(job.id), "kind": job.kind, "title": job.title, "user": job.user_login, "state": job.state.value,
        "share": job.share, "step": job.step, "result": job.result, "error": job.error,
        "again_of": None if job.again_of is None else str(job.again_of), "arguments": job.arguments,
        **{name: None if moment is None else f"{moment.isoformat()}Z" for name, moment in moments.items()},
    }  # fmt: skip


def _described(job: Job) -> str:
    lines = [f"{job.title} – {_(STATES[job.state])}"]
    if job.state is JobState.RUNNING:
        lines.append(f"  {_share(job)} {job.step}")
    if job.error:
        lines.append(f"  {job.error}")
    lines += [f"  {name}: {value}" for name, value in (job.result or {}).items()]
    return "\n".join(lines)


def _share(job: Job) -> str:
    return percent(Decimal(round(job.share * 100))) if job.state is JobState.RUNNING else ""
