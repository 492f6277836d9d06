"""Leads from a file: a row a lead; the same file again brings none twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from workbench.domain.contact import Contact, LeadStatus
from workbench.domain.people import Right, require
from workbench.domain.text import one_line
from workbench.errors import ImportRefusedError, InvalidValueError
from workbench.i18n import _
from workbench.services.contacts import Contacts
from workbench.services.imports.drafts import Rejected
from workbench.services.imports.names import country_code, folded
from workbench.services.imports.reading import Table, read_table
from workbench.services.imports.values import text_of
from workbench.services.loading import ContactVersion, add_contacts
from workbench.services.session import Session

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "full name", "contact name", "contact", "person", "nome", "nome e cognome", "nume", "persoana"),
    "company": ("company", "company name", "account", "organization", "organisation", "azienda", "ragione sociale", "societa", "firma", "companie"),
    "email": ("email", "e-mail", "mail", "email address", "posta elettronica", "adresa email"),
    "phone": ("phone", "telephone", "phone number", "mobile", "telefono", "cellulare", "telefon", "mobil"),
    "country": ("country", "country code", "nazione", "paese", "tara"),
    "city": ("city", "citta", "oras"),
    "postcode": ("postcode", "zip", "postal code", "cap", "cod postal"),
    "vat_number": ("vat", "vat number", "vat id", "partita iva", "p iva", "cui", "cod fiscal"),
    "website": ("website", "web", "url", "sito", "sito web"),
    "origin": ("source", "origin", "lead source", "origine", "fonte", "sursa"),
    "campaigns": ("campaign", "campaigns", "campagna", "campanie"),
    "notes": ("notes", "note", "message", "messaggio", "mesaj", "observatii"),
    "external_id": ("id", "external id", "lead id", "record id", "codice", "cod"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class LeadFile:
    """What a file of leads brings: how many are new, how many were known, and the rows that are set aside.

    ``alike`` are new leads of which a contact may be in the store already: their name, and the names of those.
    """

    created: tuple[UUID, ...]
    known: int
    rejected: tuple[Rejected, ...]
    alike: tuple[tuple[str, tuple[str, ...]], ...] = ()
    written: bool = False


def capture_file(session: Session, contacts: Contacts, path: Path, *, source: str, dry_run: bool) -> LeadFile:
    """Read a file of leads and write those that are new as one unit of work.

    Raises:
        NotAllowedError: the role may not import.
        ImportRefusedError: it is no table, or has no column for a name.
    """
    require(session.user, Right.IMPORT)
    table = read_table(path)
    places = _places(table)

    def once() -> LeadFile:
        rows = [_values(row, places) for row in table.rows]
        leads, known, rejected = _new_leads(session, contacts, table, rows, source)
        result = LeadFile(
            created=tuple(lead.id for lead in leads), known=known, rejected=(*table.rejected, *rejected),
            alike=_alike(session, leads),
        )  # fmt: skip
        if dry_run or not leads:
            return result
        batch = session.batch("import", why=f"leads: {path.name}")
        add_contacts(batch, [ContactVersion(lead, batch.recorded_at) for lead in leads])
        session.write(batch)
        return replace(result, written=True)

    return session.attempt(once)


def _places(table: Table) -> dict[str, int]:
    heads = [folded(head.replace("_", " ")) for head in table.headers]
    places = {
        name: next(place for place, head in enumerate(heads) if head in words)
        for name, words in COLUMNS.items()
        if any(head in words for head in heads)
    }
    if "name" not in places and "company" not in places:
        raise ImportRefusedError(
            _(
                "No column of “{file}” is known to be the name of a lead or its company. Its columns are: {columns}. "
                "Name one of them “name” or “company”. Nothing was loaded."
            ).format(file=table.name, columns=", ".join(table.headers))
        )
    return places


def _values(row: tuple[object, ...], places: Mapping[str, int]) -> dict[str, str]:
    return {name: one_line(text_of(row[place])) for name, place in places.items() if text_of(row[place]).strip()}


def _new_leads(
    session: Session, contacts: Contacts, table: Table, rows: list[dict[str, str]], source: str
) -> tuple[list[Contact], int, list[Rejected]]:
    there = session.store.records(
        "contact/by_external", source=source, ids=[row["external_id"] for row in rows if "external_id" in row],
        emails=[row["email"].lower() for row in rows if "email" in row],
    )  # fmt: skip
    seen = {("id", row["external_id"]) for row in there if row["external_id"]} | {
        ("mail", row["email"]) for row in there
    }
    leads: list[Contact] = []
    rejected: list[Rejected] = []
    known = 0
    for place, row in enumerate(rows):
        marks = {("id", row.get("external_id")), ("mail", row.get("email", "").lower() or None)}
        marks = {mark for mark in marks if mark[1]}
        if marks & seen:
            known += 1
            continue
        try:
            leads += _lead(session, contacts, row, source)
        except InvalidValueError as error:
            rejected.append(_rejected(table, place, row, error))
            continue
        seen |= marks
    return leads, known, rejected


def _lead(session: Session, contacts: Contacts, row: dict[str, str], source: str) -> list[Contact]:
    from workbench.services.leads import lead_of  # noqa: PLC0415 - the form and the file make leads alike

    fields: dict[str, Any] = {
        key: text for key, text in row.items() if key not in {"name", "company", "origin", "country"}
    }
    if "country" in row:
        fields["country"] = country_code(row["country"])
        if fields["country"] is None:
            raise InvalidValueError("country", _("There is no country “{code}”.").format(code=row["country"]))
    if "origin" in row:
        fields["origin_id"] = _origin(session, row["origin"])
    if "email" in row and "@" not in row["email"]:
        raise InvalidValueError("email", _("This is no e-mail address."))
    if "external_id" in row:
        fields["external_source"] = source
    fields["lead_since"] = session.today
    lead, person = lead_of(contacts, name=row.get("name", ""), company=row.get("company"), fields=fields)
    return [lead] if person is None else [lead, person]


def _origin(session: Session, name: str) -> UUID:
    for row in session.lookups.origins:
        if folded(name) in {folded(row.name), folded(row.code)}:
            return row.id
    raise InvalidValueError("origin", _("There is no origin “{name}”.").format(name=name))


def _rejected(table: Table, place: int, row: Mapping[str, str], error: InvalidValueError) -> Rejected:
    return Rejected(
        file=table.name, line=table.lines[place], column=error.field, value=row.get(error.field, ""), reason=str(error),
        cells=tuple((head, text_of(cell)) for head, cell in zip(table.headers, table.rows[place], strict=True)),
    )  # fmt: skip


def _alike(session: Session, leads: list[Contact]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    from workbench.services.duplicates import alike_among  # noqa: PLC0415 - rapidfuzz is loaded when it is needed

    return alike_among(session, [lead for lead in leads if lead.lead_status == LeadStatus.NEW])
