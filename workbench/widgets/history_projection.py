"""What was done with all records, in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from workbench.i18n import N_, _, formats, ngettext
from workbench.services.audit import AuditEntry, RecordChange
from workbench.services.history import FieldChange
from workbench.widgets import contact_projection
from workbench.widgets.activity_texts import DIRECTIONS, KINDS
from workbench.widgets.contact_form import label_of
from workbench.widgets.editor_history import ORIGIN, Words, label_of_deal

if TYPE_CHECKING:
    from workbench.app import Workbench

Projection = dict[str, object]
ENTITIES = {
    "opportunity": N_("Deal"), "contact": N_("Contact"), "activity": N_("Activity"), "interaction": N_("Interaction"),
}  # fmt: skip
WHAT = {
    "create": N_("created"), "update": N_("changed"), "move": N_("moved"), "probability": N_("set the probability"),
    "archive": N_("archived or restored"), "undo": N_("took a change back"), "import": N_("imported"),
    "demo": N_("generated"), "change many": N_("changed many at once"), "merge": N_("merged"),
    "unmerge": N_("took a merge back"), "merge deals": N_("merged"), "unmerge deals": N_("took a merge back"), "plan": N_("planned"), "done": N_("done"), "log": N_("wrote down"),
    "qualify": N_("judged the lead"), "convert": N_("converted the lead"), "cancel": N_("called off"),
    "reopen": N_("planned again"), "redact": N_("removed a person's data"),
}  # fmt: skip
ACTED = {
    "subject": N_("Subject"), "state": N_("State"), "type_id": N_("Type"), "assignee_id": N_("Assigned to"),
    "due_date": N_("Due"), "due_at": N_("Time"), "done_at": N_("Done"), "mandatory": N_("Mandatory"),
    "minutes": N_("Minutes"), "outcome": N_("Outcome"), "notes": N_("Notes"), "archived": N_("Archived"),
    "kind": N_("Kind"), "direction": N_("Direction"), "happened_at": N_("Happened"), "body": N_("What was said"),
    "opportunity_id": N_("Deal"), "contact_id": N_("Contact"), "person_id": N_("Contact person"), "user_id": N_("By"),
}  # fmt: skip
STATES = {"planned": N_("Planned"), "done": N_("Done"), "cancelled": N_("Cancelled")}
BACK = frozenset({"undo", "unmerge", "unmerge deals"})
LONGEST = 160


def entries_projection(workbench: Workbench, entries: Sequence[AuditEntry]) -> list[Projection]:
    """Return units of work as the page shows them, each with the day it belongs to."""
    lookups = workbench.settings.lookups()
    people = {user.login: user.name for user in lookups.users}
    telling = _Telling(workbench)
    today = formats.local_day(workbench.now())
    return [
        {
            "unit": str(entry.unit), "at": entry.recorded_at.isoformat(),
            "day": _day(formats.local_day(entry.recorded_at), today), "time": formats.clock(entry.recorded_at),
            "who": people.get(entry.user_login, entry.user_login), "what": _(WHAT.get(entry.kind, WHAT["update"])),
            "origin": _(ORIGIN[entry.origin]) if entry.origin in ORIGIN else "",
            "why": "" if entry.kind in BACK else entry.why or "",
            "takes_back": entry.why or "" if entry.kind in BACK else "",
            "records": [telling.record(record) for record in entry.records],
            "more": _more(entry), "undo": entry.undoable,
        }
        for entry in entries
    ]  # fmt: skip


def _day(day: date, today: date) -> str:
    if day == today:
        return _("today")
    return formats.weekday(day) if (today - day).days < 300 else formats.day(day)


def _more(entry: AuditEntry) -> str:
    left = entry.count - len(entry.records)
    if left <= 0:
        return ""
    return ngettext("and {count} more record", "and {count} more records", left).format(count=formats.number(left))


class _Telling:
    """Says what was done with a record."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._words = Words(workbench, workbench.settings.lookups())

    def record(self, record: RecordChange) -> Projection:
        name = record.name if record.number is None else f"{record.name} · {record.number}"
        return {
            "entity": record.entity, "label": _(ENTITIES[record.entity]), "id": str(record.id), "name": name[:LONGEST],
            "new": record.version == 1,
            "fields": [told for change in record.differing if (told := self._field(record.entity, change))],
            "lines": self._lines(record),
        }  # fmt: skip

    def _lines(self, record: RecordChange) -> list[str]:
        """Return what became of the lines, where the version changed nothing else than them and their sums."""
        sums = {"gross", "discount", "net", "base_net", "expected_revenue"}
        if record.entity != "opportunity" or record.version == 1 or {each.field for each in record.differing} - sums:
            return []
        changes = self._workbench.opportunities.line_history(record.id).get(record.version, [])
        told = [self._words.line(change) for change in changes]
        return [f"{line['what']}: {line['name']}" for line in told]

    def _field(self, entity: str, change: FieldChange) -> dict[str, str] | None:
        if entity == "opportunity":
            return self._words.change(change) if label_of_deal(change.field) else None
        if entity == "contact":
            before, after = (
                contact_projection.words(self._workbench, change.field, each) for each in (change.before, change.after)
            )
            return {"label": label_of(change.field), "before": before, "after": after}
        if change.field not in ACTED:
            return None
        before, after = (self._acted(change.field, each)[:LONGEST] for each in (change.before, change.after))
        return {"label": _(ACTED[change.field]), "before": before, "after": after}

    def _acted(self, field: str, value: object) -> str:
        if value is None or value == "":
            return "–"
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, UUID):
            return self._called(field, value)
        if isinstance(value, datetime):
            return formats.local_moment(value)
        if isinstance(value, date):
            return formats.day(value)
        named = {"state": STATES, "kind": KINDS, "direction": DIRECTIONS}.get(field, {})
        text = formats.number(value) if isinstance(value, Decimal | int) else str(value)
        return _(named[text]) if text in named else text

    def _called(self, field: str, key: UUID) -> str:
        if field in {"contact_id", "person_id"}:
            return contact_projection.name_of(self._workbench, key) or "–"
        return self._workbench.settings.lookups().names.get(key, "–")
