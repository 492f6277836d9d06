"""Contacts in a real browser: found, entered, converted, merged and two again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import board, serving
from workbench.app import open_workbench
from workbench.store import stop_owner


@pytest.fixture(scope="module")
def contact_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store: Path = serving.make_store(tmp_path_factory.mktemp("contacts") / "store.duckdb", deals=100)
    with open_workbench(store, door="exclusive") as wb:
        for name in ("Aaa Ribbons S.r.l.", "AAA Ribbons"):
            contact = wb.contacts.create(name=name, city="Milano", country="IT")
            wb.opportunities.create(title=f"Deal of {name}", contact=contact.id)
        wb.leads.capture(name="Ada", company="Aab Lead", country="IT")
    with serving.page_server(store) as address:
        yield address
    stop_owner(str(store))


def search(page: Page, text: str) -> None:
    page.get_by_role("searchbox").fill(text)
    expect(page.locator(".wb-contacts-row").first).to_contain_text(text)


def test_a_contact_is_found_and_opened_with_the_keyboard(page: Page, contact_pages: str) -> None:
    board.open_view(page, contact_pages, "contacts")
    search(page, "Aab Lead")
    expect(page.locator(".wb-contacts-count")).to_have_text("1 contact")
    page.get_by_role("grid", name="Contacts").focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog", name="Aab Lead")
    expect(drawer).to_be_visible()
    drawer.get_by_role("tab", name="Details").focus()
    page.keyboard.press("ArrowRight")
    expect(drawer.get_by_role("tab", name="People")).to_have_attribute("aria-selected", "true")
    expect(drawer.get_by_role("button", name="Ada")).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()


def test_entering_a_contact_warns_of_one_that_looks_like_it(page: Page, contact_pages: str) -> None:
    board.open_view(page, contact_pages, "contacts")
    page.get_by_role("button", name="New contact").click()
    drawer = page.get_by_role("dialog", name="New contact")
    drawer.get_by_label("Name").fill("Aab Lead srl")
    expect(drawer.get_by_text("This contact may be here already:")).to_be_visible()
    drawer.get_by_role("button", name="Create").click()
    expect(page.get_by_role("dialog", name="Aab Lead srl")).to_be_visible()


def test_a_lead_becomes_a_customer_only_with_a_valid_vat_number(page: Page, contact_pages: str) -> None:
    board.open_view(page, contact_pages, "contacts")
    search(page, "Aab Lead")
    page.locator(".wb-contacts-row", has_text=re.compile("Lead · ")).first.click()
    drawer = page.get_by_role("dialog", name="Aab Lead", exact=True)
    drawer.get_by_role("button", name="Make a customer").click()
    form = drawer.get_by_role("form", name="Make a customer")
    form.get_by_label("VAT number", exact=True).fill("00743110158")
    form.get_by_role("button", name="Confirm").click()
    expect(form.get_by_text("no valid VAT number")).to_be_visible()
    form.get_by_label("VAT number", exact=True).fill("00743110157")
    form.get_by_role("button", name="Confirm").click()
    expect(drawer.locator(".wb-badge-won")).to_have_text("Customer")


def test_two_contacts_are_merged_from_the_work_list_and_are_two_again(page: Page, contact_pages: str) -> None:
    board.open_view(page, contact_pages, "contacts")
    page.get_by_role("button", name="Possible duplicates").click()
    page.locator(".wb-contacts-pairs li", has_text="Aaa Ribbons S.r.l.").get_by_role("button", name="Merge").click()
    form = page.get_by_role("form", name="Merge two contacts")
    expect(form.get_by_text("Deals: 1")).to_be_visible()
    form.get_by_role("button", name="Merge", exact=True).click()
    drawer = page.locator(".wb-contact-drawer")
    expect(drawer.get_by_text("Merged.")).to_be_visible()
    drawer.get_by_role("tab", name="Deals").click()
    expect(drawer.get_by_role("button", name=re.compile("^Deal of"))).to_have_count(2)
    drawer.get_by_role("tab", name="History").click()
    drawer.get_by_role("button", name="Take the merge back").last.click()
    expect(drawer.get_by_text("both contacts are as they were")).to_be_visible()
    drawer.get_by_role("tab", name="Deals").click()
    expect(drawer.get_by_role("button", name=re.compile("^Deal of"))).to_have_count(1)
    drawer.get_by_role("button", name=re.compile("^Deal of")).click()
    expect(page.locator(".wb-edit:not(.wb-contact) .wb-edit-drawer")).to_be_visible()


def test_hostile_text_stays_text(page: Page, hostile_store: Path) -> None:
    with serving.page_server(hostile_store) as address:
        board.open_view(page, address, "contacts")
        page.locator(".wb-contacts-row").first.click()
        expect(page.locator(".wb-contact-drawer")).to_be_visible()
        for tab in ("People", "Deals", "Activities", "History", "Duplicates"):
            page.get_by_role("tab", name=tab).click()
        assert page.evaluate("window.__pwned") is None
        assert page.locator(".wb-contacts img").count() == 0
        page.goto("about:blank")
