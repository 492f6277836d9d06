"""Builders for the store's tests: a unit of work with defaults, and the smallest rows worth keeping."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from workbench.store import Batch, Store, uuid7

NOON = datetime(2026, 11, 24, 12)


def batch(kind: str = "test", unit: UUID | None = None) -> Batch:
    return Batch(unit=unit or uuid7(), user_login="ana", origin="command", kind=kind, recorded_at=NOON)


def team(store: Store, name: str = "North", key: UUID | None = None) -> UUID:
    """Write a team: a row with a key, a text and a flag."""
    key = key or uuid7()
    work = batch()
    work.add("settings/insert_team", id=key, code=name.lower(), name=name, retired=False)
    store.write(work)
    return key


def count(store: Store, table: str) -> int:
    return int(store.select(f"select count(*) as n from {table}")["n"][0])


def value(store: Store, name: str) -> str | None:
    found = store.select("select name, value from setting")
    return next((row.value for row in found.itertuples() if row.name == name), None)
