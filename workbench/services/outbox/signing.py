"""Messages for other systems and their signatures, as the Standard Webhooks describe them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from workbench.errors import InvalidValueError
from workbench.i18n import _

SECRET_PREFIX = "whsec_"  # noqa: S105 - the beginning of every secret, not one


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is posted: the event's key, the moment of sending in seconds since 1970, and the body."""

    id: str
    timestamp: int
    body: str


Post = Callable[[str, str, Message], str | None]


def signature(secret: str, message: Message) -> str:
    """Return the value of the header webhook-signature: ``v1,`` and the HMAC-SHA256 of id, moment and body."""
    signed = f"{message.id}.{message.timestamp}.{message.body}".encode()
    return "v1," + base64.b64encode(hmac.digest(key_of(secret), signed, hashlib.sha256)).decode()


def key_of(secret: str) -> bytes:
    """Return the bytes of a secret.

    Raises:
        InvalidValueError: it is not ``whsec_`` and base64 of 24 to 64 bytes; the message does not repeat it.
    """
    with suppress(ValueError):
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
        if secret.startswith(SECRET_PREFIX) and 24 <= len(key) <= 64:
            return key
    raise InvalidValueError("secret", _("A secret is “whsec_” and base64 of 24 to 64 bytes."))


def headers(secret: str, message: Message) -> dict[str, str]:
    """Return the headers of a message: what it is, its key, the moment of sending and the signature."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "opportunity-workbench",
        "webhook-id": message.id,
        "webhook-timestamp": str(message.timestamp),
        "webhook-signature": signature(secret, message),
    }
