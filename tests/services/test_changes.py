"""The change feed names what was written since a mark, or says that everything must be read again."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.app import Workbench, open_workbench
from workbench.domain.people import Reach, Role

NOW = datetime(2026, 11, 24, 9)


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wb(clock) -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=date(2026, 11, 24), clock=clock) as opened:
        yield opened


def told(news):
    return [(change.entity_id, change.version, change.login) for change in news.changes]


def test_nothing_written_is_no_news(wb):
    mark = wb.changes.mark()
    news = wb.changes.since(mark)
    assert (news.changes, news.complete, news.mark) == ((), True, mark)


def test_each_change_is_told_once_with_who_made_it(wb):
    mark = wb.changes.mark()
    first = wb.opportunities.create(title="One").opportunity
    wb.opportunities.update(first.id, title="Two")
    news = wb.changes.since(mark)
    assert news.complete
    assert told(news) == [(first.id, 1, "ana"), (first.id, 2, "ana")]
    assert told(wb.changes.since(news.mark)) == []


def test_a_change_of_contacts_is_told_as_such(wb):
    mark = wb.changes.mark()
    contact = wb.contacts.create(name="Alfa")
    assert [(change.entity, change.entity_id) for change in wb.changes.since(mark).changes] == [("contact", contact.id)]


def test_changed_settings_ask_to_read_everything(wb):
    mark = wb.changes.mark()
    wb.people.add(login="bob", name="Bob", role=Role.VIEWER, sees=Reach.ALL, changes=Reach.OWN)
    assert not wb.changes.since(mark).complete


def test_a_unit_that_began_long_before_it_was_written_is_not_missed(wb, clock):
    mark = wb.changes.mark()
    batch = wb.session.batch("import")
    batch.changed("opportunity", wb.user.id, 1)
    clock.now += timedelta(hours=1)
    wb.session.write(batch)
    assert not wb.changes.since(mark).complete


def test_somebody_who_looked_away_for_long_reads_everything(wb, clock):
    mark = wb.changes.mark()
    wb.opportunities.create(title="One")
    clock.now += timedelta(hours=1)
    assert not wb.changes.since(mark).complete


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.sampled_from(["write", "wait", "look"]), max_size=25))
def test_however_writing_and_looking_take_turns_no_change_is_lost(steps):
    clock = Clock()
    with open_workbench(":memory:", user="ana", today=date(2026, 11, 24), clock=clock) as wb:
        deal = wb.opportunities.create(title="One").opportunity
        mark, seen, version = wb.changes.mark(), deal.version, deal.version
        for step in [*steps, "look"]:
            if step == "write":
                version = wb.opportunities.update(deal.id, net=Decimal(version)).opportunity.version
            elif step == "wait":
                clock.now += timedelta(seconds=20)
            else:
                news = wb.changes.since(mark)
                versions = [change.version for change in news.changes]
                if news.complete:
                    assert versions == list(range(seen + 1, version + 1))
                mark, seen = news.mark, version
