"""An activity and what can happen to it: planned, done, cancelled, reopened, given to somebody else, put off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from uuid import UUID

from workbench.domain.events import (
    ActivityArchived,
    ActivityCancelled,
    ActivityChanged,
    ActivityDone,
    ActivityReopened,
)
from workbench.domain.moments import read_given
from workbench.domain.text import required_line
from workbench.errors import InvalidValueError
from workbench.i18n import _

LONGEST_DAYS = 36_500
YEARS = range(1900, 2200)
EDITABLE = frozenset({
    "type_id", "opportunity_id", "contact_id", "person_id", "subject", "mandatory", "due_date", "due_at", "remind_at",
    "minutes", "outcome", "notes",
})  # fmt: skip
WHEN_DONE = frozenset({"outcome", "notes", "minutes"})
NEVER_EMPTY = frozenset({"type_id", "assignee_id", "subject", "mandatory"})


class State(StrEnum):
    """Where an activity stands."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class ActivityType:
    """A kind of activity, as an administrator set it up.

    ``due_days`` is when it is usually due, ``next_type_id`` what usually comes after it, ``usual_minutes`` how long it
    takes, ``counts_as`` the kind of interaction that a done one is; ``icon`` is one of the page's drawings.
    """

    id: UUID
    position: int
    code: str
    name: str
    due_days: int | None = None
    next_type_id: UUID | None = None
    icon: str | None = None
    usual_minutes: int | None = None
    counts_as: str | None = None
    retired: bool = False

    def usually_due(self, today: date) -> date | None:
        """Return the working day on which one is usually due that is planned today; none where the type says nothing."""
        return None if self.due_days is None else working_day(today + timedelta(days=self.due_days))


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """What usually comes next: its type, and the working day on which it would be due."""

    type: ActivityType
    due_date: date


@dataclass(frozen=True, kw_only=True)
class Activity:
    """Something somebody is to do. Moments are UTC without a zone; ``due_date`` is the local day of ``due_at``.

    Invariants: a done activity has the moment at which it was done, no other has one; what has a time has a day.
    """

    id: UUID
    version: int = 1
    type_id: UUID
    opportunity_id: UUID | None = None
    contact_id: UUID | None = None
    person_id: UUID | None = None
    assignee_id: UUID
    entered_by: UUID
    subject: str
    state: State = State.PLANNED
    mandatory: bool = False
    created_date: date
    due_date: date | None = None
    due_at: datetime | None = None
    remind_at: datetime | None = None
    done_at: datetime | None = None
    minutes: int | None = None
    outcome: str | None = None
    follows_id: UUID | None = None
    notes: str | None = None
    external_source: str | None = None
    external_id: str | None = None
    archived: bool = False

    def __post_init__(self) -> None:
        required_line("subject", self.subject)
        if (self.state is State.DONE) != (self.done_at is not None):
            raise InvalidValueError("done_at", _("A done activity says when it was done, no other does."))
        if self.due_at is not None and self.due_date is None:
            raise InvalidValueError("due_date", _("What has a time has a day."))
        if self.due_date is not None and self.due_date.year not in YEARS:
            raise InvalidValueError("due_date", _("This day is too far away."))

    def is_overdue(self, today: date) -> bool:
        """Tell whether it should have been done before today."""
        return self.state is State.PLANNED and self.due_date is not None and self.due_date < today

    def changed(self, **changes: object) -> tuple[Activity, ActivityChanged]:
        """Set plain fields.

        Args:
            changes: names out of ``EDITABLE`` and new values; of a done or cancelled one only outcome, notes, minutes.

        Raises:
            InvalidValueError: an unknown field, a value against a rule, or the activity is no longer planned.
        """
        unknown = set(changes) - EDITABLE
        if unknown:
            raise InvalidValueError(min(unknown), _("“{field}” cannot be set directly.").format(field=min(unknown)))
        late = set(changes) - WHEN_DONE
        if late:
            self._require_planned(min(late))
        new = {name: read_given(name, value, never_empty=NEVER_EMPTY) for name, value in changes.items()}
        if "due_date" in new and new["due_date"] is None:
            new.setdefault("due_at", None)
        return self._as(new)

    def done(
        self, at: datetime, *, outcome: str | None = None, note: str | None = None, minutes: int | None = None
    ) -> tuple[Activity, ActivityDone]:
        """Do it.

        Args:
            at: when it was done, UTC.
            outcome: what came of it, in a word or two.
            note: joins the notes that are there.
            minutes: how long it took; by default as planned.

        Raises:
            InvalidValueError: it was done or cancelled before.
        """
        self._require_planned("state")
        given = {"outcome": outcome or None, "minutes": minutes}
        new = {name: read_given(name, value) for name, value in given.items()}
        after = replace(
            self, version=self.version + 1, state=State.DONE, done_at=at, outcome=new["outcome"] or self.outcome,
            minutes=self.minutes if minutes is None else new["minutes"], notes=_joined(self.notes, note),
        )  # pyright: ignore[reportArgumentType]  # fmt: skip
        return after, ActivityDone(
            activity_id=self.id, version=after.version, opportunity_id=self.opportunity_id, outcome=after.outcome
        )

    def cancelled(self, *, why: str | None = None) -> tuple[Activity, ActivityCancelled]:
        """Give it up; a mandatory one needs a reason.

        Raises:
            InvalidValueError: it is no longer planned, or the reason is missing.
        """
        self._require_planned("state")
        if self.mandatory and not (why or "").strip():
            raise InvalidValueError("why", _("This activity is mandatory: say why it is cancelled."))
        after = replace(self, version=self.version + 1, state=State.CANCELLED, notes=_joined(self.notes, why))
        return after, ActivityCancelled(activity_id=self.id, version=after.version, opportunity_id=self.opportunity_id)

    def reopened(self) -> tuple[Activity, ActivityReopened]:
        """Plan it again; what came of it is forgotten.

        Raises:
            InvalidValueError: it is planned already.
        """
        if self.state is State.PLANNED:
            raise InvalidValueError("state", _("This activity is planned already."))
        after = replace(self, version=self.version + 1, state=State.PLANNED, done_at=None, outcome=None)
        return after, ActivityReopened(activity_id=self.id, version=after.version, opportunity_id=self.opportunity_id)

    def reassigned(self, assignee_id: UUID) -> tuple[Activity, ActivityChanged]:
        """Give it to somebody.

        Raises:
            InvalidValueError: it is no longer planned.
        """
        self._require_planned("assignee_id")
        return self._as({"assignee_id": assignee_id})

    def rescheduled(self, due_date: date | None, due_at: datetime | None = None) -> tuple[Activity, ActivityChanged]:
        """Put it on another day, or on none; a reminder moves along by as many days.

        Args:
            due_date: the local day.
            due_at: the moment in UTC, where it has a time.

        Raises:
            InvalidValueError: it is no longer planned, or it has a time and no day.
        """
        self._require_planned("due_date")
        remind = None
        if self.remind_at is not None and self.due_date is not None and due_date is not None:
            remind = self.remind_at + (due_date - self.due_date)
        return self._as({"due_date": due_date, "due_at": due_at, "remind_at": remind})

    def put_away(self, *, archived: bool) -> tuple[Activity, ActivityArchived]:
        """Archive it, or take it back; a mandatory one that is planned is cancelled with a reason instead.

        Raises:
            InvalidValueError: it is mandatory and planned.
        """
        if archived and self.mandatory and self.state is State.PLANNED:
            raise InvalidValueError("archived", _("This activity is mandatory: do it, or cancel it with a reason."))
        after = replace(self, version=self.version + 1, archived=archived)
        return after, ActivityArchived(
            activity_id=self.id, version=after.version, opportunity_id=self.opportunity_id, archived=archived
        )

    def restored_from(self, earlier: Activity) -> tuple[Activity, ActivityChanged]:
        """Become again what an earlier version was: the undo of what came after it, itself a new version."""
        after = replace(earlier, version=self.version + 1)
        return after, self._change(after)

    def _require_planned(self, field: str) -> None:
        if self.state is State.DONE:
            raise InvalidValueError(field, _("This activity is done. Add a note, or reopen it first."))
        if self.state is State.CANCELLED:
            raise InvalidValueError(field, _("This activity is cancelled. Reopen it first."))

    def _as(self, new: dict[str, object]) -> tuple[Activity, ActivityChanged]:
        after = replace(self, version=self.version + 1, **new)  # pyright: ignore[reportArgumentType]
        return after, self._change(after)

    def _change(self, after: Activity) -> ActivityChanged:
        return ActivityChanged(
            activity_id=self.id, version=after.version, opportunity_id=after.opportunity_id,
            fields=tuple(name for name in _compared() if getattr(self, name) != getattr(after, name)),
        )  # fmt: skip


def working_day(day: date) -> date:
    """Return the day itself, or the Monday after it where it lies on a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def suggested_next(kind: ActivityType, types: Iterable[ActivityType], done_on: date) -> Suggestion | None:
    """Return what usually comes after an activity that was done on a day: the type's next one, due on a working day.

    Args:
        kind: the type of what was done.
        types: all types; a retired one is not suggested.
        done_on: the local day.
    """
    following = next((one for one in types if one.id == kind.next_type_id and not one.retired), None)
    if following is None:
        return None
    days = min(max(following.due_days or 0, 0), LONGEST_DAYS)
    return Suggestion(type=following, due_date=working_day(done_on + timedelta(days=days)))


def _joined(before: str | None, more: str | None) -> str | None:
    read_given("notes", more)
    parts = [text for text in (before, (more or "").strip()) if text]
    joined = "\n".join(parts) or None
    read_given("notes", joined)
    return joined


@cache
def _compared() -> tuple[str, ...]:
    return tuple(item.name for item in fields(Activity) if item.name != "version")
