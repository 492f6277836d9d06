from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import (
    BAD,
    FLOW,
    GOOD,
    LOST,
    LOST_STAGE,
    NEW,
    NOW,
    OFFER,
    P10,
    P50,
    P90,
    TABLE,
    TODAY,
    WON,
    WON_STAGE,
    deal,
    key,
)  # fmt: skip
from workbench.domain.events import OpportunityClosed, OpportunityReopened, ProbabilityChanged, StageChanged
from workbench.domain.lines import Line, Totals
from workbench.domain.probability import Outcome
from workbench.errors import AnswerNeededError, InvalidValueError, TransitionRefusedError

RULES = {"workflow": FLOW, "table": TABLE, "on": NOW, "today": TODAY}
amounts = st.decimals(min_value=0, max_value=10**9, places=2)
lines = st.builds(
    Line,
    id=st.uuids(),
    quantity=st.decimals(min_value=0, max_value=10**4, places=4),
    unit_price=st.decimals(min_value=0, max_value=10**5, places=4),
    discount=amounts,
    expected_revenue=st.none() | amounts,
)


def test_a_stage_proposes_its_probability_where_nobody_set_one():
    after, event = deal().moved_to(OFFER, **RULES)
    assert (after.stage_id, after.probability_id, after.version) == (OFFER.id, P50.id, 2)
    assert isinstance(event, StageChanged)


def test_a_stage_never_overwrites_a_probability_set_by_hand():
    by_hand, event = deal().at_probability(P90, **RULES)
    assert isinstance(event, ProbabilityChanged)
    assert by_hand.moved_to(OFFER, **RULES)[0].probability_id == P90.id


def test_a_move_that_is_no_transition_is_refused_with_the_possible_ones():
    with pytest.raises(TransitionRefusedError, match="Possible from here: Offer, Lost"):
        deal().moved_to(WON_STAGE, **RULES)


def test_closing_asks_for_the_reason():
    with pytest.raises(AnswerNeededError) as asked:
        deal(stage_id=OFFER.id).moved_to(WON_STAGE, **RULES)
    assert (asked.value.question, asked.value.outcome) == ("closing_reason", "won")


def test_a_reason_must_fit_the_outcome():
    with pytest.raises(InvalidValueError):
        deal().at_probability(WON, **RULES, reason=BAD)


@pytest.mark.parametrize(("row", "reason", "stage"), [(WON, GOOD, WON_STAGE), (LOST, BAD, LOST_STAGE)])
def test_closing_on_the_progress_board_sets_status_date_reason_and_closing_stage(row, reason, stage):
    after, event = deal().at_probability(row, **RULES, reason=reason, note="as agreed")
    assert isinstance(event, OpportunityClosed)
    assert (after.status, after.closed_date, after.reason_id) == (row.outcome, TODAY, reason.id)
    assert (after.stage_id, after.probability_id, after.reason_note) == (stage.id, row.id, "as agreed")


def test_an_open_probability_reopens_a_closed_deal_in_the_stage_it_came_from():
    closed, _ = deal(stage_id=OFFER.id).at_probability(WON, **RULES, reason=GOOD)
    after, event = closed.at_probability(P50, **RULES, reopen_in=OFFER)
    assert isinstance(event, OpportunityReopened)
    assert (after.status, after.closed_date, after.reason_id, after.stage_id) == (Outcome.OPEN, None, None, OFFER.id)
    assert (after.probability_id, after.version) == (P50.id, closed.version + 1)


def test_a_won_deal_goes_back_only_where_a_transition_leads():
    closed, _ = deal(stage_id=OFFER.id).moved_to(WON_STAGE, **RULES, reason=GOOD)
    with pytest.raises(TransitionRefusedError):
        closed.moved_to(NEW, **RULES)
    assert closed.moved_to(OFFER, **RULES)[0].status is Outcome.OPEN


def test_time_in_stage_starts_with_the_move_and_not_with_a_drop_in_place():
    later = NOW + timedelta(days=3)
    moved, _ = deal().moved_to(OFFER, **(RULES | {"on": later}))
    assert moved.stage_since == later
    assert moved.moved_to(OFFER, **(RULES | {"on": later + timedelta(days=1)}))[0].stage_since == later


@given(st.lists(lines, max_size=8))
def test_header_amounts_are_the_sums_of_the_lines(rows):
    after, _ = deal().with_lines(tuple(rows))
    assert after.net == sum((line.net for line in rows), Decimal(0))
    assert after.gross - after.discount == after.net
    if rows:
        assert Totals.of(rows) == after.totals


@given(amounts, amounts)
def test_net_is_gross_minus_discount_however_they_are_set(gross, discount):
    after, _ = deal().changed(gross=gross, discount=discount)
    assert after.net == gross - discount
    again, _ = after.changed(net=Decimal("5.00"))
    assert (again.gross, again.discount, again.net) == (5, 0, 5)


def test_the_amounts_of_a_deal_with_lines_cannot_be_typed_over():
    with_line, _ = deal().with_lines((Line(id=key(9), unit_price=Decimal(10)),))
    with pytest.raises(InvalidValueError):
        with_line.changed(net=Decimal(1))


def test_header_and_lines_that_disagree_are_refused():
    with pytest.raises(InvalidValueError):
        deal(lines=(Line(id=key(9), unit_price=Decimal(10)),))


def test_a_missing_rate_is_neither_nought_nor_one():
    unknown = deal(net=Decimal(10), gross=Decimal(10), rate=None)
    assert unknown.base_net is None
    assert unknown.weighted(P10) is None


@given(amounts, st.decimals(min_value=0, max_value=100, places=2))
def test_the_weighted_amount_is_rounded_for_each_deal(net, percent):
    weighted = deal(net=net, gross=net).weighted(replace(P10, percent=percent))
    assert weighted is not None
    assert abs(weighted - net * percent / 100) <= Decimal("0.005")


def test_a_forecast_counts_expected_revenue_where_given():
    assert deal(net=Decimal(10), gross=Decimal(10), expected_revenue=Decimal(7)).base_expected == 7


def test_undo_becomes_a_new_version_with_the_old_values():
    before = deal()
    after, _ = before.moved_to(OFFER, **RULES)
    restored, event = after.restored_from(before)
    assert (restored.stage_id, restored.version) == (NEW.id, 3)
    assert set(event.fields) == {"stage_id", "probability_id"}


def test_status_and_closed_date_go_together():
    with pytest.raises(InvalidValueError):
        deal(closed_date=TODAY)


@pytest.mark.parametrize("title", ["", "   ", "\n\t", "x" * 501])
def test_a_title_is_one_line_of_at_most_500_characters(title):
    with pytest.raises(InvalidValueError):
        deal().changed(title=title)


def test_fields_that_have_their_own_verb_cannot_be_set():
    with pytest.raises(InvalidValueError, match="status"):
        deal().changed(status="won")
