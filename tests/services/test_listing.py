"""The list: groups are the list in parts, a second order holds where the first is the same, words are searched everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.test_boards import filters
from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.domain.people import Reach, Role
from workbench.errors import InvalidValueError
from workbench.services.demo import load_demo
from workbench.services.grouping import GROUPS, Member
from workbench.services.ordering import SORTS, Order

TODAY = date(2026, 11, 24)
RELAXED = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY) as opened:
        load_demo(opened.store, opportunities=400, seed=7, as_of=TODAY)
        deal = opened.listing.rows(limit=1)[0]
        opened.opportunities.update(deal.id, currency="CHF", type_id=None, expected_close_date=None)
        yield opened


@RELAXED
@given(st.data())
@pytest.mark.parametrize("by", GROUPS)
def test_the_groups_are_the_list_to_the_cent(wb: Workbench, by: str, data: st.DataObject) -> None:
    wanted = data.draw(filters(wb))
    groups, totals = wb.listing.groups(by, wanted), wb.listing.totals(wanted)
    assert sum(group.count for group in groups) == totals.count
    assert sum((group.net for group in groups), Decimal(0)) == totals.net
    assert sum((group.weighted for group in groups), Decimal(0)) == totals.weighted
    assert sum(group.unconverted for group in groups) == totals.unconverted.count


@pytest.mark.parametrize("by", GROUPS)
def test_the_rows_of_the_groups_are_the_rows_of_the_list_each_once(wb: Workbench, by: str) -> None:
    seen = []
    for group in wb.listing.groups(by):
        rows = wb.listing.rows(sort="net", limit=1000, member=Member(by, group.key))
        assert len(rows) == group.count
        assert sum((row.base_net for row in rows if row.base_net is not None), Decimal(0)) == group.net
        seen += [row.id for row in rows]
    assert sorted(seen) == sorted(row.id for row in wb.listing.rows(limit=1000))


def test_groups_stand_in_the_order_in_which_people_know_them(wb: Workbench) -> None:
    lookups = wb.settings.lookups()
    labels = [group.label for group in wb.listing.groups("percent")]
    known = [row.name for row in lookups.probabilities.rows]
    assert labels == [name for name in known if name in labels]
    months = [group.key for group in wb.listing.groups("month")]
    assert months[-1] is None
    assert months[:-1] == sorted(month for month in months if month is not None)


@pytest.mark.parametrize(
    ("by", "key"), [("stage", "x"), ("colour", None), ("month", "2026-13-01"), ("owner", "1; drop")]
)
def test_a_group_that_is_none_is_refused(by: str, key: str | None) -> None:
    with pytest.raises(InvalidValueError):
        Member(by, key)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("then", ["net", "title", "owner", "expected_close_date"])
def test_the_second_order_holds_where_the_first_is_the_same(wb: Workbench, sort: str, then: str) -> None:
    order = {"sort": sort, "descending": False, "then": then, "then_descending": True}
    whole = wb.listing.rows(**order, limit=1000)
    first = wb.listing.rows(sort=sort, descending=False, limit=1000)
    field = {"net": "base_net"}
    name, second = field.get(sort, sort), field.get(then, then)
    if sort != "stage":  # stages of different workflows stand on the same place
        assert [getattr(row, name) for row in whole] == [getattr(row, name) for row in first]
    pages = [wb.listing.rows(**order, offset=offset, limit=70) for offset in range(0, 420, 70)]
    assert [row.id for page in pages for row in page] == [row.id for row in whole]
    if then in {"net", "expected_close_date"} and sort not in {then, "stage", "workflow"}:
        for one, other in pairwise(whole):
            if getattr(one, name) == getattr(other, name) and None not in {
                getattr(one, second),
                getattr(other, second),
            }:
                assert getattr(one, second) >= getattr(other, second)


def test_an_order_that_there_is_not_is_refused() -> None:
    for wrong in ({"sort": "version"}, {"sort": "number", "then": "notes"}):
        with pytest.raises(InvalidValueError):
            Order(**wrong)


@pytest.fixture
def small() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY) as opened:
        yield opened
        assert opened.store.check() == []


def found(wb: Workbench, text: str) -> set[str]:
    return {row.title for row in wb.listing.rows(Filters(text=text))}


def test_words_are_searched_everywhere_whatever_their_case_and_accents(small: Workbench) -> None:
    contact = small.contacts.create(name="Società Müller").id
    small.opportunities.create(title="Label printers", notes="Änderung am Kühlraum", tags=["vip"], contact=contact)
    small.opportunities.create(title="Pallet scanners", notes="nothing of interest", tags=["fair"])
    assert found(small, "anderung") == {"Label printers"}
    assert found(small, "KÜHLRAUM label") == {"Label printers"}
    assert found(small, "vip printers kuhl") == {"Label printers"}
    assert found(small, "societa label") == found(small, "Muller") == {"Label printers"}
    assert found(small, "label scanners") == set()
    assert found(small, "2") == {"Pallet scanners"}
    assert found(small, "%") == found(small, "'") == found(small, "<img") == set()
    assert found(small, "s") == {"Label printers", "Pallet scanners"}


def test_changed_notes_are_found_and_the_old_ones_no_more(small: Workbench) -> None:
    deal = small.opportunities.create(title="One", notes="first").opportunity
    small.opportunities.update(deal.id, notes="Second thoughts")
    assert found(small, "first") == set()
    assert found(small, "second") == {"One"}
    small.opportunities.update(deal.id, notes=None)
    assert found(small, "second") == set()


def test_search_and_groups_keep_to_what_a_person_sees(small: Workbench) -> None:
    small.opportunities.create(title="Secret of ana", notes="hidden words")
    small.people.add(login="ben", name="Ben", role=Role.SALESPERSON, sees=Reach.OWN, changes=Reach.OWN)
    ben = as_user(small, "ben")
    ben.opportunities.create(title="Own of ben")
    assert found(ben, "hidden") == set()
    assert found(ben, "own") == {"Own of ben"}
    assert sum(group.count for group in ben.listing.groups("owner")) == 1
    everything = [row.id for row in small.listing.rows()]
    assert [row.title for row in ben.listing.some(everything)] == ["Own of ben"]


def as_user(wb: Workbench, login: str) -> Workbench:
    from dataclasses import replace  # noqa: PLC0415 - a second person over the same store in memory

    from workbench.app import _assemble  # noqa: PLC0415

    wb.settings.lookups(fresh=True)
    return _assemble(replace(wb.session, login=login))
