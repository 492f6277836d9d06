"""Who sees and who changes activities and interactions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.services.acting import NOON, TODAY, deal, people
from workbench.app import Workbench, open_workbench
from workbench.errors import NotAllowedError, NotFoundError


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=lambda: NOON) as opened:
        yield opened
        assert opened.store.check() == []


def shown(person):
    agenda = person.activities.mine(horizon="all", assignees="everybody")
    return sorted(row.activity.subject for part in agenda.parts for row in part.rows)


def test_a_person_sees_activities_of_deals_in_their_scope_and_those_assigned_to_them(wb):
    who = people(wb)
    keys = {login: deal(wb, login, title=f"Deal of {login}") for login in ("sara", "luca", "anna")}
    for login, key in keys.items():
        wb.activities.plan(type="call", subject=f"for {login}", opportunity=key, assignee=login)
    wb.activities.plan(type="call", subject="handed to sara", opportunity=keys["anna"], assignee="sara")
    assert shown(who["sara"]) == ["for sara", "handed to sara"]
    assert shown(who["luca"]) == ["for luca", "for sara", "handed to sara"][:2]
    assert shown(who["marco"]) == ["for luca", "for sara"]
    assert shown(who["paolo"]) == ["for anna", "for luca", "for sara", "handed to sara"]


def test_the_name_of_a_deal_outside_the_scope_is_not_told_to_who_works_for_it(wb):
    who = people(wb)
    planned = wb.activities.plan(type="call", opportunity=deal(wb, "anna", title="Secret"), assignee="sara").activity
    [row] = [row for part in who["sara"].activities.mine(horizon="all").parts for row in part.rows]
    assert (row.deal, row.may_change) == (None, True)
    assert who["sara"].activities.done(planned.id).activity.done_at == NOON
    with pytest.raises(NotFoundError):
        who["sara"].activities.of_deal(planned.opportunity_id)


def test_without_a_deal_the_team_sees_it_and_so_does_who_entered_it(wb):
    who = people(wb)
    mine = who["sara"].activities.plan(type="task", subject="of sara").activity
    handed = who["anna"].activities.plan(type="task", subject="from anna", assignee="luca").activity
    assert shown(who["marco"]) == ["from anna", "of sara"]
    assert shown(who["sara"]) == ["of sara"]
    assert shown(who["anna"]) == ["from anna"]
    with pytest.raises(NotFoundError):
        who["anna"].activities.get(mine.id)
    assert who["anna"].activities.cancel(handed.id).activity.state == "cancelled"


def test_what_one_sees_is_not_yet_what_one_may_change(wb):
    who = people(wb)
    key = deal(wb, "sara")
    planned = who["sara"].activities.plan(type="call", opportunity=key).activity
    [row] = who["luca"].activities.of_deal(key)
    assert not row.may_change
    for act in (
        lambda one: one.done(planned.id), lambda one: one.cancel(planned.id), lambda one: one.update(planned.id, notes="x"),
        lambda one: one.reassign(planned.id, assignee="luca"), lambda one: one.archive(planned.id),
        lambda one: one.reschedule(planned.id, due=TODAY), lambda one: one.plan(type="call", opportunity=key),
    ):  # fmt: skip
        with pytest.raises(NotAllowedError):
            act(who["luca"].activities)
        with pytest.raises(NotAllowedError):
            act(who["paolo"].activities)
        with pytest.raises(NotFoundError):
            act(who["anna"].activities)
    assert who["marco"].activities.reassign(planned.id, assignee="luca").activity.assignee_id == who["luca"].id
    assert who["luca"].activities.done(planned.id).activity.done_at == NOON


def test_a_viewer_looks_and_changes_nothing(wb):
    who = people(wb)
    wb.activities.plan(type="call", assignee="paolo", subject="Look")
    [row] = [row for part in who["paolo"].activities.mine(horizon="all").parts for row in part.rows]
    assert not row.may_change
    with pytest.raises(NotAllowedError):
        who["paolo"].activities.done(row.activity.id)
    with pytest.raises(NotAllowedError):
        who["paolo"].activities.plan(type="call")
    with pytest.raises(NotAllowedError):
        who["paolo"].interactions.log(kind="note", body="x", opportunity=deal(wb))


def test_who_left_gets_no_activity(wb):
    people(wb)
    key = wb.activities.plan(type="call").activity.id
    wb.store._door.write("update user_account set active = false where login = 'sara'", None)
    wb.store._door.write(
        "insert into setting_history select unit_id, recorded_at, effective_at, entity, 'x', state from setting_history limit 1",
        None,
    )
    wb.settings.lookups(fresh=True)
    with pytest.raises(NotFoundError):
        wb.activities.reassign(key, assignee="sara")


def test_outlooks_leave_out_deals_outside_the_scope(wb):
    who = people(wb)
    own, other = deal(wb, "sara"), deal(wb, "anna")
    assert set(who["sara"].activities.outlook([own, other])) == {own}


def test_interactions_follow_the_same_scope(wb):
    who = people(wb)
    key = deal(wb, "sara")
    logged = who["luca"].interactions.log(kind="call", subject="They rang", opportunity=key, direction="in").interaction
    assert [told.subject for told in who["sara"].interactions.timeline(opportunity=key).entries] == ["They rang"]
    assert who["sara"].interactions.update(logged.id, body="About the price.").interaction.version == 2
    for act in (
        lambda one: one.get(logged.id),
        lambda one: one.timeline(opportunity=key),
        lambda one: one.archive(logged.id),
    ):
        with pytest.raises(NotFoundError):
            act(who["anna"].interactions)
    contact = wb.contacts.create(name="Rossi").id
    wb.interactions.log(kind="note", body="Only the boss knows", contact=contact)
    assert who["anna"].interactions.timeline(contact=contact).entries == []
