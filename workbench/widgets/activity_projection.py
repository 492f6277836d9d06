"""Activities and interactions as the page shows them: words for codes, days and times as the reader writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from workbench.domain.activity import State, Suggestion
from workbench.domain.people import RIGHTS, Right
from workbench.domain.text import one_line
from workbench.i18n import _, formats, ngettext
from workbench.services.activity_drafting import QuickEntry
from workbench.services.agenda import ActivityRow, Agenda
from workbench.services.interactions import Timeline, Told
from workbench.widgets.activity_texts import (
    DIRECTIONS,
    KINDS,
    OUTCOMES,
    PARTS,
    activity_texts,
    interaction_texts,
    outcome_text,
)

if TYPE_CHECKING:
    from workbench.app import Workbench

Projection = dict[str, object]
STATES = {State.DONE: "done", State.CANCELLED: "cancelled", State.PLANNED: "planned"}


def list_projection(workbench: Workbench, groups: Sequence[Projection], *, of_deal: bool) -> Projection:
    """Return what ``activity_list.ts`` shows.

    Args:
        workbench: the services of the person at work.
        groups: from ``agenda_groups`` or ``deal_groups``.
        of_deal: whether all belong to one deal, which is then not named in each row.
    """
    lookups = workbench.settings.lookups()
    return {
        "groups": list(groups),
        "types": [{"id": str(each.id), "name": each.name, "icon": each.icon or "task"} for each in workbench.activities.types],
        "people": [{"id": str(user.id), "login": user.login, "name": user.name} for user in lookups.users if user.active],
        "outcomes": [_(text) for text in OUTCOMES],
        "may_create": Right.CREATE in RIGHTS[workbench.user.role],
        "of_deal": of_deal,
        "texts": activity_texts(),
    }  # fmt: skip


def agenda_groups(agenda: Agenda) -> list[Projection]:
    """Return the parts of an agenda as groups of a list."""
    return [
        {
            "key": part.key, "label": _(PARTS[part.key]), "count": part.count, "more": part.count > len(part.rows),
            "rows": [row_projection(row, agenda.today) for row in part.rows],
        }
        for part in agenda.parts
    ]  # fmt: skip


def deal_groups(rows: Sequence[ActivityRow], today: date) -> list[Projection]:
    """Return the activities of a deal as two groups: what is planned, and what is over."""
    parts = {
        "planned": [row for row in rows if row.activity.state is State.PLANNED],
        "ended": [row for row in rows if row.activity.state is not State.PLANNED],
    }
    return [
        {
            "key": key, "label": _(PARTS[key]), "count": len(part), "more": False,
            "rows": [row_projection(row, today) for row in part],
        }
        for key, part in parts.items() if part
    ]  # fmt: skip


def row_projection(row: ActivityRow, today: date) -> Projection:
    """Return one activity as a row."""
    one = row.activity
    return {
        "id": str(one.id), "version": one.version, "type": row.type.name, "type_id": str(one.type_id),
        "icon": row.type.icon or "task", "subject": one.subject, "state": STATES[one.state],
        "overdue": row.overdue, "mandatory": one.mandatory, "due": "" if one.due_date is None else one.due_date.isoformat(),
        "time": "" if one.due_at is None else f"{formats.local_time(one.due_at):%H:%M}",
        "when": when_text(one.due_date, one.due_at, one.done_at, today), "late": _late(row, today),
        "deal": None if row.deal is None
        else {"id": str(row.deal.id), "label": f"{_('No. {number}').format(number=row.deal.number)} {row.deal.title}"},
        "contact": row.contact or "", "assignee": row.assignee, "assignee_id": str(one.assignee_id),
        "notes": one.notes or "", "outcome": outcome_text(one.outcome), "minutes": one.minutes,
        "counts": row.type.counts_as is not None, "may_change": row.may_change,
    }  # fmt: skip


def when_text(day: date | None, due_at: datetime | None, done_at: datetime | None, today: date) -> str:
    """Return when something is due, or was done: “Tue 24 Nov 14:30”."""
    if done_at is not None:
        return formats.local_moment(done_at)
    if day is None:
        return ""
    said = formats.weekday(day) if abs((day - today).days) < 300 else formats.day(day)
    return said if due_at is None else f"{said} {formats.clock(due_at)}"


def understood_projection(entry: QuickEntry, today: date) -> Projection:
    """Return what a line was understood as: its pieces, and the facts as chips."""
    if entry.is_empty:
        return {"pieces": [], "facts": [], "trouble": ""}
    when = _("no date") if entry.due_date is None else when_text(entry.due_date, None, None, today)
    if entry.due_time is not None:
        when = f"{when} {entry.due_time:%H:%M}"
    facts = [
        {"key": "type", "icon": entry.type.icon or "task", "text": entry.type.name, "tone": "plain"},
        {"key": "day", "icon": "calendar", "text": _("usually {day}").format(day=when) if entry.usual_day and entry.due_date else when,
         "tone": _tone(entry, today)},
    ]  # fmt: skip
    if entry.deal is not None:
        number = _("No. {number}").format(number=entry.deal.number)
        facts.append({"key": "deal", "icon": "list", "text": f"{number} {entry.deal.title}", "tone": "plain"})
    if entry.contact is not None:
        facts.append({"key": "contact", "icon": "person", "text": entry.contact.name, "tone": "plain"})
    facts.append({"key": "subject", "icon": "", "text": one_line(entry.subject) or entry.type.name, "tone": "strong"})
    return {
        "pieces": [{"text": piece.text, "kind": piece.kind} for piece in entry.pieces], "facts": facts,
        "trouble": entry.trouble,
    }  # fmt: skip


def suggestion_projection(suggestion: Suggestion | None) -> Projection | None:
    """Return the suggested next activity, as the page offers it."""
    if suggestion is None:
        return None
    return {
        "type": str(suggestion.type.id), "name": suggestion.type.name, "icon": suggestion.type.icon or "task",
        "due": suggestion.due_date.isoformat(), "day": formats.weekday(suggestion.due_date),
    }  # fmt: skip


def timeline_projection(workbench: Workbench, timeline: Timeline, *, of_deal: bool) -> Projection:
    """Return what ``interaction_list.ts`` shows."""
    return {
        "entries": entries_projection(workbench, timeline.entries),
        "more": timeline.more,
        "kinds": [{"key": key, "label": _(label), "icon": key} for key, label in KINDS.items()],
        "directions": [{"key": key, "label": _(label)} for key, label in DIRECTIONS.items()],
        "outcomes": [_(text) for text in OUTCOMES],
        "may_create": Right.CREATE in RIGHTS[workbench.user.role],
        "of_deal": of_deal,
        "today": workbench.today.isoformat(),
        "texts": interaction_texts(),
    }


def entries_projection(workbench: Workbench, told: Sequence[Told]) -> list[Projection]:
    """Return entries of a timeline as rows."""
    people = {user.id: user.name for user in workbench.settings.lookups().users}
    return [_entry(one, people.get(one.user_id, "")) for one in told]


def _entry(one: Told, who: str) -> Projection:
    label = one.type.name if one.type is not None else _(KINDS.get(one.kind, one.kind))
    minutes = (
        ""
        if not one.minutes
        else ngettext("{count} minute", "{count} minutes", one.minutes).format(count=formats.number(one.minutes))
    )
    return {
        "id": str(one.id), "entity": one.entity, "version": one.version,
        "icon": (one.type.icon or "task") if one.type is not None else one.kind, "kind": one.kind, "label": label,
        "direction": one.direction, "direction_label": "" if one.direction == "none" else _(DIRECTIONS[one.direction]),
        "when": formats.local_moment(one.moment), "day": formats.local_day(one.moment).isoformat(),
        "time": f"{formats.local_time(one.moment):%H:%M}", "who": who, "subject": one.subject, "body": one.body or "",
        "outcome": outcome_text(one.outcome), "minutes": one.minutes, "minutes_label": minutes,
        "deal": None if one.deal is None else {"id": str(one.deal.id), "label": one.deal.title},
        "contact": one.contact or "", "may_change": one.may_change and one.entity == "interaction",
    }  # fmt: skip


def _late(row: ActivityRow, today: date) -> str:
    if not row.overdue or row.activity.due_date is None:
        return ""
    days = (today - row.activity.due_date).days
    return ngettext("{count} day late", "{count} days late", days).format(count=formats.number(days))


def _tone(entry: QuickEntry, today: date) -> str:
    if entry.due_date is not None and entry.due_date < today:
        return "warn"
    return "quiet" if entry.usual_day else "plain"
