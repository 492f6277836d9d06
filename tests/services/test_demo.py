"""The demo company is believable, exact and the same every time."""

from __future__ import annotations

from datetime import date

import pytest

from workbench.domain.lines import Totals
from workbench.errors import InvalidValueError, StoreError
from workbench.services.demo import load_demo
from workbench.services.records import line_from, opportunity_from
from workbench.store import open_store

AS_OF = date(2026, 11, 24)
BOXES = {
    "IT": (35, 48, 6, 19), "RO": (43, 49, 20, 30), "DE": (47, 56, 5, 16), "FR": (41, 52, -6, 10),
    "AT": (46, 50, 9, 18), "ES": (27, 44, -19, 5), "PL": (48, 55.5, 14, 25), "NL": (50, 54, 3, 8),
    "BE": (49, 52, 2, 7), "HU": (45, 49, 16, 23), "CZ": (48, 52, 12, 19),
}  # fmt: skip
TABLES = ("opportunity", "opportunity_history", "line", "line_history", "contact", "contact_history", "unit_of_work",
          "change", "setting_history", "stage", "user_account", "exchange_rate")  # fmt: skip


def made(path, **values):
    store = open_store(str(path), door="exclusive")
    return store, load_demo(store, as_of=AS_OF, **values)


def fingerprint(store):
    return {
        table: store.select(f"select count(*) as n, cast(bit_xor(hash(t)) as varchar) as h from {table} as t")
        .iloc[0]
        .tolist()
        for table in TABLES
    }


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    store, summary = made(tmp_path_factory.mktemp("demo") / "demo.duckdb")
    yield store, summary
    store.close()


@pytest.fixture
def one(demo):
    return lambda text: demo[0].select(text).iloc[0, 0]


def test_the_same_seed_and_day_make_the_same_store(tmp_path):
    first, _summary = made(tmp_path / "a.duckdb", opportunities=150)
    second, _summary = made(tmp_path / "b.duckdb", opportunities=150)
    other, _summary = made(tmp_path / "c.duckdb", opportunities=150, seed=8)
    prints = [fingerprint(store) for store in (first, second, other)]
    for store in (first, second, other):
        store.close()
    assert prints[0] == prints[1]
    assert prints[0]["opportunity"] != prints[2]["opportunity"]


def test_the_integrity_checks_are_clean(demo):
    assert demo[0].check() == []


def test_the_summary_counts_what_is_in_the_store(demo, one):
    _store, summary = demo
    assert one("select count(*) from opportunity") == summary.opportunities == 2000
    assert one("select count(*) from opportunity_history") == summary.versions
    assert one("select count(*) from contact") == summary.contacts
    assert one("select count(*) from line") == summary.lines
    assert summary.open + summary.won + summary.lost == 2000


def test_header_amounts_are_the_sums_of_one_to_four_lines(one):
    assert not one("""
        with sums as (
          select opportunity_id, sum(gross) as gross, sum(discount) as discount, sum(net) as net, count(*) as lines,
            case when count(expected_revenue) > 0 then sum(coalesce(expected_revenue, net)) end as revenue
          from line group by all
        )
        select count(*) from opportunity as o left join sums as s on s.opportunity_id = o.id
        where (s.gross, s.discount, s.net) is distinct from (o.gross, o.discount, o.net)
          or s.revenue is distinct from o.expected_revenue or s.lines not between 1 and 4
          or o.net <> o.gross - o.discount or o.base_net <> cast(round(o.net * o.rate, 2) as decimal(18, 2))
          or o.base_expected <> cast(round(coalesce(o.expected_revenue, o.net) * o.rate, 2) as decimal(18, 2))""")


def test_a_line_is_quantity_times_price(one):
    wrong = "gross <> cast(round(quantity * unit_price, 2) as decimal(18, 2)) or net <> gross - discount"
    assert not one(f"select count(*) from line_history where {wrong}")


@pytest.mark.parametrize("table", ["opportunity", "contact"])
def test_versions_have_no_gap_and_the_last_one_is_the_present(table, demo, one):
    columns = ", ".join(
        name for name in demo[0].select(f"select * from {table} limit 0").columns
        if not name.endswith("_folded") and name != "base_weighted"
    )  # fmt: skip
    assert not one(f"""
        select count(*) from (select id, max(version) as last, count(*) as n, min(version) as first from {table}_history
        group by all) where last <> n or first <> 1""")
    assert not one(f"""
        select count(*) from (select {columns} from {table} except
        (select {columns} from {table}_history qualify version = max(version) over (partition by id)))""")


def test_the_newest_state_of_every_line_in_its_history_is_the_present_one(demo, one):
    columns = ", ".join(demo[0].select("select * from line limit 0").columns)
    assert not one(f"""
        select count(*) from (select {columns} from line except (select {columns} from line_history
        qualify opportunity_version = max(opportunity_version) over (partition by id)))""")


def test_every_version_adds_up_with_the_lines_it_had(one):
    assert not one("""
        with known as (
          select h.id, h.version, h.net, l.net as line_net
          from opportunity_history as h
          join line_history as l on l.opportunity_id = h.id and l.opportunity_version <= h.version
          qualify l.opportunity_version = max(l.opportunity_version) over (partition by h.id, h.version, l.id)
        ), wrong as (select id from known group by id, version, net having sum(line_net) <> net)
        select count(*) from wrong""")


def test_every_version_has_its_unit_of_work_and_its_change(one):
    for entity in ("opportunity", "contact"):
        assert not one(f"""
            select count(*) from {entity}_history as h left join unit_of_work as u on u.id = h.unit_id
            left join change as c on c.unit_id = h.unit_id and c.entity_id = h.id and c.version = h.version
              and c.entity = '{entity}'
            where u.id is null or c.unit_id is null or u.recorded_at <> h.recorded_at""")


def test_everything_happened_before_the_day_it_is_told_and_was_recorded_after_it_happened(one):
    for table in ("opportunity_history", "contact_history", "line_history"):
        assert not one(f"""
            select count(*) from {table} where recorded_at < effective_at or recorded_at > timestamp '{AS_OF} 00:00'""")
    assert not one("""
        select count(*) from opportunity_history as a join opportunity_history as b
        on a.id = b.id and b.version = a.version + 1 where b.effective_at <= a.effective_at""")


def test_every_move_is_a_transition_of_its_workflow(one):
    assert not one("""
        select count(*) from opportunity_history as a
        join opportunity_history as b on a.id = b.id and b.version = a.version + 1 and a.stage_id <> b.stage_id
        left join transition as t on t.from_stage_id = a.stage_id and t.to_stage_id = b.stage_id
        where t.workflow_id is null""")


def test_status_stage_and_probability_agree(one):
    assert not one("""
        select count(*) from opportunity_history as o join stage as s on s.id = o.stage_id
        join probability as p on p.id = o.probability_id
        left join closing_reason as r on r.id = o.reason_id
        where o.status <> s.outcome or o.status <> p.outcome or o.workflow_id <> s.workflow_id
          or (o.status = 'open') <> (o.closed_date is null) or (o.status = 'open') <> (o.reason_id is null)
          or (o.status = 'won') <> coalesce(r.verdict = 'positive', false)
          or not (o.probability_by_hand or o.status <> 'open' or o.probability_id = s.probability_id)""")


def test_every_board_column_has_deals(one):
    for table in ("stage", "probability"):
        assert not one(f"select count(*) from {table} where id not in (select {table}_id from opportunity)")
    quarter = "closed_date >= date '2026-10-01'"
    assert one(f"select count(*) from opportunity where status = 'won' and {quarter}") > 20
    assert one(f"select count(*) from opportunity where status = 'lost' and {quarter}") > 20


def test_the_win_rate_the_cycle_and_the_overdue_share_are_believable(one):
    assert 0.24 < one("select avg(cast(status = 'won' as integer)) from opportunity where status <> 'open'") < 0.33
    assert 45 < one("select median(closed_date - created_date) from opportunity where status = 'won'") < 180
    open_share = one("select avg(cast(status = 'open' as integer)) from opportunity")
    assert 0.08 < open_share < 0.25
    late = f"select avg(cast(expected_close_date < date '{AS_OF}' as integer)) from opportunity where status = 'open'"
    assert 0.03 < one(late) < 0.4


def test_august_is_quiet_and_the_fourth_quarter_is_strong(one):
    won = "select count(*) from opportunity where status = 'won' and closed_date between date '2025-01-01' and date '2025-12-31'"
    year = one(won)
    assert one(f"{won} and month(closed_date) = 8") < year / 12
    assert one(f"{won} and quarter(closed_date) = 4") > year / 4


def test_both_currencies_have_a_dated_rate_and_nothing_is_unconverted(one):
    assert one("select count(distinct currency) from opportunity") == 2
    assert not one(
        "select count(*) from opportunity where base_net is null or rate is null or rate_date > created_date"
    )
    assert not one("""
        select count(*) from opportunity as o left join exchange_rate as r
        on r.currency = o.currency and r.on_date = o.rate_date and r.rate = o.rate
        where o.currency = 'RON' and r.rate is null""")


def test_every_contact_lies_in_its_country(demo):
    rows = demo[0].select("select country, latitude, longitude, postcode from contact")
    assert set(rows["country"]) == set(BOXES)
    for country, (south, north, west, east) in BOXES.items():
        inside = rows[rows["country"] == country].astype({"latitude": float, "longitude": float})
        assert inside["latitude"].between(south, north).all()
        assert inside["longitude"].between(west, east).all()
        assert inside["postcode"].notna().all()


def test_company_names_are_unique_and_mail_goes_nowhere(one):
    assert one("select count(*) - count(distinct name) from contact where kind = 'company'") == 0
    assert not one("select count(*) from contact where email not like '%@%.example'")


def test_every_deal_is_a_deal_of_the_domain(tmp_path):
    store, _summary = made(tmp_path / "demo.duckdb", opportunities=60)
    for (key,) in store.select("select id from opportunity").itertuples(index=False):
        lines = [line_from(row) for row in store.records("opportunity/lines", opportunity_id=key)]
        deal = opportunity_from(store.records("opportunity/get", id=key)[0], lines)
        assert deal.totals == Totals.of(lines)
    store.close()


def test_deals_belong_to_people_of_the_demo_company_and_their_teams(one):
    assert not one("""
        select count(*) from opportunity as o join user_account as u on u.id = o.owner_id
        where u.team_id <> o.team_id or u.role not in ('salesperson', 'manager')""")
    assert one("select count(*) from user_account where role = 'administrator'") == 1


@pytest.mark.parametrize("count", [1, 40, 700])
def test_the_number_of_deals_is_a_choice(tmp_path, count):
    store, summary = made(tmp_path / "demo.duckdb", opportunities=count)
    assert summary.opportunities == count
    assert store.check() == []
    store.close()


@pytest.mark.parametrize("count", [0, -1, 1_000_001])
def test_an_impossible_number_of_deals_is_refused(tmp_path, count):
    store = open_store(str(tmp_path / "demo.duckdb"), door="exclusive")
    with pytest.raises(InvalidValueError):
        load_demo(store, opportunities=count, as_of=AS_OF)
    store.close()


def test_a_store_that_holds_deals_is_refused_and_stays_as_it_was(tmp_path):
    store, _summary = made(tmp_path / "demo.duckdb", opportunities=30)
    before = fingerprint(store)
    with pytest.raises(StoreError, match="deals: 30"):
        load_demo(store, opportunities=5, as_of=AS_OF)
    assert fingerprint(store) == before
    store.close()
