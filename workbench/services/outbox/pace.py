"""How often a delivery is tried, and how long it rests in between."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class Pace:
    """The pauses grow fourfold from ``first`` to ``longest``: eight attempts span about 17 hours.

    Args:
        attempts: after so many a delivery is given up.
        first: the pause after the first failure.
        longest: no pause is longer.
        claim: how long claimed deliveries are kept from others; longer than a turn.
        turn: no further event is begun after so long.
        events: how many are claimed at a time.
    """

    attempts: int = 8
    first: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(hours=6)
    claim: timedelta = timedelta(seconds=60)
    turn: timedelta = timedelta(seconds=30)
    events: int = 50

    def pause(self, failures: int, chance: random.Random) -> timedelta:
        """Return the rest after so many failures: a random part, at least half, so that many do not come back at once."""
        grown = min(self.first * 4 ** min(failures - 1, 16), self.longest)
        return grown * chance.uniform(0.5, 1.0)
