"""The revision file beside a store: written after every commit, so that others can watch the folder."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def tell(path: str) -> None:
    """Write a new token over the old one in ``<store>.revision``; both have the same length, so no reader sees none."""
    with contextlib.suppress(OSError):
        file = os.open(f"{path}.revision", os.O_WRONLY | os.O_CREAT, 0o666)
        try:
            os.write(file, secrets.token_hex(8).encode("ascii"))
        finally:
            os.close(file)


def told(path: str) -> str:
    """Return the present token; empty where nothing was told yet."""
    try:
        return Path(f"{path}.revision").read_text(encoding="ascii")
    except OSError:
        return ""
