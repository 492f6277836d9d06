"""What a new or changed activity holds, before it is written: names become keys, days and times become moments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from workbench.domain.activity import NEVER_EMPTY, Activity, ActivityType
from workbench.domain.moments import read_given
from workbench.domain.people import seeing
from workbench.domain.quick_entry import Piece, Understood, understand
from workbench.domain.text import required_line
from workbench.errors import InvalidValueError, NotFoundError
from workbench.i18n import _, formats
from workbench.services import activity_rights as rights
from workbench.services.activity_rights import DealFacts
from workbench.services.agenda import contact_names
from workbench.services.contacts import ContactHit
from workbench.services.session import Session

USUAL_TYPE = "task"


@dataclass(frozen=True, kw_only=True)
class QuickEntry:
    """What a line of text would plan. ``usual_day``: the line names no day, so the type's usual one is taken.

    ``trouble`` says why it cannot be planned so: a deal or contact that is not there.
    """

    type: ActivityType
    subject: str
    due_date: date | None
    due_time: time | None
    usual_day: bool
    deal: DealFacts | None
    contact: ContactHit | None
    pieces: tuple[Piece, ...]
    trouble: str

    @property
    def is_empty(self) -> bool:
        """Whether the line says nothing."""
        return not self.pieces


def planned(
    session: Session, *, key: UUID, kind: UUID | str, subject: str, opportunity: UUID | None, contact: UUID | None,
    person: UUID | None, assignee: UUID | str | None, due: date | None, at: time | None, mandatory: bool,
    minutes: int | None, notes: str | None, remind_at: datetime | None, follows: UUID | None,
    external: tuple[str, str] | None,
) -> Activity:  # fmt: skip
    """Return the activity to be planned; see ``Activities.plan``."""
    chosen = session.lookups.activity_type(kind)
    deal = None if opportunity is None else rights.seen_deal(session, opportunity)
    rights.require_plan(session, deal)
    if due is None and at is not None:
        raise InvalidValueError("due_date", _("What has a time has a day."))
    require_contacts(session, contact, person)
    if deal is not None and contact is None:
        contact, person = deal.contact_id, person or deal.person_id
    given: dict[str, object] = {
        "subject": subject if subject.strip() else chosen.name, "due_date": due, "mandatory": mandatory,
        "minutes": chosen.usual_minutes if minutes is None else minutes, "notes": notes, "remind_at": remind_at,
    }  # fmt: skip
    read: dict[str, Any] = {name: read_given(name, value, never_empty=NEVER_EMPTY) for name, value in given.items()}
    source, external_id = external or (None, None)
    return Activity(
        id=key, type_id=chosen.id, opportunity_id=opportunity, contact_id=contact, person_id=person,
        assignee_id=session.user.id if assignee is None else assignee_key(session, assignee), entered_by=session.user.id,
        created_date=session.today, due_at=None if due is None or at is None else formats.utc_moment(due, at),
        follows_id=follows, external_source=source, external_id=external_id, **read,
    )  # pyright: ignore[reportArgumentType]  # fmt: skip


def assignee_key(session: Session, who: UUID | str) -> UUID:
    """Return the key of an active user, by id or login.

    Raises:
        NotFoundError: there is none.
    """
    user = session.lookups.user(who)
    if not user.active:
        raise NotFoundError(_("{name} does not work here any more.").format(name=user.name))
    return user.id


def changes(session: Session, activity: Activity, given: Mapping[str, object]) -> dict[str, object]:
    """Complete changed fields: a deal brings its contact, a moment its day, and another day keeps the time.

    Raises:
        NotFoundError: there is no such type, deal or contact.
        InvalidValueError: a value of another kind.
        NotAllowedError: the activity would go to somebody else's deal.
    """
    new = dict(given)
    for name in ("type_id", "opportunity_id", "contact_id", "person_id", "due_date", "due_at"):
        if name in new:
            new[name] = read_given(name, new[name])
    if new.get("type_id") is not None:
        session.lookups.activity_type(_key(new["type_id"]))
    if new.get("opportunity_id") is not None and new["opportunity_id"] != activity.opportunity_id:
        deal = rights.seen_deal(session, _key(new["opportunity_id"]))
        rights.require_plan(session, deal)
        new.setdefault("contact_id", deal.contact_id)
        new.setdefault("person_id", deal.person_id)
    require_contacts(session, new.get("contact_id"), new.get("person_id"))
    return new | _times(activity, new)


def require_contacts(session: Session, *keys: object) -> None:
    """Refuse contacts that are not there.

    Raises:
        NotFoundError: there is none with one of these keys.
    """
    wanted = [_key(key) for key in keys if key is not None]
    if set(contact_names(session, wanted)) != set(wanted):
        raise NotFoundError(_("There is no such contact."))


def understood(session: Session, text: str, *, opportunity: UUID | None, contact: UUID | None) -> QuickEntry:
    """Say what a line of text would plan; see ``Activities.understood``."""
    types = [each for each in session.lookups.activity_types if not each.retired]
    if not types:
        raise NotFoundError(_("There is no type of activity; an administrator sets them up."))
    said = understand(text, today=session.today, types=types)
    kind = said.type or next((each for each in types if each.code == USUAL_TYPE), types[0])
    deal, no_deal = _deal(session, said, opportunity)
    hit, no_contact = _contact(session, said, contact)
    usual = said.due_date is None and not said.undated
    return QuickEntry(
        type=kind, subject=said.subject, due_date=kind.usually_due(session.today) if usual else said.due_date,
        due_time=said.due_time, usual_day=usual, deal=deal, contact=hit, pieces=said.pieces,
        trouble=no_deal or no_contact or _too_long(said.subject),
    )  # fmt: skip


def _deal(session: Session, said: Understood, otherwise: UUID | None) -> tuple[DealFacts | None, str]:
    key = otherwise
    if said.number is not None:
        scope = seeing(session.user).parameters()
        found = session.store.rows("activity/numbered", number=said.number, **scope)
        if not found:
            return None, _("There is no deal number {number}, or you may not see it.").format(number=said.number)
        key = found[0][0]
    deal = None if key is None else rights.deals(session, [key]).get(key)
    return deal, "" if key is None or deal else _("There is no such deal, or you may not see it.")


def _contact(session: Session, said: Understood, otherwise: UUID | None) -> tuple[ContactHit | None, str]:
    if said.contact is not None:
        rows = session.store.records("contact/search", text=said.contact, limit=1)
        if not rows:
            return None, _("There is no contact whose name holds “{text}”.").format(text=said.contact)
        return ContactHit(**rows[0]), ""
    if otherwise is None:
        return None, ""
    name = contact_names(session, [otherwise]).get(otherwise)
    if name is None:
        return None, _("There is no such contact.")
    return ContactHit(id=otherwise, name=name, city=None, country=None), ""


def _too_long(subject: str) -> str:
    try:
        required_line("subject", subject or "–")
    except InvalidValueError as error:
        return str(error)
    return ""


def _times(activity: Activity, new: Mapping[str, object]) -> dict[str, object]:
    moment, day = new.get("due_at"), new.get("due_date")
    if isinstance(moment, datetime):
        local = formats.local_day(moment)
        if isinstance(day, date) and day != local:
            raise InvalidValueError("due_at", _("The time lies on another day than the day."))
        return {"due_date": local}
    if isinstance(day, date) and "due_at" not in new and activity.due_at is not None:
        return {"due_at": formats.utc_moment(day, formats.local_time(activity.due_at))}
    return {}


def _key(value: object) -> UUID:
    if isinstance(value, UUID):
        return value
    raise NotFoundError(_("There is no such record."))
