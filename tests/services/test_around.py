"""Which deals stand before and after one, and how long a deal stayed where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.domain.people import Reach, Role
from workbench.errors import NotFoundError
from workbench.services.boards import Boards
from workbench.services.listing import Listing
from workbench.services.ordering import Order
from workbench.services.settings import Settings
from workbench.services.stage_times import StageTimes

TODAY = date(2026, 11, 24)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 1, 10)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wb(clock: Clock) -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=clock) as opened:
        for number in range(12):
            opened.opportunities.create(
                title=f"Deal {number % 5}", net=Decimal(number % 4), currency="EUR" if number % 3 else "USD"
            )
        yield opened


@pytest.mark.parametrize("sort", ["number", "net", "title", "stage", "owner"])
@pytest.mark.parametrize("direction", ["falling", "rising"])
def test_the_neighbours_in_the_list_are_those_of_its_keys(wb: Workbench, sort: str, direction: str) -> None:
    order = Order(sort=sort, descending=direction == "falling", then="net")
    keys = wb.listing.keys(Filters(), order)
    for place, key in enumerate(keys):
        found = wb.listing.around(key, Filters(), order)
        assert found is not None
        assert (found.place, found.total) == (place + 1, len(keys))
        assert found.before == (keys[place - 1] if place else None)
        assert found.after == (keys[place + 1] if place + 1 < len(keys) else None)


@pytest.mark.parametrize("sort", ["net", "title", "created"])
def test_the_neighbours_on_a_board_are_those_of_its_column(wb: Workbench, sort: str) -> None:
    flow = wb.settings.lookups().workflows[0]
    first = wb.listing.keys(Filters(), Order())[3]
    wb.opportunities.move(first, stage=flow.stages[1].id)
    for column in wb.boards.stages(flow.code, sort=sort).columns:
        keys = [card.id for card in column.cards]
        for place, key in enumerate(keys):
            found = wb.boards.around("stages", key, sort=sort, workflow=flow.code)
            assert found is not None
            assert (found.place, found.total) == (place + 1, column.count)
            assert (found.before, found.after) == (
                keys[place - 1] if place else None,
                keys[place + 1] if place + 1 < len(keys) else None,
            )


def test_a_deal_that_the_filters_leave_out_has_no_neighbours(wb: Workbench) -> None:
    key = wb.listing.keys(Filters(), Order())[0]
    assert wb.listing.around(key, Filters(title="nothing")) is None
    assert wb.boards.around("progress", key, Filters(title="nothing")) is None


def test_stays_follow_each_other_and_a_late_move_is_told_at_its_moment(wb: Workbench, clock: Clock) -> None:
    flow = wb.settings.lookups().workflows[0]
    key = wb.opportunities.create(title="Slow").opportunity.id
    begun = clock.now
    clock.now = begun + timedelta(days=10)
    wb.opportunities.move(key, stage=flow.stages[2].id)
    wb.opportunities.move(key, stage=flow.stages[1].id, happened=begun + timedelta(days=4))
    clock.now = begun + timedelta(days=15)
    wb.opportunities.update(key, title="Slower")
    stays = wb.stage_times.of_deal(key)
    assert [(stay.stage_id, stay.days(clock.now)) for stay in stays] == [
        (flow.stages[0].id, 4.0),
        (flow.stages[1].id, 6.0),
        (flow.stages[2].id, 5.0),
    ]
    assert [stay.until for stay in stays[:-1]] == [stay.since for stay in stays[1:]]
    assert stays[-1].until is None


def test_a_deal_outside_the_scope_tells_nothing(wb: Workbench) -> None:
    key = wb.listing.keys(Filters(), Order())[0]
    wb.people.add(login="bea", name="Bea", role=Role.SALESPERSON, sees=Reach.OWN, changes=Reach.OWN)
    session = replace(wb.session, settings=Settings(wb.store), login="bea")
    with pytest.raises(NotFoundError):
        StageTimes(session).of_deal(key)
    assert Listing(session).around(key) is None
    assert Boards(session).around("progress", key) is None
