"""The history of a deal in words: who changed what, from which value to which."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, cast
from uuid import UUID

from workbench.domain.opportunity import Opportunity
from workbench.domain.people import Role, User, require_change
from workbench.errors import NotAllowedError, NotFoundError
from workbench.i18n import N_, _, formats
from workbench.services.history import FieldChange, HistoryEntry
from workbench.services.line_history import LineChange
from workbench.services.settings import Lookups
from workbench.widgets.editor_form import CONTACTS, KINDS, PLANS
from workbench.widgets.editor_lines import LABELS

if TYPE_CHECKING:
    from workbench.app import Workbench

SHOWN = 100
LONGEST = 120
EXTRA_LABELS = {
    "stage_id": N_("Stage"), "workflow_id": N_("Workflow"), "status": N_("Status"), "reason_id": N_("Reason"),
    "archived": N_("Archived"), "number": N_("Number"),
}  # fmt: skip
WHAT = {
    "create": N_("created"), "update": N_("changed"), "move": N_("moved"), "probability": N_("set the probability"),
    "archive": N_("archived or restored"), "undo": N_("took a change back"), "import": N_("imported"),
    "demo": N_("generated"), "change many": N_("changed with others"), "merge": N_("merged"),
    "unmerge": N_("took a merge back"), "merge deals": N_("merged"), "unmerge deals": N_("took a merge back"),
}  # fmt: skip
ORIGIN = {
    "page": N_("in the page"),
    "notebook": N_("in a notebook"),
    "command": N_("by a command"),
    "job": N_("by a job"),
}
LINE_WHAT = {"added": N_("Line added"), "changed": N_("Line changed"), "removed": N_("Line removed")}
STATUS = {"open": N_("Open"), "won": N_("Won"), "lost": N_("Lost")}
MANY = frozenset({"change many", "merge deals"})
LOADED = frozenset({"import", "demo", "merge", "unmerge", "unmerge deals"})


def history_projection(workbench: Workbench, deal: Opportunity) -> list[dict[str, object]]:
    """Return the changes of a deal, newest first, in the reader's words, each with how it can be taken back."""
    lookups, entries = workbench.settings.lookups(), workbench.opportunities.history(deal.id)
    words, lines = Words(workbench, lookups), workbench.opportunities.line_history(deal.id)
    people = {user.login: user.name for user in lookups.users}
    return [
        {
            "unit": str(entry.unit),
            "version": entry.version,
            "when": formats.local_moment(entry.recorded_at),
            "happened": _happened(entry),
            "who": people.get(entry.user_login, entry.user_login),
            "what": _(WHAT.get(entry.kind, WHAT["update"])),
            "origin": _(ORIGIN[entry.origin]) if entry.origin in ORIGIN else "",
            "why": (entry.why or "") if entry.kind not in {"undo", "unmerge", "unmerge deals"} else "",
            "fields": [words.change(change) for change in entry.differing if label_of_deal(change.field) is not None],
            "lines": [words.line(change) for change in lines.get(entry.version, []) if entry.version > 1],
            "undo": _undo(workbench.user, entry) if not _read_only(workbench.user, deal) else "",
        }
        for entry in reversed(entries[-SHOWN:])
    ]


def _undo(user: User, entry: HistoryEntry) -> str:
    """Return how this user may take a change back: of ``one`` deal, of ``many``, or not at all (empty)."""
    own = entry.user_login == user.login or user.role is Role.ADMINISTRATOR
    if not own or entry.version == 1 or LOADED & {entry.kind, entry.origin}:
        return ""
    return "many" if entry.kind in MANY else "one"


def _read_only(user: User, deal: Opportunity) -> bool:
    try:
        require_change(user, owner_id=deal.owner_id, team_id=deal.team_id)
    except NotAllowedError:
        return True
    return False


def _happened(entry: HistoryEntry) -> str:
    """Return when it happened, where that is not when it was told."""
    if formats.local_day(entry.recorded_at) == formats.local_day(entry.effective_at):
        return ""
    return _("happened on {day}").format(day=formats.local_moment(entry.effective_at))


class Words:
    """Says changes in the reader's words.

    Args:
        workbench: the services of the person at work.
        lookups: the settings.
    """

    def __init__(self, workbench: Workbench, lookups: Lookups) -> None:
        self._workbench, self._names = workbench, _names(lookups)
        self._families = {row.id: row.name for row in lookups.families}
        self._contacts: dict[UUID, str] = {}

    def change(self, change: FieldChange) -> dict[str, str]:
        """Return a field's name and its values before and after."""
        return {
            "label": _(label_of_deal(change.field) or change.field),
            "before": self._value(change.field, change.before)[:LONGEST],
            "after": self._value(change.field, change.after)[:LONGEST],
        }  # fmt: skip

    def line(self, change: LineChange) -> dict[str, object]:
        """Return what happened to a line: its name and the fields that differ."""
        line = change.after or change.before
        family = "" if line is None or line.family_id is None else self._families.get(line.family_id, "")
        name = "" if line is None else " – ".join(filter(None, (family or line.article, line.description)))
        return {
            "what": _(LINE_WHAT[change.kind]),
            "name": name[:LONGEST] or "–",
            "fields": [
                {"label": _(LABELS[field.field]), "before": self._value(field.field, field.before)[:LONGEST],
                 "after": self._value(field.field, field.after)[:LONGEST]}
                for field in change.differing if field.field in LABELS
            ],
        }  # fmt: skip

    def _value(self, field: str, value: object) -> str:
        if isinstance(value, tuple):
            return ", ".join(str(one) for one in cast("tuple[object, ...]", value)) or "–"
        if value is None or value == "":
            return "–"
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, UUID):
            return self._name(field, value)
        if isinstance(value, Decimal | date):
            return _measured(value)
        named = {"status": STATUS, "recurring_plan": PLANS}.get(field, {})
        text = str(value)
        return text.strip(",").replace(",", ", ") if field == "tags" else _(named[text]) if text in named else text

    def _name(self, field: str, key: UUID) -> str:
        if field == "family_id":
            return self._families.get(key, "–")
        if field not in CONTACTS:
            return self._names.get(key, "–")
        if key not in self._contacts:
            try:
                self._contacts[key] = self._workbench.contacts.kept(key).name
            except NotFoundError:
                self._contacts[key] = "–"
        return self._contacts[key]


def label_of_deal(field: str) -> str | None:
    """Return how a field of a deal is called, untranslated; ``None`` for one that is not told."""
    if field in KINDS:
        return KINDS[field][0]
    return EXTRA_LABELS.get(field)


def _measured(value: Decimal | date) -> str:
    if isinstance(value, Decimal):
        return formats.number(value)
    return formats.local_moment(value) if isinstance(value, datetime) else formats.day(value)


def _names(lookups: Lookups) -> dict[UUID, str]:
    return dict(lookups.names) | {
        row.id: f"{formats.percent(row.percent)} · {row.name}" for row in lookups.probabilities.rows
    }
