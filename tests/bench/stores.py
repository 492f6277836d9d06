"""Times what pages, notebooks and commands ask of the services."""

from __future__ import annotations

import csv
import statistics
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import psutil

from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.services.bulk import Change, Chosen
from workbench.services.demo import load_demo
from workbench.services.listing import Member, Order
from workbench.store.address import announced

TODAY = date(2026, 11, 24)
QUARTER = Filters(active_on=date(2026, 10, 1))
MANY, ROWS = 1_000, 100_000


def median_ms(work: Callable[[], object], runs: int = 9) -> float:
    """Run once to warm up, then several times; the median in milliseconds."""
    work()
    return statistics.median(_once_ms(work) for _run in range(runs))


def filled(url: str | Path, opportunities: int) -> tuple[Workbench, float]:
    """Open a new store and fill it with the demo company; also return how long that took in milliseconds."""
    wb = open_workbench(url, user="bench", today=TODAY)
    return wb, _once_ms(lambda: load_demo(wb.store, opportunities=opportunities, seed=7, as_of=TODAY))


def figures(wb: Workbench) -> dict[str, float]:
    """Return milliseconds of reads, then of writes."""
    return _reads(wb) | _writes(wb)


def imported(wb: Workbench, folder: Path) -> float:
    """Return the milliseconds of an import of 100,000 rows from a file, from reading to the confirmation."""
    path = write_rows(folder / "rows.csv", ROWS)
    return _once_ms(lambda: wb.imports.read(path).load())


def write_rows(path: Path, rows: int) -> Path:
    """Write a file of new deals that an import takes."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["external_id", "title", "contact", "net", "expected_close_date"])
        for row in range(rows):
            close = date(2027, 1 + row % 12, 1 + row % 28)
            out.writerow(
                [f"{path.stem}-{row}", f"Imported deal {row}", f"Customer {row % 9000}", f"{row % 5000}.50", close]
            )
    return path


def owner_memory(wb: Workbench) -> float:
    """Return the megabytes that the owner process of a served store holds."""
    address = announced(wb.store.url)
    assert address is not None
    return psutil.Process(address.pid).memory_info().rss / 2**20


def _reads(wb: Workbench) -> dict[str, float]:
    flow = wb.settings.lookups().workflows[0].code
    text = Filters(active_on=QUARTER.active_on, text="labelling")
    half = wb.listing.totals().count // 2
    return {
        "board header (progress)": median_ms(lambda: wb.boards.headers("progress", QUARTER)),
        "board with 7 × 80 cards (stages)": median_ms(lambda: wb.boards.stages(flow, QUARTER, per_column=80)),
        "board with 8 × 80 cards (progress)": median_ms(lambda: wb.boards.progress(QUARTER, per_column=80)),
        "load more: 50 cards": median_ms(lambda: _more(wb)),
        "list: totals": median_ms(lambda: wb.listing.totals(QUARTER)),
        "list: page at the start": median_ms(lambda: wb.listing.rows(QUARTER, limit=60)),
        "list: page at half depth, all deals": median_ms(lambda: wb.listing.rows(offset=half, limit=60)),
        "list: page at half depth, all deals by net": median_ms(
            lambda: wb.listing.rows(sort="net", offset=half, limit=60)
        ),
        "list: page at half depth, all deals by owner, then by net": median_ms(
            lambda: wb.listing.rows(sort="owner", then="net", offset=half, limit=60)
        ),
        "list: groups by stage, all deals": median_ms(lambda: wb.listing.groups("stage")),
        "list: groups by country, all deals": median_ms(lambda: wb.listing.groups("country")),
        "list: page of a group, all deals": median_ms(lambda: _member(wb)),
        "search: one word, totals": median_ms(lambda: wb.listing.totals(text)),
        "search: one word, list filled": median_ms(lambda: _filled(wb, text)),
        "search: two words, all deals, list filled": median_ms(lambda: _filled(wb, Filters(text="line gmbh"))),
        "home": median_ms(lambda: wb.home.summary(QUARTER)),
        "report: month × stage": median_ms(lambda: wb.pivots.by_month(QUARTER, by="stage")),
        "report: month × owner": median_ms(lambda: wb.pivots.by_month(QUARTER, by="owner")),
    }


def _writes(wb: Workbench) -> dict[str, float]:
    board = wb.boards.progress(QUARTER)
    cards = iter([card for column in board.columns for card in column.cards if card.status == "open"])
    rows = [row for row in wb.settings.lookups().probabilities.rows if row.outcome.value == "open"]
    many = [{"title": f"Bench {row}", "net": Decimal(row)} for row in range(MANY)]

    def move() -> None:
        card = next(cards)
        target = next(row for row in rows if row.id != card.probability_id)
        wb.opportunities.set_probability(card.id, probability=target.id, seen=card.version)

    return {
        "move (permission, guard, update, history)": median_ms(move, 60),
        "create one deal": median_ms(lambda: wb.opportunities.create(title="Bench", net=Decimal(10)), 20),
        f"create {MANY:,} deals": median_ms(lambda: wb.opportunities.create_many(many), 5),
    } | _many(wb)


def _many(wb: Workbench) -> dict[str, float]:
    """Return milliseconds of a change of 1,000 deals, its preview and its undo; each run changes what the last undid."""
    chosen = Chosen(ids=tuple(wb.listing.keys(Filters(status=("open",)), Order(), limit=MANY)))
    change = Change(fields={"campaign": "Bench"}, add_tags=("bench",))
    took: dict[str, list[float]] = {"preview": [], "change": [], "undo": []}
    for _run in range(6):
        took["preview"].append(_once_ms(lambda: wb.bulk.preview(change, chosen)))
        begun = time.perf_counter()
        done = wb.bulk.change(change, chosen)
        took["change"].append((time.perf_counter() - begun) * 1000)
        begun = time.perf_counter()
        wb.bulk.undo(done.unit or UUID(int=0))
        took["undo"].append((time.perf_counter() - begun) * 1000)
    names = {"preview": "preview of a change of", "change": "change of", "undo": "undo of a change of"}
    return {f"{names[key]} {len(chosen.ids):,} deals": statistics.median(runs[1:]) for key, runs in took.items()}


def _filled(wb: Workbench, filters: Filters) -> object:
    """Read what a page reads when a search is typed: totals and the first rows."""
    return wb.listing.totals(filters), wb.listing.rows(filters, limit=60)


def _member(wb: Workbench) -> object:
    stage = wb.settings.lookups().workflows[0].stages[0]
    return wb.listing.rows(sort="net", offset=120, limit=60, member=Member("stage", str(stage.id)))


def _more(wb: Workbench) -> object:
    column = wb.settings.lookups().probabilities.rows[3]
    return wb.boards.more("progress", column.id, QUARTER, offset=80, limit=50)


def _once_ms(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000
