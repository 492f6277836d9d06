"""Channels: where events are told. Only an administrator adds, pauses or removes one."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from workbench.domain.people import Right, require
from workbench.domain.text import required_line
from workbench.errors import GuardFailedError, InvalidValueError, NotFoundError
from workbench.i18n import _
from workbench.services.outbox.events import TEST, TOPICS, add_event
from workbench.services.outbox.signing import SECRET_PREFIX, key_of
from workbench.services.session import Session
from workbench.services.setting_rows import remember_setting
from workbench.services.settings import Channel
from workbench.store import Batch, uuid7

LOG, WEBHOOK = "log", "webhook"
KINDS = (LOG, WEBHOOK)


@dataclass(frozen=True, kw_only=True)
class ChannelState:
    """A channel, and how many of its events wait, were delivered, or were given up."""

    channel: Channel
    waiting: int
    delivered: int
    dead: int


class Channels:
    """Adds, pauses, resumes, removes and tries channels."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self) -> list[ChannelState]:
        """Return all channels with what they have delivered; delivered events are counted for 30 days.

        Raises:
            NotAllowedError: the caller is no administrator.
        """
        require(self._session.user, Right.SETTINGS)
        counts = {row["channel_id"]: row for row in self._session.store.records("channels/counts")}
        none = {"waiting": 0, "delivered": 0, "dead": 0}
        return [
            ChannelState(channel=channel, **{name: counts.get(channel.id, none)[name] for name in none})
            for channel in self._session.settings.lookups(fresh=True).channels
        ]

    def add(
        self, code: str, kind: str, *, address: str | None = None, secret: str | None = None, topics: tuple[str, ...] = ()
    ) -> str | None:  # fmt: skip
        """Add a channel; what happens from now on is told there.

        Args:
            code: a short name.
            kind: ``log`` keeps the events in the store's own table ``event_log``; ``webhook`` posts them.
            address: of a webhook, ``https://…`` or ``http://…``. Addresses of this machine and of the local network are
                allowed: the administrator names them on purpose.
            secret: signs a webhook's messages: ``whsec_`` and base64 of 24 to 64 bytes. By default one is made.
            topics: which events; ``opportunity.*`` means all that begin so. Empty: all.

        Returns:
            The secret of a webhook, to be given to the receiver; it is not shown again.

        Raises:
            NotAllowedError: the caller is no administrator.
            InvalidValueError: a value is wrong, or the code is taken.
        """
        require(self._session.user, Right.SETTINGS)
        name = required_line("code", code)
        if kind not in KINDS:
            raise InvalidValueError(
                "kind", _("There is no kind “{kind}”; known are {known}.").format(kind=kind, known=", ".join(KINDS))
            )
        place = _checked_address(address or "") if kind == WEBHOOK else None
        key = (secret or _new_secret()) if kind == WEBHOOK else None
        if key is not None:
            key_of(key)
        channel = Channel(
            id=uuid7(), code=name, kind=kind, address=place, topics=tuple(map(_checked_topic, topics)), active=True
        )
        try:
            self._session.attempt(lambda: self._session.write(self._addition(channel, key)))
        except GuardFailedError as error:
            raise InvalidValueError("code", _("There is already a channel {code}.").format(code=name)) from error
        return key

    def pause(self, code: str) -> None:
        """Stop telling a channel. What waits for it stays; what happens meanwhile is not told.

        Raises:
            NotAllowedError, NotFoundError: as the names say.
        """
        self._change(code, "pause channel", active=False)

    def resume(self, code: str) -> None:
        """Tell a channel again, first what still waits for it.

        Raises:
            NotAllowedError, NotFoundError: as the names say.
        """
        self._change(code, "resume channel", active=True)

    def remove(self, code: str) -> None:
        """Remove a channel; its history stays.

        Raises:
            NotAllowedError, NotFoundError: as the names say.
        """
        self._change(code, "remove channel", active=False, retired=True)

    def test(self, code: str) -> UUID:
        """Let an event ``channel.test`` wait for a channel, and return its key.

        Raises:
            NotAllowedError, NotFoundError: as the names say.
        """

        def once() -> UUID:
            channel = self.one(code)
            batch = self._session.batch("test channel")
            key = add_event(batch, [channel.id], TEST, entity="channel", entity_id=channel.id, version=0, facts={})
            self._session.write(batch)
            return key

        return self._session.attempt(once)

    def one(self, code: str) -> Channel:
        """Return a channel by its code.

        Raises:
            NotAllowedError, NotFoundError: as the names say.
        """
        require(self._session.user, Right.SETTINGS)
        for channel in self._session.settings.lookups(fresh=True).channels:
            if channel.code == code:
                return channel
        raise NotFoundError(_("There is no channel “{code}”.").format(code=code))

    def _addition(self, channel: Channel, secret: str | None) -> Batch:
        batch = self._session.batch("new channel")
        batch.guard("channels/guard_code", code=channel.code)
        batch.add("settings/open", opened_at=batch.recorded_at.isoformat())
        batch.add("channels/insert", **_columns(channel), retired=False)
        if secret is not None:
            batch.add("channels/insert_secret", channel_id=channel.id, secret=secret)
        _remember(batch, channel, retired=False)
        return batch

    def _change(self, code: str, kind: str, *, active: bool, retired: bool = False) -> None:
        def once() -> None:
            channel = self.one(code)
            batch = self._session.batch(kind)
            batch.add("channels/update", id=channel.id, active=active, retired=retired)
            _remember(batch, channel, active=active, retired=retired)
            self._session.write(batch)

        self._session.attempt(once)


def _columns(channel: Channel) -> dict[str, object]:
    return {
        "id": channel.id, "code": channel.code, "kind": channel.kind, "address": channel.address,
        "topics": ",".join(channel.topics) or None, "active": channel.active,
    }  # fmt: skip


def _remember(batch: Batch, channel: Channel, **changed: object) -> None:
    """Append the channel's state to the history: never its secret, nor what an address may hold after its path."""
    values = _columns(channel) | {"address": (channel.address or "").partition("?")[0] or None} | changed
    remember_setting(batch, "channel", now=batch.recorded_at, **values)


def _new_secret() -> str:
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def _checked_topic(topic: str) -> str:
    if topic in TOPICS or (topic.endswith(".*") and any(known.startswith(topic[:-1]) for known in TOPICS)):
        return topic
    raise InvalidValueError(
        "topics", _("There is no topic “{topic}”; known are {known}.").format(topic=topic, known=", ".join(TOPICS))
    )


def _checked_address(address: str) -> str:
    """Return an address that a message can be posted to; one with a name and password would show them in every list."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable, parts = False, urlsplit("")
    plain = address.isascii() and address.isprintable() and " " not in address
    if not usable or not plain or parts.username is not None or parts.password is not None:
        raise InvalidValueError(
            "address",
            _("A webhook needs an address such as https://example.org/hook, without a user name or password in it."),
        )
    return address
