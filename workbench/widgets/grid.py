"""The list of opportunities: any number of rows, of which the page asks for those in view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

import traitlets

from workbench.domain.filters import Filters
from workbench.domain.people import RIGHTS, Right
from workbench.errors import InvalidValueError
from workbench.i18n import N_, _, formats, ngettext
from workbench.services.boards import Unconverted
from workbench.services.listing import ListPage, ListRow
from workbench.widgets.bundle import bundle
from workbench.widgets.conversation import Conversation, Intent, Reply

if TYPE_CHECKING:
    from workbench.app import Workbench

PAGE = 60
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("number", N_("Number"), "number"),
    ("title", N_("Title"), "text"),
    ("contact", N_("Contact"), "text"),
    ("owner", N_("Owner"), "text"),
    ("stage", N_("Stage"), "stage"),
    ("percent", N_("Probability"), "probability"),
    ("net", N_("Net amount"), "number"),
    ("weighted", N_("Weighted"), "number"),
    ("expected_close_date", N_("Expected close"), "date"),
)


class Grid(Conversation):
    """Shows the filtered deals as a sortable list with totals.

    Args:
        workbench: the services of the person at work.
        filters: which deals.
        sort: one of the columns' keys.
        descending: largest first.
        open_deal: called with a deal's id when its row is opened.
        on_new: called when a new deal is wanted.
        on_clear: called when all conditions shall go.
    """

    _esm = bundle("grid.js")
    _css = bundle("grid.css")
    columns = traitlets.List(traitlets.Dict()).tag(sync=True)
    page_size = traitlets.Int(PAGE).tag(sync=True)
    head = traitlets.Dict().tag(sync=True)
    may_create = traitlets.Bool().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    def __init__(
        self, workbench: Workbench, *, filters: Filters | None = None, sort: str = "number", descending: bool = True,
        open_deal: Callable[[UUID], object] | None = None, on_new: Callable[[], object] | None = None,
        on_clear: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        self._workbench = workbench
        self._open_deal, self._on_new, self._on_clear = open_deal, on_new, on_clear
        self._sort, self._descending = sort, descending
        self._revision = 0
        self.filters = filters or Filters()
        super().__init__(
            columns=[{"key": key, "label": _(label), "kind": kind} for key, label, kind in COLUMNS],
            may_create=Right.CREATE in RIGHTS[workbench.user.role],
            texts=_texts(),
            head=self._read(keep=False),
        )

    @property
    def order(self) -> tuple[str, bool]:
        """By which column the list is sorted, and whether the largest comes first."""
        return self._sort, self._descending

    def show(self, filters: Filters, *, sort: str | None = None, descending: bool | None = None) -> None:
        """Show other deals from the top of the list."""
        self.filters = filters
        self._sort = sort or self._sort
        self._descending = self._descending if descending is None else descending
        self.head = self._read(keep=False)

    def refresh(self) -> None:
        """Read again what is shown; the place in the list stays."""
        self.head = self._read(keep=True)

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each intent: ``rows``, ``sort``, ``open``, ``new``, ``clear``."""
        return {
            "rows": self._rows,
            "sort": self._sorted,
            "open": self._open,
            "new": lambda _intent: _call(self._on_new),
            "clear": self._clear,
        }

    def _rows(self, intent: Intent) -> Reply:
        offset, limit = intent.whole("offset"), intent.whole("limit", low=1, high=PAGE)
        rows = self._workbench.listing.rows(
            self.filters, sort=self._sort, descending=self._descending, offset=offset, limit=limit
        )
        return {"kind": "page", "offset": offset, "rows": self._projections(rows), "total": self.head["total"]}

    def _sorted(self, intent: Intent) -> None:
        by, descending = intent.text("by"), intent.flag("descending")
        if by not in {key for key, _label, _kind in COLUMNS}:
            raise InvalidValueError("sort", _("The list cannot be sorted this way."))
        self._sort, self._descending = by, descending
        self.head = self._read(keep=False)

    def _open(self, intent: Intent) -> None:
        key = intent.key("opportunity")
        if self._open_deal is not None:
            self._open_deal(key)

    def _clear(self, _intent: Intent) -> None:
        if self._on_clear is not None:
            self._on_clear()
        else:
            self.show(Filters())

    def _read(self, *, keep: bool) -> dict[str, object]:
        page = self._workbench.listing.page(
            self.filters, sort=self._sort, descending=self._descending, offset=0, limit=PAGE
        )
        self._revision += 1
        return {
            "revision": self._revision,
            "total": page.count,
            "rows": self._projections(page.rows),
            "totals": totals(page),
            "note": unconverted_note(page.unconverted),
            "sort": self._sort,
            "descending": self._descending,
            "keep": keep,
        }

    def _projections(self, rows: list[ListRow]) -> list[dict[str, object]]:
        base = self._workbench.settings.lookups().company.currency
        return [self._projection(row, base) for row in rows]

    def _projection(self, row: ListRow, base: str) -> dict[str, object]:
        close = row.expected_close_date
        return {
            "id": str(row.id),
            "colour": row.colour,
            "percent": float(row.percent),
            "status": row.status,
            "overdue": row.status == "open" and close is not None and close < self._workbench.today,
            "cells": {
                "number": str(row.number),
                "title": row.title,
                "contact": row.contact or "–",
                "owner": row.owner or "–",
                "stage": row.stage,
                "percent": formats.percent(row.percent),
                "net": formats.money(row.net, row.currency),
                "weighted": formats.money(row.weighted, base),
                "expected_close_date": formats.day(close),
            },
        }


def totals(page: ListPage) -> list[dict[str, str]]:
    """Return the totals over all rows, in words."""
    return [
        {"label": _("Opportunities"), "text": formats.number(page.count)},
        {"label": _("Net amount"), "text": formats.money(page.net, page.currency)},
        {"label": _("Weighted"), "text": formats.money(page.weighted, page.currency)},
    ]


def unconverted_note(unconverted: Unconverted) -> str:
    """Say which deals are in no sum because their exchange rate is unknown; empty where there are none."""
    if not unconverted.count:
        return ""
    names = ", ".join(code for code, _count in unconverted.currencies)
    return ngettext(
        "{count} deal without exchange rate ({currencies}) is counted but in no sum.",
        "{count} deals without exchange rate ({currencies}) are counted but in no sum.",
        unconverted.count,
    ).format(count=formats.number(unconverted.count), currencies=names)


def _call(action: Callable[[], object] | None) -> None:
    if action is not None:
        action()


def _texts() -> dict[str, str]:
    return {
        "list": _("Opportunities"),
        "empty_title": _("No deal matches"),
        "empty_text": _("Widen or clear the filters to see more deals, or enter a new one."),
        "clear": _("Clear all filters"),
        "new": _("New opportunity"),
        "late": _("These rows have not arrived."),
        "again": _("Try again"),
    }
