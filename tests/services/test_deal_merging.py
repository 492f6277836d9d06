"""Two deals become one, with everything that hangs on them, and two again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from workbench.app import Workbench, _assemble, open_workbench
from workbench.domain.filters import Filters
from workbench.domain.opportunity import Opportunity
from workbench.domain.people import Reach, Role
from workbench.errors import ChangedMeanwhileError, InvalidValueError, MergeRefusedError, NotAllowedError, NotFoundError
from workbench.services.demo import load_demo
from workbench.services.settings import Settings

TODAY = date(2026, 11, 24)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 8)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wb(clock: Clock) -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=clock) as opened:
        yield opened


def line(name: str, price: int) -> dict[str, object]:
    return {"description": name, "unit_price": price}


def pair(wb: Workbench, **other: Any) -> tuple[Opportunity, Opportunity]:
    keep = wb.opportunities.create(title="Labels", lines=[line("A", 10), line("B", 5)]).opportunity
    drop = wb.opportunities.create(
        **{"title": "Labels 2", "lines": [line("C", 7)], "notes": "blue", **other}
    ).opportunity
    wb.activities.plan(type="call", subject="Call", opportunity=drop.id)
    wb.interactions.log(kind="note", subject="Said", opportunity=drop.id)
    return keep, drop


def hanging(wb: Workbench, key: UUID) -> tuple[int, int]:
    return len(wb.activities.of_deal(key)), len(wb.interactions.timeline(opportunity=key).entries)


def alike(deal: Opportunity) -> Opportunity:
    return replace(deal, version=1)


def test_everything_that_hangs_on_a_deal_moves_and_comes_back(wb: Workbench) -> None:
    keep, drop = pair(wb)
    merged = wb.deal_merging.merge(keep.id, drop.id, why="twice")
    assert dict(merged.moved) == {"activity": 1, "interaction": 1}
    after = wb.opportunities.get(keep.id)
    assert ([each.description for each in after.lines], after.net, after.notes) == (
        ["A", "B", "C"],
        Decimal(22),
        "blue",
    )
    assert (hanging(wb, keep.id), wb.opportunities.get(drop.id).archived) == ((1, 1), True)
    assert wb.deal_merging.into(drop.id) == keep.id
    assert wb.listing.totals().net == Decimal(22)
    assert wb.store.check() == []
    wb.deal_merging.undo(merged.unit)
    assert [alike(wb.opportunities.get(deal.id)) for deal in (keep, drop)] == [alike(keep), alike(drop)]
    assert (hanging(wb, keep.id), hanging(wb, drop.id)) == ((0, 0), (1, 1))
    assert (wb.deal_merging.into(drop.id), wb.listing.totals().net) == (None, Decimal(22))
    assert wb.store.check() == []
    with pytest.raises(MergeRefusedError):
        wb.deal_merging.undo(merged.unit)


@pytest.mark.parametrize(("side", "net"), [("keep", 15), ("drop", 7), ("both", 22)])
def test_whose_lines_count_is_a_choice(wb: Workbench, side: str, net: int) -> None:
    keep, drop = pair(wb)
    after = wb.deal_merging.merge(keep.id, drop.id, lines=side, choices={"title": "drop", "notes": "keep"}).opportunity
    assert (after.net, after.title, after.notes) == (Decimal(net), "Labels 2", None)
    assert wb.opportunities.get(drop.id).lines == drop.lines
    assert wb.store.check() == []


def test_amounts_in_two_currencies_are_never_added(wb: Workbench) -> None:
    wb.configuration.add("exchange_rate", {"currency": "USD", "on_date": "2026-01-01", "rate": "0.9"})
    keep, drop = pair(wb, currency="USD")
    assert wb.deal_merging.preview(keep.id, drop.id).lines == ("keep", "drop")
    with pytest.raises(InvalidValueError):
        wb.deal_merging.merge(keep.id, drop.id, lines="both")
    after = wb.deal_merging.merge(keep.id, drop.id, lines="drop").opportunity
    assert (after.currency, after.net, after.base_net) == ("USD", Decimal(7), Decimal("6.30"))


def test_past_days_show_both_deals_as_they_were(wb: Workbench, clock: Clock) -> None:
    keep, drop = pair(wb)
    clock.now = datetime(2026, 11, 23, 8)
    wb.deal_merging.merge(keep.id, drop.id)
    for then in (Filters(was_on=date(2026, 11, 21)), Filters(known_on=date(2026, 11, 21))):
        totals = wb.listing.totals(then)
        assert (totals.count, totals.net) == (2, Decimal(22))
    assert wb.listing.totals(Filters(was_on=TODAY)).count == 1


def test_what_cannot_be_merged_is_said_and_left_alone(wb: Workbench) -> None:
    keep, drop = pair(wb)
    third = wb.opportunities.create(title="Third").opportunity
    with pytest.raises(MergeRefusedError):
        wb.deal_merging.preview(keep.id, keep.id)
    with pytest.raises(InvalidValueError):
        wb.deal_merging.merge(keep.id, drop.id, choices={"stage_id": "drop"})
    with pytest.raises(ChangedMeanwhileError):
        wb.deal_merging.merge(keep.id, drop.id, seen=(keep.version, drop.version + 1))
    wb.deal_merging.merge(keep.id, drop.id)
    with pytest.raises(MergeRefusedError):
        wb.deal_merging.merge(third.id, drop.id)
    with pytest.raises(NotFoundError):
        wb.deal_merging.undo(UUID(int=5))


def test_a_merge_after_which_something_changed_is_not_taken_back(wb: Workbench) -> None:
    keep, drop = pair(wb)
    merged = wb.deal_merging.merge(keep.id, drop.id)
    wb.opportunities.update(keep.id, campaign="other fields do not matter")
    wb.opportunities.update(keep.id, notes="but this one does")
    before = wb.opportunities.get(keep.id)
    with pytest.raises(MergeRefusedError, match="notes"):
        wb.deal_merging.undo(merged.unit)
    assert wb.opportunities.get(keep.id) == before


def test_the_scope_and_the_author_are_respected(wb: Workbench) -> None:
    keep, drop = pair(wb)
    wb.people.add(login="bea", name="Bea", role=Role.SALESPERSON, sees=Reach.ALL, changes=Reach.OWN)
    wb.people.add(login="cia", name="Cia", role=Role.SALESPERSON, sees=Reach.OWN, changes=Reach.OWN)
    bea, cia = (_assemble(replace(wb.session, settings=Settings(wb.store), login=login)) for login in ("bea", "cia"))
    assert bea.deal_merging.preview(keep.id, drop.id).refused
    with pytest.raises(MergeRefusedError):
        bea.deal_merging.merge(keep.id, drop.id)
    with pytest.raises(NotFoundError):
        cia.deal_merging.preview(keep.id, drop.id)
    merged = wb.deal_merging.merge(keep.id, drop.id)
    with pytest.raises(NotAllowedError):
        bea.deal_merging.undo(merged.unit)


def test_merging_and_undoing_leaves_a_whole_company_as_it_was() -> None:
    with open_workbench(":memory:", user="ana", today=TODAY) as wb:
        load_demo(wb.store, opportunities=150, seed=3, as_of=TODAY, now=wb.now())
        totals, keys = wb.listing.totals(), [UUID(str(key)) for key in wb.opportunities.find()["id"]]
        chance = random.Random(5)
        for _round in range(12):
            one, other = chance.sample(keys, 2)
            before = [wb.opportunities.get(key) for key in (one, other)]
            side = chance.choice(wb.deal_merging.preview(one, other).lines)
            merged = wb.deal_merging.merge(one, other, lines=side)
            wb.audit.undo(merged.unit)
            after = [wb.opportunities.get(key) for key in (one, other)]
            assert list(map(alike, after)) == list(map(alike, before))
        assert wb.listing.totals() == totals
        assert wb.store.check() == []
