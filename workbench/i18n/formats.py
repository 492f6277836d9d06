"""Numbers, money and dates as the reader writes them, through Babel."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.dates import LOCALTZ, format_date, format_datetime, format_time
from babel.numbers import format_currency, format_decimal, format_percent, get_decimal_symbol, get_group_symbol

from workbench.errors import InvalidValueError
from workbench.i18n import _, language, ngettext

LETTER_BEFORE_DIGIT = re.compile(r"(?<=[A-Za-z])(?=\d)")  # CLDR sets a blank there, Babel does not
LOCALES = {"en": "en_GB", "it": "it_IT", "ro": "ro_RO"}


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(LOCALES[code])


def locale() -> Locale:
    """Return the Babel locale of the language in use."""
    return _locale(language())


def money(amount: Decimal | None, currency: str, *, cents: bool = True) -> str:
    """Write an amount with its currency; a dash where there is none.

    Args:
        amount: in that currency.
        currency: ISO 4217 code.
        cents: false drops the decimals, for headings.
    """
    if amount is None:
        return "–"
    if cents:
        written = format_currency(amount, currency, locale=locale())
    else:
        pattern = "¤#,##0" if language() == "en" else "#,##0\u00a0¤"
        written = format_currency(amount, currency, pattern, locale=locale(), currency_digits=False)
    return LETTER_BEFORE_DIGIT.sub("\u00a0", written)


def number(value: int | Decimal | None) -> str:
    """Write a number with the reader's separators."""
    return "–" if value is None else format_decimal(value, locale=locale())


def is_currency(code: str) -> bool:
    """Tell whether a code is a currency of ISO 4217."""
    return code in Locale.parse("en").currencies


def local_day(value: datetime) -> date:
    """Return the day of a moment, given in UTC, at the place where the workbench runs."""
    return value.replace(tzinfo=UTC).astimezone(LOCALTZ).date()


def local_time(value: datetime) -> time:
    """Return the time of day of a moment, given in UTC, at the place where the workbench runs."""
    return value.replace(tzinfo=UTC).astimezone(LOCALTZ).time()


def utc_moment(on: date, at: time) -> datetime:
    """Return the moment, in UTC without a zone, of a day and time at the place where the workbench runs.

    Raises:
        InvalidValueError: the day is so far away that the machine cannot tell its time.
    """
    try:
        return datetime.combine(on, at).astimezone(UTC).replace(tzinfo=None)
    except (OverflowError, ValueError, OSError) as error:
        raise InvalidValueError("due_date", _("This day is too far away.")) from error


def end_of_day(day: date) -> datetime:
    """Return the moment, in UTC without a zone, at which a day ends at the place where the workbench runs.

    Raises:
        InvalidValueError: the day is so far away that the machine cannot tell its time.
    """
    try:
        return utc_moment(day + timedelta(days=1), time())
    except OverflowError as error:
        raise InvalidValueError("day", _("This day is too far away.")) from error


def separators() -> dict[str, str]:
    """Return the reader's marks of decimals and of thousands, ``decimal`` and ``group``."""
    return {"decimal": get_decimal_symbol(locale()), "group": get_group_symbol(locale())}


def percent(value: Decimal | None) -> str:
    """Write a percentage given as 0–100."""
    if value is None:
        return "–"
    pattern = "#,##0.##\u00a0%" if language() == "ro" else "#,##0.##%"
    return format_percent(value / 100, pattern, locale=locale())


def day(value: date | None) -> str:
    """Write a date in the reader's medium form."""
    return "–" if value is None else format_date(value, "medium", locale=locale())


def month(value: date) -> str:
    """Write the month of a day with its year."""
    return format_date(value, "LLLL y", locale=locale())


def weekday(value: date) -> str:
    """Write a day with its weekday, short enough for a row: “Tue 24 Nov”."""
    return format_date(value, "EEE d MMM", locale=locale())


def clock(value: datetime) -> str:
    """Write the time of day of a moment, given in UTC, as the reader does."""
    return format_time(local_time(value), "short", locale=locale())


def local_moment(value: datetime) -> str:
    """Write a moment, given in UTC, in the time of the place where the workbench runs."""
    return format_datetime(value.replace(tzinfo=UTC), "short", tzinfo=LOCALTZ, locale=locale())


def moment(value: datetime) -> str:
    """Write a UTC time in the reader's short form."""
    return format_datetime(value, "short", locale=locale())


def age(days: int) -> str:
    """Write how long ago, short enough for a card."""
    if days == 0:
        return _("today")
    return ngettext("{count} day", "{count} days", days).format(count=number(days))
