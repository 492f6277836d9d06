"""A new store can be worked with at once."""

from __future__ import annotations

from datetime import datetime

import pytest

from workbench.domain.probability import Outcome
from workbench.i18n import use_language
from workbench.services.defaults import FAMILIES, REASONS, SALES, first_settings
from workbench.services.settings import Settings
from workbench.store import Batch, open_store, uuid7

NOW = datetime(2026, 11, 24, 9, 30)


@pytest.fixture
def store(tmp_path):
    store = open_store(str(tmp_path / "new.duckdb"), door="exclusive")
    yield store
    store.close()


def fill(store, **values):
    batch = Batch(unit=uuid7(), user_login="ana", origin="command", kind="settings", recorded_at=NOW)
    first_settings(batch, now=NOW, company_name="Test", administrator_login="ana", **values)
    store.write(batch)
    return Settings(store).lookups()


def test_the_probability_table_runs_from_lost_to_won(store):
    rows = fill(store).probabilities.rows
    assert [row.code for row in rows] == ["LOST", "0", "10", "25", "50", "75", "90", "WON"]


def test_every_stage_proposes_a_probability_with_its_own_outcome(store):
    lookups = fill(store)
    for stage in lookups.workflow("sales").stages:
        assert lookups.probabilities.row(stage.probability_id).outcome is stage.outcome


def test_every_open_stage_can_be_lost_and_only_the_last_two_can_be_won(store):
    sales = fill(store).workflow("sales")
    won, lost = sales.closing(Outcome.WON), sales.closing(Outcome.LOST)
    open_stages = [stage for stage in sales.stages if stage.outcome is Outcome.OPEN]
    assert all(lost.id in sales.targets(stage.id) for stage in open_stages)
    assert [stage.code for stage in open_stages if won.id in sales.targets(stage.id)] == ["proposal", "negotiation"]


def test_a_closed_deal_can_only_be_reopened_into_negotiation(store):
    sales = fill(store).workflow("sales")
    negotiation = next(stage for stage in sales.stages if stage.code == "negotiation")
    for outcome in (Outcome.WON, Outcome.LOST):
        assert sales.targets(sales.closing(outcome).id) == {negotiation.id}


def test_the_first_user_is_an_administrator_who_sees_everything(store):
    (user,) = fill(store).users
    assert (user.login, user.role.value, user.sees.value, user.changes.value) == ("ana", "administrator", "all", "all")


def test_every_kind_of_reason_is_there(store):
    assert {reason.verdict.value for reason in fill(store).reasons} == {"positive", "negative", "cancelled"}


def test_every_row_has_its_history(store):
    fill(store)
    counted = store.select("select entity, count(*) as n from setting_history group by all").set_index("entity")["n"]
    assert counted["stage"] == len(SALES.stages)
    assert counted["transition"] == len(SALES.ways)
    assert counted["closing_reason"] == len(REASONS)
    assert counted["product_family"] == len(FAMILIES)
    assert counted["company"] == counted["user"] == counted["team"] == counted["setting"] == 1


def test_names_come_in_the_language_in_use_and_codes_do_not_change(store):
    use_language("it")
    try:
        lookups = fill(store)
    finally:
        use_language("en")
    assert [stage.code for stage in lookups.workflow("sales").stages][:2] == ["lead", "qualified"]


def test_the_base_currency_is_the_one_asked_for(store):
    assert fill(store, currency="RON").company.currency == "RON"
