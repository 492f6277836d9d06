"""What counts as alike, and how duplicates are found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from workbench.app import Workbench, open_workbench
from workbench.domain.contact import Contact
from workbench.services.resemblance import ENOUGH, bare_name, compared, traits
from workbench.store import uuid7

TODAY = date(2026, 11, 24)
ALIKE = [
    ({"name": "Acme S.r.l."}, {"name": "ACME srl"}, True),
    ({"name": "Acme S.r.l."}, {"name": "Acme GmbH"}, True),
    ({"name": "Möller & Söhne GmbH"}, {"name": "Moller Sohne"}, True),
    ({"name": "Officine Rossi SpA"}, {"name": "Rossi Officine"}, True),
    ({"name": "Northwind Traders Ltd"}, {"name": "Nortwind Traders"}, True),
    ({"name": "Blue Lake Dairy"}, {"name": "Blue Hill Dairy"}, False),
    ({"name": "Alfa"}, {"name": "Alfa Romeo Ricambi Milano"}, False),
    ({"name": "Acme", "vat_number": "IT00743110157", "country": "IT"}, {"name": "Other", "vat_number": "00743110157", "country": "IT"}, True),
    ({"name": "Acme", "email": "Info@acme.example"}, {"name": "Other", "other_emails": "x@y.example, info@ACME.example"}, True),
    ({"name": "Ada", "email": "ada@gmail.com"}, {"name": "Bob", "email": "bob@gmail.com"}, False),
    ({"name": "Acme One", "email": "a@acme.example", "phone": "+39 02 1234 5678"}, {"name": "Two", "email": "b@acme.example", "phone": "0212345678"}, True),
    ({"name": "One", "city": "Milano", "postcode": "20121"}, {"name": "Two", "city": "Milano", "postcode": "20121"}, False),
    ({"name": "", "email": None}, {"name": "Two"}, False),
]  # fmt: skip


def contact(**fields: object) -> Contact:
    name = str(fields.pop("name", "") or "–")
    return Contact(id=uuid7(), name=name, **fields)  # type: ignore[arg-type]


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY) as opened:
        yield opened


@pytest.mark.parametrize(("one", "other", "alike"), ALIKE)
def test_what_counts_as_alike(one, other, alike):
    likeness = compared(traits(contact(**one)), traits(contact(**other)))
    assert (likeness.score >= ENOUGH) is alike, likeness
    assert likeness == compared(traits(contact(**other)), traits(contact(**one)))


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Acme S.r.l.", "acme"),
        ("A.C.M.E. SpA", "acme"),
        ("Zăbală D.O.O.", "zabala"),
        ("SPA", "spa"),
        ("<b>x</b> ltd", "b x b"),
    ],
)
def test_legal_forms_and_accents_say_nothing(name, bare):
    assert bare_name(name) == bare


def test_different_vat_numbers_speak_against_it():
    one = contact(name="Acme", vat_number="IT00743110157", country="IT")
    other = contact(name="Acme", vat_number="IT12345670017", country="IT")
    likeness = compared(traits(one), traits(other))
    assert likeness.score < ENOUGH
    assert len(likeness.reasons) == 2


def test_candidates_come_with_reasons_most_alike_first(wb):
    near = wb.contacts.create(name="Acme Labels S.p.A.", city="Milano")
    same = wb.contacts.create(name="Acme Labels", city="Milano", email="info@acme.example")
    wb.contacts.create(name="Globex")
    found = wb.duplicates.of_contact(
        wb.contacts.draft(name="ACME labels srl", email="info@acme.example", city="milano")
    )
    assert [each.id for each in found] == [same.id, near.id]
    assert "Same e-mail address" in found[0].reasons
    assert same.id not in {each.id for each in wb.duplicates.of_contact(same)}


def test_a_person_is_no_duplicate_of_its_company_or_a_colleague(wb):
    firm = wb.contacts.create(name="Acme", email="info@acme.example", phone="02 1234567")
    wb.contacts.create(name="Ada", kind="person", parent_id=firm.id, email="ada@acme.example", phone="02 1234567")
    wb.contacts.create(name="Bob", kind="person", parent_id=firm.id, email="bob@acme.example", phone="02 1234567")
    assert wb.duplicates.of_contact(firm) == []
    assert wb.duplicates.scan() == []


def test_people_elsewhere_with_a_similar_name_are_not_the_same(wb):
    for name, firm in (("Matteo Mariani", "Alfa"), ("Matteo Marino", "Zeta")):
        wb.contacts.create(name=name, kind="person", parent_id=wb.contacts.create(name=firm).id)
    assert wb.duplicates.scan() == []


def test_a_scan_finds_what_asking_one_by_one_finds(wb):
    for name in ("Acme srl", "ACME", "Globex Corp", "Globex", "Initech", "Umbrella Foods", "Umbrela Foods"):
        wb.contacts.create(name=name)
    pairs = {frozenset((pair.one_name, pair.other_name)) for pair in wb.duplicates.scan()}
    assert pairs == {
        frozenset(("Acme srl", "ACME")), frozenset(("Globex Corp", "Globex")), frozenset(("Umbrella Foods", "Umbrela Foods")),
    }  # fmt: skip


def test_deals_are_alike_by_contact_title_and_amount_or_date(wb):
    firm = wb.contacts.create(name="Acme").id
    first = wb.opportunities.create(title="Labels 2026", contact=firm, net=Decimal(100)).opportunity
    wb.opportunities.create(title="Something else", contact=firm, net=Decimal(100))
    wb.opportunities.create(title="Labels 2026", net=Decimal(100))
    again = wb.opportunities.create(title="labels 2026", contact=firm, net=Decimal(104)).opportunity
    [found] = wb.duplicates.of_deal(again)
    assert found.id == first.id
    assert found.reasons == ("Same title", "Similar amount", "Close in time")


def test_an_import_says_which_deals_may_be_here_already(wb: Workbench, tmp_path: Path) -> None:
    contact = wb.contacts.create(name="Verdi S.r.l.")
    wb.opportunities.create(title="Second labelling line", contact=contact.id, net=Decimal(1000))
    file = tmp_path / "deals.csv"
    file.write_text(
        "id,title,contact,net,currency,created\n"
        "1,Second labeling line,Verdi S.r.l.,1050,EUR,2026-11-20\n2,Spare parts,Verdi S.r.l.,1000,EUR,2026-11-20\n"
    )
    summary = wb.imports.read(file).preview()
    [said] = [note for note in summary.notes if "looks like one of its contact" in note]
    assert "“Second labeling line” – “1 Second labelling line”" in said
    assert wb.imports.read(file).load().counts["opportunity"].new == 2
