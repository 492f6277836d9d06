"""Conditions of filters in words: for the filter bar and for reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import cast

from workbench.domain.filters import RANGES, Filters
from workbench.i18n import N_, _
from workbench.i18n.formats import day, number
from workbench.services.settings import Lookups

LABELS = {
    "name": N_("Name"), "owner": N_("Owner"), "team": N_("Team"), "agent": N_("Agent"), "workflow": N_("Workflow"),
    "stage": N_("Stage"), "status": N_("Status"), "title": N_("Title"), "contact": N_("Contact"),
    "number": N_("Number"), "probability": N_("Probability %"), "amount": N_("Net amount"),
    "currency": N_("Currency"), "created": N_("Created"), "closed": N_("Closed"),
    "expected_close": N_("Expected close"), "active_on": N_("Active since"),
    "known_on": N_("As known on"), "was_on": N_("As it was on"),
    "type": N_("Type"), "tags": N_("Tags"), "region": N_("Region or country"), "archived": N_("Archived deals"),
    "text": N_("Search"),
}  # fmt: skip
STATUS_NAMES = {"open": N_("Open"), "won": N_("Won"), "lost": N_("Lost")}


def filters_in_words(filters: Filters, lookups: Lookups) -> str:
    """Return the conditions that are set: ``Owner: Elena Ferri; Probability %: 50 – 90``."""
    return "; ".join(
        f"{_(LABELS[key])}: {condition(key, getattr(filters, key), lookups)}" for key in filters.set_fields()
    )


def condition(key: str, value: object, lookups: Lookups) -> str:
    """Return the value of one condition: names for codes, days and numbers as the reader writes them."""
    if key in RANGES:
        return _range(*cast("tuple[date | Decimal | None, date | Decimal | None]", value))
    if isinstance(value, tuple):
        names = _names(key, lookups)
        return ", ".join(names.get(code, code) for code in cast("tuple[str, ...]", value))
    if isinstance(value, bool):
        return _("yes")
    return day(value) if isinstance(value, date) else str(value)


def _names(key: str, lookups: Lookups) -> dict[str, str]:
    people = {user.login: user.name for user in lookups.users}
    sources: dict[str, Callable[[], dict[str, str]]] = {
        "owner": lambda: people,
        "agent": lambda: people,
        "team": lambda: {team.code: team.name for team in lookups.teams},
        "type": lambda: {row.code: row.name for row in lookups.types},
        "workflow": lambda: {flow.code: flow.name for flow in lookups.workflows},
        "stage": lambda: {
            f"{flow.code}/{stage.code}": stage.name for flow in lookups.workflows for stage in flow.stages
        },
        "status": lambda: {code: _(name) for code, name in STATUS_NAMES.items()},
    }
    return sources[key]() if key in sources else {}


def _range(low: date | Decimal | None, high: date | Decimal | None) -> str:
    if low is None:
        return _("up to {value}").format(value=_end(high))
    if high is None:
        return _("from {value}").format(value=_end(low))
    return f"{_end(low)} – {_end(high)}"


def _end(value: date | Decimal | None) -> str:
    return day(value) if isinstance(value, date) else number(value)
