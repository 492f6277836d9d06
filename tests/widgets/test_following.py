"""A page follows what is written elsewhere, and never disturbs what a person is doing."""

from datetime import date
from decimal import Decimal

import pytest

from tests.talking import says
from workbench.app import open_workbench
from workbench.domain.filters import Filters
from workbench.domain.people import Reach, Role
from workbench.errors import StoreUnavailableError
from workbench.store import stop_owner
from workbench.widgets import Workbench as Page

TODAY = date(2026, 11, 24)


@pytest.fixture
def two(tmp_path):
    path = tmp_path / "store.duckdb"
    with open_workbench(path, user="ana", today=TODAY, lang="en") as ana:
        ana.people.add(login="bob", name="Bob Stone", role=Role.SALESPERSON, sees=Reach.ALL, changes=Reach.ALL)
        ana.session.settings.lookups(fresh=True)
        with open_workbench(path, user="bob", today=TODAY, lang="en") as bob:
            yield ana, bob
    stop_owner(str(path))


def page_of(wb, view, monkeypatch):
    page = Page(wb, view=view, filters=Filters())
    said = {"board": [], "bar": [], "editor": []}
    monkeypatch.setattr(page.filter_bar, "tell", said["bar"].append)
    monkeypatch.setattr(page.editor, "tell", said["editor"].append)
    if view in {"progress", "stages"}:
        monkeypatch.setattr(page.shown, "_say", said["board"].append)
    return page, said


def test_a_board_patches_the_card_that_somebody_else_changed(two, monkeypatch):
    ana, bob = two
    deal = ana.opportunities.create(title="One", net=Decimal(5)).opportunity
    page, said = page_of(ana, "progress", monkeypatch)
    bob.opportunities.update(deal.id, title="Two")
    page.follower.live.catch_up()
    [patch] = said["board"]
    [placed] = patch["cards"]
    assert (placed["card"]["title"], placed["card"]["news"]) == ("Two", "Bob Stone")
    assert said["bar"] == [{"kind": "news", "count": "1 deal", "news": "Bob Stone changed 1 deal"}]


def test_what_the_person_did_is_no_news(two, monkeypatch):
    ana, _bob = two
    page, said = page_of(ana, "progress", monkeypatch)
    ana.opportunities.create(title="Mine")
    page.follower.live.catch_up()
    assert said["board"] == []


def test_a_list_is_read_again_and_hidden_views_when_they_are_seen(two, monkeypatch):
    ana, bob = two
    page, _said = page_of(ana, "opportunities", monkeypatch)
    page.go("home")
    page.go("opportunities")
    before = page.shown.head
    bob.opportunities.create(title="Theirs")
    page.follower.live.catch_up()
    assert page.shown.head != before
    assert page.places.get("home").stale


def test_a_hidden_page_asks_for_nothing_and_catches_up(two, monkeypatch):
    ana, bob = two
    page, said = page_of(ana, "progress", monkeypatch)
    says(page.navigation, "seen", seen=True)
    says(page.navigation, "seen", seen=False)
    assert not page.follower.live.running
    deal = bob.opportunities.create(title="Theirs").opportunity
    assert said["board"] == []
    says(page.navigation, "seen", seen=True)
    assert said["board"][-1]["cards"][0]["id"] == str(deal.id)
    page.close()
    assert not page.follower.live.running


def test_the_open_deal_is_told_of_and_not_replaced(two, monkeypatch):
    ana, bob = two
    deal = ana.opportunities.create(title="One").opportunity
    page, said = page_of(ana, "progress", monkeypatch)
    page.open_deal(deal.id)
    bob.opportunities.update(deal.id, title="Two")
    page.follower.live.catch_up()
    assert page.editor.deal["title"] == "One"
    [told] = said["editor"]
    assert (told["kind"], told["deal"]["title"], "Bob Stone" in told["message"]) == ("elsewhere", "Two", True)


def test_a_store_that_does_not_answer_is_said_once_and_so_is_its_return(two, monkeypatch):
    ana, bob = two
    page, _said = page_of(ana, "progress", monkeypatch)
    heard = []
    monkeypatch.setattr(page.toast, "say", lambda text, **_how: heard.append(text))
    since = ana.changes.since

    def lost(_mark):
        raise StoreUnavailableError("gone")

    monkeypatch.setattr(type(ana.changes), "since", lambda _self, mark: lost(mark))
    page.follower.live.catch_up()
    page.follower.live.catch_up()
    monkeypatch.setattr(type(ana.changes), "since", lambda _self, mark: since(mark))
    monkeypatch.undo()
    monkeypatch.setattr(page.toast, "say", lambda text, **_how: heard.append(text))
    bob.opportunities.create(title="Meanwhile")
    page.follower.live.catch_up()
    assert [("may be old" in text, "up to date" in text) for text in heard] == [(True, False), (False, True)]
    assert page.shown.board["total"]["count"] == "1 deal"
