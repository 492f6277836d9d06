"""The files that a page's jobs write: in a private folder beside the store, read only through the job that wrote them."""

from __future__ import annotations

import os
import re
import shutil
import stat
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from workbench.errors import NotAllowedError, NotFoundError
from workbench.i18n import _

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.services.jobs import Job

LARGEST = 100_000_000
CHUNK = 1_000_000
KEPT_SECONDS = 7 * 24 * 3600
RUN = re.compile(r"[0-9a-f]{32}")


def files_folder(workbench: Workbench) -> Path:
    """Return the folder of a store's files: ``<store>.files``, or one of the user's for a store that is no file."""
    url = workbench.store.url
    if "://" in url:
        return platformdirs.user_data_path("workbench") / "files"
    return Path(f"{url}.files")


def new_folder(workbench: Workbench) -> Path:
    """Make the private folder of one run, and clear away what runs of the week before left.

    Raises:
        OSError: it cannot be made.
    """
    folder = files_folder(workbench)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _forget_old(folder, workbench.now().timestamp())
    made = folder / uuid.uuid4().hex
    made.mkdir(mode=0o700)
    return made


def backup_place(workbench: Workbench) -> str:
    """Return where the next backup from the page lies: ``<store>.backups``, from which nothing is cleared away."""
    moment = workbench.now()
    return f"{workbench.store.url}.backups/{moment:%Y-%m-%d-%H%M%S}.duckdb"


def is_ours(workbench: Workbench, path: str | Path) -> bool:
    """Tell whether a path lies in the folder of a run, however it is written."""
    found = Path(path).resolve()
    folder = files_folder(workbench).resolve()
    return folder in found.parents and RUN.fullmatch(found.relative_to(folder).parts[0]) is not None


def file_of(workbench: Workbench, job: Job) -> Path | None:
    """Return the file that a job of this person made for the page; nothing where it is not there (any more)."""
    if job.user_login != workbench.user.login:
        return None
    named = (job.result or {}).get("files")
    for path in named if isinstance(named, list) else []:  # pyright: ignore[reportUnknownVariableType]
        if isinstance(path, str) and is_ours(workbench, path) and Path(path).is_file():
            return Path(path)
    return None


def chunk_of(workbench: Workbench, job: Job, offset: int) -> tuple[bytes, int]:
    """Return a piece of a job's file, and the size of the whole.

    Args:
        workbench: whose job it is.
        job: as it was read now.
        offset: where the piece begins.

    Raises:
        NotFoundError: the job made no file, or it is gone.
        NotAllowedError: it is larger than what goes through a page.
    """
    path = file_of(workbench, job)
    if path is None:
        raise NotFoundError(_("The file is not there any more. Run the job again."))
    with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise NotFoundError(_("The file is not there any more. Run the job again."))
        if about.st_size > LARGEST:
            raise NotAllowedError(
                _("The file is too large to be downloaded here; it stays on the machine of the store.")
            )
        file.seek(offset)
        return file.read(CHUNK), about.st_size


def _forget_old(folder: Path, now: float) -> None:
    for entry in folder.iterdir():
        if RUN.fullmatch(entry.name) and now - entry.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(entry, ignore_errors=True)
