"""The probability table: the only percentages a deal may have, with one WON and one LOST row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from workbench.errors import InvalidValueError
from workbench.i18n import _


class Outcome(StrEnum):
    """What a probability row or a stage means for the deal's status."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, kw_only=True)
class Probability:
    """A row of the table; ``percent`` is 0–100. A retired row holds no deal and takes none; the past still knows it."""

    id: UUID
    position: int
    code: str
    name: str
    percent: Decimal
    outcome: Outcome = Outcome.OPEN
    retired: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.percent <= 100:
            raise InvalidValueError("percent", _("A probability lies between 0 and 100 %."))


@dataclass(frozen=True)
class ProbabilityTable:
    """All rows, in board order: LOST first, then by percent, WON last."""

    rows: tuple[Probability, ...]

    @classmethod
    def of(cls, rows: Iterable[Probability]) -> ProbabilityTable:
        """Sort the rows and check that WON and LOST exist exactly once.

        Raises:
            InvalidValueError: the WON or the LOST row is missing or doubled.
        """
        rank = {Outcome.LOST: 0, Outcome.OPEN: 1, Outcome.WON: 2}
        table = tuple(sorted(rows, key=lambda row: (rank[row.outcome], row.percent, row.position, row.code)))
        for outcome in (Outcome.WON, Outcome.LOST):
            if sum(row.outcome is outcome and not row.retired for row in table) != 1:
                raise InvalidValueError("outcome", _("The probability table needs exactly one WON and one LOST row."))
        return cls(table)

    @property
    def offered(self) -> tuple[Probability, ...]:
        """The rows that a deal can have from now on."""
        return tuple(row for row in self.rows if not row.retired)

    def closing(self, outcome: Outcome) -> Probability:
        """Return the WON or the LOST row."""
        return next(row for row in self.offered if row.outcome is outcome)

    def row(self, key: UUID) -> Probability:
        """Return the row with this id.

        Raises:
            InvalidValueError: there is no such row.
        """
        for row in self.rows:
            if row.id == key:
                return row
        raise InvalidValueError("probability", _("This probability is not in the table."))

    def nearest(self, percent: Decimal | int) -> Probability:
        """Return the open row closest to a percentage; the lower one on a tie."""
        open_rows = [row for row in self.offered if row.outcome is Outcome.OPEN]
        if not open_rows:
            raise InvalidValueError("probability", _("The probability table has no open row."))
        return min(open_rows, key=lambda row: (abs(row.percent - percent), row.percent))
