"""Times drops while a long job runs, and how fast a job is cancelled: ``python -m tests.bench.beside STORE ROWS``."""

from __future__ import annotations

import os
import signal
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from tests.bench.page import drops
from tests.bench.stores import write_rows
from tests.browser import serving
from workbench.app import Workbench, open_workbench
from workbench.services.jobs import Job

TODAY = date(2026, 11, 24)
WRITING_SECONDS = 20


def figures(store: Path, folder: Path, rows: int) -> dict[str, float]:
    """Return milliseconds of drops before and beside an import of so many rows, and of cancelling another.

    Args:
        store: a served store.
        folder: where the file of rows may lie.
        rows: how many; as many as take a minute.
    """
    file = write_rows(folder / "beside.csv", rows)
    with open_workbench(store, user="bench", today=TODAY) as wb, serving.page_server(store) as address:
        try:
            return _in_a_browser(wb, address, file, rows)
        finally:
            for pid in wb.store.select("select distinct pid from worker")["pid"]:
                with suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGTERM)


def _in_a_browser(wb: Workbench, address: str, file: Path, rows: int) -> dict[str, float]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=serving.chromium(), args=serving.FLAGS)
        try:
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            serving.welcome(context)
            page = context.new_page()
            page.goto(f"{address}/?view=progress")
            page.wait_for_selector(".wb-card")
            begun = time.monotonic()
            alone = drops(page, lambda: time.monotonic() - begun < WRITING_SECONDS)
            job, begun = wb.jobs.start("import", path=file), time.monotonic()
            beside = drops(page, lambda: not wb.jobs.get(job).ended)
            seconds = time.monotonic() - begun
            done = wb.jobs.get(job)
        finally:
            browser.close()
    if done.state.value != "done":
        raise RuntimeError(f"the import did not end well: {done.error}")
    count = wb.listing.totals().count
    other = write_rows(file.with_name("other.csv"), rows)
    cancelled = _cancelled(wb, wb.jobs.start("import", path=other), seconds / 2)
    if wb.listing.totals().count != count:
        raise RuntimeError("a cancelled job left deals behind")
    return {
        "drop confirmed: median": statistics.median(alone),
        "drop confirmed: 95th percentile": _p95(alone),
        "drop confirmed while an import runs: median": statistics.median(beside),
        "drop confirmed while an import runs: 95th percentile": _p95(beside),
        "drop confirmed while an import runs: slowest": max(beside),
        "the import beside them": seconds * 1000,
        "cancel to the end of the job's process": cancelled,
    }


def _cancelled(wb: Workbench, job: Job, after: float) -> float:
    """Cancel a running job in its middle; milliseconds until its process is gone."""
    time.sleep(after)
    [process] = [each for each in psutil.process_iter(["cmdline"]) if str(job.id) in (each.info["cmdline"] or [])]
    begun = time.perf_counter()
    wb.jobs.cancel(job)
    process.wait(timeout=60)
    return (time.perf_counter() - begun) * 1000


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        for what, figure in figures(Path(sys.argv[1]), Path(name), int(sys.argv[2])).items():
            sys.stdout.write(f"{what:60s} {figure:10.1f}\n")
