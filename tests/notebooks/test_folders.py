"""An installed workbench keeps the analysts' notebooks up to date, and leaves alone what somebody changed."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from workbench.errors import NotFoundError
from workbench.services import notebooks

REVIEW, WEEKLY = "review.ipynb", "reports/weekly.ipynb"


def install(site: Path, version: str) -> None:
    for name in (REVIEW, WEEKLY):
        path = site / "workbench" / "_notebooks" / "notebooks" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(version)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install the first version where no checkout is."""
    site = tmp_path / "site-packages"
    install(site, "first")
    monkeypatch.setattr(notebooks, "PACKAGE", site / "workbench")
    monkeypatch.setattr(platformdirs, "user_data_path", lambda name: tmp_path / "data" / name)
    return site


@pytest.mark.usefixtures("site")
def test_the_first_use_copies() -> None:
    own = notebooks.notebooks_folder()
    assert {path.relative_to(own).as_posix() for path in own.rglob("*.ipynb")} == {REVIEW, WEEKLY}
    assert (notebooks.reports_folder() / "weekly.ipynb").read_text() == "first"


def test_an_unchanged_copy_follows_an_upgrade_again_and_again(site: Path) -> None:
    notebooks.notebooks_folder()
    for version in ("second", "third"):
        install(site, version)
        assert (notebooks.reports_folder() / "weekly.ipynb").read_text() == version


def test_a_changed_copy_is_kept_and_wins(site: Path) -> None:
    own = notebooks.notebooks_folder()
    (own / WEEKLY).write_text("mine")
    for version in ("second", "third"):
        install(site, version)
        assert (notebooks.reports_folder() / "weekly.ipynb").read_text() == "mine"
        assert (own / REVIEW).read_text() == version


def test_a_copy_that_is_the_installed_one_again_follows_again(site: Path) -> None:
    own = notebooks.notebooks_folder()
    (own / WEEKLY).write_text("second")
    install(site, "second")
    notebooks.notebooks_folder()
    install(site, "third")
    assert (notebooks.reports_folder() / "weekly.ipynb").read_text() == "third"


@pytest.mark.parametrize("text", ["", "[]", "{"])
def test_without_a_readable_record_a_differing_copy_is_kept(site: Path, text: str) -> None:
    own = notebooks.notebooks_folder()
    (own / notebooks.COPIED).write_text(text)
    install(site, "second")
    assert (notebooks.reports_folder() / "weekly.ipynb").read_text() == "first"


def test_where_nothing_can_be_copied_reports_run_from_the_installation(site: Path, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    assert notebooks.reports_folder() == site / "workbench" / "_notebooks" / "notebooks" / "reports"


def test_notebooks_of_another_package_are_never_taken(site: Path) -> None:
    (site / "notebooks").mkdir()
    (site / "dashboards").mkdir()
    assert notebooks.installed_folder("notebooks") == site / "workbench" / "_notebooks" / "notebooks"
    with pytest.raises(NotFoundError, match="dashboards"):
        notebooks.installed_folder("dashboards")


def test_a_checkout_is_used_as_it_is(site: Path) -> None:
    (site / "notebooks").mkdir()
    (site / "pyproject.toml").touch()
    assert notebooks.notebooks_folder() == site / "notebooks"
