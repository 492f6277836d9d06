"""Rows, groups and totals of the list as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from workbench.domain.filters import Filters
from workbench.i18n import _, formats, ngettext
from workbench.services.boards import Unconverted
from workbench.services.listing import Group, ListRow, ListTotals
from workbench.services.words import STATUS_NAMES

if TYPE_CHECKING:
    from workbench.app import Workbench

Projection = dict[str, object]


def rows_projection(workbench: Workbench, rows: Iterable[ListRow]) -> list[Projection]:
    """Return rows of the list."""
    base, today = workbench.settings.lookups().company.currency, workbench.today
    return [_row(row, base, today) for row in rows]


def _row(row: ListRow, base: str, today: date) -> Projection:
    close = row.expected_close_date
    return {
        "id": str(row.id),
        "version": row.version,
        "colour": row.colour,
        "percent": float(row.percent),
        "status": row.status,
        "overdue": row.status == "open" and close is not None and close < today,
        "cells": {
            "number": str(row.number),
            "title": row.title,
            "contact": row.contact or "–",
            "country": row.country or "–",
            "owner": row.owner or "–",
            "team": row.team or "–",
            "workflow": row.workflow,
            "stage": row.stage,
            "percent": formats.percent(row.percent),
            "net": formats.money(row.net, row.currency),
            "weighted": formats.money(row.weighted, base),
            "expected_close_date": formats.day(close),
            "type": row.type or "–",
            "origin": row.origin or "–",
            "tags": ", ".join(row.tags) or "–",
            "status": _(STATUS_NAMES[row.status]),
            "created_date": formats.day(row.created_date),
            "closed_date": formats.day(row.closed_date),
            "stage_since": formats.day(formats.local_day(row.stage_since)),
        },
    }


def groups_projection(groups: Iterable[Group], currency: str) -> list[Projection]:
    """Return groups with their totals."""
    return [
        {
            "key": group.key, "label": group.label, "colour": group.colour, "count": group.count,
            "text": ngettext("{count} deal", "{count} deals", group.count).format(count=formats.number(group.count)),
            "net": formats.money(group.net, currency), "weighted": formats.money(group.weighted, currency),
        }
        for group in groups
    ]  # fmt: skip


def funnel_projection(workbench: Workbench, filters: Filters) -> list[Projection]:
    """Return the funnel: of each success probability how many deals and how much, the likeliest first."""
    lookups = workbench.settings.lookups()
    found = {group.key: group for group in workbench.listing.groups("percent", filters)}
    most = max((group.net for group in found.values()), default=0)
    low, high = filters.probability
    rows: list[Projection] = []
    for row in reversed(lookups.probabilities.rows):
        group = found.get(str(row.id))
        rows.append({
            "key": str(row.id), "label": row.name, "percent": formats.percent(row.percent),
            "outcome": row.outcome.value, "count": formats.number(group.count if group else 0),
            "net": formats.money(group.net if group else None, lookups.company.currency, cents=False),
            "weighted": formats.money(group.weighted if group else None, lookups.company.currency, cents=False),
            "share": float(group.net / most) if group and most > 0 else 0.0,
            "chosen": low == high == row.percent,
        })  # fmt: skip
    return rows


def totals(page: ListTotals) -> list[dict[str, str]]:
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
