"""Schedules: add, list, pause, resume, remove, run now, and make the runs that are due."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from workbench.domain.people import RIGHTS, Right, require
from workbench.domain.text import required_line
from workbench.errors import GuardFailedError, InvalidValueError, NotFoundError
from workbench.i18n import _, language
from workbench.services.jobs import checked
from workbench.services.schedules.cron import Pattern
from workbench.services.schedules.due import Round, add_run
from workbench.services.schedules.records import CatchUp, Due, Run, Schedule, schedule_from
from workbench.services.session import Session
from workbench.services.setting_rows import remember_setting
from workbench.store import uuid7

MOST_RETRIES = 20


class Schedules:
    """What runs by the clock. A person sees and changes their own schedules, an administrator all."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self, name: str, cron: str, zone: str, kind: str, /, *, catch_up: CatchUp | str = CatchUp.ONE, retries: int = 0,
        user: str | None = None, **arguments: object,
    ) -> Schedule:  # fmt: skip
        """Add a schedule; it counts from now on.

        Args:
            name: of the schedule, and the title of its jobs.
            cron: five fields, such as ``0 7 * * 1-5``.
            zone: such as ``Europe/Rome``.
            kind: of the job, as in ``wb.jobs.start``.
            catch_up: what happens to runs missed while nothing was running: ``one`` makes up for the latest, ``all`` for
                the last hundred, ``none`` for none.
            retries: how often a failed job is tried again, after 1, 2, 4… minutes, at most an hour.
            user: whose rights the job has; default the caller's.
            arguments: of the job; paths are those of the machine whose scheduler leads.

        Raises:
            NotAllowedError: it would be somebody else's, and the caller is no administrator.
            InvalidValueError: the expression, the zone or another value is wrong, or the name is taken.
            NotFoundError: there is no such user.
        """
        pattern, plain = Pattern.read(cron, zone), checked(kind, arguments)
        called = required_line("name", name)
        rule = _checked_rule(catch_up, retries)

        def once() -> Schedule:
            now = self._session.clock()
            schedule = Schedule(
                id=uuid7(), name=called, cron=pattern.cron, zone=pattern.zone, kind=kind, arguments=plain, user_login=self._owner(user), language=language(), catch_up=rule,
                retries=retries, since=now, paused=False, retired=False, next_at=pattern.next(now),
            )  # fmt: skip
            batch = self._session.batch("new schedule")
            batch.guard("schedules/guard_name", name=called)
            batch.add("settings/open", opened_at=now.isoformat())
            batch.add("schedules/insert", **schedule.state())
            remember_setting(batch, "schedule", now=now, **schedule.state())
            self._session.write(batch)
            return schedule

        try:
            return self._session.attempt(once)
        except GuardFailedError as error:
            raise InvalidValueError("name", _("There is already a schedule {name}.").format(name=called)) from error

    def list(self) -> list[Schedule]:
        """Return the schedules that the caller may see, with next and last run."""
        now = self._session.clock()
        rows = self._session.store.records("schedules/list", key=None, active=None, present=True)
        return [schedule_from(row, now) for row in rows if self._may(row["user_login"])]

    def get(self, key: UUID | str) -> Schedule:
        """Return a schedule by its name or id.

        Raises:
            NotFoundError: there is none, or it is somebody else's.
        """
        for schedule in self.list():
            if key in {schedule.id, schedule.name}:
                return schedule
        raise NotFoundError(_("There is no schedule “{name}”, or it is somebody else's.").format(name=key))

    def pause(self, key: UUID | str) -> Schedule:
        """Stop a schedule for a while; runs that fall due meanwhile are not made up for.

        Raises:
            NotFoundError: there is none, or it is somebody else's.
        """
        return self._change(key, "pause schedule", paused=True)

    def resume(self, key: UUID | str) -> Schedule:
        """Let a paused schedule run again, from now on.

        Raises:
            NotFoundError: there is none, or it is somebody else's.
        """
        return self._change(key, "resume schedule", paused=False)

    def remove(self, key: UUID | str) -> Schedule:
        """Remove a schedule; its history stays.

        Raises:
            NotFoundError: there is none, or it is somebody else's.
        """
        return self._change(key, "remove schedule", paused=True, retired=True)

    def run(self, key: UUID | str) -> Run:
        """Make a run now, whatever the clock says.

        Raises:
            NotFoundError: there is no such schedule, or it is somebody else's.
        """

        def once() -> Run:
            batch = self._session.batch("run schedule")
            run = add_run(batch, self.get(key), batch.recorded_at, by_hand=True)
            self._session.write(batch)
            return run

        return self._session.attempt(once)

    def history(self, key: UUID | str, *, limit: int = 50) -> list[Run]:
        """Return the runs of a schedule, latest first; one that was removed is named by its id.

        Raises:
            NotFoundError: there is none, or it is somebody else's.
        """
        if isinstance(key, UUID):
            rows = self._session.store.records("schedules/list", key=key, active=None, present=None)
            found = next((row["id"] for row in rows if self._may(row["user_login"])), None) or self.get(key).id
        else:
            found = self.get(key).id
        return [Run(**row) for row in self._session.store.records("schedules/history", id=found, limit=max(limit, 1))]

    def run_due(self, now: datetime | None = None) -> Due:
        """Make the runs that are due, each once however many do this at the same moment, and try failed ones again.

        It does what was decided when the schedule was added and so needs no right.

        Args:
            now: UTC without a zone; default the clock's.
        """
        return Round(self._session, now or self._session.clock()).make()

    def _change(self, key: UUID | str, kind: str, **changes: bool) -> Schedule:
        def once() -> Schedule:
            batch = self._session.batch(kind)
            after = replace(self.get(key), since=batch.recorded_at, **changes)
            batch.add("schedules/update", id=after.id, since=after.since, paused=after.paused, retired=after.retired)
            remember_setting(batch, "schedule", now=batch.recorded_at, **after.state())
            self._session.write(batch)
            return replace(after, next_at=None if after.paused else after.pattern.next(after.since))

        return self._session.attempt(once)

    def _owner(self, user: str | None) -> str:
        mine = self._session.user.login
        if user is None or user == mine:
            return mine
        require(self._session.user, Right.SETTINGS)
        return self._session.lookups.user(user).login

    def _may(self, login: str) -> bool:
        user = self._session.user
        return login == user.login or Right.SETTINGS in RIGHTS[user.role]


def _checked_rule(catch_up: CatchUp | str, retries: int) -> CatchUp:
    if not 0 <= retries <= MOST_RETRIES:
        raise InvalidValueError(
            "retries", _("A failed job is tried again 0 to {most} times.").format(most=MOST_RETRIES)
        )
    try:
        return CatchUp(catch_up)
    except ValueError as error:
        raise InvalidValueError("catch_up", _("Missed runs are made up for as one, all or none.")) from error
