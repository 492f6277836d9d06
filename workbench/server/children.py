"""Start the servers as processes of their own, wait until they answer, and end them in good order."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Self

from workbench.errors import WorkbenchError
from workbench.i18n import _
from workbench.server.admission import TICKETS, TOKEN, page_address

LOOPBACK = "127.0.0.1"
PATIENCE = 60.0  # seconds until a server must answer
GRACE = 10.0  # seconds to end in good order
LAST_WORDS = 2000  # characters of a failed server's output that are shown


class ServerFailedError(WorkbenchError):
    """A server did not start; the message holds the last lines it wrote."""


class PortBusyError(WorkbenchError):
    """Something else listens on the port; the message names the option that chooses another."""


@dataclass(frozen=True, kw_only=True)
class Child:
    """A running server. Its standard input stays open as long as we live: it ends when that closes."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    output: IO[bytes]

    @classmethod
    def start(cls, name: str, module: str, arguments: list[str], *, port: int, environment: Mapping[str, str]) -> Self:
        """Start a module of ours as a server.

        Args:
            name: for messages.
            module: what ``python -m`` runs.
            arguments: of its command line.
            port: on which it will answer.
            environment: added to this process's own.
        """
        output = TemporaryFile()  # noqa: SIM115 - it lives as long as the server
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", module, *arguments], stdin=subprocess.PIPE, stdout=output, stderr=output,
            env={**os.environ, **environment}, start_new_session=True,
        )  # fmt: skip
        return cls(name=name, port=port, process=process, output=output)

    def wait_until_it_answers(self, path: str) -> None:
        """Return as soon as the server answers on its port.

        Raises:
            ServerFailedError: it ended, or did not answer within a minute.
        """
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            if _answers(self.port, path):
                return
            time.sleep(0.05)
        words = self.last_words()
        self.stop()
        raise ServerFailedError(_("{name} did not start. Its last words:\n{words}").format(name=self.name, words=words))

    def last_words(self) -> str:
        """Return the end of what the server wrote."""
        self.output.seek(0)
        return self.output.read().decode(errors="replace")[-LAST_WORDS:]

    def stop(self) -> None:
        """Ask the server to end; insist after ten seconds."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.output.close()


def start_pages(*, port: int, environment: Mapping[str, str], notebook: Path | None = None) -> Child:
    """Start the page server; see ``workbench.server.pages``."""
    arguments = [str(port), *([str(notebook)] if notebook else [])]
    return Child.start("Voila", "workbench.server.pages", arguments, port=port, environment=environment)


def start_lab(*, port: int, folder: Path, environment: Mapping[str, str]) -> Child:
    """Start JupyterLab; see ``workbench.server.lab``."""
    return Child.start(
        "JupyterLab", "workbench.server.lab", [str(port), str(folder)], port=port, environment=environment
    )


def start_scheduler(*, environment: Mapping[str, str]) -> Child:
    """Start the scheduler, which answers on no port and finds its store in the environment."""
    return Child.start(_("Scheduler"), "workbench.server.scheduler", ["--with-parent"], port=0, environment=environment)


def one_use_address(port: int, token: str) -> str:
    """Return an address of the page that opens once, within a minute.

    The command line of a browser is read by every account of the machine, so the token itself is not written there.

    Raises:
        OSError: nothing answers there.
    """
    connection = HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("POST", TICKETS, headers={"Authorization": f"{TOKEN} {token}"})
        answer = connection.getresponse()
        if answer.status != HTTPStatus.OK:
            raise ConnectionRefusedError(answer.reason)
        return page_address(port, answer.read().decode())
    except HTTPException as error:
        raise ConnectionError(str(error)) from error
    finally:
        connection.close()


def require_free(port: int, option: str) -> None:
    """Refuse a port on which something listens.

    Raises:
        PortBusyError: the message names the port and the option.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise PortBusyError(
                _("Port {port} is in use. Choose another one with {option}, or stop what runs there.").format(
                    port=port, option=option
                )
            ) from error


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
