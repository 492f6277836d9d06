"""What the test of the scope asks: every read model, as somebody who sees own deals only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pandas as pd

from workbench.app import Workbench
from workbench.domain.filters import Filters
from workbench.services.audit import AuditFilters
from workbench.services.bulk import Change, Chosen
from workbench.services.contact_list import ContactFilters
from workbench.services.grouping import GROUPS
from workbench.services.ordering import Order

TODAY = date(2026, 11, 24)
READS_NO_DEALS: Mapping[str, str] = {
    "activities.suggestion": "computes from the types of activities",
    "activities.types": "settings", "activities.understood": "reads one line of text; deals by number only in scope, see test_activity_rights",
    "contacts.get": "contacts are shared by all", "contacts.kept": "contacts are shared by all",
    "contacts.search": "contacts are shared by all", "contacts.history": "contacts are shared by all",
    "contacts.draft": "writes nothing, reads no deal", "contacts.changed_meanwhile": "makes an error of a contact",
    "contact_list.count": "contacts are shared by all", "contact_list.choices": "contacts are shared by all",
    "contact_list.people": "contacts are shared by all", "leads.same_vat": "contacts are shared by all",
    "duplicates.of_contact": "contacts are shared by all", "duplicates.scan": "contacts are shared by all",
    "redaction.preview": "administrators only", "settings.changes": "a count of changes of settings",
    "settings.lookups": "settings", "settings.rate": "settings", "configuration.rows": "administrators only",
    "configuration.history": "administrators only", "configuration.used": "administrators only", "configuration.everything": "rows of settings, no deals",
    "transfer.preview": "administrators only", "transfer.text": "administrators only",
    "imports.read": "reads a file", "jobs.get": "a job is its owner's, see test_jobs", "jobs.list": "jobs are their owner's",
    "jobs.log": "jobs are their owner's", "jobs.running": "inside a job", "jobs.follow": "jobs are their owner's",
    "changes.mark": "a mark of the change feed", "changes.since": "ids and versions only: what they name is read in scope",
    "reports.available": "names of reports", "channels.list": "administrators only", "channels.one": "administrators only",
    "outbox.list": "administrators only", "outbox.dead": "administrators only", "outbox.waiting": "administrators only",
    "schedules.get": "schedules", "schedules.list": "schedules", "schedules.history": "runs of schedules",
    "views.get": "saved looks, no deals", "views.list": "saved looks, no deals", "views.default": "saved looks, no deals",
    "deal_merging.is_merge": "a yes or no about a unit of work",
    "deal_merging.into": "the key of a deal that is read in scope afterwards",
    "reports.render": "runs a notebook with these services, see test_reports",
}  # fmt: skip
WRITES = frozenset(
    [
        "archive",
        "cancel",
        "close",
        "create",
        "create_many",
        "move",
        "set_probability",
        "undo",
        "update",
        "done",
        "plan",
        "quick",
        "reassign",
        "reopen",
        "reschedule",
        "log",
        "change",
        "make_default",
        "remove",
        "rename",
        "save",
        "share",
        "capture",
        "capture_file",
        "disqualify",
        "qualify",
        "to_customer",
        "to_deal",
        "work",
        "merge",
        "redact",
        "add",
        "allow",
        "retire",
        "take_over",
        "change_role",
        "again",
        "start",
        "pause",
        "resume",
        "test",
        "deliver",
        "deliver_all",
        "forget",
        "retry",
        "run",
        "run_due",
        "write_row",
        "write_way",
    ]
)


def questions(wb: Workbench, others: Sequence[UUID], own: Sequence[UUID], folder: Path) -> dict[str, list[Callable[[], Any]]]:  # fmt: skip
    """Return what is asked of each read method; what raises counts as no answer.

    Args:
        wb: of the person with the narrow scope.
        others: keys of deals that lie outside it.
        own: keys of deals within it.
        folder: where exports are written.
    """
    flow = wb.settings.lookups().workflows[0].code
    filters = [
        Filters(), Filters(text="secret"), Filters(archived=True), Filters(known_on=TODAY), Filters(was_on=TODAY),
        Filters(was_on=date(2026, 11, 12)), Filters(title="SECRET", known_on=date(2026, 11, 20)),
    ]  # fmt: skip
    column = wb.boards.progress().columns[1].key
    contacts = [row.id for row in wb.contact_list.rows(ContactFilters())]
    keys = [*others, *own]

    def each(ask: Callable[[Any], Any], given: Sequence[Any]) -> list[Callable[[], Any]]:
        return [lambda one=one: ask(one) for one in given]

    return {
        "opportunities.get": [*each(wb.opportunities.get, keys), *each(lambda key: wb.opportunities.get(key, was_on=TODAY), others)],
        "opportunities.find": each(wb.opportunities.find, filters),
        "opportunities.history": each(wb.opportunities.history, keys),
        "opportunities.line_history": each(wb.opportunities.line_history, keys),
        "listing.totals": each(wb.listing.totals, filters), "listing.page": each(wb.listing.page, filters),
        "listing.rows": each(wb.listing.rows, filters), "listing.part": each(lambda one: wb.listing.part(one, Order()), filters),
        "listing.keys": each(lambda one: wb.listing.keys(one, Order()), filters),
        "listing.some": [lambda: wb.listing.some(keys)],
        "listing.groups": [lambda by=by, one=one: wb.listing.groups(by, one) for by in GROUPS for one in filters],
        "listing.around": each(wb.listing.around, keys),
        "boards.progress": each(wb.boards.progress, filters), "boards.stages": each(lambda one: wb.boards.stages(flow, one), filters),
        "boards.headers": each(lambda one: wb.boards.headers("stages", one, workflow=flow), filters),
        "boards.more": each(lambda one: wb.boards.more("progress", column, one, offset=0), filters),
        "boards.cards": each(lambda one: wb.boards.cards(keys, one), filters), "boards.card": each(wb.boards.card, keys),
        "boards.around": each(lambda key: wb.boards.around("progress", key), keys),
        "boards.busiest_workflow": each(wb.boards.busiest_workflow, filters),
        "home.summary": each(wb.home.summary, filters),
        "pivots.by_month": [lambda by=by, one=one: wb.pivots.by_month(one, by=by) for by in ("stage", "owner") for one in filters],
        "stage_times.of_workflow": each(lambda one: wb.stage_times.of_workflow(flow, one), filters),
        "stage_times.of_deal": each(wb.stage_times.of_deal, keys),
        "contact_list.rows": [lambda: wb.contact_list.rows(ContactFilters())],
        "contact_list.figures": [lambda: wb.contact_list.figures(contacts)],
        "contact_list.deals": each(wb.contact_list.deals, contacts),
        "contact_list.activities": each(wb.contact_list.activities, contacts),
        "duplicates.of_deal": each(lambda key: wb.duplicates.of_deal(wb.opportunities.get(key)), keys),
        "duplicates.of_new_deal": each(lambda key: wb.duplicates.of_new_deal("SECRET deal", key, currency="EUR"), contacts),
        "merging.preview": [lambda: [(each.field, each.keep, each.drop) for each in wb.merging.preview(*contacts[:2]).fields]],
        "deal_merging.preview": each(lambda key: wb.deal_merging.preview(own[0], key), others),
        "activities.get": [lambda: [row for part in wb.activities.mine().parts for row in part.rows]],
        "activities.mine": [lambda: wb.activities.mine(horizon="all")],
        "activities.of_deal": each(wb.activities.of_deal, keys), "activities.of_contact": each(wb.activities.of_contact, contacts),
        "activities.outlook": [lambda: wb.activities.outlook(keys)],
        "activities.history": [],
        "interactions.get": [], "interactions.history": [],
        "interactions.timeline": [
            *each(lambda key: wb.interactions.timeline(opportunity=key), keys),
            *each(lambda key: wb.interactions.timeline(contact=key), contacts),
        ],
        "bulk.choose": each(lambda one: wb.bulk.choose(Chosen(filters=one)), filters),
        "bulk.preview": [lambda: wb.bulk.preview(Change(fields={"campaign": "x"}), Chosen(filters=Filters()))],
        "audit.entries": [
            lambda: wb.audit.entries(limit=200), lambda: wb.audit.entries(AuditFilters(text="secret")),
            *each(lambda key: wb.audit.entries(AuditFilters(record=key)), others),
        ],
        "exports.write": [
            lambda what=what, one=one, place=place: exported(wb, what, one, folder / f"{what.replace(':', '-')}-{place}.csv")
            for what in ("opportunity", "line", "contact", "history", "audit", "activity", "interaction", "list", "board:progress", f"board:stages:{flow}")
            for place, one in enumerate(filters)
        ],
    }  # fmt: skip


def exported(wb: Workbench, what: str, filters: Filters, path: Path) -> str:
    wb.exports.write(what, path, filters)
    return path.read_text(encoding="utf-8-sig")


def told(value: object, depth: int = 0) -> str:
    """Return everything that an answer says, as text."""
    if depth > 12:
        return ""
    if isinstance(value, pd.DataFrame):
        return value.to_csv()
    if is_dataclass(value) and not isinstance(value, type):
        return " ".join(told(getattr(value, field.name), depth + 1) for field in fields(value))
    if isinstance(value, Mapping):
        return " ".join(f"{told(key, depth + 1)} {told(one, depth + 1)}" for key, one in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return " ".join(told(one, depth + 1) for one in value)
    return str(value)
