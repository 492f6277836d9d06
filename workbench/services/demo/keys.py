"""Reproducible keys: version 7 UUIDs whose random part comes from a seeded generator."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import numpy as np

from workbench.services.demo.arrays import Moments, Texts

_DIGITS = np.frombuffer(b"0123456789abcdef", dtype="S1")
_PLACES = [place for place in range(36) if place not in {8, 13, 18, 23}]


def keys_at(moments: Moments, rng: np.random.Generator) -> Texts:
    """Make one key per moment, as text.

    Args:
        moments: when each record came into being; the keys sort by it, to the millisecond.
        rng: where the random part comes from.

    Returns:
        UUIDs of version 7 in the usual spelling, an object array.
    """
    octets = rng.integers(0, 256, size=(len(moments), 16), dtype=np.uint8)
    ms = moments.astype("datetime64[ms]").astype(np.int64)
    for place in range(6):
        octets[:, place] = (ms >> (40 - 8 * place)) & 0xFF
    octets[:, 6] = (octets[:, 6] & 0x0F) | 0x70
    octets[:, 8] = (octets[:, 8] & 0x3F) | 0x80
    letters = np.full((len(moments), 36), b"-", dtype="S1")
    nibbles = np.stack([octets >> 4, octets & 0x0F], axis=2).reshape(len(moments), 32)
    letters[:, _PLACES] = _DIGITS[nibbles]
    return np.ascontiguousarray(letters).view("S36").ravel().astype("U36").astype(object)


def single_keys(moment: np.datetime64, rng: np.random.Generator) -> Iterator[UUID]:
    """Yield keys one by one, for rows of settings."""
    while True:
        for text in keys_at(np.full(64, moment, dtype="datetime64[ms]"), rng):
            yield UUID(str(text))
