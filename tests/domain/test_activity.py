from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.activity import Activity, ActivityType, State, suggested_next, working_day
from workbench.errors import InvalidValueError

NOON = datetime(2026, 11, 24, 12)
TODAY = NOON.date()
MAIL = ActivityType(id=UUID(int=2), position=2, code="mail", name="E-mail", due_days=2, counts_as="mail")
CALL = ActivityType(id=UUID(int=1), position=1, code="call", name="Call", due_days=3, next_type_id=MAIL.id)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def activity(**values):
    given = {
        "id": UUID(int=9), "type_id": CALL.id, "assignee_id": UUID(int=3), "entered_by": UUID(int=3),
        "subject": "Call about the price", "created_date": TODAY,
    }  # fmt: skip
    return Activity(**given | values)


def test_a_done_activity_keeps_what_came_of_it_and_joins_the_notes():
    done, event = activity(notes="Ask for Rossi.", minutes=15).done(NOON, outcome="Reached", note="Price is fine.")
    assert (done.state, done.done_at, done.outcome, done.minutes) == (State.DONE, NOON, "Reached", 15)
    assert done.notes == "Ask for Rossi.\nPrice is fine."
    assert (event.activity_id, event.version, event.outcome) == (done.id, 2, "Reached")


@pytest.mark.parametrize("over", [lambda one: one.done(NOON)[0], lambda one: one.cancelled()[0]])
@pytest.mark.parametrize(
    "act",
    [
        lambda one: one.done(NOON), lambda one: one.cancelled(), lambda one: one.rescheduled(TODAY),
        lambda one: one.reassigned(UUID(int=4)), lambda one: one.changed(subject="Other"),
        lambda one: one.changed(due_date=TODAY),
    ],
)  # fmt: skip
def test_what_is_done_or_cancelled_is_not_changed(over, act):
    with pytest.raises(InvalidValueError):
        act(over(activity()))


def test_a_done_activity_takes_a_note_and_can_be_reopened():
    done = activity().done(NOON, outcome="Reached")[0]
    assert done.changed(notes="Later", outcome="No answer", minutes=5)[0].notes == "Later"
    again = done.reopened()[0]
    assert (again.state, again.done_at, again.outcome, again.version) == (State.PLANNED, None, None, 3)
    with pytest.raises(InvalidValueError):
        again.reopened()


def test_a_mandatory_activity_is_cancelled_only_with_a_reason_and_never_archived():
    duty = activity(mandatory=True)
    for reason in (None, "", "  "):
        with pytest.raises(InvalidValueError) as told:
            duty.cancelled(why=reason)
        assert told.value.field == "why"
    with pytest.raises(InvalidValueError):
        duty.put_away(archived=True)
    assert duty.cancelled(why="The customer has closed.")[0].notes == "The customer has closed."
    assert activity().put_away(archived=True)[0].archived


def test_overdue_is_what_was_due_before_today_and_is_still_planned():
    late = activity(due_date=TODAY - timedelta(days=1))
    assert late.is_overdue(TODAY)
    assert not late.is_overdue(TODAY - timedelta(days=1))
    assert not late.done(NOON)[0].is_overdue(TODAY)
    assert not activity().is_overdue(TODAY)


def test_a_reminder_moves_along_with_the_day():
    one = activity(due_date=TODAY, remind_at=NOON)
    assert one.rescheduled(TODAY + timedelta(days=7))[0].remind_at == NOON + timedelta(days=7)
    assert one.rescheduled(None)[0].remind_at is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", ""), ("subject", " \n"), ("subject", "x" * 501), ("subject", 7), ("type_id", None),
        ("type_id", "x"), ("minutes", -1), ("minutes", 2.5), ("minutes", True), ("mandatory", "yes"),
        ("due_date", "soon"), ("due_at", "soon"), ("state", "done"), ("assignee_id", UUID(int=1)), ("version", 9),
        ("outcome", "x" * 201),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused_by_the_name_of_its_field(field, value):
    with pytest.raises(InvalidValueError) as told:
        activity(due_date=TODAY).changed(**{field: value})
    assert told.value.field == field


def test_what_has_a_time_has_a_day():
    with pytest.raises(InvalidValueError):
        activity(due_at=NOON)
    for far in (date(1, 1, 1), date(9999, 12, 31)):
        with pytest.raises(InvalidValueError):
            activity().rescheduled(far)
    without = activity(due_date=TODAY, due_at=NOON).changed(due_date=None)[0]
    assert (without.due_date, without.due_at) == (None, None)


@given(days)
def test_a_working_day_is_the_first_that_is_no_weekend(day):
    found = working_day(day)
    assert found.weekday() < 5
    assert 0 <= (found - day).days <= 2
    assert found == day or day.weekday() >= 5


@given(days, st.integers(0, 400))
def test_what_comes_next_is_due_so_many_days_after_the_done_one_on_a_working_day(day, after):
    next_type = replace(MAIL, due_days=after)
    found = suggested_next(CALL, [CALL, next_type], day)
    assert found is not None
    assert found.type == next_type
    assert found.due_date == working_day(day + timedelta(days=after))


def test_nothing_comes_next_where_the_type_says_nothing_or_the_next_one_is_retired():
    assert suggested_next(MAIL, [CALL, MAIL], TODAY) is None
    assert suggested_next(CALL, [CALL, replace(MAIL, retired=True)], TODAY) is None


def test_an_undo_is_a_new_version_of_what_was():
    one = activity(due_date=TODAY)
    moved = one.rescheduled(TODAY + timedelta(days=1))[0]
    restored, event = moved.restored_from(one)
    assert (restored.due_date, restored.version, event.fields) == (TODAY, 3, ("due_date",))
