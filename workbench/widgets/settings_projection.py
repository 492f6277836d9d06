"""The tables of the settings as the page shows them: plain values to edit, words to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from workbench.i18n import _, formats
from workbench.services.configuration import TABLES, Column, Kind, Row, SettingChange, Table
from workbench.services.configuration.transfer import Step
from workbench.widgets.settings_texts import STEPS

if TYPE_CHECKING:
    from workbench.app import Workbench

Projection = dict[str, object]
SHOWN_CHANGES = 30


def tables_projection() -> list[dict[str, str]]:
    """Return the tables in the order of their names."""
    listed = [{"key": table.name, "label": _(table.label)} for table in TABLES.values()]
    return sorted(listed, key=lambda each: each["label"].casefold())


def table_projection(workbench: Workbench, name: str, within: str) -> Projection:
    """Return a table with its rows; of stages those of one workflow, and its ways.

    Args:
        workbench: the services of the person at work.
        name: of the table.
        within: the key of the workflow whose stages are shown; by default the first one's.
    """
    table = TABLES[name]
    rows = workbench.configuration.rows(name)
    groups = _groups(workbench, table)
    chosen = within if within in {group["value"] for group in groups} else groups[0]["value"] if groups else ""
    shown = [row for row in rows if not table.within or str(row.values[table.within]) == chosen]
    options = {column.key: _options(workbench, column) for column in table.columns}
    named = {key: {each["value"]: each["label"] for each in given} for key, given in options.items()}
    return {
        "key": name, "label": _(table.label), "ordered": table.ordered, "retires": table.retires, "used": table.used,
        "columns": [
            {"key": column.key, "label": _(column.label), "kind": column.kind.value, "required": column.required,
             "fixed": column.fixed, "options": options[column.key]}
            for column in table.columns if column.key != table.within
        ],
        "rows": [_row(table, row, named) for row in shown],
        "groups": groups, "within": chosen, "within_key": table.within,
        "ways": _ways(workbench, chosen) if name == "stage" else [],
        "changes": [_change(workbench, each, named) for each in workbench.configuration.history(name)[:SHOWN_CHANGES]],
    }  # fmt: skip


def step_projection(step: Step) -> Projection:
    """Return what a file would do with a row."""
    table = TABLES[step.table]
    labels = {column.key: _(column.label) for column in table.columns}
    return {
        "table": _(table.label), "name": step.name, "what": _(STEPS[step.kind]),
        "fields": [
            {"label": labels[key], "before": before or "–", "after": after or "–"}
            for key, (before, after) in step.differing.items()
        ],
    }  # fmt: skip


def plain(value: object) -> str:
    """Return a value as text to edit."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _row(table: Table, row: Row, named: Mapping[str, Mapping[str, str]]) -> Projection:
    return {
        "key": row.key, "name": table.called(row.values), "used": row.used, "used_text": formats.number(row.used),
        "retired": row.retired,
        "values": {column.key: plain(row.values[column.key]) for column in table.columns},
        "texts": {column.key: _said(column, row.values[column.key], named[column.key]) for column in table.columns},
    }  # fmt: skip


def _said(column: Column, value: object, named: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if column.kind in {Kind.CHOICE, Kind.REFERENCE}:
        return named.get(str(value), "–")
    if column.kind is Kind.PERCENT and isinstance(value, Decimal):
        return formats.percent(value)
    if column.kind is Kind.DAY and isinstance(value, date):
        return formats.day(value)
    return formats.number(value) if isinstance(value, Decimal) else str(value)


def _options(workbench: Workbench, column: Column) -> list[dict[str, str]]:
    if column.choices is not None:
        return [{"value": code, "label": _(label)} for code, label in column.choices.items()]
    if not column.refers:
        return []
    return [
        {"value": row.key, "label": TABLES[column.refers].called(row.values)}
        for row in workbench.configuration.rows(column.refers) if not row.retired
    ]  # fmt: skip


def _groups(workbench: Workbench, table: Table) -> list[dict[str, str]]:
    if not table.within:
        return []
    return [
        {"value": row.key, "label": str(row.values["name"])}
        for row in workbench.configuration.rows("workflow") if not row.retired
    ]  # fmt: skip


def _ways(workbench: Workbench, workflow: str) -> list[list[str]]:
    flow = workbench.settings.lookups().workflow(UUID(workflow))
    return sorted([str(way.from_stage_id), str(way.to_stage_id)] for way in flow.transitions)


def _change(workbench: Workbench, change: SettingChange, named: Mapping[str, Mapping[str, str]]) -> Projection:
    people = {user.login: user.name for user in workbench.settings.lookups().users}
    table = TABLES[change.table]
    return {
        "unit": str(change.unit), "when": formats.local_moment(change.recorded_at),
        "who": people.get(change.user_login, change.user_login), "name": table.called(change.after),
        "added": change.before is None, "fields": _differing(table.columns, change, named),
    }  # fmt: skip


def _differing(
    columns: Sequence[Column], change: SettingChange, named: Mapping[str, Mapping[str, str]]
) -> list[dict[str, str]]:
    if change.before is None:
        return []
    before, after = change.before, change.after

    def said(column: Column, state: Mapping[str, Any]) -> str:
        value = state.get(column.key)
        return named.get(column.key, {}).get(str(value), str(value)) if value not in (None, "") else "–"

    found = [
        {"label": _(column.label), "before": said(column, before), "after": said(column, after)}
        for column in columns if before.get(column.key) != after.get(column.key)
    ]  # fmt: skip
    if before.get("retired") != after.get("retired"):
        no, yes = _("no"), _("yes")
        found.append(
            {"label": _("Retired"), "before": yes if before.get("retired") else no, "after": yes if after.get("retired") else no}
        )  # fmt: skip
    if before.get("position") != after.get("position"):
        found.append({"label": _("Place"), "before": str(before["position"]), "after": str(after["position"])})
    return found
