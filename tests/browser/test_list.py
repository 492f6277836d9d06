from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import board, serving
from workbench.app import open_workbench
from workbench.store import stop_owner

ROW = ".wb-grid-row:not(.wb-grid-group):not(.wb-grid-waiting)"


def open_list(page: Page, address: str, **link: object) -> Locator:
    board.open_view(page, address, "opportunities", **link)  # type: ignore[arg-type]
    expect(page.locator(ROW).first).to_be_visible()
    return page.locator(".wb-grid-port")


def total(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator(".wb-grid-total b").first.inner_text()))


def titles(page: Page) -> list[str]:
    return page.locator(f"{ROW} [data-column=title]").all_inner_texts()


def test_the_list_scrolls_to_its_end_and_every_row_is_filled(page: Page, demo_pages: str) -> None:
    port = open_list(page, demo_pages, filters={})
    port.focus()
    page.keyboard.press("End")
    expect(page.locator(".wb-grid-row").filter(has_text=re.compile(r"^1\D")).first).to_be_visible()
    expect(page.locator(".wb-grid-waiting")).to_have_count(0)
    page.keyboard.press("Home")
    expect(page.locator("[data-index='0']")).to_be_visible()


def test_a_second_column_is_chosen_with_shift(page: Page, demo_pages: str) -> None:
    open_list(page, demo_pages, filters={})
    head = page.locator(".wb-grid-header")
    head.locator("[data-column=owner] button").click()
    expect(head.locator("[data-column=owner]")).to_have_attribute("aria-sort", "ascending")
    head.locator("[data-column=net] button").click(modifiers=["Shift"])
    expect(head.locator("[data-column=net]")).to_have_attribute("aria-sort", "descending")
    expect(head.locator("[data-column=owner]")).to_have_attribute("aria-sort", "ascending")


def test_groups_open_and_close_and_hold_their_deals(page: Page, demo_pages: str) -> None:
    open_list(page, demo_pages, filters={})
    page.locator(".wb-grid-group-by").select_option("owner")
    groups = page.locator(".wb-grid-group")
    expect(groups.first).to_be_visible()
    counts = [int(re.sub(r"\D", "", text)) for text in groups.locator(".wb-badge").all_inner_texts()]
    assert sum(counts) == total(page)
    groups.first.click()
    expect(groups.first).to_have_attribute("aria-expanded", "true")
    expect(page.locator(ROW).first).to_be_visible()
    owner = groups.first.locator("strong").inner_text()
    assert set(page.locator(f"{ROW} [data-column=owner]").all_inner_texts()) == {owner}
    page.locator(".wb-grid-port").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(ROW)).to_have_count(0)


def test_a_cell_is_changed_with_f2_and_taken_back(page: Page, demo_pages: str) -> None:
    port = open_list(page, demo_pages, filters={"status": ["open"]})
    before = titles(page)[0]
    port.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("F2")
    box = page.locator(".wb-grid-edit input")
    box.fill(" ")
    page.keyboard.press("Enter")
    expect(page.locator(".wb-grid-edit-error")).to_contain_text("empty")
    box.fill("Changed in its cell")
    page.keyboard.press("Enter")
    expect(page.locator(f"{ROW} [data-column=title]").first).to_have_text("Changed in its cell")
    expect(port).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator(f"{ROW} [data-column=title]").first).to_have_text(before)


def test_a_selection_is_changed_as_one_and_undone_as_one(page: Page, demo_pages: str) -> None:
    open_list(page, demo_pages, filters={"status": ["open"]})
    rows = page.locator(ROW)
    rows.nth(0).locator("[data-column=contact]").click()
    rows.nth(9).locator("[data-column=contact]").click(modifiers=["Shift"])
    expect(page.locator(".wb-grid-count")).to_have_text("10 selected")
    page.locator("[data-do=change]").click()
    page.locator("[data-bulk=field]").select_option("add_tags")
    page.locator("[data-bulk=value]").fill("many")
    page.locator("[data-do=preview]").click()
    expect(page.locator(".wb-bulk-changing")).to_contain_text("10")
    page.locator("[data-do=apply]").click()
    snackbar = page.locator(".wb-grid .wb-snackbar")
    expect(snackbar).to_contain_text("10 deals changed")
    box = page.get_by_role("searchbox").first
    snackbar.get_by_role("button", name="Undo").click()
    expect(snackbar).to_contain_text("10 deals are as they were")
    box.fill("many")
    expect(page.locator(".wb-empty:visible h3").first).to_be_visible()


def test_all_filtered_deals_are_selected_with_one_key(page: Page, demo_pages: str) -> None:
    port = open_list(page, demo_pages, filters={"status": ["open"]})
    port.focus()
    page.keyboard.press("Control+a")
    expect(page.locator(".wb-grid-count")).to_contain_text(f"{total(page):,}")
    page.keyboard.press("Escape")
    expect(page.locator(".wb-grid-count")).to_have_count(0)


def test_the_funnel_filters_and_is_remembered(page: Page, demo_pages: str) -> None:
    open_list(page, demo_pages, filters={})
    page.locator("[data-do=funnel]").click()
    row = page.locator(".wb-funnel-row").nth(2)
    count = int(re.sub(r"\D", "", row.locator(".wb-badge").inner_text()))
    row.click()
    expect(page.locator(".wb-grid-total b").first).to_have_text(f"{count:,}")
    page.reload()
    expect(page.locator(".wb-funnel-row").first).to_be_visible()


def test_columns_are_chosen_moved_and_remembered(page: Page, demo_pages: str) -> None:
    open_list(page, demo_pages, filters={})
    page.locator("[data-do=columns]").click()
    page.locator(".wb-popup").get_by_role("checkbox", name="Country").check()
    page.keyboard.press("Escape")
    heads = page.locator(".wb-grid-header [data-column]")
    expect(heads.last).to_have_attribute("data-column", "country")
    heads.last.locator("button").focus()
    page.keyboard.press("Alt+ArrowLeft")
    expect(heads.last).to_have_attribute("data-column", "expected_close_date")
    page.reload()
    expect(page.locator(".wb-grid-header [data-column=country]")).to_be_visible()


def test_a_view_is_saved_and_its_link_opens_it(page: Page, demo_pages: str) -> None:
    open_list(page, demo_pages, filters={"status": ["won"]})
    page.locator(".wb-grid-group-by").select_option("team")
    expect(page.locator(".wb-grid-group").first).to_be_visible()
    page.locator("[data-do=views]").click()
    page.locator(".wb-popup").get_by_placeholder("Name of the view").fill("Won by team")
    page.keyboard.press("Enter")
    expect(page.locator(".wb-popup-view")).to_contain_text("Won by team")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"[?&]saved="))
    page.reload()
    expect(page.locator("[data-do=views]")).to_contain_text("Won by team")
    expect(page.locator(".wb-grid-group").first).to_be_visible()


PLACES = """() => {
  const port = document.querySelector('.wb-grid-port').getBoundingClientRect();
  return Object.fromEntries([...document.querySelectorAll('.wb-grid-row')]
    .map(row => [row.querySelector('[data-column=number]')?.textContent, row.getBoundingClientRect().top])
    .filter(([_number, top]) => top > port.top + 40 && top < port.bottom));
}"""


def test_what_somebody_else_writes_does_not_move_the_rows_that_are_looked_at(page: Page, tmp_path: Path) -> None:
    store = serving.make_store(tmp_path / "store.duckdb", deals=300)
    with serving.page_server(store) as address:
        port = open_list(page, address, filters={})
        count = total(page)
        port.evaluate("port => { port.scrollTop = 4000 }")
        expect(page.locator(".wb-grid-waiting")).to_have_count(0)
        page.wait_for_timeout(300)
        before = page.evaluate(PLACES)
        with open_workbench(store) as wb:
            wb.opportunities.create_many([{"title": f"From elsewhere {row}"} for row in range(3)])
        expect(page.locator(".wb-grid-total b").first).to_have_text(str(count + 3))
        page.wait_for_timeout(700)
        assert page.evaluate(PLACES) == pytest.approx(before)
        stop_owner(str(store))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_reads_the_list_without_scrolling_sideways(page: Page, demo_pages: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 390, "height": 844})
    open_list(page, demo_pages)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
