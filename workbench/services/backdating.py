"""Changes that happened before they are told: the history of a deal is written on from that moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from workbench.domain.lines import Line
from workbench.domain.opportunity import Opportunity
from workbench.domain.probability import Outcome
from workbench.domain.replay import Told, by_moment, replayed
from workbench.errors import InvalidValueError
from workbench.i18n import _
from workbench.i18n.formats import end_of_day, local_moment
from workbench.services.history import INSTANT
from workbench.services.records import opportunity_from
from workbench.services.session import Session


def moment_of(happened: date | datetime, now: datetime) -> datetime:
    """Return when something happened, UTC without a zone: a moment as it is, of a day its last instant, today's is now.

    Raises:
        InvalidValueError: it lies in the future.
    """
    if isinstance(happened, datetime):
        moment = happened
    else:
        moment = end_of_day(happened) - INSTANT
        moment = now if moment > now >= end_of_day(happened - timedelta(days=1)) else moment
    if moment > now:
        raise InvalidValueError("happened", _("This lies in the future; only what has happened can be told."))
    return moment


def told_late(
    session: Session, deal: Opportunity, versions: Sequence[Mapping[str, Any]], moment: datetime,
    lines_at: Callable[[int], tuple[Line, ...]], change: Callable[[Opportunity], Opportunity],
) -> list[Told]:  # fmt: skip
    """Return the versions that a change of an earlier moment adds: of that moment, then of each later one.

    Args:
        session: who tells it.
        deal: the present deal.
        versions: all its version rows.
        moment: when the change happened.
        lines_at: returns the lines as a version had them.
        change: what happened, to the deal as it was then.

    Raises:
        InvalidValueError: the deal did not exist then, or what is known of later moments contradicts the change.
    """
    known = by_moment(Told(opportunity_from(row), row["effective_at"]) for row in versions)
    if moment < known[0].effective_at:
        raise InvalidValueError(
            "happened", _("The deal is known since {moment}.").format(moment=local_moment(known[0].effective_at))
        )
    place = max(place for place, told in enumerate(known) if told.effective_at <= moment)
    then, *later = (
        Told(replace(told.deal, lines=lines_at(told.deal.version)), told.effective_at) for told in known[place:]
    )
    before = replace(then.deal, version=deal.version)
    after = change(before)
    added = [Told(after, moment), *replayed(before, after, later)]
    for told in added:
        _check(session, told)
    return added


def _check(session: Session, told: Told) -> None:
    """Refuse a version whose status, probability and stage contradict each other."""
    deal, lookups = told.deal, session.lookups
    stage = lookups.stage(deal.stage_id).outcome
    if lookups.probabilities.row(deal.probability_id).outcome is not deal.status or stage not in {
        Outcome.OPEN,
        deal.status,
    }:
        raise InvalidValueError(
            "happened",
            _("This contradicts what is known of {moment}.").format(moment=local_moment(told.effective_at)),
        )
