"""The revision file beside a store: replaced after every commit, so that others can watch the folder."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def tell(path: str) -> None:
    """Replace ``<store>.revision`` with a new token, in one step."""
    draft = Path(f"{path}.revision.{os.getpid()}.{secrets.token_hex(4)}")
    with contextlib.suppress(OSError):
        draft.write_text(secrets.token_hex(8), encoding="ascii")
        draft.replace(f"{path}.revision")


def told(path: str) -> str:
    """Return the present token; empty where nothing was told yet."""
    try:
        return Path(f"{path}.revision").read_text(encoding="ascii")
    except OSError:
        return ""
