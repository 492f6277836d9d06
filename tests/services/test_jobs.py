"""Jobs: their states, whose they are, what cancelling undoes, and how long they are kept."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from workbench.app import Workbench, open_workbench
from workbench.domain.people import Reach, Role
from workbench.errors import (
    InvalidValueError,
    JobCancelledError,
    NotFoundError,
    StoreError,
    StoreUnavailableError,
    WorkbenchError,
)
from workbench.services.jobs import KINDS, Job, JobState, NewJob, Queue, Worker, add_job
from workbench.store import Batch, stop_owner, uuid7

NOON = datetime(2026, 11, 24, 12)
HOSTILE = '<img src=x onerror="alert(1)">\n{evil} “\x07'
SLOW = "create or replace temp table slow as select count(*) as n from range(30000000) as a(x), range(12) as b(y) where (x * y) % 7 = 3"


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wb(clock: Clock) -> Iterator[Workbench]:
    with open_workbench(":memory:", user="boss", clock=clock) as opened:
        yield opened
        assert opened.store.check() == []


@pytest.fixture(params=["served", "postgres"])
def doors(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Workbench]]:
    """Open the same shared store as often as a test likes."""
    if request.param == "postgres":
        server = request.getfixturevalue("postgres_server")
        url = server.url(server.new_database())
    else:
        url = str(tmp_path / "store.duckdb")
    opened: list[Workbench] = []

    def open_again(user: str = "boss") -> Workbench:
        opened.append(open_workbench(url, user=user))
        return opened[-1]

    yield open_again
    for each in opened:
        each.close()
    if request.param == "served":
        stop_owner(url)


def queue_of(wb: Workbench) -> Queue:
    return Queue(wb.store, wb.now)


def waiting(wb: Workbench, login: str = "boss", title: str = "A demo", host: str | None = None) -> UUID:
    """Queue a job that no worker takes, because nobody wakes one."""
    where = {} if host is None else {"host": host}
    new = NewJob(kind="demo", title=title, arguments={"opportunities": 1}, user_login=login, language="en", **where)
    return queue_of(wb).add(new)


def claimed(wb: Workbench, worker: Worker | None = None) -> UUID:
    worker = worker or Worker()
    waiting(wb)
    queue_of(wb).register(worker)
    key = queue_of(wb).claim(worker)
    assert key is not None
    return key


def team(wb: Workbench, name: str) -> Batch:
    batch = wb.session.batch("test")
    batch.add("settings/insert_team", id=uuid7(), code=name, name=name, retired=False)
    return batch


def names(wb: Workbench) -> set[str]:
    return {str(row["name"]) for row in wb.store.records("settings/teams")}


def only(wb: Workbench) -> Job:
    [job] = wb.jobs.list()
    return job


def test_a_job_goes_from_waiting_through_running_to_done(wb: Workbench) -> None:
    key = waiting(wb)
    assert only(wb).state is JobState.WAITING
    worker = Worker()
    queue_of(wb).register(worker)
    assert queue_of(wb).claim(worker) == key
    assert (only(wb).state, only(wb).started_at) == (JobState.RUNNING, NOON)
    queue_of(wb).tell(key, "Half", 0.5)
    assert (only(wb).step, only(wb).share) == ("Half", 0.5)
    assert queue_of(wb).end(key, JobState.DONE, result={"rows": 3})
    job = only(wb)
    assert (job.state, job.result, job.ended_at, job.ended) == (JobState.DONE, {"rows": 3}, NOON, True)


def test_an_ended_job_ends_no_second_time(wb: Workbench) -> None:
    key = claimed(wb)
    assert queue_of(wb).end(key, JobState.DONE, result={})
    assert not queue_of(wb).end(key, JobState.FAILED, error="late")
    assert wb.jobs.cancel(key).state is JobState.DONE


def test_a_waiting_job_that_is_cancelled_is_never_taken(wb: Workbench) -> None:
    key = waiting(wb)
    assert wb.jobs.cancel(key).state is JobState.CANCELLED
    assert queue_of(wb).claim(Worker()) is None


def test_the_longest_waiting_job_comes_first(wb: Workbench, clock: Clock) -> None:
    first = waiting(wb)
    clock.now += timedelta(seconds=1)
    waiting(wb)
    assert queue_of(wb).claim(Worker()) == first


def test_a_job_of_another_machine_is_left_to_it(doors: Callable[[], Workbench]) -> None:
    wb = doors()
    waiting(wb, host="elsewhere")
    if wb.store.door == "postgres":
        assert queue_of(wb).claim(Worker()) is None
        assert queue_of(wb).claim(Worker(host="elsewhere")) is not None
    else:  # a file lies on one machine, and its name may change
        assert queue_of(wb).claim(Worker()) is not None


def test_of_many_workers_one_gets_the_job(doors: Callable[[], Workbench]) -> None:
    benches = [doors() for _ in range(4)]
    for _round in range(5):
        key = waiting(benches[0])
        start, got = threading.Barrier(len(benches)), []

        def take(wb: Workbench, start: threading.Barrier = start, got: list[UUID | None] = got) -> None:
            start.wait()
            got.append(queue_of(wb).claim(Worker()))

        threads = [threading.Thread(target=take, args=(wb,)) for wb in benches]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [each for each in got if each is not None] == [key]
        queue_of(benches[0]).end(key, JobState.DONE, result={})


def test_a_unit_of_work_that_is_being_written_is_rolled_back_by_cancelling(doors: Callable[[], Workbench]) -> None:
    worker, boss = doors(), doors()
    begun, said = threading.Event(), []

    def work() -> None:
        try:
            with worker.jobs.running("demo", "Long", opportunities=1):
                batch = team(worker, "half")
                batch.steps.append(SLOW)
                begun.set()
                worker.store.write(batch)
        except WorkbenchError as error:
            said.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait()
    time.sleep(0.3)
    job = boss.jobs.cancel(only(boss))
    thread.join()
    assert job.state is JobState.CANCELLED
    assert isinstance(said[0], JobCancelledError)
    assert "half" not in names(boss)
    boss.store.write(team(boss, "after"))
    assert "after" in names(boss)
    assert boss.store.check() == []


def test_what_a_cancelled_job_writes_later_is_refused(wb: Workbench) -> None:
    def work() -> None:
        with wb.jobs.running("demo", opportunities=1):
            wb.jobs.cancel(only(wb))
            wb.session.write(team(wb, "late"))

    with pytest.raises(JobCancelledError):
        work()
    assert "late" not in names(wb)
    assert only(wb).state is JobState.CANCELLED


def test_telling_ends_a_job_that_was_cancelled(wb: Workbench) -> None:
    def work() -> None:
        with wb.jobs.running("demo", opportunities=1) as tell:
            wb.jobs.cancel(only(wb))
            while True:
                tell("Going on", 0.1)
                time.sleep(0.02)

    with pytest.raises(JobCancelledError):
        work()


def test_a_job_that_has_written_is_not_cancelled_any_more(wb: Workbench) -> None:
    with wb.jobs.running("demo", opportunities=1):
        wb.session.write(team(wb, "kept"))
        assert wb.jobs.cancel(only(wb)).state is JobState.RUNNING
    assert "kept" in names(wb)
    assert only(wb).state is JobState.DONE


def test_work_outside_a_job_is_bound_to_none(wb: Workbench) -> None:
    with wb.jobs.running("demo", opportunities=1):
        pass
    wb.session.write(team(wb, "free"))
    assert "free" in names(wb)
    assert not only(wb).written


def test_progress_and_result_are_kept(wb: Workbench) -> None:
    with wb.jobs.running("demo", opportunities=1) as tell:
        tell("First", 0.2)
        tell("Last", 1.0)
        tell.result = {"rows": 7}
    job = only(wb)
    assert (job.step, job.share, job.result) == ("Last", 1.0, {"rows": 7})


def test_progress_wakes_no_page_and_makes_no_unit_of_work(wb: Workbench) -> None:
    before = wb.changes.mark()
    with wb.jobs.running("demo", opportunities=1) as tell:
        tell("First", 0.2)
    assert wb.changes.since(before).mark == before


def test_an_error_for_people_is_kept_as_it_is(wb: Workbench) -> None:
    with pytest.raises(InvalidValueError), wb.jobs.running("demo", opportunities=1):
        raise InvalidValueError("field", HOSTILE)
    assert (only(wb).state, only(wb).error) == (JobState.FAILED, HOSTILE)


def test_an_unexpected_error_is_told_by_a_reference_and_its_trace_is_for_administrators(wb: Workbench) -> None:
    with pytest.raises(ZeroDivisionError), wb.jobs.running("demo", opportunities=1):
        _ = 1 // 0
    job = only(wb)
    assert "ZeroDivisionError" in (job.error or "")
    assert "Traceback" not in (job.error or "")
    [line] = wb.jobs.log(job)
    assert "Traceback" in line.text
    assert line.text.partition("\n")[0] in (job.error or "")


def test_ctrl_c_cancels(wb: Workbench) -> None:
    with pytest.raises(KeyboardInterrupt), wb.jobs.running("demo", opportunities=1):
        raise KeyboardInterrupt
    assert only(wb).state is JobState.CANCELLED


def test_an_interrupt_that_went_astray_ends_the_job_at_its_next_step(wb: Workbench) -> None:
    def work() -> None:
        with wb.jobs.running("demo", opportunities=1) as tell:
            with suppress(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
            with pytest.raises(KeyboardInterrupt):
                wb.store.write(team(wb, "Late"))
            tell("Later", 0.5)

    with pytest.raises(KeyboardInterrupt):
        work()
    assert only(wb).state is JobState.CANCELLED
    assert "Late" not in names(wb)


def test_a_worker_of_this_machine_that_lives_is_not_gone_however_long_the_machine_slept(
    wb: Workbench, clock: Clock
) -> None:
    key = claimed(wb)
    clock.now += timedelta(hours=9)
    assert wb.jobs.get(key).state is JobState.RUNNING


def test_what_fails_after_it_was_written_is_done_and_says_so(wb: Workbench) -> None:
    def work() -> None:
        with wb.jobs.running("demo", opportunities=1):
            wb.store.write(team(wb, "Kept"))
            raise StoreError("The file of rejected rows cannot be written.")

    with pytest.raises(StoreError):
        work()
    assert only(wb).state is JobState.DONE
    assert only(wb).result == {"note": "The file of rejected rows cannot be written."}


def test_somebody_elses_job_is_repeated_with_that_persons_rights(wb: Workbench) -> None:
    wb.people.add(login="ana", name="Ana", role=Role.SALESPERSON, sees=Reach.OWN, changes=Reach.OWN)
    key = waiting(wb, login="ana")
    queue_of(wb).end(key, JobState.FAILED, error="x")
    asked: list[NewJob] = []
    service = wb.jobs.__class__(wb.session)
    service._ask = asked.append  # type: ignore[assignment,method-assign]  # no worker opens a store in memory
    service.again(key)
    assert [(job.user_login, job.again_of) for job in asked] == [("ana", key)]


def test_a_job_whose_worker_is_silent_is_reported_failed_and_runs_again(wb: Workbench, clock: Clock) -> None:
    key = claimed(wb, Worker(host="elsewhere"))
    clock.now += timedelta(seconds=9)
    assert wb.jobs.get(key).state is JobState.RUNNING
    clock.now += timedelta(seconds=2)
    job = wb.jobs.get(key)
    assert job.state is JobState.FAILED
    assert job.error == "Its worker ended before it was done. Run it again."


def test_a_job_whose_worker_died_on_this_machine_is_reported_at_once(wb: Workbench) -> None:
    key = claimed(wb, Worker(pid=2**22 + 1))
    assert wb.jobs.get(key).state is JobState.FAILED


def test_a_job_whose_worker_died_after_writing_is_done(wb: Workbench) -> None:
    key = claimed(wb, Worker(pid=2**22 + 1))
    queue_of(wb)._note("jobs/written", id=key, now=NOON)
    assert wb.jobs.get(key).state is JobState.DONE


def test_a_person_sees_own_jobs_and_an_administrator_all(doors: Callable[..., Workbench]) -> None:
    boss = doors()
    boss.people.add(login="ana", name="Ana", role=Role.MANAGER, sees=Reach.ALL, changes=Reach.ALL)
    ana = doors("ana")
    hers, his = waiting(boss, "ana"), waiting(boss, "boss")
    assert {job.id for job in boss.jobs.list()} == {hers, his}
    assert {job.id for job in ana.jobs.list()} == {hers}
    for verb in (ana.jobs.get, ana.jobs.log, ana.jobs.cancel, ana.jobs.again):
        with pytest.raises(NotFoundError):
            verb(his)
    assert boss.jobs.cancel(hers).state is JobState.CANCELLED


@pytest.mark.parametrize("key", ["", "no id", uuid4(), "'; drop table job; --"])
def test_an_unknown_job_is_not_found(wb: Workbench, key: object) -> None:
    with pytest.raises(NotFoundError):
        wb.jobs.get(key)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "arguments", "told"),
    [
        ("nothing", {}, "import"),
        ("import", {}, "path"),
        ("import", {"path": ""}, "path"),
        ("import", {"path": "a\x00b"}, "path"),
        ("import", {"path": "a.csv", "format": "tarot"}, "format"),
        ("import", {"path": "a.csv", "strict": "yes"}, "strict"),
        ("import", {"path": "a.csv", "colour": "red"}, "colour"),
        ("demo", {"opportunities": "many"}, "opportunities"),
        ("demo", {"opportunities": True}, "opportunities"),
        ("demo", {"opportunities": 5, "as_of": "yesterday"}, "as_of"),
        ("export", {"what": "list", "path": "a.csv", "filters": "{"}, "readable"),
        ("report", {"name": "weekly_pipeline", "parameters": [1]}, "parameters"),
        ("backup", {}, "target"),
    ],
)
def test_wrong_arguments_are_refused_when_a_job_is_asked_for(
    wb: Workbench, kind: str, arguments: dict[str, object], told: str
) -> None:
    with pytest.raises(InvalidValueError, match=told):
        wb.jobs.start(kind, None, **arguments)
    assert wb.jobs.list() == []


def test_paths_mean_the_same_in_every_process(wb: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with wb.jobs.running("import", None, path="deals.csv"):
        pass
    assert only(wb).arguments["path"] == str(tmp_path / "deals.csv")


def test_a_store_that_no_other_process_can_open_runs_nothing_in_the_background(wb: Workbench) -> None:
    with pytest.raises(StoreUnavailableError, match="served"):
        wb.jobs.start("demo", opportunities=1)


def test_hostile_texts_are_kept_as_data(wb: Workbench) -> None:
    with wb.jobs.running("import", HOSTILE, path=HOSTILE.replace("\n", "")) as tell:
        tell(HOSTILE, 0.5)
    job = only(wb)
    assert job.title == " ".join(HOSTILE.split())
    assert job.step == HOSTILE


def test_every_kind_has_a_title(wb: Workbench) -> None:
    values: dict[str, object] = {
        "path": "/a/b.csv", "what": "list", "name": "weekly", "opportunities": 3, "target": "/a/c.duckdb",
        "changes": {"campaign": "Fair"}, "unit": "a unit",
    }  # fmt: skip
    for kind, known in KINDS.items():
        needed = {name: values[name] for name, argument in known.arguments.items() if argument.required}
        with wb.jobs.running(kind, None, show=None, **needed):
            pass
    assert all("{" not in job.title for job in wb.jobs.list())


def test_jobs_are_kept_for_thirty_days_after_their_end(wb: Workbench) -> None:
    old = claimed(wb)
    queue_of(wb).write_log(old, "info", "hello")
    queue_of(wb).end(old, JobState.DONE, result={})
    running = claimed(wb)
    assert queue_of(wb).forget(NOON + timedelta(days=30)) == 0
    assert queue_of(wb).forget(NOON + timedelta(days=30, seconds=1)) == 1
    assert [row["id"] for row in wb.store.records("jobs/list", key=None, login=None, limit=9)] == [running]
    assert wb.store.rows("jobs/log", id=old) == []


def test_a_job_may_be_part_of_another_unit_of_work(wb: Workbench) -> None:
    batch = wb.session.batch("schedule")
    new = NewJob(kind="demo", title="Nightly", arguments={"opportunities": 1}, user_login="boss", language="it")
    key = add_job(batch, new)
    wb.session.write(batch)
    job = only(wb)
    assert (job.id, job.state, job.language) == (key, JobState.WAITING, "it")
