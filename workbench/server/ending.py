"""A server ends with the process that started it, however that one ended."""

from __future__ import annotations

import os
import signal
import sys
import threading


def end_with_parent() -> None:
    """Stop this process in good order when its standard input closes; on a terminal nothing is watched."""
    if not sys.stdin.isatty():
        threading.Thread(target=_watch, name="end-with-parent", daemon=True).start()


def _watch() -> None:
    while sys.stdin.buffer.raw.read(1):  # type: ignore[attr-defined]  # the raw file of a pipe
        pass
    os.kill(os.getpid(), signal.SIGTERM)
