from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workbench.store import Store, open_store, stop_owner

DOORS = ("exclusive", "served", "postgres")


@pytest.fixture(params=DOORS)
def door(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def url(door: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    if door == "postgres":
        server = request.getfixturevalue("postgres_server")
        yield server.url(server.new_database())
        return
    path = str(tmp_path / "store.duckdb")
    yield path
    stop_owner(path)


@pytest.fixture
def opened(door: str, url: str) -> Iterator[Callable[[], Store]]:
    """Open the same store as often as a test likes."""
    stores: list[Store] = []

    def open_again() -> Store:
        stores.append(open_store(url, door=None if door == "postgres" else door))
        return stores[-1]

    yield open_again
    for each in stores:
        each.close()


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    return opened()


@pytest.fixture
def served_path(tmp_path: Path) -> Iterator[str]:
    path = str(tmp_path / "store.duckdb")
    yield path
    stop_owner(path)


@pytest.fixture
def served(served_path: str) -> Iterator[Store]:
    store = open_store(served_path)
    yield store
    store.close()


@pytest.fixture
def memory() -> Iterator[Store]:
    store = open_store(":memory:")
    yield store
    store.close()
