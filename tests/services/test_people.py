"""Users and their roles, also where two people change them at once."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from workbench.app import Workbench, open_workbench
from workbench.domain.people import Reach, Role
from workbench.errors import InvalidValueError, NotAllowedError, WorkbenchError, WriteConflictError
from workbench.services.people import People
from workbench.services.session import Session
from workbench.services.settings import Settings
from workbench.store import Store, stop_owner

EVERYTHING = {"role": Role.ADMINISTRATOR, "sees": Reach.ALL, "changes": Reach.ALL}
VIEWS = {"role": Role.VIEWER, "sees": Reach.ALL, "changes": Reach.ALL}


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=date(2026, 11, 24)) as opened:
        yield opened
        assert opened.store.check() == []


def logins(wb):
    return sorted(user.login for user in wb.settings.lookups(fresh=True).users)


def roles(wb):
    return {user.login: user.role.value for user in wb.settings.lookups(fresh=True).users}


def as_if_by(wb, login):
    """Another person at the same store, with settings read on their own."""
    session = replace(wb.session, settings=Settings(wb.store), login=login)
    return People(session), session


@pytest.mark.parametrize("login", ["ben ", " ben", "b\ten", "ben\n"])
def test_a_login_is_compared_as_it_is_kept(wb, login):
    kept = " ".join(login.split())
    wb.people.add(login=kept, name="Ben", **VIEWS)
    with pytest.raises(InvalidValueError, match=f"already a user {kept}"):
        wb.people.add(login=login, name="Ben", **VIEWS)
    assert logins(wb) == sorted(["ana", kept])


@pytest.mark.parametrize("login", ["", "  ", "\t\n"])
def test_an_empty_login_is_refused(wb, login):
    with pytest.raises(InvalidValueError):
        wb.people.add(login=login, name="Ben", **VIEWS)
    assert logins(wb) == ["ana"]


def test_the_last_administrator_keeps_the_role(wb):
    with pytest.raises(InvalidValueError, match="last administrator"):
        wb.people.change_role("ana", **VIEWS)
    assert roles(wb) == {"ana": "administrator"}


def test_who_was_demoted_meanwhile_demotes_nobody(wb):
    wb.people.add(login="ben", name="Ben", **EVERYTHING)
    his, session = as_if_by(wb, "ben")
    assert session.user.role is Role.ADMINISTRATOR
    wb.people.change_role("ben", **VIEWS)
    with pytest.raises(NotAllowedError):
        his.change_role("ana", **VIEWS)
    assert roles(wb) == {"ana": "administrator", "ben": "viewer"}


def between_reading_and_writing(monkeypatch, happens):
    """Let something happen once, right before the next unit of work reaches the store."""
    write, left = Store.write, [happens]

    def late(store, batch):
        if left:
            left.pop()()
        write(store, batch)

    monkeypatch.setattr(Store, "write", late)


def test_two_administrators_do_not_demote_each_other_between_reading_and_writing(wb, monkeypatch):
    wb.people.add(login="ben", name="Ben", **EVERYTHING)
    his, _session = as_if_by(wb, "ben")
    between_reading_and_writing(monkeypatch, lambda: wb.people.change_role("ben", **VIEWS))
    with pytest.raises(NotAllowedError):
        his.change_role("ana", **VIEWS)
    assert roles(wb) == {"ana": "administrator", "ben": "viewer"}


def test_a_role_that_changed_since_it_was_read_is_read_again(wb, monkeypatch):
    wb.people.add(login="eva", name="Eva", **VIEWS)
    between_reading_and_writing(monkeypatch, lambda: wb.people.change_role("eva", **EVERYTHING))
    attempts = []
    monkeypatch.setattr(Session, "attempt", counted(Session.attempt, attempts))
    wb.people.change_role("eva", role=Role.MANAGER, sees=Reach.ALL, changes=Reach.OWN)
    assert attempts.count("conflict") == 1
    assert roles(wb)["eva"] == "manager"


def counted(attempt, told):
    def once_more(session, work):
        def told_work():
            try:
                return work()
            except WriteConflictError:
                told.append("conflict")
                raise

        return attempt(session, told_work)

    return once_more


def test_an_administrator_remains_when_all_demote_each_other_at_once(tmp_path):
    path = tmp_path / "store.duckdb"
    names = ["ana", "ben", "eva", "leo"]
    with contextlib.ExitStack() as stack:
        stack.callback(stop_owner, str(path))
        boss = stack.enter_context(open_workbench(path, user="ana"))
        for name in names[1:]:
            boss.people.add(login=name, name=name, **EVERYTHING)
        everybody = [stack.enter_context(open_workbench(path, user=name)) for name in names]
        for _round in range(10):
            start = threading.Barrier(len(names))

            def demote(mine, other, start=start):
                start.wait()
                with contextlib.suppress(WorkbenchError):
                    mine.people.change_role(other, **VIEWS)

            threads = [
                threading.Thread(target=demote, args=(mine, names[place - 1])) for place, mine in enumerate(everybody)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            present = roles(boss)
            remaining = [name for name in names if present[name] == "administrator"]
            assert remaining
            mine = everybody[names.index(remaining[0])]
            for name in names:
                mine.people.change_role(name, **EVERYTHING)
        assert boss.store.check() == []
