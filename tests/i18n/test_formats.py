from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest

from workbench.i18n import _, language, ngettext, use_language
from workbench.i18n.formats import age, day, moment, money, number, percent


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    before = language()
    yield
    use_language(before)


def spoken(code: str, text: str) -> str:
    """Return a formatted text with plain blanks, after checking that none of them can break a line."""
    use_language(code)
    assert code == "en" or " " not in text
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("code", "currency", "text"),
    [
        ("en", "EUR", "€1,234.56"),
        ("en", "GBP", "£1,234.56"),
        ("it", "EUR", "1.234,56 €"),
        ("it", "GBP", "1.234,56 £"),
        ("ro", "EUR", "1.234,56 EUR"),
        ("ro", "RON", "1.234,56 RON"),
    ],
)
def test_money_is_written_as_the_reader_writes_it(code, currency, text):
    use_language(code)
    assert spoken(code, money(Decimal("1234.56"), currency)) == text


@pytest.mark.parametrize(("code", "text"), [("en", "€1,234,568"), ("it", "1.234.568 €"), ("ro", "1.234.568 EUR")])
def test_a_heading_drops_the_cents(code, text):
    use_language(code)
    assert spoken(code, money(Decimal("1234567.89"), "EUR", cents=False)) == text


@pytest.mark.parametrize(("code", "text"), [("en", "-€5.00"), ("it", "-5,00 €"), ("ro", "-5,00 EUR")])
def test_a_negative_amount_keeps_its_sign_in_front(code, text):
    use_language(code)
    assert spoken(code, money(Decimal(-5), "EUR")) == text


@pytest.mark.parametrize(("code", "text"), [("en", "1,234,567.5"), ("it", "1.234.567,5"), ("ro", "1.234.567,5")])
def test_a_number_has_the_readers_separators(code, text):
    use_language(code)
    assert number(Decimal("1234567.5")) == text


@pytest.mark.parametrize(("code", "text"), [("en", "12.5%"), ("it", "12,5%"), ("ro", "12,5 %")])
def test_a_percentage_has_the_readers_sign(code, text):
    use_language(code)
    assert spoken(code, percent(Decimal("12.5"))) == text


@pytest.mark.parametrize(("code", "text"), [("en", "4 Nov 2026"), ("it", "4 nov 2026"), ("ro", "4 nov. 2026")])
def test_a_date_names_the_month(code, text):
    use_language(code)
    assert day(date(2026, 11, 4)) == text


@pytest.mark.parametrize(
    ("code", "text"), [("en", "04/11/2026, 15:05"), ("it", "04/11/26, 15:05"), ("ro", "04.11.2026, 15:05")]
)
def test_a_moment_puts_the_day_first(code, text):
    use_language(code)
    assert moment(datetime(2026, 11, 4, 15, 5)) == text


@pytest.mark.parametrize("code", ["en", "it", "ro"])
def test_nothing_is_a_dash(code):
    use_language(code)
    assert {money(None, "EUR"), number(None), percent(None), day(None)} == {"–"}


@pytest.mark.parametrize(
    ("code", "count", "text"),
    [
        ("en", 1, "1 day"),
        ("en", 2, "2 days"),
        ("it", 0, "oggi"),
        ("it", 1, "1 giorno"),
        ("it", 1200, "1.200 giorni"),
        ("ro", 0, "astăzi"),
        ("ro", 1, "1 zi"),
        ("ro", 2, "2 zile"),
        ("ro", 19, "19 zile"),
        ("ro", 20, "20 de zile"),
        ("ro", 101, "101 zile"),
        ("ro", 100, "100 de zile"),
        ("ro", 121, "121 de zile"),
    ],
)
def test_a_count_takes_its_plural_form(code, count, text):
    use_language(code)
    assert age(count) == text


def test_an_unknown_language_is_english():
    use_language("fr")
    assert (language(), _("New opportunity")) == ("en", "New opportunity")
    assert ngettext("{count} deal", "{count} deals", 2) == "{count} deals"


@pytest.mark.parametrize(("code", "text"), [("it", "Nuova opportunità"), ("ro", "Oportunitate nouă")])
def test_a_message_is_found_in_the_installed_catalogue(code, text):
    use_language(code)
    assert _("New opportunity") == text


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Europe/Bucharest"])
def test_a_local_day_and_time_come_back_from_their_moment(zone):
    code = (
        "from datetime import date, time; from workbench.i18n import formats as f;"
        " moments = [f.utc_moment(date(2026, month, 15), time(14, 30)) for month in (1, 7)];"
        " print([(f.local_day(m).day, f.local_time(m).isoformat(), f.clock(m)) for m in moments])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=os.environ | {"TZ": zone}
    )
    assert told.stdout.strip() == str([(15, "14:30:00", "14:30")] * 2)
