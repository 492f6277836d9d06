"""Leads: captured by form or file, qualified, and converted into deals and customers with their history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from workbench.domain.contact import Contact, LeadStatus
from workbench.domain.opportunity import Opportunity
from workbench.domain.people import Right, Role, require
from workbench.domain.text import one_line
from workbench.domain.vat import checked, country_of, normalised
from workbench.errors import GuardFailedError, InvalidValueError, NotAllowedError, WriteConflictError
from workbench.i18n import _
from workbench.services import drafting, writing
from workbench.services.contacts import Contacts, add_contact
from workbench.services.creating import next_number
from workbench.services.lead_file import LeadFile, capture_file
from workbench.services.session import Session
from workbench.store import Batch


class Leads:
    """A lead is a contact with ``lead_since`` and without ``customer_since``."""

    def __init__(self, session: Session, contacts: Contacts) -> None:
        self._session, self._contacts = session, contacts

    def capture(self, *, name: str, company: str | None = None, **fields: Any) -> Contact:  # noqa: ANN401 - each field has its own type in Contact
        """Take in a lead.

        Args:
            name: who it is.
            company: where they work: then the company becomes the lead, and the person belongs to it.
            fields: as ``Contacts.create`` takes them.

        Returns:
            The lead: the company where one was given, else the person or company of the name.

        Raises:
            NotAllowedError: the role may not create.
            InvalidValueError: an unknown field, or a value against a rule.
        """
        since = {"lead_since": self._session.today, **fields}
        lead, person = lead_of(self._contacts, name=name, company=company, fields=since)

        def once() -> Contact:
            require(self._session.user, Right.CREATE)
            batch = self._session.batch("create")
            add_contact(batch, lead)
            if person is not None:
                add_contact(batch, person)
            self._session.write(batch)
            return lead

        return self._session.attempt(once)

    def capture_file(self, path: Path | str, *, source: str = "leads", dry_run: bool = False) -> LeadFile:
        """Take in the leads of a CSV, Excel or Parquet file; the same file again brings none twice.

        Args:
            path: a table with columns such as name, company, email, phone, country, source, campaign, id.
            source: what the ids of the file belong to.
            dry_run: only tell what would be done.

        Raises:
            NotAllowedError: the role may not import.
            ImportRefusedError: it is no table, or has no column for a name.
        """
        return capture_file(self._session, self._contacts, Path(path), source=source, dry_run=dry_run)

    def work(self, key: UUID, *, seen: int | None = None) -> Contact:
        """Say that somebody works on a lead."""
        return self._mark(key, LeadStatus.WORKING, None, seen)

    def qualify(self, key: UUID, *, note: str | None = None, seen: int | None = None) -> Contact:
        """Say that a lead is worth a deal.

        Raises:
            InvalidValueError: the contact is a customer.
            ChangedMeanwhileError, NotAllowedError, NotFoundError: as the names say.
        """
        return self._mark(key, LeadStatus.QUALIFIED, note, seen)

    def disqualify(self, key: UUID, *, reason: str, seen: int | None = None) -> Contact:
        """Say that nothing will come of a lead, and why.

        Raises:
            InvalidValueError: the reason is missing, or the contact is a customer.
            ChangedMeanwhileError, NotAllowedError, NotFoundError: as the names say.
        """
        return self._mark(key, LeadStatus.DISQUALIFIED, reason, seen)

    def to_deal(
        self, key: UUID, *, title: str, seen: int | None = None, **given: object
    ) -> tuple[Contact, Opportunity]:
        """Make a deal of a lead: the deal holds contact, origin and campaign, the lead is qualified; one unit of work.

        Args:
            key: the lead, or any other contact.
            title: what the deal is about.
            seen: the version the caller looked at.
            given: fields as ``Opportunities.create`` takes them.

        Raises:
            InvalidValueError: a value against a rule; ``field`` names it.
            ChangedMeanwhileError, NotAllowedError, NotFoundError: as the names say.
        """
        made: list[Opportunity] = []

        def decide(contact: Contact) -> Contact:
            if not contact.is_lead:
                return contact.changed()
            return contact.worked(LeadStatus.QUALIFIED, reason=contact.lead_reason, today=self._session.today)

        def more(batch: Batch, contact: Contact) -> None:
            made.clear()
            made.append(self._new_deal(contact, title, given))
            writing.add_deal(batch, made[0], self._session.lookups)

        def once() -> Contact:
            require(self._session.user, Right.CREATE)
            try:
                return self._contacts.change(key, seen, "convert", decide, more=more)
            except GuardFailedError as error:
                raise WriteConflictError(_("The number was given to another deal at the same moment.")) from error

        contact = self._session.attempt(once)
        return contact, made[0]

    def to_customer(
        self, key: UUID, *, country: str | None = None, vat_number: str | None = None, seen: int | None = None,
        override: str | None = None,
    ) -> Contact:  # fmt: skip
        """Make a customer of a lead, once its country and VAT number are in order.

        Args:
            key: the lead.
            country: ISO code, where it is to be set.
            vat_number: the number, where it is to be set; a person may have none.
            seen: the version the caller looked at.
            override: why the same VAT number elsewhere does not matter; only an administrator may say so.

        Raises:
            InvalidValueError: no country, a number that is not valid there, or one that another contact has.
            NotAllowedError: ``override`` from somebody who is no administrator.
            ChangedMeanwhileError, NotFoundError: as the names say.
        """
        user = self._session.user
        why = one_line(override or "") or None
        if why and user.role is not Role.ADMINISTRATOR:
            raise NotAllowedError(_("Only an administrator may let two contacts have the same VAT number."))

        def decide(contact: Contact) -> Contact:
            home = country_of(country or contact.country)
            number = vat_number if vat_number is not None else contact.vat_number
            kept = checked(number, home) if number else None
            if kept is None and contact.kind == "company":
                raise InvalidValueError("vat_number", _("A company needs its VAT number to become a customer."))
            if kept is not None and not why:
                self._refuse_same(contact, kept, home)
            settled = replace(contact, country=home, vat_number=kept)
            return settled.became_customer(today=self._session.today)

        return self._contacts.change(key, seen, "convert", decide, why=why)

    def same_vat(self, number: str, country: str | None, *, but: UUID | None = None) -> list[str]:
        """Return the names of other contacts with the same VAT number."""
        rows = self._session.store.records("contact/same_vat", spellings=spellings(number, country))
        wanted = normalised(number, country)
        return [
            row["name"] for row in rows
            if row["id"] != but and normalised(row["vat_number"], row["country"] or country) == wanted
        ]  # fmt: skip

    def _refuse_same(self, contact: Contact, number: str, country: str) -> None:
        names = self.same_vat(number, country, but=contact.id)
        if names:
            raise InvalidValueError(
                "vat_number",
                _(
                    "{names} has this VAT number already. Merge the two contacts; or an administrator says why both have it."
                ).format(names=", ".join(f"“{name}”" for name in names)),
            )

    def _mark(self, key: UUID, status: LeadStatus, reason: str | None, seen: int | None) -> Contact:
        today = self._session.today
        return self._contacts.change(
            key, seen, "qualify", lambda contact: contact.worked(status, reason=reason, today=today), why=reason
        )

    def _new_deal(self, contact: Contact, title: str, given: Mapping[str, object]) -> Opportunity:
        person = (
            {"contact_id": contact.parent_id, "person_id": contact.id}
            if contact.parent_id
            else {"contact_id": contact.id}
        )
        campaign = (contact.campaigns or "").split(",")[0].strip() or None
        wanted = {
            "origin_id": contact.origin_id, "campaign": campaign, "agent_id": contact.agent_id,
            "quality": contact.quality, **person, **given,
        }  # fmt: skip
        number = next_number(self._session)
        return drafting.new_deal(self._session, title, (), wanted, number=number, contacts={contact.id})


def lead_of(
    contacts: Contacts, *, name: str, company: str | None, fields: Mapping[str, Any]
) -> tuple[Contact, Contact | None]:
    """Return a new lead, and the person that belongs to it where both a company and a person are named."""
    status = {"lead_status": LeadStatus.NEW.value}
    given = {"kind": "person", **fields} if not company else {**fields}
    if not company or one_line(company) == one_line(name):
        lead = contacts.draft(name=name, **{**given, **({"kind": "company"} if company else {})})
        return replace(lead, **status), None
    own = {key: value for key, value in given.items() if key in {"email", "phone", "mail_consent", "phone_consent"}}
    rest = {key: value for key, value in given.items() if key not in {"phone", "kind"}}
    lead = replace(contacts.draft(name=company, kind="company", **rest), **status)
    if not one_line(name):
        return replace(lead, phone=given.get("phone")), None
    return lead, contacts.draft(name=name, kind="person", parent_id=lead.id, **own)


def spellings(number: str, country: str | None) -> list[str]:
    """Return a VAT number with and without its country, as letters and digits."""
    full, plain = normalised(number, country), normalised(number)
    return sorted({full, plain, full[2:], plain[2:]} - {""})
