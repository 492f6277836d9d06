"""Times how fast a change reaches other open pages, and what it costs: ``python -m tests.bench.live STORE``.

Then the same pages are hidden and the changes go on: what the pages cost now is what hidden pages cost.
"""

from __future__ import annotations

import statistics
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psutil
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser import serving
from workbench.app import Workbench, open_workbench
from workbench.store.address import announced

PAGES, CHANGES_A_SECOND, SECONDS = 20, 5, 120
SAMPLE_SECONDS = 5
TODAY = date(2026, 11, 24)
WATCH = """() => {
  window.__came = {};
  new MutationObserver(() => {
    for (const title of document.querySelectorAll('.wb-card-title')) {
      const found = /^tick (\\d+)$/.exec(title.textContent ?? '');
      if (found && !(found[1] in window.__came)) window.__came[found[1]] = Date.now();
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""

HIDE = """() => {
  Object.defineProperty(document, 'hidden', { get: () => true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


def figures(store: Path, *, pages: int = PAGES, seconds: int = SECONDS) -> dict[str, float]:
    """Return milliseconds from a write's confirmation to the pages' DOM, and shares of one core."""
    with (
        open_workbench(store, user="bench", today=TODAY) as wb,
        serving.page_server(store) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=serving.chromium(), args=serving.FLAGS)
        try:
            context = browser.new_context()
            serving.welcome(context)
            opened = [_opened(context, address) for _number in range(pages)]
            servers = [serving.server_process(address), *map(psutil.Process, serving.kernels(address))]
            seen = _observed(wb, seconds, opened[0], servers)
            opened[0].wait_for_timeout(3000)
            came = [page.evaluate("() => window.__came") for page in opened]
            for page in opened:
                page.evaluate(HIDE)
            opened[0].wait_for_timeout(2000)
            unseen = _observed(wb, seconds // 4, opened[0], servers)
        finally:
            browser.close()
    delays = [heard[str(tick)] - at for heard in came for tick, at in seen.written.items() if str(tick) in heard]
    name = f"{pages} open pages, {CHANGES_A_SECOND} changes a second for {seconds} s"
    return {
        f"{name}: change to DOM, median": statistics.median(delays),
        f"{name}: change to DOM, 95th percentile": statistics.quantiles(delays, n=20)[-1],
        f"{name}: changes that came, %": 100 * len(delays) / (len(seen.written) * pages),
        f"{name}: owner, % of a core": 100 * seen.owner_share,
        f"{name}: page server and kernels, % of a core": 100 * seen.pages_share,
        f"{name}: owner's memory at the start, MB": seen.memory[0],
        f"{name}: owner's memory at half time, MB": seen.memory[len(seen.memory) // 2],
        f"{name}: owner's memory at the end, MB": seen.memory[-1],
        "the same pages hidden: owner, % of a core": 100 * unseen.owner_share,
        "the same pages hidden: page server and kernels, % of a core": 100 * unseen.pages_share,
    }


@dataclass(frozen=True)
class _Observed:
    """What was written while somebody looked, and what it cost: shares of one core, the owner's megabytes."""

    written: dict[int, float]
    owner_share: float
    pages_share: float
    memory: list[float]


def _observed(wb: Workbench, seconds: int, page: Page, servers: list[psutil.Process]) -> _Observed:
    address = announced(wb.store.url)
    assert address is not None
    owner = psutil.Process(address.pid)
    begun, used, used_by_pages = time.monotonic(), _cpu_seconds([owner]), _cpu_seconds(servers)
    memory: list[float] = []

    def breathe() -> None:
        page.wait_for_timeout(20)
        if time.monotonic() - begun > len(memory) * SAMPLE_SECONDS:
            memory.append(owner.memory_info().rss / 2**20)

    written = _write(wb, seconds, breathe)
    took = time.monotonic() - begun
    return _Observed(
        written, (_cpu_seconds([owner]) - used) / took, (_cpu_seconds(servers) - used_by_pages) / took, memory
    )


def _opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/?view=progress")
    page.wait_for_selector(".wb-card")
    page.evaluate(WATCH)
    return page


def _write(wb: Workbench, seconds: int, breathe: Callable[[], None]) -> dict[int, float]:
    """Change titles of cards that every page shows, in a thread of its own; when each was confirmed, in ms."""
    board = wb.boards.progress()
    shown = [card.id for column in board.columns for card in column.cards[:4] if card.status == "open"]
    written: dict[int, float] = {}

    def work() -> None:
        begun = time.monotonic()
        for tick in range(seconds * CHANGES_A_SECOND):
            time.sleep(max(0.0, begun + tick / CHANGES_A_SECOND - time.monotonic()))
            wb.opportunities.update(shown[tick % len(shown)], title=f"tick {tick}")
            written[tick] = time.time() * 1000

    writer = threading.Thread(target=work)
    writer.start()
    while writer.is_alive():
        breathe()
    return written


def _cpu_seconds(processes: list[psutil.Process]) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in processes)


if __name__ == "__main__":
    more = {"pages": int(sys.argv[2]), "seconds": int(sys.argv[3])} if len(sys.argv) > 3 else {}
    for what, figure in figures(Path(sys.argv[1]), **more).items():
        sys.stdout.write(f"{what:90s} {figure:10.1f}\n")
