"""Keys made by the application: UUID version 7, ordered by the moment they were made."""

from __future__ import annotations

import secrets
import threading
import time
from uuid import UUID

_VERSION = 0x7 << 76
_VARIANT = 0x2 << 62
_RANDOM_BITS = 74
_LOW_BITS = 62

_lock = threading.Lock()
_last = {"ms": 0, "random": 0}


def uuid7(now_ms: int | None = None) -> UUID:
    """Make a key that sorts after every key this process made before in the same or an earlier millisecond.

    Args:
        now_ms: milliseconds since 1970, for reproducible data; the clock when absent.

    Returns:
        A random UUID of version 7 (RFC 9562).
    """
    wanted = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    with _lock:
        random = secrets.randbits(_RANDOM_BITS - 1)
        if wanted == _last["ms"]:
            random = (_last["random"] + 1 + secrets.randbits(32)) % (1 << _RANDOM_BITS)
        _last["ms"], _last["random"] = wanted, random
    high, low = random >> _LOW_BITS, random & ((1 << _LOW_BITS) - 1)
    return UUID(int=(wanted & ((1 << 48) - 1)) << 80 | _VERSION | high << 64 | _VARIANT | low)
