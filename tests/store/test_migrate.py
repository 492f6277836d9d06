from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.build import count, team
from workbench.errors import StoreDamagedError, StoreError
from workbench.store import Store, migrate, open_store
from workbench.store.engine import connect
from workbench.store.migrate import Migration

NEXT = Migration(
    9001, "next", "create table extra (id uuid primary key);\nalter table team add column motto varchar;\n"
)
BROKEN = Migration(9001, "broken", "create table extra (id uuid);\nalter table nowhere add column motto varchar;\n")


def upgrade(store: Store, *more: Migration) -> list[str]:
    return migrate.migrate(store._door, store.url, [*migrate.migrations(), *more])


def copies(url: str) -> list[Path]:
    return sorted(Path(url).parent.glob("*.before-*"))


def test_numbers_have_no_gap_and_no_twin() -> None:
    numbers = [migration.number for migration in migrate.migrations()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_migration_is_applied_once_and_keeps_the_rows(store: Store) -> None:
    team(store)
    assert upgrade(store, NEXT) == ["next"]
    assert upgrade(store, NEXT) == []
    assert store.select("select motto from team")["motto"].isna().tolist() == [True]
    [row] = store.select("select number, name, digest from schema_migration where number = 9001").itertuples(
        index=False
    )
    assert tuple(row) == (9001, "next", NEXT.digest)


def test_a_migration_that_fails_leaves_nothing_behind(store: Store) -> None:
    team(store)
    with pytest.raises(StoreError):
        upgrade(store, BROKEN)
    assert store.select("select table_name from information_schema.tables where table_name = 'extra'").empty
    assert store.select("select number from schema_migration where number > 9000").empty
    assert count(store, "team") == 1


@pytest.mark.parametrize("door", ["exclusive", "served"], indirect=True)
def test_a_verified_copy_is_kept_before_a_migration(store: Store, url: str) -> None:
    key = team(store)
    assert copies(url) == []
    upgrade(store, NEXT)
    [copy] = copies(url)
    with connect(str(copy), read_only=True) as kept:
        assert kept.execute("select id from team").fetchall() == [(key,)]
        assert kept.execute("select count(*) from schema_migration where number > 9000").fetchall() == [(0,)]
        assert kept.execute(
            "select 1 from duckdb_constraints() where table_name = 'team' and constraint_type = 'PRIMARY KEY'"
        ).fetchall()


@pytest.mark.parametrize("door", ["exclusive", "served"], indirect=True)
def test_a_kept_copy_is_never_written_over(store: Store, url: str) -> None:
    Path(f"{url}.before-9001").write_text("precious")
    upgrade(store, NEXT)
    assert Path(f"{url}.before-9001").read_text() == "precious"
    assert len(copies(url)) == 2


def test_the_exclusive_door_stays_locked_after_a_copy(tmp_path: Path) -> None:
    """Reading the file a second time in this process would have let go of the engine's lock."""
    path = str(tmp_path / "store.duckdb")
    store = open_store(path, door="exclusive")
    upgrade(store, NEXT)
    other = subprocess.run(
        [sys.executable, "-c", f"import duckdb; duckdb.connect({path!r})"], capture_output=True, text=True, check=False
    )
    store.close()
    assert "lock" in other.stderr.lower()


def test_a_changed_migration_is_refused(store: Store) -> None:
    upgrade(store, NEXT)
    with pytest.raises(StoreDamagedError, match="9001"):
        upgrade(store, Migration(9001, "next", NEXT.text + "-- later thoughts"))


def test_a_store_of_a_newer_version_is_left_as_it_is(store: Store) -> None:
    upgrade(store, NEXT)
    with pytest.raises(StoreDamagedError, match="newer"):
        store.migrate()


def test_two_who_migrate_at_once_migrate_once(opened: Callable[[], Store]) -> None:
    stores, applied, failures = [opened(), opened()], [], []

    def run(store: Store) -> None:
        try:
            applied.extend(upgrade(store, NEXT))
        except Exception as error:  # noqa: BLE001 - shown by the test
            failures.append(error)

    threads = [threading.Thread(target=run, args=(store,)) for store in stores]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert failures == []
    assert applied == ["next"]


def test_the_schema_uses_nothing_that_only_one_door_has() -> None:
    for migration in migrate.migrations():
        assert (
            re.findall(r"\b(foreign key|references|sequence|default nextval|cascade|timestamptz)\b", migration.text)
            == []
        )
