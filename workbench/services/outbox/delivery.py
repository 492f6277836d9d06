"""One turn of delivering to one channel: claim what is due, send it in order, note what came of it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

from workbench.errors import GuardFailedError, WriteConflictError
from workbench.services.outbox.pace import Pace
from workbench.services.outbox.signing import Message, Post
from workbench.services.session import Session
from workbench.services.settings import Channel
from workbench.store import Batch, uuid7

LOG = "log"


def housekeeping(session: Session, kind: str) -> Batch:
    """Begin a unit of work that no page need know of."""
    return Batch(
        unit=uuid7(), user_login=session.login, origin=session.origin, kind=kind, recorded_at=session.clock(),
        silent=True,
    )  # fmt: skip


@dataclass(frozen=True)
class Turn:
    """Delivers to one channel. Another that delivers there at the same moment gets what this one did not claim."""

    session: Session
    channel: Channel
    pace: Pace
    send: Post
    chance: random.Random

    def deliver(self) -> int:
        """Deliver what is due, in the order of the events; return how many events.

        A failure ends the turn: its event rests, the ones behind it are given back untried, and other channels wait for
        none of them.
        """
        due = self.session.store.records(
            "outbox/next", channel_id=self.channel.id, now=self.session.clock(), limit=self.pace.events
        )
        if not due:
            return 0
        return self._log(due) if self.channel.kind == LOG else self._post(due)

    def _log(self, due: list[dict[str, Any]]) -> int:
        """Write events to the log and mark them in one unit of work: each stands there exactly once."""
        events = [row["event_id"] for row in due]
        batch = self._batch(events)
        batch.add("outbox/settle", channel_id=self.channel.id, events=events, now=batch.recorded_at)
        batch.add("outbox/log", channel_id=self.channel.id, events=events, now=batch.recorded_at)
        return len(events) if self._written(batch) else 0

    def _post(self, due: list[dict[str, Any]]) -> int:
        events = [row["event_id"] for row in due]
        claim = self._batch(events)
        until = claim.recorded_at + self.pace.claim
        claim.add("outbox/put_off", channel_id=self.channel.id, events=events, until=until)
        if not self._written(claim):
            return 0
        secret = str(self.session.store.rows("channels/secret", channel_id=self.channel.id)[0][0])
        done: list[UUID] = []
        failed: tuple[dict[str, Any], str] | None = None
        for row in due:
            now = self.session.clock()
            if now > claim.recorded_at + self.pace.turn:
                break
            stamp = int(now.replace(tzinfo=UTC).timestamp())
            message = Message(id=str(row["event_id"]), timestamp=stamp, body=row["payload"])
            error = self.send(str(self.channel.address), secret, message)
            if error is not None:
                failed = row, error
                break
            done.append(row["event_id"])
        self._note(due, done, failed)
        return len(done)

    def _note(self, due: list[dict[str, Any]], done: list[UUID], failed: tuple[dict[str, Any], str] | None) -> None:
        """Write what came of a turn. Where that fails the claim runs out and they are sent again."""
        batch = housekeeping(self.session, "deliver")
        tried = {*done, *([failed[0]["event_id"]] if failed else [])}
        back = [row["event_id"] for row in due if row["event_id"] not in tried]
        if done:
            batch.add("outbox/settle", channel_id=self.channel.id, events=done, now=batch.recorded_at)
        if failed:
            self._add_failure(batch, *failed)
        if back:
            batch.add("outbox/put_off", channel_id=self.channel.id, events=back, until=batch.recorded_at)
        self._written(batch)

    def _add_failure(self, batch: Batch, row: dict[str, Any], error: str) -> None:
        attempts, now = row["attempts"] + 1, batch.recorded_at
        dead = attempts >= self.pace.attempts
        batch.add(
            "outbox/fail",
            channel_id=self.channel.id, event_id=row["event_id"], state="dead" if dead else "waiting",
            attempts=attempts, next_at=now if dead else now + self.pace.pause(attempts, self.chance),
            ended_at=now if dead else None, error=error,
        )  # fmt: skip

    def _batch(self, events: list[UUID]) -> Batch:
        """Begin a unit that is refused where somebody else claimed or delivered one of these meanwhile."""
        batch = housekeeping(self.session, "deliver")
        batch.guard(
            "outbox/guard_waiting",
            channel_id=self.channel.id, events=events, count=len(events), now=batch.recorded_at,
        )  # fmt: skip
        return batch

    def _written(self, batch: Batch) -> bool:
        """Write; false where somebody else was quicker."""
        try:
            self.session.store.write(batch)
        except (GuardFailedError, WriteConflictError):
            return False
        return True
