"""What can be done with activities, on a real store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from uuid import UUID

import pytest

from tests.services.acting import NOON, TODAY, deal, people
from workbench.app import Workbench, open_workbench
from workbench.domain.activity import State
from workbench.domain.events import ActivityDone, ActivityPlanned, InteractionLogged
from workbench.errors import (
    ChangedMeanwhileError,
    InvalidValueError,
    NotAllowedError,
    NotFoundError,
)
from workbench.i18n import formats


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=lambda: NOON) as opened:
        yield opened
        assert opened.store.check() == []


def kinds(wb, key):
    return [entry.kind for entry in wb.activities.history(key)]


def test_a_new_store_has_types_that_suggest_each_other(wb):
    types = {kind.code: kind for kind in wb.activities.types}
    assert list(types) == ["call", "mail", "meeting", "visit", "demo", "task"]
    assert types["call"].next_type_id == types["mail"].id
    assert (types["call"].counts_as, types["task"].counts_as) == ("call", None)


def test_an_activity_of_a_deal_takes_its_contact_and_the_usual_minutes(wb):
    contact = wb.contacts.create(name="Rossi")
    key = wb.opportunities.create(title="One", contact=contact.id).opportunity.id
    planned = wb.activities.plan(type="call", opportunity=key, due=TODAY, at=time(14, 30)).activity
    assert (planned.contact_id, planned.minutes, planned.subject) == (contact.id, 15, "Call")
    assert (planned.assignee_id, planned.entered_by, planned.created_date) == (wb.user.id, wb.user.id, TODAY)
    assert wb.activities.get(planned.id) == planned
    [row] = wb.activities.of_deal(key)
    assert (row.contact, row.deal.title, row.may_change, row.overdue) == ("Rossi", "One", True, False)
    assert [row.activity.id for row in wb.activities.of_contact(contact.id)] == [planned.id]


def test_a_done_call_becomes_an_interaction_and_suggests_a_mail_on_a_working_day(wb):
    heard = []
    wb.listeners.append(heard.append)
    planned = wb.activities.plan(type="call", opportunity=deal(wb), subject="Ask").activity
    done = wb.activities.done(planned.id, outcome="Reached", note="Price is fine.", seen=1)
    assert done.activity.state is State.DONE
    assert done.interaction.subject == "Ask"
    assert (done.interaction.outcome, done.interaction.body) == ("Reached", "Price is fine.")
    assert (done.suggestion.type.code, done.suggestion.due_date) == ("mail", date(2026, 11, 26))
    assert [type(event) for event in heard[-3:]] == [ActivityPlanned, ActivityDone, InteractionLogged]
    assert [told.entity for told in wb.interactions.timeline(opportunity=planned.opportunity_id).entries] == [
        "interaction"
    ]


@pytest.mark.parametrize(("code", "log", "kind"), [
    ("task", None, None), ("task", True, "note"), ("call", False, None), ("demo", None, "meeting"),
])  # fmt: skip
def test_what_becomes_an_interaction_is_the_types_or_the_persons_choice(wb, code, log, kind):
    planned = wb.activities.plan(type=code, opportunity=deal(wb)).activity
    made = wb.activities.done(planned.id, log=log).interaction
    assert (made.kind if made else None) == kind


def test_a_done_activity_cannot_be_planned_again_but_reopened(wb):
    planned = wb.activities.plan(type="call", opportunity=deal(wb), due=TODAY).activity
    wb.activities.done(planned.id)
    with pytest.raises(InvalidValueError):
        wb.activities.reschedule(planned.id, due=TODAY)
    assert wb.activities.update(planned.id, notes="Later").activity.notes == "Later"
    again = wb.activities.reopen(planned.id).activity
    assert (again.state, again.done_at) == (State.PLANNED, None)
    assert wb.interactions.timeline(opportunity=planned.opportunity_id).entries == []
    assert kinds(wb, planned.id) == ["plan", "done", "update", "reopen"]


def test_another_day_keeps_the_time_and_no_day_loses_it(wb):
    key = wb.activities.plan(type="visit", due=TODAY, at=time(9)).activity.id
    assert wb.activities.reschedule(key, due=date(2026, 12, 1)).activity.due_at == formats.utc_moment(
        date(2026, 12, 1), time(9)
    )
    assert wb.activities.update(key, due_date="2026-12-03").activity.due_at == formats.utc_moment(
        date(2026, 12, 3), time(9)
    )
    gone = wb.activities.reschedule(key, due=None).activity
    assert (gone.due_date, gone.due_at) == (None, None)
    with pytest.raises(InvalidValueError):
        wb.activities.reschedule(key, due=None, at=time(9))
    with pytest.raises(InvalidValueError):
        wb.activities.plan(type="visit", at=time(9))


def test_two_who_tick_the_same_activity_are_told(wb):
    key = wb.activities.plan(type="call").activity.id
    wb.activities.update(key, subject="Other")
    with pytest.raises(ChangedMeanwhileError):
        wb.activities.done(key, seen=1)


def test_a_moment_in_the_future_is_not_done_yet(wb):
    key = wb.activities.plan(type="call").activity.id
    with pytest.raises(InvalidValueError):
        wb.activities.done(key, at=NOON + timedelta(seconds=1))
    assert wb.activities.done(key, at=NOON - timedelta(days=2)).activity.done_at == NOON - timedelta(days=2)


@pytest.mark.parametrize("values", [
    {"type": "fax"}, {"opportunity": UUID(int=1)}, {"contact": UUID(int=1)}, {"person": UUID(int=1)},
    {"assignee": "nobody"},
])  # fmt: skip
def test_what_is_not_there_cannot_be_planned_with(wb, values):
    with pytest.raises(NotFoundError):
        wb.activities.plan(**{"type": "call"} | values)


def test_undo_takes_back_the_activity_and_the_interaction_it_brought(wb):
    planned = wb.activities.plan(type="call", opportunity=deal(wb), due=TODAY).activity
    done = wb.activities.done(planned.id, outcome="Reached")
    undone = wb.activities.undo(done.unit).activity
    assert (undone.state, undone.done_at, undone.outcome, undone.version) == (State.PLANNED, None, None, 3)
    assert wb.interactions.timeline(opportunity=planned.opportunity_id).entries == []
    assert kinds(wb, planned.id) == ["plan", "done", "undo"]


def test_undo_of_planning_archives(wb):
    planned = wb.activities.plan(type="call", opportunity=deal(wb), mandatory=True)
    assert wb.activities.undo(planned.unit).activity.archived
    assert wb.activities.of_deal(planned.activity.opportunity_id) == []


def test_undo_keeps_later_changes_of_other_fields_and_refuses_where_the_same_one_changed(wb):
    key = wb.activities.plan(type="call", due=TODAY).activity.id
    moved = wb.activities.reschedule(key, due=TODAY + timedelta(days=1))
    wb.activities.update(key, subject="Other")
    restored = wb.activities.undo(moved.unit).activity
    assert (restored.due_date, restored.subject) == (TODAY, "Other")
    again = wb.activities.reschedule(key, due=TODAY + timedelta(days=2))
    wb.activities.reschedule(key, due=TODAY + timedelta(days=3))
    with pytest.raises(ChangedMeanwhileError) as told:
        wb.activities.undo(again.unit)
    assert set(told.value.differing) == {"due_date"}


def test_only_who_did_it_or_an_administrator_takes_it_back(wb):
    somebody = people(wb)
    mine = somebody["sara"].activities.plan(type="call")
    with pytest.raises(NotAllowedError):
        somebody["marco"].activities.undo(mine.unit)
    assert wb.activities.undo(mine.unit).activity.archived


def test_a_unit_that_wrote_a_deal_is_not_an_activitys_to_undo(wb):
    moved = wb.opportunities.update(deal(wb), title="Two")
    with pytest.raises(NotFoundError):
        wb.activities.undo(moved.unit)


def test_history_tells_what_each_version_changed(wb):
    key = wb.activities.plan(type="call", due=TODAY).activity.id
    wb.activities.cancel(key, why="Closed.")
    last = wb.activities.history(key)[-1]
    assert (last.kind, last.why) == ("cancel", "Closed.")
    assert {change.field for change in last.differing} == {"state", "notes"}


def test_one_line_is_planned_as_it_was_understood(wb):
    contact = wb.contacts.create(name="Rossi S.p.A.")
    number = wb.opportunities.get(deal(wb, title="Labelling")).number
    entry = wb.activities.understood(f"call tomorrow 14:30 about price #{number} @rossi")
    assert (entry.type.code, entry.due_date, entry.deal.title) == ("call", date(2026, 11, 25), "Labelling")
    assert (entry.contact.name, entry.subject, entry.trouble) == ("Rossi S.p.A.", "about price", "")
    made = wb.activities.quick(f"call tomorrow 14:30 about price #{number} @rossi").activity
    assert (made.subject, made.contact_id, formats.local_time(made.due_at)) == ("about price", contact.id, time(14, 30))


def test_a_line_without_a_day_takes_the_types_usual_one_on_a_working_day(wb):
    entry = wb.activities.understood("meeting about Rossi")
    assert (entry.due_date, entry.usual_day) == (date(2026, 12, 1), True)
    assert wb.activities.understood("meeting no date").due_date is None
    assert wb.activities.understood("something").type.code == "task"


@pytest.mark.parametrize("text", ["", "   ", "call #999", "call @nobody-here", "call " + "x" * 501])
def test_a_line_that_cannot_be_planned_says_why(wb, text):
    wb.activities.understood(text)
    with pytest.raises(InvalidValueError):
        wb.activities.quick(text)


def test_a_store_of_an_earlier_issue_gets_the_types(tmp_path):
    path = tmp_path / "store.duckdb"
    with open_workbench(path, user="ana", door="exclusive") as wb:
        wb.store._door.write("delete from activity_type", None)
    with open_workbench(path, user="ana", door="exclusive") as wb:
        assert [kind.code for kind in wb.activities.types][:2] == ["call", "mail"]
        wb.activities.quick("call tomorrow")
        assert wb.store.check() == []
