"""Reproducible keys: version 7 UUIDs whose random part comes from a seeded generator."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import numpy as np

from workbench.services.demo.arrays import Keys, Moments, Texts


def draw_keys(moments: Moments, rng: np.random.Generator) -> Keys:
    """Make one key per moment.

    Args:
        moments: when each record came into being; the keys sort by it, to the millisecond.
        rng: where the random part comes from.
    """
    octets = rng.integers(0, 256, size=(len(moments), 16), dtype=np.uint8)
    ms = moments.astype("datetime64[ms]").astype(np.int64)
    for place in range(6):
        octets[:, place] = (ms >> (40 - 8 * place)) & 0xFF
    octets[:, 6] = (octets[:, 6] & 0x0F) | 0x70
    octets[:, 8] = (octets[:, 8] & 0x3F) | 0x80
    return Keys(octets)


def keys_at(moments: Moments, rng: np.random.Generator) -> Texts:
    """Make one key per moment, as text; see :func:`draw_keys`."""
    return draw_keys(moments, rng).spelled()


def single_keys(moment: np.datetime64, rng: np.random.Generator) -> Iterator[UUID]:
    """Yield keys one by one, for rows of settings."""
    while True:
        for text in keys_at(np.full(64, moment, dtype="datetime64[ms]"), rng):
            yield UUID(str(text))
