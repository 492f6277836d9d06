"""Takes the screenshots in docs/ of the real page over a demo company: ``make docs``."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import serving
from tests.browser.test_trouble import held
from workbench.app import open_workbench
from workbench.store import feed, stop_owner

OUT = Path("docs/screenshots")
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
READY = {
    "home": ".wb-home",
    "opportunities": ".wb-grid-total",
    "progress": ".wb-card",
    "stages": ".wb-card",
    "activities": ".wb-act-row",
    "history": ".wb-past-entry",
    "settings": ".wb-set-rows",
}


Shoot = Callable[[str], None]


def main() -> None:
    """Visit every view at both sizes, light and dark; then the jobs, the first start and a store that is away."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="workbench-docs-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=serving.chromium(), args=serving.FLAGS)
        store = serving.make_store(Path(folder) / "demo.duckdb", deals=2000)
        with serving.page_server(store) as address:
            for page, shoot in pages(browser):
                views(page, address, shoot)
            for page, shoot in pages(browser):
                jobs(page, address, shoot, store)
            for page, shoot in pages(browser):
                trouble(page, address, shoot, store)
        stop_owner(str(store))
        for page, shoot in pages(browser):
            first_start(page, shoot, Path(tempfile.mkdtemp(dir=folder)) / "empty.duckdb")
        browser.close()


def pages(browser: Browser) -> Iterator[tuple[Page, Shoot]]:
    """Yield a page of each size and theme, and what takes its picture."""
    for size, (width, height) in SIZES.items():
        for theme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=theme, has_touch=size == "phone"
            )
            serving.welcome(context)
            page = context.new_page()

            def shoot(name: str, page: Page = page, ending: str = f"{size}-{theme}.png") -> None:
                page.screenshot(path=OUT / f"{name}-{ending}")

            yield page, shoot
            page.goto("about:blank")
            serving.VISITORS.discard(context)
            context.close()


def views(page: Page, address: str, shoot: Shoot) -> None:
    """Show every view."""
    for view, ready in READY.items():
        page.goto(f"{address}/?view={view}")
        page.wait_for_selector(ready, state="attached")
        page.wait_for_timeout(700)
        shoot(view)


def jobs(page: Page, address: str, shoot: Shoot, store: Path) -> None:
    """Show a job under way, one that is done and one that failed; the drawer of somebody who has none."""
    page.goto(f"{address}/?view=opportunities")
    page.get_by_role("button", name=re.compile("^Jobs")).click()
    page.wait_for_timeout(500)
    if page.locator(".wb-job").count() == 0:
        shoot("jobs-none")
    with open_workbench(store) as wb:
        for folder in (store.parent / "none", Path(tempfile.mkdtemp(dir=store.parent))):
            [*_steps, _last] = wb.jobs.follow(wb.jobs.start("export", what="list", path=folder / "deals.csv"))
    page.get_by_role("button", name="Run a report…").click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_selector(".wb-progress[aria-valuenow]", timeout=60_000)
    page.wait_for_timeout(1500)
    shoot("jobs")
    page.get_by_role("button", name=re.compile("^Cancel")).first.click()
    page.wait_for_selector(".wb-job[data-state=cancelled]", timeout=60_000)


def trouble(page: Page, address: str, shoot: Shoot, store: Path) -> None:
    """Show what a page says while the store does not answer."""
    page.goto(f"{address}/?view=progress")
    page.wait_for_selector(".wb-board-net")
    page.wait_for_timeout(700)
    with held(store):
        feed.tell(str(store))
        page.wait_for_selector(".wb-banner:not([hidden])", timeout=60_000)
        page.wait_for_timeout(200)
        shoot("trouble")
    page.wait_for_selector(".wb-banner", state="hidden", timeout=60_000)


def first_start(page: Page, shoot: Shoot, store: Path) -> None:
    """Show how far the demo company is while it is loaded."""
    with serving.page_server(store) as address:
        page.goto(f"{address}/?view=home")
        page.get_by_role("button", name="Load the demo company").click()
        page.wait_for_selector(".wb-home-job .wb-progress[aria-valuenow]", timeout=60_000)
        shoot("first-start")
        page.wait_for_selector(".wb-figure", timeout=60_000)
        page.goto("about:blank")
    stop_owner(str(store))


if __name__ == "__main__":
    main()
