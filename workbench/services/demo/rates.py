"""Dated exchange rates of the second currency: a small random walk around real values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.services.demo.arrays import Ints, Moments
from workbench.services.demo.calendar import days_between

LEI_FROM, LEI_TO = 4.97, 5.09
STEP = 0.006


@dataclass(frozen=True)
class Rates:
    """Monthly rates; ``values`` are base units for one unit of the currency, in hundred-millionths."""

    days: Moments
    values: Ints

    def on(self, days: Moments) -> tuple[Ints, Moments]:
        """Return the last rate on or before each day, and the rate's own day."""
        place = np.searchsorted(self.days, days, side="right") - 1
        return self.values[place], self.days[place]


def monthly_rates(start: np.datetime64, end: np.datetime64, rng: np.random.Generator) -> Rates:
    """Draw a rate for the first of each month from before ``start`` up to ``end``."""
    months = np.unique(
        days_between(start - np.timedelta64(31, "D"), end + np.timedelta64(1, "D")).astype("datetime64[M]")
    )
    days = months.astype("datetime64[D]")
    walk = np.cumsum(rng.normal(0, STEP, len(days)))
    lei = np.round(np.clip(np.linspace(LEI_FROM, LEI_TO, len(days)) + walk, 4.94, 5.13), 4)
    return Rates(days, np.round(1e8 / lei).astype(np.int64))
