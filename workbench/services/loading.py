"""Many deals and contacts at once: their rows, history and change feed as frames of one unit of work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from workbench.domain.contact import Contact
from workbench.domain.lines import Line
from workbench.domain.opportunity import Opportunity
from workbench.services.outbox.events import IMPORTED, tell
from workbench.services.records import contact_values, line_values, opportunity_values
from workbench.services.settings import Lookups
from workbench.store import Batch


@dataclass(frozen=True)
class DealVersion:
    """A version of a deal and when it came about in the business, UTC without a zone."""

    deal: Opportunity
    effective_at: datetime


@dataclass(frozen=True)
class DealUpdate:
    """The next version of a deal that the store has, and when it came about, UTC without a zone."""

    before: Opportunity
    after: Opportunity
    effective_at: datetime


@dataclass(frozen=True)
class ContactVersion:
    """A version of a contact and when it came about, UTC without a zone."""

    contact: Contact
    effective_at: datetime


def add_deals(batch: Batch, histories: Iterable[Sequence[DealVersion]]) -> None:
    """Add new deals with all their versions to a unit of work.

    The last version of each deal becomes its row; every version goes into the history; a line's state is remembered
    under each version that changed it. Nothing is sent before the unit is written.

    Args:
        batch: the unit of work.
        histories: per deal its versions, oldest first; lines keep their id through the versions.

    Raises:
        ValueError: a deal has no version, or drops a line between versions.
    """
    rows: list[dict[str, object]] = []
    past: list[dict[str, object]] = []
    lines: list[dict[str, object]] = []
    past_lines: list[dict[str, object]] = []
    for versions in histories:
        last = versions[-1].deal
        known: dict[UUID, Line] = {}
        for version in versions:
            past.append(_stamp(batch, version.effective_at) | opportunity_values(version.deal))
            for line in version.deal.lines:
                if known.get(line.id) != line:
                    known[line.id] = line
                    stamp = _stamp(batch, version.effective_at) | {"opportunity_version": version.deal.version}
                    past_lines.append(stamp | line_values(line, last.id))
        if len(known) != len(last.lines):
            raise ValueError(f"deal {last.number}: a line is missing from the last version")
        rows.append(opportunity_values(last))
        lines += [line_values(line, last.id) for line in last.lines]
    add_rows(batch, "opportunity", rows)
    add_rows(batch, "opportunity_history", past)
    add_rows(batch, "line", lines)
    add_rows(batch, "line_history", past_lines)
    _add_changes(batch, "opportunity", rows)


def add_new_deals(batch: Batch, deals: Sequence[Opportunity]) -> None:
    """Add deals that begin now to a unit of work; the store copies their first versions from the deals themselves.

    Args:
        batch: the unit of work; its moment is when they came about.
        deals: at version 1, with consecutive numbers that a guard of the unit keeps for them.
    """
    add_rows(batch, "opportunity", [opportunity_values(deal) for deal in deals])
    lines = [line_values(line, deal.id) for deal in deals for line in deal.lines]
    add_rows(batch, "line", lines)
    numbers = {"first": deals[0].number, "last": deals[-1].number}
    when = {"unit_id": batch.unit, "recorded_at": batch.recorded_at}
    batch.add("opportunity/remember_new", **when, **numbers, effective_at=batch.recorded_at)
    if lines:
        batch.add("opportunity/remember_new_lines", **when, **numbers, effective_at=batch.recorded_at)
    batch.add("opportunity/tell_of_new", **when, **numbers)


def add_contacts(batch: Batch, contacts: Iterable[ContactVersion]) -> None:
    """Add new contacts, each with its first version, to a unit of work.

    Args:
        batch: the unit of work.
        contacts: the contacts.
    """
    found = list(contacts)
    rows = [contact_values(item.contact) for item in found]
    past = [_stamp(batch, item.effective_at) | row for item, row in zip(found, rows, strict=True)]
    add_rows(batch, "contact", rows)
    add_rows(batch, "contact_history", past)
    _add_changes(batch, "contact", rows)


def add_rows(batch: Batch, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Append rows to a table in one step; no rows, no step.

    Args:
        batch: the unit of work.
        table: the table's name.
        rows: all with the same columns.
    """
    if not rows:
        return
    import pandas as pd  # noqa: PLC0415 - a page that creates no deals in bulk must not pay for pandas

    columns = {name: pd.Series([_cell(row[name]) for row in rows], dtype=object) for name in rows[0]}
    batch.bulk(table, pd.DataFrame(columns))


def update_deals(batch: Batch, updates: Iterable[DealUpdate]) -> None:
    """Write the next version of many deals, with their lines, in a few statements.

    The unit of work must not hold history of deals or lines before: what it has appended becomes the present. A guard
    refuses the unit if a deal is no longer at the version that was read.

    Args:
        batch: the unit of work.
        updates: each deal once; lines that the new version no longer has are archived.
    """
    found = list(updates)
    if not found:
        return
    seen = [update.before for update in found]
    batch.guard("imports/guard_versions", ids=[deal.id for deal in seen], versions=[deal.version for deal in seen])
    rows = [opportunity_values(update.after) for update in found]
    stamps = [_stamp(batch, update.effective_at) for update in found]
    new_lines: list[dict[str, object]] = []
    past_lines: list[dict[str, object]] = []
    for update, stamp in zip(found, stamps, strict=True):
        old = {line.id: line for line in update.before.lines}
        new = {line.id: line for line in update.after.lines}
        touched = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        states = [line_values(new.get(key) or old[key], update.after.id, archived=key not in new) for key in touched]
        new_lines += [state for key, state in zip(touched, states, strict=True) if key not in old]
        past_lines += [stamp | {"opportunity_version": update.after.version} | state for state in states]
    add_rows(batch, "opportunity_history", [stamp | row for stamp, row in zip(stamps, rows, strict=True)])
    batch.add("imports/take_over_deals", unit_id=batch.unit)
    add_rows(batch, "line", new_lines)
    add_rows(batch, "line_history", past_lines)
    if past_lines:
        batch.add("imports/take_over_lines", unit_id=batch.unit)
    _add_changes(batch, "opportunity", rows)


def update_contact(batch: Batch, before: Contact, after: Contact, *, effective_at: datetime) -> None:
    """Write the next version of a contact.

    Args:
        batch: the unit of work; a guard refuses it if the contact is no longer at the version of ``before``.
        before: the version that was read.
        after: the next version.
        effective_at: when the change came about, UTC without a zone.
    """
    batch.guard("contact/guard_version", id=before.id, seen=before.version)
    batch.add("contact/update", **contact_values(after))
    batch.add(
        "contact/remember", id=after.id, unit_id=batch.unit, recorded_at=batch.recorded_at, effective_at=effective_at
    )
    batch.changed("contact", after.id, after.version)


def tell_of_many(batch: Batch, lookups: Lookups, *, created: int, changed: int) -> None:
    """Add one event that says how many deals a unit of work brought and changed; none where it was no deal.

    Args:
        batch: the unit of work.
        lookups: the settings by which it is guarded.
        created: how many deals are new.
        changed: how many got a next version.
    """
    if created or changed:
        tell(
            batch, lookups, IMPORTED, entity="unit", entity_id=batch.unit, count=created + changed, created=created,
            changed=changed,
        )  # fmt: skip


def priced_at_nothing(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines without amounts, for a version in which they were not known yet."""
    nothing = Line.__dataclass_fields__["unit_price"].default
    return tuple(replace(line, unit_price=nothing, discount=nothing, expected_revenue=None) for line in lines)


def _cell(value: object) -> object:
    """Return decimals and keys as text: the engine sizes a decimal by the first rows it sees, text it casts exactly."""
    return str(value) if isinstance(value, Decimal | UUID) else value


def _stamp(batch: Batch, effective_at: datetime) -> dict[str, object]:
    return {"unit_id": batch.unit, "recorded_at": batch.recorded_at, "effective_at": effective_at}


def _add_changes(batch: Batch, entity: str, rows: Sequence[Mapping[str, object]]) -> None:
    changes = [
        {
            "unit_id": batch.unit, "recorded_at": batch.recorded_at, "entity": entity, "entity_id": row["id"],
            "version": row["version"],
        }
        for row in rows
    ]  # fmt: skip
    add_rows(batch, "change", changes)
