from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from workbench.domain.activity import Activity
from workbench.domain.interaction import Direction, Interaction, Kind, out_of, read_fields
from workbench.errors import InvalidValueError

NOON = datetime(2026, 11, 24, 12)
DEAL = UUID(int=5)


def interaction(**values):
    given = {
        "id": UUID(int=1), "kind": Kind.CALL, "user_id": UUID(int=3), "happened_at": NOON, "subject": "Price",
        "opportunity_id": DEAL,
    }  # fmt: skip
    return Interaction(**given | values)


def test_an_interaction_belongs_to_somebody():
    with pytest.raises(InvalidValueError):
        interaction(opportunity_id=None)
    assert interaction(opportunity_id=None, contact_id=DEAL).contact_id == DEAL


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "fax"), ("kind", None), ("direction", "up"), ("subject", ""), ("happened_at", "noon"),
        ("happened_at", NOON + timedelta(days=1)), ("happened_at", None), ("minutes", "5"), ("activity_id", DEAL),
        ("body", 7), ("archived", True),
    ],
)  # fmt: skip
def test_a_value_against_a_rule_is_refused_by_the_name_of_its_field(field, value):
    with pytest.raises(InvalidValueError) as told:
        interaction().changed(now=NOON, **{field: value})
    assert told.value.field == field


def test_a_change_names_what_differs():
    after, event = interaction().changed(now=NOON, kind="meeting", direction="in", body="All agreed.")
    assert (after.kind, after.direction, after.version) == (Kind.MEETING, Direction.IN, 2)
    assert event.fields == ("kind", "direction", "body")


def test_a_done_activity_becomes_an_interaction_of_who_did_it_when_they_did_it():
    planned = Activity(
        id=UUID(int=7), type_id=UUID(int=8), opportunity_id=DEAL, assignee_id=UUID(int=3), entered_by=UUID(int=4),
        subject="Call", created_date=NOON.date(),
    )  # fmt: skip
    done = planned.done(NOON, outcome="Reached", note="Fine.", minutes=5)[0]
    made = out_of(done, Kind.CALL, key=UUID(int=1))
    assert made is not None
    assert (made.user_id, made.happened_at, made.activity_id) == (planned.assignee_id, NOON, planned.id)
    assert (made.direction, made.outcome, made.body, made.minutes) == (Direction.OUT, "Reached", "Fine.", 5)
    assert out_of(planned, Kind.CALL, key=UUID(int=1)) is None


def test_a_done_task_of_nobody_in_particular_becomes_none():
    alone = Activity(
        id=UUID(int=7), type_id=UUID(int=8), assignee_id=UUID(int=3), entered_by=UUID(int=4), subject="Tidy up",
        created_date=NOON.date(),
    )  # fmt: skip
    assert out_of(alone.done(NOON)[0], Kind.NOTE, key=UUID(int=1)) is None


def test_clocks_may_differ_a_little():
    assert read_fields({"happened_at": NOON + timedelta(minutes=5)}, now=NOON)
