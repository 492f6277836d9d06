"""A real PostgreSQL server in a temporary folder, on a free loopback port, for as long as the tests run."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

START_SECONDS = 60
FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)


@dataclass
class PostgresServer:
    port: int
    user: str
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, database: str) -> str:
        return f"postgres://{self.user}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str) -> None:
        """Run a statement in the maintenance database."""
        subprocess.run(
            [program("psql"), "-X", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", self.user,
             "-d", "postgres", "-c", statement],
            check=True, capture_output=True,
        )  # fmt: skip

    def new_database(self) -> str:
        name = f"store_{os.getpid()}_{next(self.numbers)}"
        self.run(f'create database "{name}"')
        return name


def program(name: str) -> str:
    """Find a program of PostgreSQL, which Debian keeps off the path; empty where it is not installed."""
    for pattern in FOLDERS:
        for folder in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True):
            if (folder / name).exists():
                return str(folder / name)
    return shutil.which(name) or ""


def installed() -> bool:
    return all(program(name) for name in ("postgres", "initdb", "psql"))


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    home = Path(tempfile.mkdtemp(prefix="wb-pg-", dir="/tmp"))
    user, account = _unprivileged()
    if account is not None:
        os.chown(home, account.pw_uid, account.pw_gid)
    data, port = home / "data", _free_port()
    as_user = {} if account is None else {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    subprocess.run(
        [program("initdb"), "-D", str(data), "-U", user, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
        check=True, capture_output=True, cwd=home, **as_user,
    )  # fmt: skip
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [program("postgres"), "-D", str(data), "-p", str(port), "-k", str(home), "-h", "127.0.0.1",
             "-c", "fsync=off", "-c", "max_connections=200"],
            stdout=log, stderr=log, cwd=home, **as_user,
        )  # fmt: skip
    try:
        _wait(server, port, home / "log")
        yield PostgresServer(port, user)
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        shutil.rmtree(home, ignore_errors=True)


def _unprivileged() -> tuple[str, pwd.struct_passwd | None]:
    """PostgreSQL refuses to run as root: then its own account, or nobody's, runs it."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name, None
    for name in ("postgres", "nobody"):
        try:
            return "workbench", pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("no account to run PostgreSQL under")


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    ask = [
        program("psql"),
        "-X",
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
        "-U",
        _unprivileged()[0],
        "-d",
        "postgres",
        "-c",
        "select 1",
    ]
    while subprocess.run(ask, check=False, capture_output=True).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace')}")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
