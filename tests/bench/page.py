"""Times the page in a real browser on the real page server: open, switch, filter, drop."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.browser import serving

OPENS = 3
RUNS = 15
WATCH_DROPS = """() => {
  if (window.__drops) return;
  window.__drops = [];
  let pressed = null;
  const watch = event => { if (event.key === 'ArrowRight' && event.shiftKey) pressed = event.timeStamp; };
  document.addEventListener('keydown', watch, true);
  new MutationObserver(() => {
    const shown = document.querySelector('.wb-snackbar');
    if (pressed === null || !shown?.offsetParent) return;
    const from = pressed;
    pressed = null;
    requestAnimationFrame(() => setTimeout(() => window.__drops.push(performance.now() - from)));
  }).observe(document.body, { subtree: true, childList: true });
}"""


def figures(store: Path) -> dict[str, float]:
    """Return the page's figures in milliseconds, medians of several runs."""
    with serving.page_server(store) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=serving.chromium(), args=serving.FLAGS)
        try:
            opened = [_open(_visitor(browser), address) for _ in range(OPENS)]
            page = opened[-1][1]
            found = {"page: first view filled": statistics.median(took for took, _page in opened)}
            found["page: view switch (stages, list, progress)"] = _switches(page)
            found["page: filter by text (0.25 s typing pause included)"] = _filters(page)
            runs = iter(range(RUNS))
            found["page: drop confirmed"] = statistics.median(drops(page, lambda: next(runs, None) is not None))
            return found
        finally:
            browser.close()


def _visitor(browser: Browser) -> Page:
    context = browser.new_context()
    serving.welcome(context)
    return context.new_page()


def _open(page: Page, address: str) -> tuple[float, Page]:
    begun = time.perf_counter()
    page.goto(f"{address}/?view=progress")
    page.wait_for_selector(".wb-card")
    return (time.perf_counter() - begun) * 1000, page


def _switches(page: Page) -> float:
    """Show the other views and come back; each is read again because a drop or filter made it stale."""
    took: list[float] = []
    for view, ready in (("stages", ".wb-column"), ("opportunities", ".wb-grid-total"), ("progress", ".wb-column")) * 2:
        button = page.locator(f".wb-nav [data-view={view}]")
        took.append(_timed(button, page.locator(f"{ready}:visible").first))
    return statistics.median(took[3:])


def _filters(page: Page) -> float:
    """Type into the search field: from the last key to the board's new count, the field's typing pause included."""
    box = page.get_by_role("searchbox").first
    status = page.locator(".wb-board-count:visible")
    took: list[float] = []
    for text in ("line", "plant", "label", "pallet", "code"):
        before = status.inner_text()
        box.fill(text)
        begun = time.perf_counter()
        page.wait_for_function(
            "before => { const s = [...document.querySelectorAll('.wb-board-count')].find(e => e.offsetParent);"
            " return s && s.textContent !== before }",
            arg=before,
        )
        took.append((time.perf_counter() - begun) * 1000)
    box.fill("")
    page.wait_for_timeout(1000)
    return statistics.median(took)


def drops(page: Page, go_on: Callable[[], bool]) -> list[float]:
    """Move a card with the keyboard and take it back, again and again.

    Returns:
        Of each move the milliseconds in the page, from the key to the painted message that it is saved.
    """
    page.evaluate(WATCH_DROPS)
    while go_on():
        page.locator(".wb-column[data-outcome=open] .wb-card").first.focus()
        page.keyboard.press("Shift+ArrowRight")
        page.locator(".wb-snackbar").wait_for(state="visible")
        page.wait_for_timeout(300)
        page.locator(".wb-snackbar button").last.click()
        page.locator(".wb-snackbar").wait_for(state="hidden")
        page.wait_for_timeout(200)
    return page.evaluate("() => window.__drops.splice(0)")


def _timed(button: Locator, shown: Locator) -> float:
    begun = time.perf_counter()
    button.click()
    shown.wait_for(state="visible")
    return (time.perf_counter() - begun) * 1000
