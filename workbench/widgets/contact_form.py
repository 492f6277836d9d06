"""The form of a contact: its fields, and values between the page's plain text and the domain."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.domain.contact import Contact
from workbench.errors import InvalidValueError
from workbench.i18n import N_, _
from workbench.services.settings import Lookups

LONGEST = 20_000
KINDS: dict[str, tuple[str, str, str]] = {
    "name": (N_("Name"), "text", "who"),
    "kind": (N_("Kind"), "choice", "who"),
    "parent_id": (N_("Belongs to"), "contact", "who"),
    "vat_number": (N_("VAT number"), "text", "who"),
    "quality": (N_("Contact quality"), "stars", "who"),
    "email": (N_("E-mail"), "text", "reach"),
    "phone": (N_("Phone"), "text", "reach"),
    "other_emails": (N_("Other e-mails"), "text", "reach"),
    "other_phones": (N_("Other phones"), "text", "reach"),
    "website": (N_("Website"), "text", "reach"),
    "mail_consent": (N_("May be written to"), "choice", "reach"),
    "phone_consent": (N_("May be called"), "choice", "reach"),
    "address": (N_("Address"), "text", "place"),
    "postcode": (N_("Postcode"), "text", "place"),
    "city": (N_("City"), "text", "place"),
    "region": (N_("Region"), "text", "place"),
    "country": (N_("Country code"), "text", "place"),
    "latitude": (N_("Latitude"), "text", "place"),
    "longitude": (N_("Longitude"), "text", "place"),
    "agent_id": (N_("Main agent"), "choice", "sales"),
    "origin_id": (N_("Origin"), "choice", "sales"),
    "sector": (N_("Sector"), "text", "sales"),
    "category": (N_("Category"), "text", "sales"),
    "campaigns": (N_("Campaigns"), "text", "sales"),
    "competitors": (N_("Competitors"), "text", "sales"),
    "lead_since": (N_("Lead since"), "date", "sales"),
    "customer_since": (N_("Customer since"), "date", "sales"),
    "notes": (N_("Notes"), "notes", "notes"),
}
SECTIONS = {
    "who": N_("Who"), "reach": N_("How to reach them"), "place": N_("Where"), "sales": N_("Sales"), "notes": N_("Notes"),
}  # fmt: skip
REQUIRED = frozenset({"name", "kind"})
WIDE = frozenset({"name", "address", "notes"})
FLAGS = frozenset({"mail_consent", "phone_consent"})
OTHER_LABELS = {
    "lead_status": N_("Status of the lead"), "lead_reason": N_("Reason"), "archived": N_("Archived"),
    "merged_into": N_("Merged into"), "external_id": N_("Id in its source"), "external_source": N_("Source"),
}  # fmt: skip


def form(lookups: Lookups) -> list[dict[str, object]]:
    """Return the fields in order, with labels, kinds and choices."""
    return [
        {
            "key": key, "label": _(label), "kind": kind, "section": section, "options": _options(key, lookups),
            "required": key in REQUIRED, "wide": key in WIDE,
        }
        for key, (label, kind, section) in KINDS.items()
    ]  # fmt: skip


def sections() -> list[dict[str, str]]:
    """Return the form's sections in order."""
    return [{"key": key, "label": _(label)} for key, label in SECTIONS.items()]


def label_of(field: str) -> str:
    """Return the label of any field of a contact."""
    return _(KINDS[field][0]) if field in KINDS else _(OTHER_LABELS.get(field, field))


def plain_values(contact: Contact) -> dict[str, str | None]:
    """Return the form's values of a contact as plain text."""
    return {key: _plain(key, getattr(contact, key)) for key in KINDS}


def new_values(today: str | None) -> dict[str, str | None]:
    """Return the values with which the form of a new contact opens; a lead is one since today."""
    return {**dict.fromkeys(KINDS), "name": "", "kind": "company", "lead_since": today}


def read_values(given: Mapping[str, object]) -> dict[str, object]:
    """Read what the page sends.

    Raises:
        InvalidValueError: an unknown field, or a value of the wrong kind; ``field`` names it.
    """
    values: dict[str, object] = {}
    for key, value in given.items():
        if key not in KINDS:
            raise InvalidValueError("form", _("There is no field “{field}”.").format(field=key[:60]))
        if value is not None and (not isinstance(value, str) or len(value) > LONGEST):
            raise InvalidValueError(key, _("This value cannot be read."))
        values[key] = _read(key, value or None)
    return values


def _read(key: str, value: str | None) -> object:
    if value is None:
        if key in REQUIRED:
            raise InvalidValueError(key, _("This must not be empty."))
        return None
    if key in FLAGS:
        if value not in {"yes", "no"}:
            raise InvalidValueError(key, _("This is yes or no."))
        return value == "yes"
    if key == "quality":
        if value not in {"1", "2", "3", "4", "5"}:
            raise InvalidValueError(key, _("Contact quality is 1 to 5 stars."))
        return int(value)
    return value.replace(",", ".") if key in {"latitude", "longitude"} else value


def _plain(key: str, value: object) -> str | None:
    if value is None:
        return None
    return ("yes" if value else "no") if key in FLAGS else str(value)


def _options(key: str, lookups: Lookups) -> list[dict[str, str]]:
    if key == "kind":
        pairs = [("company", _("Company")), ("person", _("Person"))]
    elif key in FLAGS:
        pairs = [("yes", _("Yes")), ("no", _("No"))]
    elif key == "agent_id":
        pairs = [(str(user.id), user.name) for user in lookups.users if user.active]
    elif key == "origin_id":
        pairs = [(str(row.id), row.name) for row in lookups.origins]
    else:
        pairs = []
    return [{"value": value, "label": label} for value, label in pairs]
