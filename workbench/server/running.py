"""Which workbenches run on this machine: one small locked file each, readable by its user alone.

``workbench stop`` finds them there, and ``workbench up`` the links of one that runs already.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

import platformdirs


@dataclass(frozen=True, kw_only=True)
class Running:
    """A workbench that ``workbench up`` started."""

    pid: int
    port: int
    lab_port: int
    store: str
    user: str | None
    page_token: str = field(repr=False)
    lab_token: str = field(repr=False)


def folder() -> Path:
    """Return the folder of the files, one per port of the page."""
    return platformdirs.user_state_path("workbench", ensure_exists=True)


@contextmanager
def announced(running: Running) -> Generator[None]:
    """Keep this workbench's file, locked, as long as the block lasts."""
    path = folder() / f"up-{running.port}.json"
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8") as file:
        _lock(file)
        file.truncate(0)
        file.write(json.dumps(asdict(running)))
        file.flush()
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def all_running() -> list[Running]:
    """Return the workbenches that run now; files left behind by a crash are removed."""
    found: list[Running] = []
    for path in sorted(folder().glob("up-*.json")):
        with suppress(OSError, ValueError, TypeError), path.open("r+", encoding="utf-8") as file:
            if not _left_behind(path, file):
                found.append(Running(**json.load(file)))
    return found


def stop(running: Running, *, patience: float = 20.0) -> bool:
    """Ask a workbench to end as Ctrl+C would.

    Args:
        running: which one.
        patience: seconds to wait for its end.

    Returns:
        Whether it ended.
    """
    with suppress(ProcessLookupError):
        os.kill(running.pid, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if running not in all_running():
            return True
        time.sleep(0.05)
    return False


def _left_behind(path: Path, file: IO[str]) -> bool:
    if not _lock(file):
        return False
    try:
        path.unlink()
    except OSError:
        return False
    return True


def _lock(file: IO[str]) -> bool:
    """Whether the lock was free; it is held until the file is closed."""
    if sys.platform == "win32":
        return True  # Windows refuses to remove a file that is open, which says the same
    import fcntl  # noqa: PLC0415 - not on Windows

    with suppress(OSError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
