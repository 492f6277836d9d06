"""Takes the screenshots in docs/ of the real page over a demo company: ``make docs``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import serving
from workbench.store import stop_owner

OUT = Path("docs/screenshots")
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
READY = {"home": ".wb-home", "opportunities": ".wb-grid-total", "progress": ".wb-card", "stages": ".wb-card"}


def main() -> None:
    """Visit every view at both sizes, light and dark."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="workbench-docs-") as folder, sync_playwright() as playwright:
        store = serving.make_store(Path(folder) / "demo.duckdb", deals=2000)
        browser = playwright.chromium.launch(executable_path=serving.chromium(), args=serving.FLAGS)
        with serving.page_server(store) as address:
            for size, (width, height) in SIZES.items():
                for theme in ("light", "dark"):
                    context = browser.new_context(
                        viewport={"width": width, "height": height}, color_scheme=theme, has_touch=size == "phone"
                    )
                    serving.welcome(context)
                    page = context.new_page()
                    for view, ready in READY.items():
                        page.goto(f"{address}/?view={view}")
                        page.wait_for_selector(ready, state="attached")
                        page.wait_for_timeout(700)
                        page.screenshot(path=OUT / f"{view}-{size}-{theme}.png")
                    context.close()
        browser.close()
        stop_owner(str(store))


if __name__ == "__main__":
    main()
