"""Times pages that open at once, and weighs what they hold: ``python -m tests.bench.together STORE``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import psutil
from playwright.sync_api import Page, sync_playwright

from tests.browser import serving

AT_ONCE = (1, 5, 20)


def figures(store: Path, at_once: tuple[int, ...] = AT_ONCE) -> dict[str, float]:
    """Return milliseconds until the last of some pages shows cards, and megabytes of their kernels and browser."""
    found: dict[str, float] = {}
    for number in at_once:
        found |= _opened(store, number)
    return found


def _opened(store: Path, number: int) -> dict[str, float]:
    name = f"{number} page{'s' if number > 1 else ''} opened at once"
    with serving.page_server(store) as address, sync_playwright() as playwright:
        time.sleep(4)
        browser = playwright.chromium.launch(executable_path=serving.chromium(), args=serving.FLAGS)
        try:
            context = browser.new_context()
            serving.welcome(context)
            pages = [context.new_page() for _page in range(number)]
            begun = time.perf_counter()
            for page in pages:
                page.goto(f"{address}/?view=progress", wait_until="commit")
            took = [_ready(page, begun) for page in pages]
            time.sleep(3)
            kernels = [_megabytes(psutil.Process(pid)) for pid in sorted(serving.kernels(address))]
            chromium = sum(_megabytes(process) for process in _chromium())
        finally:
            browser.close()
    return {
        f"{name}: the last one filled": max(took),
        f"{name}: kernels, MB each": sum(kernels) / len(kernels),
        f"{name}: browser, MB": chromium,
    }


def _ready(page: Page, begun: float) -> float:
    page.wait_for_selector(".wb-card", timeout=120_000)
    return (time.perf_counter() - begun) * 1000


def _chromium() -> list[psutil.Process]:
    return [child for child in psutil.Process().children(recursive=True) if "chrom" in child.name()]


def _megabytes(process: psutil.Process) -> float:
    """Return what a process holds for itself, shared libraries left out."""
    return process.memory_full_info().uss / 2**20


if __name__ == "__main__":
    for what, figure in figures(Path(sys.argv[1])).items():
        sys.stdout.write(f"{what:60s} {figure:10.1f}\n")
