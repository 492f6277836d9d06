"""Where the dashboards and the notebooks lie: in a checkout, or in the installed package."""

from __future__ import annotations

import shutil
from pathlib import Path

import platformdirs

from workbench.errors import NotFoundError
from workbench.i18n import _

PACKAGE = Path(__file__).resolve().parents[1]


def installed_folder(name: str) -> Path:
    """Return ``dashboards`` or ``notebooks`` as it came with the product.

    Raises:
        NotFoundError: the installation lacks it.
    """
    for folder in (PACKAGE.parent / name, PACKAGE / "_notebooks" / name):
        if folder.is_dir():
            return folder
    raise NotFoundError(_("This installation has no folder “{name}”; install the workbench again.").format(name=name))


def notebooks_folder() -> Path:
    """Return the analysts' folder: the checkout's own, or a copy in the user's data folder that may be changed.

    Raises:
        NotFoundError: the installation lacks it.
    """
    folder = installed_folder("notebooks")
    if folder.parent == PACKAGE.parent:
        return folder
    own = platformdirs.user_data_path("workbench") / "notebooks"
    for source in sorted(folder.rglob("*.ipynb")):
        target = own / source.relative_to(folder)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    return own


def reports_folder() -> Path:
    """Return the folder of the reports' notebooks."""
    return notebooks_folder() / "reports"
