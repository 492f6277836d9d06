"""Read models of activities: an agenda in parts, the activities of a deal or contact, and what is next for some deals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from workbench.domain.activity import Activity, ActivityType
from workbench.domain.people import Reach, User, seeing
from workbench.errors import InvalidValueError
from workbench.i18n import _
from workbench.services import activity_rights as rights
from workbench.services.activity_rights import DealFacts
from workbench.services.records import activity_from
from workbench.services.session import Session

PARTS = ("overdue", "today", "tomorrow", "week", "later", "undated")
Found = TypeVar("Found")
HORIZONS = ("day", "week", "all")
MOST_ROWS = 500
FIRST_ROWS = 25


@dataclass(frozen=True, kw_only=True)
class ActivityRow:
    """An activity as a list shows it; ``deal`` is ``None`` where there is none or the user does not see it."""

    activity: Activity
    type: ActivityType
    deal: DealFacts | None
    contact: str | None
    assignee: str
    overdue: bool
    may_change: bool


@dataclass(frozen=True, kw_only=True)
class AgendaPart:
    """A part of an agenda: ``overdue``, ``today``, ``tomorrow``, ``week`` (the rest of it), ``later``, ``undated``.

    ``count`` is how many there are, ``rows`` the first of them.
    """

    key: str
    count: int
    rows: list[ActivityRow]


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """What is planned, by when; parts without an activity are left out."""

    today: date
    parts: list[AgendaPart]

    @property
    def count(self) -> int:
        """How many activities there are in all parts."""
        return sum(part.count for part in self.parts)


@dataclass(frozen=True, kw_only=True)
class NextActivity:
    """The planned activity of a deal that is due first; ``due_at`` in UTC."""

    id: UUID
    version: int
    type: ActivityType
    subject: str
    assignee_id: UUID
    due_date: date | None
    due_at: datetime | None
    overdue: bool


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """Of a deal: the next planned activity, how many are overdue, and when something was last done or said (UTC)."""

    next: NextActivity | None
    overdue: int
    last_at: datetime | None
    days_since_last: int | None


def agenda(
    session: Session, *, today: date, horizon: str, assignees: Sequence[UUID] | None, most: int, opened: str | None,
    most_opened: int,
) -> Agenda:  # fmt: skip
    """Return what is planned, in parts; see ``Activities.mine``."""
    if horizon not in HORIZONS:
        raise InvalidValueError("horizon", _("An agenda is for a day, for a week or for all time."))
    week_end = today + timedelta(days=6 - today.weekday())
    until = {"day": today, "week": max(week_end, today + timedelta(days=1)), "all": None}[horizon]
    user = session.user
    scope = seeing(user).parameters() | ({"scope": Reach.ALL.value} if assignees == [user.id] else {})
    where = {
        **scope, "today": today, "tomorrow": today + timedelta(days=1),
        "week_end": week_end, "assignees": assignees, "until": until,
    }  # fmt: skip
    counts = {int(part): int(count) for part, count in session.store.rows("activity/agenda_counts", **where)}
    keys = _first_keys(session, where, most={part: most_opened if part == opened else most for part in PARTS})
    shown = {row.activity.id: row for row in rows_of(session, [key for _part, key in keys], today=today)}
    return Agenda(
        today=today,
        parts=[
            AgendaPart(
                key=PARTS[part], count=count,
                rows=[shown[key] for place, key in keys if place == part and key in shown],
            )
            for part, count in sorted(counts.items())
        ],
    )  # fmt: skip


def _first_keys(session: Session, where: dict[str, object], *, most: dict[str, int]) -> list[tuple[int, UUID]]:
    """Return part and key of the activities that come first, at most so many in each part."""
    limits = {PARTS.index(part): max(0, min(limit, MOST_ROWS)) for part, limit in most.items()}
    largest = max(limits.values())
    found = session.store.rows("activity/agenda_keys", **where, most=largest) if largest else []
    taken = Counter[int]()
    keys: list[tuple[int, UUID]] = []
    for part, key in found:
        taken[part] += 1
        if taken[part] <= limits[part]:
            keys.append((part, key))
    return keys


def of_record(
    session: Session, *, opportunity: UUID | None = None, contact: UUID | None = None, today: date,
    limit: int = MOST_ROWS,
) -> list[ActivityRow]:  # fmt: skip
    """Return the activities of a deal or a contact: the planned by their day, then the others, latest first."""
    found = session.store.rows(
        "activity/of_record", **seeing(session.user).parameters(), of_deal=opportunity, of_contact=contact,
        limit=max(1, min(limit, MOST_ROWS)),
    )  # fmt: skip
    return rows_of(session, [row[0] for row in found], today=today)


def outlooks(session: Session, keys: Iterable[UUID], *, today: date) -> dict[UUID, Outlook]:
    """Return what is next and what was last for some deals; see ``Activities.outlook``."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return {}
    scope = seeing(session.user).parameters()
    found = session.store.records("activity/next_and_last", ids=wanted, today=today, **scope)
    now = session.clock()
    return {
        row["id"]: Outlook(
            next=_next(session, row, today), overdue=int(row["overdue"]), last_at=row["last_at"],
            days_since_last=None if row["last_at"] is None else max(0, (now.date() - row["last_at"].date()).days),
        )
        for row in found
    }  # fmt: skip


def _next(session: Session, row: Mapping[str, Any], today: date) -> NextActivity | None:
    if row["next_id"] is None:
        return None
    due = row["due_date"]
    return NextActivity(
        id=row["next_id"], version=row["version"], type=session.lookups.activity_type(row["type_id"]),
        subject=row["subject"], assignee_id=row["assignee_id"], due_date=due, due_at=row["due_at"],
        overdue=due is not None and due < today,
    )  # fmt: skip


def rows_of(session: Session, keys: Sequence[UUID], *, today: date) -> list[ActivityRow]:
    """Return activities as rows, in the order of the keys; what their keys lead to is read by key too."""
    if not keys:
        return []
    found = {row["id"]: row for row in session.store.records("activity/rows", ids=list(keys))}
    return _rows(session, [activity_from(found[key]) for key in keys if key in found], today)


def _rows(session: Session, activities: Sequence[Activity], today: date) -> list[ActivityRow]:
    user, lookups = session.user, session.lookups
    deals = rights.deals(session, [one.opportunity_id for one in activities])
    names = contact_names(session, [one.contact_id for one in activities])
    people = {one.id: one.name for one in lookups.users}
    return [
        ActivityRow(
            activity=one, type=lookups.activity_type(one.type_id), deal=_of(deals, one.opportunity_id),
            contact=_of(names, one.contact_id), assignee=people.get(one.assignee_id, ""),
            overdue=one.is_overdue(today), may_change=_may_change(session, user, one, deals),
        )
        for one in activities
    ]  # fmt: skip


def contact_names(session: Session, keys: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of some contacts by key."""
    wanted = sorted({key for key in keys if key is not None})
    return dict(session.store.rows("contact/names", ids=wanted)) if wanted else {}


def _may_change(session: Session, user: User, one: Activity, deals: dict[UUID, DealFacts]) -> bool:
    return rights.may_change(user, one, _of(deals, one.opportunity_id), session)


def _of(found: dict[UUID, Found], key: UUID | None) -> Found | None:
    return None if key is None else found.get(key)
