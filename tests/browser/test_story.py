"""Stories in plain words, told in ``stories/*.feature`` and carried out in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_bdd import given, parsers, scenarios, then, when

from tests.browser import board, serving
from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.domain.opportunity import Opportunity
from workbench.store import stop_owner

scenarios("stories")


@dataclass
class Told:
    """Where the story is: the page, the services beside it, and every state of the deal that was seen."""

    page: Page
    address: str
    wb: Workbench
    title: str = ""
    seen: dict[int, Opportunity] = field(default_factory=dict[int, Opportunity])

    @property
    def key(self) -> UUID:
        [key] = self.wb.opportunities.find(Filters(title=self.title))["id"]
        return UUID(str(key))

    @property
    def drawer(self) -> Locator:
        return self.page.locator(".wb-edit:not(.wb-contact) .wb-edit-drawer")

    def tab(self, name: str) -> Locator:
        tab = self.drawer.get_by_role("tab", name=name)
        tab.click()
        return self.drawer.get_by_role("tabpanel", name=name)

    def save(self) -> None:
        expect(self.drawer.locator(".wb-notice-good")).to_have_count(0)
        self.page.keyboard.press("Control+s")
        expect(self.drawer.locator(".wb-notice-good")).to_contain_text("Saved")
        self.remember()

    def remember(self) -> None:
        deal = self.wb.opportunities.get(self.key)
        self.seen[deal.version] = deal


@pytest.fixture
def told(page: Page, tmp_path: Path) -> Iterator[Told]:
    store = serving.make_store(tmp_path / "store.duckdb", deals=60)
    with serving.page_server(store) as address, open_workbench(store) as wb:
        yield Told(page, address, wb)
        page.goto("about:blank")
    stop_owner(str(store))


@given(parsers.parse("the workbench of a small company that counts in {currency}"))
def _(told: Told, currency: str) -> None:
    assert told.wb.settings.lookups().company.currency == currency
    board.open_view(told.page, told.address, "contacts")


@when(parsers.parse('a lead is entered: "{name}", met at the fair, country "{country}", e-mail "{mail}"'))
def _(told: Told, name: str, country: str, mail: str) -> None:
    told.page.get_by_role("button", name="New lead").click()
    drawer = told.page.get_by_role("dialog", name="New lead")
    drawer.get_by_label("Name").fill(name)
    drawer.get_by_label("E-mail", exact=True).fill(mail)
    drawer.get_by_label("Country").first.fill(country)
    drawer.get_by_label("Origin").select_option(label="Trade fair")
    drawer.get_by_role("button", name="Create").click()
    expect(told.page.get_by_role("dialog", name=name)).to_be_visible()


@then(parsers.parse('"{name}" stands among the leads'))
def _(told: Told, name: str) -> None:
    expect(told.page.get_by_role("dialog", name=name).locator(".wb-badge").first).to_contain_text("Lead")


@when(parsers.parse('the lead becomes the deal "{title}"'))
def _(told: Told, title: str) -> None:
    drawer = told.page.locator(".wb-contact-drawer")
    drawer.get_by_role("button", name="Make a deal").click()
    form = drawer.get_by_role("form", name="Make a deal")
    form.get_by_label("Title of the deal").fill(title)
    form.get_by_role("button", name="Confirm").click()
    drawer.get_by_role("tab", name="Deals").click()
    drawer.get_by_role("button", name=re.compile(f"^{title}")).click()
    told.title = title
    expect(told.drawer.get_by_role("heading", name=title)).to_be_visible()
    told.remember()


@when(parsers.parse("the deal's currency becomes {currency}"))
def _(told: Told, currency: str) -> None:
    told.tab("Details").get_by_label("Currency").select_option(currency)
    told.save()


@then("the deal has a rate of today")
def _(told: Told) -> None:
    deal = told.wb.opportunities.get(told.key)
    assert deal.rate is not None
    shown = told.drawer.locator('[data-field="rate"] input').input_value()
    assert Decimal(shown.replace(",", "")) == deal.rate


@when("these lines are typed into the deal")
def _(told: Told, datatable: list[list[str]]) -> None:
    sheet = told.tab("Lines")
    for place, (description, quantity, price, discount) in enumerate(datatable[1:]):
        if place == 0:
            sheet.get_by_role("button", name="Add a line").click()
        told.page.keyboard.press("Tab")
        for text in (description, quantity, price.replace(",", ""), discount):
            told.page.keyboard.type(text)
            told.page.keyboard.press("Tab")
        if place < len(datatable) - 2:
            told.page.keyboard.press("Shift+Tab")
            told.page.keyboard.press("Enter")
    told.save()


@then(parsers.parse("the deal is worth {amount} {currency} everywhere"))
def _(told: Told, amount: str, currency: str) -> None:
    everywhere(told, Decimal(amount.replace(",", "")), currency)


@then(parsers.parse("the deal is won and worth {amount} {currency} everywhere"))
def _(told: Told, amount: str, currency: str) -> None:
    expect(told.drawer.locator(".wb-badge-won")).to_have_text("Won")
    everywhere(told, Decimal(amount.replace(",", "")), currency)


def everywhere(told: Told, amount: Decimal, currency: str) -> None:
    """Compare the store, the editor, the list and the board; the editor is open before and after."""
    deal = told.wb.opportunities.get(told.key)
    assert (deal.net, deal.currency) == (amount, currency)
    assert deal.net == sum(line.net for line in deal.lines)
    expect(told.drawer.locator(".wb-fact-strong dd")).to_contain_text(f"{amount:,}")
    assert board.amount(told.tab("Lines").locator(".wb-lines-net").inner_text()) == amount
    details = told.tab("Details")
    assert board.amount(details.locator('[data-field="net"] input').input_value()) == amount
    expect(details.locator('[data-field="net"] input')).not_to_be_editable()
    told.page.keyboard.press("Escape")
    expect(told.drawer).to_be_hidden()
    only = {"number": deal.number}
    board.open_view(told.page, told.address, "progress", filters=only)
    in_base = deal.base_net
    assert in_base is not None
    assert board.board_total(told.page) == (1, in_base)
    board.open_view(told.page, told.address, "opportunities", filters=only)
    assert board.list_total(told.page) == (1, in_base)
    row = told.page.get_by_role("row", name=re.compile(told.title))
    assert board.amount(row.locator('[data-column="net"]').inner_text()) == amount
    told.page.goto(f"{told.address}/?view=opportunities&opportunity={deal.id}")
    expect(told.drawer.get_by_role("heading", name=told.title)).to_be_visible()


@when(parsers.parse('a call is planned: "{line}"'))
def _(told: Told, line: str) -> None:
    activities = told.tab("Activities")
    activities.locator(".wb-quick-line").fill(line)
    told.page.keyboard.press("Enter")
    expect(activities.locator(".wb-act-row")).to_have_count(1)


@then(parsers.parse('the head of the deal says that next is "{what}"'))
def _(told: Told, what: str) -> None:
    expect(told.drawer.locator(".wb-edit-facts")).to_contain_text(re.compile(f"Next activity.*{what}"))


@when(parsers.parse('the call is done and "{outcome}" came of it'))
def _(told: Told, outcome: str) -> None:
    activities = told.tab("Activities")
    activities.get_by_role("checkbox").first.click()
    form = activities.locator("form.wb-act-form")
    form.get_by_role("button", name=outcome, exact=True).click()
    form.locator("textarea").fill("She asked for a visit.")
    form.get_by_role("button", name="Done", exact=True).click()
    expect(activities.locator(".wb-act-after")).to_be_visible()


@when(parsers.parse('a visit report is written down: "{text}"'))
def _(told: Told, text: str) -> None:
    form = told.tab("Interactions").get_by_role("form", name="Write down")
    form.get_by_label("Kind").select_option(label="Visit report")
    form.get_by_label("What was said").fill(text)
    form.get_by_role("button", name="Write down").click()


@then("both stand among the interactions")
def _(told: Told) -> None:
    entries = told.tab("Interactions").locator(".wb-said-entry")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("Visited the plant")
    expect(entries.last).to_contain_text("Interested")


@when(parsers.parse('the competitor "{name}" is noted'))
def _(told: Told, name: str) -> None:
    told.tab("Details").get_by_label("Competitors met").fill(name)
    told.save()


@when(parsers.parse('the quantity of "{line}" becomes {value}'))
def _(told: Told, line: str, value: str) -> None:
    revalue(told, line, "quantity", value)


@when(parsers.parse('the discount of "{line}" becomes {value}'))
def _(told: Told, line: str, value: str) -> None:
    revalue(told, line, "discount", value)


def revalue(told: Told, line: str, field: str, value: str) -> None:
    sheet = told.tab("Lines")
    for row in sheet.locator(".wb-line").all():
        if row.locator('[data-field="description"]').input_value() == line:
            row.locator(f'[data-field="{field}"]').fill(value)
            told.page.keyboard.press("Tab")
    told.save()


@when(parsers.parse('the deal moves to "{stage}"'))
def _(told: Told, stage: str) -> None:
    told.drawer.locator(".wb-chevrons").get_by_role("button", name=stage).click()
    expect(told.drawer.locator(".wb-chevron-now")).to_contain_text(stage)
    told.remember()


@when(parsers.parse('the deal is closed as won, as "{reason}" was right'))
def _(told: Told, reason: str) -> None:
    told.drawer.locator(".wb-chevrons").get_by_role("button", name="Won").click()
    choice = told.drawer.get_by_label("Reason")
    named = next(text for text in choice.locator("option").all_inner_texts() if reason in text.lower())
    choice.select_option(label=named)
    told.drawer.get_by_role("button", name="Close as won").click()
    expect(told.drawer.locator(".wb-badge-won")).to_be_visible()
    told.remember()


@then("its history rebuilds every state it went through")
def _(told: Told) -> None:
    opportunities, key = told.wb.opportunities, told.key
    assert len(told.seen) == opportunities.get(key).version
    for version, deal in told.seen.items():
        assert opportunities.get(key, version=version) == deal
    entries = told.tab("History").locator(".wb-history > li")
    expect(entries).to_have_count(len(told.seen))
    expect(entries.first).to_contain_text("Status Open → Won")
    expect(entries.filter(has_text="Line changed")).to_have_count(2)
    expect(entries.filter(has_text="Line added")).to_have_count(1)


@then(parsers.parse('the search for "{word}" finds it by its visit report'))
def _(told: Told, word: str) -> None:
    told.page.keyboard.press("Escape")
    board.open_view(told.page, told.address, "opportunities", filters={"text": word})
    expect(told.page.get_by_role("row", name=re.compile(told.title))).to_be_visible()
    assert board.list_total(told.page)[0] == 1
