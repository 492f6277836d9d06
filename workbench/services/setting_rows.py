"""Rows of the tables an administrator edits: each is written together with its history."""

from __future__ import annotations

import json
from datetime import datetime

from workbench.store import Batch

KEYS: dict[str, tuple[str, ...]] = {
    "setting": ("name",),
    "exchange_rate": ("currency", "base", "on_date"),
    "transition": ("workflow_id", "from_stage_id", "to_stage_id"),
}


def setting_key(entity: str, values: dict[str, object]) -> str:
    """Return the key under which the history keeps a row: its id, or the columns that tell it apart."""
    return "/".join(str(values[column]) for column in KEYS.get(entity, ("id",)))


def setting_state(values: dict[str, object]) -> str:
    """Return a row as the history keeps it: JSON, with plain text for keys, dates and decimals."""
    return json.dumps(values, default=str, ensure_ascii=False, sort_keys=True)


def add_setting(batch: Batch, entity: str, *, now: datetime, **values: object) -> None:
    """Add a row of settings and its history to a unit of work.

    Args:
        batch: the unit of work.
        entity: ``team``, ``user``, ``stage``…: what ``settings/insert_<entity>.sql`` adds.
        now: when it takes effect, UTC without a zone.
        values: all columns of the row.
    """
    batch.add(f"settings/insert_{entity}", **values)
    remember_setting(batch, entity, now=now, **values)


def remember_setting(batch: Batch, entity: str, *, now: datetime, **values: object) -> None:
    """Append a row's new state to the history of settings.

    Args:
        batch: the unit of work that writes the row.
        entity: as in :func:`add_setting`.
        now: when it takes effect, UTC without a zone.
        values: all columns of the row.
    """
    batch.add(
        "settings/remember",
        unit_id=batch.unit, recorded_at=batch.recorded_at, effective_at=now, entity=entity,
        entity_id=setting_key(entity, values), state=setting_state(values),
    )  # fmt: skip
