"""How a test reads and moves the board of a page."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect


def open_view(page: Page, address: str, view: str, *, filters: object = None, **more: str) -> None:
    query = {"view": view, **more} | ({} if filters is None else {"filter": json.dumps(filters)})
    page.goto(f"{address}/?{urlencode(query)}")
    shown = {"home": ".wb-home", "opportunities": ".wb-grid-total", "contacts": ".wb-contacts-count"}.get(
        view, ".wb-board-net"
    )
    expect(page.locator(shown).first).to_be_visible()


def column(page: Page, name: str) -> Locator:
    named = page.locator("h3.wb-column-name", has_text=re.compile(f"^{re.escape(name)}$"))
    return page.locator(".wb-column").filter(has=named)


def count(column: Locator) -> int:
    return int(re.sub(r"\D", "", column.locator(".wb-pill").inner_text()))


def amount(text: str) -> Decimal:
    found = re.search(r"-?[\d,]+(?:\.\d+)?", text.replace("−", "-"))
    assert found is not None, text
    return Decimal(found.group().replace(",", ""))


def net(within: Locator) -> Decimal:
    return amount(within.locator(".wb-column-net, .wb-board-net").inner_text())


def columns(page: Page) -> list[tuple[int, Decimal]]:
    return [(count(one), net(one)) for one in page.locator(".wb-column").all()]


def board_total(page: Page) -> tuple[int, Decimal]:
    counted = page.locator(".wb-board-count").inner_text()
    return int(re.sub(r"\D", "", counted)), amount(page.locator(".wb-board-net").inner_text())


def list_total(page: Page) -> tuple[int, Decimal]:
    texts = page.locator(".wb-grid-total b").all_inner_texts()
    return int(re.sub(r"\D", "", texts[0])), amount(texts[1])


def go(page: Page, name: str) -> None:
    page.locator(".wb-nav").get_by_role("button", name=name, exact=True).click()
