"""The editor's form: its fields, and values between the page's plain text and the domain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import cast
from uuid import UUID

from workbench.domain.opportunity import Opportunity
from workbench.domain.probability import Outcome
from workbench.errors import InvalidValueError
from workbench.i18n import N_, _, formats
from workbench.services.settings import Lookups

Plain = str | list[str] | None
KINDS: dict[str, tuple[str, str, str]] = {
    "title": (N_("Title"), "text", "deal"),
    "contact_id": (N_("Contact"), "contact", "deal"),
    "person_id": (N_("Contact person"), "contact", "deal"),
    "owner_id": (N_("Owner"), "choice", "deal"),
    "team_id": (N_("Team"), "choice", "deal"),
    "workflow": (N_("Workflow"), "choice", "deal"),
    "probability_id": (N_("Probability"), "choice", "deal"),
    "type_id": (N_("Type"), "choice", "deal"),
    "origin_id": (N_("Origin"), "choice", "deal"),
    "quality": (N_("Contact quality"), "stars", "deal"),
    "tags": (N_("Tags"), "tags", "deal"),
    "reason_note": (N_("Why it was closed"), "text", "deal"),
    "currency": (N_("Currency"), "choice", "amounts"),
    "rate": (N_("Exchange rate"), "rate", "amounts"),
    "rate_date": (N_("Rate of"), "date", "amounts"),
    "gross": (N_("Gross amount"), "amount", "amounts"),
    "discount": (N_("Discount"), "amount", "amounts"),
    "net": (N_("Net amount"), "amount", "amounts"),
    "expected_revenue": (N_("Expected revenue"), "amount", "amounts"),
    "margin": (N_("Expected gross margin"), "amount", "amounts"),
    "recurring_amount": (N_("Recurring amount"), "amount", "amounts"),
    "recurring_plan": (N_("Recurring plan"), "choice", "amounts"),
    "expected_close_date": (N_("Expected close"), "date", "dates"),
    "expected_order_date": (N_("Expected order"), "date", "dates"),
    "expected_delivery_date": (N_("Expected delivery"), "date", "dates"),
    "expected_invoice_date": (N_("Expected invoice"), "date", "dates"),
    "created_date": (N_("Created"), "date", "dates"),
    "closed_date": (N_("Closed"), "date", "dates"),
    "campaign": (N_("Campaign"), "text", "market"),
    "agent_id": (N_("Main agent"), "choice", "market"),
    "competitors": (N_("Competitors met"), "text", "market"),
    "notes": (N_("Notes"), "notes", "notes"),
}
SECTIONS = {
    "deal": N_("Deal"), "amounts": N_("Amounts"), "dates": N_("Dates"), "market": N_("Market"), "notes": N_("Notes"),
}  # fmt: skip
PLANS = {"monthly": N_("monthly"), "quarterly": N_("quarterly"), "yearly": N_("yearly")}
REQUIRED = frozenset({"title", "owner_id", "currency", "probability_id", "workflow"})
ONLY_NEW = frozenset({"workflow"})
ONLY_CLOSED = frozenset({"closed_date", "reason_note"})
WIDE = frozenset({"title", "tags", "reason_note", "competitors", "notes"})
CONTACTS = ("contact_id", "person_id")
AMOUNTS = ("gross", "discount", "net", "expected_revenue")
LONGEST_NOTES = 20_000


def form(lookups: Lookups) -> list[dict[str, object]]:
    """Return the fields in order, with labels, kinds and choices."""
    return [
        {
            "key": key,
            "label": _(label),
            "kind": kind,
            "section": section,
            "options": choices(key, lookups),
            "required": key in REQUIRED,
            "wide": key in WIDE,
            "only_closed": key in ONLY_CLOSED,
            "only_new": key in ONLY_NEW,
        }
        for key, (label, kind, section) in KINDS.items()
    ]


def sections() -> list[dict[str, str]]:
    """Return the form's sections in order."""
    return [{"key": key, "label": _(label)} for key, label in SECTIONS.items()]


def choices(key: str, lookups: Lookups) -> list[dict[str, str]]:
    """Return the rows that a field chooses from."""
    sources: dict[str, Callable[[], Iterable[tuple[UUID | str, str]]]] = {
        "owner_id": lambda: ((user.id, user.name) for user in lookups.users if user.active),
        "workflow": lambda: ((flow.code, flow.name) for flow in lookups.workflows),
        "probability_id": lambda: (
            (row.id, f"{formats.percent(row.percent)} · {row.name}") for row in lookups.probabilities.offered
        ),
        "team_id": lambda: ((row.id, row.name) for row in lookups.teams),
        "agent_id": lambda: ((user.id, user.name) for user in lookups.users if user.active),
        "recurring_plan": lambda: ((code, _(name)) for code, name in PLANS.items()),
        "type_id": lambda: ((row.id, row.name) for row in lookups.types),
        "origin_id": lambda: ((row.id, row.name) for row in lookups.origins),
        "currency": lambda: ((code, code) for code in lookups.currencies),
    }
    return _rows(sources[key]()) if key in sources else []


def closing_rows(lookups: Lookups) -> dict[str, str]:
    """Return the probability rows that close a deal, and how."""
    return {str(row.id): row.outcome.value for row in lookups.probabilities.rows if row.outcome is not Outcome.OPEN}


def plain_values(deal: Opportunity) -> dict[str, Plain]:
    """Return the form's values of a deal as plain text."""
    values = {key: _plain(getattr(deal, key)) for key in KINDS if key not in ONLY_NEW}
    return values | {"rate": None if deal.rate is None else f"{deal.rate.normalize():f}"}


def new_values(lookups: Lookups, *, owner: UUID, today: date) -> dict[str, Plain]:
    """Return the values with which a new deal's form opens."""
    flow = lookups.workflows[0]
    proposed = flow.first().probability_id or lookups.probabilities.nearest(Decimal(0)).id
    blank: dict[str, Plain] = dict.fromkeys(KINDS)
    return blank | {
        "title": "", "owner_id": str(owner), "workflow": flow.code, "probability_id": str(proposed),
        "currency": lookups.company.currency, "created_date": today.isoformat(), "tags": [],
    }  # fmt: skip


def copied_values(deal: Opportunity, lookups: Lookups) -> dict[str, Plain]:
    """Return what a new deal takes over from another one: not its dates, its number or how it ended."""
    values = plain_values(deal)
    left = {key for key, (_label, kind, _section) in KINDS.items() if kind == "date"} | ONLY_CLOSED
    left |= {"probability_id", "rate", *(AMOUNTS if deal.lines else ("net",))}
    copied: dict[str, Plain] = {
        key: value for key, value in values.items() if key not in left and value not in (None, [])
    }
    return copied | {
        "title": _("{title} (copy)").format(title=deal.title), "workflow": lookups.workflow(deal.workflow_id).code,
    }  # fmt: skip


def read_values(given: Mapping[str, object]) -> dict[str, object]:
    """Read what the page sends into the domain's types.

    Raises:
        InvalidValueError: an unknown field, or a value of the wrong kind; ``field`` names it.
    """
    values: dict[str, object] = {}
    for key, value in given.items():
        if key not in KINDS:
            raise InvalidValueError("form", _("There is no field “{field}”.").format(field=key[:60]))
        values[key] = _read(key, value)
    return values


def _read(key: str, value: object) -> object:
    kind = KINDS[key][1]
    if value is None or value == "":
        return _nothing(key, kind)
    if kind == "tags":
        return _tags(key, value)
    if not isinstance(value, str) or len(value) > LONGEST_NOTES:
        raise InvalidValueError(key, _("This value cannot be read."))
    readers: dict[str, Callable[[str, str], object]] = {
        "date": _day, "amount": _amount, "rate": _amount, "stars": _stars,
    }  # fmt: skip
    if kind in readers:
        return readers[kind](key, value)
    return _key(key, value) if key.endswith("_id") else value


def _nothing(key: str, kind: str) -> object:
    if key in REQUIRED:
        raise InvalidValueError(key, _("This must not be empty."))
    if key in {"gross", "discount", "net"}:
        return Decimal("0.00")
    return () if kind == "tags" else None


def _tags(key: str, value: object) -> tuple[str, ...]:
    tags = cast("list[object]", value) if isinstance(value, list) else None
    if tags is None or len(tags) > 50 or not all(isinstance(tag, str) and len(tag) <= 60 for tag in tags):
        raise InvalidValueError(key, _("A deal takes up to 50 tags of up to 60 characters."))
    return tuple(str(tag) for tag in tags)


def _day(key: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise InvalidValueError(key, _("This is not a date.")) from error


def _amount(key: str, value: str) -> Decimal:
    try:
        amount = Decimal(value)
    except InvalidOperation as error:
        raise InvalidValueError(key, _("This is not an amount.")) from error
    if not amount.is_finite() or abs(amount) >= Decimal("1e16"):
        raise InvalidValueError(key, _("This is not an amount."))
    return amount


def _stars(key: str, value: str) -> int:
    if value not in {"1", "2", "3", "4", "5"}:
        raise InvalidValueError(key, _("Contact quality is 1 to 5 stars."))
    return int(value)


def _key(key: str, value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise InvalidValueError(key, _("This value cannot be read.")) from error


def _plain(value: object) -> Plain:
    if value is None:
        return None
    if isinstance(value, tuple):
        return [str(item) for item in cast("tuple[object, ...]", value)]
    return value.isoformat() if isinstance(value, date) else str(value)


def _rows(pairs: Iterable[tuple[UUID | str, str]]) -> list[dict[str, str]]:
    return [{"value": str(value), "label": label} for value, label in pairs]
