"""Rows in, rows out: the only part that speaks to DuckDB."""

from workbench.store.batch import Batch, Bond
from workbench.store.starting import stop_owner
from workbench.store.store import Store, Violation, open_store
from workbench.store.uuid7 import uuid7

__all__ = ["Batch", "Bond", "Store", "Violation", "open_store", "stop_owner", "uuid7"]
