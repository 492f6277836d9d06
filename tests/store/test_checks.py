"""Every integrity check finds nothing in a sound store and fires on the one row that breaks its rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

from workbench.app import Workbench, open_workbench
from workbench.store import Store

NOBODY = "cast('00000000-0000-7000-8000-00000000dead' as uuid)"
BREAKS = {
    "base_amounts": "update opportunity set base_net = base_net + 1",
    "change_feed": "update change set version = version + 1 where entity = 'opportunity'",
    "closed_dates": "update opportunity set closed_date = cast('2026-01-02' as date)",
    "contact_references": f"update contact set agent_id = {NOBODY}",
    "deal_numbers": "update counter set value = 0 where name = 'opportunity'",
    "external_keys": "update opportunity set external_source = 'crm', external_id = '7'",
    "header_sums": "update line set archived = true where position = 2",
    "history_references": f"update opportunity_history set id = {NOBODY}",
    "line_amounts": "update line set gross = gross + 1",
    "line_references": f"update line set family_id = {NOBODY}",
    "net_amounts": "update opportunity set discount = discount + 1",
    "opportunity_references": f"update opportunity set contact_id = {NOBODY}",
    "present_contact": "update contact set city = 'Cluj'",
    "present_line": "update line set note = 'other'",
    "present_opportunity": "update opportunity set title = 'other'",
    "probability_table": "update probability set retired = true where outcome = 'won'",
    "settings_references": f"update user_account set team_id = {NOBODY}",
    "single_codes": "update team set code = 'x'; insert into team select gen_random_uuid(), code, name, retired from team",
    "single_rates": "insert into exchange_rate (currency, base, on_date, rate) values ('USD', 'EUR', date '2026-01-01', 0)",
    "stage_of_workflow": f"update opportunity set workflow_id = {NOBODY}",
    "stage_probabilities": "update stage set outcome = 'open' where outcome = 'won'",
    "status_agrees": "update opportunity set status = 'won'",
    "transition_stages": "update transition set to_stage_id = from_stage_id",
    "units_of_work": f"update opportunity_history set unit_id = {NOBODY}",
    "version_numbers": "update opportunity_history set version = version + 1",
}
CONTACT = f"""
insert into contact (id, version, kind, name, archived) select {NOBODY.replace("dead", "beef")}, 1, 'company', 'Acme', false;
insert into contact_history (unit_id, recorded_at, effective_at, id, version, kind, name, archived)
select u.id, u.recorded_at, u.recorded_at, c.id, 1, 'company', 'Acme', false from contact as c, (select id, recorded_at from unit_of_work limit 1) as u;
insert into change (unit_id, recorded_at, entity, entity_id, version)
select unit_id, recorded_at, 'contact', id, 1 from contact_history
"""


@pytest.fixture
def wb(tmp_path: Path) -> Iterator[Workbench]:
    with open_workbench(
        tmp_path / "store.duckdb", user="ana", door="exclusive", today=date(2026, 11, 24),
        clock=lambda: datetime(2026, 11, 24, 9),
    ) as workbench:  # fmt: skip
        lines = [{"position": place, "unit_price": Decimal("10.005"), "quantity": Decimal(3)} for place in (1, 2)]
        deal = workbench.opportunities.create(title="Mill", lines=lines).opportunity
        workbench.opportunities.update(deal.id, title="Paper mill")
        workbench.opportunities.create(title="Pump", net=Decimal("99.90"))
        raw(workbench, CONTACT)
        yield workbench


def raw(wb: Workbench, sql: str) -> None:
    wb.store._door.write(f"begin; {sql}; commit", None)


def test_a_sound_store_passes_every_check(wb: Workbench) -> None:
    assert wb.store.check() == []


def test_every_check_is_proved_to_fire() -> None:
    held = {entry.name.removesuffix(".sql") for entry in (files("workbench.store") / "checks").iterdir()}
    assert held == set(BREAKS)


@pytest.mark.parametrize("check", sorted(BREAKS))
def test_a_broken_row_is_named_by_its_check(wb: Workbench, check: str) -> None:
    raw(wb, BREAKS[check])
    found = [violation for violation in wb.store.check() if violation.check == check]
    assert found
    assert all(violation.purpose.endswith(".") and "=" in violation.row for violation in found)


def test_checks_run_behind_every_door(store: Store) -> None:
    assert {violation.check for violation in store.check()} <= {"probability_table"}, "no settings yet"
