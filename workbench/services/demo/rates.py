"""Dated exchange rates of the second currency: a small random walk around real values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEI_FROM, LEI_TO = 4.97, 5.09
STEP = 0.006


@dataclass(frozen=True)
class Rates:
    """Monthly rates; ``values`` are base units for one unit of the currency, in hundred-millionths."""

    days: NDArray[np.datetime64]
    values: NDArray[np.int64]

    def on(self, days: NDArray[np.datetime64]) -> tuple[NDArray[np.int64], NDArray[np.datetime64]]:
        """Return the last rate on or before each day, and the rate's own day."""
        place = np.searchsorted(self.days, days, side="right") - 1
        return self.values[place], self.days[place]


def monthly_rates(start: np.datetime64, end: np.datetime64, rng: np.random.Generator) -> Rates:
    """Draw a rate for the first of each month from before ``start`` up to ``end``."""
    first, last = start.astype("datetime64[M]"), end.astype("datetime64[M]")
    days = np.arange(first - 1, last + 1).astype("datetime64[D]")
    walk = np.cumsum(rng.normal(0, STEP, len(days)))
    lei = np.round(np.clip(np.linspace(LEI_FROM, LEI_TO, len(days)) + walk, 4.94, 5.13), 4)
    return Rates(days, np.round(1e8 / lei).astype(np.int64))
