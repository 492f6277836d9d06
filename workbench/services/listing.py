"""The list of deals: totals from all rows, and one page of rows at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from workbench.domain.filters import Filters
from workbench.errors import InvalidValueError
from workbench.i18n import _
from workbench.services import filtering
from workbench.services.boards import Unconverted
from workbench.services.records import tags_from
from workbench.services.session import Session

SORTS = (
    "number", "title", "contact", "owner", "team", "workflow", "stage", "percent", "status", "net", "weighted",
    "created_date", "expected_close_date", "closed_date",
)  # fmt: skip
LARGEST_PAGE = 1000


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """A deal in the list; ``net`` in its own currency, ``base_net`` and ``weighted`` in the base currency."""

    id: UUID
    version: int
    number: int
    title: str
    contact: str | None
    owner: str | None
    team: str | None
    workflow: str
    stage: str
    colour: str
    percent: Decimal
    status: str
    currency: str
    net: Decimal
    base_net: Decimal | None
    weighted: Decimal | None
    created_date: date | None
    expected_close_date: date | None
    closed_date: date | None
    stage_since: datetime
    tags: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ListTotals:
    """Count and sums over all rows, in the base currency; ``unconverted`` rows are counted but in no sum."""

    count: int
    net: Decimal
    weighted: Decimal
    currency: str
    unconverted: Unconverted


@dataclass(frozen=True, kw_only=True)
class ListPage(ListTotals):
    """Some rows of the list, with the totals over all of them."""

    rows: list[ListRow]


class Listing:
    """Reads the list."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._store = session.store

    def totals(self, filters: Filters | None = None) -> ListTotals:
        """Return count and sums over all deals that the filters let through."""
        lookups = self._session.settings.lookups(fresh=True)
        where = filtering.parameters(filters or Filters(), lookups, self._session.user)
        row = self._store.records("listing/totals", **where)[0]
        by_currency = (
            tuple((code, int(count)) for code, count in self._store.rows("boards/unconverted", workflow=None, **where))
            if row["unconverted"] else ()
        )  # fmt: skip
        return ListTotals(
            count=row["count"], net=row["net"], weighted=row["weighted"], currency=lookups.company.currency,
            unconverted=Unconverted(count=row["unconverted"], currencies=by_currency),
        )  # fmt: skip

    def page(
        self, filters: Filters | None = None, *, sort: str = "number", descending: bool = True, offset: int = 0,
        limit: int = 100,
    ) -> ListPage:  # fmt: skip
        """Return rows ``offset`` to ``offset + limit`` in the chosen order, and the totals.

        Args:
            filters: which deals.
            sort: one of ``SORTS``; ties are broken by number, then key.
            descending: largest first; rows without a value stand last either way.
            offset: rows before the page.
            limit: rows of the page, at most 1,000.

        Raises:
            InvalidValueError: an unknown sort, or a filter naming what does not exist.
        """
        totals = self.totals(filters)
        rows = self.rows(filters, sort=sort, descending=descending, offset=offset, limit=limit)
        return ListPage(**vars(totals), rows=rows)

    def rows(
        self, filters: Filters | None = None, *, sort: str = "number", descending: bool = True, offset: int = 0,
        limit: int = 100,
    ) -> list[ListRow]:  # fmt: skip
        """Return one page of rows without the totals; arguments as for ``page``."""
        if sort not in SORTS:
            raise InvalidValueError("sort", _("The list cannot be sorted this way."))
        lookups = self._session.lookups
        where = filtering.parameters(filters or Filters(), lookups, self._session.user)
        found = self._store.records(
            "listing/page", **where, sort=sort, descending=descending, after=max(0, offset),
            limit=max(0, min(limit, LARGEST_PAGE)),
        )  # fmt: skip
        names = {workflow.id: workflow.name for workflow in lookups.workflows}
        stages = {stage.id: stage for workflow in lookups.workflows for stage in workflow.stages}
        return [_row(row, names, stages) for row in found]


def _row(row: dict[str, Any], names: dict[UUID, str], stages: dict[UUID, Any]) -> ListRow:
    stage = stages[row["stage_id"]]
    values: dict[str, Any] = {name: row[name] for name in ListRow.__dataclass_fields__ if name in row}
    values |= {
        "tags": tags_from(row["tags"]),
        "workflow": names[row["workflow_id"]],
        "stage": stage.name,
        "colour": stage.colour,
    }
    return ListRow(**values)
