"""What a page shows when store, kernel or server are away: it says so, marks every total, and goes on by itself."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import psutil
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import board, serving
from workbench.app import open_workbench
from workbench.store import feed, stop_owner
from workbench.store.address import announced, file_lock

OLD = re.compile(r"\bwb-old\b")
AS_OF = re.compile(r"as of \d\d:\d\d")
SOON = 20_000
MARK = "(element) => getComputedStyle(element, '::after').content"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = serving.make_store(tmp_path_factory.mktemp("trouble") / "store.duckdb", deals=120)
    yield path
    stop_owner(str(path))


@pytest.fixture(scope="module")
def address(store: Path) -> Iterator[str]:
    with serving.page_server(store) as address:
        yield address


def kill_owner(store: Path) -> None:
    owner = announced(str(store))
    assert owner is not None
    process = psutil.Process(owner.pid)
    process.kill()
    process.wait(20)


@contextmanager
def held(store: Path) -> Iterator[None]:
    """Hold the file, so that no owner can open it."""
    with file_lock(str(store), 20):
        kill_owner(store)
        connection = duckdb.connect(str(store))
    with connection:
        yield


def marked(page: Page, selector: str) -> bool:
    return AS_OF.search(page.locator(selector).first.evaluate(MARK)) is not None


def test_an_owner_that_is_killed_is_started_again_and_no_total_is_stale(page: Page, store: Path, address: str) -> None:
    board.open_view(page, address, "progress", filters={})
    before = board.board_total(page)[0]
    kill_owner(store)
    with open_workbench(store) as wb:
        wb.opportunities.create(title="After the owner")
        wb.opportunities.create(title="And one more")
    expect(page.locator(".wb-board-count")).to_contain_text(str(before + 2))
    expect(page.locator(".wb-page")).not_to_have_class(OLD)
    board.go(page, "Opportunities")
    expect(page.locator(".wb-grid-total").first).to_be_visible()
    assert board.list_total(page)[0] == before + 2


def test_a_store_that_does_not_answer_is_said_and_every_total_marked_until_it_answers(
    page: Page, store: Path, address: str
) -> None:
    board.open_view(page, address, "progress", filters={})
    with held(store):
        feed.tell(str(store))
        expect(page.locator(".wb-banner")).to_be_visible(timeout=SOON)
        expect(page.locator(".wb-banner")).to_contain_text("may be old")
        for total in (".wb-board-total", ".wb-column-sums", ".wb-filter-count"):
            assert marked(page, total)
        expect(page.get_by_role("button", name="Home")).to_be_enabled()
    expect(page.locator(".wb-banner")).to_be_hidden(timeout=SOON)
    for total in (".wb-board-total", ".wb-column-sums", ".wb-filter-count"):
        assert not marked(page, total)
    with open_workbench(store) as wb:
        count = wb.listing.totals().count
    expect(page.locator(".wb-board-count")).to_contain_text(str(count))


def test_a_click_in_vain_is_the_first_sign_of_trouble(page: Page, store: Path, address: str) -> None:
    board.open_view(page, address, "opportunities", filters={})
    with held(store):
        page.get_by_role("columnheader", name="Title").get_by_role("button").click()
        expect(page.locator(".wb-banner")).to_be_visible(timeout=SOON)
        assert marked(page, ".wb-grid-foot")
    expect(page.locator(".wb-banner")).to_be_hidden(timeout=SOON)


def test_a_killed_kernel_is_said_with_an_offer_to_reload_and_what_was_typed_can_be_copied(
    context: BrowserContext, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = serving.make_store(tmp_path_factory.mktemp("kernel") / "store.duckdb", deals=60)
    with serving.page_server(store) as address:
        page = context.new_page()
        board.open_view(page, address, "home", filters={})
        page.locator(".wb-home-item").first.click()
        title = page.locator('.wb-edit-drawer [data-field="title"] input')
        title.fill("Typed and not saved")
        for kernel in serving.kernels(address):
            os.kill(kernel, signal.SIGKILL)
        lost = page.locator("#wb-page-lost")
        expect(lost).to_be_visible(timeout=30_000)
        expect(lost).to_contain_text("has ended", timeout=30_000)
        assert marked(page, ".wb-figure")
        expect(title).to_have_value("Typed and not saved")
        expect(page.get_by_label("What you typed")).to_have_value(re.compile("Title: Typed and not saved"))
        page.get_by_role("button", name="Reload", exact=True).click()
        expect(page.locator(".wb-figure").first).to_be_visible()
        assert not marked(page, ".wb-figure")
        expect(lost).to_be_hidden()
        page.goto("about:blank")
    stop_owner(str(store))


def test_a_page_server_that_was_started_again_has_the_page_reloaded(
    context: BrowserContext, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = serving.make_store(tmp_path_factory.mktemp("again") / "store.duckdb", deals=60)
    port = serving.free_port()
    with serving.page_server(store, port=port) as address:
        page = context.new_page()
        board.open_view(page, address, "opportunities", filters={})
    expect(page.locator("#wb-page-lost")).to_contain_text("lost", timeout=20_000)
    assert marked(page, ".wb-grid-foot")
    with serving.page_server(store, port=port):
        expect(page.locator("#wb-page-lost")).to_contain_text("has ended", timeout=30_000)
        assert marked(page, ".wb-grid-foot")
        page.get_by_role("button", name="Reload").first.click()
        expect(page.locator(".wb-grid-total").first).to_be_visible()
        assert not marked(page, ".wb-grid-foot")
        page.goto("about:blank")
    stop_owner(str(store))


def test_a_network_that_comes_back_has_everything_read_again(
    context: BrowserContext, store: Path, address: str
) -> None:
    page = context.new_page()
    board.open_view(page, address, "opportunities", filters={})
    count = board.list_total(page)[0]
    context.set_offline(True)
    expect(page.locator("#wb-page-lost")).to_contain_text("lost", timeout=20_000)
    assert marked(page, ".wb-grid-foot")
    with open_workbench(store) as wb:
        wb.opportunities.create(title="While the network was away")
    context.set_offline(False)
    expect(page.locator("#wb-page-lost")).to_be_hidden(timeout=20_000)
    expect(page.locator(".wb-grid-total b").first).to_have_text(str(count + 1))
    assert not marked(page, ".wb-grid-foot")
    page.goto("about:blank")


def test_a_hidden_page_asks_the_owner_for_nothing(page: Page, store: Path, address: str) -> None:
    hide = (
        "(hidden) => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });"
        " Object.defineProperty(document, 'visibilityState',"
        " { configurable: true, get: () => hidden ? 'hidden' : 'visible' });"
        " document.dispatchEvent(new Event('visibilitychange')); }"
    )
    board.open_view(page, address, "opportunities", filters={})
    count = board.list_total(page)[0]
    asked: list[str] = []
    page.evaluate(hide, True)
    page.wait_for_timeout(1000)
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    with open_workbench(store) as wb:
        wb.opportunities.create(title="Unseen")
    page.wait_for_timeout(12_000)
    assert board.list_total(page)[0] == count
    assert asked == []
    page.evaluate(hide, False)
    expect(page.locator(".wb-grid-total b").first).to_have_text(str(count + 1))
