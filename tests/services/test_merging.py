"""Two contacts become one with every link, and are two again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.test_contacts import as_role
from workbench.app import Workbench, open_workbench
from workbench.domain.people import Reach, Role
from workbench.errors import (
    ChangedMeanwhileError,
    InvalidValueError,
    MergeRefusedError,
    NotAllowedError,
    NotFoundError,
)
from workbench.services.demo import load_demo
from workbench.services.merging import LINKS

TODAY = date(2026, 11, 24)
PRESENT = ("contact", "opportunity", "activity", "offer", "sales_order", "invoice", "line")


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY) as opened:
        yield opened
        assert opened.store.check() == []


@pytest.fixture(scope="module")
def company() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY) as opened:
        load_demo(opened.store, opportunities=60, seed=7, as_of=TODAY)
        opened.settings.lookups(fresh=True)
        yield opened


def present(wb: Workbench) -> dict[str, list[tuple[object, ...]]]:
    """Return all present rows without their versions."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for table in PRESENT:
        frame = wb.store.select(f"select * from {table} order by id")
        kept = frame.drop(columns=[name for name in ("version",) if name in frame])
        found[table] = [tuple(str(cell) for cell in row) for row in kept.itertuples(index=False)]
    return found


def test_every_column_that_points_to_a_contact_is_in_the_list(wb):
    frame = wb.sql(
        "select table_name, column_name from information_schema.columns"
        " where table_name not like '%\\_history' escape '\\' and column_name in"
        " ('contact_id', 'person_id', 'parent_id', 'merged_into', 'customer_id', 'lead_id')"
    )
    found = {(str(row.table_name), str(row.column_name)) for row in frame.itertuples()}
    assert found == {(table, column) for table, columns in LINKS.items() for column in columns} | {
        ("contact", "merged_into")
    }


def test_the_preview_proposes_what_is_there_and_what_is_newer(wb):
    keep = wb.contacts.create(name="Acme", phone="1", city="Milano")
    drop = wb.contacts.create(name="ACME srl", phone="2", email="a@x.it", lead_since="2020-01-01")
    wb.contacts.update(keep.id, lead_since="2021-01-01")
    wb.opportunities.create(title="One", contact=drop.id)
    preview = wb.merging.preview(keep.id, drop.id)
    assert {each.field: each.proposed for each in preview.fields} == {
        "name": "keep", "phone": "drop", "email": "drop", "city": "keep", "lead_since": "drop",
    }  # fmt: skip
    assert (dict(preview.moving), preview.possible) == ({"opportunity": 1}, True)


def test_a_merge_keeps_every_link_and_the_old_id_leads_to_the_survivor(wb):
    keep, drop = wb.contacts.create(name="Acme"), wb.contacts.create(name="ACME srl", email="a@x.it")
    person = wb.contacts.create(name="Ada", kind="person", parent_id=drop.id)
    deal = wb.opportunities.create(title="One", contact=drop.id, person_id=person.id, net=Decimal(10)).opportunity
    merged = wb.merging.merge(keep.id, drop.id, choices={"email": "drop"}, why="the same")
    assert dict(merged.moved) == {"contact": 1, "opportunity": 1}
    assert wb.contacts.get(drop.id) == wb.contacts.get(keep.id) == merged.contact
    assert merged.contact.email == "a@x.it"
    after = wb.opportunities.get(deal.id)
    assert (after.contact_id, after.person_id, after.version) == (keep.id, person.id, 2)
    assert [entry.kind for entry in wb.opportunities.history(deal.id)] == ["create", "merge"]
    assert wb.contacts.kept(drop.id).archived
    later = wb.opportunities.create(title="Two", contact=drop.id).opportunity
    assert later.contact_id == keep.id
    assert wb.opportunities.update(deal.id, contact_id=drop.id).opportunity.contact_id == keep.id


def test_undo_restores_both_and_leaves_what_came_later(wb):
    keep, drop = wb.contacts.create(name="Acme"), wb.contacts.create(name="ACME srl", email="a@x.it")
    deal = wb.opportunities.create(title="One", contact=drop.id).opportunity
    merged = wb.merging.merge(keep.id, drop.id)
    later = wb.opportunities.create(title="Later", contact=keep.id).opportunity
    wb.opportunities.update(deal.id, title="One and a half")
    wb.merging.undo(merged.unit)
    assert replace(wb.contacts.get(keep.id), version=1) == keep
    assert replace(wb.contacts.get(drop.id), version=1) == drop
    assert (wb.opportunities.get(deal.id).contact_id, wb.opportunities.get(deal.id).title) == (
        drop.id,
        "One and a half",
    )
    assert wb.opportunities.get(later.id).contact_id == keep.id
    with pytest.raises(MergeRefusedError):
        wb.merging.undo(merged.unit)


def test_undo_is_refused_by_name_where_something_changed_since(wb):
    keep, drop = wb.contacts.create(name="Acme"), wb.contacts.create(name="ACME srl", email="a@x.it")
    other = wb.contacts.create(name="Other")
    deal = wb.opportunities.create(title="Ribbons", contact=drop.id).opportunity
    merged = wb.merging.merge(keep.id, drop.id)
    wb.opportunities.update(deal.id, contact_id=other.id)
    with pytest.raises(MergeRefusedError, match="Ribbons"):
        wb.merging.undo(merged.unit)
    wb.opportunities.update(deal.id, contact_id=keep.id)
    wb.contacts.update(keep.id, email="new@x.it")
    with pytest.raises(MergeRefusedError, match=r"Acme.*email"):
        wb.merging.undo(merged.unit)


def test_merges_in_a_chain_are_undone_from_the_last(wb):
    one, two, three = (wb.contacts.create(name=name) for name in ("One", "Two", "Three"))
    deal = wb.opportunities.create(title="D", contact=one.id).opportunity
    first = wb.merging.merge(two.id, one.id)
    second = wb.merging.merge(three.id, two.id)
    assert wb.contacts.get(one.id).id == three.id
    with pytest.raises(MergeRefusedError, match="Two"):
        wb.merging.undo(first.unit)
    wb.merging.undo(second.unit)
    wb.merging.undo(first.unit)
    assert wb.opportunities.get(deal.id).contact_id == one.id


def test_what_cannot_be_merged_is_refused_and_nothing_changes(wb):
    keep, drop = wb.contacts.create(name="Acme"), wb.contacts.create(name="ACME srl")
    before = present(wb)
    with pytest.raises(MergeRefusedError):
        wb.merging.merge(keep.id, keep.id)
    with pytest.raises(NotFoundError):
        wb.merging.merge(keep.id, wb.user.id)
    with pytest.raises(InvalidValueError):
        wb.merging.merge(keep.id, drop.id, choices={"archived": "drop"})
    with pytest.raises(ChangedMeanwhileError):
        wb.merging.merge(keep.id, drop.id, seen=(1, 7))
    with pytest.raises(MergeRefusedError):
        wb.merging.undo(wb.contacts.history(keep.id)[0].unit)
    assert present(wb) == before


def test_deals_of_somebody_else_are_not_moved(wb, monkeypatch):
    keep, drop = wb.contacts.create(name="Acme"), wb.contacts.create(name="ACME srl")
    wb.opportunities.create(title="One", contact=drop.id)
    unit = wb.merging.merge(wb.contacts.create(name="A").id, wb.contacts.create(name="B").id).unit
    with monkeypatch.context() as patched:
        as_role(wb, patched, role=Role.SALESPERSON, changes=Reach.OWN, id=keep.id, login="bob")
        assert not wb.merging.preview(keep.id, drop.id).possible
        with pytest.raises(MergeRefusedError):
            wb.merging.merge(keep.id, drop.id)
        with pytest.raises(NotAllowedError):
            wb.merging.undo(unit)


def test_a_company_and_its_own_part_become_one_without_belonging_to_itself(wb):
    top = wb.contacts.create(name="Top")
    part = wb.contacts.create(name="Part", parent_id=top.id)
    below = wb.contacts.create(name="Below", parent_id=part.id)
    with pytest.raises(MergeRefusedError):
        wb.merging.merge(below.id, top.id)
    merged = wb.merging.merge(part.id, top.id)
    assert merged.contact.parent_id is None
    assert wb.contacts.get(below.id).parent_id == part.id
    wb.merging.undo(merged.unit)
    assert wb.contacts.get(part.id).parent_id == top.id


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_merge_taken_back_leaves_every_row_as_it_was(company, data):
    keys = [row.id for row in company.contact_list.rows(limit=200)]
    keep, drop = data.draw(st.lists(st.sampled_from(keys), min_size=2, max_size=2, unique=True))
    offered = [each.field for each in company.merging.preview(keep, drop).fields]
    choices = data.draw(
        st.fixed_dictionaries({}, optional={name: st.sampled_from(["keep", "drop"]) for name in offered})
    )
    before = present(company)
    try:
        merged = company.merging.merge(keep, drop, choices=choices)
    except MergeRefusedError:
        assert present(company) == before
        return
    pointing = "select count(*) as n from {0} where contact_id = '{1}' or person_id = '{1}'"
    for table in ("opportunity", "activity", "offer", "sales_order", "invoice"):
        assert company.store.select(pointing.format(table, drop))["n"].tolist() == [0]
    company.merging.undo(merged.unit)
    assert present(company) == before


def test_the_store_is_in_order_after_all_merges(company):
    keys = [row.id for row in company.contact_list.rows(limit=4)]
    company.merging.merge(keys[0], keys[1])
    company.merging.merge(keys[2], keys[0])
    assert company.store.check() == []
