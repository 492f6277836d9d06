"""What the page and notebooks show of a job."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.i18n import N_, _, formats
from workbench.services.jobs import JobState
from workbench.widgets.job_files import LARGEST, file_of

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.services.jobs import Job

Projection = dict[str, object]
STATES = {
    JobState.WAITING: N_("Waiting"),
    JobState.RUNNING: N_("Running"),
    JobState.DONE: N_("Done"),
    JobState.FAILED: N_("Failed"),
    JobState.CANCELLED: N_("Cancelled"),
}
COUNTS = {
    "rows": N_("{count} rows"),
    "loaded": N_("{count} loaded"),
    "opportunities": N_("{count} opportunities"),
    "contacts": N_("{count} contacts"),
    "rejected": N_("{count} rejected"),
    "changed": N_("{count} changed"),
    "restored": N_("{count} restored"),
    "refused": N_("{count} could not be changed"),
}


def job_projection(job: Job, workbench: Workbench) -> Projection:
    """Return a job in words for its reader."""
    file = file_of(workbench, job) if job.state is JobState.DONE else None
    mine = job.user_login == workbench.user.login
    return {
        "id": str(job.id),
        "kind": job.kind,
        "title": job.title,
        "state": job.state.value,
        "label": _(STATES[job.state]),
        "share": max(0.0, min(1.0, job.share)),
        "percent": formats.percent(Decimal(round(job.share * 100))) if job.state is JobState.RUNNING else "",
        "step": job.step if job.state is JobState.RUNNING else "",
        "time": _time(job, workbench.now()),
        "who": "" if mine else _name(job.user_login, workbench),
        "result": _result(job),
        "error": (job.error or "") if job.state is JobState.FAILED else "",
        "file": _file(file),
        "ended": job.ended,
    }


def _file(file: Path | None) -> Projection | None:
    if file is None:
        return None
    size = file.stat().st_size
    return {"name": file.name, "size": _size(size), "small_enough": size <= LARGEST, "path": str(file)}


def _result(job: Job) -> str:
    if job.state is not JobState.DONE or not job.result:
        return ""
    counts = {name: job.result.get(name) for name in COUNTS}
    facts = [
        _(COUNTS[name]).format(count=formats.number(count))
        for name, count in counts.items()
        if isinstance(count, int) and not isinstance(count, bool) and (count or name not in {"rejected", "refused"})
    ]
    return " · ".join([*facts, *([str(job.result["note"])] if job.result.get("note") else [])])


def _time(job: Job, now: datetime) -> str:
    if job.state is JobState.RUNNING and job.started_at is not None:
        return duration((now - job.started_at).total_seconds())
    if job.ended_at is None:
        return ""
    ended = formats.local_moment(job.ended_at)
    if job.started_at is None:
        return ended
    return f"{ended} · {duration((job.ended_at - job.started_at).total_seconds())}"


def duration(seconds: float) -> str:
    """Write how long something took: ``12 s``, ``3 min 5 s``."""
    whole = max(0, round(seconds))
    if whole < 60:
        return _("{seconds} s").format(seconds=whole)
    return _("{minutes} min {seconds} s").format(minutes=whole // 60, seconds=whole % 60)


def _size(size: int) -> str:
    if size < 1_000_000:
        return _("{size} KB").format(size=formats.number(max(1, round(size / 1000))))
    return _("{size} MB").format(size=formats.number(round(size / 1_000_000)))


def _name(login: str, workbench: Workbench) -> str:
    return next((user.name for user in workbench.settings.lookups().users if user.login == login), login)
