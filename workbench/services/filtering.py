"""Filters and scope as the named parameters of ``opportunity/filtered.sql``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from workbench.domain.filters import Filters
from workbench.domain.people import User, seeing
from workbench.errors import InvalidValueError
from workbench.i18n import _
from workbench.i18n.formats import end_of_day
from workbench.services.settings import Lookups

MOST_WORDS = 10


def parameters(filters: Filters, lookups: Lookups, user: User) -> dict[str, object]:
    """Return every parameter that the filtered deals take.

    Raises:
        InvalidValueError: a code or login that no table holds; the message names it.
    """
    return shown(filters, user) | {
        "archived": filters.archived,
        "active_on": filters.active_on,
        "types": _ids("type", filters.type, {row.code: row.id for row in lookups.types}),
        "workflows": _ids("workflow", filters.workflow, {row.code: row.id for row in lookups.workflows}),
        "stages": _stages(filters.stage, lookups),
        "owners": _ids("owner", filters.owner, {row.login: row.id for row in lookups.users}),
        "agents": _ids("agent", filters.agent, {row.login: row.id for row in lookups.users}),
        "teams": _ids("team", filters.team, {row.code: row.id for row in lookups.teams}),
        "currencies": _texts(code.upper() for code in filters.currency),
        "statuses": _texts(filters.status),
        "tags": _texts(tag.lower() for tag in filters.tags),
        "regions": _texts(region.lower() for region in filters.region),
        "number": filters.number,
        "created_from": filters.created[0],
        "created_to": filters.created[1],
        "closed_from": filters.closed[0],
        "closed_to": filters.closed[1],
        "expected_from": filters.expected_close[0],
        "expected_to": filters.expected_close[1],
        "percent_from": filters.probability[0],
        "percent_to": filters.probability[1],
        "amount_from": filters.amount[0],
        "amount_to": filters.amount[1],
        "title": filters.title,
        "contact": filters.contact,
        "words": words_of(filters.text),
    }


def shown(filters: Filters, user: User) -> dict[str, object]:
    """Return whose deals are read and at which moment: what every query over deals takes (see ``parts/then.sql``)."""
    known, was = (None if day is None else end_of_day(day) for day in (filters.known_on, filters.was_on))
    return seeing(user).parameters() | {"known": known, "was": was, "past": True if known or was else None}


def moment(filters: Filters, now: datetime) -> datetime:
    """Return the moment that is looked at, UTC without a zone: the end of a past day, else now."""
    return now if filters.past is None else min(now, end_of_day(filters.past))


def words_of(text: str | None) -> list[str] | None:
    """Return the words that are searched, at most ten: what follows the ninth is one phrase."""
    return list(dict.fromkeys((text or "").split(maxsplit=MOST_WORDS - 1))) or None


def _texts(values: Iterable[str]) -> list[str] | None:
    return list(values) or None


def _ids(field: str, codes: tuple[str, ...], table: dict[str, UUID]) -> list[UUID] | None:
    if not codes:
        return None
    unknown = [code for code in codes if code not in table]
    if unknown:
        raise InvalidValueError(
            field, _("The filter names “{code}”, which does not exist here.").format(code=unknown[0])
        )
    return [table[code] for code in codes]


def _stages(codes: tuple[str, ...], lookups: Lookups) -> list[UUID] | None:
    if not codes:
        return None
    wanted: list[UUID] = []
    for code in codes:
        flow, _slash, stage_code = code.rpartition("/")
        found = [
            stage.id
            for workflow in lookups.workflows
            if flow in {"", workflow.code}
            for stage in workflow.stages
            if stage.code == stage_code
        ]
        if not found:
            raise InvalidValueError(
                "stage", _("The filter names “{code}”, which does not exist here.").format(code=code)
            )
        wanted.extend(found)
    return wanted
