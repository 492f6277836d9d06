"""Everything drawn for the demo company, before it is laid out in rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workbench.services.demo.arrays import Flags
from workbench.services.demo.contacts import Firms, draw_firms
from workbench.services.demo.deals import Deals, draw_deals
from workbench.services.demo.details import Details, draw_details
from workbench.services.demo.events import Events, draw_events
from workbench.services.demo.rates import Rates, monthly_rates
from workbench.services.demo.setup import Setup

DAYS_OF_HISTORY = 915
DEALS_A_FIRM = 3.2


@dataclass(frozen=True)
class Story:
    """What happened up to ``cut``; ``dated`` are the deals whose lines carry dates of their own."""

    cut: np.datetime64
    firms: Firms
    deals: Deals
    events: Events
    details: Details
    dated: Flags


def start_of(cut: np.datetime64) -> np.datetime64:
    """Return the first day of a history that ends at ``cut``."""
    return cut - np.timedelta64(DAYS_OF_HISTORY, "D")


def draw_rates(seed: int, cut: np.datetime64) -> Rates:
    """Draw the dated rates of the second currency."""
    return monthly_rates(start_of(cut), cut, np.random.default_rng([seed, 0]))


def _nothing() -> None:
    return None


def draw_story(
    opportunities: int, seed: int, cut: np.datetime64, setup: Setup, *, step: Callable[[], None] = _nothing
) -> Story:
    """Draw companies and deals, and let the deals travel up to ``cut``.

    Args:
        opportunities: how many deals.
        seed: the same seed tells the same story.
        cut: the present.
        setup: keys of the settings.
        step: called between the steps; raises where somebody cancelled.
    """
    streams = [np.random.default_rng([seed, part]) for part in range(2, 7)]
    start = start_of(cut)
    firms = draw_firms(max(8, round(opportunities / DEALS_A_FIRM)), start, streams[0])
    step()
    deals = draw_deals(opportunities, firms=firms, rates=draw_rates(seed, cut), start=start, cut=cut, rng=streams[1])
    dated = streams[4].random(opportunities) < 0.25
    step()
    events = draw_events(deals, dated=dated, cut=cut, rng=streams[2])
    step()
    return Story(cut, firms, deals, events, draw_details(deals, firms, setup, streams[3]), dated)
