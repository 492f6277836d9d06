"""Every integrity check passes on a company in order, and fires when its rule is broken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import duckdb
import pytest

from workbench.services.demo import load_demo
from workbench.store import engine, open_store

CHECKS = Path(str(files("workbench.store"))) / "checks"
NOBODY = "cast('00000000-0000-7000-8000-000000000000' as uuid)"
DEAL = "(select min(id) from opportunity where status = 'open')"
LINE = "(select min(id) from line where not archived)"
SABOTAGE = {
    "base_amounts": f"update opportunity set base_net = base_net + 0.01 where id = {DEAL}",
    "change_feed": "update change set version = version + 1 where unit_id = (select min(unit_id) from change)",
    "closed_dates": f"update opportunity set closed_date = date '2026-01-01' where id = {DEAL}",
    "contact_references": f"update contact set origin_id = {NOBODY}",
    "deal_numbers": "update counter set value = 1 where name = 'opportunity'",
    "external_keys": "update opportunity set external_source = 'crm', external_id = '1'",
    "folded_texts": f"update opportunity set title_folded = 'other' where id = {DEAL}",
    "header_sums": f"update line set net = net + 0.01 where id = {LINE}",
    "history_references": f"update line_history set id = {NOBODY} where id = {LINE}",
    "line_amounts": f"update line set gross = gross + 0.01 where id = {LINE}",
    "line_references": f"update line set family_id = {NOBODY} where id = {LINE}",
    "net_amounts": f"update opportunity set discount = discount + 0.01 where id = {DEAL}",
    "opportunity_references": f"update opportunity set owner_id = {NOBODY} where id = {DEAL}",
    "present_contact": "update contact set city = 'Elsewhere' where id = (select min(id) from contact)",
    "present_line": f"update line set note = 'changed' where id = {LINE}",
    "present_opportunity": f"update opportunity set title = 'changed' where id = {DEAL}",
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
    "version_numbers": "update opportunity_history set version = version + 1"
    " where id = (select min(id) from opportunity_history)",
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = str(tmp_path_factory.mktemp("checks") / "store.duckdb")
    store = open_store(path, door="exclusive")
    load_demo(store, as_of=date(2026, 11, 24), opportunities=120)
    assert store.check() == []
    store.close()
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
