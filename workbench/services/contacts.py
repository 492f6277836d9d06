"""Contacts: the companies and persons that hold deals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from workbench.domain.contact import Contact
from workbench.domain.people import Right, require
from workbench.errors import ChangedMeanwhileError, GuardFailedError, InvalidValueError, NotFoundError
from workbench.i18n import _
from workbench.services.records import CONTACT_FIELDS, contact_from, contact_values
from workbench.services.session import Session
from workbench.store import Batch, uuid7

KEPT = frozenset({"id", "version"})


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
        """Return a contact.

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
        _check_fields(fields)
        contact = Contact(id=uuid7(), name=name, **fields)

        def once() -> Contact:
            require(self._session.user, Right.CREATE)
            batch = self._session.batch("create")
            batch.add("contact/insert", **contact_values(contact))
            self._remember(batch, contact)
            self._session.write(batch)
            return contact

        return self._session.attempt(once)

    def update(self, key: UUID, *, seen: int | None = None, **changes: Any) -> Contact:  # noqa: ANN401 - each field has its own type in Contact
        """Set fields of a contact.

        Raises:
            ChangedMeanwhileError: the contact is no longer at ``seen``.
            NotAllowedError, NotFoundError, InvalidValueError: as the names say.
        """
        _check_fields(changes)

        def once() -> Contact:
            require(self._session.user, Right.CHANGE)
            contact = self.get(key)
            if seen is not None and seen != contact.version:
                raise ChangedMeanwhileError(_("Somebody changed this contact meanwhile. Nothing of yours was written."))
            after = contact.changed(**changes)
            batch = self._session.batch("update")
            batch.guard("contact/guard_version", id=key, seen=contact.version)
            batch.add("contact/update", **contact_values(after))
            self._remember(batch, after)
            try:
                self._session.write(batch)
            except GuardFailedError as error:
                raise ChangedMeanwhileError(
                    _("Somebody changed this contact meanwhile. Nothing of yours was written.")
                ) from error
            return after

        return self._session.attempt(once)

    def _remember(self, batch: Batch, contact: Contact) -> None:
        batch.add(
            "contact/remember", id=contact.id, unit_id=batch.unit, recorded_at=batch.recorded_at,
            effective_at=batch.recorded_at,
        )  # fmt: skip
        batch.changed("contact", contact.id, contact.version)


def _check_fields(fields: dict[str, Any]) -> None:
    unknown = set(fields) - (set(CONTACT_FIELDS) - KEPT)
    if unknown:
        raise InvalidValueError(min(unknown), _("“{field}” cannot be set directly.").format(field=min(unknown)))
