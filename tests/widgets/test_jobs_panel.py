"""The jobs drawer: what a browser may ask, what it is told, and what it is never given."""

import asyncio
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from tests.talking import hears, says
from workbench.app import open_workbench
from workbench.domain.filters import Filters
from workbench.domain.people import Reach, Role
from workbench.services.demo import load_demo
from workbench.services.jobs import JobState
from workbench.store import stop_owner
from workbench.widgets import JobProgress
from workbench.widgets import Workbench as Page
from workbench.widgets.job_files import CHUNK, LARGEST, files_folder

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("jobs") / "store.duckdb"
    with open_workbench(path, user="ana", today=TODAY, lang="en", door="exclusive") as wb:
        load_demo(wb.store, opportunities=150, as_of=TODAY)
        wb.settings.lookups(fresh=True)
        wb.people.add(login="bob", name="Bob Stone", role=Role.SALESPERSON, sees=Reach.ALL, changes=Reach.OWN)
        wb.people.add(login="eve", name="Eve Hill", role=Role.VIEWER, sees=Reach.OWN, changes=Reach.OWN)
    yield path
    stop_owner(str(path))


@pytest.fixture
def ana(store):
    with open_workbench(store, user="ana", today=TODAY, lang="en") as wb:
        yield wb


@pytest.fixture
def bob(store):
    with open_workbench(store, user="bob", today=TODAY, lang="en") as wb:
        yield wb


@pytest.fixture
def page(bob):
    made = Page(bob, view="opportunities", filters=Filters(status=("open",)), query="")
    says(made.navigation, "jobs")
    yield made
    made.close()


def ended(wb, panel, known=()):
    """Wait for the latest job, and return it as the panel shows it."""
    panel.watch.look()
    newest = next(job for job in panel.jobs if job["id"] not in known)
    [*_steps, last] = wb.jobs.follow(newest["id"])
    panel.watch.look()
    return next(job for job in panel.jobs if job["id"] == str(last.id))


def fetched(panel, job):
    content, size = b"", 1
    while len(content) < size:
        reply = says(panel, "chunk", job=job, offset=len(content))
        assert reply["kind"] == "chunk", reply
        content, size = content + reply["buffers"][0], reply["size"]
    return content


def every_answer(panel, kind, **fields):
    told = []
    panel.tell = told.append
    panel._handle_custom_msg({"kind": kind, "request": "r1", **fields}, [])
    return told


def exported(wb, page, ending="csv"):
    known = {job["id"] for job in page.jobs.panel.jobs}
    assert says(page.jobs.panel, "export", ending=ending)["kind"] == "done"
    return ended(wb, page.jobs.panel, known)


def test_what_is_seen_is_exported_and_its_file_handed_out(bob, page):
    job = exported(bob, page)
    rows = bob.listing.totals(Filters(status=("open",))).count
    assert (job["state"], job["result"]) == ("done", f"{rows} rows")
    assert job["title"] == "Export of Opportunities as csv"
    assert job["file"]["name"] == f"list-{TODAY}.csv"
    assert fetched(page.jobs.panel, job["id"]).decode("utf-8-sig").splitlines()[0].startswith("number,title,contact")


@pytest.mark.parametrize("view", ["progress", "stages", "home"])
def test_every_view_is_exported_as_it_stands(bob, page, view):
    page.go(view)
    job = exported(bob, page, "parquet")
    assert job["state"] == "done", job["error"]
    assert fetched(page.jobs.panel, job["id"])[:4] == b"PAR1"


def test_the_files_lie_in_a_private_folder_beside_the_store(bob, page, store):
    exported(bob, page)
    folder = files_folder(bob)
    assert folder == Path(f"{store}.files")
    assert [entry.stat().st_mode & 0o077 for entry in (folder, *folder.iterdir())] == [0] * (
        1 + len(list(folder.iterdir()))
    )


def test_other_peoples_jobs_are_not_there(ana, page):
    theirs = ana.jobs.start("export", what="contact", path=files_folder(ana) / f"{uuid4().hex}.csv")
    for kind, more in [("cancel", {}), ("again", {}), ("log", {}), ("chunk", {"offset": 0})]:
        told = every_answer(page.jobs.panel, kind, job=str(theirs.id), **more)
        assert any("somebody else's" in str(answer.get("message")) for answer in told)
    [*_steps, _last] = ana.jobs.follow(theirs)
    page.jobs.panel.watch.look()
    assert str(theirs.id) not in {job["id"] for job in page.jobs.panel.jobs}


def test_an_administrator_sees_everybodys_jobs_and_is_not_given_their_files(ana, bob, page):
    job = exported(bob, page)
    hers = Page(ana, query="")
    says(hers.navigation, "jobs")
    [seen] = [one for one in hers.jobs.panel.jobs if one["id"] == job["id"]]
    assert (seen["who"], seen["file"]) == ("Bob Stone", None)
    assert says(hers.jobs.panel, "chunk", job=job["id"], offset=0)["kind"] == "refuse"
    hers.close()


@pytest.mark.parametrize("where", ["outside", "link", "sibling"])
def test_only_files_in_the_jobs_own_folder_are_handed_out(bob, page, tmp_path, where):
    folder = files_folder(bob) / uuid4().hex
    folder.mkdir(parents=True)
    path = {"outside": tmp_path, "sibling": files_folder(bob), "link": folder}[where] / "secret.csv"
    if where == "link":
        (folder / "secret.csv").symlink_to(tmp_path / "secret.csv")
        (tmp_path / "secret.csv").write_text("secret")
        path = tmp_path / "other.csv"
    with bob.jobs.running("export", what="list", path=path) as tell:
        bob.exports.write("list", path, replace=True)
        tell.result = {"files": [str(folder / "secret.csv") if where == "link" else str(path)]}
    job = bob.jobs.list(limit=1)[0]
    assert job.state is JobState.DONE
    page.jobs.panel.watch.look()
    assert page.jobs.panel.jobs[0]["file"] is None
    assert says(page.jobs.panel, "chunk", job=str(job.id), offset=0)["kind"] == "refuse"


def test_a_file_that_is_gone_or_too_large_is_said(bob, page):
    job = exported(bob, page)
    path = Path(job["file"]["path"])
    with path.open("ab") as file:
        file.truncate(LARGEST + 1)
    page.jobs.panel.watch.look()
    assert not page.jobs.panel.jobs[0]["file"]["small_enough"]
    assert "too large" in says(page.jobs.panel, "chunk", job=job["id"], offset=0)["message"]
    path.unlink()
    assert "not there" in says(page.jobs.panel, "chunk", job=job["id"], offset=0)["message"]


def test_a_large_file_comes_in_pieces(bob, page):
    job = exported(bob, page)
    Path(job["file"]["path"]).write_bytes(bytes(range(256)) * (CHUNK // 100))
    assert fetched(page.jobs.panel, job["id"]) == bytes(range(256)) * (CHUNK // 100)


def test_hostile_messages_are_refused(page):
    key = str(uuid4())
    for message in [
        {"kind": "export", "ending": "csv/../../x"},
        {"kind": "export", "ending": "py", "path": "/etc/passwd"},
        {"kind": "export"},
        {"kind": "report", "name": "../../etc/passwd"},
        {"kind": "report", "name": "x" * 10_000},
        {"kind": "backup", "target": "../x"},
        {"kind": "chunk", "job": key, "offset": -1},
        {"kind": "chunk", "job": key, "offset": 10**12},
        {"kind": "chunk", "job": key, "offset": True},
        {"kind": "chunk", "job": "../secret", "offset": 0},
        {"kind": "chunk", "job": "f" * 100_000, "offset": 0},
        {"kind": "cancel", "job": {"id": key}},
        {"kind": "cancel", "job": "' or 1=1 --"},
        {"kind": "log"},
        {"kind": "nothing"},
        None,
    ]:
        assert hears(page.jobs.panel, message)["kind"] == "refuse", message
    page.jobs.panel.set_state({"jobs": [{"id": key}], "is_open": False})
    assert page.jobs.panel.is_open


def test_a_failed_job_says_why_and_can_be_run_again(bob, page):
    path = files_folder(bob) / uuid4().hex / "gone" / "list.csv"
    failed = bob.jobs.start("export", what="list", path=path)
    [*_steps, last] = bob.jobs.follow(failed)
    page.jobs.panel.watch.look()
    shown = page.jobs.panel.jobs[0]
    assert (last.state.value, shown["state"], shown["label"]) == ("failed", "failed", "Failed")
    assert "no such folder" in shown["error"]
    assert says(page.jobs.panel, "log", job=shown["id"])["kind"] == "log"
    known = {job["id"] for job in page.jobs.panel.jobs}
    says(page.jobs.panel, "again", job=shown["id"])
    again = ended(bob, page.jobs.panel, known)
    assert again["state"] == "done", again["error"]
    assert again["file"]["name"] == "list.csv"


def test_a_job_is_cancelled_without_a_question(bob, page):
    known = {job["id"] for job in page.jobs.panel.jobs}
    name = next(iter(bob.reports.available()))
    assert says(page.jobs.panel, "report", name=name)["kind"] == "done"
    page.jobs.panel.watch.look()
    job = next(one for one in page.jobs.panel.jobs if one["id"] not in known)
    assert page.navigation.running == 1
    says(page.jobs.panel, "cancel", job=job["id"])
    assert ended(bob, page.jobs.panel, known)["state"] == "cancelled"
    assert page.navigation.running == 0


def test_only_what_the_role_allows_is_offered_and_done(store, page):
    with open_workbench(store, user="eve", today=TODAY, lang="en") as eve:
        hers = Page(eve, query="")
        says(hers.navigation, "jobs")
        assert (hers.jobs.panel.actions["backup"], bool(hers.jobs.panel.actions["export"])) == (False, True)
        assert says(hers.jobs.panel, "backup")["kind"] == "refuse"
        hers.close()
    assert not page.jobs.panel.actions["backup"]


def test_an_end_is_told_in_the_page_while_the_drawer_is_closed(bob, page, monkeypatch):
    heard = []
    monkeypatch.setattr(page.toast, "say", lambda text, **how: heard.append((text, how["tone"])))
    says(page.jobs.panel, "close")
    exported(bob, page)
    assert heard == [("“Export of Opportunities as csv” is done.", "good")]


def test_a_hidden_page_does_not_look_after_jobs(bob, page, monkeypatch):
    looks = []
    listed = bob.jobs.list
    monkeypatch.setattr(type(bob.jobs), "list", lambda _jobs, limit=50: looks.append(limit) or listed(limit))

    async def watched():
        says(page.navigation, "seen", seen=True)
        while len(looks) < 2:  # noqa: ASYNC110 - widgets have no event to wait for
            await asyncio.sleep(0.01)
        says(page.navigation, "seen", seen=False)
        await asyncio.sleep(0.2)
        looks.clear()
        await asyncio.sleep(2)
        assert looks == []

    monkeypatch.setattr("workbench.widgets.job_watch.LOOK_SECONDS", 0.05)
    asyncio.run(asyncio.wait_for(watched(), 60))


def test_nothing_is_asked_while_the_drawer_is_closed_and_no_job_runs(page):
    says(page.jobs.panel, "close")

    async def watched():
        says(page.navigation, "seen", seen=True)
        await asyncio.sleep(0.5)
        return page.jobs.panel.watch._timer

    assert asyncio.run(watched()) is None


def test_a_notebook_shows_the_same_progress(bob, page):
    del page
    folder = files_folder(bob) / uuid4().hex
    folder.mkdir(parents=True)
    job = bob.jobs.start("export", what="list", path=folder / "list.csv")
    bar = JobProgress(bob, job)
    assert bar.job["title"] == job.title
    [*_steps, _last] = bob.jobs.follow(job)
    bar.refresh()
    assert (bar.job["state"], bar.job["ended"], bar.job["file"]["name"]) == ("done", True, "list.csv")


def test_the_first_start_loads_the_demo_company_in_the_background(tmp_path):
    path = tmp_path / "empty.duckdb"
    with open_workbench(path, user="ana", today=TODAY, lang="en") as wb:
        page = Page(wb, query="")
        assert says(page.shown, "begin", offer="demo")["kind"] == "done"
        page.jobs.panel.watch.look()
        assert page.shown.job["kind"] == "demo"
        [job] = wb.jobs.list()
        [*_steps, last] = wb.jobs.follow(job)
        assert last.state is JobState.DONE
        page.jobs.panel.watch.look()
        assert page.shown.shown["offers"] == []
        assert wb.listing.totals().count == 2000
        page.close()
    stop_owner(str(path))
