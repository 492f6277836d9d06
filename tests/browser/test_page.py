from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import board

FILTERS = [
    {},
    {"status": ["open"]},
    {"text": "plant", "amount": ["20000", None]},
    {"probability": ["25", "75"], "tags": ["pharma"]},
    {"active_on": "2026-10-01", "currency": ["EUR"]},
]


def test_the_page_opens_with_a_filled_board(page: Page, demo_pages: str) -> None:
    board.open_view(page, demo_pages, "progress")
    expect(page.locator(".wb-card").first).to_be_visible()
    expect(page).to_have_title(re.compile("workbench", re.IGNORECASE))
    expect(page.locator("#loading")).to_have_count(0)
    assert board.board_total(page)[0] > 50


def test_a_dragged_card_moves_and_the_totals_follow(page: Page, demo_pages: str) -> None:
    board.open_view(page, demo_pages, "progress")
    source, target = board.column(page, "First contact"), board.column(page, "Real interest")
    before = (board.count(source), board.net(source), board.count(target), board.net(target))
    card = source.locator(".wb-card").filter(has_text="€").first
    worth = board.amount(card.locator(".wb-card-net").inner_text())
    number = card.get_attribute("data-number")
    card.drag_to(target.locator(".wb-list"), target_position={"x": 60, "y": 40})
    expect(target.locator(f'[data-number="{number}"]')).to_be_visible()
    expect(target.locator(".wb-pill")).to_have_text(str(before[2] + 1))
    assert board.count(source) == before[0] - 1
    assert board.net(source) == before[1] - worth
    assert board.net(target) == before[3] + worth


def test_a_move_is_undone_from_its_message(page: Page, demo_pages: str) -> None:
    board.open_view(page, demo_pages, "progress")
    source, target = board.column(page, "Real interest"), board.column(page, "Even chance")
    before = (board.count(source), board.net(source), board.count(target), board.net(target))
    source.locator(".wb-card").first.drag_to(target.locator(".wb-list"), target_position={"x": 60, "y": 40})
    expect(target.locator(".wb-pill")).to_have_text(str(before[2] + 1))
    page.locator(".wb-snackbar").get_by_role("button", name="Undo").click()
    expect(target.locator(".wb-pill")).to_have_text(str(before[2]))
    assert (board.count(source), board.net(source), board.count(target), board.net(target)) == before


def test_a_drop_on_won_asks_the_reason_in_place(page: Page, demo_pages: str) -> None:
    board.open_view(page, demo_pages, "progress")
    source, won = board.column(page, "Likely"), board.column(page, "Won")
    before = board.count(won)
    source.locator(".wb-card").first.drag_to(won)
    question = page.locator("form.wb-question")
    expect(question).to_be_visible()
    assert question.locator("input[type=radio]").count() > 0
    assert board.count(won) == before
    question.locator("input[type=radio]").first.check()
    question.get_by_role("button", name="Confirm").click()
    expect(won.locator(".wb-pill")).to_have_text(str(before + 1))


def test_a_cancelled_question_leaves_the_deal_where_it_was(page: Page, demo_pages: str) -> None:
    board.open_view(page, demo_pages, "progress")
    source, lost = board.column(page, "Likely"), board.column(page, "Lost")
    before = (board.count(source), board.count(lost))
    source.locator(".wb-card").first.drag_to(lost)
    page.locator("form.wb-question").get_by_role("button", name="Cancel").click()
    expect(page.locator("form.wb-question")).to_have_count(0)
    expect(source.locator(".wb-pill")).to_have_text(str(before[0]))
    assert board.count(lost) == before[1]


def test_a_card_is_moved_with_the_keyboard(page: Page, demo_pages: str) -> None:
    board.open_view(page, demo_pages, "progress")
    source, target = board.column(page, "Even chance"), board.column(page, "Likely")
    before = board.count(target)
    card = source.locator(".wb-card").first
    number = card.get_attribute("data-number")
    card.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(target.locator(f'[data-number="{number}"]')).to_be_visible()
    expect(target.locator(".wb-pill")).to_have_text(str(before + 1))


def test_load_more_brings_the_cards_that_are_left(page: Page, demo_pages: str) -> None:
    board.open_view(page, demo_pages, "progress")
    long = board.column(page, "Real interest")
    total = board.count(long)
    assert total > 50
    expect(long.locator(".wb-card")).to_have_count(50)
    long.locator(".wb-more").click()
    expect(long.locator(".wb-card")).to_have_count(min(total, 100))


def test_a_collapsed_column_keeps_its_totals(page: Page, demo_pages: str) -> None:
    board.open_view(page, demo_pages, "progress")
    one = board.column(page, "First contact")
    before = (board.count(one), board.net(one))
    one.locator(".wb-fold").click()
    expect(one).to_have_class(re.compile("wb-folded"))
    assert (board.count(one), board.net(one)) == before
    one.locator(".wb-fold").click()
    expect(one.locator(".wb-card").first).to_be_visible()


def test_another_view_keeps_the_filter_and_the_link_brings_both_back(page: Page, demo_pages: str) -> None:
    board.open_view(page, demo_pages, "progress", filters={"tags": ["pharma"]})
    count = board.board_total(page)[0]
    board.go(page, "Opportunities")
    expect(page.locator(".wb-grid-total b").first).to_have_text(str(count))
    expect(page).to_have_url(re.compile(r"[?&]view=opportunities\b"))
    link = parse_qs(urlsplit(page.url).query)
    assert json.loads(link["filter"][0]) == {"tags": ["pharma"]}
    page.reload()
    expect(page.locator(".wb-grid-total b").first).to_have_text(str(count))
    expect(page.locator(".wb-chip")).to_contain_text("pharma")


@pytest.mark.parametrize("filters", FILTERS, ids=json.dumps)
def test_the_columns_of_a_board_add_up_to_the_list(page: Page, demo_pages: str, filters: dict[str, object]) -> None:
    board.open_view(page, demo_pages, "progress", filters=filters)
    columns = board.columns(page)
    total = (sum(count for count, _net in columns), sum(net for _count, net in columns))
    assert board.board_total(page) == total
    board.go(page, "Opportunities")
    expect(page.locator(".wb-grid-total").first).to_be_visible()
    assert board.list_total(page) == total


def test_the_stages_of_a_workflow_add_up_to_its_list(page: Page, demo_pages: str) -> None:
    board.open_view(page, demo_pages, "stages", filters={"status": ["open"]})
    code = page.locator(".wb-board select").first.input_value()
    columns = board.columns(page)
    total = (sum(count for count, _net in columns), sum(net for _count, net in columns))
    board.open_view(page, demo_pages, "opportunities", filters={"status": ["open"], "workflow": [code]})
    assert board.list_total(page) == total


def test_a_phone_shows_the_board_without_scrolling_the_page_sideways(page: Page, demo_pages: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    board.open_view(page, demo_pages, "progress")
    expect(page.locator(".wb-card").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_address_chooses_the_language(page: Page, demo_pages: str) -> None:
    board.open_view(page, demo_pages, "progress", lang="it")
    expect(page.locator("html")).to_have_attribute("lang", "it")


def test_a_chosen_dark_theme_stands_before_the_first_paint(page: Page, demo_pages: str) -> None:
    page.add_init_script("localStorage.setItem('wb-theme', 'dark')")
    page.goto(f"{demo_pages}/?view=progress", wait_until="commit")
    expect(page.locator("#loading")).to_be_visible()
    assert page.evaluate("document.documentElement.dataset.wbTheme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 17, 22)"
    expect(page.locator(".wb-card").first).to_be_visible()
