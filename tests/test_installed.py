"""The wheel carries all that the workbench needs away from a checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from workbench.store import stop_owner

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the wheel as pip would; the checkout is not on the path of what runs there."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, place: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(installed), "HOME": str(place), "WORKBENCH_LANG": "en"}
    environment |= {"XDG_DATA_HOME": str(place / "data"), "WORKBENCH_STORE": str(place / "store.duckdb")}
    return subprocess.run(
        [sys.executable, "-c", "import sys; from workbench.cli import main; sys.exit(main())", *arguments],
        cwd=place, env=environment, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip


def test_the_wheel_works_where_no_checkout_is(installed: Path, tmp_path: Path) -> None:
    where = "import workbench; print(workbench.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    found = subprocess.run(
        [sys.executable, "-c", where], env=environment, check=True, cwd=tmp_path, capture_output=True, text=True
    )
    assert found.stdout.startswith(str(installed))
    try:
        run(installed, tmp_path, "demo", "--opportunities", "50")
        told = json.loads(run(installed, tmp_path, "report", "weekly_pipeline", "--out", str(tmp_path), "--json"))
    finally:
        stop_owner(str(tmp_path / "store.duckdb"))
    assert "<html" in Path(told["files"][0]).read_text("utf-8")
    assert (tmp_path / "data" / "workbench" / "notebooks" / "pipeline_review.ipynb").exists()


def test_the_wheel_carries_page_notebooks_bundles_and_languages(installed: Path) -> None:
    wanted = [
        "workbench/_notebooks/dashboards/workbench.ipynb", "workbench/_notebooks/notebooks/pipeline_review.ipynb",
        "workbench/widgets/static/board.js", "workbench/i18n/locale/ro/LC_MESSAGES/workbench.mo", "workbench/py.typed",
        "workbench/server/template/voila/templates/workbench/index.html.j2",
    ]  # fmt: skip
    assert [name for name in wanted if not (installed / name).exists()] == []
    assert list(installed.rglob("node_modules")) == []
