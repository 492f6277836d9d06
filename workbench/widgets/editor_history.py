"""The history of a deal in words: who changed what, from which value to which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from workbench.domain.people import Role, User
from workbench.i18n import N_, _, formats
from workbench.services.history import FieldChange, HistoryEntry
from workbench.services.settings import Lookups
from workbench.widgets.editor_form import KINDS

SHOWN = 15
LONGEST = 120
EXTRA_LABELS = {
    "stage_id": N_("Stage"), "workflow_id": N_("Workflow"), "status": N_("Status"), "reason_id": N_("Reason"),
    "reason_note": N_("Note"), "archived": N_("Archived"), "team_id": N_("Team"), "agent_id": N_("Agent"),
    "person_id": N_("Contact person"), "rate": N_("Exchange rate"), "margin": N_("Expected gross margin"),
    "campaign": N_("Campaign"), "competitors": N_("Competitors"), "recurring_amount": N_("Recurring amount"),
    "recurring_plan": N_("Recurring plan"), "number": N_("Number"),
}  # fmt: skip
WHAT = {
    "create": N_("created"), "update": N_("changed"), "move": N_("moved"), "probability": N_("set the probability"),
    "archive": N_("archived or restored"), "undo": N_("took a change back"), "import": N_("imported"),
    "demo": N_("generated"),
}  # fmt: skip
STATUS = {"open": N_("Open"), "won": N_("Won"), "lost": N_("Lost")}
BULK = frozenset({"import", "demo"})


def history_projection(
    entries: Sequence[HistoryEntry], lookups: Lookups, contact_name: Callable[[UUID], str]
) -> list[dict[str, object]]:
    """Return the last changes, newest first, in the reader's words."""
    names = _names(lookups)
    people = {user.login: user.name for user in lookups.users}
    return [
        {
            "unit": str(entry.unit),
            "when": formats.local_moment(entry.recorded_at),
            "who": people.get(entry.user_login, entry.user_login),
            "what": _(WHAT.get(entry.kind, WHAT["update"])),
            "why": (entry.why or "") if entry.kind != "undo" else "",
            "fields": [
                _field(change, names, contact_name) for change in entry.differing if _label(change.field) is not None
            ],
        }
        for entry in reversed(entries[-SHOWN:])
    ]


def undoable_unit(entries: Sequence[HistoryEntry], user: User) -> str | None:
    """Return the last change if this user may take it back: not the creation, not one out of an import."""
    if not entries:
        return None
    last = entries[-1]
    own = last.user_login == user.login or user.role is Role.ADMINISTRATOR
    return str(last.unit) if own and last.version > 1 and last.origin not in BULK else None


def _label(field: str) -> str | None:
    if field in KINDS:
        return KINDS[field][0]
    return EXTRA_LABELS.get(field)


def _field(change: FieldChange, names: dict[UUID, str], contact_name: Callable[[UUID], str]) -> dict[str, str]:
    def words(value: object) -> str:
        return _words(change.field, value, names, contact_name)[:LONGEST]

    return {
        "label": _(_label(change.field) or change.field), "before": words(change.before), "after": words(change.after),
    }  # fmt: skip


def _words(field: str, value: object, names: dict[UUID, str], contact_name: Callable[[UUID], str]) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, UUID):
        return contact_name(value) if field in {"contact_id", "person_id"} else names.get(value, "–")
    if isinstance(value, Decimal | date):
        return _measured(value)
    if field == "status":
        return _(STATUS.get(str(value), str(value)))
    return str(value).strip(",").replace(",", ", ") if field == "tags" else str(value)


def _measured(value: Decimal | date) -> str:
    if isinstance(value, Decimal):
        return formats.number(value)
    return formats.local_moment(value) if isinstance(value, datetime) else formats.day(value)


def _names(lookups: Lookups) -> dict[UUID, str]:
    tables = (lookups.users, lookups.teams, lookups.types, lookups.origins, lookups.reasons, lookups.workflows)
    names = {row.id: row.name for table in tables for row in table}
    names |= {stage.id: stage.name for flow in lookups.workflows for stage in flow.stages}
    return names | {row.id: f"{formats.percent(row.percent)} · {row.name}" for row in lookups.probabilities.rows}
