"""Schedulers as processes: one leads, another takes over, and each due time is run once."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.server.scheduling import expected, leader, missed, runs, scheduler, started, wait_for
from tests.store.build import count
from workbench.app import Workbench, open_workbench
from workbench.services.jobs import worker_lock
from workbench.store import stop_owner


@pytest.fixture(params=["served", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "postgres":
        server = request.getfixturevalue("postgres_server")
        yield server.url(server.new_database())
        return
    path = str(tmp_path / "store.duckdb")
    yield path
    stop_owner(path)


@pytest.fixture
def wb(url: str) -> Iterator[Workbench]:
    """Open the store, in the place of its worker: the jobs stay in the queue."""
    with open_workbench(url, user="ana") as opened, worker_lock(url):
        yield opened


def each_once(wb: Workbench, least: int) -> None:
    """The whole list, as an hour may begin while the test runs."""
    made = runs(wb)
    assert len(made) >= least
    assert made == expected(wb)
    assert count(wb.store, "job") == len(made)
    assert wb.store.check() == []


def test_two_schedulers_make_one_run_for_each_time(wb: Workbench, url: str) -> None:
    missed(url, 30)
    with scheduler(url), scheduler(url):
        wait_for(lambda: len(runs(wb)) >= 30, "all missed runs")
        time.sleep(2)
    each_once(wb, 30)


def test_runs_are_single_even_if_several_believe_to_lead(wb: Workbench, url: str) -> None:
    missed(url, 40)
    with ExitStack() as stack:
        start = time.time() + 6
        others = [stack.enter_context(started("tests.server.others", "look", url, start)) for _process in range(3)]
        made = [int(other.communicate(timeout=90)[0].split()[-1]) for other in others]
    assert sum(made) == len(runs(wb))
    each_once(wb, 40)


def test_a_second_scheduler_takes_over_when_the_leader_is_killed(wb: Workbench, url: str) -> None:
    with scheduler(url, "--lease=3") as first:
        wait_for(lambda: leader(wb), "a leader")
        before = leader(wb)
        with scheduler(url, "--lease=3"):
            time.sleep(3)
            assert leader(wb) == before
            os.kill(first.pid, signal.SIGKILL)
            missed(url, 5)
            wait_for(lambda: leader(wb) != before, "the second one to lead")
            wait_for(lambda: len(runs(wb)) >= 5, "its runs")
    each_once(wb, 5)


def test_a_scheduler_that_ends_in_order_keeps_nobody_waiting(wb: Workbench, url: str) -> None:
    with scheduler(url) as first:
        wait_for(lambda: leader(wb), "a leader")
        before = leader(wb)
        first.terminate()
        assert first.wait(30) == 0
    with scheduler(url):
        wait_for(lambda: leader(wb) != before, "the second one to lead")


def test_looking_once_does_what_is_due_and_ends(wb: Workbench, url: str) -> None:
    wb.channels.add("log", "log")
    wb.opportunities.create(title="One")
    missed(url, 3)
    for _time in range(2):
        with scheduler(url, "--once") as process:
            assert process.wait(60) == 0
    each_once(wb, 3)
    assert count(wb.store, "event_log") == 1


@pytest.mark.parametrize("url", ["served"], indirect=True)
def test_a_scheduler_ends_with_its_parent_and_outlives_a_lost_owner(wb: Workbench, url: str) -> None:
    with scheduler(url, "--with-parent", "--lease=3", stdin=subprocess.PIPE) as process:
        wait_for(lambda: leader(wb), "a leader")
        stop_owner(url)
        missed(url, 4)
        wait_for(lambda: len(runs(wb)) >= 4, "its runs after the owner was lost")
        assert process.poll() is None
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 0
        process.stdin = None
    each_once(wb, 4)


def test_a_scheduler_says_why_it_cannot_start(tmp_path: Path) -> None:
    file = tmp_path / "store.duckdb"
    file.write_text("no store")
    with scheduler(str(file), stderr=subprocess.PIPE) as process:
        assert process.wait(60) == 3
        assert process.stderr is not None
        assert "not a readable store" in process.stderr.read()
