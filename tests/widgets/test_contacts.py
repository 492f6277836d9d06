"""What the view of contacts answers, whatever the page sends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.test_contacts import as_role
from tests.talking import hears, says
from workbench.app import Workbench, open_workbench
from workbench.domain.people import Role
from workbench.errors import InvalidValueError
from workbench.widgets import Workbench as Page
from workbench.widgets.contact_form import KINDS, read_values
from workbench.widgets.contacts import Contacts

TODAY = date(2026, 11, 24)
HOSTILE = '<img src=x onerror="window.__pwned=1">'
BLANK = {"text": "", "archived": False}


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=lambda: datetime(2026, 11, 24, 10)) as opened:
        yield opened


@pytest.fixture
def view(wb):
    return Contacts(wb)


def which(contact):
    return {"contact": str(contact.id), "seen": contact.version}


def test_the_page_has_the_view_and_no_filters_of_deals_above_it(wb):
    page = Page(wb, query="view=contacts")
    assert isinstance(page.shown, Contacts)
    assert page.filter_bar.layout.display == "none"
    page.go("opportunities")
    assert page.filter_bar.layout.display is None
    page.close()


def test_a_contact_is_entered_changed_and_taken_back(wb, view):
    assert says(view, "create", values={"name": "Acme", "kind": "company", "quality": "4"})["kind"] == "saved"
    contact = wb.contacts.get(wb.contact_list.rows()[0].id)
    assert says(view, "save", **which(contact), changes={"city": "Milano", "mail_consent": "yes"})["kind"] == "saved"
    after = wb.contacts.get(contact.id)
    assert (after.quality, after.city, after.mail_consent) == (4, "Milano", True)
    assert says(view, "undo", **which(after), unit=view.contact["undo"])["kind"] == "saved"
    assert wb.contacts.get(contact.id).city is None
    assert view.head["rows"][0]["place"] == ""


def test_a_contact_changed_meanwhile_is_shown_and_not_overwritten(wb, view):
    contact = wb.contacts.create(name="Acme")
    wb.contacts.update(contact.id, city="Theirs")
    reply = says(view, "save", **which(contact), changes={"city": "Mine"})
    assert (reply["kind"], reply["contact"]["values"]["city"]) == ("changed", "Theirs")
    assert wb.contacts.get(contact.id).city == "Theirs"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("country", "Italy"), ("quality", "9"), ("kind", "x"), ("lead_since", "31/02/2026"),
     ("latitude", "north"), ("parent_id", "x"), ("mail_consent", "true"), ("agent_id", "2287c1a2-27e2-4026-ac96-8afa130de312")],
)  # fmt: skip
def test_a_bad_value_is_refused_beside_its_field(wb, view, field, value):
    contact = wb.contacts.create(name="Acme")
    reply = says(view, "save", **which(contact), changes={field: value})
    assert (reply["kind"], reply["field"]) == ("refuse", field)
    assert wb.contacts.get(contact.id) == contact


def test_what_looks_alike_is_told_before_it_is_saved(wb, view):
    wb.contacts.create(name="Acme S.r.l.")
    reply = says(view, "alike", values={"name": "ACME spa", "vat_number": None})
    assert [each["name"] for each in reply["found"]] == ["Acme S.r.l."]
    assert wb.contact_list.count() == 1


def test_a_lead_is_worked_and_converted_in_the_drawer(wb):
    made = []
    view = Contacts(wb, on_deal_made=made.append)
    lead = wb.leads.capture(name="", company="Acme", country="IT")
    assert says(view, "mark", **which(lead), to="disqualified", reason="")["field"] == "reason"
    assert says(view, "mark", **which(lead), to="working")["kind"] == "saved"
    assert says(view, "to_deal", contact=str(lead.id), seen=2, title="", net="")["field"] == "title"
    assert says(view, "to_deal", contact=str(lead.id), seen=2, title="Labels", net="10")["opportunity"] == str(made[0])
    assert (
        says(view, "to_customer", contact=str(lead.id), seen=3, country="IT", vat_number="1")["field"] == "vat_number"
    )
    reply = says(view, "to_customer", contact=str(lead.id), seen=3, country="IT", vat_number="00743110157")
    assert reply["kind"] == "saved"
    assert view.contact["is_customer"]


def test_an_archive_that_would_hide_open_deals_asks_first(wb, view):
    contact = wb.contacts.create(name="Acme")
    wb.opportunities.create(title="One", contact=contact.id)
    assert says(view, "archive", **which(contact), archived=True, force=False)["kind"] == "force"
    assert says(view, "archive", **which(contact), archived=True, force=True)["kind"] == "saved"


def test_two_contacts_are_merged_side_by_side_and_are_two_again(wb, view):
    keep, drop = wb.contacts.create(name="Acme", city="Roma"), wb.contacts.create(name="ACME srl", city="Milano")
    preview = says(view, "preview", keep=str(keep.id), drop=str(drop.id))["preview"]
    assert [field["key"] for field in preview["fields"]] == ["name", "city"]
    [pair] = says(view, "scan")["pairs"]
    assert {pair["one_name"], pair["other_name"]} == {"Acme", "ACME srl"}
    ids = {"keep": str(keep.id), "drop": str(drop.id), "keep_seen": 1, "drop_seen": 1}
    reply = says(view, "merge", **ids, choices={"city": "keep", "name": "drop"}, why="same")
    assert (view.contact["title"], view.contact["values"]["city"]) == ("ACME srl", "Roma")
    assert says(view, "merge", **ids, choices={}, why="")["kind"] == "refuse"
    assert says(view, "unmerge", unit=reply["unit"])["kind"] == "saved"
    assert {row["name"] for row in view.head["rows"]} == {"Acme", "ACME srl"}


def test_the_list_is_filtered_and_sorted_by_what_the_page_asks(wb, view):
    wb.contacts.create(name="Alfa", country="IT", lead_since=TODAY)
    wb.contacts.create(name="Beta", customer_since=TODAY)
    says(view, "filter", **{**BLANK, "standing": "lead"})
    assert [row["name"] for row in view.head["rows"]] == ["Alfa"]
    says(view, "filter", **BLANK, contact_kind="person")
    assert view.head["total"] == 0
    says(view, "filter", **BLANK)
    says(view, "sort", by="name", descending=True)
    assert [row["name"] for row in view.head["rows"]] == ["Beta", "Alfa"]
    assert says(view, "sort", by="id; drop", descending=True)["kind"] == "refuse"
    assert says(view, "filter", **{**BLANK, "standing": "ghost"})["kind"] == "refuse"
    assert says(view, "rows", offset=0, limit=10_000)["kind"] == "refuse"


def test_a_viewer_is_refused_and_sees_no_buttons(wb, monkeypatch):
    contact = wb.contacts.create(name="Acme")
    as_role(wb, monkeypatch, role=Role.VIEWER)
    view = Contacts(wb)
    view.show_contact(contact.id)
    assert not view.may_create
    assert view.contact["read_only"]
    for kind, fields in [
        ("new", {"lead": False}), ("create", {"values": {"name": "X", "kind": "company"}}),
        ("save", {**which(contact), "changes": {"city": "X"}}), ("mark", {**which(contact), "to": "working"}),
        ("archive", {**which(contact), "archived": True, "force": True}),
    ]:  # fmt: skip
        assert says(view, kind, **fields)["kind"] == "refuse"
    assert wb.contacts.get(contact.id) == contact


def test_hostile_text_is_kept_as_text(view):
    assert says(view, "create", values={"name": HOSTILE, "kind": "company", "notes": HOSTILE})["kind"] == "saved"
    assert view.contact["title"] == view.contact["values"]["notes"] == HOSTILE
    assert says(view, "find", text=HOSTILE)["hits"][0]["name"] == HOSTILE


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from([*KINDS, "archived", "id"]),
        st.one_of(st.none(), st.text(max_size=20), st.integers(), st.booleans()),
    )
)
def test_any_values_are_read_or_refused_by_field(values):
    refused: list[str] = []
    try:
        read_values(values)
    except InvalidValueError as error:
        refused.append(error.field)
    assert set(refused) <= {"form", *KINDS}


@pytest.mark.parametrize(
    "kind",
    ["rows", "filter", "sort", "open", "save", "merge", "preview", "unmerge", "to_deal", "mark", "alike", "x", ""],
)
def test_a_message_without_its_fields_is_refused(view, kind):
    for extra in (
        {},
        {"contact": "x", "seen": -1},
        {"contact": "2287c1a2-27e2-4026-ac96-8afa130de312", "seen": 1, "changes": [], "values": 3},
    ):
        assert hears(view, {"kind": kind, "request": "r1", **extra})["kind"] == "refuse"
