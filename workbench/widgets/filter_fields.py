"""The search fields as the filter bar shows them, and the words of each condition that is set."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from workbench.domain.filters import RANGES, Filters
from workbench.i18n import N_, _, formats
from workbench.services.settings import Lookups

Option = dict[str, str]
KINDS: tuple[tuple[str, str, str], ...] = (
    ("owner", N_("Owner"), "choices"),
    ("team", N_("Team"), "choices"),
    ("agent", N_("Agent"), "choices"),
    ("workflow", N_("Workflow"), "choices"),
    ("stage", N_("Stage"), "choices"),
    ("status", N_("Status"), "choices"),
    ("title", N_("Title"), "text"),
    ("contact", N_("Contact"), "text"),
    ("number", N_("Number"), "whole"),
    ("probability", N_("Probability %"), "numbers"),
    ("amount", N_("Net amount"), "numbers"),
    ("currency", N_("Currency"), "choices"),
    ("created", N_("Created"), "days"),
    ("expected_close", N_("Expected close"), "days"),
    ("closed", N_("Closed"), "days"),
    ("active_on", N_("Active since"), "day"),
    ("type", N_("Type"), "choices"),
    ("tags", N_("Tags"), "words"),
    ("region", N_("Region or country"), "words"),
    ("archived", N_("Archived deals"), "flag"),
)
LABELS = {key: label for key, label, _kind in KINDS} | {"text": N_("Search"), "name": N_("Name")}
STATUS_NAMES = {"open": N_("Open"), "won": N_("Won"), "lost": N_("Lost")}


def field_specs(lookups: Lookups) -> list[dict[str, object]]:
    """Return every search field with label, kind of control and choices."""
    hints = {"tags": _("separated by commas"), "region": _("separated by commas")}
    return [
        {"key": key, "label": _(label), "kind": kind, "options": options(key, lookups), "hint": hints.get(key)}
        for key, label, kind in KINDS
    ]


def options(key: str, lookups: Lookups) -> list[Option]:
    """Return the choices of a field as value and label."""
    sources: dict[str, Callable[[], Iterable[Option]]] = {
        "owner": lambda: (_option(user.login, user.name) for user in lookups.users),
        "agent": lambda: (_option(user.login, user.name) for user in lookups.users),
        "team": lambda: (_option(team.code, team.name) for team in lookups.teams),
        "type": lambda: (_option(row.code, row.name) for row in lookups.types),
        "workflow": lambda: (_option(flow.code, flow.name) for flow in lookups.workflows),
        "currency": lambda: (_option(code, code) for code in lookups.currencies),
        "status": lambda: (_option(code, _(name)) for code, name in STATUS_NAMES.items()),
        "stage": lambda: (
            {**_option(f"{flow.code}/{stage.code}", stage.name), "group": flow.name}
            for flow in lookups.workflows
            for stage in flow.stages
        ),
    }
    return list(sources[key]()) if key in sources else []


def chips(filters: Filters, lookups: Lookups) -> list[dict[str, str]]:
    """Return the conditions that are set, in words."""
    return [
        {"key": key, "label": _(LABELS[key]), "text": _words(key, value, lookups)}
        for key in filters.set_fields()
        for value in [getattr(filters, key)]
    ]


def _words(key: str, value: object, lookups: Lookups) -> str:
    if key in RANGES and isinstance(value, tuple):
        return _range_words(_end(value[0]), _end(value[1]))  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(value, tuple):
        names = {option["value"]: option["label"] for option in options(key, lookups)}
        return ", ".join(names.get(str(item), str(item)) for item in value)  # pyright: ignore[reportUnknownVariableType,reportUnknownArgumentType]
    if isinstance(value, bool):
        return _("yes")
    return formats.day(value) if isinstance(value, date) else str(value)


def _end(value: object) -> str | None:
    if isinstance(value, date):
        return formats.day(value)
    return formats.number(value) if isinstance(value, Decimal) else None


def _range_words(low: str | None, high: str | None) -> str:
    if low is None:
        return _("up to {value}").format(value=high)
    if high is None:
        return _("from {value}").format(value=low)
    return f"{low} – {high}"


def _option(value: str, label: str) -> Option:
    return {"value": value, "label": label}
