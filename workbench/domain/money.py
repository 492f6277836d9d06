"""Money is Decimal, rounded half up to the cent, converted at a dated rate or not at all."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from workbench.errors import InvalidValueError
from workbench.i18n import _

CENT = Decimal("0.01")
LARGEST = Decimal("9999999999999999.99")
RATE_STEP = Decimal("0.00000001")


def rounded(amount: Decimal) -> Decimal:
    """Round to the cent, half up, as invoices do.

    Raises:
        InvalidValueError: the amount is not a number, or has more than 16 digits before the point.
    """
    if not amount.is_finite():
        raise InvalidValueError("amount", _("This amount is not a number."))
    if abs(amount) > LARGEST:
        raise InvalidValueError("amount", _("This amount is too large."))
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def in_base(amount: Decimal | None, rate: Decimal | None) -> Decimal | None:
    """Convert to the base currency; ``None`` where the amount or the rate is missing, never 0 or 1.

    Args:
        amount: in the deal's currency.
        rate: base-currency units for one unit of the deal's currency, on the deal's rate date.
    """
    if amount is None or rate is None:
        return None
    return rounded(amount * rate)


def prorated(expected: Decimal | None, percent: Decimal) -> Decimal | None:
    """Weigh an amount by a probability: round(expected × percent / 100, 2), for one deal."""
    return None if expected is None else rounded(expected * percent / 100)


def currency_code(text: str) -> str:
    """Check and normalise an ISO 4217 code.

    Raises:
        InvalidValueError: the text is not three letters.
    """
    code = text.strip().upper()
    if len(code) != 3 or not (code.isascii() and code.isalpha()):
        raise InvalidValueError("currency", _("A currency is a code of three letters, such as EUR."))
    return code
