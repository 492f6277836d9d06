"""Schedules and their runs as people see them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from workbench.services.schedules.cron import Pattern


class CatchUp(StrEnum):
    """What happens to runs that fell due while nothing was running: the latest is made up for, all are, or none."""

    ONE = "one"
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """A job that runs by the clock as ``user_login``. Moments are UTC without a zone.

    ``next_at`` is ``None`` while it is paused; ``last_state`` is the state of the last run's job, ``None`` where there
    was no run or its job is kept no longer.
    """

    id: UUID
    name: str
    cron: str
    zone: str
    kind: str
    arguments: Mapping[str, Any]
    user_login: str
    language: str
    catch_up: CatchUp
    retries: int
    since: datetime
    paused: bool
    retired: bool
    last_due_at: datetime | None = None
    last_made_at: datetime | None = None
    last_state: str | None = None
    next_at: datetime | None = None

    @property
    def pattern(self) -> Pattern:
        """When it is due."""
        return Pattern(cron=self.cron, zone=self.zone)

    @property
    def settled(self) -> datetime:
        """Up to when nothing is due any more: its last run, or the moment since which it counts."""
        return max(self.since, self.last_due_at or self.since)

    def state(self) -> dict[str, object]:
        """Return its row, as the table and the history keep it."""
        return {
            "id": self.id, "name": self.name, "cron": self.cron, "zone": self.zone, "kind": self.kind,
            "arguments": json.dumps(dict(self.arguments)), "user_login": self.user_login, "language": self.language,
            "catch_up": self.catch_up.value, "retries": self.retries, "since": self.since, "paused": self.paused,
            "retired": self.retired,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run of a schedule: the moment it was due, which attempt, its job, and how that went."""

    due_at: datetime
    attempt: int
    by_hand: bool
    made_at: datetime
    job_id: UUID
    state: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    error: str | None = None


@dataclass(frozen=True, kw_only=True)
class Due:
    """What one look at the schedules did: the runs that were made, and when the next one is due."""

    runs: tuple[Run, ...] = ()
    next_at: datetime | None = None


def schedule_from(row: Mapping[str, Any], now: datetime) -> Schedule:
    """Return the schedule of a row, with its next run."""
    values: dict[str, Any] = dict(row)
    values["arguments"], values["catch_up"] = json.loads(row["arguments"]), CatchUp(row["catch_up"])
    found = Schedule(**values)
    if found.paused or found.retired:
        return found
    return replace(found, next_at=found.pattern.next(max(found.settled, now)))
