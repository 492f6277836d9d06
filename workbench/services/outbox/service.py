"""The outbox as people and the scheduler see it: what waits, what was given up, and the delivering itself."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from workbench.domain.people import Right, require
from workbench.errors import InvalidValueError, NotFoundError
from workbench.i18n import _
from workbench.services.outbox.channels import Channels
from workbench.services.outbox.delivery import Turn, housekeeping
from workbench.services.outbox.pace import Pace
from workbench.services.outbox.signing import Post
from workbench.services.session import Session

STATES = ("waiting", "delivered", "dead")
KEPT = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One event on its way to one channel. ``state``: ``waiting``, ``delivered`` or ``dead``."""

    event_id: UUID
    channel: str
    topic: str
    recorded_at: datetime
    payload: str
    state: str
    attempts: int
    next_at: datetime
    ended_at: datetime | None
    error: str | None


class Outbox:
    """Lists and delivers events. What people ask is for administrators; delivering needs no right of its own."""

    def __init__(self, session: Session, channels: Channels) -> None:
        self._session = session
        self._channels = channels

    def list(self, *, state: str | None = None, channel: str | None = None, limit: int = 50) -> list[Delivery]:
        """Return deliveries, latest events first.

        Args:
            state: ``waiting``, ``delivered`` or ``dead``; default all.
            channel: a channel's code; default all.
            limit: how many at most.

        Raises:
            NotAllowedError: the caller is no administrator.
            InvalidValueError, NotFoundError: there is no such state or channel.
        """
        require(self._session.user, Right.SETTINGS)
        if state not in {None, *STATES}:
            raise InvalidValueError("state", _("A delivery is waiting, delivered or dead."))
        rows = self._session.store.records(
            "outbox/list", state=state, channel_id=self._channel(channel), limit=max(limit, 1)
        )
        return [Delivery(**row) for row in rows]

    def dead(self, *, channel: str | None = None, limit: int = 50) -> list[Delivery]:
        """Return deliveries that were given up; see ``list``."""
        return self.list(state="dead", channel=channel, limit=limit)

    def retry(self, *, channel: str | None = None, event: UUID | None = None) -> int:
        """Let deliveries that were given up be tried again.

        Args:
            channel: of this channel only.
            event: this event only.

        Returns:
            How many.

        Raises:
            NotAllowedError: the caller is no administrator.
            NotFoundError: there is no such channel, or nothing that was given up.
        """
        require(self._session.user, Right.SETTINGS)
        which = {"channel_id": self._channel(channel), "event_id": event}

        def once() -> int:
            count = int(self._session.store.rows("outbox/count_dead", **which)[0][0])
            if count:
                batch = self._session.batch("send again")
                batch.add("outbox/retry", now=batch.recorded_at, **which)
                self._session.write(batch)
            return count

        count = self._session.attempt(once)
        if not count:
            raise NotFoundError(_("Nothing that was given up waits to be sent again."))
        return count

    def waiting(self) -> dict[UUID, datetime]:
        """Return since when, or from when on, each active channel has something to deliver."""
        return {row[0]: row[1] for row in self._session.store.rows("outbox/waiting")}

    def deliver(
        self, channel: UUID, *, pace: Pace | None = None, send: Post | None = None, chance: random.Random | None = None
    ) -> int:
        """Deliver what is due for one channel: one turn, which ends at the first failure.

        Args:
            channel: its key.
            pace: attempts and pauses.
            send: posts a message; default over the network.
            chance: spreads the pauses.

        Returns:
            How many events were delivered.
        """
        found = next(
            (one for one in self._session.settings.lookups(fresh=True).channels if one.id == channel and one.active),
            None,
        )
        if found is None:
            return 0
        if send is None:
            from workbench.services.outbox.webhook import post as send  # noqa: PLC0415 - a page that posts nothing must not pay for TLS
        return Turn(self._session, found, pace or Pace(), send, chance or random.Random()).deliver()  # noqa: S311 - no secret

    def deliver_all(
        self, *, pace: Pace | None = None, send: Post | None = None, chance: random.Random | None = None
    ) -> int:
        """Deliver what is due for all channels, one after the other, until nothing is due; return how many events."""
        delivered, before = 0, None
        while (waiting := self.waiting()) != before:
            now, before = self._session.clock(), waiting
            due = [channel for channel, since in waiting.items() if since <= now]
            delivered += sum(self.deliver(channel, pace=pace, send=send, chance=chance) for channel in due)
        return delivered

    def forget(self, *, before: datetime | None = None) -> None:
        """Remove events that every channel has received; what waits or was given up stays.

        Args:
            before: those recorded earlier, UTC; default 30 days ago.
        """
        batch = housekeeping(self._session, "forget events")
        limit = before or self._session.clock() - KEPT
        for part in ("deliveries", "log", "events"):
            batch.add(f"outbox/forget_{part}", before=limit)
        self._session.store.write(batch)

    def _channel(self, code: str | None) -> UUID | None:
        return None if code is None else self._channels.one(code).id
