"""Where an owner is found: ``<store>.server`` for this user's eyes only, and ``<store>.lock`` for who starts one."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from workbench.errors import StoreUnavailableError
from workbench.i18n import _

PAUSE_SECONDS = 0.01
PRIVATE = 0o600
PRIVATE_MASK = 0o077

_turn = threading.Lock()
_making: list[int] = []


@dataclass(frozen=True)
class Address:
    """Where an owner listens, and the secret that opens it."""

    port: int
    token: str
    pid: int


def announced(path: str) -> Address | None:
    """Return the address in the server file; whether somebody still answers there is for the caller to try."""
    try:
        found = json.loads(Path(f"{path}.server").read_text(encoding="utf-8"))
        return Address(int(found["port"]), str(found["token"]), int(found["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def announce(path: str, address: Address) -> None:
    """Write the server file in one step; nobody else may read it, not even for a moment."""
    draft = Path(f"{path}.server.{os.getpid()}")
    with contextlib.suppress(FileNotFoundError):
        draft.unlink()
    number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(number, "w", encoding="utf-8") as file:
        json.dump(asdict(address), file)
    draft.replace(f"{path}.server")


def withdraw(path: str, address: Address) -> None:
    """Remove the server file, unless a later owner has written it anew."""
    with contextlib.suppress(OSError):
        if announced(path) == address:
            Path(f"{path}.server").unlink()


@contextmanager
def private_files() -> Generator[None]:
    """Let the files and folders that are made meanwhile belong to this user alone, as far as the system knows users.

    The mask counts for the whole process: the first of several threads sets it and the last one takes it back.
    """
    if os.name != "posix":
        yield
        return
    with _turn:
        _making.append(_making[0] if _making else os.umask(PRIVATE_MASK))
    try:
        yield
    finally:
        with _turn:
            before = _making.pop()
            if not _making:
                os.umask(before)


@contextmanager
def file_lock(path: str, wait_seconds: float) -> Generator[None]:
    """Let one process at a time open, or migrate, a store.

    Raises:
        StoreUnavailableError: another process has been at it for longer than ``wait_seconds``, or the folder
            cannot be written.
    """
    deadline = time.monotonic() + wait_seconds
    with _lock_file(path) as file:
        while not _lock(file):
            if time.monotonic() > deadline:
                raise StoreUnavailableError(
                    _("Another program has been opening {path} for {seconds} seconds. Try again later.").format(
                        path=path, seconds=round(wait_seconds)
                    )
                )
            time.sleep(PAUSE_SECONDS)
        yield


def _lock_file(path: str) -> IO[bytes]:
    """Open the lock's file; an older one that others may open is closed to them, or they could hold the lock."""
    try:
        file = os.fdopen(os.open(f"{path}.lock", os.O_RDWR | os.O_APPEND | os.O_CREAT, PRIVATE), "a+b")
    except OSError as error:
        raise StoreUnavailableError(
            _("{path} cannot be served: {reason}").format(path=path, reason=error.strerror or error)
        ) from error
    with contextlib.suppress(OSError):
        if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) != PRIVATE:
            os.fchmod(file.fileno(), PRIVATE)
    return file


def _lock(file: IO[bytes]) -> bool:
    """Take the lock if it is free; the system lets it go when the file is closed or the process dies."""
    try:
        if os.name == "nt":
            import msvcrt  # noqa: PLC0415 - Windows only

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
        else:
            import fcntl  # noqa: PLC0415 - not on Windows

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
