"""A card reaches columns that are out of sight, with the mouse and with a finger."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import board

HOLD_MS = 400
AT_THE_END = "() => { const c = document.querySelector('.wb-columns'); return c.scrollLeft + c.clientWidth >= c.scrollWidth - 80 }"

AT_REST = """() => {
    const columns = document.querySelector('.wb-columns'), before = columns.dataset.seen
    columns.dataset.seen = columns.scrollLeft
    return before === columns.dataset.seen
}"""


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    yield page
    page.goto("about:blank")
    context.close()


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + 40


def test_a_mouse_drags_a_card_to_a_column_out_of_sight(page: Page, demo_pages: str) -> None:
    page.set_viewport_size({"width": 1000, "height": 800})
    board.open_view(page, demo_pages, "progress")
    card, target = board.column(page, "First contact").locator(".wb-card").first, board.column(page, "Verbal agreement")
    number = card.get_attribute("data-number")
    card.scroll_into_view_if_needed()
    x, y = middle(card)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 20, steps=4)
    expect(page.locator(".wb-ghost")).to_have_count(1)
    for step in range(400):
        page.mouse.move(990 - step % 2, 300)
        if page.evaluate(AT_THE_END):
            break
    page.mouse.move(500, 300, steps=3)
    page.wait_for_function(AT_REST)
    page.mouse.move(*middle(target.locator(".wb-list")), steps=5)
    expect(target).to_have_class(re.compile("wb-target"))
    page.mouse.up()
    expect(target.locator(f'[data-number="{number}"]')).to_be_visible()


def test_a_finger_drags_a_card_to_a_column_out_of_sight(phone: Page, demo_pages: str) -> None:
    board.open_view(phone, demo_pages, "progress")
    source, target = board.column(phone, "Real interest"), board.column(phone, "Verbal agreement")
    card = source.locator(".wb-card").first
    card.evaluate("card => card.closest('.wb-column').scrollIntoView({inline: 'start'})")
    phone.wait_for_timeout(HOLD_MS)
    number = card.get_attribute("data-number")
    x, y = middle(card)
    finger = phone.context.new_cdp_session(phone)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        finger.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": left, "y": top} for left, top in points]}
        )

    touch("touchStart", (x, y))
    phone.wait_for_timeout(HOLD_MS)
    for step in range(10):
        touch("touchMove", (x + step * 4, y + step * 4))
    for step in range(300):
        touch("touchMove", (386 - step % 2, y + 40))
        if (box := target.bounding_box()) is not None and box["x"] < 120:
            break
    touch("touchMove", (200, y + 40))
    phone.wait_for_timeout(HOLD_MS)
    touch("touchEnd")
    expect(target.locator(f'[data-number="{number}"]')).to_be_visible()


def test_a_short_touch_scrolls_and_moves_no_card(phone: Page, demo_pages: str) -> None:
    board.open_view(phone, demo_pages, "progress")
    before = board.columns(phone)
    x, y = 200.0, 500.0
    finger = phone.context.new_cdp_session(phone)
    finger.send("Input.synthesizeScrollGesture", {"x": x, "y": y, "xDistance": -300, "speed": 1500})
    phone.wait_for_timeout(HOLD_MS)
    assert board.columns(phone) == before
    expect(phone.locator(".wb-snackbar")).to_be_hidden()
