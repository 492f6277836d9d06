"""What is read of activities: one, those of a deal or contact, an agenda, what is next, and what a line would plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from workbench.domain.activity import Activity, ActivityType, Suggestion, suggested_next
from workbench.errors import NotFoundError
from workbench.i18n import _, formats
from workbench.services import activity_drafting as drafting
from workbench.services import activity_rights as rights
from workbench.services import agenda
from workbench.services.activity_drafting import QuickEntry
from workbench.services.activity_history import COMPARED
from workbench.services.agenda import FIRST_ROWS, Agenda, Outlook
from workbench.services.history import HistoryEntry, entries
from workbench.services.records import activity_from
from workbench.services.session import Session

EVERYBODY = "everybody"


class ActivityReads:
    """Reads activities, within what the user sees."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._store = session.store

    @property
    def types(self) -> tuple[ActivityType, ...]:
        """The types that one can plan."""
        return tuple(each for each in self._session.lookups.activity_types if not each.retired)

    def get(self, key: UUID) -> Activity:
        """Return an activity.

        Raises:
            NotFoundError: there is none, or it is not for the user to see.
        """
        found = self._store.records("activity/get", id=key)
        if not found:
            raise NotFoundError(_("There is no such activity, or you may not see it."))
        activity = activity_from(found[0])
        rights.require_seen(self._session, activity)
        return activity

    def understood(self, text: str, *, opportunity: UUID | None = None, contact: UUID | None = None) -> QuickEntry:
        """Say what a line of text would plan, without planning it; never fails on any text.

        Args:
            text: such as “call Rossi tomorrow 14:30 about price”; ``#12`` names a deal, ``@rossi`` a contact.
            opportunity: the deal it is about where the line names none.
            contact: the contact it is about where the line names none.
        """
        return drafting.understood(self._session, text, opportunity=opportunity, contact=contact)

    def suggestion(self, activity: Activity) -> Suggestion | None:
        """Return what usually comes after a done activity; none where it is not done or its type suggests nothing."""
        if activity.done_at is None:
            return None
        lookups = self._session.lookups
        kind = lookups.activity_type(activity.type_id)
        return suggested_next(kind, lookups.activity_types, formats.local_day(activity.done_at))

    def history(self, key: UUID) -> list[HistoryEntry]:
        """Return all versions of an activity, oldest first, with what each changed.

        Raises:
            NotFoundError: there is none, or it is not for the user to see.
        """
        self.get(key)
        return entries(self._store.records("activity/versions", id=key), COMPARED)

    def of_deal(self, opportunity: UUID) -> list[agenda.ActivityRow]:
        """Return the activities of a deal: the planned by their day, then the others, latest first.

        Raises:
            NotFoundError: there is no such deal, or it lies outside what the user sees.
        """
        rights.seen_deal(self._session, opportunity)
        return agenda.of_record(self._session, opportunity=opportunity, today=self._session.today)

    def of_contact(self, contact: UUID) -> list[agenda.ActivityRow]:
        """Return the activities with a contact, as company or as person, as far as the user sees them."""
        return agenda.of_record(self._session, contact=contact, today=self._session.today)

    def mine(
        self, *, today: date | None = None, horizon: str = "week", assignees: Sequence[UUID | str] | str | None = None,
        most: int = FIRST_ROWS, opened: str | None = None, most_opened: int = FIRST_ROWS,
    ) -> Agenda:  # fmt: skip
        """Return what is planned: overdue, today, tomorrow, this week, later, without a day; counts and first rows.

        Args:
            today: the local day; by default the business day.
            horizon: ``day`` ends today, ``week`` on Sunday (tomorrow at the earliest), ``all`` never.
            assignees: ids or logins; by default the user alone, ``"everybody"`` for all that the user sees.
            most: the rows of each part.
            opened: the part that shows more: ``overdue``, ``today``, ``tomorrow``, ``week``, ``later``, ``undated``.
            most_opened: the rows of that part.

        Raises:
            InvalidValueError: there is no such horizon.
            NotFoundError: there is no such user.
        """
        keys: list[UUID] | None = [self._session.user.id]
        if assignees == EVERYBODY:
            keys = None
        elif assignees is not None:
            named = [assignees] if isinstance(assignees, str) else assignees
            keys = [self._session.lookups.user(each).id for each in named]
        return agenda.agenda(
            self._session, today=today or self._session.today, horizon=horizon, assignees=keys, most=most,
            opened=opened, most_opened=most_opened,
        )  # fmt: skip

    def outlook(self, opportunities: Iterable[UUID]) -> dict[UUID, Outlook]:
        """Return the next activity and the time since the last activity or interaction of some deals, by deal.

        Args:
            opportunities: the deals on screen; those that the user does not see are left out.
        """
        return agenda.outlooks(self._session, opportunities, today=self._session.today)
