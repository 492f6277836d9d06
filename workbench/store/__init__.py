"""Rows in, rows out: the only part that speaks to DuckDB."""

from workbench.store.batch import Batch, Bond
from workbench.store.copying import UNDER_WAY
from workbench.store.processes import lives
from workbench.store.starting import stop_owner
from workbench.store.store import Store, Violation, open_store
from workbench.store.uuid7 import uuid7

__all__ = ["UNDER_WAY", "Batch", "Bond", "Store", "Violation", "lives", "open_store", "stop_owner", "uuid7"]
