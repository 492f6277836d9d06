"""Activities and interactions as statements of a unit of work: their rows, their history, the change feed."""

from __future__ import annotations

from datetime import datetime

from workbench.domain.activity import Activity
from workbench.domain.interaction import Interaction
from workbench.services.records import activity_values, interaction_values
from workbench.store import Batch


def add_activity(batch: Batch, activity: Activity) -> None:
    """Add a new activity."""
    batch.add("activity/insert", **activity_values(activity))
    _remember_activity(batch, activity)


def change_activity(batch: Batch, before: Activity, after: Activity) -> None:
    """Write the next version of an activity; a guard refuses the unit where it is no longer at ``before``."""
    batch.guard("activity/guard_version", id=before.id, seen=before.version)
    batch.add("activity/update", **activity_values(after))
    moment = after.done_at if after.done_at != before.done_at else None
    _remember_activity(batch, after, moment)


def add_interaction(batch: Batch, interaction: Interaction) -> None:
    """Add a new interaction; it took effect when it happened."""
    batch.add("interaction/insert", **interaction_values(interaction))
    _remember_interaction(batch, interaction, interaction.happened_at)


def change_interaction(batch: Batch, before: Interaction, after: Interaction) -> None:
    """Write the next version of an interaction; a guard refuses the unit where it is no longer at ``before``."""
    batch.guard("interaction/guard_version", id=before.id, seen=before.version)
    batch.add("interaction/update", **interaction_values(after))
    _remember_interaction(batch, after, None)


def _remember_activity(batch: Batch, activity: Activity, moment: datetime | None = None) -> None:
    batch.add(
        "activity/remember", unit_id=batch.unit, recorded_at=batch.recorded_at,
        effective_at=min(moment or batch.recorded_at, batch.recorded_at), **activity_values(activity),
    )  # fmt: skip
    batch.changed("activity", activity.id, activity.version)


def _remember_interaction(batch: Batch, interaction: Interaction, moment: datetime | None) -> None:
    batch.add(
        "interaction/remember", unit_id=batch.unit, recorded_at=batch.recorded_at,
        effective_at=min(moment or batch.recorded_at, batch.recorded_at), **interaction_values(interaction),
    )  # fmt: skip
    batch.changed("interaction", interaction.id, interaction.version)
