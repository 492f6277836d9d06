"""A real Chromium before the real servers; a page that fails on console errors and outside requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import serving

HERE = {"127.0.0.1", "localhost"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser tests and run them last: Playwright leaves its event loop running in the test's thread."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@dataclass
class Heard:
    """What went wrong in a page without being seen."""

    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._note(request.url))

    def _note(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in HERE:
            self.outside.append(address)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = serving.chromium()
    if path is None:
        if serving.must_be_tested():
            pytest.fail("Chromium is not installed: the page was not tested")
        pytest.skip("Chromium is not installed here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=serving.FLAGS)
        make = browser.new_context

        def welcomed(**options: Any) -> BrowserContext:
            context = make(**options)
            serving.welcome(context)
            context.on("close", serving.VISITORS.discard)
            return context

        browser.new_context = welcomed  # type: ignore[method-assign]
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = serving.make_store(tmp_path_factory.mktemp("demo") / "store.duckdb", deals=2000)
    with serving.page_server(store) as address:
        yield address


@pytest.fixture(scope="session")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return serving.make_hostile(tmp_path_factory.mktemp("hostile") / "store.duckdb")


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 2100, "height": 1000}, locale="en-GB")
    context.set_default_timeout(15_000)
    yield context
    for page in context.pages:
        page.goto("about:blank")
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    heard = Heard()
    page = context.new_page()
    heard.listen(page)
    yield page
    assert heard.errors == []
    assert heard.outside == []
