"""Many deals at once: one unit of work, the invalid ones stay, and one undo restores exactly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.test_listing import as_user
from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.domain.opportunity import Opportunity
from workbench.domain.people import Reach, Role
from workbench.errors import AnswerNeededError, InvalidValueError, NotAllowedError, NotFoundError
from workbench.services.bulk import Change, Chosen
from workbench.services.demo import load_demo

TODAY = date(2026, 11, 24)
RELAXED = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
LINES = [{"quantity": Decimal(2), "unit_price": Decimal("10.50")}]


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY) as opened:
        yield opened
        assert opened.store.check() == []


def deals(wb: Workbench, count: int = 5) -> list[UUID]:
    made = wb.opportunities.create_many([{"title": f"Deal {row}", "net": Decimal(100 + row)} for row in range(count)])
    return [one.opportunity.id for one in made]


def row(wb: Workbench, code: str) -> UUID:
    return next(row.id for row in wb.settings.lookups().probabilities.rows if row.code == code)


def stage(wb: Workbench, code: str) -> UUID:
    return next(stage.id for stage in wb.settings.lookups().workflow("sales").stages if stage.code == code)


def reason(wb: Workbench, verdict: str) -> UUID:
    return next(reason.id for reason in wb.settings.lookups().reasons if reason.verdict == verdict)


def plain(deal: Opportunity) -> Opportunity:
    from dataclasses import replace  # noqa: PLC0415

    return replace(deal, version=1)


def test_many_deals_change_as_one_unit_of_work_and_their_history_says_so(wb: Workbench) -> None:
    ids = deals(wb)
    done = wb.bulk.change(
        Change(fields={"campaign": "Fair"}, add_tags=("vip",)), Chosen(ids=tuple(ids)), why="after the fair"
    )
    assert (done.changed, done.unchanged, done.refused) == (5, 0, ())
    for key in ids:
        deal = wb.opportunities.get(key)
        assert (deal.campaign, deal.tags, deal.version) == ("Fair", ("vip",), 2)
        last = wb.opportunities.history(key)[-1]
        assert (last.unit, last.kind, last.why) == (done.unit, "change many", "after the fair")


def test_the_preview_says_what_will_happen_and_writes_nothing(wb: Workbench) -> None:
    ids = deals(wb)
    wb.opportunities.update(ids[0], tags=["vip"])
    change = Change(add_tags=("vip",))
    preview = wb.bulk.preview(change, Chosen(ids=(*ids, uuid4())))
    assert (preview.changing, preview.unchanged, len(preview.refused)) == (4, 1, 1)
    assert preview.samples[0].differing == {"tags": ((), ("vip",))}
    assert all(wb.opportunities.get(key).tags == () for key in ids[1:])
    done = wb.bulk.change(change, Chosen(ids=preview.ids))
    assert (done.changed, done.unchanged, len(done.refused)) == (4, 1, 1)


def test_the_preview_tells_the_effect_on_the_totals(wb: Workbench) -> None:
    ids = deals(wb, 2)
    preview = wb.bulk.preview(Change(probability_id=row(wb, "50")), Chosen(ids=tuple(ids)))
    assert preview.net == (Decimal("201.00"), Decimal("201.00"))
    wb.bulk.change(Change(probability_id=row(wb, "50")), Chosen(ids=tuple(ids)))
    assert preview.weighted[1] == wb.listing.totals().weighted
    away = wb.bulk.preview(Change(archived=True), Chosen(ids=tuple(ids)))
    assert away.net == (Decimal("201.00"), Decimal("0.00"))


def test_invalid_deals_stay_with_their_reason_and_the_others_move(wb: Workbench) -> None:
    ids = deals(wb, 3)
    wb.opportunities.move(ids[0], stage=stage(wb, "qualified"))
    wb.opportunities.move(ids[0], stage=stage(wb, "proposal"))
    done = wb.bulk.change(Change(stage_id=stage(wb, "qualified")), Chosen(ids=tuple(ids)))
    moved = {key for key in ids if wb.opportunities.get(key).stage_id == stage(wb, "qualified")}
    assert len(moved) == done.changed + done.unchanged
    refused = wb.bulk.change(
        Change(stage_id=stage(wb, "won"), reason_id=reason(wb, "positive")), Chosen(ids=tuple(ids[1:]))
    )
    assert refused.changed == 0
    assert refused.unit is None
    assert all("cannot go to" in one.why for one in refused.refused)
    assert {one.number for one in refused.refused} == {2, 3}


def test_closing_many_asks_for_the_reason_once_and_closes_them(wb: Workbench) -> None:
    ids = deals(wb)
    with pytest.raises(AnswerNeededError):
        wb.bulk.preview(Change(probability_id=row(wb, "LOST")), Chosen(ids=tuple(ids)))
    wb.bulk.change(
        Change(probability_id=row(wb, "LOST"), reason_id=reason(wb, "negative"), note="budget"), Chosen(ids=tuple(ids))
    )
    lost = [wb.opportunities.get(key) for key in ids]
    assert {(deal.status.value, deal.closed_date, deal.reason_note) for deal in lost} == {("lost", TODAY, "budget")}
    again = wb.bulk.change(
        Change(probability_id=row(wb, "25") if _has(wb, "25") else row(wb, "50")), Chosen(ids=tuple(ids))
    )
    assert again.changed == 5
    assert {wb.opportunities.get(key).status.value for key in ids} == {"open"}


def _has(wb: Workbench, code: str) -> bool:
    return any(one.code == code for one in wb.settings.lookups().probabilities.rows)


def test_a_deal_with_lines_keeps_them_through_change_and_undo(wb: Workbench) -> None:
    deal = wb.opportunities.create(title="Lines", lines=LINES).opportunity
    done = wb.bulk.change(Change(fields={"competitors": "Other"}), Chosen(ids=(deal.id,)))
    assert wb.opportunities.get(deal.id).lines == deal.lines
    assert done.unit is not None
    wb.bulk.undo(done.unit)
    assert plain(wb.opportunities.get(deal.id)) == deal


def test_undo_of_many_restores_exactly_is_in_the_history_and_can_be_undone(wb: Workbench) -> None:
    ids = deals(wb)
    before = [wb.opportunities.get(key) for key in ids]
    done = wb.bulk.change(Change(archived=True), Chosen(ids=tuple(ids)))
    assert wb.listing.totals().count == 0
    assert done.unit is not None
    undone = wb.bulk.undo(done.unit)
    assert (undone.restored, undone.refused) == (5, ())
    assert [plain(wb.opportunities.get(key)) for key in ids] == before
    last = wb.opportunities.history(ids[0])[-1]
    assert (last.kind, last.why) == ("undo", str(done.unit))
    assert undone.unit is not None
    wb.bulk.undo(undone.unit)
    assert wb.listing.totals().count == 0


def test_undo_leaves_what_changed_again_since_and_says_which(wb: Workbench) -> None:
    ids = deals(wb, 3)
    done = wb.bulk.change(Change(fields={"campaign": "A"}), Chosen(ids=tuple(ids)))
    wb.opportunities.update(ids[0], campaign="Mine")
    wb.opportunities.update(ids[1], title="Renamed")
    assert done.unit is not None
    undone = wb.bulk.undo(done.unit)
    assert undone.restored == 2
    assert [(one.number, "campaign" in one.why) for one in undone.refused] == [(1, True)]
    kept = [wb.opportunities.get(key) for key in ids]
    assert [(deal.campaign, deal.title) for deal in kept] == [("Mine", "Deal 0"), (None, "Renamed"), (None, "Deal 2")]


def test_undo_of_many_new_deals_puts_them_away(wb: Workbench) -> None:
    made = wb.opportunities.create_many([{"title": "One"}, {"title": "Two"}])
    assert wb.bulk.undo(made[0].unit).restored == 2
    assert wb.listing.totals().count == 0


def test_only_the_author_or_an_administrator_takes_a_change_back(wb: Workbench) -> None:
    ids = deals(wb)
    for login, role in (("ben", Role.MANAGER), ("eva", Role.ADMINISTRATOR)):
        wb.people.add(login=login, name=login, role=role, sees=Reach.ALL, changes=Reach.ALL)
    done = wb.bulk.change(Change(fields={"campaign": "A"}), Chosen(ids=tuple(ids)))
    assert done.unit is not None
    with pytest.raises(NotAllowedError):
        as_user(wb, "ben").bulk.undo(done.unit)
    assert as_user(wb, "eva").bulk.undo(done.unit).restored == 5
    with pytest.raises(NotFoundError):
        wb.bulk.undo(uuid4())


def test_a_salesperson_changes_no_others_deals_whatever_is_named(wb: Workbench) -> None:
    mine = deals(wb, 3)
    wb.people.add(login="ben", name="Ben", role=Role.SALESPERSON, sees=Reach.ALL, changes=Reach.OWN)
    wb.people.add(login="dan", name="Dan", role=Role.SALESPERSON, sees=Reach.OWN, changes=Reach.OWN)
    ben, dan = as_user(wb, "ben"), as_user(wb, "dan")
    own = ben.opportunities.create(title="Own").opportunity.id
    done = ben.bulk.change(Change(fields={"campaign": "A"}), Chosen(filters=Filters()))
    assert (done.changed, len(done.refused)) == (1, 3)
    assert ben.opportunities.get(own).campaign == "A"
    nothing = dan.bulk.change(Change(fields={"campaign": "A"}), Chosen(ids=tuple(mine)))
    assert nothing.changed == 0
    assert {(one.number, one.title) for one in nothing.refused} == {(None, "")}, "what is not seen has no name"
    with pytest.raises(InvalidValueError):
        dan.bulk.change(Change(fields={"campaign": "A"}), Chosen(filters=Filters()))
    given_away = ben.bulk.change(Change(fields={"owner_id": wb.user.id}), Chosen(ids=(own,)))
    assert given_away.changed == 0


def test_a_viewer_changes_nothing(wb: Workbench) -> None:
    ids = deals(wb, 1)
    wb.people.add(login="vic", name="Vic", role=Role.VIEWER, sees=Reach.ALL, changes=Reach.ALL)
    for act in (as_user(wb, "vic").bulk.preview, as_user(wb, "vic").bulk.change):
        with pytest.raises(NotAllowedError):
            act(Change(archived=True), Chosen(ids=tuple(ids)))


def test_all_that_is_filtered_is_worked_out_in_the_service_but_for_those_taken_out(wb: Workbench) -> None:
    ids = deals(wb, 6)
    wb.bulk.change(Change(archived=True), Chosen(filters=Filters(amount=(Decimal(102), None)), but=frozenset(ids[5:])))
    left = {row.title for row in wb.listing.rows()}
    assert left == {"Deal 0", "Deal 1", "Deal 5"}


@pytest.mark.parametrize(
    "bad",
    [
        {}, {"title": "x"}, {"currency": "EUR"}, {"net": "5"}, {"archived": "yes"}, {"owner_id": "me"}, {"quality": "5"},
        {"stage_id": str(uuid4()), "probability_id": str(uuid4())}, {"expected_close_date": "soon"}, {"note": 5},
    ],
)  # fmt: skip
def test_a_change_that_cannot_be_is_refused_before_anything_is_read(bad: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        Change.read(bad)


@given(
    st.fixed_dictionaries(
        {"campaign": st.text(max_size=20)},
        optional={
            "add_tags": st.lists(st.sampled_from(["a", "b c", "ü"]), min_size=1), "archived": st.booleans(),
            "quality": st.none() | st.integers(1, 5), "stage_id": st.uuids().map(str), "owner_id": st.uuids().map(str),
            "expected_close_date": st.none() | st.dates().map(str),
        },
    )
)  # fmt: skip
def test_a_change_travels_as_plain_values(given_values: dict[str, object]) -> None:
    change = Change.read(given_values)
    assert Change.read(change.plain()) == change


@pytest.fixture(scope="module")
def demo() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY) as opened:
        load_demo(opened.store, opportunities=150, seed=7, as_of=TODAY)
        opened.settings.lookups(fresh=True)
        yield opened
        assert opened.store.check() == []


@st.composite
def changes(draw: st.DrawFn, wb: Workbench) -> Change:
    lookups = wb.settings.lookups()
    some = lambda rows: st.sampled_from([each.id for each in rows])  # noqa: E731
    fields = draw(st.fixed_dictionaries({}, optional={
        "owner_id": some([user for user in lookups.users if user.active]), "type_id": st.none() | some(lookups.types),
        "origin_id": st.none() | some(lookups.origins), "expected_close_date": st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        "quality": st.none() | st.integers(1, 5),
    }))  # fmt: skip
    move = draw(st.sampled_from(["none", "stage", "probability", "won"]))
    more: dict[str, object] = {"archived": draw(st.sampled_from([None, True, False]))}
    if move == "stage":
        more["stage_id"] = draw(
            some([stage for flow in lookups.workflows for stage in flow.stages if stage.outcome.value == "open"])
        )
    elif move == "probability":
        more["probability_id"] = draw(some([one for one in lookups.probabilities.rows if one.outcome.value == "open"]))
    elif move == "won":
        more |= {"probability_id": next(one.id for one in lookups.probabilities.rows if one.outcome.value == "won"),
                 "reason_id": reason(wb, "positive")}  # fmt: skip
    return Change(fields=fields, add_tags=("bulk",), **more)  # type: ignore[arg-type]


@RELAXED
@given(st.data())
def test_undo_restores_every_deal_exactly_on_any_history(demo: Workbench, data: st.DataObject) -> None:
    whole = [each.id for each in demo.listing.rows(limit=1000)] or [
        each.id for each in demo.listing.rows(Filters(archived=True), limit=1000)
    ]
    ids = tuple(data.draw(st.lists(st.sampled_from(whole), min_size=1, max_size=40, unique=True)))
    before = {key: demo.opportunities.get(key) for key in ids}
    done = demo.bulk.change(data.draw(changes(demo)), Chosen(ids=ids))
    assert done.changed + done.unchanged + len(done.refused) == len(ids)
    if done.unit is None:
        return
    undone = demo.bulk.undo(done.unit)
    assert (undone.restored, undone.refused) == (done.changed, ())
    assert {key: plain(demo.opportunities.get(key)) for key in ids} == {
        key: plain(deal) for key, deal in before.items()
    }
    totals = demo.listing.totals()
    assert totals.weighted == sum(
        (column.weighted for column in demo.boards.progress(per_column=0).columns), Decimal(0)
    )


def test_a_change_of_a_thousand_deals_is_taken_back_to_the_last_field(wb: Workbench) -> None:
    made = wb.opportunities.create_many(
        [{"title": f"Deal {number}", "net": Decimal(number), "tags": (f"t{number % 7}",)} for number in range(1_000)]
    )
    ids = tuple(each.opportunity.id for each in made)
    row = next(each for each in wb.settings.lookups().probabilities.offered if each.percent == 75)

    def state() -> pd.DataFrame:
        frame = wb.sql("select * from opportunity order by number").drop(columns=["version"])
        return frame.astype(str)

    before, totals = state(), wb.listing.totals()
    changed = wb.bulk.change(
        Change(probability_id=row.id, add_tags=("autumn",), fields={"campaign": "Autumn"}), Chosen(ids=ids)
    )
    assert changed.changed == 1_000
    assert not state().equals(before)
    assert wb.audit.undo(changed.unit).restored == 1_000
    pd.testing.assert_frame_equal(state(), before)
    assert wb.listing.totals() == totals
    undone, done = wb.audit.entries(limit=2)
    assert [(entry.kind, entry.count) for entry in (undone, done)] == [("undo", 1_000), ("change many", 1_000)]
    assert (undone.why, wb.store.check()) == (str(changed.unit), [])
