"""A page follows what is written elsewhere, and never disturbs what a person is doing."""

import asyncio
import threading
from datetime import date
from decimal import Decimal

import pytest

from tests.talking import says
from workbench.app import open_workbench
from workbench.domain.filters import Filters
from workbench.domain.people import Reach, Role
from workbench.errors import StoreUnavailableError
from workbench.services.changes import Changes
from workbench.services.listing import Listing
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


async def until(holds):
    while not holds():  # noqa: ASYNC110 - widgets have no event to wait for
        await asyncio.sleep(0.01)


def lost(_changes, _mark):
    raise StoreUnavailableError("gone")


def test_a_banner_stands_while_the_store_does_not_answer_and_goes_when_all_was_read_again(two, monkeypatch):
    ana, bob = two
    page, _said = page_of(ana, "progress", monkeypatch)
    heard = []
    monkeypatch.setattr(page.toast, "say", lambda text, **_how: heard.append(text))
    with monkeypatch.context() as broken:
        broken.setattr(Changes, "since", lost)
        page.follower.live.catch_up()
        page.follower.live.catch_up()
        assert "may be old" in page.banner.trouble["text"]
        assert page.banner.trouble["why"] == "gone"
        assert page.banner.trouble["since"].endswith("Z")
        assert heard == []
    bob.opportunities.create(title="Meanwhile")
    page.follower.live.catch_up()
    assert not page.banner.stands
    assert ["up to date" in text for text in heard] == [True]
    assert page.shown.board["total"]["count"] == "1 deal"


def test_the_banner_stays_while_the_views_cannot_be_read_again(two, monkeypatch):
    ana, _bob = two
    page, _said = page_of(ana, "opportunities", monkeypatch)
    with monkeypatch.context() as broken:
        broken.setattr(Changes, "since", lost)
        page.follower.live.catch_up()
    with monkeypatch.context() as broken:
        broken.setattr(Listing, "totals", lost_page)
        page.follower.live.catch_up()
        assert page.banner.stands
        assert page.follower.live.in_trouble
    page.follower.live.catch_up()
    assert not page.banner.stands


def lost_page(_listing, *_filters, **_how):
    raise StoreUnavailableError("gone")


def test_what_a_person_does_in_vain_is_the_first_sign_of_trouble(two, monkeypatch):
    ana, _bob = two
    page, _said = page_of(ana, "opportunities", monkeypatch)
    with monkeypatch.context() as broken:
        broken.setattr(Changes, "since", lost)
        broken.setattr(Listing, "totals", lost_page)
        assert says(page.shown, "sort", by="title", descending=False)["kind"] == "refuse"
        assert page.banner.stands
    page.follower.live.catch_up()
    assert not page.banner.stands


def test_a_browser_that_was_away_has_everything_read_again(two, monkeypatch):
    ana, bob = two
    page, _said = page_of(ana, "progress", monkeypatch)
    bob.opportunities.create(title="Missed")
    assert says(page.banner, "back")["kind"] == "done"
    assert page.shown.board["total"]["count"] == "1 deal"


def test_a_hanging_store_holds_up_nobody_and_is_asked_until_it_answers(two, monkeypatch):
    ana, bob = two
    page, _said = page_of(ana, "progress", monkeypatch)
    since, answer = ana.changes.since, threading.Event()

    def hangs(_changes, mark):
        answer.wait()
        return since(mark)

    async def watched():
        monkeypatch.setattr("workbench.widgets.live.PATIENCE_SECONDS", 0.1)
        monkeypatch.setattr("workbench.widgets.live.ASK_SECONDS", 0.05)
        with monkeypatch.context() as broken:
            broken.setattr(Changes, "since", hangs)
            page.follower.seen(True)
            await until(lambda: page.banner.stands)
            bob.opportunities.create(title="Meanwhile")
            answer.set()
            await until(lambda: not page.banner.stands)
        assert page.shown.board["total"]["count"] == "1 deal"
        with monkeypatch.context() as broken:
            broken.setattr(Changes, "since", lost)
            page.follower.live.ask()
            await until(lambda: page.banner.stands)
        await until(lambda: not page.banner.stands)
        page.close()

    asyncio.run(asyncio.wait_for(watched(), 60))


def test_a_hidden_page_reads_nothing_whatever_others_write(two, monkeypatch):
    ana, bob = two
    page, said = page_of(ana, "progress", monkeypatch)
    questions = []
    ask = type(ana.store)._read

    def counted(store, name, parameters):
        if store is ana.store:
            questions.append(name)
        return ask(store, name, parameters)

    monkeypatch.setattr(type(ana.store), "_read", counted)

    async def watched():
        says(page.navigation, "seen", seen=True)
        await until(lambda: questions)
        says(page.navigation, "seen", seen=False)
        await asyncio.sleep(0.2)
        questions.clear()
        for number in range(5):
            await asyncio.to_thread(bob.opportunities.create, title=f"Deal {number}")
        await asyncio.sleep(2)
        assert questions == []
        says(page.navigation, "seen", seen=True)
        await until(lambda: said["board"])
        assert len(said["board"][-1]["cards"]) == 5
        page.close()

    asyncio.run(asyncio.wait_for(watched(), 60))
