from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import ImportRefusedError
from workbench.services.imports.values import dates, numbers


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            ["2024-04-03", "2024-04-03T10:00:00Z", "2015-11-20 10:59:00.000000018"],
            [date(2024, 4, 3), date(2024, 4, 3), date(2015, 11, 20)],
        ),
        (["03/04/2024", "25/04/2024"], [date(2024, 4, 3), date(2024, 4, 25)]),
        (["03/04/2024", "4/25/2024"], [date(2024, 3, 4), date(2024, 4, 25)]),
        (["03.04.2024", "3 aprile 2024", "Apr 3, 2024", "3 apr. 2024", "20240403"], [date(2024, 4, 3)] * 5),
        (["04/04/2024", ""], [date(2024, 4, 4), None]),
    ],
)
def test_dates_are_read_by_the_evidence_of_their_column(cells, expected):
    column = dates("Created", cells)
    assert (column.values, column.bad) == (expected, {})


def test_dates_that_can_be_read_in_two_ways_are_refused_with_the_way_out():
    with pytest.raises(ImportRefusedError, match="date_format"):
        dates("Created", ["03/04/2024", "05/06/2024"])


def test_a_day_that_does_not_exist_is_a_bad_cell():
    column = dates("Created", ["31/02/2024", "30/01/2024", "soon", "01/02/24"])
    assert set(column.bad) == {0, 2, 3}
    assert column.values[1] == date(2024, 1, 30)


def test_declared_dates_need_no_evidence():
    assert dates("Created", ["03/04/24"], declared="DD/MM/YY").values == [date(2024, 4, 3)]
    assert dates("Created", ["03/04/2024"], declared="MM/DD/YYYY").values == [date(2024, 3, 4)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1,234.56", "7"], [Decimal("1234.56"), Decimal(7)]),
        (["1.234,56", "1.234"], [Decimal("1234.56"), Decimal(1234)]),
        (["€ 1.234,50", "12 500,00", "1.000,00 EUR"], [Decimal("1234.50"), Decimal(12500), Decimal(1000)]),
        (["-5", "+3", "12%"], [Decimal(-5), Decimal(3), Decimal(12)]),
        ([1.5, 2, Decimal("0.1")], [Decimal("1.5"), Decimal(2), Decimal("0.1")]),
    ],
)
def test_numbers_are_read_by_the_evidence_of_their_column(cells, expected):
    column = numbers("Amount", cells)
    assert (column.values, column.bad) == (expected, {})


@pytest.mark.parametrize(
    "cell", ["12,34.5", "ten", "1.2.3", "--5", "1e5", "(5)", "NaN", "inf", "12,34,567.00", "9" * 20]
)
def test_what_is_no_number_is_a_bad_cell(cell):
    column = numbers("Amount", [cell, "1,000.50"])
    assert set(column.bad) == {0}
    assert column.values[1] == Decimal("1000.50")


def test_numbers_that_can_be_read_in_two_ways_are_refused_with_the_way_out():
    with pytest.raises(ImportRefusedError, match="decimal"):
        numbers("Amount", ["1,234", "5,678"])


def test_a_column_with_both_signs_in_balance_is_refused():
    with pytest.raises(ImportRefusedError):
        numbers("Amount", ["1,5", "1.5"])


@given(st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False), min_size=1), st.booleans())
def test_any_amount_written_with_two_decimals_is_read_back(amounts, point):
    cells = [f"{amount:,.2f}" for amount in amounts]
    if not point:
        cells = [cell.translate(str.maketrans(",.", ".,")) for cell in cells]
    assert numbers("Amount", cells).values == amounts


@given(st.lists(st.dates(min_value=date(1000, 1, 1)), min_size=1))
def test_any_iso_date_is_read_back(days):
    assert dates("Day", [day.isoformat() for day in days]).values == days


@given(st.lists(st.text(), max_size=20))
def test_no_text_crashes_the_reading(cells):
    for read in (dates, numbers):
        try:
            column = read("Any", cells)
        except ImportRefusedError:
            continue
        assert len(column.values) == len(cells)
