"""Leads: captured by form and file, qualified, converted with checks and with their history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.services.test_contacts import as_role
from workbench.app import Workbench, open_workbench
from workbench.domain.people import Role
from workbench.domain.vat import checked, normalised
from workbench.errors import ChangedMeanwhileError, ImportRefusedError, InvalidValueError, NotAllowedError

TODAY = date(2026, 11, 24)
VALID = [
    ("IT", "00743110157"), ("IT", "IT 00743110157"), ("RO", "18547290"), ("RO", "RO18547290"), ("DE", "DE 136,695 976"),
    ("FR", "FR40303265045"), ("FR", "40 303 265 045"), ("GB", "GB980780684"), ("GB", "980 7806 84"),
]  # fmt: skip
INVALID = [
    ("IT", "00743110158"), ("RO", "18547291"), ("DE", "136695978"), ("FR", "41303265045"), ("GB", "802311781"),
    ("DE", "IT00743110157"), ("IT", "<b>1</b>"),
]  # fmt: skip


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY) as opened:
        yield opened
        assert opened.store.check() == []


@pytest.mark.parametrize(("country", "number"), VALID)
def test_a_valid_vat_number_gets_its_usual_form(country, number):
    assert checked(number, country) == normalised(number, country)
    assert checked(number, country).startswith(country)


@pytest.mark.parametrize(("country", "number"), INVALID)
def test_a_vat_number_that_is_not_valid_in_its_country_is_refused(country, number):
    with pytest.raises(InvalidValueError) as refused:
        checked(number, country)
    assert refused.value.field == "vat_number"


def test_a_captured_company_is_the_lead_and_the_person_belongs_to_it(wb):
    lead = wb.leads.capture(name="Ada Byron", company="Acme", email="ada@acme.example", country="IT")
    [person] = wb.contact_list.people(lead.id)
    assert (lead.name, lead.status, lead.lead_since) == ("Acme", "new", TODAY)
    assert (person.name, person.email) == ("Ada Byron", "ada@acme.example")


def test_a_lead_is_worked_qualified_and_disqualified_with_a_reason(wb):
    lead = wb.leads.capture(name="Ada")
    assert wb.leads.work(lead.id, seen=1).status == "working"
    assert wb.leads.qualify(lead.id, note="has budget").lead_reason == "has budget"
    with pytest.raises(InvalidValueError):
        wb.leads.disqualify(lead.id, reason=" ")
    assert wb.leads.disqualify(lead.id, reason="no money").status == "disqualified"
    with pytest.raises(ChangedMeanwhileError):
        wb.leads.work(lead.id, seen=1)
    assert [entry.kind for entry in wb.contacts.history(lead.id)] == ["create", "qualify", "qualify", "qualify"]


def test_a_lead_becomes_a_deal_that_holds_contact_origin_and_campaign(wb):
    origin = wb.settings.lookups().origins[0].id
    lead = wb.leads.capture(name="Ada", company="Acme", origin_id=origin, campaigns="Spring, Fair")
    contact, deal = wb.leads.to_deal(lead.id, title="Labels", seen=1, net="100")
    assert wb.opportunities.get(deal.id) == deal
    assert (deal.contact_id, deal.origin_id, deal.campaign, deal.net) == (lead.id, origin, "Spring", 100)
    assert contact.status == "qualified"
    assert wb.contacts.history(lead.id)[-1].unit == wb.opportunities.history(deal.id)[0].unit


def test_a_refused_deal_leaves_the_lead_as_it_was(wb):
    lead = wb.leads.capture(name="Ada")
    with pytest.raises(InvalidValueError):
        wb.leads.to_deal(lead.id, title="")
    assert wb.contacts.get(lead.id) == lead


def test_a_lead_becomes_a_customer_once_country_and_vat_number_are_in_order(wb):
    lead = wb.leads.capture(name="", company="Acme")
    for given, field in [
        ({}, "country"), ({"country": "XX", "vat_number": "1"}, "country"), ({"country": "IT"}, "vat_number"),
        ({"country": "IT", "vat_number": "00743110158"}, "vat_number"),
    ]:  # fmt: skip
        with pytest.raises(InvalidValueError) as refused:
            wb.leads.to_customer(lead.id, **given)
        assert refused.value.field == field
    customer = wb.leads.to_customer(lead.id, country="it", vat_number="00743110157")
    assert (customer.customer_since, customer.vat_number, customer.country) == (TODAY, "IT00743110157", "IT")
    assert customer.lead_since == TODAY
    with pytest.raises(InvalidValueError):
        wb.leads.to_customer(lead.id)


def test_the_same_vat_number_elsewhere_is_named_and_only_an_administrator_passes(wb, monkeypatch):
    wb.contacts.create(name="Other", country="IT", vat_number="0074311 0157")
    lead = wb.leads.capture(name="", company="Acme", country="IT", vat_number="IT00743110157")
    with pytest.raises(InvalidValueError, match="Other"):
        wb.leads.to_customer(lead.id)
    with monkeypatch.context() as patched:
        as_role(wb, patched, role=Role.SALESPERSON)
        with pytest.raises(NotAllowedError):
            wb.leads.to_customer(lead.id, override="a branch")
    assert wb.leads.to_customer(lead.id, override="a branch").customer_since == TODAY
    assert wb.contacts.history(lead.id)[-1].why == "a branch"


def test_a_file_brings_leads_once_and_sets_bad_rows_aside(wb, tmp_path):
    wb.contacts.create(name="ACME S.p.A.", country="IT")
    file = tmp_path / "fair.csv"
    file.write_text(
        "Name,Company,Email,Phone,Country,Source,Campaign,Id\n"
        "Ada,Acme srl,ada@acme.example,02 1,Italy,,Fair,1\n"
        "Bob,,bob@b.example,,Nowhere,,,2\n"
        ",Beta,beta,,,,,3\n"
        ",Gamma,g@g.example,,RO,,,4\n"
        "Ada again,,ADA@acme.example,,,,,\n"
    )
    preview = wb.leads.capture_file(file, dry_run=True)
    assert wb.contact_list.count() == 1
    assert preview.alike == (("Acme srl", ("ACME S.p.A.",)),)
    done = wb.leads.capture_file(file)
    assert (len(done.created), done.known, done.written) == (3, 1, True)
    assert [(row.line, row.column) for row in done.rejected] == [(3, "country"), (4, "email")]
    again = wb.leads.capture_file(file)
    assert (again.created, again.known, again.written) == ((), 3, False)
    assert wb.contact_list.count() == 4


def test_a_file_without_a_name_is_refused_as_a_whole(wb, tmp_path):
    file = tmp_path / "x.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(ImportRefusedError):
        wb.leads.capture_file(file)
