"""Imported deals: list, boards, report and store tell the same figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import board, serving
from workbench.app import open_workbench
from workbench.i18n.formats import money, number
from workbench.store import stop_owner

MAVEN = Path(__file__).parents[3] / "shared" / "data" / "maven"
DEALS, WON, LOST, NET = 8800, 4238, 2473, Decimal("10005534.00")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    if not MAVEN.is_dir():
        pytest.skip("the shared Maven folder is not here")
    path = tmp_path_factory.mktemp("maven") / "store.duckdb"
    with open_workbench(path, today=date(2026, 11, 24), lang="en") as wb:
        wb.imports.read(MAVEN).load()
    yield path
    stop_owner(str(path))


def test_the_page_shows_the_figures_of_the_file(page: Page, imported: Path) -> None:
    with serving.page_server(imported) as address:
        board.open_view(page, address, "progress", filters={})
        assert board.board_total(page) == (DEALS, NET)
        assert board.count(board.column(page, "Won")) == WON
        assert board.count(board.column(page, "Lost")) == LOST
        assert sum(count for count, _net in board.columns(page)) == DEALS
        board.go(page, "Stages")
        expect(board.column(page, "Prospecting").locator(".wb-pill")).to_have_text("500")
        board.go(page, "Opportunities")
        expect(page.locator(".wb-grid-total b").first).to_be_visible()
        assert board.list_total(page) == (DEALS, NET)
        page.goto("about:blank")


def test_the_report_shows_the_figures_of_the_file(imported: Path, tmp_path: Path) -> None:
    with open_workbench(imported, today=date(2026, 11, 24), lang="en") as wb:
        html = wb.reports.render("weekly_pipeline", out=tmp_path).files["html"].read_text("utf-8")
    assert html.count(money(NET, "USD")) >= 4
    assert all(f">{number(count)}<" in html for count in (DEALS, WON, LOST, 500))
