"""Measures the product on this machine and keeps the table in docs/benchmarks.md: ``make bench``.

Every figure is the median of several runs; a ratio to a figure of the same run says more than milliseconds do.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from datetime import date
from pathlib import Path

import duckdb
import psutil

from tests import postgres
from tests.bench import beside, live, load, page, stores, together
from workbench.store import stop_owner

OUT = Path("docs/benchmarks.md")
JOB_MS = 60_000
Figures = dict[str, float]


def of_file(opportunities: int, folder: Path, *, middle: bool) -> Figures:
    """Fill a served store and time it; the size in the middle is also loaded by many at once."""
    path = folder / f"{opportunities}.duckdb"
    wb, took = stores.filled(path, opportunities)
    with wb:
        try:
            found = {"demo company made": took} | stores.figures(wb) | page.figures(path)
            found |= {"owner, MB": stores.owner_memory(wb)}
            if middle:
                found |= load.figures(path) | together.figures(path) | live.figures(path)
            took = stores.imported(wb, folder)
            found |= {f"import of {stores.ROWS:,} rows": took}
            if middle:
                found |= beside.figures(path, folder, int(stores.ROWS * JOB_MS / took))
        finally:
            stop_owner(str(path))
    path.unlink()
    return found


def of_postgres(opportunities: int) -> Figures:
    """Fill a PostgreSQL store and time it."""
    with postgres.running_server() as server:
        wb, took = stores.filled(server.url(server.new_database()), opportunities)
        with wb:
            return {"demo company made": took} | stores.figures(wb)


def table(columns: dict[int, Figures], attached: Figures) -> str:
    """Write the figures, and how each grows from the size before, as a Markdown table."""
    sizes = sorted(columns)
    heads = [f"{size:,} deals | ×" for size in sizes]
    lines = [
        f"| ms, unless it says MB or % | {' | '.join(heads)} | PostgreSQL, {sizes[0]:,} deals | × |",
        "|---|" + "---:|" * (2 * len(sizes) + 2),
    ]
    for what in dict.fromkeys(what for figures in columns.values() for what in figures):
        cells: list[str] = []
        for place, size in enumerate(sizes):
            before = columns[sizes[place - 1]].get(what) if place else None
            cells += _pair(columns[size].get(what), before)
        cells += _pair(attached.get(what), columns[sizes[0]].get(what))
        lines.append(f"| {what} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _pair(figure: float | None, base: float | None) -> list[str]:
    shown = "" if figure is None else f"{figure:,.1f}" if figure < 1000 else f"{figure:,.0f}"
    return [shown, f"{figure / base:.1f}" if figure is not None and base else ""]


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{platform.system()} {platform.machine()}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GB of memory,"
        f" Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    )


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 100_000, 1_000_000])
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    sizes = sorted(args.sizes)
    columns: dict[int, Figures] = {}
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as name:
        for size in sizes:
            columns[size] = of_file(size, Path(name), middle=size == sizes[len(sizes) // 2])
    attached = of_postgres(sizes[0]) if postgres.installed() else {}
    text = table(columns, attached)
    args.out.write_text(
        f"# Benchmarks\n\nMade by `make bench` on {date.today():%d %B %Y}: {_machine()}. Each figure is the median of"  # noqa: DTZ011, TID251 - the day of the measurement
        " several runs on a served store with the demo company, seed 7; nothing else ran. `×` compares with the size"
        " before, or with the served store. Repeat it with `make bench`, or with"
        f" `python -m tests.bench --sizes 2000 100000`.\n\n{text}\n",
        encoding="utf-8",
    )
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
