from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.talking import hears, says
from workbench.app import Workbench as Services
from workbench.app import open_workbench
from workbench.domain.filters import Filters
from workbench.services.demo import load_demo
from workbench.widgets import Grid, Workbench
from workbench.widgets.board import Board
from workbench.widgets.conversation import note_slow
from workbench.widgets.filter_bar import FilterBar
from workbench.widgets.home import Home
from workbench.widgets.link import Link

TODAY = date(2026, 11, 24)
QUARTER = Filters(active_on=date(2026, 10, 1))


@pytest.fixture
def wb() -> Iterator[Services]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=lambda: datetime(2026, 11, 24, 10)) as opened:
        load_demo(opened.store, opportunities=200, as_of=TODAY)
        opened.settings.lookups(fresh=True)
        yield opened


@pytest.fixture
def page(wb):
    made = Workbench(wb, query="")
    yield made
    made.close()


def test_the_page_begins_with_what_is_active_in_the_quarter(page):
    assert page.desk.filters == QUARTER
    assert isinstance(page.shown, Home)


def test_a_link_restores_view_filter_and_workflow(wb):
    code = wb.settings.lookups().workflows[1].code
    page = Workbench(wb, query=f'view=stages&filter={{"status":["open"]}}&workflow={code}')
    assert (page.desk.view, page.desk.filters, page.desk.workflow) == ("stages", Filters(status=("open",)), code)
    assert isinstance(page.shown, Board)
    again = page.navigation.link
    assert Link.read(f"view={again['view']}&filter={again['filter']}").filters == Filters(status=("open",))


@given(st.text(max_size=80))
def test_any_query_is_read_without_failing(query):
    Link.read(query)
    Link.read(f"filter={query}&view={query}&lang={query}")


def test_a_link_that_does_not_fit_this_store_says_so(wb):
    page = Workbench(wb, query='filter={"owner":["nobody-here"]}')
    assert page.desk.filters == QUARTER
    assert "nobody-here" in page.toast.waiting[0]["text"]


def test_a_view_is_made_when_it_is_first_shown_and_then_kept(page):
    says(page.navigation, "view", view="opportunities")
    grid = page.shown
    assert isinstance(grid, Grid)
    says(page.navigation, "view", view="home")
    assert grid.layout.display == "none"
    says(page.navigation, "view", view="opportunities")
    assert page.shown is grid
    assert says(page.navigation, "view", view="nowhere")["kind"] == "refuse"


def test_filters_reach_the_visible_view_at_once_and_the_others_when_shown(page):
    page.go("opportunities")
    says(page.filter_bar, "filter", conditions={"status": ["won"]})
    assert page.shown.filters == Filters(status=("won",))
    page.go("home")
    assert page.shown.filters == Filters(status=("won",))


def test_going_elsewhere_with_other_filters_does_not_read_the_view_that_is_left(page):
    left = page.shown
    page.go("opportunities", Filters(status=("open",)))
    assert page.shown.filters == Filters(status=("open",))
    assert left.filters == QUARTER


def test_the_list_and_the_boards_show_the_same_totals(wb, page):
    page.go("opportunities")
    listed = page.shown.head["total"]
    board = wb.boards.progress(page.desk.filters)
    assert listed == sum(column.count for column in board.columns)


def test_a_saved_deal_appears_in_the_list(wb, page):
    page.go("opportunities")
    wb.opportunities.create(title="Just now", net=Decimal(5))
    assert page.shown.head["rows"][0]["cells"]["title"] == "Just now"


def test_the_chips_say_the_conditions_in_words(wb):
    bar = FilterBar(wb, filters=Filters(owner=("ana",), probability=(Decimal(50), None)))
    assert [chip["label"] for chip in bar.shown["chips"]] == ["Owner", "Probability %"]
    assert bar.shown["chips"][1]["text"] == "from 50"


def test_a_refused_filter_leaves_the_old_one(wb):
    bar = FilterBar(wb)
    for conditions, field in [
        ({"probability": ["abc", None]}, "probability"),
        ({"created": ["2026-12-01", "2026-01-01"]}, "created"),
        ({"owner": ["nobody"]}, "owner"),
        ({"no_such": 1}, "filter"),
    ]:
        reply = says(bar, "filter", conditions=conditions)
        assert (reply["kind"], reply["field"]) == ("refuse", field)
        assert bar.filters == Filters()


def test_every_search_field_has_a_control(wb):
    keys = {spec["key"] for spec in FilterBar(wb).fields}
    assert keys | {"text", "name"} == set(Filters.__dataclass_fields__)


def test_pages_of_the_list_together_are_the_list(wb):
    grid = Grid(wb)
    rows = [row for offset in range(0, 200, 60) for row in says(grid, "rows", offset=offset, limit=60)["rows"]]
    assert len({row["id"] for row in rows}) == 200
    assert [row["cells"]["number"] for row in rows] == [str(number) for number in range(200, 0, -1)]


def test_the_list_refuses_what_it_does_not_know(wb):
    grid = Grid(wb)
    for message in [
        {"kind": "rows", "offset": -1, "limit": 60},
        {"kind": "rows", "offset": 0, "limit": 10**9},
        {"kind": "rows", "offset": True, "limit": 1},
        {"kind": "sort", "by": "version; drop table", "descending": True},
        {"kind": "open", "opportunity": "x"},
        {"kind": 7},
        None,
    ]:
        assert hears(grid, message)["kind"] == "refuse"


def test_the_list_turns_around(wb):
    grid = Grid(wb)
    says(grid, "sort", by="number", descending=False)
    assert grid.head["rows"][0]["cells"]["number"] == "1"


def test_an_unexpected_error_reaches_the_person_as_a_reference_only(wb, caplog):
    def broken(_key):
        raise RuntimeError("secret detail")

    grid = Grid(wb, open_deal=broken)
    row = grid.head["rows"][0]["id"]
    reply = says(grid, "open", opportunity=row)
    assert reply["kind"] == "refuse"
    assert "secret detail" not in reply["message"]
    assert "secret detail" in caplog.text


def test_an_answer_that_takes_long_is_logged_by_name(caplog):
    note_slow("Grid", {"kind": "sort"}, 0.1)
    assert caplog.text == ""
    note_slow("Grid", {"kind": "sort"}, 0.3)
    assert "Grid 'sort' took 300 ms" in caplog.text


def test_an_empty_store_offers_three_ways_to_begin():
    with open_workbench(":memory:", user="ana", today=TODAY) as wb:
        page = Workbench(wb, query="")
        assert [offer["key"] for offer in page.shown.shown["offers"]] == ["demo", "import", "new"]
        assert page.shown.shown["offers"][0]["button"] == ""  # nothing can work beside a store in memory
        wb.opportunities.create(title="First")
        assert page.shown.shown["offers"] == []


def test_a_figure_of_home_leads_to_its_deals(page):
    says(page.shown, "show", figure="won")
    assert page.desk.view == "opportunities"
    assert page.desk.filters.status == ("won",)
    assert page.shown.filters == page.desk.filters


def test_back_and_forward_follow_the_link(page):
    says(page.navigation, "go", view="opportunities", filter='{"status":["lost"]}')
    assert page.desk.view == "opportunities"
    assert page.desk.filters == Filters(status=("lost",))


def test_a_closed_page_hears_nothing_more(wb):
    page = Workbench(wb, query="")
    page.close()
    assert wb.listeners == []


def test_the_widgets_do_not_need_pandas():
    code = "import sys; from workbench.widgets import Workbench; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
