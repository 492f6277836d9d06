"""What every door promises; each test runs behind all three."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import pandas as pd
import pytest

from tests.store.build import NOON, batch, count, team
from workbench.errors import (
    GuardFailedError,
    InvalidValueError,
    StoreError,
    StoreUnavailableError,
    WriteConflictError,
)
from workbench.store import Store, uuid7


def test_a_store_opens_with_the_schema_of_this_version(store: Store, door: str) -> None:
    assert store.door == door
    assert count(store, "schema_migration") >= 1
    assert store.migrate() == []


def test_what_was_written_is_read_by_another_opening(store: Store, opened: Callable[[], Store]) -> None:
    key = team(store, "Łódź – 'quoted' \"both\" $dollar {{brace}} ; -- no comment")
    if store.door == "exclusive":
        store.close()
    [found] = opened().records("settings/teams")
    assert found["id"] == key
    assert found["name"] == "Łódź – 'quoted' \"both\" $dollar {{brace}} ; -- no comment"


def test_a_unit_of_work_leaves_its_row_and_its_changes(store: Store) -> None:
    key, work = uuid7(), batch("move")
    work.why = "it’s late"
    work.changed("opportunity", key, 3)
    store.write(work)
    [unit] = store.select("select id, user_login, origin, kind, why, recorded_at from unit_of_work").to_dict("records")
    assert unit["id"] == work.unit
    assert (unit["user_login"], unit["origin"], unit["kind"], unit["why"]) == ("ana", "command", "move", "it’s late")
    assert pd.Timestamp(unit["recorded_at"]) == pd.Timestamp(NOON)
    [change] = store.select("select unit_id, entity, entity_id, version from change").itertuples(index=False)
    assert tuple(change) == (work.unit, "opportunity", key, 3)


def test_a_violated_guard_names_itself_and_nothing_is_written(store: Store) -> None:
    work = batch()
    work.add("opportunity/take_number", number=5)
    store.write(work)
    again = batch()
    again.add("settings/insert_team", id=uuid7(), code="n", name="North", retired=False)
    again.guard("opportunity/guard_number", number=5)
    with pytest.raises(GuardFailedError, match=r"^opportunity/guard_number$"):
        store.write(again)
    assert count(store, "team") == 0
    assert count(store, "unit_of_work") == 1


def test_a_guard_that_holds_lets_the_unit_through(store: Store) -> None:
    work = batch()
    work.guard("opportunity/guard_number", number=1)
    work.add("opportunity/take_number", number=1)
    store.write(work)
    assert store.rows("opportunity/last_number") == [(1,)]


def test_a_unit_that_fails_half_way_writes_nothing_and_the_store_works_on(store: Store) -> None:
    key = team(store)
    work = batch()
    work.add("opportunity/take_number", number=9)
    work.add("settings/insert_team", id=key, code="n", name="North again", retired=False)
    with pytest.raises(StoreError):
        store.write(work)
    assert store.rows("opportunity/last_number") == [(0,)]
    team(store, "South")
    assert count(store, "team") == 2


def test_the_same_unit_cannot_be_written_twice(store: Store) -> None:
    work = batch()
    store.write(work)
    with pytest.raises(StoreError):
        store.write(batch(unit=work.unit))
    assert count(store, "unit_of_work") == 1


def test_text_with_a_nul_is_refused_by_name(store: Store) -> None:
    with pytest.raises(InvalidValueError) as caught:
        batch().add("settings/insert_team", id=uuid7(), code="n", name="a\x00b", retired=False)
    assert caught.value.field == "name"
    assert count(store, "team") == 0


def test_hostile_text_is_only_text(store: Store) -> None:
    hostile = "'); drop table team; --"
    team(store, hostile)
    assert [row[2] for row in store.rows("settings/teams")] == [hostile]


def test_two_units_on_one_row_at_one_moment_lose_nothing(store: Store) -> None:
    """The counter ends at the number of confirmed steps: each step was guarded by what it had read."""
    confirmed, failures = [0, 0], []

    def step_up(place: int) -> None:
        while confirmed[place] < 15:
            number = int(store.rows("opportunity/last_number")[0][0]) + 1
            work = batch()
            work.guard("opportunity/guard_number", number=number)
            work.add("opportunity/take_number", number=number)
            try:
                store.write(work)
            except (GuardFailedError, WriteConflictError):
                continue
            except Exception as error:  # noqa: BLE001 - shown by the test
                failures.append(error)
                return
            confirmed[place] += 1

    threads = [threading.Thread(target=step_up, args=(place,)) for place in (0, 1)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert failures == []
    assert store.rows("opportunity/last_number") == [(30,)]


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    with pytest.raises(StoreUnavailableError, match="closed"):
        store.rows("settings/teams")


def test_bulk_rows_survive_exactly(store: Store) -> None:
    keys = [uuid7() for _ in range(4)]
    frame = pd.DataFrame(
        {
            "on_date": [date(2026, 1, 1), date(1999, 12, 31), date(2026, 2, 28), date(9999, 12, 31)],
            "rate": [Decimal("1.95583000"), Decimal("0.00000001"), Decimal("9999999999.99999999"), Decimal(1)],
            "currency": ["EUR", "it's", "“Ł”", ",\n\t;"],
            "base": ["EUR"] * 4,
        }
    )
    people = pd.DataFrame(
        {"id": keys, "code": list("abcd"), "name": list("abcd"), "retired": [True, False, True, False]}
    )
    work = batch("import")
    work.bulk("exchange_rate", frame)
    work.bulk("team", people)
    store.write(work)
    rates = store.select("select currency, on_date, cast(rate as varchar) as rate from exchange_rate order by on_date")
    written = {row.currency: (Decimal(row.rate), row.on_date) for row in rates.itertuples()}
    assert written == {
        currency: (rate, day)
        for currency, rate, day in zip(frame["currency"], frame["rate"], frame["on_date"], strict=True)
    }
    assert {row[0] for row in store.rows("settings/teams")} == set(keys)


def test_bulk_rows_keep_their_nulls(store: Store) -> None:
    frame = pd.DataFrame(
        {
            "id": [uuid7(), uuid7()], "position": [1, 2], "workflow_id": [uuid7()] * 2, "code": ["a", "b"],
            "name": ["A", "B"], "colour": ["#fff", "#000"], "outcome": ["open", "open"],
            "probability_id": [None, uuid7()], "expected_days": [None, 7], "retired": [False, False],
        }
    )  # fmt: skip
    work = batch("import")
    work.bulk("stage", frame)
    store.write(work)
    rows = store.select("select code, probability_id, expected_days from stage order by code")
    assert rows["probability_id"][0] is None or pd.isna(rows["probability_id"][0])
    assert isinstance(rows["probability_id"][1], UUID)
    assert pd.isna(rows["expected_days"][0])
    assert rows["expected_days"][1] == 7


def test_bulk_rows_that_do_not_fit_write_nothing(store: Store) -> None:
    work = batch("import")
    work.bulk("team", pd.DataFrame({"id": [uuid7()], "code": ["a"], "name": ["a"], "retired": [False]}))
    work.bulk("exchange_rate", pd.DataFrame({"currency": ["EUR"], "base": ["EUR"], "on_date": ["soon"], "rate": ["1"]}))
    with pytest.raises(StoreError):
        store.write(work)
    assert count(store, "team") == 0
    assert count(store, "unit_of_work") == 0


def test_an_empty_frame_is_no_work(store: Store) -> None:
    work = batch("import")
    work.bulk("team", pd.DataFrame({"id": [], "code": [], "name": [], "retired": []}))
    store.write(work)
    assert count(store, "team") == 0


def test_frames_keep_money_and_days(store: Store) -> None:
    work = batch()
    work.bulk(
        "exchange_rate",
        pd.DataFrame({"currency": ["RON"], "base": ["EUR"], "on_date": [date(2026, 1, 2)], "rate": [Decimal("0.2")]}),
    )
    store.write(work)
    frame = store.select("select on_date, rate, timestamp '2026-01-02 03:04:05' as moment from exchange_rate")
    assert frame["rate"][0] == Decimal("0.2")
    assert isinstance(frame["rate"][0], Decimal)
    assert frame["on_date"][0] == date(2026, 1, 2)
    assert frame["moment"][0] == datetime(2026, 1, 2, 3, 4, 5)


def test_a_missing_and_a_surplus_parameter_are_mistakes(store: Store) -> None:
    with pytest.raises(TypeError, match="missing \\['number'\\]"):
        batch().add("opportunity/take_number")
    with pytest.raises(TypeError, match="surplus \\['extra'\\]"):
        store.rows("settings/teams", extra=1)
    with pytest.raises(LookupError):
        store.rows("settings/no_such_query")


def test_one_store_serves_several_threads(store: Store) -> None:
    found: list[int] = []

    def ask() -> None:
        found.extend(len(store.rows("settings/teams")) for _ in range(10))

    team(store)
    threads = [threading.Thread(target=ask) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert found == [1] * 40
