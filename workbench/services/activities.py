"""Everything that can be done with an activity: each verb checks the right, asks the domain, writes one unit of work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from workbench.domain.activity import Activity, Suggestion
from workbench.domain.events import ActivityEvent, ActivityPlanned, Event, InteractionLogged
from workbench.domain.interaction import Interaction, Kind, out_of
from workbench.domain.moments import read_given
from workbench.errors import ChangedMeanwhileError, GuardFailedError, InvalidValueError
from workbench.i18n import _, formats
from workbench.services import activity_drafting as drafting
from workbench.services import activity_history
from workbench.services import activity_rights as rights
from workbench.services.activity_reads import ActivityReads
from workbench.services.activity_writing import (
    add_activity,
    add_interaction,
    change_activity,
    change_interaction,
)
from workbench.services.records import interaction_from
from workbench.services.session import Session
from workbench.store import Batch, uuid7

Decision = Callable[[Activity], tuple[Activity, ActivityEvent]]
Beside = Callable[[Batch, Activity], None]


@dataclass(frozen=True, kw_only=True)
class ActivityResult:
    """What a verb did: the activity as it is now, the unit of work (undo takes it), and the event.

    After ``done``: ``interaction`` is what it became, if it did, ``suggestion`` what usually comes next.
    """

    activity: Activity
    unit: UUID
    event: ActivityEvent
    interaction: Interaction | None = None
    suggestion: Suggestion | None = None


class Activities(ActivityReads):
    """Activities: plan, do, put off, hand over, cancel, undo; and what is planned by when."""

    def __init__(self, session: Session, *, emit: Callable[[Event], None]) -> None:
        super().__init__(session)
        self._emit = emit

    def plan(
        self, *, type: UUID | str, subject: str = "", opportunity: UUID | None = None,  # noqa: A002 - the word for it
        contact: UUID | None = None, person: UUID | None = None, assignee: UUID | str | None = None,
        due: date | None = None, at: time | None = None, mandatory: bool = False, minutes: int | None = None,
        notes: str | None = None, remind_at: datetime | None = None, follows: UUID | None = None,
        external: tuple[str, str] | None = None,
    ) -> ActivityResult:  # fmt: skip
        """Plan an activity.

        Args:
            type: id or code of its type.
            subject: what is to be done; by default the type's name.
            opportunity: the deal it belongs to; contact and person then come from the deal.
            contact: the contact, where it is another one or there is no deal.
            person: the contact person.
            assignee: id or login of who does it; by default the user.
            due: the local day; ``None`` for no day.
            at: the local time of that day.
            mandatory: whether it cannot be cancelled without a reason.
            minutes: how long it takes; by default as long as the type usually does.
            notes: anything else.
            remind_at: when to be reminded, UTC.
            follows: the activity that suggested it.
            external: source and id in another system.

        Raises:
            NotAllowedError: the role may not create, or the deal is somebody else's.
            NotFoundError: there is no such type, deal, contact or user.
            InvalidValueError: a value against a rule; ``field`` names it.
        """

        def once() -> ActivityResult:
            activity = drafting.planned(
                self._session, key=uuid7(), kind=type, subject=subject, opportunity=opportunity, contact=contact,
                person=person, assignee=assignee, due=due, at=at, mandatory=mandatory, minutes=minutes, notes=notes,
                remind_at=remind_at, follows=follows, external=external,
            )  # fmt: skip
            batch = self._session.batch("plan")
            add_activity(batch, activity)
            self._session.write(batch)
            event = ActivityPlanned(activity_id=activity.id, version=1, opportunity_id=activity.opportunity_id)
            return ActivityResult(activity=activity, unit=batch.unit, event=event)

        return self._told(self._session.attempt(once))

    def quick(
        self, text: str, *, opportunity: UUID | None = None, contact: UUID | None = None,
        assignee: UUID | str | None = None,
    ) -> ActivityResult:  # fmt: skip
        """Plan an activity out of one line; see ``understood``.

        Raises:
            InvalidValueError: the line is empty, or names a deal or contact that is not there.
            NotAllowedError, NotFoundError: as for ``plan``.
        """
        entry = self.understood(text, opportunity=opportunity, contact=contact)
        if entry.is_empty:
            raise InvalidValueError("text", _("Write what is to be done."))
        if entry.trouble:
            raise InvalidValueError("text", entry.trouble)
        return self.plan(
            type=entry.type.id, subject=entry.subject, due=entry.due_date, at=entry.due_time, assignee=assignee,
            opportunity=None if entry.deal is None else entry.deal.id,
            contact=None if entry.contact is None else entry.contact.id,
        )  # fmt: skip

    def done(
        self, key: UUID, *, outcome: str | None = None, note: str | None = None, minutes: int | None = None,
        at: datetime | None = None, log: bool | None = None, seen: int | None = None,
    ) -> ActivityResult:  # fmt: skip
        """Do an activity.

        Args:
            key: the activity.
            outcome: what came of it, in a word or two.
            note: a note that joins those that are there.
            minutes: how long it took.
            at: when, UTC; by default now, never later.
            log: whether it becomes an interaction; by default where its type counts as one.
            seen: the version the caller looked at.

        Returns:
            The activity, the interaction it became, and the suggested next activity.

        Raises:
            InvalidValueError: it was done or cancelled before, or a value against a rule.
            ChangedMeanwhileError, NotAllowedError, NotFoundError: as the names say.
        """
        now = self._session.clock()
        moment = read_given("done_at", at) if at is not None else now
        if not isinstance(moment, datetime) or moment > now:
            raise InvalidValueError("done_at", _("What has not happened yet cannot be done."))
        logged: list[Interaction] = []

        def log_it(batch: Batch, after: Activity) -> None:
            counts_as = self._session.lookups.activity_type(after.type_id).counts_as
            logged.clear()
            if log is False or (log is None and counts_as is None):
                return
            interaction = out_of(after, Kind(counts_as or Kind.NOTE), key=uuid7())
            if interaction is not None:
                add_interaction(batch, interaction)
                logged.append(interaction)

        result = self._change(
            key, seen, "done",
            lambda one: one.done(moment, outcome=outcome, note=note, minutes=minutes), beside=log_it, why=note,
        )  # fmt: skip
        for one in logged:
            self._emit(InteractionLogged(interaction_id=one.id, version=1, opportunity_id=one.opportunity_id))
        return ActivityResult(
            activity=result.activity, unit=result.unit, event=result.event,
            interaction=logged[0] if logged else None, suggestion=self.suggestion(result.activity),
        )  # fmt: skip

    def cancel(self, key: UUID, *, why: str | None = None, seen: int | None = None) -> ActivityResult:
        """Give an activity up; a mandatory one needs a reason.

        Raises:
            InvalidValueError: it is no longer planned, or the reason is missing.
            ChangedMeanwhileError, NotAllowedError, NotFoundError: as the names say.
        """
        return self._change(key, seen, "cancel", lambda one: one.cancelled(why=why), why=why)

    def reopen(self, key: UUID, *, seen: int | None = None) -> ActivityResult:
        """Plan a done or cancelled activity again; the interaction it had become is put away.

        Raises:
            InvalidValueError: it is planned already.
            ChangedMeanwhileError, NotAllowedError, NotFoundError: as the names say.
        """

        def forget(batch: Batch, after: Activity) -> None:
            for row in self._store.rows("interaction/of_activity", activity_id=after.id):
                interaction = interaction_from(self._store.records("interaction/get", id=row[0])[0])
                change_interaction(batch, interaction, interaction.put_away(archived=True)[0])

        return self._change(key, seen, "reopen", lambda one: one.reopened(), beside=forget)

    def reassign(self, key: UUID, *, assignee: UUID | str, seen: int | None = None) -> ActivityResult:
        """Give an activity to somebody.

        Args:
            key: the activity.
            assignee: id or login of an active user.
            seen: the version the caller looked at.

        Raises:
            InvalidValueError: it is no longer planned.
            ChangedMeanwhileError, NotAllowedError, NotFoundError: as the names say.
        """
        who = drafting.assignee_key(self._session, assignee)
        return self._change(key, seen, "reassign", lambda one: one.reassigned(who))

    def reschedule(
        self, key: UUID, *, due: date | None, at: time | None = None, keep_time: bool = True, seen: int | None = None
    ) -> ActivityResult:
        """Put an activity on another day.

        Args:
            key: the activity.
            due: the local day; ``None`` for no day.
            at: the local time.
            keep_time: whether it keeps the time it had where ``at`` is not given.
            seen: the version the caller looked at.

        Raises:
            InvalidValueError: it is no longer planned, or it has a time and no day.
            ChangedMeanwhileError, NotAllowedError, NotFoundError: as the names say.
        """

        def decide(one: Activity) -> tuple[Activity, ActivityEvent]:
            kept = formats.local_time(one.due_at) if keep_time and one.due_at is not None and due is not None else None
            clock = at or kept
            if due is None and clock is not None:
                raise InvalidValueError("due_date", _("What has a time has a day."))
            return one.rescheduled(due, formats.utc_moment(due, clock) if due is not None and clock else None)

        return self._change(key, seen, "reschedule", decide)

    def update(self, key: UUID, *, seen: int | None = None, **changes: object) -> ActivityResult:
        """Set fields of an activity, all of them or none; of a done one only outcome, notes and minutes.

        Args:
            key: the activity.
            seen: the version the caller looked at.
            changes: editable fields and their new values (see ``domain.activity.EDITABLE``).

        Raises:
            InvalidValueError: a value against a rule; ``field`` names it.
            ChangedMeanwhileError, NotAllowedError, NotFoundError: as the names say.
        """
        return self._change(
            key, seen, "update", lambda one: one.changed(**drafting.changes(self._session, one, changes))
        )

    def archive(self, key: UUID, *, archived: bool = True, seen: int | None = None) -> ActivityResult:
        """Put an activity away, or take it back with ``archived=False``; nothing is deleted.

        Raises:
            InvalidValueError: it is mandatory and planned.
            ChangedMeanwhileError, NotAllowedError, NotFoundError: as the names say.
        """
        return self._change(key, seen, "archive", lambda one: one.put_away(archived=archived))

    def undo(self, unit: UUID) -> ActivityResult:
        """Take back what one unit of work did to one activity, and to the interaction that it became.

        Raises:
            NotAllowedError: somebody else did it, and the user is no administrator.
            ChangedMeanwhileError: one of these fields was changed again since.
            NotFoundError: there is no such unit, or it touched something else.
        """
        written = activity_history.undoable(self._session, unit)

        def decide(one: Activity) -> tuple[Activity, ActivityEvent]:
            return activity_history.reverted(one, self._store.records("activity/versions", id=one.id), written.version)

        def beside(batch: Batch, _after: Activity) -> None:
            activity_history.revert_interactions(self._session, batch, written)

        return self._change(written.activity_id, None, "undo", decide, beside=beside, why=str(unit))

    def _told(self, result: ActivityResult) -> ActivityResult:
        self._emit(result.event)
        return result

    def _change(
        self, key: UUID, seen: int | None, kind: str, decide: Decision, *, beside: Beside | None = None,
        why: str | None = None,
    ) -> ActivityResult:  # fmt: skip
        """Permission, read, decide, write: one unit of work; ``beside`` adds what else belongs to it."""

        def once() -> ActivityResult:
            activity = self.get(key)
            rights.require_changed(self._session, activity)
            if seen is not None and activity.version != seen:
                raise _changed_meanwhile()
            after, event = decide(activity)
            batch = self._session.batch(kind, why=why or None)
            change_activity(batch, activity, after)
            if beside is not None:
                beside(batch, after)
            try:
                self._session.write(batch)
            except GuardFailedError as error:
                raise _changed_meanwhile() from error
            return ActivityResult(activity=after, unit=batch.unit, event=event)

        return self._told(self._session.attempt(once))


def _changed_meanwhile() -> ChangedMeanwhileError:
    return ChangedMeanwhileError(_("Somebody changed this activity meanwhile. Nothing of yours was written."))
