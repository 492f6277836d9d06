"""The deals of the demo company before they travel: whose, about what, in which currency, how likely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.services.demo import calendar, company
from workbench.services.demo.arrays import Flags, Ints, Moments, Numbers, Texts
from workbench.services.demo.contacts import Firms
from workbench.services.demo.keys import keys_at
from workbench.services.demo.offers import RATE_ONE, Lines, draw_lines, draw_main_families, in_base, summed
from workbench.services.demo.rates import Rates

ORIGINS = {
    "website": (0.22, -0.1), "referral": (0.14, 0.4), "fair": (0.2, 0.1), "call": (0.18, -0.25),
    "mail": (0.12, -0.3), "partner": (0.14, 0.15), "existing": (0.0, 0.3),
}  # fmt: skip
PLANNED_DAYS = {"sales": 125.0, "service": 55.0}


@dataclass(frozen=True)
class Plan:
    """Dates as days: expected order, delivery, invoice and close, at first and after the deal slipped."""

    close: Moments
    order: Moments
    delivery: Moments
    invoice: Moments

    def later(self, days: Ints) -> Plan:
        """Shift all dates."""
        shift = days.astype("timedelta64[D]")
        return Plan(self.close + shift, self.order + shift, self.delivery + shift, self.invoice + shift)


@dataclass(frozen=True)
class Deals:
    """Deals in the order of their numbers; ``firm`` and ``owner`` are places in the firms and in ``company.PEOPLE``."""

    ids: Texts
    born: Moments
    firm: Ints
    owner: Ints
    repeat: Flags
    workflow: Texts
    main: Ints
    lei: Flags
    rate: Ints
    rate_date: Moments
    origin: Texts
    lines: Lines
    plan: Plan
    tilt: Numbers

    def __len__(self) -> int:
        return len(self.ids)


def draw_deals(
    count: int, *, firms: Firms, rates: Rates, start: np.datetime64, cut: np.datetime64, rng: np.random.Generator
) -> Deals:
    """Draw deals.

    Args:
        count: how many.
        firms: the companies they are made with.
        rates: dated rates of the second currency.
        start: the first day of the history.
        cut: the present.
        rng: the seeded generator.
    """
    born = calendar.creation_moments(count, start, cut, rng)
    firm = rng.choice(len(firms), count, p=firms.pull)
    repeat = np.ones(count, dtype=bool)
    repeat[np.unique(firm, return_index=True)[1]] = False
    service = rng.random(count) < np.where(repeat, 0.3, 0.05)
    workflow = np.where(service, "service", "sales").astype(object)
    lei = (firms.countries[firm] == "RO") & (rng.random(count) < 0.75)
    days = born.astype("datetime64[D]")
    dated, dated_on = rates.on(days)
    rate = np.where(lei, dated, RATE_ONE)
    main = draw_main_families(workflow, rng)
    lines = draw_lines(main, workflow, rate, rng)
    origin = _origins(repeat, rng)
    net = in_base(summed(lines.final.net, lines.deal, count), rate)
    return Deals(
        ids=keys_at(born, rng), born=born, firm=firm, owner=firms.owner[firm], repeat=repeat, workflow=workflow,
        main=main, lei=lei, rate=rate, rate_date=np.where(lei, dated_on, days), origin=origin, lines=lines,
        plan=_plan(days, workflow, rng), tilt=_tilt(firms, firm, repeat, origin, net),
    )  # fmt: skip


def _origins(repeat: Flags, rng: np.random.Generator) -> Texts:
    codes = np.array(list(ORIGINS), dtype=object)
    shares = np.array([share for share, _effect in ORIGINS.values()])
    drawn = codes[rng.choice(len(codes), len(repeat), p=shares / shares.sum())]
    return np.where(repeat & (rng.random(len(repeat)) < 0.62), "existing", drawn)


def _plan(days: Moments, workflow: Texts, rng: np.random.Generator) -> Plan:
    count = len(days)
    usual = np.where(workflow == "service", PLANNED_DAYS["service"], PLANNED_DAYS["sales"])
    ahead = np.maximum(usual * rng.lognormal(0, 0.35, count), 10).astype(np.int64)
    close = days + ahead.astype("timedelta64[D]")
    order = close + rng.integers(0, 8, count).astype("timedelta64[D]")
    wait = np.where(workflow == "service", rng.integers(7, 35, count), rng.integers(35, 120, count))
    delivery = order + wait.astype("timedelta64[D]")
    return Plan(close, order, delivery, delivery + rng.integers(2, 25, count).astype("timedelta64[D]"))


def _tilt(firms: Firms, firm: Ints, repeat: Flags, origin: Texts, net: Ints) -> Numbers:
    skill = np.array([person.skill for person in company.PEOPLE])[firms.owner[firm]]
    effect = np.array([ORIGINS[code][1] for code in origin])
    size = np.log(np.maximum(net, 100) / 100)
    tilt = skill + 0.25 * repeat + effect + 0.14 * (firms.quality[firm] - 3) - 0.16 * (size - size.mean())
    return tilt - tilt.mean()
