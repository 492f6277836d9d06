"""A table by month adds up to the list, whatever it is grouped by."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.errors import InvalidValueError
from workbench.services.demo import load_demo
from workbench.services.pivots import DAYS, GROUPS

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY) as opened:
        load_demo(opened.store, opportunities=500, seed=7, as_of=TODAY)
        deal = opened.listing.rows(limit=1)[0]
        opened.opportunities.update(deal.id, currency="CHF", expected_close_date=None)
        yield opened


@pytest.mark.parametrize("by", GROUPS)
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("filters", [Filters(), Filters(status=("open",), active_on=date(2026, 10, 1))])
def test_the_sums_over_all_months_and_groups_are_the_lists_totals(wb, by, day, filters):
    frame, totals = wb.pivots.by_month(filters, by=by, day=day), wb.listing.totals(filters)
    assert frame["count"].sum() == totals.count
    assert sum(frame["net"], Decimal(0)) == totals.net
    assert sum(frame["weighted"], Decimal(0)) == totals.weighted
    assert frame["unconverted"].sum() == totals.unconverted.count


def test_a_deal_stands_in_the_month_of_its_day(wb):
    deals = wb.opportunities.find()
    of_march = deals[[day is not None and (day.year, day.month) == (2026, 3) for day in deals["created_date"]]]
    frame = wb.pivots.by_month(by="owner", day="created")
    assert frame[frame["month"].astype(str).str.startswith("2026-03")]["count"].sum() == len(of_march) > 0


def test_a_stage_is_named_with_its_workflow(wb):
    frame = wb.pivots.by_month()
    known = {(flow.name, stage.name) for flow in wb.settings.lookups().workflows for stage in flow.stages}
    assert set(zip(frame["workflow"], frame["stage"], strict=True)) <= known


def test_an_unknown_group_or_day_is_refused(wb):
    with pytest.raises(InvalidValueError, match="stage"):
        wb.pivots.by_month(by="colour")
    with pytest.raises(InvalidValueError, match="created"):
        wb.pivots.by_month(day="birthday")
