"""Events as rows of the unit of work that brings them about: both are written, or neither."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

from workbench.domain.opportunity import Opportunity
from workbench.domain.probability import Outcome
from workbench.services.settings import Lookups
from workbench.store import Batch, uuid7

CREATED, CHANGED, MOVED = "opportunity.created", "opportunity.changed", "opportunity.moved"
ARCHIVED, REOPENED, IMPORTED = "opportunity.archived", "opportunity.reopened", "opportunity.imported"
CHANGED_MANY = "opportunity.changed_many"
SCHEDULE_FAILED, TEST = "schedule.failed", "channel.test"
CLOSED = {Outcome.WON: "opportunity.won", Outcome.LOST: "opportunity.lost"}
TOPICS = (CREATED, CHANGED, MOVED, *CLOSED.values(), REOPENED, ARCHIVED, IMPORTED, CHANGED_MANY, SCHEDULE_FAILED)


def topic_of(before: Opportunity, after: Opportunity) -> str:
    """Return the topic that says most about a change."""
    if before.status is not after.status:
        return CLOSED.get(after.status, REOPENED)
    if before.archived is not after.archived:
        return ARCHIVED
    return CHANGED if before.stage_id == after.stage_id else MOVED


def tell_of_deal(batch: Batch, lookups: Lookups, topic: str, deal: Opportunity) -> None:
    """Add what happened to a deal to a unit of work; where no channel wants it, nothing is added.

    Args:
        batch: the unit of work that writes the deal.
        lookups: the settings that the unit is guarded by.
        topic: one of ``TOPICS``.
        deal: as it is afterwards.
    """
    if not any(channel.wants(topic) for channel in lookups.channels):
        return
    tell(
        batch, lookups, topic, entity="opportunity", entity_id=deal.id, version=deal.version,
        number=deal.number, title=deal.title, stage=lookups.stage(deal.stage_id).code, status=deal.status.value,
        net=f"{deal.net:f}", currency=deal.currency, archived=deal.archived,
    )  # fmt: skip


def tell(
    batch: Batch, lookups: Lookups, topic: str, *, entity: str, entity_id: UUID, version: int = 0, **facts: object
) -> None:
    """Add an event, and its delivery to each channel that wants it, to a unit of work.

    Args:
        batch: the unit of work.
        lookups: the settings that the unit is guarded by.
        topic: one of ``TOPICS``.
        entity: what it is about.
        entity_id: and which one.
        version: the version that the unit brings it to.
        facts: what the payload says beside event, topic, moment and person.
    """
    channels = [channel.id for channel in lookups.channels if channel.wants(topic)]
    if channels:
        add_event(batch, channels, topic, entity=entity, entity_id=entity_id, version=version, facts=facts)


def add_event(
    batch: Batch, channels: list[UUID], topic: str, *, entity: str, entity_id: UUID, version: int,
    facts: Mapping[str, object],
) -> UUID:  # fmt: skip
    """Add an event for these channels to a unit of work and return its key."""
    key = uuid7()
    moment = f"{batch.recorded_at.isoformat(timespec='milliseconds')}Z"
    head = {"id": str(key), "topic": topic, "moment": moment, "who": batch.user_login}
    payload = json.dumps(head | {f"{entity}_id": str(entity_id), "version": version} | dict(facts))
    batch.add(
        "outbox/insert_event",
        id=key, unit_id=batch.unit, recorded_at=batch.recorded_at, topic=topic, entity=entity, entity_id=entity_id,
        version=version, payload=payload,
    )  # fmt: skip
    batch.add("outbox/insert_deliveries", event_id=key, channels=channels, next_at=batch.recorded_at)
    return key
