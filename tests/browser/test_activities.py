from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser import board


def opened(page: Page, address: str, horizon: str = "Week") -> None:
    page.goto(f"{address}/?view=activities")
    expect(page.locator(".wb-quick-line")).to_be_visible()
    page.get_by_role("radio", name=horizon, exact=True).click()
    expect(page.get_by_role("radio", name=horizon, exact=True)).to_have_attribute("aria-checked", "true")


def part(page: Page, key: str) -> Locator:
    return page.locator(f".wb-act-{key}")


def plan(page: Page, line: str, subject: str) -> Locator:
    page.locator(".wb-quick-line").fill(line)
    page.keyboard.press("Enter")
    row = page.locator(".wb-act-row").filter(has_text=subject)
    expect(row).to_be_visible()
    return row


def test_a_line_is_understood_before_it_is_planned(page: Page, demo_pages: str) -> None:
    opened(page, demo_pages)
    page.locator(".wb-quick-line").fill("call Bruni tomorrow 14:30 about the price")
    facts = page.locator(".wb-quick-facts .wb-chip")
    expect(facts.first).to_have_text("Call")
    expect(facts.nth(1)).to_contain_text("14:30")
    expect(facts.last).to_have_text("Bruni about the price")
    page.keyboard.press("Enter")
    row = part(page, "tomorrow").locator(".wb-act-row").filter(has_text="Bruni about the price")
    expect(row.locator(".wb-act-when")).to_contain_text("14:30")
    expect(page.locator(".wb-quick-line")).to_have_value("")


def test_a_tick_asks_how_it_went_and_offers_what_comes_next(page: Page, demo_pages: str) -> None:
    opened(page, demo_pages, "All")
    row = plan(page, "call Celli today about delivery", "Celli about delivery")
    row.get_by_role("checkbox").click()
    form = page.locator("form.wb-act-form")
    form.get_by_role("button", name="Reached").click()
    form.locator("textarea").fill("They want it in March.")
    page.keyboard.press("Enter")
    expect(row).to_have_count(0)
    offer = page.locator(".wb-act-after")
    expect(offer).to_contain_text("Next: E-mail")
    offer.get_by_role("button", name="Plan it").click()
    expect(page.locator(".wb-act-after")).to_contain_text("Planned.")


def test_a_done_activity_is_taken_back_from_its_message(page: Page, demo_pages: str) -> None:
    opened(page, demo_pages)
    row = plan(page, "task Donati papers today", "Donati papers")
    row.get_by_role("checkbox").click()
    page.locator("form.wb-act-form").get_by_role("button", name="Done", exact=True).click()
    expect(row).to_have_count(0)
    page.locator(".wb-act-after").get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()


def test_it_is_all_done_with_the_keyboard(page: Page, demo_pages: str) -> None:
    opened(page, demo_pages)
    row = plan(page, "visit Errani today", "Errani")
    row.focus()
    page.keyboard.press("n")
    expect(page.locator(".wb-quick-line")).to_be_focused()
    page.keyboard.press("Escape")
    row.focus()
    page.keyboard.press("Space")
    expect(page.locator("form.wb-act-form textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(row).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator("form.wb-act-form input").first).to_be_focused()


def test_one_that_is_put_off_goes_where_it_belongs(page: Page, demo_pages: str) -> None:
    opened(page, demo_pages, "All")
    row = plan(page, "call Fabbri today", "Fabbri")
    expect(part(page, "today").locator(".wb-act-row").filter(has_text="Fabbri")).to_be_visible()
    row.hover()
    row.get_by_role("button", name="+1 week").click()
    expect(part(page, "later").locator(".wb-act-row").filter(has_text="Fabbri")).to_be_attached()


def test_hostile_text_is_only_text(page: Page, demo_pages: str) -> None:
    opened(page, demo_pages)
    plan(page, 'task <img src=x onerror="window.__pwned=1"> today', "<img src=x")
    expect(page.locator(".wb-act-after")).to_contain_text("<img src=x")
    assert page.evaluate("window.__pwned") is None
    assert page.locator('img[src="x"]').count() == 0


def test_a_deal_is_opened_from_its_activity_and_the_filter_bar_is_away(page: Page, demo_pages: str) -> None:
    opened(page, demo_pages, "All")
    page.get_by_label("Whose activities").select_option("everybody")
    page.locator(".wb-act-deal").first.click()
    expect(page.locator(".wb-edit-drawer input").first).to_be_visible()
    expect(page.locator(".wb-filter-row")).to_be_hidden()


def test_the_view_is_in_the_link_and_fits_a_phone(page: Page, demo_pages: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, demo_pages, "All")
    page.get_by_label("Whose activities").select_option("everybody")
    expect(page.locator(".wb-act-row").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page).to_have_url(re.compile(r"[?&]view=activities\b"))
    board.go(page, "Home")
    expect(page.locator(".wb-home")).to_be_visible()
