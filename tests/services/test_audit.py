"""What was done with all records: told to whom it may be told, taken back by who did it, exported change by change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pandas as pd
import pytest

from workbench.app import Workbench, _assemble, open_workbench
from workbench.domain.people import Reach, Role
from workbench.errors import InvalidValueError, NotAllowedError, NotFoundError
from workbench.services.audit import AuditFilters
from workbench.services.bulk import Change, Chosen
from workbench.services.settings import Settings

TODAY = date(2026, 11, 24)


class Clock:
    """A clock that goes on a minute with each look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 8)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=Clock()) as opened:
        yield opened


def person(wb: Workbench, login: str, sees: Reach) -> Workbench:
    wb.people.add(login=login, name=login.title(), role=Role.SALESPERSON, sees=sees, changes=sees)
    return _assemble(replace(wb.session, settings=Settings(wb.store), login=login))


def test_everything_is_told_latest_first_with_what_changed(wb: Workbench) -> None:
    contact = wb.contacts.create(name="Verdi")
    deal = wb.opportunities.create(title="Labels", contact=contact.id, net=Decimal(10)).opportunity
    wb.opportunities.update(deal.id, title="Ribbons", why="they said so")
    wb.activities.plan(type="call", subject="Call Verdi", opportunity=deal.id)
    entries = wb.audit.entries()
    assert [(entry.kind, entry.records[0].entity, entry.records[0].name) for entry in entries[:4]] == [
        ("plan", "activity", "Call Verdi"), ("update", "opportunity", "Ribbons"), ("create", "opportunity", "Labels"),
        ("create", "contact", "Verdi"),
    ]  # fmt: skip
    changed = entries[1]
    assert (changed.why, changed.user_login, changed.origin) == ("they said so", "ana", "notebook")
    assert [(each.field, each.before, each.after) for each in changed.records[0].differing] == [
        ("title", "Labels", "Ribbons")
    ]


def test_pages_follow_each_other_without_gap_or_repetition(wb: Workbench) -> None:
    for number in range(23):
        wb.opportunities.create(title=f"Deal {number}")
    units: list[UUID] = []
    after = None
    while page := wb.audit.entries(after=after, limit=5):
        units += [entry.unit for entry in page]
        after = (page[-1].recorded_at, page[-1].unit)
    assert len(units) == len(set(units)) == 23


def test_conditions_narrow_what_is_told(wb: Workbench) -> None:
    bea = person(wb, "bea", Reach.ALL)
    one = wb.opportunities.create(title="Labels").opportunity
    wb.contacts.create(name="Verdi")
    bea.opportunities.update(one.id, notes="blue ones")
    assert {entry.user_login for entry in wb.audit.entries(AuditFilters(login="bea"))} == {"bea"}
    assert {record.entity for entry in wb.audit.entries(AuditFilters(entity="contact")) for record in entry.records} == {"contact"}  # fmt: skip
    assert len(wb.audit.entries(AuditFilters(record=one.id))) == 2
    assert len(wb.audit.entries(AuditFilters(text="blue"))) == 2
    assert wb.audit.entries(AuditFilters(until=date(2026, 11, 20))) == []
    assert len(wb.audit.entries(AuditFilters(since=TODAY))) == 3
    with pytest.raises(InvalidValueError):
        wb.audit.entries(AuditFilters(entity="user_account"))


def test_a_salesperson_is_told_of_own_deals_and_of_contacts_only(wb: Workbench, tmp_path: Path) -> None:
    bea = person(wb, "bea", Reach.OWN)
    secret = wb.opportunities.create(title="SECRET deal", notes="SECRET").opportunity
    wb.activities.plan(type="call", subject="SECRET call", opportunity=secret.id)
    wb.interactions.log(kind="note", subject="SECRET note", opportunity=secret.id)
    own = bea.opportunities.create(title="Own").opportunity
    wb.bulk.change(Change(fields={"campaign": "SECRET"}), Chosen(ids=(secret.id, own.id)))
    entries = bea.audit.entries()
    told = [record for entry in entries for record in entry.records]
    assert {record.name for record in told} == {"Own"}
    assert [entry.count for entry in entries] == [1, 1]
    assert not entries[0].undoable
    bea_export = pd.read_csv(_exported(bea, tmp_path / "bea.csv"))
    assert set(bea_export["name"]) == {"Own"}
    whole = pd.read_csv(_exported(wb, tmp_path / "all.csv"))
    assert {"SECRET deal", "SECRET call", "SECRET note"} <= set(whole["name"])
    with pytest.raises(NotAllowedError):
        bea.audit.undo(entries[0].unit)


def _exported(wb: Workbench, path: Path) -> Path:
    wb.exports.write("audit", path)
    return path


def test_each_kind_of_change_is_taken_back_and_that_is_told_too(wb: Workbench) -> None:
    contact = wb.contacts.create(name="Verdi")
    other = wb.contacts.create(name="Verdi 2")
    deals = [wb.opportunities.create(title=f"Deal {number}", contact=other.id).opportunity.id for number in range(3)]
    before = [wb.opportunities.get(key) for key in deals]
    wb.contacts.update(contact.id, city="Milano")
    wb.audit.undo(wb.audit.entries()[0].unit)
    assert wb.contacts.get(contact.id).city is None
    wb.bulk.change(Change(fields={"campaign": "Spring"}), Chosen(ids=tuple(deals)))
    assert wb.audit.undo(wb.audit.entries()[0].unit).restored == 3
    merged = wb.merging.merge(contact.id, other.id)
    wb.audit.undo(merged.unit)
    planned = wb.activities.plan(type="call", subject="Call", opportunity=deals[0])
    wb.audit.undo(planned.unit)
    assert wb.activities.get(planned.activity.id).archived
    after = [wb.opportunities.get(key) for key in deals]
    assert [replace(deal, version=1) for deal in after] == [replace(deal, version=1) for deal in before]
    kinds = [entry.kind for entry in wb.audit.entries(limit=8)]
    assert kinds == ["undo", "plan", "unmerge", "merge", "undo", "change many", "undo", "update"]
    with pytest.raises(NotFoundError):
        wb.audit.undo(UUID(int=7))


def test_the_export_has_every_change_of_every_field_and_no_formulas(wb: Workbench, tmp_path: Path) -> None:
    deal = wb.opportunities.create(title="Labels", net=Decimal("10.50")).opportunity
    wb.opportunities.update(deal.id, title="=1+1", net=Decimal("12.00"))
    frame = pd.read_csv(_exported(wb, tmp_path / "audit.csv"), dtype=str, keep_default_na=False)
    second = frame[(frame["version"] == "2")]
    assert {tuple(row) for row in second[["field", "old_value", "new_value"]].to_numpy()} == {
        ("title", "Labels", "'=1+1"), ("gross", "10.50", "12.00"), ("net", "10.50", "12.00"),
    }  # fmt: skip
    assert set(second["who"]) == {"ana"}
    first = frame[frame["version"] == "1"].set_index("field")["new_value"]
    assert first["title"] == "Labels"
