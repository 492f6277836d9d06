"""Lines of a deal and their sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from workbench.domain.money import rounded
from workbench.errors import InvalidValueError
from workbench.i18n import _


@dataclass(frozen=True, kw_only=True)
class Line:
    """What is offered: a product family (or article), how many, at which price.

    Amounts are in the deal's currency: gross = round(quantity × unit price, 2), net = gross − discount.
    """

    id: UUID
    position: int = 1
    family_id: UUID | None = None
    article: str | None = None
    description: str | None = None
    quantity: Decimal = Decimal(1)
    unit_price: Decimal = Decimal("0.00")
    discount: Decimal = Decimal("0.00")
    expected_revenue: Decimal | None = None
    expected_order_date: date | None = None
    expected_delivery_date: date | None = None
    expected_invoice_date: date | None = None
    closed_date: date | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if self.quantity < 0:
            raise InvalidValueError("quantity", _("A quantity cannot be negative."))
        if self.unit_price < 0:
            raise InvalidValueError("unit_price", _("A price cannot be negative; use the discount."))

    @property
    def gross(self) -> Decimal:
        """Quantity × unit price, rounded for this line."""
        return rounded(self.quantity * self.unit_price)

    @property
    def net(self) -> Decimal:
        """Gross minus discount."""
        return rounded(self.gross - self.discount)


@dataclass(frozen=True)
class Totals:
    """Sums of lines; ``expected_revenue`` is ``None`` where no line gives one, else net stands in where it is absent."""

    gross: Decimal
    discount: Decimal
    net: Decimal
    expected_revenue: Decimal | None

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Totals:
        """Add up lines."""
        rows = tuple(lines)
        zero = Decimal("0.00")
        revenue = None
        if any(line.expected_revenue is not None for line in rows):
            revenue = sum((line.net if line.expected_revenue is None else line.expected_revenue for line in rows), zero)
        return cls(
            sum((line.gross for line in rows), zero),
            sum((line.discount for line in rows), zero),
            sum((line.net for line in rows), zero),
            revenue,
        )
