"""Two open pages: what one person does is on the other's screen at once, with a small mark of who did it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import board, serving
from workbench.app import open_workbench
from workbench.store import stop_owner


@pytest.fixture(scope="module")
def live_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = serving.make_store(tmp_path_factory.mktemp("live") / "store.duckdb", deals=200)
    yield path
    stop_owner(str(path))


@pytest.fixture(scope="module")
def address(live_store: Path) -> Iterator[str]:
    with serving.page_server(live_store) as address:
        yield address


@pytest.fixture
def other(page: Page) -> Iterator[Page]:
    """Another window of the same browser: it has the same cookie."""
    second = page.context.new_page()
    second.set_viewport_size({"width": 2100, "height": 1000})
    yield second
    second.goto("about:blank")


def test_a_card_that_one_page_moves_moves_on_the_other(page: Page, other: Page, address: str) -> None:
    for one in (page, other):
        board.open_view(one, address, "progress")
    source, target = board.column(page, "First contact"), board.column(page, "Real interest")
    number = source.locator(".wb-card").first.get_attribute("data-number")
    source.locator(".wb-card").first.drag_to(target.locator(".wb-list"), target_position={"x": 60, "y": 40})
    expect(target.locator(f'[data-number="{number}"]')).to_be_visible()
    expect(board.column(other, "Real interest").locator(f'[data-number="{number}"]')).to_be_visible()
    assert board.columns(other) == board.columns(page)


def test_what_a_notebook_writes_comes_to_the_page_by_itself(page: Page, live_store: Path, address: str) -> None:
    board.open_view(page, address, "progress")
    with open_workbench(live_store) as wb:
        card = next(card for column in wb.boards.progress().columns for card in column.cards if card.status == "open")
        wb.opportunities.update(card.id, title="Written elsewhere")
        expect(page.get_by_text("Written elsewhere").first).to_be_visible()
        expect(page.locator(".wb-card-news").first).to_be_visible()


def test_what_is_being_typed_is_not_disturbed(page: Page, live_store: Path, address: str) -> None:
    board.open_view(page, address, "opportunities")
    search = page.get_by_role("searchbox").first
    search.press_sequentially("li", delay=20)
    with open_workbench(live_store) as wb:
        for number in range(6):
            wb.opportunities.create(title=f"Line {number}")
            search.press_sequentially("ne"[number % 2], delay=20)
            page.wait_for_timeout(120)
    assert search.input_value() == "li" + "ne" * 3
    expect(search).to_be_focused()
