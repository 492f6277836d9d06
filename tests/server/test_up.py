"""What ``workbench up`` prints and opens, tried on the real servers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.browser import serving
from workbench.store import stop_owner

WORKBENCH = str(Path(sys.executable).with_name("workbench"))


@dataclass
class Up:
    """A workbench that was started from a terminal, and all that its browser was told to open."""

    command: list[str]
    environment: dict[str, str]
    opened: Path
    state: Path
    page: str

    @property
    def address(self) -> str:
        return self.page.partition("/?")[0]

    def again(self, *more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.command, *more], env=self.environment, capture_output=True, text=True, check=False, timeout=60,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    folder = tmp_path_factory.mktemp("up")
    store, opened, browser = folder / "store.duckdb", folder / "opened", folder / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" >> {opened}\n')
    browser.chmod(0o755)
    environment = {**os.environ, "XDG_STATE_HOME": str(folder / "state"), "HOME": str(folder), "BROWSER": str(browser)}
    command = [WORKBENCH, "up", "--json", "--lang=en", f"--store={store}", f"--port={serving.free_port()}"]
    command += [f"--lab-port={serving.free_port()}"]
    started = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    try:
        assert started.stdout is not None
        told = json.loads(started.stdout.readline())
        yield Up(command, environment, opened, folder / "state" / "workbench", told["page"])
    finally:
        started.terminate()
        started.wait(30)
        started.stdout.close()  # type: ignore[union-attr]
        stop_owner(str(store))


def opened(up: Up, count: int) -> list[str]:
    for _try in range(100):
        if up.opened.exists() and len(lines := up.opened.read_text().splitlines()) >= count:
            return lines
        time.sleep(0.1)
    pytest.fail("no browser was started")


def test_the_printed_link_lets_a_browser_in(up: Up) -> None:
    token = up.page.partition("token=")[2]
    assert len(token) > 30
    cookie = serving.exchange(up.address, token)
    assert serving.ask(up.address, "/voila/static/voila.js", Cookie=cookie).status == 200
    assert serving.ask(up.address, "/voila/static/voila.js").status == 403


def test_the_browser_is_started_with_a_link_for_one_use(up: Up) -> None:
    link = opened(up, 1)[0]
    assert link.startswith(f"{up.address}/?token=")
    assert up.page not in link
    token = link.partition("token=")[2]
    assert serving.exchange(up.address, token)
    assert serving.ask(up.address, f"/?token={token}").status == 403


def test_up_prints_the_link_of_what_runs_already(up: Up) -> None:
    before = len(opened(up, 1))
    told = up.again()
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["page"] == up.page
    assert serving.exchange(up.address, opened(up, before + 1)[-1].partition("token=")[2])


def test_another_person_or_store_is_not_given_that_link(up: Up, tmp_path: Path) -> None:
    for other in ("--user=elena.ferri", f"--store={tmp_path / 'other.duckdb'}"):
        told = up.again(other)
        assert told.returncode == 3
        assert "token" not in told.stdout + told.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such modes")
def test_the_file_with_the_tokens_is_its_users_alone(up: Up) -> None:
    [file] = up.state.glob("up-*.json")
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_scheduler_runs_beside_the_page_which_goes_on_without_it(up: Up) -> None:
    [file] = up.state.glob("up-*.json")
    parent = psutil.Process(json.loads(file.read_text())["pid"])
    schedulers: list[psutil.Process] = []
    for _try in range(100):
        schedulers = [child for child in parent.children() if "workbench.server.scheduler" in child.cmdline()]
        if schedulers:
            break
        time.sleep(0.1)
    [scheduler] = schedulers
    scheduler.kill()
    time.sleep(2)
    assert parent.is_running()
    assert serving.exchange(up.address, up.page.partition("token=")[2])
