"""The lines of a deal between the page's plain text and the domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from workbench.domain.lines import Line
from workbench.domain.opportunity import Opportunity
from workbench.errors import InvalidValueError
from workbench.i18n import N_, _
from workbench.services.drafting import as_line
from workbench.services.settings import Lookups

LABELS = {
    "family_id": N_("Product"), "article": N_("Article"), "description": N_("Description"), "quantity": N_("Quantity"),
    "unit_price": N_("Unit price"), "discount": N_("Discount"), "expected_revenue": N_("Expected revenue"),
    "expected_order_date": N_("Expected order"), "expected_delivery_date": N_("Expected delivery"),
    "expected_invoice_date": N_("Expected invoice"), "closed_date": N_("Closed"), "note": N_("Note"),
}  # fmt: skip
FIELDS = ("id", *LABELS)
NEVER_EMPTY = {"quantity": "1", "unit_price": "0", "discount": "0"}
NEW = "new-"
MOST = 500
LONGEST = 2_000


def lines_projection(deal: Opportunity) -> list[dict[str, str]]:
    """Return the lines of a deal as plain text, in their order."""
    return [{field: _plain(getattr(line, field)) for field in FIELDS} for line in deal.lines]


def families_projection(lookups: Lookups) -> list[dict[str, str]]:
    """Return the product families to choose from."""
    return [{"value": str(family.id), "label": family.name} for family in lookups.families]


def read_lines(given: object) -> list[Line]:
    """Read the lines that the page sends; a new one gets a key.

    Raises:
        InvalidValueError: not a list of lines, too many, an unknown field, or a value against a rule; ``field`` is
            such as ``lines.2.quantity``, the first line is 1.
    """
    lines = cast("list[object]", given) if isinstance(given, list) else None
    if lines is None:
        raise InvalidValueError("lines", _("This value cannot be read."))
    if len(lines) > MOST:
        raise InvalidValueError("lines", _("A deal takes up to {count} lines.").format(count=MOST))
    return [_read(place, line) for place, line in enumerate(lines, start=1)]


def line_texts() -> dict[str, str]:
    """Return the words of the sheet of lines in the language in use."""
    return {field: _(label) for field, label in LABELS.items()} | {
        "net": _("Net amount"),
        "gross": _("Gross amount"),
        "total": _("Total in {currency}"),
        "actions": _("Actions"),
        "no_family": _("– none –"),
        "add": _("Add a line"),
        "remove": _("Remove this line"),
        "removed": _("The line was removed."),
        "removed_named": _("“{name}” was removed."),
        "undo": _("Undo"),
        "more": _("Dates, revenue, note"),
        "copy": _("Duplicate"),
        "up": _("Up"),
        "down": _("Down"),
        "empty": _("No lines yet"),
        "empty_why": _("Until there are lines, the net amount under “Details” counts."),
        "keys": _("Enter goes down and adds a line, Alt with the arrow keys moves one, Ctrl+Delete removes it."),
        "not_number": _("This is not a number."),
        "two_places": _("Two decimals at most."),
        "four_places": _("Four decimals at most."),
        "negative": _("This cannot be negative."),
    }


def _read(place: int, given: object) -> Line:
    if not isinstance(given, dict):
        raise InvalidValueError(f"lines.{place}", _("This value cannot be read."))
    values = cast("dict[str, object]", given)
    try:
        return replace(as_line(dict(_fields(values))), position=place)
    except InvalidValueError as error:
        text = _("Line {place}: {message}").format(place=place, message=error)
        raise InvalidValueError(f"lines.{place}.{error.field}", text) from error


def _fields(values: dict[str, object]) -> Sequence[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for field, value in values.items():
        if field not in FIELDS or not isinstance(value, str) or len(value) > LONGEST:
            raise InvalidValueError(field[:60], _("This value cannot be read."))
        if field == "id":
            found.append((field, None if not value or value.startswith(NEW) else value))
        else:
            found.append((field, value.strip() or NEVER_EMPTY.get(field)))
    return found


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)
