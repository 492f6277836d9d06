"""Any day in the past equals what was seen then, whatever was told later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.domain.people import Reach, Role
from workbench.errors import ChangedMeanwhileError, InvalidValueError, NotFoundError
from workbench.i18n.formats import end_of_day
from workbench.services.opportunities import Changed

FIRST = date(2026, 3, 2)
NOON = time(12)


@dataclass
class Calendar:
    """A clock that a test moves from day to day."""

    day: date = FIRST
    ticks: int = 0

    def now(self) -> datetime:
        self.ticks += 1
        return datetime.combine(self.day, NOON) + timedelta(seconds=self.ticks)


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def wb(calendar: Calendar) -> Iterator[Workbench]:
    with opened(calendar) as workbench:
        yield workbench


def opened(calendar: Calendar, user: str = "boss") -> Workbench:
    return open_workbench(":memory:", user=user, clock=calendar.now, lang="en")


def seen(wb: Workbench, **day: date) -> dict[str, Any]:
    """Everything that list, boards and figures show of a day, or of the present."""
    filters = Filters(**day)
    flow = wb.settings.lookups().workflows[0].code
    boards = (wb.boards.progress(filters), wb.boards.stages(flow, filters))
    totals = wb.listing.totals(filters)
    rows = wb.listing.rows(filters)
    return {
        "totals": (totals.count, totals.net, totals.weighted),
        "boards": [
            [(one.label, one.count, one.net, one.weighted, [card.title for card in one.cards]) for one in board.columns]
            for board in boards
        ],
        "rows": [
            (row.number, row.version, row.title, row.contact, row.stage, row.net, row.stage_since) for row in rows
        ],
        "lines": {row.number: wb.opportunities.get(row.id, **day).lines for row in rows},
        "by_net": [row.number for row in wb.listing.rows(filters, sort="net")],
        "found": sorted(row.number for row in wb.listing.rows(Filters(text="pump", **day))),
    }


def test_a_day_as_it_was_known_equals_what_was_seen_on_it(wb: Workbench, calendar: Calendar) -> None:
    contact = wb.contacts.create(name="Acme")
    pump = wb.opportunities.create(title="Pump", contact=contact.id, net=Decimal("100.00")).opportunity
    snapshots = {calendar.day: seen(wb)}
    for act in (
        lambda: wb.opportunities.update(pump.id, net=Decimal("250.50")),
        lambda: wb.opportunities.move(pump.id, stage=wb.settings.lookups().workflows[0].stages[1].id),
        lambda: wb.contacts.update(contact.id, name="Acme Group"),
        lambda: wb.opportunities.create(
            title="Valve", lines=[{"description": "Valve", "quantity": 2, "unit_price": 9}]
        ),
        lambda: wb.opportunities.update(pump.id, title="Big pump", lines=[{"description": "A", "unit_price": 7}]),
        lambda: wb.opportunities.archive(pump.id),
    ):
        calendar.day += timedelta(days=1)
        act()
        snapshots[calendar.day] = seen(wb)
    for day, snapshot in snapshots.items():
        assert seen(wb, known_on=day) == snapshot
    assert seen(wb, known_on=FIRST - timedelta(days=1))["rows"] == []


def test_what_is_told_late_is_not_known_before_and_was_so_from_its_moment_on(wb: Workbench, calendar: Calendar) -> None:
    deal = wb.opportunities.create(title="Pump", net=Decimal("100.00")).opportunity
    calendar.day = date(2026, 3, 10)
    wb.opportunities.update(deal.id, net=Decimal("300.00"))
    calendar.day = date(2026, 3, 20)
    wb.opportunities.update(deal.id, title="Big pump", happened=date(2026, 3, 5))

    def at(day: date) -> tuple[str, Decimal]:
        shown = wb.opportunities.get(deal.id, was_on=day)
        return shown.title, shown.net

    assert at(date(2026, 3, 4)) == ("Pump", Decimal("100.00"))
    assert at(date(2026, 3, 5)) == ("Big pump", Decimal("100.00"))
    assert at(date(2026, 3, 10)) == ("Big pump", Decimal("300.00"))
    now = wb.opportunities.get(deal.id)
    assert (now.title, now.net, now.version) == ("Big pump", Decimal("300.00"), 4)
    assert wb.opportunities.get(deal.id, known_on=date(2026, 3, 12)).title == "Pump"
    assert wb.opportunities.get(deal.id, known_on=date(2026, 3, 12), was_on=date(2026, 3, 12)).title == "Pump"
    assert wb.store.check() == []


def test_a_late_change_gives_way_to_what_was_told_of_later_moments(wb: Workbench, calendar: Calendar) -> None:
    deal = wb.opportunities.create(title="Pump").opportunity
    calendar.day = date(2026, 3, 10)
    wb.opportunities.update(deal.id, title="Pump 2")
    calendar.day = date(2026, 3, 20)
    wb.opportunities.update(deal.id, title="Pump 1", happened=date(2026, 3, 5))
    assert wb.opportunities.get(deal.id, was_on=date(2026, 3, 6)).title == "Pump 1"
    assert wb.opportunities.get(deal.id).title == "Pump 2"


def test_a_late_move_counts_from_its_day(wb: Workbench, calendar: Calendar) -> None:
    deal = wb.opportunities.create(title="Pump").opportunity
    second = wb.settings.lookups().workflows[0].stages[1]
    calendar.day = date(2026, 3, 10)
    wb.opportunities.update(deal.id, net=Decimal("5.00"))
    calendar.day = date(2026, 3, 20)
    moved = wb.opportunities.move(deal.id, stage=second.id, happened=date(2026, 3, 6)).opportunity
    assert (moved.stage_id, moved.net) == (second.id, Decimal("5.00"))
    assert moved.stage_since.date() == date(2026, 3, 6)


def test_a_deal_that_was_won_earlier_closes_on_that_day(wb: Workbench, calendar: Calendar) -> None:
    deal = wb.opportunities.create(title="Pump").opportunity
    reason = next(one for one in wb.settings.lookups().reasons if one.verdict.value == "positive")
    calendar.day = date(2026, 3, 20)
    won = wb.opportunities.close(deal.id, won=True, reason=reason.id, happened=date(2026, 3, 6)).opportunity
    assert won.closed_date == date(2026, 3, 6)
    assert wb.opportunities.get(deal.id, was_on=date(2026, 3, 5)).status.value == "open"
    assert wb.store.check() == []


def test_what_contradicts_a_later_moment_is_refused_and_nothing_is_written(wb: Workbench, calendar: Calendar) -> None:
    deal = wb.opportunities.create(title="Pump").opportunity
    lookups = wb.settings.lookups()
    lost = next(one for one in lookups.reasons if one.verdict.value == "negative")
    open_row = [row for row in lookups.probabilities.rows if row.outcome.value == "open"][-1]
    calendar.day = date(2026, 3, 10)
    wb.opportunities.set_probability(deal.id, probability=open_row.id)
    calendar.day = date(2026, 3, 20)
    with pytest.raises(InvalidValueError):
        wb.opportunities.close(deal.id, won=False, reason=lost.id, happened=date(2026, 3, 6))
    assert wb.opportunities.get(deal.id).version == 2


@pytest.mark.parametrize("happened", [date(2026, 3, 3), datetime(2026, 3, 3, 9), date(2027, 1, 1)])
def test_what_lies_ahead_cannot_be_told(wb: Workbench, happened: date) -> None:
    deal = wb.opportunities.create(title="Pump").opportunity
    with pytest.raises(InvalidValueError, match="future"):
        wb.opportunities.update(deal.id, title="Valve", happened=happened)


def test_nothing_is_told_of_a_time_before_the_deal(wb: Workbench) -> None:
    deal = wb.opportunities.create(title="Pump").opportunity
    with pytest.raises(InvalidValueError, match="known since"):
        wb.opportunities.update(deal.id, title="Valve", happened=date(2026, 2, 1))
    with pytest.raises(NotFoundError):
        wb.opportunities.get(deal.id, was_on=date(2026, 2, 1))


def test_a_late_change_is_undone_from_its_moment_on(wb: Workbench, calendar: Calendar) -> None:
    deal = wb.opportunities.create(title="Pump").opportunity
    calendar.day = date(2026, 3, 10)
    wb.opportunities.update(deal.id, net=Decimal("3.00"))
    calendar.day = date(2026, 3, 20)
    late = wb.opportunities.update(deal.id, title="Valve", happened=date(2026, 3, 5))
    wb.opportunities.undo(late.unit)
    for day in (date(2026, 3, 6), date(2026, 3, 11), date(2026, 3, 20)):
        assert wb.opportunities.get(deal.id, was_on=day).title == "Pump"
    assert wb.opportunities.get(deal.id).net == Decimal("3.00")
    assert wb.store.check() == []


def test_a_late_change_that_was_changed_again_is_not_undone(wb: Workbench, calendar: Calendar) -> None:
    deal = wb.opportunities.create(title="Pump").opportunity
    calendar.day = date(2026, 3, 20)
    late = wb.opportunities.update(deal.id, title="Valve", happened=date(2026, 3, 5))
    wb.opportunities.update(deal.id, title="Tap", happened=datetime.combine(date(2026, 3, 5), NOON))
    wb.opportunities.update(deal.id, title="Tube", happened=date(2026, 3, 5))
    with pytest.raises(ChangedMeanwhileError):
        wb.opportunities.undo(late.unit)


def test_the_past_shows_only_deals_that_the_person_may_see_today(calendar: Calendar) -> None:
    with opened(calendar) as wb:
        wb.people.add(login="ana", name="Ana", role=Role.SALESPERSON, sees=Reach.OWN, changes=Reach.OWN)
        wb.people.add(login="eva", name="Eva", role=Role.SALESPERSON, sees=Reach.OWN, changes=Reach.OWN)
        deal = wb.opportunities.create(title="Pump", owner="ana").opportunity
        calendar.day += timedelta(days=5)
        eva = next(user for user in wb.settings.lookups(fresh=True).users if user.login == "eva")
        wb.opportunities.update(deal.id, owner_id=eva.id)
        for login, count in (("ana", 0), ("eva", 1)):
            session = wb.session.__class__(**{**vars(wb.session), "login": login})
            listing = wb.listing.__class__(session)
            assert listing.totals(Filters(known_on=FIRST)).count == count
            assert listing.totals(Filters(was_on=FIRST)).count == count


@dataclass
class Model:
    """What was told: per deal and field the facts, each from a moment on; the later told wins at the same moment."""

    facts: dict[tuple[UUID, str], list[tuple[datetime, int, object]]] = field(default_factory=dict)

    def tell(self, key: UUID, name: str, value: object, moment: datetime) -> None:
        told = self.facts.setdefault((key, name), [])
        told.append((moment, len(told), value))

    def at(self, key: UUID, name: str, moment: datetime) -> object:
        facts = [fact for fact in self.facts.get((key, name), []) if fact[0] < moment]
        return max(facts, key=lambda fact: fact[:2])[2] if facts else None


STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["title", "net", "notes", "lines", "stage", "create"]),
        st.integers(0, 4),
        st.one_of(st.none(), st.integers(0, 12)),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_every_past_day_is_what_was_seen_or_told_of_it(steps: list[tuple[int, str, int, int | None]]) -> None:
    calendar, model = Calendar(), Model()
    with opened(calendar) as wb:
        deals: list[UUID] = []
        snapshots: dict[date, dict[str, Any]] = {}
        for number, (days, what, which, ago) in enumerate(steps):
            calendar.day += timedelta(days=days)
            act(wb, model, deals, number, what, which, None if ago is None else calendar.day - timedelta(days=ago))
            snapshots[calendar.day] = seen(wb)
        assert wb.store.check() == []
        for day, snapshot in snapshots.items():
            assert seen(wb, known_on=day) == snapshot
        for offset in range((calendar.day - FIRST).days + 2):
            day = FIRST + timedelta(days=offset)
            shown = {row.id: row for row in wb.listing.rows(Filters(was_on=day))}
            told = {key for key in deals if model.at(key, "title", end_of_day(day)) is not None}
            assert shown.keys() == told
            for key in told:
                deal = wb.opportunities.get(key, was_on=day)
                for name in ("title", "net", "notes", "stage_id"):
                    assert getattr(deal, name) == model.at(key, name, end_of_day(day)), (name, day)
                assert (shown[key].title, shown[key].net) == (deal.title, deal.net)
        for key in deals:
            assert wb.opportunities.get(key) == wb.opportunities.get(key, was_on=calendar.day)


def act(
    wb: Workbench, model: Model, deals: list[UUID], number: int, what: str, which: int, happened: date | None
) -> None:
    """Tell something of a deal, now or late, to the store and to the model."""
    if what == "create" or not deals:
        made = wb.opportunities.create(title=f"Pump {number}", net=Decimal(number))
        deals.append(made.opportunity.id)
        for name in ("title", "net", "notes", "stage_id"):
            tell(wb, model, made, name)
        return
    key = deals[which % len(deals)]
    values: dict[str, Any] = {"title": f"Pump {number}", "notes": f"Note {number}"}
    try:
        if what == "stage":
            then = wb.opportunities.get(key) if happened is None else wb.opportunities.get(key, was_on=happened)
            flow = wb.settings.lookups().workflows[0]
            allowed = flow.targets(then.stage_id)
            targets = [stage for stage in flow.stages if stage.id in allowed and stage.outcome.value == "open"]
            done = wb.opportunities.move(key, stage=targets[which % len(targets)].id, happened=happened)
            tell(wb, model, done, "stage_id", targets[which % len(targets)].id)
        elif what == "lines":
            line = {"description": f"Line {number}", "quantity": 1, "unit_price": number + 1}
            done = wb.opportunities.update(key, lines=[line], happened=happened)
            tell(wb, model, done, "net", Decimal(number + 1).quantize(Decimal("0.01")))
        else:
            change = values.get(what, Decimal(1000 + number))
            done = wb.opportunities.update(key, happened=happened, **{what: change})
            tell(wb, model, done, what, change)
    except (InvalidValueError, NotFoundError):
        return


def tell(wb: Workbench, model: Model, done: Changed, name: str, value: object = None) -> None:
    entry = next(each for each in wb.opportunities.history(done.opportunity.id) if each.unit == done.unit)
    told = getattr(done.opportunity, name) if value is None else value
    model.tell(done.opportunity.id, name, told, entry.effective_at)
