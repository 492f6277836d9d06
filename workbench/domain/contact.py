"""A contact: the company or person that holds deals."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from uuid import UUID

from workbench.domain.text import LONGEST_LINE, one_line
from workbench.errors import InvalidValueError
from workbench.i18n import _

COUNTRY = re.compile(r"[A-Z]{2}")
LONGEST_NOTES = 20_000
DAYS = frozenset({"lead_since", "customer_since"})
DEGREES = frozenset({"latitude", "longitude"})
FLAGS = frozenset({"mail_consent", "phone_consent"})


class LeadStatus(StrEnum):
    """How far a lead has come; a customer keeps the last one."""

    NEW = "new"
    WORKING = "working"
    QUALIFIED = "qualified"
    DISQUALIFIED = "disqualified"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Coordinates are decimal degrees (WGS 84); ``country`` is an ISO 3166-1 alpha-2 code; quality is 1–5 stars."""

    id: UUID
    version: int = 1
    kind: str = "company"
    parent_id: UUID | None = None
    name: str
    vat_number: str | None = None
    quality: int | None = None
    origin_id: UUID | None = None
    sector: str | None = None
    category: str | None = None
    address: str | None = None
    city: str | None = None
    postcode: str | None = None
    region: str | None = None
    country: str | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    phone: str | None = None
    email: str | None = None
    agent_id: UUID | None = None
    lead_since: date | None = None
    customer_since: date | None = None
    external_source: str | None = None
    external_id: str | None = None
    archived: bool = False
    other_phones: str | None = None
    other_emails: str | None = None
    website: str | None = None
    competitors: str | None = None
    campaigns: str | None = None
    notes: str | None = None
    mail_consent: bool | None = None
    phone_consent: bool | None = None
    lead_status: str | None = None
    lead_reason: str | None = None
    merged_into: UUID | None = None

    def __post_init__(self) -> None:
        if not one_line(self.name):
            raise InvalidValueError("name", _("A contact needs a name."))
        if self.kind not in {"company", "person"}:
            raise InvalidValueError("kind", _("A contact is a company or a person."))
        if self.quality is not None and not 1 <= self.quality <= 5:
            raise InvalidValueError("quality", _("Contact quality is 1 to 5 stars."))
        if self.latitude is not None and not -90 <= self.latitude <= 90:
            raise InvalidValueError("latitude", _("Latitude lies between −90 and 90."))
        if self.longitude is not None and not -180 <= self.longitude <= 180:
            raise InvalidValueError("longitude", _("Longitude lies between −180 and 180."))

    @property
    def is_lead(self) -> bool:
        """Whether this is a lead: known as one, and no customer yet."""
        return self.lead_since is not None and self.customer_since is None

    @property
    def status(self) -> LeadStatus | None:
        """How far the lead has come; nothing where the contact is no lead. One without a status is new."""
        return LeadStatus(self.lead_status or LeadStatus.NEW) if self.is_lead else None

    def changed(self, **fields: object) -> Contact:
        """Return the next version with these fields set."""
        return replace(self, version=self.version + 1, **fields)  # pyright: ignore[reportArgumentType]

    def put_away(self, *, archived: bool) -> Contact:
        """Return the contact archived, or taken back.

        Raises:
            InvalidValueError: it was merged into another one: only undoing the merge brings it back.
        """
        if self.merged_into is not None:
            raise InvalidValueError("archived", _("This contact was merged into another one; undo the merge instead."))
        return self.changed(archived=archived)

    def worked(self, status: LeadStatus, *, reason: str | None = None, today: date) -> Contact:
        """Return the lead at another status.

        Args:
            status: the new one.
            reason: why; needed where it is disqualified.
            today: since when it is a lead, where it was none.

        Raises:
            InvalidValueError: the contact is a customer, or the reason is missing.
        """
        if self.customer_since is not None:
            raise InvalidValueError("lead_status", _("This contact is a customer, no lead."))
        why = one_line(reason or "") or None
        if status is LeadStatus.DISQUALIFIED and why is None:
            raise InvalidValueError("reason", _("Say why this lead is disqualified."))
        return self.changed(lead_since=self.lead_since or today, lead_status=status.value, lead_reason=why)

    def became_customer(self, *, today: date) -> Contact:
        """Return the contact as a customer; what it was as a lead stays."""
        if self.customer_since is not None:
            raise InvalidValueError("customer_since", _("This contact is a customer already."))
        status = LeadStatus.QUALIFIED.value if self.lead_since else self.lead_status
        return self.changed(customer_since=today, lead_status=status, lead_reason=None)


EDITABLE = tuple(
    item.name for item in fields(Contact)
    if item.name not in {"id", "version", "archived", "merged_into", "lead_status", "lead_reason"}
)  # fmt: skip


def read_fields(given: Mapping[str, object]) -> dict[str, Any]:
    """Return values of a contact's fields as the domain keeps them.

    Raises:
        InvalidValueError: a value of another kind; ``field`` names it.
    """
    return {name: _read(name, value) for name, value in given.items()}


def _read(name: str, value: object) -> object:
    if value is None or value == "":
        return None
    readers: dict[str, Callable[[str, object], object]] = {
        **dict.fromkeys(FLAGS, _flag), **dict.fromkeys(DEGREES, _degrees), **dict.fromkeys(DAYS, _day),
        **dict.fromkeys(("parent_id", "origin_id", "agent_id"), _key), "quality": _stars,
    }  # fmt: skip
    return readers.get(name, _text)(name, value)


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise InvalidValueError(name, _("This is yes or no."))
    return value


def _stars(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidValueError(name, _("Contact quality is 1 to 5 stars."))
    return value


def _degrees(name: str, value: object) -> Decimal:
    if isinstance(value, bool | float) or not isinstance(value, int | str | Decimal):
        raise InvalidValueError(name, _("This is not a number."))
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise InvalidValueError(name, _("This is not a number.")) from error
    if not number.is_finite() or abs(number) > 180:
        raise InvalidValueError(name, _("This is not a number."))
    return number.quantize(Decimal("0.000001"))


def _day(name: str, value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise InvalidValueError(name, _("This is not a date.")) from error


def _key(name: str, value: object) -> UUID:
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value if isinstance(value, str) else "")
    except ValueError as error:
        raise InvalidValueError(name, _("This is not the key of a record.")) from error


def _text(name: str, value: object) -> str | None:
    if not isinstance(value, str):
        raise InvalidValueError(name, _("This is not a text."))
    if name == "notes":
        if len(value) > LONGEST_NOTES:
            raise InvalidValueError(name, _("This is longer than {limit} characters.").format(limit=LONGEST_NOTES))
        return value
    line = one_line(value)
    if len(line) > LONGEST_LINE:
        raise InvalidValueError(name, _("This is longer than {limit} characters.").format(limit=LONGEST_LINE))
    if name == "country":
        line = line.upper()
        if not COUNTRY.fullmatch(line):
            raise InvalidValueError(name, _("Give the country as its two letters, for example IT."))
    return line or None
