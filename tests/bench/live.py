"""Times how fast a change reaches other open pages, and what it costs: ``python -m tests.bench.live STORE``."""

from __future__ import annotations

import os
import statistics
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser import serving
from workbench.app import Workbench, open_workbench
from workbench.store.address import announced

PAGES, CHANGES_A_SECOND, SECONDS = 20, 5, 120
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


def figures(store: Path, *, pages: int = PAGES, seconds: int = SECONDS) -> dict[str, float]:
    """Return milliseconds from a write's confirmation to the pages' DOM, and the owner's share of one core."""
    with serving.page_server(store) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=serving.chromium(), args=serving.FLAGS)
        try:
            context = browser.new_context()
            serving.welcome(context)
            opened = [_opened(context, address) for _number in range(pages)]
            with open_workbench(store, user="bench", today=TODAY) as wb:
                owner = _owner(wb)
                before = _memory(owner)
                begun, used = time.monotonic(), _cpu_seconds(owner)
                written = _write(wb, seconds, lambda: opened[0].wait_for_timeout(20))
                share = (_cpu_seconds(owner) - used) / (time.monotonic() - begun)
                opened[0].wait_for_timeout(3000)
                after = _memory(owner)
            came = [page.evaluate("() => window.__came") for page in opened]
        finally:
            browser.close()
    delays = [heard[str(tick)] - at for heard in came for tick, at in written.items() if str(tick) in heard]
    name = f"{pages} open pages, {CHANGES_A_SECOND} changes a second for {seconds} s"
    return {
        f"{name}: change to DOM, median": statistics.median(delays),
        f"{name}: change to DOM, 95th percentile": statistics.quantiles(delays, n=20)[-1],
        f"{name}: changes that came, %": 100 * len(delays) / (len(written) * pages),
        f"{name}: owner, % of a core": 100 * share,
        f"{name}: owner's memory before, MB": before,
        f"{name}: owner's memory after, MB": after,
    }


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


def _owner(wb: Workbench) -> int:
    address = announced(wb.store.url)
    assert address is not None
    return address.pid


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    [resident] = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
    return int(resident) / 1024


if __name__ == "__main__":
    more = {"pages": int(sys.argv[2]), "seconds": int(sys.argv[3])} if len(sys.argv) > 3 else {}
    for what, figure in figures(Path(sys.argv[1]), **more).items():
        sys.stdout.write(f"{what:90s} {figure:10.1f}\n")
