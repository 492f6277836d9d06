"""Start and stop the owner process of a file."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb

from workbench.errors import StoreError, StoreUnavailableError
from workbench.i18n import _
from workbench.store import engine, launch
from workbench.store.address import announced, withdraw

START_SECONDS = 20.0


def start_owner(path: str) -> None:
    """Start an owner and wait until it serves.

    Raises:
        StoreUnavailableError, StoreDamagedError: it could not open the file; the message says why.
    """
    idle = os.environ.get("WORKBENCH_OWNER_IDLE", "")
    command = [sys.executable, "-P", str(launch.__file__), path, *([idle] if idle else [])]
    try:
        said = subprocess.run(  # noqa: S603 - our own module
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=START_SECONDS, check=False,
        ).stdout.decode(errors="replace")  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise StoreUnavailableError(
            _("{path} could not be opened within {seconds} seconds. Try again.").format(
                path=path, seconds=round(START_SECONDS)
            )
        ) from error
    if not said.startswith(launch.SERVING):
        raise _refusal(path, said)


def _refusal(path: str, said: str) -> StoreError:
    try:
        return engine.opening_error(path, str(json.loads(said)["refused"]))
    except (ValueError, KeyError, TypeError):
        return StoreUnavailableError(_("{path} could not be opened: its owner ended without a word.").format(path=path))


def stop_owner(path: str, wait_seconds: float = 10.0) -> bool:
    """Ask the owner of a file to end in order.

    Args:
        path: the store.
        wait_seconds: how long to wait until the file is free.

    Returns:
        Whether there was one.

    Raises:
        StoreUnavailableError: it did not end in time.
    """
    from workbench.store.served import attach_text, client_engine  # noqa: PLC0415 - the served door starts owners

    path = str(Path(path).expanduser().resolve())
    address = announced(path)
    if address is None:
        return False
    try:
        with client_engine() as base:
            base.execute(attach_text(address, "owner"))
    except duckdb.Error:
        withdraw(path, address)
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(address.pid, signal.SIGTERM)
    deadline = time.monotonic() + wait_seconds
    while announced(path) == address:
        if time.monotonic() > deadline:
            raise StoreUnavailableError(_("The owner of {path} is still at work. Try again.").format(path=path))
        time.sleep(0.02)
    return True
