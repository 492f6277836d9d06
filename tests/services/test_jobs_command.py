"""``workbench jobs``, and long commands as jobs of their own process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.jobs import counts, ended, served_store, until
from workbench.app import Workbench
from workbench.cli import main
from workbench.services.jobs import JobState, NewJob, Queue

MANY = 25_000
WORKBENCH = str(Path(sys.executable).with_name("workbench"))


@pytest.fixture
def wb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workbench]:
    monkeypatch.setenv("WORKBENCH_WORKER_IDLE", "30")
    monkeypatch.setenv("WORKBENCH_USER", "boss")
    monkeypatch.chdir(tmp_path)
    with served_store(tmp_path / "store.duckdb") as opened:
        yield opened


def run(wb: Workbench, *arguments: str) -> int:
    return main([*arguments, "--lang", "en", "--store", wb.store.url])


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    return json.loads(capsys.readouterr().out)


def test_a_command_is_recorded_with_its_result(wb: Workbench, capsys: pytest.CaptureFixture[str]) -> None:
    (Path("deals.csv")).write_text("ID,Title,Amount,Create Date\n1,Pump,20.50,2024-01-15\n")
    assert run(wb, "import", "deals.csv") == 0
    capsys.readouterr()
    [job] = wb.jobs.list()
    assert (job.kind, job.state, job.title) == ("import", JobState.DONE, "Import of deals.csv")
    assert run(wb, "jobs", "list") == 0
    assert f"{job.id}  done" in capsys.readouterr().out
    assert run(wb, "jobs", "show", str(job.id), "--json") == 0
    assert told(capsys)["result"] == job.result


def test_a_dry_run_is_no_job(wb: Workbench) -> None:
    (Path("deals.csv")).write_text("ID,Title,Amount,Create Date\n1,Pump,20.50,2024-01-15\n")
    assert run(wb, "import", "deals.csv", "--dry-run") == 0
    assert wb.jobs.list() == []


def test_a_command_that_fails_is_a_failed_job(wb: Workbench, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(wb, "import", "nothing.csv") == 3
    said = capsys.readouterr().err
    [job] = wb.jobs.list()
    assert job.state is JobState.FAILED
    assert (job.error or "?") in said


def test_background_queues_and_watch_follows(wb: Workbench, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(wb, "demo", "--opportunities", "50", "--background", "--json") == 0
    key = str(told(capsys)["job"])
    assert run(wb, "jobs", "watch", key, "--json") == 0
    assert told(capsys)["state"] == "done"
    assert counts(wb)["opportunity"] == 50
    assert run(wb, "jobs", "again", key, "--json") == 0
    job = ended(wb, wb.jobs.get(str(told(capsys)["job"])))
    assert (job.state, str(job.again_of)) == (JobState.FAILED, key)
    assert run(wb, "jobs", "watch", str(job.id)) == 3


def test_cancel_says_what_became_of_it(wb: Workbench, capsys: pytest.CaptureFixture[str]) -> None:
    new = NewJob(
        kind="demo", title="A demo", arguments={"opportunities": 5}, user_login="boss", language="en", host="x"
    )
    key = Queue(wb.store, wb.now).add(new)
    assert run(wb, "jobs", "cancel", str(key)) == 0
    assert "Cancelled: A demo" in capsys.readouterr().out
    with wb.jobs.running("demo", opportunities=1) as tell:
        done = tell.id
    assert run(wb, "jobs", "cancel", str(done)) == 3
    assert "too late" in capsys.readouterr().out
    assert run(wb, "jobs", "cancel", "nonsense") == 3
    assert "no job nonsense" in capsys.readouterr().err


def test_ctrl_c_cancels_a_command_and_leaves_nothing(wb: Workbench) -> None:
    before = counts(wb)
    done = started(wb)
    done.send_signal(signal.SIGINT)
    said = done.communicate(timeout=60)[1]
    assert done.returncode == 3
    assert "Stopped." in said
    assert wb.jobs.list()[0].state is JobState.CANCELLED
    assert counts(wb) == before


def test_a_command_that_is_cancelled_from_elsewhere_stops_and_leaves_nothing(wb: Workbench) -> None:
    before = counts(wb)
    done = started(wb)
    [job] = wb.jobs.list()
    assert wb.jobs.cancel(job).state is JobState.CANCELLED
    said = done.communicate(timeout=60)[1]
    assert done.returncode == 3
    assert "The job was cancelled. Nothing of it was kept." in said
    assert counts(wb) == before
    assert wb.store.check() == []


def started(wb: Workbench) -> subprocess.Popen[str]:
    """Start a long command and wait until it is at work."""
    command = [WORKBENCH, "demo", "--opportunities", str(MANY), "--lang", "en", "--store", wb.store.url]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ))
    try:
        until(lambda: wb.jobs.list() and wb.jobs.list()[0].step)
    except BaseException:
        process.kill()
        process.communicate()
        raise
    return process
