"""Every integrity check passes on a company in order, and fires when its rule is broken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import duckdb
import pytest

from workbench.app import open_workbench
from workbench.domain.looks import Look
from workbench.errors import StoreUnavailableError
from workbench.services.demo import load_demo
from workbench.store import engine, open_store

CHECKS = Path(str(files("workbench.store"))) / "checks"
NOBODY = "cast('00000000-0000-7000-8000-000000000000' as uuid)"
DEAL = "(select min(id) from opportunity where status = 'open')"
LINE = "(select min(id) from line where not archived)"
FIRST = "(select min(id) from {0})".format
PAID = "(select min(id) from invoice where kind = 'invoice' and paid > 0)"
SABOTAGE = {
    "activity_references": f"update activity set assignee_id = {NOBODY} where id = {FIRST('activity')}",
    "credit_notes": f"update invoice set reinvoice = true where id = {PAID}",
    "document_base_amounts": f"update sales_order set base_remaining = base_remaining + 0.01 where id = {FIRST('sales_order')}",
    "document_chain": f"update payment set currency = 'USD' where id = {FIRST('payment')}",
    "document_header_sums": f"update order_line set net = net + 0.01 where id = {FIRST('order_line')}",
    "document_history_references": f"update offer_line_history set id = {NOBODY} where id = {FIRST('offer_line')}",
    "document_line_amounts": f"update invoice_line set gross = gross + 0.01 where id = {FIRST('invoice_line')}",
    "document_line_references": f"update order_line set offer_line_id = {NOBODY} where id = {FIRST('order_line')}",
    "document_net_amounts": f"update offer set discount = discount + 0.01 where id = {FIRST('offer')}",
    "document_numbers": "update counter set value = 1 where name = 'invoice'",
    "document_references": f"update invoice set order_id = {NOBODY} where id = {FIRST('invoice')}",
    "document_states": "update activity set done_at = null where state = 'done'",
    "invoice_payments": f"update invoice set paid = paid + 0.01, open_amount = open_amount - 0.01 where id = {PAID}",
    "order_sums": f"update sales_order set remaining = remaining + 0.01 where id = {FIRST('sales_order')}",
    "present_activity": f"update activity set subject = 'changed' where id = {FIRST('activity')}",
    "present_interaction": f"update interaction set subject = 'changed' where id = {FIRST('interaction')}",
    "present_invoice": f"update invoice set notes = 'changed' where id = {FIRST('invoice')}",
    "present_invoice_line": f"update invoice_line set note = 'changed' where id = {FIRST('invoice_line')}",
    "present_offer": f"update offer set notes = 'changed' where id = {FIRST('offer')}",
    "present_offer_line": f"update offer_line set note = 'changed' where id = {FIRST('offer_line')}",
    "present_order_line": f"update order_line set note = 'changed' where id = {FIRST('order_line')}",
    "present_payment": f"update payment set reference = 'changed' where id = {FIRST('payment')}",
    "present_sales_order": f"update sales_order set notes = 'changed' where id = {FIRST('sales_order')}",
    "single_current_offer": "update offer set is_current = true, state = 'open'",
    "base_amounts": f"update opportunity set base_net = base_net + 0.01 where id = {DEAL}",
    "change_feed": "update change set version = version + 1 where unit_id = (select min(unit_id) from change)",
    "closed_dates": f"update opportunity set closed_date = date '2026-01-01' where id = {DEAL}",
    "contact_references": f"update contact set origin_id = {NOBODY}",
    "deal_numbers": "update counter set value = 1 where name = 'opportunity'",
    "external_keys": "update opportunity set external_source = 'crm', external_id = '1'",
    "folded_texts": f"update opportunity set title_folded = 'other' where id = {DEAL}",
    "header_sums": f"update line set net = net + 0.01 where id = {LINE}",
    "history_references": f"update line_history set id = {NOBODY} where id = {LINE}",
    "interaction_references": f"update interaction set user_id = {NOBODY} where id = {FIRST('interaction')}",
    "jobs": f"insert into job_log select {NOBODY}, timestamp '2026-01-01', 'step', 'x'",
    "last_moments": "update opportunity_history set effective_at = timestamp '2030-01-01' where version = 1"
    " and id = (select min(id) from opportunity_history where version = 2)",
    "line_amounts": f"update line set gross = gross + 0.01 where id = {LINE}",
    "line_references": f"update line set family_id = {NOBODY} where id = {LINE}",
    "merged_contacts": f"update contact set merged_into = {FIRST('contact')} where id = (select max(id) from contact)",
    "net_amounts": f"update opportunity set discount = discount + 0.01 where id = {DEAL}",
    "opportunity_references": f"update opportunity set owner_id = {NOBODY} where id = {DEAL}",
    "outbox_references": f"insert into schedule_run select {NOBODY}, timestamp '2026-01-01', 1, false, timestamp '2026-01-01', {NOBODY}",
    "present_contact": "update contact set city = 'Elsewhere' where id = (select min(id) from contact)",
    "present_line": f"update line set note = 'changed' where id = {LINE}",
    "present_opportunity": f"update opportunity set title = 'changed' where id = {DEAL}",
    "present_view": f"update view set name = 'changed' where id = {FIRST('view')}",
    "view_references": f"update view set owner_id = {NOBODY} where id = {FIRST('view')}",
    "retired_rows": f"update stage set retired = true where id = (select stage_id from opportunity where id = {DEAL})",
    "probability_table": "update probability set retired = true where outcome = 'won'",
    "settings_references": f"update user_account set team_id = {NOBODY}",
    "single_codes": "update team set code = 'same'",
    "single_rates": "update exchange_rate set rate = 0 where on_date = (select min(on_date) from exchange_rate)",
    "stage_of_workflow": "update opportunity set stage_id = (select min(s.id) from stage as s"
    " where s.workflow_id <> opportunity.workflow_id) where id = " + DEAL,
    "stage_probabilities": "update stage set probability_id = (select min(id) from probability where outcome = 'won')"
    " where outcome = 'open'",
    "status_agrees": f"update opportunity set status = 'won' where id = {DEAL}",
    "transition_stages": "update transition set to_stage_id = from_stage_id",
    "units_of_work": f"update change set unit_id = {NOBODY}",
    "weighted_amounts": f"update opportunity set base_weighted = base_weighted + 0.01 where id = {DEAL}",
    "version_numbers": "update opportunity_history set version = version + 1"
    " where id = (select min(id) from opportunity_history)",
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = str(tmp_path_factory.mktemp("checks") / "store.duckdb")
    store = open_store(path, door="exclusive")
    load_demo(store, as_of=date(2026, 11, 24), opportunities=120)
    store.close()
    with open_workbench(path, door="exclusive") as wb:
        wb.views.change(wb.views.save("Mine", Look()).id, Look(sort="net"))
        assert wb.store.check() == []
    with engine.connect(path) as connection:
        yield connection


def test_every_check_has_a_case_here() -> None:
    assert {file.stem for file in CHECKS.glob("*.sql")} == set(SABOTAGE)


@pytest.mark.parametrize("check", sorted(SABOTAGE))
def test_a_check_fires_when_its_rule_is_broken(company: duckdb.DuckDBPyConnection, check: str) -> None:
    text = (CHECKS / f"{check}.sql").read_text(encoding="utf-8")
    company.execute("begin")
    try:
        assert company.execute(text).fetchall() == []
        company.execute(SABOTAGE[check])
        assert company.execute(text).fetchall() != []
    finally:
        company.execute("rollback")


@pytest.mark.parametrize(
    ("check", "table", "breaking"),
    [
        ("activity_references", "activity", f"follows_id = {NOBODY}"),
        ("change_feed", "activity_history", "version = version + 7"),
        ("change_feed", "interaction_history", "version = version + 7"),
        ("change_feed", "invoice_history", f"unit_id = {NOBODY}"),
        ("credit_notes", "invoice", "credited_invoice_id = id"),
        ("credit_notes", "invoice", "net = -net"),
        ("document_base_amounts", "offer", "rate = null"),
        ("document_base_amounts", "invoice", "base_open = null"),
        ("document_base_amounts", "payment", "base_amount = 1"),
        ("document_chain", "offer", "currency = 'USD'"),
        ("document_chain", "sales_order", "currency = 'USD'"),
        ("document_chain", "invoice", "opportunity_id = null"),
        ("document_header_sums", "offer", "gross = gross + 0.01"),
        ("document_header_sums", "invoice_line", "archived = false, discount = discount + 0.01"),
        ("document_numbers", "sales_order", "number = 1"),
        ("document_numbers", "offer", "number = 1"),
        ("document_states", "offer", "state = 'lost'"),
        ("document_states", "offer", "decided_date = null"),
        ("document_states", "sales_order", "state = 'lost'"),
        ("document_states", "invoice", "state = 'lost'"),
        ("document_states", "interaction", "kind = 'fax'"),
        ("document_history_references", "interaction_history", f"id = {NOBODY}"),
        ("interaction_references", "interaction", f"activity_id = {NOBODY}"),
        ("external_keys", "interaction", "external_source = 'crm', external_id = '1'"),
        ("external_keys", "invoice", "external_source = 'erp', external_id = '1'"),
        ("invoice_payments", "payment", "amount = amount + 0.01"),
        ("invoice_payments", "invoice", "open_amount = open_amount + 0.01"),
        ("invoice_payments", "invoice", "settled_date = due_date"),
        ("order_sums", "sales_order", "credited = credited + 0.01"),
        ("order_sums", "invoice", "net = net + 0.01"),
        ("units_of_work", "order_line_history", f"unit_id = {NOBODY}"),
        ("units_of_work", "activity_history", f"unit_id = {NOBODY}"),
        ("units_of_work", "interaction_history", f"unit_id = {NOBODY}"),
        ("version_numbers", "payment_history", "version = 2"),
        ("version_numbers", "interaction_history", "version = 2"),
        ("version_numbers", "view_history", "version = 2"),
        ("change_feed", "view_history", "version = version + 7"),
        ("units_of_work", "view_history", f"unit_id = {NOBODY}"),
        ("single_codes", "activity_type", "code = 'same'"),
    ],
)
def test_a_check_of_documents_sees_each_of_its_tables(
    company: duckdb.DuckDBPyConnection, check: str, table: str, breaking: str
) -> None:
    text = (CHECKS / f"{check}.sql").read_text(encoding="utf-8")
    company.execute("begin")
    try:
        company.execute(f"update {table} set {breaking}")
        assert company.execute(text).fetchall() != []
    finally:
        company.execute("rollback")


@pytest.mark.parametrize(
    ("check", "prepare"),
    [
        (
            "base_amounts",
            (
                "update opportunity set net = 9999999999.95, expected_revenue = null, rate = 1.0003,"
                " base_net = 10002999999.95, base_expected = 10002999999.95"
            ),
        ),
        (
            "base_amounts",
            (
                "update opportunity set net = 123456789.01, expected_revenue = 100000000, rate = 1,"
                " base_net = 123456789.01, base_expected = 100000000"
            ),
        ),
        (
            "line_amounts",
            (
                "update line set quantity = 1000000, unit_price = 12345.6789, gross = 12345678900,"
                " discount = 0, net = 12345678900"
            ),
        ),
    ],
)
def test_a_check_holds_for_large_amounts_to_the_cent(
    company: duckdb.DuckDBPyConnection, check: str, prepare: str
) -> None:
    text = (CHECKS / f"{check}.sql").read_text(encoding="utf-8")
    table = "line" if check == "line_amounts" else "opportunity"
    column = {"line": "gross", "opportunity": "base_net"}[table]
    company.execute("begin")
    try:
        company.execute(prepare)
        assert company.execute(text).fetchall() == []
        company.execute(f"update {table} set {column} = {column} + 0.01")
        assert (
            len(company.execute(text).fetchall()) == company.execute(f"select count(*) from {table}").fetchall()[0][0]
        )
    finally:
        company.execute("rollback")


def test_lines_that_vanished_are_missed_by_their_history(company: duckdb.DuckDBPyConnection) -> None:
    text = (CHECKS / "history_references.sql").read_text(encoding="utf-8")
    company.execute("begin")
    try:
        company.execute(f"delete from line where opportunity_id = (select opportunity_id from line where id = {LINE})")
        assert {row[0] for row in company.execute(text).fetchall()} == {"line_history"}
    finally:
        company.execute("rollback")


def test_a_check_that_cannot_run_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store.duckdb"), door="exclusive")
    store._door.write("drop table transition", None)
    store._door.write("update counter set value = 0; delete from probability", None)
    found = {violation.check: violation.row for violation in store.check()}
    assert {"transition_stages", "settings_references", "probability_table"} <= set(found)
    assert "transition does not exist" in found["transition_stages"]
    assert "does not exist" not in found["probability_table"]
    store.close()


def test_a_store_that_is_closed_is_no_violation(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store.duckdb"), door="exclusive")
    store.close()
    with pytest.raises(StoreUnavailableError):
        store.check()
