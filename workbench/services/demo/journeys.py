"""How deals travel through their workflow: stages entered and left, won, lost, reopened or still open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.services.demo import calendar
from workbench.services.demo.arrays import Ints, Moments, Numbers

NEVER = np.datetime64("NaT")
OPEN, WON, LOST = 0, 1, 2
LONGEST = 5


@dataclass(frozen=True)
class Step:
    """A stage of the road: median days in it, share that goes on, share that skips it, share that wins straight from it."""

    code: str
    days: float
    onward: float
    skipped: float = 0.0
    wins: float = 0.0


ROADS = {
    "sales": (
        Step("lead", 17, 0.71), Step("qualified", 20, 0.75, skipped=0.1), Step("needs", 28, 0.78),
        Step("proposal", 44, 0.73, wins=0.12), Step("negotiation", 28, 0.75, wins=1.0),
    ),
    "service": (
        Step("request", 9, 0.78), Step("visit", 15, 0.81, skipped=0.15), Step("offer", 26, 0.68, wins=0.2),
        Step("confirmation", 14, 0.92, wins=1.0),
    ),
}  # fmt: skip
OFFER = {"sales": "proposal", "service": "offer"}
REOPENED_IN = {"sales": "negotiation", "service": "offer"}


@dataclass(frozen=True)
class Journeys:
    """Per deal and step: when it was entered and left (``NaT`` where not); then how and when it ended.

    A closed deal that was lost may have been reopened (``reopened``) and closed a second time.
    """

    entered: Moments
    left: Moments
    last: Ints
    outcome: Ints
    closed: Moments
    reopened: Moments
    second_outcome: Ints
    second_closed: Moments


def travel(
    born: Moments, road: tuple[Step, ...], tilt: Numbers, cut: np.datetime64, rng: np.random.Generator
) -> Journeys:
    """Send deals along a road until they end or the present comes.

    Args:
        born: when each deal was created.
        road: the steps.
        tilt: what makes a deal better (+) or worse (−) than the average, on the log-odds scale.
        cut: the present; what would happen later has not happened.
        rng: the seeded generator.
    """
    count = len(born)
    entered = np.full((count, LONGEST), NEVER, dtype="datetime64[s]")
    left = entered.copy()
    last, outcome = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    closed, now = np.full(count, NEVER, dtype="datetime64[s]"), born.copy()
    here = np.ones(count, dtype=bool)
    for place, step in enumerate(road):
        here &= (outcome == OPEN) & (now < cut)
        inside = here & ((rng.random(count) >= step.skipped) if step.skipped else True)
        odds = np.log(step.onward / (1 - step.onward)) + tilt + (calendar.budget_season(now) if step.wins else 0.0)
        goes_on = rng.random(count) < 1 / (1 + np.exp(-odds))
        wins = inside & goes_on & (rng.random(count) < step.wins)
        days = rng.lognormal(np.log(step.days), 0.72, count) * np.where(goes_on, 1.0, 1.35)
        leaves = calendar.after(now, days, rng)
        leaves = np.where(wins, calendar.pulled_into_the_year(leaves, now, rng), leaves)
        entered[inside, place], last[inside] = now[inside], place
        done = inside & (leaves < cut)
        left[done, place] = leaves[done]
        ended = done & (wins | ~goes_on)
        outcome[ended] = np.where(wins[ended], WON, LOST)
        closed[ended] = leaves[ended]
        here &= ~inside | done
        now = np.where(inside, leaves, now)
    return Journeys(entered, left, last, outcome, closed, *_reopenings(outcome, closed, cut, rng))


def _reopenings(
    outcome: Ints, closed: Moments, cut: np.datetime64, rng: np.random.Generator
) -> tuple[Moments, Ints, Moments]:
    count = len(outcome)
    again = calendar.after(np.where(outcome == LOST, closed, cut), rng.uniform(8, 90, count), rng)
    taken = (outcome == LOST) & (rng.random(count) < 0.035) & (again < cut)
    end = calendar.after(np.where(taken, again, cut), rng.lognormal(3.2, 0.6, count), rng)
    ended = taken & (end < cut)
    second = np.where(ended, np.where(rng.random(count) < 0.4, WON, LOST), OPEN)
    return np.where(taken, again, NEVER), second, np.where(ended, end, NEVER)
