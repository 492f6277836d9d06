"""Settings tried out in memory: their keys are known before anything is written, so that all is one unit of work."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime

from workbench.store import Batch, Store, open_store, uuid7

TABLES = (
    "company", "team", "user_account", "exchange_rate", "probability", "closing_reason", "workflow", "stage",
    "opportunity_type", "origin", "product_family", "activity_type",
)  # fmt: skip


@contextmanager
def rehearsal(store: Store, now: datetime) -> Generator[Store]:
    """Lend a store in memory with the settings of another.

    Args:
        store: whose settings.
        now: the present moment, UTC without a zone.
    """
    copy = open_store(":memory:")
    try:
        batch = Batch(unit=uuid7(), user_login="", origin="demo", kind="rehearsal", recorded_at=now)
        for table in TABLES:
            rows = store.select(f"select * from {table}")  # noqa: S608 - the names above
            if len(rows):
                batch.bulk(table, rows)
        copy.write(batch)
        yield copy
    finally:
        copy.close()
