"""A board as the page gets it: every amount, date and number already written in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from babel.dates import format_skeleton

from workbench.domain.filters import Filters
from workbench.domain.people import RIGHTS, Right, User, changing
from workbench.domain.workflow import Workflow
from workbench.i18n import N_, _, formats, ngettext
from workbench.services.boards import Board, Card, Column

Projection = dict[str, object]

NEAR_DAYS = 300

SORT_LABELS = {
    "net": N_("Net amount"),
    "close": N_("Expected close date"),
    "created": N_("Newest first"),
    "stage_since": N_("Longest in stage"),
    "title": N_("Title"),
}
DENSITY_LABELS = {"comfortable": N_("Comfortable"), "compact": N_("Compact")}


@dataclass(frozen=True, kw_only=True)
class Look:
    """Who looks at the board, when, and how they chose to see it."""

    user: User
    today: date
    filters: Filters
    sort: str
    density: str
    collapsed: frozenset[UUID]
    workflows: tuple[Workflow, ...]


def board_projection(board: Board, look: Look) -> Projection:
    """Return all that the page shows of a board."""
    return {
        "kind": board.kind,
        "columns": [_column_with_cards(column, board, look) for column in board.columns],
        "currency": board.currency,
        "total": total_projection(board),
        "note": _unconverted(board),
        "workflows": _choices({flow.code: flow.name for flow in look.workflows}) if board.workflow else [],
        "workflow": board.workflow.code if board.workflow else None,
        "sort": look.sort,
        "sorts": _choices({key: _(label) for key, label in SORT_LABELS.items()}),
        "density": look.density,
        "densities": _choices({key: _(label) for key, label in DENSITY_LABELS.items()}),
        "can_change": may_change(look.user) and look.filters.past is None,
        "empty": _empty(look.filters) if board.count == 0 else None,
    }


def header_projections(board: Board, look: Look) -> list[Projection]:
    """Return the columns' headers without cards."""
    return [_header(column, board, look) for column in board.columns]


def total_projection(board: Board) -> Projection:
    """Return the total band: count, net, weighted."""
    return {
        "count": _deals(board.count),
        "net": formats.money(board.net, board.currency),
        "weighted": formats.money(board.weighted, board.currency),
    }


def card_projection(card: Card, look: Look, workflow: Workflow | None) -> Projection:
    """Return a card.

    Args:
        card: the deal.
        look: who looks at it.
        workflow: the workflow of a stages board, whose transitions limit where the card may go; ``None`` elsewhere.
    """
    entered = formats.local_day(card.stage_since)
    in_stage = max(0, (look.today - entered).days)
    since = card.created_date if workflow is None and card.created_date else entered
    is_open = card.status == "open"
    due = card.expected_close_date if is_open else None
    return {
        "id": str(card.id),
        "seen": str(card.version),
        "number": str(card.number),
        "title": card.title,
        "contact": card.contact or _("No contact"),
        "owner": card.owner or "–",
        "entered_by": card.entered_by or "",
        "workflow": card.workflow,
        "stage": card.stage,
        "colour": card.colour,
        "net": formats.money(card.net, card.currency),
        "age": formats.age(max(0, (look.today - since).days)),
        "due": _short_day(due, look.today) if due else None,
        "due_on": formats.day(due) if due else None,
        "overdue": due is not None and due < look.today,
        "rotting": is_open and card.expected_days is not None and in_stage > card.expected_days,
        "probability": formats.percent(card.percent),
        "tags": list(card.tags),
        "targets": None if workflow is None else sorted(str(key) for key in workflow.targets(card.stage_id)),
        "locked": not may_change(look.user)
        or not changing(look.user).covers(owner_id=card.owner_id, team_id=card.team_id),
    }


def may_change(user: User) -> bool:
    """Tell whether the user's role changes deals at all; which ones, the service decides."""
    return user.active and Right.CHANGE in RIGHTS[user.role]


def _column_with_cards(column: Column, board: Board, look: Look) -> Projection:
    return {
        **_header(column, board, look),
        "cards": [card_projection(card, look, board.workflow) for card in column.cards],
        "remaining": max(0, column.count - len(column.cards)),
    }


def _header(column: Column, board: Board, look: Look) -> Projection:
    return {
        "key": str(column.key),
        "label": column.label,
        "percent": None if column.percent is None else formats.percent(column.percent),
        "colour": column.colour,
        "outcome": column.outcome,
        "count": column.count,
        "count_text": formats.number(column.count),
        "count_label": _deals(column.count),
        "net": formats.money(column.net, board.currency),
        "weighted": formats.money(column.weighted, board.currency),
        "net_raw": str(column.net),
        "collapsed": column.key in look.collapsed,
        "wip": None,
        "days": _days_in_stage(column) if board.kind == "stages" else None,
    }


def _short_day(day: date, today: date) -> str:
    """Write a date for a narrow place: without the year where it cannot be mistaken."""
    near = abs((day - today).days) < NEAR_DAYS
    return format_skeleton("MMMd" if near else "yMMM", day, locale=formats.locale())


def _days_in_stage(column: Column) -> Projection | None:
    if column.median_days is None or column.p90_days is None or column.outcome != "open":
        return None
    return {"median": _days(round(column.median_days)), "p90": _days(round(column.p90_days))}


def _days(count: int) -> str:
    return ngettext("{count} day", "{count} days", count).format(count=formats.number(count))


def _deals(count: int) -> str:
    return ngettext("{count} deal", "{count} deals", count).format(count=formats.number(count))


def _unconverted(board: Board) -> str | None:
    missing = board.unconverted
    if not missing.count:
        return None
    named = ", ".join(f"{formats.number(count)} {currency}" for currency, count in missing.currencies)
    return ngettext(
        "{count} deal is in no total: its exchange rate is unknown ({currencies}).",
        "{count} deals are in no total: their exchange rate is unknown ({currencies}).",
        missing.count,
    ).format(count=formats.number(missing.count), currencies=named)


def _empty(filters: Filters) -> Projection:
    if set(filters.set_fields()) - {"active_on", "name"}:
        return {"title": _("No deal matches"), "text": _("Widen or clear the filters to see more deals.")}
    return {"title": _("No deals yet"), "text": _("Create a deal or import a file; its card appears here.")}


def _choices(labels: dict[str, str]) -> list[Projection]:
    return [{"key": key, "label": label} for key, label in labels.items()]
