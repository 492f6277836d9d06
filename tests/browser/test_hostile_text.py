from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import board, serving
from tests.browser.conftest import Heard
from workbench.services.notebooks import notebooks_folder
from workbench.services.reports import running

# JupyterLab attaches only the cells that are in view.
SCROLL_TO = """(share) => {
  const panel = document.querySelector(".jp-WindowedPanel-outer");
  panel.scrollTop = share * panel.scrollHeight;
}"""
LAST_CELL_RAN = """() => {
  return document.body.innerText.includes("True True");
}"""


@pytest.fixture(scope="module")
def hostile_pages(hostile_store: Path) -> Iterator[str]:
    with serving.page_server(hostile_store) as address:
        yield address


def assert_harmless(page: Page) -> None:
    assert page.evaluate("window.__pwned") is None
    assert page.locator('img[src="x"]').count() == 0
    assert page.locator('a[href^="javascript:" i]').count() == 0


@pytest.mark.parametrize("view", ["home", "opportunities", "progress", "stages"])
def test_hostile_text_is_only_text_in_every_view(page: Page, hostile_pages: str, view: str) -> None:
    board.open_view(page, hostile_pages, view, filters={})
    expect(page.locator(".wb-views").get_by_text("<img src=x").locator("visible=true").first).to_be_visible()
    assert_harmless(page)


def test_hostile_text_is_only_text_in_the_editor(page: Page, hostile_pages: str) -> None:
    board.open_view(page, hostile_pages, "progress", filters={})
    page.locator(".wb-card").first.dblclick()
    expect(page.locator(".wb-edit-drawer input").first).to_be_visible()
    assert_harmless(page)


def test_hostile_text_is_only_text_in_filters_menus_and_questions(page: Page, hostile_pages: str) -> None:
    board.open_view(page, hostile_pages, "progress", filters={"tags": [serving.LINK]})
    assert_harmless(page)
    page.locator(".wb-filter-row .wb-button").first.click()
    expect(page.locator(".wb-filter-panel")).to_be_visible()
    assert_harmless(page)
    page.keyboard.press("Escape")
    page.locator(".wb-card").first.focus()
    page.keyboard.press("m")
    expect(page.locator(".wb-menu")).to_be_visible()
    assert_harmless(page)
    page.locator(".wb-menu [role=menuitem]").last.click()
    expect(page.locator("form.wb-question")).to_be_visible()
    assert_harmless(page)


def test_hostile_text_is_only_text_around_the_list(page: Page, hostile_pages: str) -> None:
    board.open_view(page, hostile_pages, "opportunities", filters={})
    page.locator("[data-do=funnel]").click()
    expect(page.locator(".wb-funnel-row").first).to_contain_text("<img")
    page.locator(".wb-grid-group-by").select_option("owner")
    expect(page.locator(".wb-grid-group").first).to_contain_text("<img")
    page.locator(".wb-grid-group").first.click()
    page.locator(".wb-grid-row:not(.wb-grid-group):not(.wb-grid-waiting) [data-column=contact]").first.click()
    page.locator("[data-do=change]").click()
    expect(page.locator("[data-bulk=value]")).to_contain_text("<img")
    page.locator("[data-do=preview]").click()
    expect(page.locator(".wb-bulk-facts")).to_be_visible()
    assert_harmless(page)
    page.keyboard.press("Escape")
    page.locator("[data-do=views]").click()
    page.get_by_placeholder("Name of the view").fill(serving.HOSTILE)
    page.keyboard.press("Enter")
    expect(page.locator(".wb-popup-view")).to_contain_text("<img")
    page.keyboard.press("Escape")
    page.locator(".wb-grid-row:not(.wb-grid-group):not(.wb-grid-waiting) [data-column=owner]").first.dblclick()
    expect(page.locator(".wb-grid-edit select")).to_contain_text("<img")
    assert_harmless(page)


def test_hostile_text_is_only_text_in_jupyterlab(context: BrowserContext, hostile_store: Path, tmp_path: Path) -> None:
    heard = Heard()
    page = context.new_page()
    heard.listen(page)
    with serving.lab(hostile_store, tmp_path / "notebooks") as address:
        page.goto(address)
        expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=40_000)
        expect(page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').first).to_be_attached(timeout=40_000)
        expect(page.get_by_text("| Idle")).to_be_visible(timeout=40_000)
        page.wait_for_timeout(1000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.wait_for_function(LAST_CELL_RAN, timeout=60_000, polling=500)
        assert_harmless(page)
        for step in range(12):
            page.evaluate(SCROLL_TO, step / 11)
            page.wait_for_timeout(300)
            assert_harmless(page)
        assert page.locator(".wb-root").count() > 0
        page.goto("about:blank")
    assert heard.outside == []


def test_hostile_text_is_only_text_in_the_report(page: Page, hostile_store: Path, tmp_path: Path) -> None:
    report = running.find_report("weekly_pipeline", notebooks_folder() / "reports")
    html = running.run_report(report, {"store": str(hostile_store)}, folder=tmp_path, today=date(2026, 11, 24))["html"]
    page.goto(html.as_uri())
    expect(page.get_by_text("<img src=x").first).to_be_visible()
    expect(page.locator("figure .main-svg").first).to_be_visible()
    assert_harmless(page)
