"""``workbench schedule``, ``channel`` and ``outbox``, as somebody at a terminal or a script uses them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.app import open_workbench
from workbench.cli import main
from workbench.services.jobs import worker_lock
from workbench.store import stop_owner


@pytest.fixture
def store(tmp_path: Path) -> Iterator[str]:
    path = str(tmp_path / "store.duckdb")
    with open_workbench(path, user="ana"), worker_lock(path):
        yield path
    stop_owner(path)


def told(capsys, store, *words):
    """Run a command and return its exit code and what it said as JSON."""
    code = main([*words, f"--store={store}", "--user=ana", "--lang=en", "--json"])
    said = capsys.readouterr()
    return code, json.loads(said.out) if said.out else said.err


def test_a_schedule_is_added_listed_run_and_removed(store, capsys):
    code, added = told(
        capsys, store, "schedule", "add", "nightly", "30 2 * * *", "report", "name=weekly", "--zone=Europe/Rome"
    )
    assert (code, added["cron"], added["arguments"]) == (0, "30 2 * * *", {"name": "weekly"})
    _code, run = told(capsys, store, "schedule", "run", "nightly")
    _code, history = told(capsys, store, "schedule", "history", "nightly")
    assert [one["job_id"] for one in history["runs"]] == [run["job_id"]]
    assert told(capsys, store, "schedule", "pause", "nightly")[1]["next_at"] is None
    assert told(capsys, store, "schedule", "resume", "nightly")[1]["next_at"]
    assert told(capsys, store, "schedule", "run-due") == (0, {"leads": True, "runs": []})
    assert told(capsys, store, "schedule", "remove", "nightly")[0] == 0
    assert told(capsys, store, "schedule", "list")[1] == {"schedules": []}
    assert len(told(capsys, store, "schedule", "history", added["id"])[1]["runs"]) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["x", "61 * * * *", "report", "name=weekly"], "no cron expression"),
        (["x", "0 7 * * *", "report", "name=weekly", "--zone=Rome"], "no time zone"),
        (["x", "0 7 * * *", "dance"], "no job “dance”"),
        (["x", "0 7 * * *", "report", "weekly"], "name=value"),
    ],
)
def test_a_wrong_schedule_is_refused_in_words(store, capsys, words, said):
    code, error = told(capsys, store, "schedule", "add", *words)
    assert code == 3
    assert said in error


def test_a_channel_is_added_tried_and_its_secret_shown_once(store, capsys):
    _code, added = told(capsys, store, "channel", "add", "hook", "webhook", "http://127.0.0.1:9/in?token=opensesame")
    assert added["secret"].startswith("whsec_")
    code, tried = told(capsys, store, "channel", "test", "hook")
    assert (code, tried) == (3, {"state": "waiting", "error": "no answer (Connection refused)"})
    listed = told(capsys, store, "channel", "list")[1]
    assert listed["channels"][0]["address"] == "http://127.0.0.1:9/in"
    assert added["secret"] not in json.dumps(listed)
    assert told(capsys, store, "channel", "remove", "hook")[0] == 0


def test_events_of_a_log_channel_are_listed_and_nothing_dead_is_sent_again(store, capsys):
    told(capsys, store, "channel", "add", "log", "log")
    assert told(capsys, store, "channel", "test", "log")[0] == 0
    [delivery] = told(capsys, store, "outbox", "list", "--channel=log")[1]["deliveries"]
    assert (delivery["topic"], delivery["state"]) == ("channel.test", "delivered")
    assert told(capsys, store, "outbox", "dead")[1] == {"deliveries": []}
    code, error = told(capsys, store, "outbox", "retry")
    assert code == 3
    assert "given up" in error
