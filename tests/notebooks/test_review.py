from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from workbench.app import open_workbench
from workbench.services.demo import load_demo
from workbench.services.notebooks import notebooks_folder


def test_both_notebooks_run_from_top_to_bottom(tmp_path: Path) -> None:
    store = tmp_path / "store.duckdb"
    with open_workbench(store, door="exclusive") as wb:
        load_demo(wb.store, opportunities=60, seed=7, as_of=wb.today, now=wb.now())
    notebooks = [notebooks_folder() / "pipeline_review.ipynb", notebooks_folder() / "reports" / "weekly_pipeline.ipynb"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval-lax",
        "-q",
        "-p",
        "no:cacheprovider",
        "-W",
        "default",
        *map(str, notebooks),
    ]
    ran = subprocess.run(
        command,
        env={**os.environ, "WORKBENCH_STORE": str(store)},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
