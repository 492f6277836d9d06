"""Contacts: the companies and persons that hold deals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from workbench.domain.contact import EDITABLE, Contact, read_fields
from workbench.domain.people import Right, require
from workbench.errors import (
    ChangedMeanwhileError,
    GuardFailedError,
    HasOpenDealsError,
    InvalidValueError,
    NotFoundError,
)
from workbench.i18n import _, ngettext
from workbench.services import contact_history, history
from workbench.services.loading import update_contact
from workbench.services.records import contact_from, contact_values, surviving
from workbench.services.session import Session
from workbench.store import Batch, uuid7

Decision = Callable[[Contact], Contact]


@dataclass(frozen=True, kw_only=True)
class ContactHit:
    """A contact as a search shows it."""

    id: UUID
    name: str
    city: str | None
    country: str | None


class Contacts:
    """Contacts: create, read, change, search. Contacts are shared by all users; their deals are not."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._store = session.store

    def get(self, key: UUID) -> Contact:
        """Return a contact; of one that was merged, the contact that it became.

        Raises:
            NotFoundError: there is none.
        """
        contact = self.kept(key)
        return contact if contact.merged_into is None else self.kept(surviving(self._store, key))

    def kept(self, key: UUID) -> Contact:
        """Return a contact as its own row has it, also where it was merged into another one.

        Raises:
            NotFoundError: there is none.
        """
        found = self._store.records("contact/get", id=key)
        if not found:
            raise NotFoundError(_("There is no such contact."))
        return contact_from(found[0])

    def search(self, text: str, limit: int = 20) -> list[ContactHit]:
        """Return contacts whose name or city holds the text, case and accents aside; best matches first."""
        rows = self._store.records("contact/search", text=text.strip(), limit=max(1, min(limit, 100)))
        return [ContactHit(**row) for row in rows]

    def create(self, *, name: str, **fields: Any) -> Contact:  # noqa: ANN401 - each field has its own type in Contact
        """Create a contact.

        Raises:
            NotAllowedError: the role may not create.
            InvalidValueError: an unknown field, or a value against a rule.
        """
        contact = self.draft(name=name, **fields)

        def once() -> Contact:
            require(self._session.user, Right.CREATE)
            self._check_references(contact, contact)
            batch = self._session.batch("create")
            add_contact(batch, contact)
            self._session.write(batch)
            return contact

        return self._session.attempt(once)

    def draft(self, *, name: str, **fields: Any) -> Contact:  # noqa: ANN401 - each field has its own type in Contact
        """Return a new contact that is not written yet.

        Raises:
            InvalidValueError: an unknown field, or a value against a rule.
        """
        _check_fields(fields)
        return Contact(id=uuid7(), **_filled({"name": name, **fields}))

    def update(
        self, key: UUID, *, seen: int | None = None, why: str | None = None, **changes: Any  # noqa: ANN401 - each field has its own type in Contact
    ) -> Contact:  # fmt: skip
        """Set fields of a contact.

        Raises:
            ChangedMeanwhileError: the contact is no longer at ``seen``; ``differing`` tells the fields.
            NotAllowedError, NotFoundError, InvalidValueError: as the names say.
        """
        _check_fields(changes)

        def decide(contact: Contact) -> Contact:
            after = contact.changed(**_filled(changes))
            self._check_references(contact, after)
            return after

        return self.change(key, seen, "update", decide, why=why)

    def archive(self, key: UUID, *, archived: bool = True, seen: int | None = None, force: bool = False) -> Contact:
        """Put a contact away, or take it back.

        Args:
            key: the contact.
            archived: away or back.
            seen: the version the caller looked at.
            force: also where open deals are held by it.

        Raises:
            HasOpenDealsError: open deals are held by it; ``count`` says how many.
            ChangedMeanwhileError, NotAllowedError, NotFoundError, InvalidValueError: as the names say.
        """

        def decide(contact: Contact) -> Contact:
            deals = int(self._store.rows("contact/open_deals", id=contact.id)[0][0])
            if archived and deals and not force:
                raise HasOpenDealsError(
                    ngettext(
                        "{count} open deal is held by this contact. Archive it all the same?",
                        "{count} open deals are held by this contact. Archive it all the same?",
                        deals,
                    ).format(count=deals),
                    count=deals,
                )
            return contact.put_away(archived=archived)

        return self.change(key, seen, "archive", decide)

    def history(self, key: UUID) -> list[history.HistoryEntry]:
        """Return all versions of a contact, oldest first, with what each changed.

        Raises:
            NotFoundError: there is none.
        """
        self.kept(key)
        return history.entries(self._store.records("contact/versions", id=key), contact_history.COMPARED)

    def undo(self, unit: UUID) -> Contact:
        """Take back what one unit of work did to one contact: its fields get their values from before.

        Raises:
            NotAllowedError: somebody else did it, and the user is no administrator.
            ChangedMeanwhileError: one of these fields was changed again since.
            NotFoundError: there is no such unit, or it did more than change one contact.
        """
        key, version = contact_history.undoable(self._store, self._session.user, unit)

        def decide(contact: Contact) -> Contact:
            return contact_history.reverted(contact, self._store.records("contact/versions", id=key), version)

        return self.change(key, None, "undo", decide, why=str(unit))

    def change(
        self, key: UUID, seen: int | None, kind: str, decide: Decision, *, why: str | None = None,
        more: Callable[[Batch, Contact], None] | None = None,
    ) -> Contact:  # fmt: skip
        """Permission, read, decide, write: one unit of work.

        Args:
            key: the contact.
            seen: the version the caller looked at; ``None`` means whatever is there now.
            kind: what is done, for the history.
            decide: makes the next version.
            why: the reason the person gave.
            more: adds what else belongs to the unit.

        Raises:
            ChangedMeanwhileError, NotAllowedError, NotFoundError, InvalidValueError: as the names say.
        """

        def once() -> Contact:
            require(self._session.user, Right.CHANGE)
            contact = self.get(key)
            if seen is not None and (contact.id, seen) != (key, contact.version):
                raise self.changed_meanwhile(contact, seen)
            after = decide(contact)
            batch = self._session.batch(kind, why=why)
            update_contact(batch, contact, after, effective_at=batch.recorded_at)
            if more is not None:
                more(batch, after)
            try:
                self._session.write(batch)
            except GuardFailedError as error:
                if str(error) != "contact/guard_version":
                    raise
                raise self.changed_meanwhile(self.get(key), contact.version) from error
            return after

        return self._session.attempt(once)

    def changed_meanwhile(self, now: Contact, seen: int) -> ChangedMeanwhileError:
        """Return the error that says who changed a contact meanwhile, and which fields differ."""
        versions = self._store.records("contact/versions", id=now.id)
        who = next((row["user_login"] for row in reversed(versions)), None) or "–"
        return ChangedMeanwhileError(
            _(
                "{who} changed this contact meanwhile. Nothing of yours was written; look at the new values and decide."
            ).format(who=who),
            differing=history.between(versions, seen, now.version, contact_history.COMPARED),
        )

    def _check_references(self, before: Contact, after: Contact) -> None:
        lookups = self._session.lookups
        if after.origin_id and after.origin_id not in {row.id for row in lookups.origins}:
            self._unchanged(before, after, "origin_id")
        if after.agent_id and after.agent_id not in {user.id for user in lookups.users if user.active}:
            self._unchanged(before, after, "agent_id")
        if after.parent_id and (after.parent_id != before.parent_id or before is after):
            check_parent(self, after)

    @staticmethod
    def _unchanged(before: Contact, after: Contact, field: str) -> None:
        if before is after or getattr(before, field) != getattr(after, field):
            raise InvalidValueError(field, _("This record does not exist."))


def check_parent(contacts: Contacts, contact: Contact) -> None:
    """Refuse a contact that would belong to itself, to nothing, or to one that was merged.

    Raises:
        InvalidValueError: ``field`` is ``parent_id``.
    """
    key, seen = contact.parent_id, {contact.id}
    while key is not None:
        if key in seen:
            raise InvalidValueError("parent_id", _("A contact cannot belong to itself."))
        seen.add(key)
        try:
            above = contacts.kept(key)
        except NotFoundError as error:
            raise InvalidValueError("parent_id", _("This record does not exist.")) from error
        if above.merged_into is not None and key == contact.parent_id:
            raise InvalidValueError("parent_id", _("This contact was merged into another one; choose that one."))
        key = above.parent_id


def add_contact(batch: Batch, contact: Contact) -> None:
    """Add a new contact with its first version to a unit of work."""
    batch.add("contact/insert", **contact_values(contact))
    batch.add(
        "contact/remember", id=contact.id, unit_id=batch.unit, recorded_at=batch.recorded_at,
        effective_at=batch.recorded_at,
    )  # fmt: skip
    batch.changed("contact", contact.id, contact.version)


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    values = read_fields(fields)
    for name in ("name", "kind"):
        if name in values:
            values[name] = values[name] or ""
    return values


def _check_fields(fields: dict[str, Any]) -> None:
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise InvalidValueError(min(unknown), _("“{field}” cannot be set directly.").format(field=min(unknown)))
