"""Interactions: what was said and done with customers, written down, and told with done activities as one timeline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from workbench.domain.activity import ActivityType
from workbench.domain.events import Event, InteractionEvent, InteractionLogged
from workbench.domain.interaction import Interaction, Kind, read_fields, usual_direction
from workbench.domain.people import Right, require, seeing
from workbench.errors import ChangedMeanwhileError, GuardFailedError, InvalidValueError, NotFoundError
from workbench.i18n import _
from workbench.services import activity_rights as rights
from workbench.services import agenda
from workbench.services.activity_drafting import require_contacts
from workbench.services.activity_rights import DealFacts
from workbench.services.activity_writing import add_interaction, change_interaction
from workbench.services.history import HistoryEntry, entries
from workbench.services.records import INTERACTION_FIELDS, interaction_from
from workbench.services.session import Session
from workbench.store import uuid7

COMPARED = tuple(name for name in INTERACTION_FIELDS if name not in {"id", "version"})
MOST_TOLD = 200
Decision = Callable[[Interaction], tuple[Interaction, InteractionEvent]]
Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True)
class InteractionResult:
    """What a verb did: the interaction as it is now, the unit of work, and the event."""

    interaction: Interaction
    unit: UUID
    event: InteractionEvent


@dataclass(frozen=True, kw_only=True)
class Told:
    """An entry of a timeline: an interaction, or a done activity that did not become one; ``moment`` in UTC.

    ``kind`` is a kind of interaction, or of an activity the code of its type; ``type`` is set for activities.
    """

    entity: str
    id: UUID
    version: int
    moment: datetime
    kind: str
    type: ActivityType | None
    direction: str
    user_id: UUID
    subject: str
    body: str | None
    outcome: str | None
    minutes: int | None
    deal: DealFacts | None
    contact: str | None
    activity_id: UUID | None
    may_change: bool


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """Entries, latest first; ``more`` where there are older ones."""

    entries: list[Told]
    more: bool


class Interactions:
    """Interactions: write down, correct, put away, tell."""

    def __init__(self, session: Session, *, emit: Callable[[Event], None]) -> None:
        self._session = session
        self._store = session.store
        self._emit = emit

    def get(self, key: UUID) -> Interaction:
        """Return an interaction.

        Raises:
            NotFoundError: there is none, or it is not for the user to see.
        """
        found = self._store.records("interaction/get", id=key)
        if not found:
            raise NotFoundError(_("There is no such interaction, or you may not see it."))
        interaction = interaction_from(found[0])
        rights.require_seen(self._session, interaction)
        return interaction

    def log(
        self, *, kind: str, subject: str = "", opportunity: UUID | None = None, contact: UUID | None = None,
        person: UUID | None = None, happened_at: datetime | None = None, direction: str | None = None,
        minutes: int | None = None, body: str | None = None, outcome: str | None = None,
        user: UUID | str | None = None, external: tuple[str, str] | None = None,
    ) -> InteractionResult:  # fmt: skip
        """Write down what was said or done.

        Args:
            kind: ``call``, ``mail``, ``meeting``, ``note`` or ``visit``.
            subject: what it was about; by default the first words of the text.
            opportunity: the deal; contact and person then come from the deal.
            contact: the contact, where it is another one or there is no deal.
            person: the contact person.
            happened_at: when, UTC without a zone; by default now.
            direction: ``in``, ``out`` or ``none``; by default as usual for the kind.
            minutes: how long it took.
            body: what was said.
            outcome: what came of it, in a word or two.
            user: id or login of who did it; by default the user.
            external: source and id in another system.

        Raises:
            NotAllowedError: the role may not write down anything.
            NotFoundError: there is no such deal, contact or user.
            InvalidValueError: a value against a rule; ``field`` names it.
        """
        given: dict[str, object] = {
            "kind": kind, "subject": subject if subject.strip() else _first_words(body),
            "happened_at": happened_at or self._session.clock(), "minutes": minutes, "body": body, "outcome": outcome,
            "direction": direction or "none",
        }  # fmt: skip

        def once() -> InteractionResult:
            require(self._session.user, Right.CREATE)
            read: dict[str, Any] = read_fields(given, now=self._session.clock())
            if direction is None:
                read["direction"] = usual_direction(Kind(str(read["kind"])))
            whom = self._whom(opportunity, contact, person)
            who = self._session.user.id if user is None else self._session.lookups.user(user).id
            source, external_id = external or (None, None)
            interaction = Interaction(
                id=uuid7(), user_id=who, external_source=source, external_id=external_id, **whom, **read
            )  # pyright: ignore[reportArgumentType]
            batch = self._session.batch("log")
            add_interaction(batch, interaction)
            self._session.write(batch)
            event = InteractionLogged(interaction_id=interaction.id, version=1, opportunity_id=opportunity)
            return InteractionResult(interaction=interaction, unit=batch.unit, event=event)

        return self._told(self._session.attempt(once))

    def update(self, key: UUID, *, seen: int | None = None, **changes: object) -> InteractionResult:
        """Set fields of an interaction, all of them or none.

        Args:
            key: the interaction.
            seen: the version the caller looked at.
            changes: editable fields and their new values (see ``domain.interaction.EDITABLE``).

        Raises:
            InvalidValueError: a value against a rule; ``field`` names it.
            ChangedMeanwhileError, NotAllowedError, NotFoundError: as the names say.
        """

        def decide(one: Interaction) -> tuple[Interaction, InteractionEvent]:
            after, event = one.changed(now=self._session.clock(), **changes)
            if after.opportunity_id not in {None, one.opportunity_id}:
                rights.seen_deal(self._session, _key(after.opportunity_id))
            require_contacts(self._session, after.contact_id, after.person_id)
            return after, event

        return self._change(key, seen, "update", decide)

    def archive(self, key: UUID, *, archived: bool = True, seen: int | None = None) -> InteractionResult:
        """Put an interaction away, or take it back with ``archived=False``; nothing is deleted.

        Raises:
            ChangedMeanwhileError, NotAllowedError, NotFoundError: as the names say.
        """
        return self._change(key, seen, "archive", lambda one: one.put_away(archived=archived))

    def history(self, key: UUID) -> list[HistoryEntry]:
        """Return all versions of an interaction, oldest first, with what each changed.

        Raises:
            NotFoundError: there is none, or it is not for the user to see.
        """
        self.get(key)
        return entries(self._store.records("interaction/versions", id=key), COMPARED)

    def timeline(
        self, *, opportunity: UUID | None = None, contact: UUID | None = None, limit: int = 30, after: int = 0
    ) -> Timeline:
        """Return what happened with a deal or a contact: interactions, and done activities that did not become one.

        Args:
            opportunity: the deal.
            contact: the contact, as company or as person; with neither, everything that the user sees.
            limit: how many entries, at most 200.
            after: how many of the latest are left out.

        Raises:
            NotFoundError: there is no such deal, or it lies outside what the user sees.
        """
        if opportunity is not None:
            rights.seen_deal(self._session, opportunity)
        most = max(1, min(limit, MOST_TOLD))
        found = self._store.records(
            "timeline/keys", **seeing(self._session.user).parameters(), of_deal=opportunity, of_contact=contact,
            limit=most + 1, after=max(0, after),
        )  # fmt: skip
        keys = [(row["entity"], row["id"]) for row in found[:most]]
        told = {**self._spoken(keys), **self._acted(keys)}
        return Timeline(entries=[told[key] for _entity, key in keys if key in told], more=len(found) > most)

    def _spoken(self, keys: list[tuple[str, UUID]]) -> dict[UUID, Told]:
        wanted = [key for entity, key in keys if entity == "interaction"]
        if not wanted:
            return {}
        said = [interaction_from(row) for row in self._store.records("interaction/rows", ids=wanted)]
        deals = rights.deals(self._session, [one.opportunity_id for one in said])
        names = agenda.contact_names(self._session, [one.contact_id or one.person_id for one in said])
        user = self._session.user
        return {
            one.id: Told(
                entity="interaction", id=one.id, version=one.version, moment=one.happened_at, kind=one.kind.value,
                type=None, direction=one.direction.value, user_id=one.user_id, subject=one.subject, body=one.body,
                outcome=one.outcome, minutes=one.minutes, deal=_of(deals, one.opportunity_id),
                contact=_of(names, one.contact_id or one.person_id), activity_id=one.activity_id,
                may_change=rights.may_change(user, one, _of(deals, one.opportunity_id), self._session),
            )
            for one in said
        }  # fmt: skip

    def _acted(self, keys: list[tuple[str, UUID]]) -> dict[UUID, Told]:
        wanted = [key for entity, key in keys if entity == "activity"]
        rows = agenda.rows_of(self._session, wanted, today=self._session.today)
        return {
            row.activity.id: Told(
                entity="activity", id=row.activity.id, version=row.activity.version,
                moment=row.activity.done_at or self._session.clock(), kind=row.type.code, type=row.type,
                direction="none", user_id=row.activity.assignee_id, subject=row.activity.subject,
                body=row.activity.notes, outcome=row.activity.outcome, minutes=row.activity.minutes, deal=row.deal,
                contact=row.contact, activity_id=row.activity.id, may_change=row.may_change,
            )
            for row in rows
        }  # fmt: skip

    def _whom(self, opportunity: UUID | None, contact: UUID | None, person: UUID | None) -> dict[str, Any]:
        require_contacts(self._session, contact, person)
        if opportunity is None:
            return {"contact_id": contact, "person_id": person}
        deal = rights.seen_deal(self._session, opportunity)
        if contact is None:
            contact, person = deal.contact_id, person or deal.person_id
        return {"opportunity_id": opportunity, "contact_id": contact, "person_id": person}

    def _told(self, result: InteractionResult) -> InteractionResult:
        self._emit(result.event)
        return result

    def _change(self, key: UUID, seen: int | None, kind: str, decide: Decision) -> InteractionResult:
        """Permission, read, decide, write: one unit of work."""

        def once() -> InteractionResult:
            interaction = self.get(key)
            rights.require_changed(self._session, interaction)
            if seen is not None and interaction.version != seen:
                raise _changed_meanwhile()
            after, event = decide(interaction)
            batch = self._session.batch(kind)
            change_interaction(batch, interaction, after)
            try:
                self._session.write(batch)
            except GuardFailedError as error:
                raise _changed_meanwhile() from error
            return InteractionResult(interaction=after, unit=batch.unit, event=event)

        return self._told(self._session.attempt(once))


def _first_words(text: str | None) -> str:
    words = " ".join((text or "").split())
    return words if len(words) <= 80 else words[:79].rsplit(" ", 1)[0] + "…"


def _key(value: object) -> UUID:
    if isinstance(value, UUID):
        return value
    raise InvalidValueError("opportunity_id", _("This is not the key of a record."))


def _of(found: dict[UUID, Found], key: UUID | None) -> Found | None:
    return None if key is None else found.get(key)


def _changed_meanwhile() -> ChangedMeanwhileError:
    return ChangedMeanwhileError(_("Somebody changed this interaction meanwhile. Nothing of yours was written."))
