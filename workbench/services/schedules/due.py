"""One look at the clock: the runs that are due, each with its job in one unit of work, and failed ones again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from workbench.errors import GuardFailedError, StoreError, StoreUnavailableError, WorkbenchError
from workbench.services.jobs import NewJob, add_job
from workbench.services.outbox.events import SCHEDULE_FAILED, tell
from workbench.services.schedules.records import CatchUp, Due, Run, Schedule, schedule_from
from workbench.services.session import Session
from workbench.store import Batch

log = logging.getLogger(__name__)
MOST_AT_ONCE = {CatchUp.ONE: 1, CatchUp.ALL: 100, CatchUp.NONE: 1}
ON_TIME = timedelta(minutes=1)  # what is later was missed
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
TOLD = -1  # stands for the notice that a run failed for good
Made = TypeVar("Made")


def add_run(batch: Batch, schedule: Schedule, due_at: datetime, *, attempt: int = 0, by_hand: bool = False) -> Run:
    """Add a run and its job to a unit of work."""
    job = add_job(
        batch,
        NewJob(
            kind=schedule.kind, title=schedule.name, arguments=dict(schedule.arguments),
            user_login=schedule.user_login, language=schedule.language,
        ),
    )  # fmt: skip
    run = Run(due_at=due_at, attempt=attempt, by_hand=by_hand, made_at=batch.recorded_at, job_id=job, state="waiting")
    batch.add(
        "schedules/insert_run",
        schedule_id=schedule.id, due_at=due_at, attempt=attempt, by_hand=by_hand, made_at=run.made_at, job_id=job,
    )  # fmt: skip
    return run


@dataclass(frozen=True)
class Round:
    """Makes what is due at a moment; several may do so at the same moment."""

    session: Session
    now: datetime

    def make(self) -> Due:
        """Make runs and attempts that are due; tell of those that failed for good."""
        rows = self.session.store.records("schedules/list", key=None, active=True, present=True)
        schedules = {schedule.id: schedule for row in rows if (schedule := self._read(row)) is not None}
        runs: list[Run] = []
        for schedule in schedules.values():
            made = (self._make(schedule, due_at) for due_at in self._due(schedule))
            runs += [run for run in made if run is not None]
        moments = [schedule.next_at for schedule in schedules.values() if schedule.next_at is not None]
        for row in self.session.store.records("schedules/failed"):
            again_at = self._again_at(row, schedules.get(row["schedule_id"]))
            if again_at is None:
                self._tell(row)
            elif again_at > self.now:
                moments.append(again_at)
            else:
                run = self._make(
                    schedules[row["schedule_id"]], row["due_at"], row["attempt"] + 1, by_hand=row["by_hand"]
                )
                runs += [run] if run else []
        return Due(runs=tuple(runs), next_at=min(moments, default=None))

    def _read(self, row: dict[str, Any]) -> Schedule | None:
        """Return a schedule; one that this machine does not understand, as its zone is unknown here, keeps no other."""
        try:
            return schedule_from(row, self.now)
        except WorkbenchError as error:
            log.warning("schedule %s: %s", row["name"], error)
            return None

    def _due(self, schedule: Schedule) -> list[datetime]:
        after = schedule.settled
        if schedule.catch_up is CatchUp.NONE:
            after = max(after, self.now - ON_TIME)
        return schedule.pattern.due(after, self.now, most=MOST_AT_ONCE[schedule.catch_up])

    def _make(self, schedule: Schedule, due_at: datetime, attempt: int = 0, *, by_hand: bool = False) -> Run | None:
        """Make a run; none where somebody else made it, or paused the schedule, meanwhile."""

        def once() -> Run:
            batch = self.session.batch("schedule")
            batch.silent = True  # the run and its job say all; no page need read everything again
            if not attempt:
                batch.guard("schedules/guard_latest", id=schedule.id, due_at=due_at)
            run = add_run(batch, schedule, due_at, attempt=attempt, by_hand=by_hand)
            self.session.write(batch)
            self.session.store.nudge()
            return run

        return self._alone(once, schedule.id, due_at, attempt)

    def _again_at(self, row: dict[str, Any], schedule: Schedule | None) -> datetime | None:
        """Return when a failed run is tried again; ``None`` where it is not any more."""
        if schedule is None or row["attempt"] >= schedule.retries:
            return None
        return row["ended_at"] + min(FIRST_PAUSE * 2 ** row["attempt"], LONGEST_PAUSE)

    def _tell(self, row: dict[str, Any]) -> None:
        """Note that a run failed for good, once, with an event in the outbox."""

        def once() -> None:
            batch = self.session.batch("schedule failed")
            batch.add(
                "schedules/insert_failure",
                schedule_id=row["schedule_id"], due_at=row["due_at"], told_at=batch.recorded_at,
            )  # fmt: skip
            tell(
                batch, self.session.lookups, SCHEDULE_FAILED, entity="schedule", entity_id=row["schedule_id"],
                name=row["name"], due=f"{row['due_at'].isoformat()}Z", attempts=row["attempt"] + 1,
                error=row["error"],
            )  # fmt: skip
            self.session.write(batch)

        self._alone(once, row["schedule_id"], row["due_at"], TOLD)

    def _alone(self, work: Callable[[], Made], schedule: UUID, due_at: datetime, attempt: int) -> Made | None:
        """Do it unless somebody else did it meanwhile: then a guard or a key refuses it."""
        try:
            return self.session.attempt(work)
        except GuardFailedError:
            return None
        except StoreUnavailableError:
            raise
        except StoreError:
            which = {"schedule_id": schedule, "due_at": due_at, "attempt": attempt}
            if self.session.store.rows("schedules/done", **which):
                return None
            raise
