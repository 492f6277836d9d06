from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import LOST, P50, TABLE, WON, key
from workbench.domain.contact import Contact
from workbench.domain.lines import Line
from workbench.domain.money import currency_code, in_base, rounded
from workbench.domain.people import Reach, Right, Role, Scope, User, require, require_change, seeing
from workbench.domain.periods import month_of, quarter_of, week_of
from workbench.domain.probability import ProbabilityTable
from workbench.domain.text import one_line, tag_list
from workbench.errors import InvalidValueError, NotAllowedError


def test_lost_stands_first_and_won_last_on_the_progress_board():
    assert TABLE.rows[0] is LOST
    assert TABLE.rows[-1] is WON


@pytest.mark.parametrize("rows", [[P50], [WON, P50], [WON, WON, LOST]])
def test_the_probability_table_has_one_won_and_one_lost_row(rows):
    with pytest.raises(InvalidValueError):
        ProbabilityTable.of(rows)


@pytest.mark.parametrize(("raw", "cents"), [("0.005", "0.01"), ("2.675", "2.68"), ("-0.005", "-0.01"), ("1", "1.00")])
def test_money_is_rounded_half_up(raw, cents):
    assert rounded(Decimal(raw)) == Decimal(cents)


@pytest.mark.parametrize("bad", ["NaN", "Infinity", "1e30"])
def test_what_is_no_amount_is_refused(bad):
    with pytest.raises(InvalidValueError):
        rounded(Decimal(bad))


def test_an_amount_without_rate_is_not_converted():
    assert in_base(Decimal(5), None) is None


@pytest.mark.parametrize("bad", ["", "EURO", "E1R", "€"])
def test_a_currency_is_three_letters(bad):
    with pytest.raises(InvalidValueError):
        currency_code(bad)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_every_day_lies_in_its_month_quarter_and_week(day):
    for period in (month_of(day), quarter_of(day), week_of(day)):
        assert day in period
        assert period.end not in period
    assert quarter_of(date(2026, 12, 31)).end == date(2027, 1, 1)


@given(st.text())
def test_a_line_of_text_holds_no_control_characters_and_stays_the_same_when_cleaned_again(text):
    line = one_line(text)
    assert line == one_line(line)
    assert not any(ord(char) < 32 or ord(char) == 127 for char in line)


def test_tags_are_clean_and_each_once():
    assert tag_list(" vip , fair,,vip") == ("vip", "fair")
    assert tag_list(["a,b"]) == ("a b",)


def test_a_line_refuses_a_negative_quantity():
    with pytest.raises(InvalidValueError):
        Line(id=key(1), quantity=Decimal(-1))


@pytest.mark.parametrize("bad", [{"name": " "}, {"quality": 6}, {"latitude": Decimal(91)}, {"kind": "ghost"}])
def test_a_contact_keeps_its_rules(bad):
    with pytest.raises(InvalidValueError):
        Contact(**({"id": key(1), "name": "Rossi S.p.A."} | bad))


def user(**changes):
    return User(**({"id": key(1), "login": "ana", "name": "Ana", "role": Role.SALESPERSON, "team_id": key(7),
                    "sees": Reach.OWN, "changes": Reach.OWN} | changes))  # fmt: skip


@pytest.mark.parametrize(
    ("reach", "own", "team", "other"),
    [(Reach.OWN, True, False, False), (Reach.TEAM, True, True, False), (Reach.ALL, True, True, True)],
)
def test_a_scope_covers_own_team_or_all(reach, own, team, other):
    scope = seeing(user(sees=reach))
    assert scope.covers(owner_id=key(1), team_id=None) is own
    assert scope.covers(owner_id=key(2), team_id=key(7)) is team
    assert scope.covers(owner_id=key(2), team_id=key(8)) is other


def test_people_without_a_team_do_not_share_the_deals_of_nobody():
    assert not Scope(reach=Reach.TEAM, user_id=key(1), team_id=None).covers(owner_id=key(2), team_id=None)


def test_a_viewer_changes_nothing_and_an_inactive_user_does_nothing():
    with pytest.raises(NotAllowedError):
        require_change(user(role=Role.VIEWER, changes=Reach.ALL), owner_id=key(1), team_id=None)
    with pytest.raises(NotAllowedError):
        require(user(active=False, role=Role.ADMINISTRATOR), Right.EXPORT)
