"""Events reach a receiver at least once and the log exactly once, whoever is killed on the way."""

from __future__ import annotations

import base64
import json
import random
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil
import pytest

from tests.server.scheduling import free_port, hours_ago, scheduler, started, wait_for
from tests.store.build import count
from workbench.app import Workbench, open_workbench
from workbench.services.jobs import worker_lock
from workbench.store import stop_owner
from workbench.store.address import announced

EVENTS, WRITERS = 500, 4
SECRET = "whsec_" + base64.b64encode(b"receiver" * 4).decode()
QUICK = ("--lease=1.5", "--claim=3", "--pause=0.2")


@pytest.fixture
def path(tmp_path: Path) -> Iterator[str]:
    path = str(tmp_path / "store.duckdb")
    yield path
    stop_owner(path)


@pytest.fixture
def wb(path: str) -> Iterator[Workbench]:
    with open_workbench(path, user="ana") as opened, worker_lock(path):
        yield opened


def received(file: Path) -> list[tuple[str, str]]:
    """Return key and title of every message that arrived, doubles included."""
    return [tuple(json.loads(line)) for line in file.read_text().splitlines()] if file.exists() else []


def receiver(stack: ExitStack, port: int, file: Path):
    process = stack.enter_context(started("tests.server.others", "receive", port, file, SECRET))
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def kill_owner(path: str) -> None:
    """Kill the process that holds the file, if the one that its address names is still that process."""
    with suppress(psutil.Error, AttributeError):
        owner = psutil.Process(announced(path).pid)
        if path in owner.cmdline():
            owner.kill()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_every_event_arrives_and_is_shown_once_whoever_is_killed(wb: Workbench, path: str, tmp_path: Path, seed: int):
    chance, port, file = random.Random(seed), free_port(), tmp_path / "received"
    wb.channels.add("log", "log")
    wb.channels.add("hook", "webhook", address=f"http://127.0.0.1:{port}/hook", secret=SECRET)
    with ExitStack() as stack:
        writers = [
            stack.enter_context(started("tests.server.others", "write", path, f"w{number}", EVENTS // WRITERS))
            for number in range(WRITERS)
        ]
        victims = {"receiver": receiver(stack, port, file), "scheduler": stack.enter_context(scheduler(path, *QUICK))}
        for kind in chance.sample(["receiver", "scheduler", "owner"] * 3, 9):
            time.sleep(chance.uniform(0.2, 1.2))
            if kind == "owner":
                kill_owner(path)
                continue
            victims[kind].kill()
            victims[kind].wait()
            victims[kind] = (
                receiver(stack, port, file) if kind == "receiver" else stack.enter_context(scheduler(path, *QUICK))
            )
        for writer in writers:
            assert writer.wait(120) == 0
        wait_for(lambda: not wb.outbox.list(state="waiting", limit=1), "all deliveries")
    titles = {f"w{writer} {number}" for writer in range(WRITERS) for number in range(EVENTS // WRITERS)}
    written = set(map(str, wb.sql("select id from outbox")["id"]))
    arrived = received(file)
    assert len(written) == EVENTS
    assert wb.outbox.dead() == []
    assert {key for key, _title in arrived} == written
    shown = dict(arrived)
    assert len(shown) == EVENTS
    assert set(shown.values()) == titles
    logged = list(map(str, wb.sql("select event_id from event_log")["event_id"]))
    assert sorted(logged) == sorted(written)
    assert wb.store.check() == []


def test_a_channel_that_is_slow_or_gone_holds_up_no_other(wb: Workbench, path: str, tmp_path: Path):
    port, file = free_port(), tmp_path / "received"
    with ExitStack() as stack:
        deaf = stack.enter_context(socket.socket())
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        wb.channels.add("a deaf one", "webhook", address=f"http://127.0.0.1:{deaf.getsockname()[1]}/", secret=SECRET)
        wb.channels.add("b gone", "webhook", address=f"http://127.0.0.1:{free_port()}/", secret=SECRET)
        wb.channels.add("c hook", "webhook", address=f"http://127.0.0.1:{port}/", secret=SECRET)
        for number in range(10):
            wb.opportunities.create(title=f"Deal {number}")
        receiver(stack, port, file)
        stack.enter_context(scheduler(path, *QUICK))
        wait_for(lambda: len(dict(received(file))) == 10, "the third channel")
        counts = {state.channel.code: state.delivered for state in wb.channels.list()}
        assert (counts["a deaf one"], counts["b gone"]) == (0, 0)


def test_a_channel_that_always_fails_ends_in_dead_letters_that_can_be_sent_again(
    wb: Workbench, path: str, tmp_path: Path
):
    port, file = free_port(), tmp_path / "received"
    wb.channels.add("hook", "webhook", address=f"http://127.0.0.1:{port}/", secret=SECRET)
    wb.opportunities.create(title="One")
    with ExitStack() as stack:
        stack.enter_context(scheduler(path, "--lease=3", "--claim=3", "--pause=0.001"))
        wait_for(lambda: len(wb.outbox.dead()) == 1, "the dead letter")
        [dead] = wb.outbox.dead()
        assert (dead.attempts, dead.error) == (8, "no answer (Connection refused)")
        receiver(stack, port, file)
        assert wb.outbox.retry(channel="hook") == 1
        wait_for(lambda: received(file), "the event that was sent again")
    assert received(file)[0] == (str(dead.event_id), "One")


def test_the_scheduler_forgets_what_was_delivered_long_ago(path: str):
    with open_workbench(path, user="ana", clock=lambda: hours_ago(24 * 31)) as long_ago:
        long_ago.channels.add("log", "log")
        long_ago.opportunities.create(title="One")
        long_ago.outbox.deliver_all()
    with scheduler(path, "--once") as process:
        assert process.wait(60) == 0
    with open_workbench(path, user="ana") as wb:
        assert (count(wb.store, "outbox"), count(wb.store, "delivery"), count(wb.store, "event_log")) == (0, 0, 0)
