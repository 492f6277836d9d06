"""Values as typed SQL literals: statements travel to the owner as text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import cast
from uuid import UUID

from workbench.errors import InvalidValueError
from workbench.i18n import _

_DECIMAL_DIGITS = 38
_BIGINT = 1 << 63
_HUGEINT = 1 << 127


def literal(value: object, *, field: str = "") -> str:
    """Write a value as a typed literal that the engine reads back as the same value.

    Args:
        value: None, bool, int, Decimal, float, str, UUID, date, naive datetime, an enum of these, or a list of them.
        field: the field's name, for the error.

    Returns:
        SQL text; it holds no part of the value outside quotes except digits.

    Raises:
        InvalidValueError: the value cannot be stored, for example a text with a NUL character.
        TypeError: the type has no literal; a mistake in the program.
    """
    if isinstance(value, Enum):
        return literal(value.value, field=field)
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value, field)
    raise TypeError(f"{field or 'value'}: no literal for {type(value).__name__}")


def _null(_value: object, _field: str) -> str:
    return "null"


def _boolean(value: object, _field: str) -> str:
    return "true" if value else "false"


def _integer(value: object, field: str) -> str:
    number = int(cast("int", value))
    if not -_HUGEINT < number < _HUGEINT:
        raise InvalidValueError(field, _("The number is too large to be stored."))
    if -_BIGINT < number < _BIGINT:
        return str(number) if number >= 0 else f"({number})"
    return f"cast('{number}' as hugeint)"


def _decimal(value: object, field: str) -> str:
    number = cast("Decimal", value)
    if not number.is_finite():
        raise InvalidValueError(field, _("The amount is not a number."))
    fraction = max(-int(number.as_tuple().exponent), 0)
    width = (max(number.adjusted() + 1, 0) if number else 0) + fraction
    if width > _DECIMAL_DIGITS:  # before it is written out: 1e-900000000 would fill the memory
        raise InvalidValueError(field, _("The number has too many digits to be stored."))
    return f"cast('{number if number or fraction else Decimal(0):f}' as decimal({max(width, 1)}, {fraction}))"


def _double(value: object, _field: str) -> str:
    return f"cast('{float(cast('float', value))!r}' as double)"


def _text(value: object, field: str) -> str:
    text = str(value)
    if "\x00" in text:
        raise InvalidValueError(field, _("The text holds a NUL character, which cannot be stored."))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidValueError(field, _("The text holds half a character, which cannot be stored.")) from error
    return "'" + text.replace("'", "''") + "'"


def _uuid(value: object, _field: str) -> str:
    return f"cast('{value}' as uuid)"


def _date(value: object, _field: str) -> str:
    return f"cast('{cast('date', value).isoformat()}' as date)"


def _timestamp(value: object, field: str) -> str:
    moment = cast("datetime", value)
    if moment.tzinfo is not None:
        raise TypeError(f"{field or 'value'}: timestamps are kept in UTC without a zone; got {moment!r}")
    return f"cast('{moment.isoformat(sep=' ')}' as timestamp)"


def _list(value: object, field: str) -> str:
    items = cast("list[object] | tuple[object, ...]", value)
    return "[" + ", ".join(literal(item, field=field) for item in items) + "]"


# The order matters: a bool is an int, a datetime is a date.
_WRITERS: tuple[tuple[type | tuple[type, ...], Callable[[object, str], str]], ...] = (
    (type(None), _null),
    (bool, _boolean),
    (int, _integer),
    (Decimal, _decimal),
    (float, _double),
    (str, _text),
    (UUID, _uuid),
    (datetime, _timestamp),
    (date, _date),
    ((list, tuple), _list),
)
