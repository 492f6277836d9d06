"""What all tests share: a PostgreSQL server, and owners that end soon."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests import postgres

os.environ.setdefault("WORKBENCH_OWNER_IDLE", "20")

# How long an example takes says something about the machine only.
settings.register_profile("workbench", settings(), deadline=None)
settings.load_profile("workbench")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.PostgresServer]:
    if not postgres.installed():
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail("PostgreSQL is not installed: the store's third door was not tested")
        pytest.skip("PostgreSQL is not installed here")
    with postgres.running_server() as server:
        yield server
