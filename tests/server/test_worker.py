"""The worker, as real processes: jobs done, cancelled, killed and run again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.jobs import counts, ended, served_store, until, workers_of
from workbench.app import Workbench
from workbench.domain.people import Reach, Role
from workbench.server.job_kinds import WORKS
from workbench.services.jobs import KINDS, JobState, NewJob, Queue, wake_worker, worker_runs

MANY = 25_000  # deals that take long enough to be cancelled in the middle
CSV = "ID,Title,Amount,Create Date\n1,Pump,20.50,2024-01-15\n2,Valve,10.00,31/02/2024\n"


@pytest.fixture
def wb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workbench]:
    monkeypatch.setenv("WORKBENCH_WORKER_IDLE", "30")
    with served_store(tmp_path / "store.duckdb") as opened:
        yield opened


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def processes_of(key: object) -> list[int]:
    """The processes that do a job."""
    found: list[int] = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                line = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if str(key).encode() in line and is_alive(int(folder.name)):
                found.append(int(folder.name))
    return found


def test_every_kind_that_can_be_asked_for_can_be_done() -> None:
    assert WORKS.keys() == KINDS.keys()


def test_a_demo_and_a_backup_are_done_in_the_background(wb: Workbench, tmp_path: Path) -> None:
    job = wb.jobs.start("demo", opportunities=300, seed=3, as_of="2026-11-24")
    seen = list(wb.jobs.follow(job))
    assert seen[-1].state is JobState.DONE
    assert seen[-1].result is not None
    assert seen[-1].result["opportunities"] == counts(wb)["opportunity"] == 300
    assert [each.share for each in seen] == sorted(each.share for each in seen)
    backup = ended(wb, wb.jobs.start("backup", target=tmp_path / "copy.duckdb"))
    assert backup.result is not None
    assert backup.result["files"] == [str(tmp_path / "copy.duckdb")]
    assert (tmp_path / "copy.duckdb.json").is_file()
    assert len(set(workers_of(wb))) == 1
    assert wb.store.check() == []


def test_an_import_sets_bad_rows_aside_beside_the_file(wb: Workbench, tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(CSV)
    job = ended(wb, wb.jobs.start("import", path=tmp_path / "deals.csv"))
    assert job.result is not None
    assert job.result["files"] == [str(tmp_path / "deals.rejected.csv")]
    assert (job.result["rejected"], counts(wb)["opportunity"]) == (1, 1)


def test_an_export_is_done_with_the_rights_and_scope_of_its_user(wb: Workbench, tmp_path: Path) -> None:
    ended(wb, wb.jobs.start("demo", opportunities=200))
    job = ended(wb, wb.jobs.start("export", what="list", path=tmp_path / "list.csv"))
    assert job.state is JobState.DONE, job.error
    assert (tmp_path / "list.csv").is_file()


def test_a_job_that_its_user_may_not_do_fails_with_the_reason(wb: Workbench) -> None:
    wb.people.add(login="eva", name="Eva", role=Role.VIEWER, sees=Reach.ALL, changes=Reach.ALL)
    new = NewJob(kind="demo", title="A demo", arguments={"opportunities": 5}, user_login="eva", language="it")
    key = Queue(wb.store, wb.now).add(new)
    wake_worker(wb.store.url)
    job = ended(wb, wb.jobs.get(key))
    assert job.state is JobState.FAILED
    assert "viewer" in (job.error or "")


def test_a_job_of_an_unknown_user_or_kind_fails_with_the_reason(wb: Workbench) -> None:
    keys = [
        Queue(wb.store, wb.now).add(NewJob(kind=kind, title="x", arguments={}, user_login=login, language="en"))
        for kind, login in (("demo", "nobody"), ("dance", "boss"))
    ]
    wake_worker(wb.store.url)
    errors = [ended(wb, wb.jobs.get(key)).error or "" for key in keys]
    assert "nobody" in errors[0]
    assert "dance" in errors[1]


@pytest.mark.parametrize("step", ["Settings", "Writing"])
def test_a_cancelled_demo_leaves_nothing(wb: Workbench, tmp_path: Path, step: str) -> None:
    before = counts(wb)
    job = wb.jobs.start("demo", opportunities=MANY)
    until(lambda: wb.jobs.get(job).step == step or wb.jobs.get(job).ended)
    assert wb.jobs.cancel(job).state is JobState.CANCELLED
    until(lambda: not processes_of(job.id))
    until(lambda: not list(tmp_path.glob(".workbench-*")))
    assert counts(wb) == before
    small = ended(wb, wb.jobs.start("demo", opportunities=20))
    assert small.state is JobState.DONE, small.error
    assert counts(wb)["opportunity"] == 20
    assert wb.store.check() == []


def test_the_job_of_a_killed_worker_is_reported_failed_and_runs_again(wb: Workbench) -> None:
    before = counts(wb)
    job = wb.jobs.start("demo", opportunities=MANY)
    until(lambda: wb.jobs.get(job).step)
    [worker] = workers_of(wb)
    os.kill(worker, signal.SIGKILL)
    until(lambda: wb.jobs.get(job).ended)
    lost = wb.jobs.get(job)
    assert lost.state is JobState.FAILED
    assert lost.error == "Its worker ended before it was done. Run it again."
    until(lambda: not processes_of(job.id))
    assert counts(wb) == before
    again = ended(wb, wb.jobs.again(job))
    assert (again.state, again.again_of) == (JobState.DONE, job.id)
    assert counts(wb)["opportunity"] == MANY
    assert wb.store.check() == []


def test_a_killed_process_of_a_job_is_reported_failed(wb: Workbench) -> None:
    job = wb.jobs.start("demo", opportunities=MANY)
    until(lambda: wb.jobs.get(job).step)
    for pid in processes_of(job.id):
        os.kill(pid, signal.SIGKILL)
    assert ended(wb, job).state is JobState.FAILED
    assert counts(wb)["opportunity"] == 0


def test_of_two_workers_one_works(wb: Workbench) -> None:
    command = [sys.executable, "-P", "-m", "workbench.server.worker", wb.store.url]
    first = subprocess.Popen(command)
    until(lambda: workers_of(wb))
    assert subprocess.run(command, check=False, timeout=60).returncode == 0
    assert workers_of(wb) == [first.pid]
    assert ended(wb, wb.jobs.start("demo", opportunities=20)).state is JobState.DONE
    assert workers_of(wb) == [first.pid]
    first.terminate()
    first.wait(30)


def test_an_idle_worker_ends_and_the_next_job_starts_another(wb: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_WORKER_IDLE", "0.5")
    assert ended(wb, wb.jobs.start("demo", opportunities=20)).state is JobState.DONE
    until(lambda: not worker_runs(wb.store.url))
    assert ended(wb, wb.jobs.start("demo", opportunities=20)).state is JobState.FAILED
    assert len(workers_of(wb)) == 2


def test_a_worker_outlives_who_asked_for_it(wb: Workbench) -> None:
    asking = "import sys; from workbench.app import open_workbench\nprint(open_workbench(sys.argv[1], user='boss').jobs.start('demo', opportunities=20).id)"
    said = subprocess.run([sys.executable, "-c", asking, wb.store.url], capture_output=True, text=True, check=True)
    assert ended(wb, wb.jobs.get(said.stdout.strip())).state is JobState.DONE


def test_a_job_in_a_file_is_done_whatever_its_machine_is_called_now(wb: Workbench) -> None:
    new = NewJob(kind="demo", title="x", arguments={"opportunities": 5}, user_login="boss", language="en", host="else")
    other = Queue(wb.store, wb.now).add(new)
    wake_worker(wb.store.url)
    assert ended(wb, wb.jobs.get(other)).state is JobState.DONE
