"""The demo company's activities and documents agree with each deal's story, with each other, and with the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from workbench.errors import JobCancelledError
from workbench.services.demo import load_demo
from workbench.store import open_store

AS_OF = date(2026, 11, 24)
HEADERS = ("activity", "interaction", "offer", "sales_order", "invoice", "payment")
LINES = {"offer_line": "offer", "order_line": "sales_order", "invoice_line": "invoice"}
TABLES = ("activity_type", *HEADERS, *LINES, *(f"{table}_history" for table in (*HEADERS, *LINES)))


def made(path, **values):
    store = open_store(str(path), door="exclusive")
    return store, load_demo(store, as_of=AS_OF, **values)


def fingerprint(store):
    return {
        table: tuple(store.select(f"select count(*) as n, cast(bit_xor(hash(t)) as varchar) as h from {table} as t").iloc[0])
        for table in TABLES
    }  # fmt: skip


@pytest.fixture(scope="module", params=[7, 11, 2026])
def demo(request, tmp_path_factory):
    store, summary = made(tmp_path_factory.mktemp("demo") / "demo.duckdb", opportunities=1500, seed=request.param)
    yield store, summary
    store.close()


@pytest.fixture
def one(demo):
    return lambda text: demo[0].select(text).iloc[0, 0]


def test_the_same_seed_and_day_make_the_same_documents(tmp_path):
    stores = [
        made(tmp_path / f"{name}.duckdb", opportunities=150, seed=seed)[0]
        for name, seed in zip("abc", (7, 7, 8), strict=True)
    ]
    first, second, other = (fingerprint(store) for store in stores)
    for store in stores:
        store.close()
    assert first == second
    assert all(first[table] != other[table] for table in TABLES)


def test_the_parts_in_which_rows_are_made_do_not_change_them(tmp_path, monkeypatch):
    whole, _summary = made(tmp_path / "whole.duckdb", opportunities=120)
    monkeypatch.setattr("workbench.services.demo.load.PART", 17)
    parts, _summary = made(tmp_path / "parts.duckdb", opportunities=120)
    prints = [fingerprint(store) for store in (whole, parts)]
    counted = [
        store.select("select count(*) as n, bit_xor(hash(t)) as h from unit_of_work as t").iloc[0].tolist()
        for store in (whole, parts)
    ]
    for store in (whole, parts):
        store.close()
    assert prints[0] == prints[1]
    assert counted[0] == counted[1]


def test_the_checks_are_clean(demo):
    assert demo[0].check() == []


def test_the_summary_counts_what_is_in_the_store(demo):
    store, summary = demo
    found = store.records("documents/counts")[0]
    assert found == {name: getattr(summary, name) for name in found}
    assert all(count > 0 for count in found.values())


@pytest.mark.parametrize(("lines", "header"), LINES.items())
def test_headers_are_the_sums_of_their_lines(one, lines, header):
    key = "order_id" if header == "sales_order" else f"{header}_id"
    assert not one(f"""
        select count(*) from {header} as h left join (
          select {key} as id, sum(gross) as gross, sum(discount) as discount, sum(net) as net from {lines} group by all
        ) as s on s.id = h.id where (s.gross, s.discount, s.net) is distinct from (h.gross, h.discount, h.net)""")


def test_remaining_is_ordered_minus_invoiced_plus_what_is_to_be_invoiced_again(one):
    assert not one("""
        select count(*) from sales_order as o left join (
          select order_id, coalesce(sum(net) filter (kind = 'invoice'), 0) as invoiced,
            coalesce(-sum(net) filter (kind = 'credit_note' and reinvoice), 0) as again
          from invoice group by all
        ) as s on s.order_id = o.id
        where o.remaining <> o.net - coalesce(s.invoiced, 0) + coalesce(s.again, 0) or o.remaining < 0""")
    assert one("select count(*) from sales_order where remaining = 0") > one("select count(*) from sales_order") * 0.5
    assert one("select count(*) from sales_order where remaining > 0 and invoiced > 0")


def test_a_deal_is_never_ordered_for_more_than_it_is_worth_and_mostly_for_just_that(one):
    text = """select count(*) from (select o.net, sum(s.net) as ordered from opportunity as o
        join sales_order as s on s.opportunity_id = o.id group by o.id, o.net) where ordered {} net"""
    assert not one(text.format(">"))
    assert one(text.format("=")) > one(text.format("<")) * 4


def test_only_won_deals_have_orders_and_most_of_them_do(one):
    assert not one(
        "select count(*) from sales_order as s join opportunity as o on o.id = s.opportunity_id where o.status <> 'won'"
    )
    ordered = "exists (select 1 from sales_order as s where s.opportunity_id = o.id)"
    assert one(f"select avg(cast({ordered} as integer)) from opportunity as o where o.status = 'won'") >= 0.9
    assert one("select max(n) from (select count(*) as n from sales_order group by opportunity_id)") > 1


def test_the_current_offer_is_the_deal_and_agrees_with_its_outcome(one):
    current = "from offer as f join opportunity as o on o.id = f.opportunity_id where f.is_current"
    assert not one(
        f"select count(*) {current} and (f.gross, f.discount, f.net) is distinct from (o.gross, o.discount, o.net)"
    )
    assert not one(f"""select count(*) {current} and not case o.status when 'won' then f.state = 'accepted'
        when 'lost' then f.state in ('rejected', 'expired') else f.state in ('open', 'expired') end""")
    assert not one(f"select count(*) {current} and f.state = 'open' and f.valid_until < date '{AS_OF}'")
    assert not one("select count(*) from offer where not is_current and state <> 'replaced'")
    assert one("select max(revision) from offer") == 3


def test_a_deal_before_the_offer_has_none(one):
    early = "select count(*) from offer as f join opportunity as o on o.id = f.opportunity_id join stage as s on s.id = o.stage_id"
    reopened = "exists (select 1 from opportunity_history as h where h.id = o.id and h.status = 'lost')"
    assert not one(f"{early} where s.code in ('lead', 'qualified', 'needs', 'request', 'visit') and not {reopened}")


def test_offer_order_invoice_and_payment_follow_each_other(one):
    assert not one(
        "select count(*) from sales_order as s join offer as f on f.id = s.offer_id where f.offer_date > s.order_date or f.decided_date > s.order_date"
    )
    assert not one(
        "select count(*) from invoice as i join sales_order as s on s.id = i.order_id where i.invoice_date < s.order_date or i.due_date < i.invoice_date"
    )
    assert not one(
        "select count(*) from invoice as c join invoice as i on i.id = c.credited_invoice_id where c.invoice_date < i.invoice_date"
    )
    assert not one(
        "select count(*) from payment as p join invoice as i on i.id = p.invoice_id where p.payment_date < i.invoice_date"
    )
    assert not one("select count(*) from sales_order where delivered_date < order_date")


@pytest.mark.parametrize("upstream", ["offer", "sales_order", "invoice", "payment"])
def test_currency_company_and_rate_agree_with_the_deal(one, upstream):
    deal = {
        "payment": "join invoice as i on i.id = d.invoice_id join opportunity as o on o.id = i.opportunity_id",
    }.get(upstream, "join opportunity as o on o.id = d.opportunity_id")
    assert not one(f"""select count(*) from {upstream} as d {deal} where d.currency <> o.currency
        or d.company_id <> o.company_id or d.rate is null or (d.currency = 'EUR' and d.rate <> 1)""")
    assert not one(f"""select count(*) from {upstream} as d left join exchange_rate as r on r.currency = d.currency
        and r.on_date = d.rate_date and r.rate = d.rate where d.currency = 'RON' and r.rate is null""")
    assert one(f"select count(distinct currency) from {upstream}") == 2


@pytest.mark.parametrize("table", [*HEADERS, *LINES])
def test_whatever_has_happened_lies_before_the_present_and_was_recorded_afterwards(one, table):
    assert not one(f"""select count(*) from {table}_history
        where recorded_at < effective_at or recorded_at > timestamp '{AS_OF} 00:00'""")


@pytest.mark.parametrize("table", HEADERS)
def test_versions_have_no_gap_follow_each_other_and_are_told(one, table):
    assert not one(f"""select count(*) from (select id, max(version) as last, count(*) as n from {table}_history
        group by all) where last <> n""")
    assert not one(f"""select count(*) from {table}_history as a join {table}_history as b
        on a.id = b.id and b.version = a.version + 1 where b.effective_at < a.effective_at""")
    assert not one(f"""select count(*) from {table}_history as h left join unit_of_work as u on u.id = h.unit_id
        left join change as c on c.unit_id = h.unit_id and c.entity_id = h.id and c.version = h.version and c.entity = '{table}'
        where u.id is null or c.unit_id is null or u.recorded_at <> h.recorded_at""")


def test_an_order_knew_at_each_version_what_was_invoiced_by_then(one):
    assert not one("""
        with known as (
          select h.id, h.version, h.invoiced, h.credited, coalesce(sum(i.net) filter (i.kind = 'invoice'), 0) as invoices,
            coalesce(-sum(i.net) filter (i.kind = 'credit_note'), 0) as notes
          from sales_order_history as h
          left join invoice_history as i on i.order_id = h.id and i.version = 1 and i.effective_at <= h.effective_at
          group by all
        )
        select count(*) from known where invoiced <> invoices or credited <> notes""")


def test_an_invoice_knew_at_each_version_what_was_paid_by_then(one):
    assert not one("""
        with known as (
          select h.id, h.version, h.paid, coalesce(sum(p.amount), 0) as payments
          from invoice_history as h
          left join payment as p on p.invoice_id = h.id
          left join payment_history as q on q.id = p.id and q.effective_at > h.effective_at
          where q.id is null group by all
        )
        select count(*) from known where paid <> payments""")


def test_some_is_paid_late_some_in_part_and_some_not_at_all(one):
    invoices = "from invoice where kind = 'invoice'"
    late = one(f"select avg(cast(settled_date > due_date as integer)) {invoices} and settled_date is not null")
    assert 0.2 < late < 0.65
    assert one(f"select count(*) {invoices} and paid > 0 and open_amount > 0")
    assert one(f"select count(*) {invoices} and paid = 0 and due_date < date '{AS_OF}'")
    assert one(f"select avg(cast(open_amount = 0 as integer)) {invoices}") > 0.8


def test_credit_notes_are_few_half_of_them_to_be_invoiced_again_and_never_more_than_the_invoice(one):
    share = one("select avg(cast(kind = 'credit_note' as integer)) from invoice")
    assert 0.01 < share < 0.05
    assert 0.15 < one("select avg(cast(reinvoice as integer)) from invoice where kind = 'credit_note'") < 0.85
    assert not one("""select count(*) from invoice as c join invoice as i on i.id = c.credited_invoice_id
        where -c.net > i.net or c.net >= 0 or i.kind <> 'invoice' or c.order_id <> i.order_id""")


def test_no_month_of_the_last_year_is_without_documents(one):
    for column, table in (
        ("offer_date", "offer"), ("order_date", "sales_order"), ("invoice_date", "invoice"),
        ("payment_date", "payment"), ("cast(done_at as date)", "activity"),
    ):  # fmt: skip
        months = f"select count(distinct date_trunc('month', {column})) from {table}"
        assert one(f"{months} where {column} >= date '2025-12-01' and {column} < date '2026-12-01'") == 12


def test_what_remains_is_planned_in_months_to_come(one):
    planned = "from sales_order where remaining > 0 and planned_invoice_date"
    assert one(f"select count(*) {planned} is null") == 0
    assert one(f"select count(distinct date_trunc('month', planned_invoice_date)) {planned} >= date '{AS_OF}'") >= 3


def test_activities_are_done_in_the_past_and_planned_ahead_some_are_overdue(one):
    a_deal = one("select count(*) from activity") / one("select count(*) from opportunity")
    assert 3 < a_deal < 5
    recent, old = (
        one(f"select count(a.id) / count(distinct o.id) from opportunity as o left join activity as a on a.opportunity_id = o.id where o.created_date {side}")
        for side in (">= date '2026-03-01'", "< date '2024-11-24'")
    )  # fmt: skip
    assert recent > old * 1.3
    planned = "from activity where state = 'planned'"
    assert 0.08 < one(f"select avg(cast(due_date < date '{AS_OF}' as integer)) {planned}") < 0.5
    assert one(f"select count(*) {planned} and mandatory")
    assert one(f"select count(*) {planned} and follows_id is not null")
    assert not one(
        "select count(*) from activity as a join opportunity as o on o.id = a.opportunity_id where a.assignee_id <> o.owner_id"
    )
    assert not one("""select count(*) from activity as a join opportunity as o on o.id = a.opportunity_id
        where a.state = 'planned' and o.status = 'lost'""")


def test_each_open_deal_has_mostly_a_next_activity(one):
    planned = "exists (select 1 from activity as a where a.opportunity_id = o.id and a.state = 'planned')"
    assert 0.6 < one(f"select avg(cast({planned} as integer)) from opportunity as o where o.status = 'open'") < 0.98


def test_whoever_stops_the_demo_while_it_is_made_leaves_an_empty_store(tmp_path):
    store = open_store(str(tmp_path / "demo.duckdb"), door="exclusive")
    before = fingerprint(store)

    def stop(_what, share):
        if share > 0.12:
            raise JobCancelledError("stopped")

    with pytest.raises(JobCancelledError):
        load_demo(store, opportunities=200, as_of=AS_OF, progress=stop)
    assert fingerprint(store) == before
    assert store.rows("demo/held") == [(0, 0)]
    load_demo(store, opportunities=20, as_of=AS_OF)
    assert store.check() == []
    store.close()


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_a_tiny_company_is_whole_too(tmp_path, count):
    for seed in range(4):
        store, summary = made(tmp_path / f"demo{seed}.duckdb", opportunities=count, seed=seed)
        assert summary.opportunities == count
        assert store.check() == []
        store.close()
