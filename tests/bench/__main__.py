"""Measures the product on this machine and keeps the table in docs/benchmarks.md: ``make bench``.

Every figure is the median of several runs; a ratio to a figure of the same run says more than milliseconds do.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests import postgres
from tests.bench import live, load, page
from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.services.demo import load_demo
from workbench.store import stop_owner

TODAY = date(2026, 11, 24)
QUARTER = Filters(active_on=date(2026, 10, 1))
OUT = Path("docs/benchmarks.md")


def median_ms(work: Callable[[], object], runs: int = 9) -> float:
    """Run once to warm up, then several times; the median in milliseconds."""
    work()
    took: list[float] = []
    for _run in range(runs):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def store_figures(wb: Workbench) -> dict[str, float]:
    """Time what the pages ask of the services."""
    flow = wb.settings.lookups().workflows[0].code
    text = Filters(active_on=QUARTER.active_on, text="labelling")
    figures = {
        "board header (progress)": median_ms(lambda: wb.boards.headers("progress", QUARTER)),
        "board with 7 × 80 cards (stages)": median_ms(lambda: wb.boards.stages(flow, QUARTER, per_column=80)),
        "board with 8 × 80 cards (progress)": median_ms(lambda: wb.boards.progress(QUARTER, per_column=80)),
        "list: totals and first page": median_ms(lambda: wb.listing.page(QUARTER, sort="net", limit=60)),
        "list: page at half depth, all deals": median_ms(
            lambda: wb.listing.rows(Filters(), offset=wb.listing.totals().count // 2, limit=60)
        ),
        "filter by text: totals": median_ms(lambda: wb.listing.totals(text)),
        "home": median_ms(lambda: wb.home.summary(QUARTER)),
    }
    cards = iter(
        [card for column in wb.boards.progress(QUARTER).columns for card in column.cards if card.status == "open"]
    )
    rows = [row for row in wb.settings.lookups().probabilities.rows if row.outcome.value == "open"]

    def move() -> None:
        card = next(cards)
        target = next(row for row in rows if row.id != card.probability_id)
        wb.opportunities.set_probability(card.id, probability=target.id, seen=card.version)

    figures["move (permission, guard, update, history)"] = median_ms(move, 60)
    figures["create one deal"] = median_ms(lambda: wb.opportunities.create(title="Bench", net=Decimal(10)), 20)
    return figures


def of_file(opportunities: int, folder: Path) -> tuple[dict[str, float], Path]:
    """Fill a served store and time it."""
    path = folder / f"{opportunities}.duckdb"
    with open_workbench(path, user="bench", today=TODAY) as wb:
        begun = time.perf_counter()
        load_demo(wb.store, opportunities=opportunities, seed=7, as_of=TODAY)
        figures = {"demo company made": (time.perf_counter() - begun) * 1000}
        figures |= store_figures(wb)
    return figures, path


def of_postgres(opportunities: int) -> dict[str, float]:
    """Fill a PostgreSQL store and time it."""
    with (
        postgres.running_server() as server,
        open_workbench(server.url(server.new_database()), user="bench", today=TODAY) as wb,
    ):
        begun = time.perf_counter()
        load_demo(wb.store, opportunities=opportunities, seed=7, as_of=TODAY)
        return {"demo company made": (time.perf_counter() - begun) * 1000} | store_figures(wb)


def table(small: dict[str, float], large: dict[str, float], attached: dict[str, float], sizes: tuple[int, int]) -> str:
    """Write the figures and their ratios as a Markdown table."""
    lines = [
        f"| what | {sizes[0]:,} deals, ms | {sizes[1]:,} deals, ms | ratio | PostgreSQL {sizes[0]:,} deals, ms | ratio to served |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for what, figure in large.items():
        base, other = small.get(what), attached.get(what)
        ratio = "" if base is None else f"{figure / base:.1f}"
        beside = "" if other is None or base is None else f"{other / base:.1f}"
        shown = ["" if value is None else f"{value:,.1f}" for value in (base, figure)]
        lines.append(
            f"| {what} | {shown[0]} | {shown[1]} | {ratio} | {'' if other is None else f'{other:,.1f}'} | {beside} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=2_000)
    parser.add_argument("--large", type=int, default=100_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as name:
        folder = Path(name)
        small, small_path = of_file(args.small, folder)
        large, large_path = of_file(args.large, folder)
        try:
            small |= page.figures(small_path)
            large |= page.figures(large_path)
            small |= load.figures(small_path)
            large |= load.figures(large_path)
            large |= live.figures(large_path)
        finally:
            stop_owner(str(small_path))
            stop_owner(str(large_path))
        attached = of_postgres(args.small) if postgres.installed() else {}
    text = table(small, large, attached, (args.small, args.large))
    machine = f"{platform.machine()}, Python {platform.python_version()}, {_cores()} cores"
    OUT.write_text(
        "# Benchmarks\n\nMade by `make bench`; each figure is the median of several runs on a served store "
        f"({machine}). Milliseconds depend on the machine; the ratios say how the product grows.\n\n{text}\n",
        encoding="utf-8",
    )
    sys.stdout.write(text + "\n")


def _cores() -> int:
    return len(os.sched_getaffinity(0))


if __name__ == "__main__":
    main()
