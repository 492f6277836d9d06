"""For any filter the columns of a board add up to the list: count, net and weighted amount, to the cent."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.errors import InvalidValueError
from workbench.services import listing
from workbench.services.demo import load_demo
from workbench.services.listing import SORTS

TODAY = date(2026, 11, 24)
RELAXED = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY) as opened:
        load_demo(opened.store, opportunities=700, seed=7, as_of=TODAY)
        deal = opened.listing.rows(limit=1)[0]
        opened.opportunities.update(deal.id, currency="CHF", tags=["quay", "fair"])
        yield opened


@st.composite
def filters(draw, wb):
    lookups = wb.settings.lookups()
    some = lambda values: tuple(draw(st.lists(st.sampled_from(values), max_size=2)))  # noqa: E731
    ends = sorted(draw(st.tuples(st.dates(date(2024, 1, 1), TODAY), st.dates(date(2024, 1, 1), TODAY))))
    amounts = sorted(draw(st.tuples(st.integers(0, 10**5), st.integers(0, 10**5))))
    given_filters = {
        "owner": some([user.login for user in lookups.users]),
        "team": some([team.code for team in lookups.teams]),
        "workflow": some([flow.code for flow in lookups.workflows]),
        "status": some(["open", "won", "lost"]),
        "currency": some(["EUR", "RON", "CHF"]),
        "stage": some([stage.code for flow in lookups.workflows for stage in flow.stages]),
        "type": some([row.code for row in lookups.types]),
        "region": some(["IT", "ro", "DE"]),
        "created": draw(st.sampled_from([(None, None), tuple(ends), (ends[0], None)])),
        "closed": draw(st.sampled_from([(None, None), tuple(ends), (None, ends[1])])),
        "amount": draw(st.sampled_from([(None, None), tuple(amounts)])),
        "probability": draw(st.sampled_from([(None, None), (10, 90), (Decimal(50), None)])),
        "active_on": draw(st.none() | st.just(ends[0])),
        "text": draw(st.none() | st.sampled_from(["line", "GmbH", "17", "ü", "<img", "%", "'"])),
        "tags": some(["vip", "fair"]),
    }
    kept = draw(st.sets(st.sampled_from(sorted(given_filters)), max_size=3))
    return Filters(**{name: given_filters[name] for name in kept})


@RELAXED
@given(st.data())
def test_the_progress_board_partitions_the_list(wb, data):
    wanted = data.draw(filters(wb))
    board, totals = wb.boards.progress(wanted, per_column=3), wb.listing.totals(wanted)
    assert (board.count, board.net, board.weighted) == (totals.count, totals.net, totals.weighted)
    assert board.unconverted == totals.unconverted


@RELAXED
@given(st.data())
def test_the_stages_boards_partition_each_workflow(wb, data):
    wanted = data.draw(filters(wb))
    boards = [wb.boards.stages(flow.code, wanted, per_column=2) for flow in wb.settings.lookups().workflows]
    totals = wb.listing.totals(wanted)
    assert sum(board.count for board in boards) == totals.count
    assert sum(board.net for board in boards) == totals.net
    assert sum(board.weighted for board in boards) == totals.weighted


@RELAXED
@given(st.data())
def test_totals_are_those_of_the_rows(wb, data):
    wanted = data.draw(filters(wb))
    page = wb.listing.page(wanted, limit=1000)
    assert page.count == len(page.rows)
    assert page.net == sum((row.base_net for row in page.rows if row.base_net is not None), Decimal(0))
    assert page.weighted == sum((row.weighted for row in page.rows if row.weighted is not None), Decimal(0))


def test_the_weighted_amount_in_the_store_is_the_domains(wb):
    table = wb.settings.lookups().probabilities
    for row in wb.listing.rows(limit=200):
        deal = wb.opportunities.get(row.id)
        assert row.weighted == deal.weighted(table.row(deal.probability_id))


def test_a_deal_without_rate_is_counted_and_named_but_in_no_sum(wb):
    board = wb.boards.progress(Filters(currency="CHF"))
    assert (board.count, board.net) == (1, 0)
    assert (board.unconverted.count, board.unconverted.currencies) == (1, (("CHF", 1),))


def test_empty_columns_stay(wb):
    board = wb.boards.progress(Filters(number=999_999_999))
    assert len(board.columns) == len(wb.settings.lookups().probabilities.rows)
    assert board.count == 0


@pytest.mark.parametrize("sort", ["net", "close", "created", "stage_since", "title"])
def test_load_more_brings_every_card_once_whatever_the_order(wb, sort):
    column = max(wb.boards.progress().columns, key=lambda column: column.count)
    seen = []
    while True:
        cards = wb.boards.more("progress", column.key, offset=len(seen), limit=70, sort=sort)
        if not cards:
            break
        seen += [card.id for card in cards]
    assert len(seen) == len(set(seen)) == column.count


@pytest.mark.parametrize("sort", ["net", "close", "created", "stage_since", "title"])
def test_the_first_cards_of_a_column_are_the_first_that_load_more_would_bring(wb, sort):
    board = wb.boards.progress(per_column=40, sort=sort)
    for column in board.columns:
        brought = wb.boards.more("progress", column.key, offset=0, limit=40, sort=sort)
        assert [card.id for card in column.cards] == [card.id for card in brought]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("near", [0, 1000])
def test_pages_of_the_list_hold_every_deal_once_and_follow_the_order(wb, sort, descending, near, monkeypatch):
    monkeypatch.setattr(listing, "NEAR", near)
    pages = [wb.listing.rows(sort=sort, descending=descending, offset=offset, limit=70) for offset in range(0, 800, 70)]
    seen = [row for page in pages for row in page]
    assert len({row.id for row in seen}) == len(seen) == wb.listing.totals().count
    field = {"net": "base_net"}.get(sort, sort)
    values = [getattr(row, field) for row in seen]
    known = [value for value in values if value is not None]
    assert values[len(known) :] == [None] * (len(values) - len(known)), "rows without a value stand last"
    if sort in listing.BY_AMOUNT:
        assert known == sorted(known, reverse=descending)
    ties = [
        (one.number, other.number)
        for one, other in pairwise(seen)
        if (one.workflow, getattr(one, field)) == (other.workflow, getattr(other, field))
    ]
    assert all(one < other for one, other in ties), "ties are broken by number"


@RELAXED
@given(st.data())
def test_a_page_anywhere_is_that_part_of_the_whole_list(wb, data):
    wanted, sort = data.draw(filters(wb)), data.draw(st.sampled_from(SORTS))
    descending, after = data.draw(st.booleans()), data.draw(st.integers(0, 720))
    whole = wb.listing.rows(wanted, sort=sort, descending=descending, limit=1000)
    near, listing.NEAR = listing.NEAR, 0
    try:
        page = wb.listing.rows(wanted, sort=sort, descending=descending, offset=after, limit=45)
    finally:
        listing.NEAR = near
    assert page == whole[after : after + 45]


def test_tags_match_whole_and_all(wb):
    assert wb.listing.totals(Filters(tags=("QUAY", "fair"))).count == 1
    assert wb.listing.totals(Filters(tags="qua")).count == 0


def test_a_filter_that_names_what_does_not_exist_says_so(wb):
    with pytest.raises(InvalidValueError, match="nobody"):
        wb.boards.progress(Filters(owner="nobody"))


def test_the_frame_keeps_money_exact(wb):
    frame = wb.opportunities.find(Filters(status="won"))
    assert sum(frame["base_net"], Decimal(0)) == wb.listing.totals(Filters(status="won")).net
    assert all(isinstance(value, Decimal) for value in frame["net"])


@RELAXED
@given(st.data())
def test_narrowed_filters_let_through_what_both_let_through(wb, data):
    first = data.draw(filters(wb))
    conditions = data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                "status": st.sampled_from(["open", "won", "lost"]),
                "created": st.sampled_from([(date(2025, 6, 1), None), (None, date(2025, 6, 1))]),
                "closed": st.just((date(2025, 1, 1), date(2025, 12, 31))),
                "tags": st.just(["vip"]),
                "amount": st.just((Decimal(1000), None)),
            },
        )
    )
    numbers = lambda wanted: {row.number for row in wb.listing.rows(wanted, limit=1000)}  # noqa: E731
    both = first.narrowed(**conditions)
    assert (numbers(both) if both else set()) == numbers(first) & numbers(Filters(**conditions))
