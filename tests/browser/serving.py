"""Starts the real servers for the browser tests, and stops them again."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit
from weakref import WeakSet

import psutil
from playwright.sync_api import BrowserContext

from workbench.app import open_workbench
from workbench.server import children
from workbench.server.admission import TOKEN_VARIABLE, page_address
from workbench.services.demo import load_demo
from workbench.services.notebooks import notebooks_folder

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
TOKEN = "a-token-for-tests"  # noqa: S105 - of servers that live as long as one test
SESSIONS: dict[str, str] = {}  # of the servers that run: address → cookie, as a browser sends it
VISITORS: WeakSet[BrowserContext] = WeakSet()
HOSTILE = '<img src=x onerror="window.__pwned=1">'
LINK = "javascript:window.__pwned=2"
HOSTILE_STATEMENTS = (
    f"update opportunity set title = '{HOSTILE}' || number, tags = ',{HOSTILE},{LINK},', notes = '{LINK}'",
    f"update contact set name = '{HOSTILE}' || name, city = '{HOSTILE}', email = '{LINK}'",
    *(
        f"update {table} set name = '{HOSTILE}' || name"
        for table in (
            "user_account", "stage", "closing_reason", "probability", "workflow", "team", "origin", "opportunity_type",
        )
    ),
)  # fmt: skip


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def must_be_tested() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((children.LOOPBACK, 0))
        return probe.getsockname()[1]


def make_store(path: Path, *, deals: int) -> Path:
    with open_workbench(path, door="exclusive") as wb:
        load_demo(wb.store, opportunities=deals, seed=7, as_of=wb.today, now=wb.now())
    return path


def make_hostile(path: Path) -> Path:
    import duckdb  # noqa: PLC0415 - only this store is written past the services

    make_store(path, deals=60)
    with duckdb.connect(str(path)) as connection:
        for statement in HOSTILE_STATEMENTS:
            connection.execute(statement)
    return path


def ask(address: str, path: str = "/", *, method: str = "GET", **headers: str) -> HTTPResponse:
    """Ask a server as a program would: no cookie of its own, no redirect followed; ``Sec_Fetch_Dest`` names a header."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        answer.body = answer.read().decode(errors="replace")  # type: ignore[attr-defined]
        return answer
    finally:
        connection.close()


def server_process(address: str) -> psutil.Process:
    port = address.rsplit(":", 1)[1]
    [found] = [each for each in psutil.process_iter(["cmdline"]) if port in (each.info["cmdline"] or [])]
    return found


def kernels(address: str) -> set[int]:
    """Return the process ids of a page server's kernels, the spare one included."""
    return {each.pid for each in server_process(address).children()}


def exchange(address: str, token: str = TOKEN) -> str:
    """Bring the token and return the cookie that is given for it."""
    found = SimpleCookie(ask(address, f"/?token={token}").headers["Set-Cookie"])
    [(name, cookie)] = found.items()
    return f"{name}={cookie.value}"


def welcome(visitor: BrowserContext) -> None:
    """Let a browser into every page server of this test run, those that start later too."""
    VISITORS.add(visitor)
    for address in SESSIONS:
        _give(visitor, address)


@contextmanager
def page_server(
    store: Path, notebook: Path | None = None, *, port: int | None = None, **environment: str
) -> Iterator[str]:
    """Start a page server; the browsers that were welcomed may open its address."""
    port = port or free_port()
    child = children.start_pages(
        port=port,
        environment={"WORKBENCH_STORE": str(store), "WORKBENCH_LANG": "en", TOKEN_VARIABLE: TOKEN, **environment},
        notebook=notebook,
    )
    address = page_address(port).rstrip("/")
    try:
        child.wait_until_it_answers("/voila/static/voila.js")
        SESSIONS[address] = exchange(address, environment.get(TOKEN_VARIABLE, TOKEN))
        for visitor in [one for one in VISITORS if one.browser is None or one.browser.is_connected()]:
            _give(visitor, address)
        yield address
    finally:
        SESSIONS.pop(address, None)
        child.stop()


def _give(visitor: BrowserContext, address: str) -> None:
    name, _equals, value = SESSIONS[address].partition("=")
    visitor.add_cookies([{"name": name, "value": value, "url": address, "httpOnly": True, "sameSite": "Strict"}])


@contextmanager
def lab(store: Path, folder: Path) -> Iterator[str]:
    shutil.copytree(notebooks_folder(), folder)  # JupyterLab saves what it ran
    port = free_port()
    environment = {"WORKBENCH_STORE": str(store), "WORKBENCH_LANG": "en", "JUPYTER_TOKEN": TOKEN}
    child = children.start_lab(port=port, folder=folder, environment=environment)
    try:
        child.wait_until_it_answers("/api")
        yield f"http://{children.LOOPBACK}:{port}/lab/tree/pipeline_review.ipynb?token={TOKEN}"
    finally:
        child.stop()
