"""A store of the first issue's schema is brought to the present one with everything in it, behind every door."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.store import migrate, stop_owner
from workbench.store.direct import ExclusiveDoor, PostgresDoor
from workbench.store.engine import connect
from workbench.store.literals import literal

FIRST = Path(__file__).with_name("first_light")
TODAY = date(2026, 11, 24)
DIGEST = "30b50c764b76daa206b3a61a87e18675e2bf623fade71a607b02ed75d940f60f"


def expected() -> dict[str, Any]:
    return json.loads((FIRST / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(params=["exclusive", "served", "postgres"])
def first(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Make a store as the first issue made it; return its address and how it is opened."""
    url = str(tmp_path / "store.duckdb")
    if request.param == "postgres":
        server = request.getfixturevalue("postgres_server")
        url = server.url(server.new_database())
    door = PostgresDoor(url) if request.param == "postgres" else ExclusiveDoor(url)
    assert migrate.migrate(door, url, migrate.migrations()[:1]) == ["first_light"]
    tables = json.loads(gzip.decompress((FIRST / "store.json.gz").read_bytes()))
    steps = ["begin", "delete from setting", "delete from counter"]
    for table, content in tables.items():
        rows = ", ".join("(" + ", ".join(map(literal, row)) + ")" for row in content["rows"])
        steps.append(f"insert into {table} ({', '.join(content['columns'])}) values {rows}")
    door.write(";\n".join([*steps, "commit"]), None)
    door.close()
    yield url, str(request.param)
    stop_owner(url) if request.param != "postgres" else None


def opened(first: tuple[str, str]) -> Workbench:
    url, door = first
    return open_workbench(url, user="ana", today=TODAY, lang="en", door=None if door == "postgres" else door)


def boards(wb: Workbench) -> dict[str, list[list[object]]]:
    flows = {flow.code: wb.boards.stages(flow.code, per_column=0) for flow in wb.settings.lookups().workflows}
    return {
        name: [[each.label, each.count, str(each.net), str(each.weighted)] for each in board.columns]
        for name, board in {"progress": wb.boards.progress(per_column=0), **flows}.items()
    }


def test_the_first_migration_is_never_edited() -> None:
    first = migrate.migrations()[0]
    assert (first.number, first.name, first.digest) == (1, "first_light", DIGEST)


def test_totals_history_and_rules_are_the_same_after_the_upgrade(first: tuple[str, str]) -> None:
    with opened(first) as wb:
        applied = wb.store.select("select number, name, digest from schema_migration order by number")
        assert applied.values.tolist() == [[each.number, each.name, each.digest] for each in migrate.migrations()]
        assert wb.store.check() == []
        totals = wb.listing.totals()
        assert [totals.count, str(totals.net), str(totals.weighted)] == expected()["totals"]
        assert boards(wb) == expected()["boards"]
        keys = {row.number: row.id for row in wb.listing.rows(limit=100)}
        for number, entries in expected()["history"].items():
            told = wb.opportunities.history(keys[int(number)])
            assert [f"{one.version} {one.effective_at.isoformat()} {one.user_login}" for one in told] == entries


def test_work_goes_on_after_the_upgrade(first: tuple[str, str]) -> None:
    with opened(first) as wb:
        wb.opportunities.create(title="After the upgrade", lines=[{"quantity": 2, "unit_price": "9.99"}])
        [deal] = wb.listing.rows(Filters(title="after the upgrade"))
        assert deal.number == expected()["totals"][0] + 1
        flow = next(flow for flow in wb.settings.lookups().workflows if flow.name == deal.workflow)
        other = next(stage for stage in flow.stages if stage.name != deal.stage and stage.outcome.value == "open")
        wb.opportunities.move(deal.id, stage=other.id)
        [card] = wb.boards.cards([deal.id]).values()
        assert card.stage == other.name
        assert wb.listing.totals().weighted == sum(column.weighted for column in wb.boards.progress().columns)
        assert wb.store.check() == []


@pytest.mark.parametrize("first", ["exclusive", "served"], indirect=True)
def test_the_store_as_it_was_is_kept_before_the_upgrade(first: tuple[str, str]) -> None:
    opened(first).close()
    if first[1] == "served":
        stop_owner(first[0])
    [copy] = Path(first[0]).parent.glob("*.before-*")
    with connect(str(copy), read_only=True) as kept:
        assert kept.execute("select number, digest from schema_migration").fetchall() == [(1, DIGEST)]
        assert kept.execute("select count(*) from opportunity").fetchall() == [(expected()["totals"][0],)]
