"""A contact as its drawer shows it, and contacts as the list shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from workbench.domain.contact import Contact, LeadStatus
from workbench.domain.people import RIGHTS, Right, Role
from workbench.errors import NotFoundError
from workbench.i18n import N_, _, formats
from workbench.services.contact_list import ContactRow, HeldActivity, HeldDeal
from workbench.services.duplicates import Candidate
from workbench.services.history import FieldChange, HistoryEntry
from workbench.services.merging import Preview
from workbench.widgets.contact_form import label_of, new_values, plain_values

if TYPE_CHECKING:
    from workbench.app import Workbench

Projection = dict[str, object]
STATUS = {
    LeadStatus.NEW: N_("New"), LeadStatus.WORKING: N_("Working"), LeadStatus.QUALIFIED: N_("Qualified"),
    LeadStatus.DISQUALIFIED: N_("Disqualified"),
}  # fmt: skip
DEAL_STATUS = {"open": N_("Open"), "won": N_("Won"), "lost": N_("Lost")}
ACTIVITY_STATE = {"planned": N_("Planned"), "done": N_("Done"), "cancelled": N_("Cancelled")}
WHAT = {
    "create": N_("created"), "update": N_("changed"), "archive": N_("archived or restored"), "import": N_("imported"),
    "undo": N_("took a change back"), "qualify": N_("judged the lead"), "convert": N_("converted the lead"),
    "merge": N_("merged"), "unmerge": N_("took a merge back"), "demo": N_("generated"),
}  # fmt: skip
MOVING = {
    "contact": N_("People and parts: {count}"), "opportunity": N_("Deals: {count}"),
    "activity": N_("Activities: {count}"), "interaction": N_("Interactions: {count}"), "offer": N_("Offers: {count}"), "sales_order": N_("Orders: {count}"),
    "invoice": N_("Invoices: {count}"),
}  # fmt: skip
SHOWN = 30
LONGEST = 120
NOT_ALONE = frozenset({"merge", "unmerge", "import", "demo"})


def contact_projection(workbench: Workbench, contact: Contact) -> Projection:
    """Return everything that the drawer shows of a contact."""
    entries = workbench.contacts.history(contact.id)
    rights = RIGHTS[workbench.user.role]
    merged = contact.merged_into is not None
    return {
        "id": str(contact.id), "version": contact.version, "title": contact.name, "badges": badges(contact),
        "archived": contact.archived, "merged": merged, "is_lead": contact.is_lead,
        "is_customer": contact.customer_since is not None, "lead_status": contact.lead_status or "",
        "lead_reason": contact.lead_reason or "",
        "read_only": "" if Right.CHANGE in rights and not merged else _read_only(merged=merged),
        "may_create": Right.CREATE in rights, "may_override": workbench.user.role is Role.ADMINISTRATOR,
        "values": plain_values(contact), "parent_name": name_of(workbench, contact.parent_id),
        "people": [
            {"id": str(each.id), "name": each.name, "kind": each.kind,
             "facts": " · ".join(filter(None, (each.email, each.phone, each.city)))}
            for each in workbench.contact_list.people(contact.id)
        ],
        "deals": [_deal(each, workbench) for each in workbench.contact_list.deals(contact.id)],
        "activities": [_activity(each) for each in workbench.contact_list.activities(contact.id)],
        "duplicates": [] if contact.archived else [candidate(each) for each in workbench.duplicates.of_contact(contact)],
        "history": history(workbench, entries), "undo": _undoable(workbench, entries),
        "unmerge": _unmergeable(workbench, entries),
    }  # fmt: skip


def new_projection(workbench: Workbench, *, lead: bool) -> Projection:
    """Return an empty form for a new contact or lead."""
    since = workbench.today.isoformat() if lead else None
    return {
        "id": None, "version": 0, "title": _("New lead") if lead else _("New contact"), "badges": [], "archived": False,
        "merged": False, "is_lead": lead, "is_customer": False, "lead_status": "", "lead_reason": "", "read_only": "",
        "may_create": True, "may_override": False, "values": new_values(since), "parent_name": "", "people": [],
        "deals": [], "activities": [], "duplicates": [], "history": [], "undo": None, "unmerge": None,
    }  # fmt: skip


def row(each: ContactRow, names: dict[UUID, str], currency: str) -> Projection:
    """Return a contact as the list shows it."""
    figures = each.figures
    status = LeadStatus(each.lead_status or "new") if each.lead_since and not each.customer_since else None
    return {
        "id": str(each.id), "name": each.name, "kind": each.kind, "parent": each.parent or "",
        "place": ", ".join(filter(None, (each.city, each.region, each.country))), "sector": each.sector or "",
        "agent": names.get(each.agent_id, "") if each.agent_id else "", "reach": each.email or each.phone or "",
        "standing": "customer" if each.customer_since else "lead" if each.lead_since else "other",
        "standing_label": standing_label(status, customer=each.customer_since is not None),
        "lead_status": status.value if status else "", "merged": each.merged_into is not None,
        "deals": formats.number(figures.deals) if figures.deals else "",
        "open_deals": figures.open_deals,
        "open_net": formats.money(figures.open_net, currency) if figures.open_deals else "",
    }  # fmt: skip


def standing_label(status: LeadStatus | None, *, customer: bool) -> str:
    """Say in words whether a contact is a customer or how far the lead is; empty for others."""
    if customer:
        return _("Customer")
    return _("Lead · {status}").format(status=_(STATUS[status])) if status else ""


def badges(contact: Contact) -> list[dict[str, str]]:
    """Return what a contact is, in words, each with its tone."""
    found: list[dict[str, str]] = []
    label = standing_label(contact.status, customer=contact.customer_since is not None)
    if label:
        found.append({"text": label, "tone": "won" if contact.customer_since else "lead"})
    if contact.archived:
        found.append({"text": _("Merged") if contact.merged_into else _("Archived"), "tone": "lost"})
    return found


def candidate(each: Candidate) -> Projection:
    """Return a contact that may be the same."""
    return {
        "id": str(each.id), "name": each.name, "place": ", ".join(filter(None, (each.city, each.country))),
        "likely": each.likely, "reasons": ", ".join(each.reasons), "score": each.score,
    }  # fmt: skip


def preview_projection(preview: Preview, workbench: Workbench) -> Projection:
    """Return two contacts side by side."""
    return {
        "keep": {"id": str(preview.keep.id), "name": preview.keep.name, "version": preview.keep.version},
        "drop": {"id": str(preview.drop.id), "name": preview.drop.name, "version": preview.drop.version},
        "fields": [
            {"key": each.field, "label": _("Place on the map") if each.field == "latitude" else label_of(each.field), "keep": words(workbench, each.field, each.keep),
             "drop": words(workbench, each.field, each.drop), "proposed": each.proposed}
            for each in preview.fields
        ],
        "moving": [_(MOVING[entity]).format(count=formats.number(count)) for entity, count in sorted(preview.moving.items())],
        "possible": preview.possible,
    }  # fmt: skip


def history(workbench: Workbench, entries: Sequence[HistoryEntry]) -> list[Projection]:
    """Return the last changes, newest first, in the reader's words."""
    people = {user.login: user.name for user in workbench.settings.lookups().users}
    return [
        {
            "unit": str(entry.unit), "when": formats.local_moment(entry.recorded_at),
            "who": people.get(entry.user_login, entry.user_login), "what": _(WHAT.get(entry.kind, WHAT["update"])),
            "why": "" if entry.kind in {"undo", "unmerge"} else entry.why or "",
            "fields": [_change(workbench, change) for change in entry.differing],
        }
        for entry in reversed(entries[-SHOWN:])
    ]  # fmt: skip


def name_of(workbench: Workbench, key: UUID | None) -> str:
    """Return the name of a contact; empty where there is none."""
    if key is None:
        return ""
    try:
        return workbench.contacts.kept(key).name
    except NotFoundError:
        return ""


def words(workbench: Workbench, field: str, value: object) -> str:
    """Return a value of a contact's field in words."""
    if value is None or value == "":
        return "–"
    if isinstance(value, UUID):
        return _named(workbench, field, value)
    if field == "lead_status" and value in set(LeadStatus):
        return _(STATUS[LeadStatus(str(value))])
    if field == "kind":
        return _("Company") if value == "company" else _("Person")
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return f"{value:f}"
    return formats.day(value) if isinstance(value, date) and not isinstance(value, datetime) else str(value)[:LONGEST]


def _named(workbench: Workbench, field: str, key: UUID) -> str:
    if field in {"parent_id", "merged_into"}:
        return name_of(workbench, key) or "–"
    lookups = workbench.settings.lookups()
    return next((each.name for each in (*lookups.users, *lookups.origins) if each.id == key), "–")


def _change(workbench: Workbench, change: FieldChange) -> dict[str, str]:
    before, after = (words(workbench, change.field, value) for value in (change.before, change.after))
    return {"label": label_of(change.field), "before": before, "after": after}


def _deal(each: HeldDeal, workbench: Workbench) -> Projection:
    lookups = workbench.settings.lookups()
    owner = next((user.name for user in lookups.users if user.id == each.owner_id), "")
    day = each.closed_date or each.expected_close_date
    return {
        "id": str(each.id), "title": each.title, "status": each.status, "status_label": _(DEAL_STATUS[each.status]),
        "number": str(each.number), "net": formats.money(each.net, each.currency),
        "facts": " · ".join(filter(None, (lookups.stage(each.stage_id).name, owner, formats.day(day) if day else ""))),
    }  # fmt: skip


def _activity(each: HeldActivity) -> Projection:
    day = formats.local_moment(each.done_at) if each.done_at else formats.day(each.due_date) if each.due_date else ""
    state = _(ACTIVITY_STATE[each.state]) if each.state in ACTIVITY_STATE else each.state
    return {
        "id": str(each.id), "subject": each.subject, "deal": each.deal or "", "deal_id": str(each.deal_id or ""),
        "facts": " · ".join(filter(None, (each.type, state, day, each.assignee))),
    }  # fmt: skip


def _undoable(workbench: Workbench, entries: Sequence[HistoryEntry]) -> str | None:
    last = entries[-1]
    own = last.user_login == workbench.user.login or workbench.user.role is Role.ADMINISTRATOR
    return str(last.unit) if own and last.version > 1 and last.kind not in NOT_ALONE else None


def _unmergeable(workbench: Workbench, entries: Sequence[HistoryEntry]) -> str | None:
    """Return the last merge of the contact, where it was not taken back and this user may do so."""
    gone = {entry.why for entry in entries if entry.kind == "unmerge"}
    for entry in reversed(entries):
        own = entry.user_login == workbench.user.login or workbench.user.role is Role.ADMINISTRATOR
        if entry.kind == "merge" and str(entry.unit) not in gone and own:
            return str(entry.unit)
    return None


def _read_only(*, merged: bool) -> str:
    if merged:
        return _("This contact was merged into another one.")
    return _("You may look at this contact but not change it.")
