"""Periods: half-open ranges of local dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """From ``start`` up to but without ``end``."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end


def month_of(day: date) -> Period:
    """Return the calendar month that holds a day."""
    start = day.replace(day=1)
    return Period(start, (start + timedelta(days=32)).replace(day=1))


def quarter_of(day: date) -> Period:
    """Return the calendar quarter that holds a day."""
    start = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    end = start
    for _step in range(3):
        end = month_of(end).end
    return Period(start, end)


def week_of(day: date) -> Period:
    """Return the ISO week, Monday to Monday, that holds a day."""
    start = day - timedelta(days=day.weekday())
    return Period(start, start + timedelta(days=7))
