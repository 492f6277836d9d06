"""What is planned by when, and what is next for a deal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.acting import NOON, TODAY, deal, people
from workbench.app import Workbench, open_workbench
from workbench.errors import InvalidValueError, NotFoundError

DUE = {
    "overdue": TODAY - timedelta(days=1), "today": TODAY, "tomorrow": date(2026, 11, 25), "week": date(2026, 11, 29),
    "later": date(2026, 11, 30), "undated": None,
}  # fmt: skip


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=lambda: NOON) as opened:
        yield opened


def parts(agenda):
    return {part.key: part.count for part in agenda.parts}


def test_each_activity_stands_in_one_part(wb):
    for due in DUE.values():
        wb.activities.plan(type="call", due=due)
    assert parts(wb.activities.mine(horizon="all")) == dict.fromkeys(DUE, 1)
    assert list(parts(wb.activities.mine(horizon="week"))) == ["overdue", "today", "tomorrow", "week"]
    assert list(parts(wb.activities.mine(horizon="day"))) == ["overdue", "today"]
    with pytest.raises(InvalidValueError):
        wb.activities.mine(horizon="decade")


def test_on_a_sunday_the_week_still_shows_tomorrow(wb):
    wb.activities.plan(type="call", due=date(2026, 11, 30))
    assert parts(wb.activities.mine(today=date(2026, 11, 29), horizon="week")) == {"tomorrow": 1}


def test_within_a_day_what_has_a_time_comes_first(wb):
    for subject, at in (("whole day", None), ("late", time(16)), ("early", time(8))):
        wb.activities.plan(type="call", subject=subject, due=TODAY, at=at)
    [part] = wb.activities.mine(horizon="day").parts
    assert [row.activity.subject for row in part.rows] == ["early", "late", "whole day"]


def test_done_cancelled_and_archived_ones_are_not_planned(wb):
    keys = [wb.activities.plan(type="task", due=TODAY).activity.id for _ in range(4)]
    wb.activities.done(keys[0])
    wb.activities.cancel(keys[1])
    wb.activities.archive(keys[2])
    assert wb.activities.mine(horizon="all").count == 1


def test_counts_are_of_all_rows_and_one_part_can_show_more(wb):
    for _ in range(7):
        wb.activities.plan(type="task", due=TODAY)
        wb.activities.plan(type="task", due=DUE["overdue"])
    agenda = wb.activities.mine(most=2, opened="today", most_opened=5)
    assert [(part.key, part.count, len(part.rows)) for part in agenda.parts] == [("overdue", 7, 2), ("today", 7, 5)]


def test_a_manager_looks_at_one_person_or_at_everybody(wb):
    people(wb)
    wb.activities.plan(type="task", due=TODAY, assignee="sara")
    wb.activities.plan(type="task", due=TODAY)
    assert wb.activities.mine().count == 1
    assert wb.activities.mine(assignees=["sara"]).count == 1
    assert wb.activities.mine(assignees="everybody").count == 2
    with pytest.raises(NotFoundError):
        wb.activities.mine(assignees=["nobody"])


def test_the_outlook_of_a_deal_is_its_soonest_activity_and_what_was_last(wb):
    key, quiet = deal(wb), deal(wb)
    wb.activities.plan(type="task", subject="no day", opportunity=key)
    wb.activities.plan(type="task", subject="later", opportunity=key, due=DUE["later"])
    wb.activities.plan(type="task", subject="late", opportunity=key, due=DUE["overdue"])
    done = wb.activities.plan(type="task", opportunity=key).activity
    wb.activities.done(done.id, at=NOON - timedelta(days=9))
    found = wb.activities.outlook([key, quiet])
    assert (found[key].next.subject, found[key].overdue, found[key].days_since_last) == ("late", 1, 9)
    assert (found[quiet].next, found[quiet].overdue, found[quiet].last_at) == (None, 0, None)
    wb.interactions.log(kind="call", subject="Rang", opportunity=key, happened_at=NOON - timedelta(days=2))
    assert wb.activities.outlook([key])[key].days_since_last == 2
    assert wb.activities.outlook([]) == {}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.none(), st.integers(-40, 40)), max_size=12))
def test_the_parts_of_an_agenda_are_all_that_is_planned(wb, offsets):
    before = wb.activities.mine(horizon="all", most=500).count
    for offset in offsets:
        wb.activities.plan(type="task", due=None if offset is None else TODAY + timedelta(days=offset))
    agenda = wb.activities.mine(horizon="all", most=500)
    assert agenda.count == before + len(offsets) == sum(len(part.rows) for part in agenda.parts)
    days = [row.activity.due_date for part in agenda.parts for row in part.rows]
    assert [day for day in days if day] == sorted(day for day in days if day)
