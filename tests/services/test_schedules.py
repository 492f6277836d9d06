"""A schedule runs once each time it is due: across both changes of the clock, after downtime, and after failures."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.build import count
from workbench.app import Workbench, open_workbench
from workbench.domain.people import Reach, Role
from workbench.errors import InvalidValueError, NotAllowedError, NotFoundError
from workbench.services.schedules import Run, Schedules
from workbench.services.schedules.cron import Pattern
from workbench.services.settings import Settings

NOON = datetime(2026, 11, 24, 12)
ROME, NEW_YORK = "Europe/Rome", "America/New_York"
# Rome: 28 March 2027 at 1:00 UTC and 31 October 2027 at 1:00 UTC; New York: 14 March at 7:00 and 7 November at 6:00.
SPRING = {ROME: datetime(2027, 3, 28, 1), NEW_YORK: datetime(2027, 3, 14, 7)}
AUTUMN = {ROME: datetime(2027, 10, 31, 1), NEW_YORK: datetime(2027, 11, 7, 6)}


class Clock:
    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wb(clock) -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=date(2026, 11, 24), clock=clock) as opened:
        yield opened
        assert opened.store.check() == []


def run_through(wb, clock, start, hours, minutes=10):
    """Look at the clock every few minutes and return the moments of the runs, in UTC."""
    clock.now, made = start, []
    while clock.now <= start + timedelta(hours=hours):
        made += [run.due_at for run in wb.schedules.run_due().runs]
        clock.now += timedelta(minutes=minutes)
    return made


def local(moments, zone):
    return [moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).strftime("%d %H:%M %z") for moment in moments]


def as_if_by(wb, login):
    return Schedules(replace(wb.session, settings=Settings(wb.store), login=login))


def end_jobs(wb, clock, state):
    """Let all jobs that wait end in a state, as a worker would."""
    batch = wb.session.batch("test")
    batch.steps.append(
        f"update job set state = '{state}', ended_at = timestamp '{clock.now}' where state in ('waiting', 'running')"
    )
    wb.session.write(batch)


@pytest.mark.parametrize("zone", [ROME, NEW_YORK])
def test_a_time_that_the_spring_change_leaves_out_runs_once_right_after_it(wb, clock, zone):
    clock.now = SPRING[zone] - timedelta(hours=30)
    wb.schedules.add("nightly", "30 2 * * *", zone, "report", name="weekly")
    made = run_through(wb, clock, clock.now, 60)
    assert SPRING[zone] in made
    assert [moment[3:8] for moment in local(made, zone)] == ["02:30", "03:00", "02:30"]


@pytest.mark.parametrize("zone", [ROME, NEW_YORK])
def test_a_time_that_the_autumn_change_repeats_runs_once(wb, clock, zone):
    hour = AUTUMN[zone].replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).hour
    clock.now = AUTUMN[zone] - timedelta(hours=30)
    wb.schedules.add("nightly", f"30 {hour} * * *", zone, "report", name="weekly")
    made = run_through(wb, clock, clock.now, 60)
    assert [moment[3:8] for moment in local(made, zone)] == [f"0{hour}:30"] * 3
    assert sum(abs(moment - AUTUMN[zone]) < timedelta(hours=2) for moment in made) == 1


@pytest.mark.parametrize("change", [SPRING, AUTUMN])
@pytest.mark.parametrize("zone", [ROME, NEW_YORK])
@pytest.mark.parametrize(("cron", "minutes"), [("0 * * * *", 60), ("*/5 * * * *", 5), ("20,50 0-23 * * *", 30)])
def test_every_hour_and_every_few_minutes_go_by_real_elapsed_time(zone, change, cron, minutes):
    start = change[zone] - timedelta(hours=5)
    until = start + timedelta(hours=10)
    moments = list(takewhile(lambda due: due <= until, Pattern.read(cron, zone).after(start)))
    assert len(moments) == 600 // minutes
    assert {after - before for before, after in pairwise(moments)} == {timedelta(minutes=minutes)}


@pytest.mark.parametrize("cron", ["*/20 2 * * *", "* 2 * * *"])
def test_several_times_within_the_hour_that_is_left_out_run_once_together(cron):
    found = Pattern.read(cron, ROME).due(SPRING[ROME] - timedelta(hours=3), SPRING[ROME] + timedelta(hours=3), most=99)
    assert found == [SPRING[ROME]]


@pytest.mark.parametrize(
    ("cron", "zone", "field"),
    [("", ROME, "cron"), ("* * * *", ROME, "cron"), ("0 0 * * * *", ROME, "cron"), ("61 * * * *", ROME, "cron"),
     ("0 9 31 2 *", ROME, "cron"), ("0 9 * * moon", ROME, "cron"), ("@daily", ROME, "cron"), ("0 9 * * *", "", "zone"),
     ("0 9 * * *", "Mars/Base", "zone"), ("0 9 * * *", "../../etc/passwd", "zone")],
)  # fmt: skip
def test_wrong_expressions_and_zones_are_refused(wb, cron, zone, field):
    with pytest.raises(InvalidValueError) as error:
        wb.schedules.add("x", cron, zone, "report", name="weekly")
    assert error.value.field == field
    assert wb.schedules.list() == []


def test_wrong_values_and_taken_names_are_refused(wb):
    def add(called="x", kind="report", **more):
        wb.schedules.add(called, "0 7 * * 1", ROME, kind, **({"name": "weekly"} | more))

    add("weekly")
    for changed, field in [
        ({"called": "weekly"}, "name"), ({"called": " "}, "name"), ({"retries": -1}, "retries"), ({"retries": 21}, "retries"),
        ({"catch_up": "some"}, "catch_up"), ({"kind": "nothing"}, "kind"), ({"moment": NOON}, "moment"), ({"name": None}, "name"),
    ]:  # fmt: skip
        with pytest.raises(InvalidValueError) as error:
            add(**changed)
        assert error.value.field == field


@settings(max_examples=200, deadline=None)
@given(
    minute=st.sampled_from(["0", "30", "*/20", "7,37", "*"]),
    hour=st.sampled_from(["*", "2", "1-4", "*/2", "2,3", "0,23"]),
    zone=st.sampled_from([ROME, NEW_YORK, "Australia/Lord_Howe", "UTC", "America/Santiago"]),
    around=st.sampled_from([*SPRING.values(), *AUTUMN.values(), datetime(2027, 4, 3, 15), datetime(2027, 9, 5, 4)]),
    stops=st.lists(st.integers(0, 72 * 60 * 60), max_size=12),
)
def test_wherever_the_clock_was_looked_at_the_same_moments_are_due(minute, hour, zone, around, stops):
    pattern = Pattern.read(f"{minute} {hour} * * *", zone)
    start = around - timedelta(hours=36)
    ends = sorted(start + timedelta(seconds=second) for second in {*stops, 72 * 60 * 60})
    at_once = pattern.due(start, ends[-1], most=10_000)
    piecewise, before = [], start
    for end in ends:
        piecewise += pattern.due(before, end, most=10_000)
        before = end
    assert piecewise == at_once
    assert len(set(at_once)) == len(at_once)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    cron=st.sampled_from(["30 2 * * *", "*/30 * * * *", "0 1-3 * * *"]),
    zone=st.sampled_from([ROME, NEW_YORK]),
    change=st.sampled_from([SPRING, AUTUMN]),
    wakes=st.lists(st.integers(0, 40 * 60), min_size=1, max_size=15),
    repeated=st.booleans(),
)
def test_however_the_scheduler_wakes_each_due_time_is_run_exactly_once(cron, zone, change, wakes, repeated):
    start = change[zone] - timedelta(hours=20)
    clock = Clock(start)
    with open_workbench(":memory:", user="ana", today=date(2026, 11, 24), clock=clock) as wb:
        wb.schedules.add("x", cron, zone, "report", name="weekly", catch_up="all")
        for wake in sorted(wakes):
            clock.now = start + timedelta(minutes=wake)
            wb.schedules.run_due()
            if repeated:
                assert wb.schedules.run_due().runs == ()
        made = sorted(run.due_at for run in wb.schedules.history("x", limit=1000))
        assert made == Pattern.read(cron, zone).due(start, clock.now, most=1000)
        assert count(wb.store, "job") == len(made)


def test_of_several_missed_runs_the_latest_all_or_none_are_made_up_for(wb, clock):
    for rule in ("one", "all", "none"):
        wb.schedules.add(rule, "0 * * * *", "UTC", "report", name="weekly", catch_up=rule)
    clock.now = NOON + timedelta(hours=5, minutes=10)
    wb.schedules.run_due()
    due = {rule: [run.due_at.hour for run in wb.schedules.history(rule)] for rule in ("one", "all", "none")}
    assert due == {"one": [17], "all": [17, 16, 15, 14, 13], "none": []}
    clock.now = NOON + timedelta(hours=6, seconds=2)
    assert len(wb.schedules.run_due().runs) == 3


def test_at_most_a_hundred_missed_runs_are_made_up_for(wb, clock):
    wb.schedules.add("x", "* * * * *", "UTC", "report", name="weekly", catch_up="all")
    clock.now = NOON + timedelta(days=400)
    runs = wb.schedules.run_due().runs
    assert len(runs) == 100
    assert runs[-1].due_at == clock.now
    assert wb.schedules.run_due().runs == ()


def test_a_run_makes_the_job_that_was_asked_for_as_the_person_who_asked(wb, clock):
    wb.people.add(login="eva", name="Eva", role=Role.SALESPERSON, sees=Reach.OWN, changes=Reach.OWN)
    as_if_by(wb, "eva").add("weekly", "0 7 * * 1", ROME, "report", name="weekly_pipeline", to="html")
    clock.now += timedelta(days=7)
    [run] = wb.schedules.run_due().runs
    [job] = wb.sql("select id, kind, title, arguments, user_login, state from job").itertuples()
    assert (job.kind, job.title, job.user_login, job.state) == ("report", "weekly", "eva", "waiting")
    assert json.loads(job.arguments) == {"name": "weekly_pipeline", "to": "html"}
    assert str(job.id) == str(run.job_id)


def test_the_list_tells_the_next_run_and_how_the_last_one_went(wb, clock):
    wb.schedules.add("daily", "0 7 * * *", ROME, "report", name="weekly")
    assert wb.schedules.get("daily").next_at == datetime(2026, 11, 25, 6)
    clock.now = datetime(2026, 11, 25, 6, 0, 1)
    wb.schedules.run_due()
    end_jobs(wb, clock, "done")
    daily = wb.schedules.get("daily")
    assert (daily.last_due_at, daily.last_state) == (datetime(2026, 11, 25, 6), "done")
    assert daily.next_at == datetime(2026, 11, 26, 6)


def test_what_falls_due_while_a_schedule_is_paused_is_not_made_up_for(wb, clock):
    wb.schedules.add("x", "0 * * * *", "UTC", "report", name="weekly", catch_up="all")
    assert wb.schedules.pause("x").next_at is None
    clock.now += timedelta(hours=3, minutes=1)
    assert wb.schedules.run_due().runs == ()
    wb.schedules.resume("x")
    assert wb.schedules.run_due().runs == ()
    clock.now += timedelta(hours=1)
    assert [run.due_at.hour for run in wb.schedules.run_due().runs] == [16]


def test_a_removed_schedule_runs_no_more_and_its_history_stays(wb, clock):
    schedule = wb.schedules.add("x", "0 * * * *", "UTC", "report", name="weekly")
    clock.now += timedelta(hours=1)
    wb.schedules.run_due()
    wb.schedules.remove("x")
    clock.now += timedelta(hours=1)
    assert wb.schedules.run_due().runs == ()
    assert wb.schedules.list() == []
    assert len(wb.schedules.history(schedule.id)) == 1
    wb.schedules.add("x", "0 * * * *", "UTC", "report", name="weekly")
    states = wb.sql("select state from setting_history where entity = 'schedule' order by recorded_at")["state"]
    assert [json.loads(state)["retired"] for state in states] == [False, True, False]


def test_a_run_by_hand_takes_the_place_of_no_other(wb, clock):
    wb.schedules.add("x", "0 * * * *", "UTC", "report", name="weekly")
    clock.now += timedelta(hours=1, minutes=5)
    run = wb.schedules.run("x")
    assert isinstance(run, Run)
    assert [run.due_at.hour for run in wb.schedules.run_due().runs] == [13]
    assert [run.by_hand for run in wb.schedules.history("x")].count(True) == 1


def test_a_failed_job_is_tried_again_after_growing_pauses_and_then_told_once(wb, clock):
    wb.channels.add("log", "log")
    wb.schedules.add("x", "0 13 * * *", "UTC", "report", name="weekly", retries=3)
    clock.now = NOON + timedelta(hours=1)
    wb.schedules.run_due()
    pauses = []
    for _attempt in range(3):
        end_jobs(wb, clock, "failed")
        due = wb.schedules.run_due()
        assert due.runs == ()
        pauses.append((due.next_at - clock.now).total_seconds() / 60)
        clock.now = due.next_at
        [run] = wb.schedules.run_due().runs
        assert run.due_at == NOON + timedelta(hours=1)
    assert pauses == [1, 2, 4]
    assert wb.outbox.list() == []
    end_jobs(wb, clock, "failed")
    for _look in range(3):
        assert wb.schedules.run_due().runs == ()
    [told] = wb.outbox.list()
    payload = json.loads(told.payload)
    assert (payload["topic"], payload["name"], payload["attempts"]) == ("schedule.failed", "x", 4)
    assert [run.attempt for run in wb.schedules.history("x")] == [3, 2, 1, 0]


@pytest.mark.parametrize("state", ["done", "cancelled"])
def test_what_was_done_or_cancelled_is_not_tried_again(wb, clock, state):
    wb.channels.add("log", "log")
    wb.schedules.add("x", "0 13 * * *", "UTC", "report", name="weekly", retries=3)
    clock.now = NOON + timedelta(hours=1)
    wb.schedules.run_due()
    end_jobs(wb, clock, state)
    clock.now += timedelta(hours=1)
    assert wb.schedules.run_due().runs == ()
    assert wb.outbox.list() == []


def test_a_person_sees_and_changes_their_own_schedules_an_administrator_all(wb):
    wb.people.add(login="eva", name="Eva", role=Role.MANAGER, sees=Reach.ALL, changes=Reach.ALL)
    hers = as_if_by(wb, "eva")
    wb.schedules.add("ana's", "0 7 * * *", ROME, "report", name="weekly")
    hers.add("eva's", "0 7 * * *", ROME, "report", name="weekly")
    assert [schedule.name for schedule in hers.list()] == ["eva's"]
    assert [schedule.name for schedule in wb.schedules.list()] == ["ana's", "eva's"]
    for verb in (hers.pause, hers.resume, hers.remove, hers.run, hers.history):
        with pytest.raises(NotFoundError):
            verb("ana's")
    with pytest.raises(NotAllowedError):
        hers.add("borrowed rights", "0 7 * * *", ROME, "report", name="weekly", user="ana")
    assert wb.schedules.add("for eva", "0 7 * * *", ROME, "report", name="weekly", user="eva").user_login == "eva"
    with pytest.raises(NotFoundError):
        wb.schedules.add("for nobody", "0 7 * * *", ROME, "report", name="weekly", user="leo")
    assert wb.schedules.pause("eva's").paused
