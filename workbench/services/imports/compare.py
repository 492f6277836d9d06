"""A file against what the store has: what the file changed since the last import, what people changed, and both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from workbench.domain.contact import Contact
from workbench.domain.lines import Line
from workbench.domain.opportunity import Opportunity
from workbench.services.records import CONTACT_FIELDS, OPPORTUNITY_FIELDS, tags_from

COLUMNS = {
    "owner": ("owner_id",),
    "contact": ("contact_id",),
    "progress": ("workflow_id", "stage_id", "status", "closed_date"),
    "reason": ("reason_id",),
    "probability": ("probability_id",),
    "amounts": ("gross", "discount", "net"),
    "lines": ("lines",),
}
FOLLOWING = {
    "owner": ("team_id",),
    "progress": ("probability_id", "probability_by_hand", "reason_id", "stage_since"),
    "probability": ("probability_by_hand",),
    "currency": ("rate", "rate_date"),
    "lines": ("gross", "discount", "net", "expected_revenue"),
}
LINE_COLUMNS = ("family_id", "article", "description", "quantity", "unit_price", "discount", "expected_revenue")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """``changed``: to take from the file; ``kept``: changed by people only; ``conflicts``: changed on both sides."""

    changed: tuple[str, ...]
    kept: tuple[str, ...]
    conflicts: tuple[str, ...]


def difference(
    given: Iterable[str], now: Mapping[str, object], last: Mapping[str, object] | None, told: Mapping[str, object]
) -> Difference:
    """Compare field by field.

    Args:
        given: what the file speaks about: names out of ``COLUMNS``, or columns.
        now: the record in the store.
        last: the record as the last import left its fields; absent where nobody else changed the record since.
        told: the record as the file tells it.

    Returns:
        The names, each in one of the three groups; equal ones in none.
    """
    changed: list[str] = []
    kept: list[str] = []
    conflicts: list[str] = []
    for name in sorted(given):
        columns = COLUMNS.get(name, (name,))
        here, wanted = _facet(now, columns), _facet(told, columns)
        if here == wanted:
            continue
        before = here if last is None else _facet(last, columns)
        (changed if here == before else kept if wanted == before else conflicts).append(name)
    return Difference(changed=tuple(changed), kept=tuple(kept), conflicts=tuple(conflicts))


def imported_state(versions: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """Return the values that imports gave a record: a later import counts for the columns that it changed.

    Args:
        versions: all history rows of the record, oldest first, with ``unit_kind``.
    """
    state: dict[str, object] = {}
    before: Mapping[str, Any] | None = None
    for row in versions:
        if row["unit_kind"] == "import":
            state |= {name: row[name] for name in row if before is None or row[name] != before[name]}
        before = row
    if "tags" in state:
        state["tags"] = tags_from(state["tags"])  # pyright: ignore[reportArgumentType]
    return state


def deal_values(deal: Opportunity) -> dict[str, object]:
    """Return a deal's columns by name, with its lines."""
    values: dict[str, object] = {name: getattr(deal, name) for name in OPPORTUNITY_FIELDS}
    return values | {"lines": deal.lines}


def contact_columns(contact: Contact) -> dict[str, object]:
    """Return a contact's columns by name."""
    return {name: getattr(contact, name) for name in CONTACT_FIELDS}


def taken_over(now: Opportunity, told: Opportunity, names: Iterable[str]) -> Opportunity:
    """Return the next version of a deal, with these of its fields as the file tells them.

    Raises:
        InvalidValueError: together they break a rule of the domain.
    """
    values: dict[str, object] = {}
    for name in names:
        for column in (*COLUMNS.get(name, (name,)), *FOLLOWING.get(name, ())):
            values[column] = getattr(told, column)
    if "lines" in values:
        values["lines"] = _same_lines(now.lines, told.lines)
    return replace(now, version=now.version + 1, **values)  # pyright: ignore[reportArgumentType]


def _same_lines(now: tuple[Line, ...], told: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the file's lines with the keys, notes and dates of the lines they stand for."""
    result: list[Line] = []
    for place, line in enumerate(told):
        if place < len(now):
            result.append(replace(now[place], **{name: getattr(line, name) for name in LINE_COLUMNS}))
        else:
            result.append(line)
    return tuple(result)


def _facet(values: Mapping[str, object], columns: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(_comparable(values.get(column)) for column in columns)


def _comparable(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(_comparable(item) for item in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, Line):
        return tuple(getattr(value, name) for name in LINE_COLUMNS)
    return value


def grouped(rows: Iterable[Mapping[str, Any]], key: str) -> dict[UUID, list[Mapping[str, Any]]]:
    """Return rows by the key in one column, in their order."""
    groups: dict[UUID, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return groups
