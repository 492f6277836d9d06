"""What was said and done with customers, on a real store."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.services.acting import NOON, TODAY, deal
from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.errors import ChangedMeanwhileError, InvalidValueError, NotFoundError


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=lambda: NOON) as opened:
        yield opened
        assert opened.store.check() == []


def subjects(timeline):
    return [told.subject for told in timeline.entries]


def test_an_interaction_of_a_deal_takes_its_contact_and_stands_in_both_timelines(wb):
    contact = wb.contacts.create(name="Rossi")
    key = wb.opportunities.create(title="One", contact=contact.id).opportunity.id
    logged = wb.interactions.log(kind="call", body="They compare three suppliers.", opportunity=key).interaction
    assert (logged.contact_id, logged.direction, logged.user_id) == (contact.id, "out", wb.user.id)
    assert logged.subject == "They compare three suppliers."
    for timeline in (wb.interactions.timeline(opportunity=key), wb.interactions.timeline(contact=contact.id)):
        [told] = timeline.entries
        assert (told.kind, told.contact, told.deal.title, timeline.more) == ("call", "Rossi", "One", False)


def test_the_timeline_tells_interactions_and_done_activities_latest_first_and_nothing_twice(wb):
    key = deal(wb)
    for subject, days in (("third", 3), ("first", 1)):
        wb.interactions.log(kind="mail", subject=subject, opportunity=key, happened_at=NOON - timedelta(days=days))
    task = wb.activities.plan(type="task", subject="second", opportunity=key).activity
    wb.activities.done(task.id, at=NOON - timedelta(days=2))
    call = wb.activities.plan(type="call", subject="now", opportunity=key).activity
    wb.activities.done(call.id)
    wb.activities.plan(type="call", subject="not yet", opportunity=key)
    assert subjects(wb.interactions.timeline(opportunity=key)) == ["now", "first", "second", "third"]
    pages = [wb.interactions.timeline(opportunity=key, limit=3, after=after) for after in (0, 3)]
    assert [subjects(page) for page in pages] == [["now", "first", "second"], ["third"]]
    assert [page.more for page in pages] == [True, False]


def test_an_archived_interaction_lets_its_done_activity_be_told_again(wb):
    key = deal(wb)
    done = wb.activities.done(wb.activities.plan(type="call", opportunity=key).activity.id)
    gone = wb.interactions.archive(done.interaction.id, seen=1).interaction
    assert [told.entity for told in wb.interactions.timeline(opportunity=key).entries] == ["activity"]
    wb.interactions.archive(gone.id, archived=False)
    assert [told.entity for told in wb.interactions.timeline(opportunity=key).entries] == ["interaction"]


def test_a_correction_keeps_its_history_and_guards_against_others(wb):
    logged = wb.interactions.log(kind="note", body="x", opportunity=deal(wb)).interaction
    wb.interactions.update(logged.id, seen=1, kind="visit", minutes=30)
    with pytest.raises(ChangedMeanwhileError):
        wb.interactions.update(logged.id, seen=1, body="y")
    told = wb.interactions.history(logged.id)
    assert [change.field for change in told[-1].differing] == ["kind", "minutes"]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"kind": "fax"}, InvalidValueError), ({"body": ""}, InvalidValueError), ({"direction": "up"}, InvalidValueError),
        ({"happened_at": NOON + timedelta(days=1)}, InvalidValueError), ({"opportunity": None}, InvalidValueError),
        ({"user": "nobody"}, NotFoundError), ({"minutes": -1}, InvalidValueError),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_not_written(wb, values, error):
    key = deal(wb)
    with pytest.raises(error):
        wb.interactions.log(**{"kind": "note", "body": "x", "opportunity": key} | values)
    assert wb.interactions.timeline(opportunity=key).entries == []


def test_activities_and_interactions_are_exported_with_what_names_them(wb, tmp_path):
    key = deal(wb, title="Labelling")
    wb.activities.plan(type="task", subject="=Tidy up", due=TODAY)
    wb.activities.done(wb.activities.plan(type="call", subject="Ask", opportunity=key).activity.id, note="Fine.")
    found = {}
    for what in ("activity", "interaction"):
        for filters in (Filters(), Filters(title="label")):
            path = tmp_path / f"{what}-{filters.title}.csv"
            wb.exports.write(what, path, filters=filters)
            with path.open(encoding="utf-8-sig", newline="") as file:
                found[what, filters.title] = [(row["subject"], row["title"]) for row in csv.DictReader(file)]
    assert found["activity", None] == [("'=Tidy up", ""), ("Ask", "Labelling")]
    assert found["activity", "label"] == [("Ask", "Labelling")]
    assert found["interaction", None] == found["interaction", "label"] == [("Ask", "Labelling")]
