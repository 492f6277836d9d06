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
from workbench.domain.people import seeing
from workbench.services import filtering
from workbench.services.around import Around, around_from
from workbench.services.boards import Unconverted
from workbench.services.grouping import NO_GROUP, Group, Member, by_parameters, groups_from
from workbench.services.ordering import BY_AMOUNT, SORTS, Order
from workbench.services.records import tags_from
from workbench.services.session import Session

__all__ = ["BY_AMOUNT", "SORTS", "Group", "ListPage", "ListRow", "ListTotals", "Listing", "Member", "Order"]

LARGEST_PAGE = 1000
LARGEST_RANGE = 10_000
NEAR = 1000


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """A deal in the list; ``net`` in its own currency, ``base_net`` and ``weighted`` in the base currency."""

    id: UUID
    version: int
    number: int
    title: str
    contact: str | None
    country: str | None
    owner: str | None
    team: str | None
    type: str | None
    origin: str | None
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
        self, filters: Filters | None = None, *, sort: str = "number", descending: bool = True,
        then: str | None = None, then_descending: bool = False, offset: int = 0, limit: int = 100,
        member: Member | None = None,
    ) -> list[ListRow]:  # fmt: skip
        """Return one page of rows without the totals.

        Args:
            filters: which deals.
            sort: one of ``SORTS``.
            descending: largest first; rows without a value stand last either way.
            then: the order of rows that are alike there; then by number and key.
            then_descending: largest first, there.
            offset: rows before the page.
            limit: rows of the page, at most 1,000.
            member: only the deals of this group.

        Raises:
            InvalidValueError: an unknown sort or group, or a filter naming what does not exist.
        """
        order = Order(sort=sort, descending=descending, then=then, then_descending=then_descending)
        return self.part(filters, order, offset=offset, limit=limit, member=member)

    def part(
        self, filters: Filters | None, order: Order, *, offset: int = 0, limit: int = 100, member: Member | None = None
    ) -> list[ListRow]:
        """Return one page of rows without the totals, in an order that was made before; arguments as for ``rows``."""
        keys = self.keys(filters, order, offset=offset, limit=min(limit, LARGEST_PAGE), member=member)
        return self._rows(keys, filters or Filters())

    def some(self, ids: Sequence[UUID]) -> list[ListRow]:
        """Return some deals as rows of the list, whatever the filters say; those that the person may not see are left out.

        Args:
            ids: of the deals.
        """
        seen = seeing(self._session.user)
        rows = {row["id"]: row for row in self._store.records("bulk/scope", ids=ids)}
        covered = [
            key for key in ids
            if key in rows and seen.covers(owner_id=rows[key]["owner_id"], team_id=rows[key]["team_id"])
        ]  # fmt: skip
        return self._rows(covered, Filters())

    def keys(
        self, filters: Filters | None, order: Order, *, offset: int = 0, limit: int = LARGEST_RANGE,
        member: Member | None = None,
    ) -> list[UUID]:  # fmt: skip
        """Return the ids of the deals in a part of the list, at most 10,000.

        Args:
            filters: which deals.
            order: of the list.
            offset: deals before the part.
            limit: how many.
            member: only the deals of this group.

        Raises:
            InvalidValueError: a filter naming what does not exist.
        """
        lookups = self._session.lookups
        where = filtering.parameters(filters or Filters(), lookups, self._session.user)
        where |= NO_GROUP if member is None else member.parameters()
        after, limit = max(0, offset), max(0, min(limit, LARGEST_RANGE))
        part = self._part(where | order.parameters(), order, after=after, limit=limit)
        found = self._store.rows("listing/keys", **where, **order.parameters(), **vars(part), limit=limit)
        return [row[0] for row in found]

    def around(self, key: UUID, filters: Filters | None = None, order: Order | None = None) -> Around | None:
        """Return the place of a deal in the list and the deals before and after it; ``None`` where it is not shown.

        Args:
            key: the deal.
            filters: which deals.
            order: of the list.
        """
        where = filtering.parameters(filters or Filters(), self._session.lookups, self._session.user)
        rows = self._store.records("listing/around", **where, **NO_GROUP, **(order or Order()).parameters(), id=key)
        return around_from(rows, key)

    def groups(self, by: str, filters: Filters | None = None) -> list[Group]:
        """Return the groups of the list with their totals; together they are the list.

        Args:
            by: ``stage``, ``workflow``, ``owner``, ``team``, ``percent``, ``type``, ``origin``, ``country``, ``month``
                (of the expected close) or ``status``.
            filters: which deals.

        Raises:
            InvalidValueError: the list cannot be grouped this way, or a filter names what does not exist.
        """
        lookups = self._session.lookups
        where = filtering.parameters(filters or Filters(), lookups, self._session.user)
        rows = self._store.records("listing/groups", **where, **by_parameters(by))
        tables = {"team": "settings/teams", "type": "settings/types", "origin": "settings/origins"}
        names = {row["id"]: row["name"] for row in self._store.records(tables[by])} if by in tables else {}
        return groups_from(by, rows, lookups, names)

    def _rows(self, keys: Sequence[UUID], filters: Filters) -> list[ListRow]:
        lookups = self._session.lookups
        names = {workflow.id: workflow.name for workflow in lookups.workflows}
        stages = {stage.id: stage for workflow in lookups.workflows for stage in workflow.stages}
        return [_row(row, names, stages) for row in self._read(keys, filters)]

    def _read(self, keys: Sequence[UUID], filters: Filters) -> list[dict[str, Any]]:
        """Read the rows of some deals in the order of the keys; one that is gone is left out."""
        shown = filtering.shown(filters, self._session.user)
        by_key = {row["id"]: row for row in self._store.records("listing/rows", ids=keys, **shown)}
        wanted = {row["contact_id"] for row in by_key.values() if row["contact_id"] is not None}
        nobody: dict[str, Any] = {"name": None, "country": None}
        asked = sorted(wanted)
        named = self._store.records("listing/contacts", ids=asked, **shown) if asked else []
        contacts = {row["id"]: row for row in named}
        found: list[dict[str, Any]] = []
        for row in (by_key[key] for key in keys if key in by_key):
            contact = contacts.get(row["contact_id"], nobody)
            found.append(row | {"contact": contact["name"], "country": contact["country"]})
        return found

    def _part(self, where: dict[str, object], order: Order, *, after: int, limit: int) -> _Part:
        """Return the part of the deals among which a page is found: far down, or by number, sorting all takes too long."""
        if order.sort not in BY_AMOUNT or (order.sort != "number" and after + limit <= NEAR):
            return _Part(after)
        unsorted = {name for name in where if name.endswith(("rising", "falling"))}
        asked = {name: value for name, value in where.items() if name not in unsorted}
        heaps = [_Heap(*row) for row in self._store.rows("listing/heaps", **asked, descending=order.descending)]
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
