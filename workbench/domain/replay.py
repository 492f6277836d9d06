"""A change that is told late: what a deal was from then on, with everything that was told about later moments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from workbench.domain.opportunity import Opportunity, differing_fields


@dataclass(frozen=True)
class Told:
    """What a deal was from a moment on (UTC without a zone); ``version`` told it."""

    deal: Opportunity
    effective_at: datetime


def by_moment(told: Iterable[Told]) -> list[Told]:
    """Return what is known of each moment, in order: of several versions about one moment the last holds."""
    latest: dict[datetime, Told] = {}
    for item in told:
        known = latest.get(item.effective_at)
        if known is None or known.deal.version < item.deal.version:
            latest[item.effective_at] = item
    return [latest[moment] for moment in sorted(latest)]


def replayed(before: Opportunity, after: Opportunity, later: Sequence[Told]) -> list[Told]:
    """Return the deal after a late change, then what each later moment becomes.

    A field that changed keeps its new value until a later moment sets it again. The versions go on from ``after``.

    Args:
        before: the deal at the moment of the change, as it was known.
        after: the same with the change.
        later: what is known of later moments, in order.

    Raises:
        InvalidValueError: what was told about a later moment contradicts the change.
    """
    names = [*differing_fields(before, after), *(["lines"] if before.lines != after.lines else [])]
    carried: dict[str, object] = {name: getattr(after, name) for name in names}
    result: list[Told] = []
    previous = before
    for place, told in enumerate(later, start=1):
        carried = {
            name: value for name, value in carried.items() if getattr(told.deal, name) == getattr(previous, name)
        }
        deal = replace(told.deal, version=after.version + place, **carried)  # pyright: ignore[reportArgumentType]
        result.append(Told(deal, told.effective_at))
        previous = told.deal
    return result
