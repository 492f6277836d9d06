"""Activities and interactions do the same behind every door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from tests.services.acting import NOON, TODAY, deal, people
from workbench.app import Workbench, open_workbench
from workbench.store import stop_owner


@pytest.fixture(params=["exclusive", "served", "postgres"])
def wb(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workbench]:
    url, door = str(tmp_path / "store.duckdb"), request.param
    if door == "postgres":
        server = request.getfixturevalue("postgres_server")
        url, door = server.url(server.new_database()), None
    with open_workbench(url, user="ana", today=TODAY, door=door, clock=lambda: NOON, lang="en") as opened:
        yield opened
    if request.param == "served":
        stop_owner(url)


def test_planned_done_told_and_taken_back_behind_every_door(wb, tmp_path):
    who = people(wb)
    contact = wb.contacts.create(name="Rossi")
    key = deal(wb, "sara", title="Labelling")
    call = who["sara"].activities.plan(
        type="call", subject="Ask", opportunity=key, contact=contact.id, due=date(2026, 11, 20), at=time(14, 30)
    )
    who["sara"].activities.quick(f"visit tomorrow #{wb.opportunities.get(key).number} @rossi")
    for person in (wb, who["sara"], who["marco"]):
        agenda = person.activities.mine(horizon="all", assignees="everybody")
        assert [(part.key, part.count) for part in agenda.parts] == [("overdue", 1), ("tomorrow", 1)]
        assert agenda.parts[0].rows[0].activity == call.activity
    assert who["anna"].activities.mine(horizon="all", assignees="everybody").parts == []
    done = who["sara"].activities.done(call.activity.id, outcome="Reached", seen=1)
    wb.interactions.log(kind="note", body="Later", contact=contact.id)
    assert [told.subject for told in wb.interactions.timeline(contact=contact.id).entries] == ["Later", "Ask"]
    found = wb.activities.outlook([key])[key]
    assert (found.next.subject, found.next.due_date, found.overdue, found.days_since_last) == (
        "Visit",
        date(2026, 11, 25),
        0,
        0,
    )
    assert who["sara"].activities.undo(done.unit).activity.due_at == call.activity.due_at
    assert [row.activity.subject for row in wb.activities.of_deal(key)] == ["Ask", "Visit"]
    wb.exports.write("activity", tmp_path / "activities.csv")
    assert wb.store.check() == []
