"""Offers: one to three revisions of a deal that reached the offer, the last one agreeing with the deal's outcome."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.services.demo import calendar
from workbench.services.demo.arrays import NEVER, Flags, Ints, Moments
from workbench.services.demo.documents.facts import DAY, HOUR, Facts, ranks, spread
from workbench.services.demo.journeys import LOST, WON

STATES = ("open", "accepted", "rejected", "expired", "replaced")
IS_OPEN, ACCEPTED, REJECTED, EXPIRED, REPLACED = range(5)
MINUTE = np.timedelta64(60, "s")


@dataclass(frozen=True)
class Offers:
    """One place a revision, in the order of deals and revisions; ``of`` counts the revisions of the offer."""

    deal: Ints
    revision: Ints
    of: Ints
    number: Ints
    made: Moments
    valid_until: Moments
    state: Ints
    decided: Moments

    def __len__(self) -> int:
        return len(self.deal)

    @property
    def last(self) -> Flags:
        """Which revisions are their offer's last."""
        return self.revision == self.of

    def current_of(self, deals: int) -> Ints:
        """Return the place of each deal's current offer, -1 where it has none."""
        found = np.full(deals, -1)
        found[self.deal[self.last]] = np.flatnonzero(self.last)
        return found


def draw_offers(facts: Facts, rng: np.random.Generator) -> Offers:
    """Draw the offers of all deals that reached the offer long enough ago."""
    room = facts.end - facts.reached - HOUR
    chosen = np.flatnonzero(~np.isnat(facts.reached) & (room > HOUR))
    wanted = rng.choice([1, 2, 3], len(chosen), p=[0.55, 0.31, 0.14])
    many = np.minimum(wanted, 1 + room[chosen] // (4 * DAY))
    which, revision = spread(many)
    deal, of = chosen[which], many[which]
    first = facts.reached[chosen] + HOUR
    first = first + (rng.uniform(0, 0.3, len(chosen)) * np.minimum(room[chosen], 4 * DAY).astype(np.int64)).astype(
        "timedelta64[s]"
    )
    left = (facts.end[chosen] - first).astype(np.int64)[which]
    later = first[which] + (left * 0.85 * revision / of).astype("timedelta64[s]")
    day = np.busday_offset(later.astype("datetime64[D]"), 0, roll="backward")
    later = np.maximum(calendar.office_hour(day, rng), first[which] + revision * HOUR)
    made = np.where(revision == 0, first[which], np.minimum(later, facts.end[deal] - (of - revision) * MINUTE))
    made = made[np.lexsort((made, which))]
    valid = made.astype("datetime64[D]") + rng.choice([30, 45, 60, 90], len(deal)).astype("timedelta64[D]")
    state, decided = _decided(facts, deal, made, valid, revision + 1 == of, rng)
    return Offers(
        deal=deal, revision=revision + 1, of=of, number=ranks(first)[which], made=made, valid_until=valid, state=state,
        decided=decided,
    )  # fmt: skip


def _decided(
    facts: Facts, deal: Ints, made: Moments, valid: Moments, last: Flags, rng: np.random.Generator
) -> tuple[Ints, Moments]:
    outcome, closed = facts.outcome[deal], facts.closed[deal]
    over = (valid + np.timedelta64(1, "D")).astype("datetime64[s]")
    ran_out = over <= np.where(np.isnat(closed), facts.cut, closed)
    expired = ran_out & (outcome != WON) & ((outcome != LOST) | (rng.random(len(deal)) < 0.6))
    state = np.select(
        [~last, outcome == WON, expired, outcome == LOST], [REPLACED, ACCEPTED, EXPIRED, REJECTED], IS_OPEN
    )
    following = np.r_[made[1:], np.array([NEVER])]
    return state, np.select(
        [~last, state == EXPIRED, state == IS_OPEN], [following, over, np.full(len(deal), NEVER)], closed
    )
