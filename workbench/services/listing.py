"""The list of deals: totals from all rows, and one page of rows at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate
from typing import Any
from uuid import UUID

from workbench.domain.filters import Filters
from workbench.errors import InvalidValueError
from workbench.i18n import _
from workbench.services import filtering
from workbench.services.boards import Unconverted
from workbench.services.records import tags_from, with_contacts
from workbench.services.session import Session

BY_AMOUNT = ("number", "net", "weighted", "created_date", "expected_close_date", "closed_date")
BY_NAME = ("contact", "owner", "team", "workflow", "stage", "percent")
SORTS = (*BY_AMOUNT, "title", "status", *BY_NAME)
LARGEST_PAGE = 1000
NEAR = 1000


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


@dataclass(frozen=True)
class _Heap:
    """Rows with nearly the same amount: how many, and the least and greatest; those without an amount are a heap, too."""

    count: int
    least: Decimal | None
    greatest: Decimal | None


@dataclass(frozen=True)
class _Part:
    """Where a page lies: ``after`` rows into the rows whose amount is between ``least`` and ``greatest``, or is none."""

    after: int
    least: Decimal | None = None
    greatest: Decimal | None = None
    and_none: bool | None = None


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
        after, limit = max(0, offset), max(0, min(limit, LARGEST_PAGE))
        part = self._part(where, sort, descending=descending, after=after, limit=limit)
        keys = [
            row[0] for row in self._store.rows(
                "listing/keys_by_name" if sort in BY_NAME else "listing/keys", **where, **vars(part), limit=limit,
                sort=sort, rising=None if descending else True, falling=True if descending else None,
            )
        ]  # fmt: skip
        shown = filtering.shown(filters or Filters(), self._session.user)
        found = with_contacts(self._store, keys, self._store.records("listing/rows", ids=keys, **shown), shown)
        names = {workflow.id: workflow.name for workflow in lookups.workflows}
        stages = {stage.id: stage for workflow in lookups.workflows for stage in workflow.stages}
        return [_row(row, names, stages) for row in found]

    def _part(self, where: dict[str, object], sort: str, *, descending: bool, after: int, limit: int) -> _Part:
        """Return the part of the deals among which a page is found: far down, or by number, sorting all takes too long."""
        if sort not in BY_AMOUNT or (sort != "number" and after + limit <= NEAR):
            return _Part(after)
        heaps = [_Heap(*row) for row in self._store.rows("listing/heaps", **where, sort=sort, descending=descending)]
        return _part_of(heaps, after, limit)


def _part_of(heaps: Sequence[_Heap], after: int, limit: int) -> _Part:
    """Find the heaps that a page touches.

    Args:
        heaps: in the list's order.
        after: rows before the page.
        limit: rows of the page.
    """
    starts = accumulate((heap.count for heap in heaps), initial=0)
    touched = [
        (start, heap) for start, heap in zip(starts, heaps, strict=False)
        if start < after + limit and start + heap.count > after
    ]  # fmt: skip
    if not touched:
        return _Part(after)
    amounts = [heap for _start, heap in touched if heap.least is not None and heap.greatest is not None]
    return _Part(
        after=after - touched[0][0],
        least=min((heap.least for heap in amounts if heap.least is not None), default=Decimal(1)),
        greatest=max((heap.greatest for heap in amounts if heap.greatest is not None), default=Decimal(0)),
        and_none=True if len(amounts) < len(touched) else None,
    )


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
