"""Times the page in a real browser on the real page server: open, switch, filter, drop."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser import serving

OPENS = 3
RUNS = 5


def figures(store: Path) -> dict[str, float]:
    """Return the page's figures in milliseconds, medians of several runs."""
    with serving.page_server(store) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=serving.chromium(), args=serving.FLAGS)
        try:
            opened = [_open(browser.new_page(), address) for _ in range(OPENS)]
            page = opened[-1][1]
            found = {"page: first view filled": statistics.median(took for took, _page in opened)}
            found["page: view switch (stages, list, progress)"] = _switches(page)
            found["page: filter by owner's name"] = _filters(page)
            found["page: drop confirmed"] = _drops(page)
            return found
        finally:
            browser.close()


def _open(page: Page, address: str) -> tuple[float, Page]:
    begun = time.perf_counter()
    page.goto(f"{address}/?view=progress")
    page.wait_for_selector(".wb-card")
    return (time.perf_counter() - begun) * 1000, page


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000
