"""A person's data is gone from the present and from all history, and a search through every text proves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from workbench.app import Workbench, open_workbench
from workbench.cli import main
from workbench.domain.filters import Filters
from workbench.domain.looks import Look
from workbench.domain.people import Reach, Role
from workbench.errors import InvalidValueError, NotAllowedError
from workbench.services.contacts import Contacts
from workbench.services.redaction import Redaction
from workbench.services.settings import Settings

TODAY = date(2026, 11, 24)
NOT_OF_PEOPLE = frozenset({
    "activity_type", "change", "channel", "channel_secret", "closing_reason", "company", "contact_quality", "counter",
    "exchange_rate", "lease", "opportunity_type", "origin", "probability", "product_family", "schema_migration",
    "setting", "stage", "target", "team", "user_account", "worker", "workflow",
})  # fmt: skip
CODED = frozenset({
    "kind", "state", "status", "currency", "entity", "entity_id", "topic", "user_login", "origin", "direction",
    "recurring_plan", "lead_status", "country", "method", "level", "language", "host", "zone", "cron", "catch_up",
    "what", "roles", "default_for", "external_source",
})  # fmt: skip


class Clock:
    """A clock that goes on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 8)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def wb(tmp_path: Path) -> Iterator[Workbench]:
    with open_workbench(tmp_path / "store.duckdb", user="ana", today=TODAY, clock=Clock(), door="exclusive") as opened:
        yield opened


def told(wb: Workbench):
    wb.channels.add("log", "log")
    ada = wb.contacts.create(
        name="Ada Conti-Sforza", kind="person", email="ada@sforza.example", phone="+39 02 555 0199", address="Via Riservata 7",
        notes="likes opera", city="Milano",
    )  # fmt: skip
    wb.contacts.update(ada.id, email="ada.conti@private.example")
    deal = wb.opportunities.create(
        title="Labels for Ada Conti-Sforza", person_id=ada.id, net=Decimal(100), notes="write to ada@sforza.example",
        lines=[{"description": "for ADA CONTI-SFORZA", "unit_price": 100}],
    ).opportunity  # fmt: skip
    wb.opportunities.update(deal.id, title="Labels", why="Ada Conti-Sforza asked")
    wb.interactions.log(kind="call", subject="Ada Conti-Sforza called", body="+39 02 555 0199", opportunity=deal.id)
    wb.activities.plan(type="call", subject="Call ada conti-sforza", opportunity=deal.id)
    wb.views.save("Deals of Ada Conti-Sforza", Look(filters=Filters(contact="Ada Conti-Sforza")))
    return ada, deal


def test_nothing_of_the_person_is_left_and_business_facts_stay(wb: Workbench) -> None:
    ada, deal = told(wb)
    before = wb.redaction.preview(ada.id)
    assert {each.table for each in before.found} >= {
        "contact", "contact_history", "opportunity", "opportunity_history", "interaction", "activity", "unit_of_work",
        "view", "line", "outbox",
    }  # fmt: skip
    report = wb.redaction.redact(ada.id, why="asked for by letter of 20 November")
    assert report.found == ()
    assert len(report.searched) > 100
    contact = wb.contacts.get(ada.id)
    assert (contact.name, contact.email, contact.address, contact.notes, contact.city) == ("Removed person", None, None, None, "Milano")  # fmt: skip
    after = wb.opportunities.get(deal.id)
    assert (after.net, after.title, after.notes) == (Decimal(100), "Labels", "write to Removed person")
    first = wb.opportunities.get(deal.id, version=1)
    assert (first.title, first.net) == ("Labels for Removed person", Decimal(100))
    assert wb.store.check() == []
    newest = wb.audit.entries()[0]
    assert (newest.kind, newest.why) == ("redact", "asked for by letter of 20 November")


def test_the_file_itself_holds_none_of_it_in_any_column(wb: Workbench) -> None:
    ada, _deal = told(wb)
    wb.redaction.redact(ada.id, why="by law")
    url = wb.store.url
    wb.close()
    with duckdb.connect(url, read_only=True) as connection:
        columns = connection.sql(
            "select table_name, column_name from duckdb_columns() where data_type = 'VARCHAR' and not internal"
        ).fetchall()
        for table, column in columns:
            query = f"select count(*) from {table} where lower({column}) similar to '.*(sforza|private.example|555 0199|riservata).*'"
            assert connection.sql(query).fetchall() == [(0,)], (table, column)


def test_every_text_of_the_store_is_searched_or_known_to_be_a_code(wb: Workbench) -> None:
    contact = wb.contacts.create(name="Somebody Else")
    url, searched = wb.store.url, set(wb.redaction.preview(contact.id).searched)
    wb.close()
    with duckdb.connect(url, read_only=True) as connection:
        columns = connection.sql(
            "select table_name, column_name from duckdb_columns() where data_type = 'VARCHAR' and not internal"
        ).fetchall()
    forgotten = [
        (table, column) for table, column in columns
        if table not in NOT_OF_PEOPLE and column not in CODED and (table, column) not in searched
    ]  # fmt: skip
    assert forgotten == []


def test_others_with_the_same_words_are_named_and_left_alone(wb: Workbench) -> None:
    ada, _deal = told(wb)
    other = wb.opportunities.create(title="Statue of Ada Conti-Sforza").opportunity
    report = wb.redaction.redact(ada.id, why="by law")
    assert {(each.table, each.rows) for each in report.found} == {("opportunity", 1), ("opportunity_history", 1)}
    assert wb.opportunities.get(other.id).title == "Statue of Ada Conti-Sforza"
    assert "opportunity.title: 1" in str(report)


def test_it_needs_a_reason_that_does_not_name_the_person_and_an_administrator(wb: Workbench) -> None:
    ada, _deal = told(wb)
    for why in ("", "  ", "ada conti-sforza asked"):
        with pytest.raises(InvalidValueError):
            wb.redaction.redact(ada.id, why=why)
    wb.people.add(login="bea", name="Bea", role=Role.MANAGER, sees=Reach.ALL, changes=Reach.ALL)
    session = replace(wb.session, settings=Settings(wb.store), login="bea")
    with pytest.raises(NotAllowedError):
        Redaction(session, Contacts(session)).redact(ada.id, why="by law")
    assert wb.contacts.get(ada.id).name == "Ada Conti-Sforza"


def test_a_short_name_is_replaced_in_the_contact_but_not_in_every_text(wb: Workbench) -> None:
    contact = wb.contacts.create(name="Li", phone="+39 055 123456")
    deal = wb.opportunities.create(title="Little labels", contact=contact.id).opportunity
    report = wb.redaction.redact(contact.id, why="by law")
    assert (report.found, wb.contacts.get(contact.id).name) == ((), "Removed person")
    assert wb.opportunities.get(deal.id).title == "Little labels"


def test_the_command_looks_first_and_then_redacts(wb: Workbench, capsys: pytest.CaptureFixture[str]) -> None:
    ada, _deal = told(wb)
    url = wb.store.url
    wb.close()
    shared = ["--store", url, "--user", "ana"]
    assert main(["redact", str(ada.id), "--dry-run", *shared]) == 0
    assert "contact.name: 1" in capsys.readouterr().out
    assert main(["redact", str(ada.id), *shared]) == 3
    assert main(["redact", str(ada.id), "--why", "by law", *shared]) == 0
    assert "nothing of the person is in the store" in capsys.readouterr().out
