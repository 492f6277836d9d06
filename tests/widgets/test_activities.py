"""What a page does with activities: its messages, and what it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.acting import NOON, TODAY, Person, deal, people
from tests.talking import hears, says
from workbench.app import Workbench, open_workbench
from workbench.widgets import Workbench as Page
from workbench.widgets.activities import Activities
from workbench.widgets.navigation import Navigation

YESTERDAY = date(2026, 11, 23)


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=lambda: NOON) as opened:
        yield opened
        assert opened.store.check() == []


def groups(widget):
    return {group["key"]: [row["subject"] for row in group["rows"]] for group in widget.shown["list"]["groups"]}


def row(widget, subject):
    return next(row for group in widget.shown["list"]["groups"] for row in group["rows"] if row["subject"] == subject)


def test_an_empty_agenda_says_what_to_do_next(wb):
    widget = Activities(wb, horizon="all")
    assert widget.shown["list"]["groups"] == []
    assert "call Rossi" in widget.shown["empty"]["text"]
    says(widget, "show", horizon="day", assignee="me")
    assert widget.shown["empty"]["action"] == "Show all"


def test_a_line_is_shown_as_it_was_understood_before_it_is_planned(wb):
    widget = Activities(wb)
    reply = says(widget, "activity-understand", text="call Rossi tomorrow 14:30 about price")
    assert reply["kind"] == "understood"
    assert [fact["text"] for fact in reply["facts"]] == ["Call", "Wed 25 Nov 14:30", "Rossi about price"]
    assert [piece["kind"] for piece in reply["pieces"]] == ["type", "subject", "day", "time", "subject"]
    assert groups(widget) == {}
    assert says(widget, "activity-quick", text=reply["text"])["kind"] == "acted"
    assert groups(widget) == {"tomorrow": ["Rossi about price"]}
    assert says(widget, "activity-understand", text="call #99")["trouble"]
    assert says(widget, "activity-quick", text="call #99")["kind"] == "refuse"


def test_a_tick_offers_what_comes_next_and_one_click_plans_it(wb):
    key = deal(wb)
    wb.activities.plan(type="call", subject="Ask", opportunity=key, due=YESTERDAY, at=time(9))
    widget = Activities(wb)
    late = row(widget, "Ask")
    assert (late["late"], late["time"], late["when"]) == ("1 day late", "09:00", "Mon 23 Nov 09:00")
    reply = says(widget, "activity-done", activity=late["id"], seen=late["version"], outcome="Reached", note="")
    assert (reply["kind"], reply["suggestion"]["name"], reply["suggestion"]["due"]) == (
        "activity-done",
        "E-mail",
        "2026-11-26",
    )
    assert groups(widget) == {}
    says(widget, "activity-follow", activity=reply["activity"])
    assert groups(widget) == {"week": ["E-mail"]}
    [planned, _done] = wb.activities.of_deal(key)
    assert str(planned.activity.follows_id) == reply["activity"]


def test_what_was_done_is_taken_back_from_its_message(wb):
    wb.activities.plan(type="call", subject="Ask", due=TODAY)
    widget = Activities(wb)
    reply = says(widget, "activity-done", activity=row(widget, "Ask")["id"], seen=1)
    assert says(widget, "activity-undo", unit=reply["unit"])["kind"] == "acted"
    assert groups(widget) == {"today": ["Ask"]}


def test_an_overdue_one_is_put_off_from_today_on(wb):
    wb.activities.plan(type="call", subject="Ask", due=date(2026, 11, 2))
    widget = Activities(wb)
    says(widget, "activity-shift", activity=row(widget, "Ask")["id"], seen=1, days=1)
    assert groups(widget) == {"tomorrow": ["Ask"]}


def test_a_form_changes_day_time_and_words_together(wb):
    wb.activities.plan(type="call", subject="Ask", due=TODAY)
    widget = Activities(wb, horizon="all")
    changes = {"subject": "Ask again", "due": "2026-12-01", "time": "08:30", "notes": "Ring twice"}
    says(widget, "activity-save", activity=row(widget, "Ask")["id"], seen=1, changes=changes)
    changed = row(widget, "Ask again")
    assert (changed["due"], changed["time"], changed["notes"]) == ("2026-12-01", "08:30", "Ring twice")
    says(widget, "activity-save", activity=changed["id"], seen=2, changes={"due": "", "time": ""})
    assert groups(widget) == {"undated": ["Ask again"]}
    bad = says(widget, "activity-save", activity=changed["id"], seen=3, changes={"due": "", "time": "09:00"})
    assert (bad["kind"], bad["field"]) == ("refuse", "due")
    far = says(widget, "activity-save", activity=changed["id"], seen=3, changes={"due": "0001-01-01", "time": "00:00"})
    assert "reference" not in far["message"]


def test_who_is_late_is_shown_what_is_there_now(wb):
    key = wb.activities.plan(type="call", subject="Ask", due=TODAY).activity.id
    widget = Activities(wb)
    wb.activities.update(key, subject="Changed")
    assert says(widget, "activity-done", activity=str(key), seen=1)["kind"] == "refuse"
    assert groups(widget) == {"today": ["Changed"]}


def test_a_manager_looks_at_others_and_a_salesperson_at_nobody(wb):
    who = people(wb)
    wb.activities.plan(type="call", subject="For Sara", due=TODAY, assignee="sara")
    widget = Activities(wb, assignee="me")
    assert groups(widget) == {}
    says(widget, "show", horizon="week", assignee="sara")
    assert groups(widget) == {"today": ["For Sara"]}
    assert row(widget, "For Sara")["assignee"] == "Sara"
    assert says(widget, "show", horizon="week", assignee="nobody")["kind"] == "refuse"
    assert len(widget.shown["assignees"]) > 2
    with open_as(wb, who["sara"]) as own:
        alone = Activities(own)
        assert [choice["key"] for choice in alone.shown["assignees"]] == ["me"]
        assert says(alone, "show", horizon="week", assignee="everybody")["kind"] == "refuse"


class open_as:  # noqa: N801 - reads as a function
    """The workbench as one of the people sees it."""

    def __init__(self, wb: Workbench, person: Person) -> None:
        self._wb, self._person = wb, person

    def __enter__(self) -> Workbench:
        from dataclasses import replace  # noqa: PLC0415 - only here

        session = self._person.activities._session
        return replace(
            self._wb, session=session, activities=self._person.activities, interactions=self._person.interactions,
            settings=session.settings,
        )  # fmt: skip

    def __exit__(self, *_error: object) -> None: ...


def test_who_has_none_of_their_own_begins_with_everybodys(wb):
    people(wb)
    wb.activities.plan(type="call", subject="For Sara", due=TODAY, assignee="sara")
    assert Activities(wb).shown["assignee"] == "everybody"
    wb.activities.plan(type="call", due=TODAY)
    assert Activities(wb).shown["assignee"] == "me"


def test_a_long_part_shows_more_when_asked(wb):
    for number in range(30):
        wb.activities.plan(type="task", subject=f"Task {number}", due=TODAY)
    widget = Activities(wb)
    [group] = widget.shown["list"]["groups"]
    assert (group["count"], len(group["rows"]), group["more"]) == (30, 25, True)
    says(widget, "more", part="today")
    [group] = widget.shown["list"]["groups"]
    assert (len(group["rows"]), group["more"]) == (30, False)
    assert says(widget, "more", part="yesterday")["kind"] == "refuse"


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "activity-done", "activity": "x", "seen": 1}, {"kind": "activity-done", "activity": str(uuid4()), "seen": 1},
        {"kind": "activity-done"}, {"kind": "activity-shift", "activity": str(uuid4()), "seen": 1, "days": 10**9},
        {"kind": "activity-save", "activity": str(uuid4()), "seen": 1, "changes": []},
        {"kind": "activity-understand", "text": 7}, {"kind": "activity-quick", "text": "x" * 3000}, {"kind": "show"},
        {"kind": "activity-undo", "unit": str(uuid4())}, {"kind": "open", "opportunity": "x"}, {"kind": "nonsense"}, None,
    ],
)  # fmt: skip
def test_what_the_page_may_not_say_is_refused(wb, message):
    assert hears(Activities(wb), message)["kind"] == "refuse"


values = st.one_of(st.none(), st.integers(), st.text(max_size=20), st.booleans())
fields = st.sampled_from(["subject", "due", "time", "notes", "state", "minutes", "mandatory", "version", "type_id"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(fields, values))
def test_no_form_breaks_the_kernel(wb, changes):
    key = wb.activities.plan(type="call", due=TODAY).activity.id
    reply = says(Activities(wb), "activity-save", activity=str(key), seen=1, changes=changes)
    assert reply["kind"] in {"acted", "refuse"}
    assert "reference" not in reply["message"]


def test_the_page_has_activities_as_a_view_without_the_filter_bar(wb):
    page = Page(wb, query="")
    says(page.navigation, "view", view="activities")
    assert isinstance(page.shown, Activities)
    assert page.filter_bar.layout.display == "none"
    opened = deal(wb)
    says(page.shown, "open", opportunity=str(opened))
    assert page.editor.deal["id"] == str(opened)
    page.go("home")
    assert page.filter_bar.layout.display is None
    assert isinstance(page.navigation, Navigation)
    page.close()


def test_what_others_do_with_activities_reaches_the_page_that_shows_them(wb):
    who = people(wb)
    page = Page(wb, query="view=activities")
    page.follower.live.start()
    who["marco"].activities.plan(type="call", subject="From Marco", due=TODAY, assignee="ana")
    page.follower.live.catch_up()
    assert groups(page.shown) == {"today": ["From Marco"]}
    assert page.toast.waiting == []
    page.close()


def test_what_is_done_elsewhere_in_the_page_reaches_the_view(wb):
    page = Page(wb, query="view=activities")
    wb.activities.plan(type="call", subject="From a deal", due=TODAY)
    assert groups(page.shown) == {"today": ["From a deal"]}
    page.close()
