"""A job as a value, and as rows of a unit of work."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from workbench.i18n import N_, _
from workbench.store import UNDER_WAY, Batch, uuid7

LOST = N_("Its worker ended before it was done. Run it again.")
KNOWN = frozenset({LOST, UNDER_WAY})


class JobState(StrEnum):
    """Where a job stands; the last three are its ends."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


@dataclass(frozen=True, kw_only=True)
class Job:
    """Long work: who asked for what, how far it is, and how it ended. Moments are UTC without a zone."""

    id: UUID
    kind: str
    title: str
    arguments: dict[str, Any] = field(repr=False)
    user_login: str
    state: JobState
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    share: float
    step: str
    result: dict[str, Any] | None
    error: str | None
    again_of: UUID | None
    language: str = field(repr=False)
    host: str = field(repr=False)
    written: bool = field(repr=False)

    @property
    def ended(self) -> bool:
        """Whether it is over."""
        return self.state in ENDED


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """Something a job said; ``level`` is ``info``, ``error`` or ``trace``."""

    told_at: datetime
    level: str
    text: str


def this_machine() -> str:
    """Return the name by which a worker knows the jobs of its machine."""
    return platform.node()


@dataclass(frozen=True, kw_only=True)
class NewJob:
    """What is asked for. Only the worker of ``host`` takes it: paths are that machine's."""

    kind: str
    title: str
    arguments: Mapping[str, object]
    user_login: str
    language: str
    host: str = field(default_factory=this_machine)
    again_of: UUID | None = None


def add_job(batch: Batch, job: NewJob, *, key: UUID | None = None, worker_id: UUID | None = None) -> UUID:
    """Add a job to a unit of work.

    Args:
        batch: the unit of work.
        job: what is asked for.
        key: of the job; a new one by default.
        worker_id: the process that runs it already; without one it waits in the queue.

    Returns:
        The key of the job.
    """
    key, now = key or uuid7(), batch.recorded_at
    state = JobState.WAITING if worker_id is None else JobState.RUNNING
    batch.add(
        "jobs/insert",
        id=key, kind=job.kind, title=job.title, arguments=json.dumps(dict(job.arguments), ensure_ascii=False),
        user_login=job.user_login, language=job.language, host=job.host, state=state.value, asked_at=now,
        started_at=None if worker_id is None else now, worker_id=worker_id, again_of=job.again_of,
    )  # fmt: skip
    batch.add("jobs/insert_progress", id=key, now=now)
    return key


def job_from(row: Mapping[str, Any]) -> Job:
    """Return a row of ``jobs/list`` as a job."""
    return Job(
        id=row["id"], kind=row["kind"], title=row["title"], arguments=json.loads(row["arguments"]),
        user_login=row["user_login"], state=JobState(row["state"]), asked_at=row["asked_at"],
        started_at=row["started_at"], ended_at=row["ended_at"], share=float(row["share"] or 0.0),
        step=row["step"] or "", result=None if row["result"] is None else json.loads(row["result"]),
        error=_(row["error"]) if row["error"] in KNOWN else row["error"], again_of=row["again_of"], language=row["language"],
        host=row["host"], written=row["written_at"] is not None,
    )  # fmt: skip
