"""What kind of value each field takes; a value of another kind is refused with the field's name, never guessed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from workbench.domain.money import RATE_STEP, rounded
from workbench.errors import InvalidValueError
from workbench.i18n import _

AMOUNTS = frozenset({"gross", "discount", "net", "expected_revenue", "margin", "recurring_amount"})
NUMBERS = frozenset({"rate", "quantity", "unit_price"})
DAYS = frozenset(
    {
        "rate_date", "created_date", "expected_order_date", "expected_delivery_date", "expected_invoice_date",
        "expected_close_date", "closed_date",
    }
)  # fmt: skip
WHOLE = frozenset({"quality", "position"})
NEVER_EMPTY = frozenset({"title", "owner_id", "currency", "gross", "discount", "net", "quantity", "unit_price"})
LONGEST = 20_000
LARGEST_NUMBER = Decimal("1e10")


def read_value(field: str, value: object) -> object:
    """Return a field's value as the domain keeps it.

    Args:
        field: the field's name; ``id`` and one that ends in ``_id`` is a key, one not listed here a text.
        value: amounts and numbers as Decimal, int or text, never float; days as date or ISO text; keys as UUID or text.

    Raises:
        InvalidValueError: the value is of another kind; ``field`` names it.
    """
    if field == "tags":
        return value
    if value is None:
        if field in NEVER_EMPTY:
            raise InvalidValueError(field, _("This must not be empty."))
        return None
    if field in AMOUNTS:
        return rounded(_number(field, value))
    readers = {**dict.fromkeys(NUMBERS, _measure), **dict.fromkeys(DAYS, _day), **dict.fromkeys(WHOLE, _whole)}
    return readers.get(field, _key if field == "id" or field.endswith("_id") else _text)(field, value)


def _number(field: str, value: object) -> Decimal:
    if isinstance(value, bool | float) or not isinstance(value, int | str | Decimal):
        raise InvalidValueError(field, _("An amount is a whole number or a Decimal, never a float."))
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise InvalidValueError(field, _("This is not a number.")) from error
    if not number.is_finite() or number.adjusted() > 20 or int(number.as_tuple().exponent) < -20:
        raise InvalidValueError(field, _("This is not a number."))
    return number


def _measure(field: str, value: object) -> Decimal:
    """Keep as many decimals as the store does: eight of a rate, four of a quantity or price."""
    number = _number(field, value)
    if abs(number) >= LARGEST_NUMBER:
        raise InvalidValueError(field, _("This number is too large."))
    return number.quantize(RATE_STEP if field == "rate" else Decimal("0.0001"))


def _day(field: str, value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise InvalidValueError(field, _("This is not a date.")) from error


def _whole(field: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidValueError(field, _("This is not a whole number."))
    return value


def _key(field: str, value: object) -> UUID:
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value if isinstance(value, str) else "")
    except ValueError as error:
        raise InvalidValueError(field, _("This is not the key of a record.")) from error


def _text(field: str, value: object) -> str:
    if not isinstance(value, str):
        raise InvalidValueError(field, _("This is not a text."))
    if len(value) > LONGEST:
        raise InvalidValueError(field, _("This is longer than {limit} characters.").format(limit=LONGEST))
    return value
