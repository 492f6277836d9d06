"""One deal as statements of a unit of work: its row, its lines, their history, the change feed and the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from workbench.domain.opportunity import Opportunity
from workbench.domain.replay import Told
from workbench.services.outbox.events import CREATED, tell_of_deal, topic_of
from workbench.services.records import line_values, opportunity_values
from workbench.services.settings import Lookups
from workbench.store import Batch


def add_deal(batch: Batch, deal: Opportunity, lookups: Lookups, effective_at: datetime | None = None) -> None:
    """Add a new deal under its number; a guard refuses the unit where another deal took the number meanwhile.

    Args:
        batch: the unit of work.
        deal: the new deal.
        lookups: the settings by which the unit is guarded; they know who wants to be told.
        effective_at: when it came about, UTC without a zone; default now.
    """
    batch.guard("opportunity/guard_number", number=deal.number)
    guard_contacts(batch, [deal])
    batch.add("opportunity/take_number", number=deal.number)
    batch.add("opportunity/insert", **opportunity_values(deal))
    for line in deal.lines:
        batch.add("opportunity/insert_line", **line_values(line, deal.id))
    _remember(batch, deal, [line.id for line in deal.lines], effective_at or batch.recorded_at)
    batch.changed("opportunity", deal.id, deal.version)
    tell_of_deal(batch, lookups, CREATED, deal)


def change_deal(
    batch: Batch, before: Opportunity, after: Opportunity, lookups: Lookups, fields: tuple[str, ...] = ()
) -> None:
    """Write the next version of a deal; a guard refuses the unit where the deal is no longer at ``before``.

    Args:
        batch: the unit of work.
        before: the version that was read.
        after: the next one; lines it no longer has are archived.
        lookups: the settings by which the unit is guarded; they know who wants to be told.
        fields: of a board move: nothing else is written, and lines are left alone. Empty: everything.
    """
    batch.guard("opportunity/guard_version", id=before.id, seen=before.version)
    if (before.contact_id, before.person_id) != (after.contact_id, after.person_id):
        guard_contacts(batch, [after])
    if fields:
        values = opportunity_values(after)
        batch.add("opportunity/move", id=after.id, **{name: values[name] for name in fields})
        _remember(batch, after, [], batch.recorded_at)
    else:
        _write_version(batch, before, after, batch.recorded_at)
    batch.changed("opportunity", after.id, after.version)
    tell_of_deal(batch, lookups, topic_of(before, after), after)


def change_late(batch: Batch, before: Opportunity, added: Sequence[Told], lookups: Lookups) -> None:
    """Write the versions that a change of an earlier moment adds; the last of them is the deal now.

    Args:
        batch: the unit of work.
        before: the present version that was read, with its lines.
        added: the next versions, in the order of their moments.
        lookups: the settings by which the unit is guarded; they know who wants to be told.
    """
    batch.guard("opportunity/guard_version", id=before.id, seen=before.version)
    guard_contacts(batch, [told.deal for told in added])
    previous = before
    for told in added:
        _write_version(batch, previous, told.deal, told.effective_at)
        previous = told.deal
    batch.changed("opportunity", before.id, previous.version)
    tell_of_deal(batch, lookups, topic_of(before, previous), previous)


def _write_version(batch: Batch, before: Opportunity, after: Opportunity, effective_at: datetime) -> None:
    batch.add("opportunity/update", **opportunity_values(after))
    _remember(batch, after, _write_lines(batch, before, after), effective_at)


def guard_contacts(batch: Batch, deals: Sequence[Opportunity]) -> None:
    """Refuse a unit of work whose deals would point to a contact that was merged meanwhile."""
    named = {key for deal in deals for key in (deal.contact_id, deal.person_id) if key is not None}
    if named:
        batch.guard("contact/guard_merged", ids=sorted(named))


def _write_lines(batch: Batch, before: Opportunity, after: Opportunity) -> list[UUID]:
    """Write the lines that differ; lines that are gone are archived. Return the ids of all that were written."""
    old = {line.id: line for line in before.lines}
    new = {line.id: line for line in after.lines}
    for key, line in new.items():
        if key not in old:
            batch.add("opportunity/insert_line", **line_values(line, after.id))
            batch.add(
                "opportunity/update_line", **line_values(line, after.id)
            )  # where undo brings an archived one back
        elif line != old[key]:
            batch.add("opportunity/update_line", **line_values(line, after.id))
    for key, line in old.items():
        if key not in new:
            batch.add("opportunity/update_line", **line_values(line, after.id, archived=True))
    return [key for key in {**old, **new} if old.get(key) != new.get(key)]


def _remember(batch: Batch, deal: Opportunity, lines: list[UUID], effective_at: datetime) -> None:
    when: dict[str, Any] = {"unit_id": batch.unit, "recorded_at": batch.recorded_at, "effective_at": effective_at}
    batch.add("opportunity/remember", **when, **opportunity_values(deal))
    for line in lines:
        batch.add("opportunity/remember_line", id=line, version=deal.version, **when)
