"""The jobs drawer in a real browser: from the button to the file, cancelled, failed, by keyboard, on a phone."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import board, serving
from workbench.app import open_workbench
from workbench.store import stop_owner

LONG = 60_000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = serving.make_store(tmp_path_factory.mktemp("jobs") / "store.duckdb", deals=150)
    yield path
    stop_owner(str(path))


@pytest.fixture(scope="module")
def address(store: Path) -> Iterator[str]:
    with serving.page_server(store) as address:
        yield address


def opened(page: Page, address: str, view: str = "opportunities") -> Locator:
    board.open_view(page, address, view, filters={"status": ["open"]})
    page.get_by_role("button", name=re.compile("^Jobs")).click()
    drawer = page.get_by_role("dialog", name="Jobs")
    expect(drawer).to_be_visible()
    return drawer


def newest(drawer: Locator, state: str) -> Locator:
    job = drawer.locator(f'.wb-job[data-state="{state}"]').first
    expect(job).to_be_visible(timeout=LONG)
    return job


def test_what_is_seen_goes_from_the_button_to_a_file(page: Page, store: Path, address: str, tmp_path: Path) -> None:
    drawer = opened(page, address)
    drawer.get_by_role("button", name="Export this view…").click()
    drawer.get_by_label("File format").select_option("csv")
    drawer.get_by_role("button", name="Export", exact=True).click()
    job = newest(drawer, "done")
    with page.expect_download() as download:
        job.get_by_role("button", name="Download").click()
    target = tmp_path / "list.csv"
    download.value.save_as(target)
    assert re.fullmatch(r"list-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
    with target.open(encoding="utf-8-sig", newline="") as file, open_workbench(store) as wb:
        rows = list(csv.DictReader(file))
        assert len(rows) == board.list_total(page)[0]
        assert wb.jobs.list(limit=1)[0].result["rows"] == len(rows)


def test_the_page_goes_on_while_a_job_runs_and_is_cancelled_at_once(page: Page, address: str) -> None:
    drawer = opened(page, address)
    drawer.get_by_role("button", name="Run a report…").click()
    drawer.get_by_role("button", name="Run", exact=True).click()
    bar = drawer.get_by_role("progressbar").first
    expect(bar).to_be_visible(timeout=LONG)
    expect(page.locator(".wb-nav-badge")).to_have_text("1")
    board.go(page, "Progress")
    expect(page.locator(".wb-card").first).to_be_visible()
    expect(bar).to_have_attribute("aria-valuenow", re.compile(r"\d+"), timeout=LONG)
    drawer.get_by_role("button", name=re.compile("^Cancel Report")).click()
    expect(drawer.get_by_role("button", name="Stopping…")).to_be_visible()
    newest(drawer, "cancelled")
    expect(page.locator(".wb-nav-badge")).to_be_hidden()
    expect(page.get_by_text(re.compile("^Report Weekly pipeline: Cancelled$"))).to_be_attached()


def test_a_failure_is_said_in_words_and_the_job_run_again(page: Page, store: Path, address: str) -> None:
    with open_workbench(store) as wb:
        folder = Path(f"{wb.store.url}.files") / ("0" * 32)
        job = wb.jobs.start("export", "Export to nowhere", what="list", path=folder / "gone" / "list.csv")
        [*_steps, last] = wb.jobs.follow(job)
        assert last.state.value == "failed"
    drawer = opened(page, address)
    failed = newest(drawer, "failed")
    expect(failed).to_contain_text("no such folder")
    failed.get_by_role("button", name="Log").click()
    expect(failed.get_by_role("region", name="Log")).to_be_visible()
    failed.get_by_role("button", name="Run again").click()
    again = drawer.locator('.wb-job[data-state="done"]', has_text="Export to nowhere")
    expect(again).to_be_visible(timeout=LONG)


def test_the_drawer_is_worked_by_keyboard(page: Page, address: str) -> None:
    board.open_view(page, address, "opportunities")
    button = page.get_by_role("button", name=re.compile("^Jobs"))
    button.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog", name="Jobs")
    expect(drawer).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(drawer.get_by_role("button", name="Run a report…")).to_be_focused()
    page.keyboard.press("Enter")
    expect(drawer.get_by_label("Report", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(drawer.get_by_role("button", name="Run a report…")).to_be_focused()
    expect(drawer).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(button).to_be_focused()


def test_every_control_has_a_name_and_every_bar_its_values(page: Page, address: str) -> None:
    drawer = opened(page, address)
    drawer.get_by_role("button", name="Run a report…").click()
    drawer.get_by_role("button", name="Run", exact=True).click()
    expect(drawer.get_by_role("progressbar").first).to_be_visible(timeout=LONG)
    unnamed = drawer.evaluate(
        "(drawer) => [...drawer.querySelectorAll('button, select, [role=progressbar], [role=region]')].filter((one) =>"
        " !(one.getAttribute('aria-label') || one.labels?.length || one.textContent.trim())).length"
    )
    assert unnamed == 0
    for bar in drawer.get_by_role("progressbar").all():
        assert bar.get_attribute("aria-valuemax") == "100"
        assert bar.get_attribute("aria-valuetext")
    drawer.get_by_role("button", name=re.compile("^Cancel")).first.click()
    newest(drawer, "cancelled")


def test_a_phone_shows_the_drawer_over_the_whole_page(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(reduced_motion="reduce")
    drawer = opened(page, address)
    page.wait_for_timeout(100)
    box = drawer.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    drawer.get_by_role("button", name="Close").click()
    expect(drawer).to_be_hidden()


def test_the_first_start_shows_how_far_the_demo_company_is(
    page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = tmp_path_factory.mktemp("first") / "store.duckdb"
    with serving.page_server(store) as address:
        page.goto(f"{address}/?view=home")
        page.get_by_role("button", name="Load the demo company").click()
        expect(page.locator(".wb-home-job").get_by_role("progressbar")).to_be_visible(timeout=LONG)
        expect(page.locator(".wb-figure").first).to_be_visible(timeout=LONG)
        expect(page.locator(".wb-filter-count")).to_contain_text("deals")
        expect(page.locator(".wb-home-job")).to_be_hidden()
        page.goto("about:blank")
    stop_owner(str(store))
