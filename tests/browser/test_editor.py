"""The editor in a real browser: keyboard, guard, neighbours, link; and two people at the same deal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import board, serving
from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.services.bulk.change import Change
from workbench.services.bulk.service import Chosen
from workbench.store import stop_owner


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = serving.make_store(tmp_path_factory.mktemp("editor") / "store.duckdb", deals=120)
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


@pytest.fixture
def deal(wb: Workbench) -> UUID:
    return wb.opportunities.create(title="Labels for Verdi", net=1000).opportunity.id


@pytest.fixture
def colleague(chromium: Browser) -> Iterator[Page]:
    """Another browser, with its own session."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(15_000)
    page = context.new_page()
    yield page
    page.goto("about:blank")
    context.close()


def opened(page: Page, address: str, deal: UUID) -> Locator:
    page.goto(f"{address}/?view=progress&opportunity={deal}")
    drawer = page.locator(".wb-edit:not(.wb-contact) .wb-edit-drawer")
    expect(drawer).to_be_visible()
    return drawer


def field(drawer: Locator, key: str) -> Locator:
    return drawer.locator(f'[data-field="{key}"] :is(input, select, textarea)').first


def save(drawer: Locator) -> None:
    drawer.page.keyboard.press("Control+s")
    expect(drawer.locator(".wb-notice-good")).to_contain_text("Saved")


def test_different_fields_of_two_people_both_survive(page: Page, colleague: Page, address: str, wb: Workbench, deal: UUID) -> None:  # fmt: skip
    mine, theirs = opened(page, address, deal), opened(colleague, address, deal)
    field(mine, "title").fill("Labels and ribbons for Verdi")
    field(theirs, "notes").fill("Wants them in March.")
    save(theirs)
    expect(mine.locator(".wb-notice-warn")).to_contain_text("changed this deal just now")
    page.keyboard.press("Control+s")
    expect(mine.locator(".wb-notice-warn")).to_contain_text("Their new values are shown for: Notes")
    save(mine)
    after = wb.opportunities.get(deal)
    assert (after.title, after.notes) == ("Labels and ribbons for Verdi", "Wants them in March.")


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_the_same_field_shows_both_values_and_the_second_decides(page: Page, colleague: Page, address: str, wb: Workbench, deal: UUID, side: str) -> None:  # fmt: skip
    mine, theirs = opened(page, address, deal), opened(colleague, address, deal)
    field(mine, "title").fill("What I say")
    field(theirs, "title").fill("What they say")
    save(theirs)
    page.keyboard.press("Control+s")
    dispute = mine.locator(".wb-dispute")
    expect(dispute).to_contain_text("What I say")
    expect(dispute).to_contain_text("What they say")
    expect(mine.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    assert wb.opportunities.get(deal).title == "What they say"
    dispute.locator(f'[data-side="{side}"]').click()
    if side == "mine":
        save(mine)
    expect(field(mine, "title")).to_have_value("What I say" if side == "mine" else "What they say")
    assert wb.opportunities.get(deal).title == ("What I say" if side == "mine" else "What they say")


def test_lines_of_two_people_merge_line_by_line(page: Page, colleague: Page, address: str, wb: Workbench) -> None:
    lines = [{"description": name, "unit_price": 10} for name in ("Ribbon", "Head")]
    deal = wb.opportunities.create(title="Lines of two", lines=lines).opportunity.id
    mine, theirs = opened(page, address, deal), opened(colleague, address, deal)
    for drawer in (mine, theirs):
        drawer.get_by_role("tab", name="Lines").click()
    theirs.locator('.wb-line [data-field="quantity"]').nth(0).fill("3")
    save(theirs)
    mine.locator('.wb-line [data-field="quantity"]').nth(1).fill("5")
    page.keyboard.press("Control+s")
    expect(mine.locator(".wb-notice-warn")).to_contain_text("Their new values are shown for: Lines")
    save(mine)
    after = wb.opportunities.get(deal)
    assert [(line.description, int(line.quantity)) for line in after.lines] == [("Ribbon", 3), ("Head", 5)]
    assert after.net == 80


def test_typing_loses_neither_focus_nor_text_while_others_write(page: Page, address: str, wb: Workbench, deal: UUID) -> None:  # fmt: skip
    drawer = opened(page, address, deal)
    notes = field(drawer, "notes")
    notes.focus()
    text = "They asked for three offers before Easter."
    for place, letter in enumerate(text):
        page.keyboard.type(letter)
        if place % 7 == 0:
            wb.opportunities.update(deal, campaign=f"Spring {place}")
            page.wait_for_timeout(150)
    expect(notes).to_be_focused()
    expect(notes).to_have_value(text)
    page.keyboard.press("Control+s")
    expect(drawer.locator(".wb-notice-warn")).to_contain_text("Campaign")
    save(drawer)
    after = wb.opportunities.get(deal)
    assert (after.notes, after.campaign) == (text, "Spring 35")


def test_what_is_typed_while_a_save_is_under_way_stays(page: Page, address: str, wb: Workbench, deal: UUID) -> None:
    drawer = opened(page, address, deal)
    field(drawer, "title").fill("First")
    page.keyboard.press("Control+s")
    field(drawer, "notes").fill("typed at once")
    expect(drawer.get_by_role("heading", name="First")).to_be_visible()
    expect(field(drawer, "notes")).to_have_value("typed at once")
    expect(drawer.locator("[data-do=save]")).to_be_enabled()
    save(drawer)
    for _ in range(100):  # the first "Saved" may still be shown
        if wb.opportunities.get(deal).notes is not None:
            break
        page.wait_for_timeout(50)
    assert wb.opportunities.get(deal).notes == "typed at once"


def test_nothing_typed_is_lost_without_a_question(page: Page, address: str, deal: UUID) -> None:
    drawer = opened(page, address, deal)
    field(drawer, "title").fill("Not saved")
    page.keyboard.press("Escape")
    expect(drawer.locator(".wb-notice-warn")).to_contain_text("Your changes are not saved.")
    expect(drawer.get_by_role("button", name="Keep editing")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field(drawer, "title")).to_have_value("Not saved")
    page.keyboard.press("Escape")
    drawer.locator(".wb-notice-warn").get_by_role("button", name="Discard changes").click()
    expect(drawer).to_be_hidden()


def test_the_neighbours_of_the_board_follow_each_other_and_are_in_the_link(page: Page, address: str) -> None:
    board.open_view(page, address, "progress")
    cards = board.column(page, "Real interest").locator(".wb-card")
    numbers = [card.get_attribute("data-number") for card in cards.all()[:3]]
    cards.first.focus()
    page.keyboard.press("Enter")
    drawer = page.locator(".wb-edit-drawer").first
    expect(drawer.locator(".wb-edit-among")).to_contain_text(re.compile(r"^1 of \d+"))
    expect(page).to_have_url(re.compile("opportunity="))
    for number in numbers[1:]:
        page.keyboard.press("Alt+PageDown")
        expect(drawer.locator(".wb-edit-number")).to_contain_text(f"No. {number}")
    page.keyboard.press("Alt+PageUp")
    expect(drawer.locator(".wb-edit-number")).to_contain_text(f"No. {numbers[1]}")
    page.go_back()
    expect(drawer).to_be_hidden()
    page.go_forward()
    expect(drawer.locator(".wb-edit-number")).to_contain_text(f"No. {numbers[1]}")


def test_a_link_to_what_one_may_not_see_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}/?view=progress&opportunity=01a211cf-10b4-715d-bc7b-649f05a16da1")
    expect(page.locator(".wb-toast")).to_contain_text("There is no such deal")


def test_a_deal_is_duplicated_archived_and_restored(page: Page, address: str, wb: Workbench, deal: UUID) -> None:
    drawer = opened(page, address, deal)
    drawer.get_by_role("button", name="Duplicate").click()
    expect(field(drawer, "title")).to_have_value("Labels for Verdi (copy)")
    drawer.get_by_role("button", name="Create").click()
    expect(drawer.get_by_role("heading", name="Labels for Verdi (copy)")).to_be_visible()
    drawer.get_by_role("button", name="Archive").click()
    expect(drawer.locator(".wb-edit-number .wb-badge")).to_have_text("Archived")
    drawer.locator(".wb-notice-good").get_by_role("button", name="Undo").click()
    expect(drawer.locator(".wb-edit-number .wb-badge")).to_have_count(0)
    [copy] = wb.opportunities.find(Filters(title="(copy)"))["net"]
    assert copy == 1000


def test_a_change_of_many_deals_is_taken_back_from_the_history_of_one(page: Page, address: str, wb: Workbench) -> None:
    deals = [wb.opportunities.create(title=f"One of many {number}").opportunity.id for number in range(5)]
    wb.bulk.change(Change(fields={"campaign": "Autumn"}), Chosen(ids=tuple(deals)))
    drawer = opened(page, address, deals[2])
    drawer.get_by_role("tab", name="History").click()
    history = drawer.get_by_role("tabpanel", name="History")
    history.get_by_role("button", name="Undo in all its deals").click()
    history.get_by_role("group", name="Take this change back?").get_by_role(
        "button", name="Undo in all its deals"
    ).click()
    expect(drawer.locator(".wb-notice-good")).to_contain_text("taken back in 5 deals")
    expect(history.locator("li").first).to_contain_text("took a change back")
    assert {wb.opportunities.get(key).campaign for key in deals} == {None}


def test_the_tabs_are_reached_with_the_keyboard_and_read_when_looked_at(page: Page, address: str, deal: UUID) -> None:
    drawer = opened(page, address, deal)
    drawer.get_by_role("tab", name="Details").focus()
    for name in ("Lines", "Activities", "Interactions", "Contact", "History"):
        page.keyboard.press("ArrowRight")
        expect(drawer.get_by_role("tab", name=name)).to_be_focused()
        expect(drawer.get_by_role("tabpanel", name=name)).to_be_visible()
    expect(drawer.get_by_role("tabpanel", name="History")).to_contain_text("created")
    page.keyboard.press("Home")
    expect(drawer.get_by_role("tabpanel", name="Details")).to_be_visible()


def test_a_phone_edits_a_deal_and_its_lines(chromium: Browser, address: str, wb: Workbench, deal: UUID) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    drawer = opened(page, address, deal)
    drawer.get_by_role("tab", name="Lines").tap()
    drawer.get_by_role("button", name="Add a line").tap()
    drawer.locator('.wb-line [data-field="unit_price"]').fill("125.50")
    drawer.get_by_role("button", name="Save").tap()
    expect(drawer.locator(".wb-notice-good")).to_contain_text("Saved")
    assert str(wb.opportunities.get(deal).net) == "125.50"
    assert page.evaluate("document.documentElement.scrollWidth <= 390")
    page.goto("about:blank")
    context.close()
