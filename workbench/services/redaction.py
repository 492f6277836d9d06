"""``wb.redaction``: a person's data is taken out of the store, of the present and of all history, with proof."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from workbench.domain.people import Right, require
from workbench.errors import InvalidValueError, MergeRefusedError
from workbench.i18n import _
from workbench.services.contacts import Contacts
from workbench.services.loading import update_contact
from workbench.services.session import Session

LINKED = (
    "opportunity", "opportunity_history", "line", "line_history", "activity", "activity_history", "interaction",
    "interaction_history",
)  # fmt: skip
EVERYWHERE = (
    "outbox", "event_log", "unit_of_work", "job", "job_log", "view", "view_history", "setting_history",
)  # fmt: skip
SHORTEST = 6
LONE_NAME = 8  # one word alone, such as “Verdi”, stands for too many others


@dataclass(frozen=True, kw_only=True)
class Found:
    """In how many rows of a column something of the person stands."""

    table: str
    column: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class RedactionReport:
    """What stands where before, or what is left after; ``searched`` are the columns that were looked at: table, column.

    After a redaction ``found`` is empty, or names records that do not belong to the person but hold the same words.
    """

    contact: UUID
    unit: UUID | None
    searched: tuple[tuple[str, str], ...]
    found: tuple[Found, ...]

    def __str__(self) -> str:
        if not self.found:
            return _("{count} columns were searched: nothing of the person is in the store.").format(
                count=len(self.searched)
            )
        places = ", ".join(f"{each.table}.{each.column}: {each.rows}" for each in self.found)
        return _("{count} columns were searched; the person's data stands in {places}.").format(
            count=len(self.searched), places=places
        )


class Redaction:
    """Takes the data of a person out; administrators only. It cannot be undone, and backups are not reached."""

    def __init__(self, session: Session, contacts: Contacts) -> None:
        self._session, self._contacts, self._store = session, contacts, session.store

    def preview(self, contact: UUID) -> RedactionReport:
        """Return where the data of a contact stands, by column.

        Raises:
            NotAllowedError: the user is no administrator.
            NotFoundError: there is no such contact.
        """
        require(self._session.user, Right.SETTINGS)
        self._contacts.kept(contact)
        return self._report(contact, None, self._pattern(self._ids(contact)))

    def redact(self, contact: UUID, *, why: str) -> RedactionReport:
        """Replace what tells of a person, in the contact, its deals, activities and interactions, and all their history.

        What is replaced: name, VAT number, address, place on the map, phones, mails, website, notes, keys in other
        systems; and wherever names, mails, phones or numbers of these stand in texts of the person's deals, of what
        was told, of jobs and of saved views. Amounts, stages and days stay.

        Args:
            contact: a person or a company.
            why: the reason for the history: who asked for it, and when. It must not name the person.

        Returns:
            What is left; see ``RedactionReport``.

        Raises:
            NotAllowedError: the user is no administrator.
            NotFoundError: there is no such contact.
            InvalidValueError: no reason is given, or it names the person.
            MergeRefusedError: the contact was merged into another one; redact that one.
        """
        reason = " ".join(why.split())
        if not reason:
            raise InvalidValueError("why", _("Say why: it is all that remains of it."))

        def once() -> tuple[UUID, str]:
            self._session.settings.lookups(fresh=True)
            require(self._session.user, Right.SETTINGS)
            before, ids = self._contacts.kept(contact), self._ids(contact)
            if before.merged_into is not None:
                raise MergeRefusedError(_("This contact was merged into another one. Redact that one."))
            pattern, marker = self._pattern(ids), _("Removed person")
            if re.search(pattern, reason, re.IGNORECASE):
                raise InvalidValueError("why", _("The reason must not name the person."))
            batch = self._session.batch("redact", why=reason)
            update_contact(batch, before, before.changed(name=marker), effective_at=batch.recorded_at)
            for query in ("contact", "contact_history"):
                batch.add(f"redaction/{query}", ids=ids, marker=marker)
            for query in LINKED:
                batch.add(f"redaction/{query}", ids=ids, pattern=pattern, marker=marker)
            for query in EVERYWHERE:
                batch.add(f"redaction/{query}", pattern=pattern, marker=marker)
            self._session.write(batch)
            return batch.unit, pattern

        unit, pattern = self._session.attempt(once)
        return self._report(contact, unit, pattern)

    def _ids(self, contact: UUID) -> list[UUID]:
        return [row[0] for row in self._store.rows("redaction/ids", id=contact)]

    def _pattern(self, ids: list[UUID]) -> str:
        """Return what finds the person's words: whole ones, longest first; something that is nowhere where none fits."""
        words: set[str] = set()
        for row in self._store.records("redaction/values", ids=ids):
            words.update(_words(row))
        if not words:
            return r"[^\s\S]"
        return "|".join(re.escape(word) for word in sorted(words, key=lambda each: (-len(each), each)))

    def _report(self, contact: UUID, unit: UUID | None, pattern: str) -> RedactionReport:
        rows = self._store.records("redaction/search", pattern=pattern)
        found = [Found(table=row["place"], column=row["field"], rows=row["found"]) for row in rows if row["found"]]
        searched = tuple((row["place"], row["field"]) for row in rows)
        return RedactionReport(contact=contact, unit=unit, searched=searched, found=tuple(found))


def _words(row: Mapping[str, Any]) -> Iterable[str]:
    """Yield what of a contact's version is told apart from other words."""
    name = str(row["name"] or "").strip()
    if len(name) >= LONE_NAME or (len(name.split()) > 1 and len(name) >= SHORTEST):
        yield name
    for field in ("vat_number", "address", "phone", "email", "website", "external_id"):
        text = str(row[field] or "").strip()
        if len(text) >= SHORTEST:
            yield text
    for field in ("other_phones", "other_emails"):
        for part in re.split(r"[,;\n]", str(row[field] or "")):
            if len(part.strip()) >= SHORTEST:
                yield part.strip()
