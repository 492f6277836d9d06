"""When things happen in business: growth over the years, a strong fourth quarter, a quiet August, working days."""

from __future__ import annotations

import numpy as np

from workbench.services.demo.arrays import Ints, Moments, Numbers

GROWTH_PER_YEAR = 1.18
MONTHS = np.array([0.95, 1.0, 1.1, 1.0, 1.05, 0.95, 0.8, 0.4, 1.15, 1.2, 1.25, 0.9])
SECONDS_A_DAY = 86_400


def creation_moments(count: int, start: np.datetime64, end: np.datetime64, rng: np.random.Generator) -> Moments:
    """Draw the moments at which deals come into being, in order, in office hours of working days.

    Args:
        count: how many.
        start: the first day.
        end: the day after the last.
        rng: the seeded generator.
    """
    days = days_between(start, end)
    years = (days - days[0]).astype(np.int64) / 365.25
    weights = GROWTH_PER_YEAR**years * MONTHS[month_of(days)] * np.is_busday(days)
    drawn = np.sort(rng.choice(len(days), count, p=weights / weights.sum()))
    return np.sort(office_hour(days[drawn], rng))


def days_between(start: np.datetime64, end: np.datetime64) -> Moments:
    """Return all days from ``start`` up to but without ``end``."""
    first = np.array([start]).astype("datetime64[D]")
    count = int((end - start).astype("timedelta64[D]").astype(np.int64))
    return first + np.arange(count).astype("timedelta64[D]")


def office_hour(days: Moments, rng: np.random.Generator) -> Moments:
    """Give each day a time between 7 and 16 o'clock UTC."""
    seconds = rng.integers(7 * 3600, 16 * 3600, len(days)).astype("timedelta64[s]")
    return days.astype("datetime64[D]").astype("datetime64[s]") + seconds


def month_of(moments: Moments) -> Ints:
    """Return the month, January is 0."""
    return moments.astype("datetime64[M]").astype(np.int64) % 12


def after(moments: Moments, days: Numbers, rng: np.random.Generator) -> Moments:
    """Add a duration and land in office hours of a working day, rarely in August, always after the start.

    Args:
        moments: where the durations start.
        days: durations in days.
        rng: the seeded generator.
    """
    landed = moments + (np.maximum(days, 0.2) * SECONDS_A_DAY).astype("timedelta64[s]")
    holiday = (month_of(landed) == 7) & (rng.random(len(landed)) < 0.6)
    landed = np.where(holiday, landed + rng.integers(18, 34, len(landed)).astype("timedelta64[D]"), landed)
    workday = np.busday_offset(landed.astype("datetime64[D]"), 0, roll="forward")
    at_work = office_hour(workday, rng)
    return np.maximum(at_work, moments + np.timedelta64(4, "h"))


def budget_season(moments: Moments) -> Numbers:
    """Return what the season adds to the log-odds of a decision: budgets are spent before the year's end."""
    return np.where(np.isin(month_of(moments), (8, 9, 10)), 0.7, -0.2)


def pulled_into_the_year(moments: Moments, earliest: Moments, rng: np.random.Generator) -> Moments:
    """Move some closings of the first weeks back before the year's end, where the stage had begun by then."""
    year = moments.astype("datetime64[Y]")
    early = (moments - year.astype("datetime64[s]")) < np.timedelta64(70, "D")
    december = year.astype("datetime64[D]") - rng.integers(9, 60, len(moments)).astype("timedelta64[D]")
    candidate = office_hour(np.busday_offset(december, 0, roll="backward"), rng)
    pulled = early & (candidate > earliest + np.timedelta64(1, "D")) & (rng.random(len(moments)) < 0.7)
    return np.where(pulled, candidate, moments)
