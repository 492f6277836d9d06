from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from uuid import UUID

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InvalidValueError
from workbench.store.literals import literal

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**30), max_value=10**30)
PLAIN = {
    "null": st.none(),
    "boolean": st.booleans(),
    "integer": st.integers(-(2**127) + 1, 2**127 - 1),
    "decimal": DECIMALS,
    "double": st.floats(allow_nan=False),
    "text": TEXTS,
    "key": st.uuids(),
    "day": st.dates(),
    "moment": st.datetimes(),
}


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def read_back(engine: duckdb.DuckDBPyConnection, value: object) -> object:
    return engine.execute(f"select {literal(value)}").fetchall()[0][0]


@pytest.mark.parametrize("kind", PLAIN)
@given(data=st.data())
def test_a_value_comes_back_as_it_was(engine: duckdb.DuckDBPyConnection, kind: str, data: st.DataObject) -> None:
    value = data.draw(PLAIN[kind])
    found = read_back(engine, value)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("kind", [kind for kind in PLAIN if kind not in {"null", "decimal", "integer"}])
@given(data=st.data())
def test_a_list_comes_back_as_it_was(engine: duckdb.DuckDBPyConnection, kind: str, data: st.DataObject) -> None:
    values = data.draw(st.lists(PLAIN[kind], max_size=5))
    assert read_back(engine, values) == values
    assert read_back(engine, tuple(values)) == values


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_is_kept_to_the_last_digit_or_refused(engine: duckdb.DuckDBPyConnection, value: Decimal) -> None:
    try:
        found = read_back(engine, value)
    except InvalidValueError:
        return
    assert found == value


@given(st.lists(TEXTS, min_size=2, max_size=2))
def test_no_text_ends_its_own_literal(engine: duckdb.DuckDBPyConnection, texts: list[str]) -> None:
    written = ", ".join(literal(text) for text in texts)
    assert engine.execute(f"select {written}").fetchall() == [tuple(texts)]


def test_negative_numbers_stand_in_any_expression(engine: duckdb.DuckDBPyConnection) -> None:
    assert engine.execute(f"select 5-{literal(-3)}, 2-{literal(Decimal('-1.5'))}").fetchall() == [(8, Decimal("3.5"))]


def test_not_a_number_is_a_double(engine: duckdb.DuckDBPyConnection) -> None:
    assert math.isnan(float(str(read_back(engine, math.nan))))
    assert read_back(engine, -math.inf) == -math.inf


def test_an_enum_is_its_value(engine: duckdb.DuckDBPyConnection) -> None:
    class Outcome(StrEnum):
        WON = "won"

    class Rank(Enum):
        FIRST = 1

    assert read_back(engine, Outcome.WON) == "won"
    assert read_back(engine, Rank.FIRST) == 1


@pytest.mark.parametrize("value", ["a\x00b", "\ud800", Decimal("NaN"), Decimal("Infinity"), Decimal(10) ** 40, 2**127])
def test_what_cannot_be_stored_is_refused_by_name(value: object) -> None:
    with pytest.raises(InvalidValueError) as caught:
        literal(value, field="title")
    assert caught.value.field == "title"


@pytest.mark.parametrize("value", ["1e-900000000", "0e-900000000", "-1.5e-900000000", "1e900000000", "-1e900000000"])
def test_an_exponent_beyond_measure_is_refused_before_it_is_written_out(value: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        literal(Decimal(value), field="net")
    assert caught.value.field == "net"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("0e900000000", "cast('0' as decimal(1, 0))"),
        ("1e37", f"cast('1{'0' * 37}' as decimal(38, 0))"),
        ("1e-38", f"cast('0.{'0' * 37}1' as decimal(38, 38))"),
        ("-0.10", "cast('-0.10' as decimal(2, 2))"),
        ("12.50", "cast('12.50' as decimal(4, 2))"),
    ],
)
def test_a_decimal_is_as_wide_as_its_digits(engine: duckdb.DuckDBPyConnection, value: str, written: str) -> None:
    assert literal(Decimal(value)) == written
    assert read_back(engine, Decimal(value)) == Decimal(value)


@pytest.mark.parametrize("value", [object(), {"a": 1}, b"bytes", datetime(2026, 1, 1, tzinfo=UTC), {1, 2}])
def test_a_value_without_a_literal_is_a_mistake(value: object) -> None:
    with pytest.raises(TypeError):
        literal(value, field="title")


def test_the_limits_of_the_calendar_are_kept(engine: duckdb.DuckDBPyConnection) -> None:
    for value in (date.min, date.max, datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999), UUID(int=0)):
        assert read_back(engine, value) == value
