"""Sessions of the owner whose client died while a message was refused.

A refused message leaves its transaction open until the client answers with ``rollback``. A client that was killed
meanwhile never does: the rows it wrote would stay locked for everybody and no checkpoint would be possible. A living
client leaves the state "cancelled" within milliseconds, see ``doors``.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException

REFUSED = "cancelled"
DISCONNECT = b"\x01\x00\x0b\x02\x00\x20%b\x03\x00" + b"\xff" * 9 + b"\x01" + b"\xff" * 4
ANSWER_SECONDS = 5.0


class Orphans:
    """Ends orphaned sessions.

    Args:
        port: on which the owner listens.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._suspects: set[tuple[str, object]] = set()

    def end(self, sessions: Iterable[tuple[str, str, object]]) -> None:
        """End the sessions that were refused before the last look and have said nothing since.

        Args:
            sessions: id, state, and when the last question came.
        """
        refused = {(key, since) for key, state, since in sessions if state == REFUSED}
        for key, _since in refused & self._suspects:
            self._disconnect(key)
        self._suspects = refused

    def _disconnect(self, key: str) -> None:
        """Send what a client of quack 1.5 sends when it leaves; the session's transaction is rolled back."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=ANSWER_SECONDS)
        with closing(connection), suppress(OSError, HTTPException):
            message = DISCONNECT % key.encode("ascii")
            connection.request("POST", "/quack", message, {"Content-Type": "application/octet-stream"})
            connection.getresponse().read()
