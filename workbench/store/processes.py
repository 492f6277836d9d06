"""Processes of this machine."""

from __future__ import annotations

import os


def lives(pid: int) -> bool:
    """Tell whether a process of this machine lives; where the system cannot say, it does."""
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
