"""Contacts: changed, undone, put away, listed; what a person may see of their deals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from workbench.app import Workbench, open_workbench
from workbench.domain.people import Reach, Role
from workbench.errors import ChangedMeanwhileError, HasOpenDealsError, InvalidValueError, NotAllowedError, NotFoundError
from workbench.services.contact_list import ContactFilters

TODAY = date(2026, 11, 24)


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY) as opened:
        yield opened
        assert opened.store.check() == []


def as_role(wb: Workbench, monkeypatch: pytest.MonkeyPatch, **changes: object) -> None:
    user = replace(wb.user, **changes)  # type: ignore[arg-type]
    monkeypatch.setattr(type(wb.session), "user", property(lambda _self: user))


def test_every_field_comes_back_as_it_was_written(wb):
    written = wb.contacts.create(
        name="Acme", country="it", other_phones="02 1, 02 2", other_emails="a@x.it", website="acme.example",
        competitors="Globex", campaigns="Spring", notes="two\nlines", mail_consent=True, phone_consent=False,
        latitude="45.1", quality=4,
    )  # fmt: skip
    assert wb.contacts.get(written.id) == written
    assert (written.country, written.latitude, written.mail_consent) == ("IT", Decimal("45.100000"), True)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("kind", "ghost"), ("country", "Italy"), ("quality", 6), ("latitude", "x"), ("lead_since", "1/2/2026"),
     ("mail_consent", "yes"), ("archived", True), ("merged_into", None), ("origin_id", "x"), ("email", "x" * 501)],
)  # fmt: skip
def test_a_value_against_a_rule_is_refused_by_the_name_of_its_field(wb, field, value):
    contact = wb.contacts.create(name="Acme")
    with pytest.raises(InvalidValueError) as refused:
        wb.contacts.update(contact.id, **{field: value})
    assert refused.value.field == field
    assert wb.contacts.get(contact.id) == contact


def test_the_second_of_two_people_is_told_which_fields_differ(wb):
    contact = wb.contacts.create(name="Acme")
    wb.contacts.update(contact.id, city="Milano")
    with pytest.raises(ChangedMeanwhileError) as refused:
        wb.contacts.update(contact.id, seen=1, city="Torino")
    assert refused.value.differing == {"city": (None, "Milano")}


def test_a_change_is_taken_back_field_by_field(wb):
    contact = wb.contacts.create(name="Acme")
    wb.contacts.update(contact.id, city="Milano", sector="Food")
    unit = wb.contacts.history(contact.id)[-1].unit
    wb.contacts.update(contact.id, phone="1")
    restored = wb.contacts.undo(unit)
    assert (restored.city, restored.sector, restored.phone, restored.version) == (None, None, "1", 4)
    with pytest.raises(ChangedMeanwhileError):
        wb.contacts.undo(unit)


def test_a_contact_that_holds_open_deals_is_archived_only_on_purpose(wb):
    contact = wb.contacts.create(name="Acme")
    wb.opportunities.create(title="One", contact=contact.id)
    with pytest.raises(HasOpenDealsError) as refused:
        wb.contacts.archive(contact.id)
    assert refused.value.count == 1
    assert wb.contacts.archive(contact.id, force=True).archived
    assert wb.contact_list.count() == 0
    assert wb.contact_list.count(ContactFilters(archived=True)) == 1
    assert not wb.contacts.archive(contact.id, archived=False).archived


def test_a_contact_never_belongs_to_itself(wb):
    top = wb.contacts.create(name="Top")
    part = wb.contacts.create(name="Part", parent_id=top.id)
    for parent in (top.id, part.id):
        with pytest.raises(InvalidValueError):
            wb.contacts.update(top.id, parent_id=parent)


def test_the_list_is_filtered_sorted_and_paged(wb):
    wb.contacts.create(name="Élan", city="Roma", country="IT", lead_since=TODAY)
    wb.contacts.create(name="Beta", country="RO", customer_since=TODAY, kind="company", email="Info@Beta.ro")
    wb.contacts.create(name="Zoe", kind="person", sector="Food")
    names = lambda **given: [row.name for row in wb.contact_list.rows(ContactFilters(**given))]  # noqa: E731
    assert names() == ["Beta", "Élan", "Zoe"]
    assert names(text="elan") == names(standing="lead") == names(country="IT") == ["Élan"]
    assert names(text="beta.RO") == names(standing="customer") == ["Beta"]
    assert names(standing="other") == names(kind="person") == names(sector="Food") == ["Zoe"]
    assert names(lead_status="new") == ["Élan"]
    rows = wb.contact_list.rows(sort="country", descending=True, offset=1, limit=1)
    assert [row.name for row in rows] == ["Élan"]
    with pytest.raises(InvalidValueError):
        wb.contact_list.rows(sort="id; drop table contact")


def test_figures_and_deals_of_a_contact_are_those_the_person_may_see(wb, monkeypatch):
    contact = wb.contacts.create(name="Acme")
    wb.settings  # noqa: B018 - the user's own settings
    wb.opportunities.create(title="Mine", contact=contact.id, net=Decimal(10))
    assert wb.contact_list.rows()[0].figures.open_net == 10
    as_role(wb, monkeypatch, sees=Reach.OWN, id=contact.id)
    assert wb.contact_list.rows()[0].figures.deals == 0
    assert wb.contact_list.deals(contact.id) == []


def test_a_viewer_changes_nothing(wb, monkeypatch):
    contact = wb.contacts.create(name="Acme")
    as_role(wb, monkeypatch, role=Role.VIEWER)
    for act in (
        lambda: wb.contacts.create(name="X"), lambda: wb.contacts.update(contact.id, city="X"),
        lambda: wb.contacts.archive(contact.id), lambda: wb.leads.capture(name="X"), lambda: wb.leads.work(contact.id),
        lambda: wb.leads.to_deal(contact.id, title="X"),
    ):  # fmt: skip
        with pytest.raises(NotAllowedError):
            act()


def test_an_unknown_contact_is_not_found(wb):
    with pytest.raises(NotFoundError):
        wb.contacts.get(wb.user.id)
