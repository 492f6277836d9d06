"""Where the dashboards and the notebooks lie: in a checkout, or in the installed package."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import cast

import platformdirs

from workbench.errors import NotFoundError
from workbench.i18n import _

PACKAGE = Path(__file__).resolve().parents[1]
COPIED = ".copied.json"


def installed_folder(name: str) -> Path:
    """Return ``dashboards`` or ``notebooks`` as it came with the product.

    Raises:
        NotFoundError: the installation lacks it.
    """
    folder = (PACKAGE.parent if _in_checkout() else PACKAGE / "_notebooks") / name
    if not folder.is_dir():
        message = _("This installation has no folder “{name}”; install the workbench again.")
        raise NotFoundError(message.format(name=name))
    return folder


def notebooks_folder() -> Path:
    """Return the analysts' folder: the checkout's own, or a copy in the user's data folder that may be changed.

    A copy that nobody changed follows the installed notebook; a changed one stays as it is.

    Raises:
        NotFoundError: the installation lacks it.
    """
    folder = installed_folder("notebooks")
    if _in_checkout():
        return folder
    own = platformdirs.user_data_path("workbench") / "notebooks"
    _refresh(own, folder)
    return own


def reports_folder() -> Path:
    """Return the folder of the reports' notebooks: the analysts' own, or the installed one where none can be kept.

    Raises:
        NotFoundError: the installation lacks it.
    """
    try:
        return notebooks_folder() / "reports"
    except OSError:
        return installed_folder("notebooks") / "reports"


def _in_checkout() -> bool:
    return (PACKAGE.parent / "pyproject.toml").is_file()


def _refresh(own: Path, folder: Path) -> None:
    before = _read_copied(own / COPIED)
    copied = dict(before)
    for source in sorted(folder.rglob("*.ipynb")):
        name = source.relative_to(folder).as_posix()
        content, target = source.read_bytes(), own / name
        fresh = _digest(content)
        present = _digest(target.read_bytes()) if target.exists() else None
        if present is None or (present != fresh and present == copied.get(name)):
            _write(target, content)
            present = fresh
        if present == fresh:
            copied[name] = fresh
    if copied != before:
        _write(own / COPIED, json.dumps(copied, indent=1, sort_keys=True).encode())


def _read_copied(path: Path) -> Mapping[str, str]:
    try:
        found: object = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return cast("dict[str, str]", found) if isinstance(found, dict) else {}


def _write(path: Path, content: bytes) -> None:
    """Write a file whole, so that another process never reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
