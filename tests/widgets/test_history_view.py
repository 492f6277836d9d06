"""The history in the page, and the band of a past day: each message is checked again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.talking import hears, says
from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.widgets.grid import Grid
from workbench.widgets.history_view import HistoryView
from workbench.widgets.past_band import PastBand
from workbench.widgets.shell import Workbench as Page

TODAY = date(2026, 11, 24)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 8)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=Clock()) as opened:
        yield opened


def test_a_change_is_told_in_words_and_taken_back(wb):
    line = {"description": "Ribbon", "unit_price": 10}
    deal = wb.opportunities.create(title="Labels", lines=[line]).opportunity
    wb.opportunities.update(deal.id, title="<b>Ribbons</b>", why="asked")
    wb.opportunities.update(deal.id, lines=[*deal.lines, {"description": "Head", "unit_price": 5}])
    view = HistoryView(wb)
    lines, title, created = view.head["entries"]
    assert lines["records"][0]["lines"] == ["Line added: Head"]
    assert title["records"][0]["fields"] == [{"label": "Title", "before": "Labels", "after": "<b>Ribbons</b>"}]
    assert (title["why"], created["records"][0]["new"], created["day"]) == ("asked", True, "today")
    assert says(view, "undo", unit=title["unit"])["kind"] == "saved"
    assert wb.opportunities.get(deal.id).title == "Labels"
    assert view.head["entries"][0]["takes_back"] == title["unit"]


def test_conditions_and_older_pages(wb):
    for number in range(45):
        wb.contacts.create(name=f"Contact {number}")
    view = HistoryView(wb)
    assert (len(view.head["entries"]), view.head["more"]) == (40, True)
    last = view.head["entries"][-1]
    page = says(view, "more", at=last["at"], unit=last["unit"])
    assert (len(page["entries"]), page["more"]) == (5, False)
    says(view, "filter", who="ana", entity="opportunity", since="", until="", text="")
    assert view.head["entries"] == []
    assert says(view, "filter", entity="user_account")["kind"] == "refuse"
    assert says(view, "filter", since="31/12/2026")["field"] == "since"


FIELDS = st.dictionaries(
    st.sampled_from(["who", "entity", "since", "until", "text", "at", "unit", "id", "day", "sense"]),
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
)


def test_no_message_makes_them_fail(wb, caplog):
    parts = [HistoryView(wb), PastBand(wb, filters=Filters(), on_filters=lambda _filters: None)]

    @settings(max_examples=150)
    @given(st.sampled_from(parts), st.sampled_from(["filter", "more", "undo", "open", "day", "nothing"]), FIELDS)
    def hostile(part, kind, fields):
        assert hears(part, {"kind": kind, **fields})["kind"] in {"refuse", "done", "page"}

    hostile()
    assert "unexpected error" not in caplog.text


def test_the_band_changes_the_day_of_the_whole_page_and_leads_back(wb):
    wb.opportunities.create(title="Labels", net=Decimal(10))
    page = Page(wb, view="opportunities", filters=Filters())
    assert page.past_band.past == {}
    page.choose_filters(Filters(was_on=TODAY))
    assert "24 Nov 2026" in page.past_band.past["text"]
    says(page.past_band, "day", day="2026-11-01", sense="known")
    assert page.desk.filters == Filters(known_on=date(2026, 11, 1))
    assert page.shown.head["total"] == 0
    assert says(page.past_band, "day", day="2026-11-25", sense="was")["kind"] == "refuse"
    page.go("contacts")
    assert page.past_band.past == {}
    page.go("progress")
    assert page.past_band.past["sense"] == "known"
    says(page.past_band, "today")
    assert page.desk.filters == Filters()
    assert page.shown.count == 1


def test_the_list_of_a_past_day_changes_nothing(wb):
    deal = wb.opportunities.create(title="Labels").opportunity
    grid = Grid(wb, filters=Filters(was_on=TODAY))
    reply = says(grid, "edit", opportunity=str(deal.id), seen=1, field="title", value="Other")
    assert (reply["kind"], wb.opportunities.get(deal.id).title) == ("refuse", "Labels")


def test_the_deal_of_a_past_day_is_opened_as_it_was(wb):
    deal = wb.opportunities.create(title="Labels").opportunity
    page = Page(wb, view="opportunities", filters=Filters(was_on=TODAY))
    page.open_deal(deal.id)
    assert page.editor.deal["read_only"] == page.editor.deal["past"] != ""
