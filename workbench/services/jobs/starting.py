"""The worker process of a store on this machine: which lock it holds, and starting it where none runs."""

from __future__ import annotations

import hashlib
import logging
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager

import platformdirs

from workbench.errors import StoreUnavailableError
from workbench.services.jobs import launch
from workbench.store.address import file_lock
from workbench.store.direct import without_password

log = logging.getLogger(__name__)
STORE_VARIABLE = "WORKBENCH_WORKER_STORE"  # not on the command line, which every account of the machine may read
ENDING_SECONDS = 1.0
START_SECONDS = 20.0


@contextmanager
def worker_lock(url: str, wait_seconds: float = ENDING_SECONDS) -> Generator[None]:
    """Be the one worker of a store on this machine.

    Raises:
        StoreUnavailableError: there is another.
    """
    with file_lock(_lock_of(url), wait_seconds):
        yield


def worker_runs(url: str) -> bool:
    """Tell whether the store has a worker on this machine."""
    try:
        with worker_lock(url, 0.0):
            return False
    except StoreUnavailableError:
        return True


def wake_worker(url: str) -> None:
    """Make sure that somebody works on the store's queue on this machine.

    Args:
        url: of a store that more than one process can open.
    """
    if not worker_runs(url):
        try:
            subprocess.run(  # noqa: S603 - our own module
                [sys.executable, "-P", str(launch.__file__)], check=False, timeout=START_SECONDS,
                env={**os.environ, STORE_VARIABLE: url}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError) as error:  # whoever lists the jobs tries again
            log.warning("no worker could be started: %s", error)


def _lock_of(url: str) -> str:
    if "://" not in url:
        return f"{url}.worker"
    name = hashlib.sha256(without_password(url, url).encode()).hexdigest()[:16]
    return str(platformdirs.user_state_path("workbench", ensure_exists=True) / f"worker-{name}")
