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

SCROLL = """share => new Promise(done => {
  const port = document.querySelector('.wb-grid-port');
  const begun = performance.now();
  port.scrollTop = share * (port.scrollHeight - port.clientHeight);
  const look = () => {
    const filled = !document.querySelector('.wb-grid-waiting') && performance.now() - begun > 20;
    if (filled || performance.now() - begun > 10000) done(performance.now() - begun);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""


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
            found |= _list(page, address)
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


def _list(page: Page, address: str) -> dict[str, float]:
    """Time the list: scrolled to places that were not there before, grouped, searched."""
    page.goto(f"{address}/?view=opportunities&filter=%7B%7D")
    page.wait_for_selector(".wb-grid-row:not(.wb-grid-waiting)")
    fills = [page.evaluate(SCROLL, share) for share in (0.13, 0.31, 0.47, 0.62, 0.78, 0.91, 0.22, 0.55, 0.99)]
    page.evaluate("document.querySelector('.wb-grid-port').scrollTop = 0")
    grouped: list[float] = []
    for by in ("owner", "", "stage", "", "country", ""):
        begun = time.perf_counter()
        page.locator(".wb-grid-group-by").select_option(by)
        page.wait_for_selector(".wb-grid-group" if by else ".wb-grid-row:not(.wb-grid-group):not(.wb-grid-waiting)")
        grouped.append((time.perf_counter() - begun) * 1000)
    box, total = page.get_by_role("searchbox").first, page.locator(".wb-grid-total b").first
    searched: list[float] = []
    for text in ("line gmbh", "plant", "label", "pallet line", "code"):
        before = total.inner_text()
        box.fill(text)
        begun = time.perf_counter()
        page.wait_for_function(
            "before => document.querySelector('.wb-grid-total b')?.textContent !== before", arg=before
        )
        searched.append((time.perf_counter() - begun) * 1000)
    page.goto(f"{address}/?view=progress")
    page.wait_for_selector(".wb-card")
    return {
        "page: list scrolled anywhere, rows filled": statistics.median(fills),
        "page: list scrolled anywhere, the slowest of 9": max(fills),
        "page: list grouped, or not any more": statistics.median(grouped),
        "page: list searched (0.25 s typing pause included)": statistics.median(searched),
    }


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
