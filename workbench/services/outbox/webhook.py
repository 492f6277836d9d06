"""Posts an event as JSON, signed as the Standard Webhooks describe: webhook-id, webhook-timestamp, webhook-signature."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from workbench.i18n import _
from workbench.services.outbox.signing import Message, headers

SILENCE_SECONDS = 10.0  # without a byte of the answer
ANSWER_SECONDS = 20.0  # for the whole answer, however slowly it drips


def post(address: str, secret: str, message: Message) -> str | None:
    """Post a message; redirects are not followed.

    Args:
        address: where, http or https.
        secret: signs it.
        message: what.

    Returns:
        ``None`` where the receiver answered 2xx, else why it failed; it names neither the address nor the secret.
    """
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SILENCE_SECONDS)
    late = threading.Timer(ANSWER_SECONDS, _cut, [connection])
    late.daemon = True
    late.start()
    try:
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("POST", target, body=message.body.encode(), headers=headers(secret, message))
        status = connection.getresponse().status
    except (OSError, HTTPException, ValueError) as error:
        return _("no answer ({reason})").format(reason=_reason(error))
    finally:
        late.cancel()
        connection.close()
    return None if 200 <= status < 300 else _("answered {status}").format(status=status)


def _cut(connection: HTTPConnection) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _reason(error: Exception) -> str:
    """Name the failure without the address, which may hold a secret."""
    if isinstance(error, ssl.SSLError):
        return error.reason or type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__
