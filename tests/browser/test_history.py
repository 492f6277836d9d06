"""The history, a past day and the settings in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import board, serving
from workbench.app import Workbench, open_workbench
from workbench.store import stop_owner


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = serving.make_store(tmp_path_factory.mktemp("history") / "store.duckdb", deals=120)
    yield path
    stop_owner(str(path))


@pytest.fixture(scope="module")
def address(store: Path) -> Iterator[str]:
    with serving.page_server(store) as address:
        yield address


@pytest.fixture
def wb(store: Path) -> Iterator[Workbench]:
    with open_workbench(store) as opened:
        yield opened


def test_a_change_is_found_in_the_history_and_taken_back(page: Page, address: str, wb: Workbench) -> None:
    deal = wb.opportunities.create(title="Labels of the history").opportunity
    wb.opportunities.update(deal.id, title="<i>Other</i> labels")
    page.goto(f"{address}/?view=home")
    page.locator(".wb-nav-me").click()
    page.locator(".wb-nav-panel").get_by_role("button", name="History").click()
    entry = page.locator(".wb-past-entry").first
    expect(entry).to_contain_text("<i>Other</i> labels")
    entry.get_by_role("button", name="Undo").click()
    entry.get_by_role("group", name="Take this change back?").get_by_role("button", name="Undo").click()
    expect(page.locator(".wb-notice-good")).to_contain_text("1 record is as it was")
    assert wb.opportunities.get(deal.id).title == "Labels of the history"
    page.get_by_label("Kind of record").select_option(label="Contact")
    expect(page.locator(".wb-past-entry").first).not_to_contain_text("Labels of the history")
    page.get_by_label("Kind of record").select_option(label="Deal")
    page.locator(".wb-past-open", has_text="Labels of the history").first.click()
    expect(page.get_by_role("dialog", name="Labels of the history")).to_be_visible()


def test_a_past_day_is_seen_by_every_view_until_one_goes_back(page: Page, address: str, wb: Workbench) -> None:
    board.open_view(page, address, "progress", filters={"was_on": "2026-06-30"})
    band = page.get_by_role("region", name="A past day")
    expect(band).to_contain_text("30 Jun 2026")
    total = board.board_total(page)
    board.go(page, "Opportunities")
    expect(page.locator(".wb-grid-total").first).to_be_visible()
    assert board.list_total(page) == total
    page.locator("[role=gridcell][data-column=title]").first.dblclick()
    drawer = page.locator(".wb-edit-drawer").first
    expect(drawer.locator(".wb-edit-why")).to_contain_text("A past day cannot be changed")
    page.keyboard.press("Escape")
    band.get_by_role("button", name="Back to today").click()
    expect(band).to_be_hidden()
    expect(page).not_to_have_url(re.compile("was_on"))
    assert wb.listing.totals().count == board.list_total(page)[0]


def test_a_renamed_stage_is_on_the_other_page_at_once(page: Page, address: str, wb: Workbench) -> None:
    other = page.context.new_page()
    flow = wb.settings.lookups().workflows[0]
    board.open_view(other, address, "stages", workflow=flow.code)
    page.goto(f"{address}/?view=settings")
    page.get_by_role("button", name=f"Edit: {flow.stages[1].name}").click()
    form = page.get_by_role("form", name=flow.stages[1].name)
    form.get_by_label("Name").fill("Looked at <b>")
    form.get_by_role("button", name="Save").click()
    expect(page.locator(".wb-notice-good")).to_contain_text("Saved")
    expect(other.locator("h3.wb-column-name", has_text="Looked at <b>")).to_be_visible()
    page.locator(".wb-notice-good").get_by_role("button", name="Undo").click()
    expect(other.locator("h3.wb-column-name", has_text=flow.stages[1].name)).to_be_visible()
    other.goto("about:blank")
