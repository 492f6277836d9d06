"""The search fields as the filter bar shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from workbench.domain.filters import Filters
from workbench.i18n import _
from workbench.services import words
from workbench.services.settings import Lookups

Option = dict[str, str]
KINDS = (
    ("owner", "choices"),
    ("team", "choices"),
    ("agent", "choices"),
    ("workflow", "choices"),
    ("stage", "choices"),
    ("status", "choices"),
    ("title", "text"),
    ("contact", "text"),
    ("number", "whole"),
    ("probability", "numbers"),
    ("amount", "numbers"),
    ("currency", "choices"),
    ("created", "days"),
    ("expected_close", "days"),
    ("closed", "days"),
    ("active_on", "day"),
    ("known_on", "day"),
    ("was_on", "day"),
    ("type", "choices"),
    ("tags", "words"),
    ("region", "words"),
    ("archived", "flag"),
)


def field_specs(lookups: Lookups) -> list[dict[str, object]]:
    """Return every search field with label, kind of control and choices."""
    hints = {"tags": _("separated by commas"), "region": _("separated by commas")}
    return [
        {
            "key": key,
            "label": _(words.LABELS[key]),
            "kind": kind,
            "options": options(key, lookups),
            "hint": hints.get(key),
        }
        for key, kind in KINDS
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
        "status": lambda: (_option(code, _(name)) for code, name in words.STATUS_NAMES.items()),
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
        {"key": key, "label": _(words.LABELS[key]), "text": words.condition(key, value, lookups)}
        for key in filters.set_fields()
        for value in [getattr(filters, key)]
    ]


def _option(value: str, label: str) -> Option:
    return {"value": value, "label": label}
