"""A lease: one of several processes leads, wherever they run; another takes over when it is no longer renewed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from workbench.errors import StoreError, StoreUnavailableError
from workbench.services.session import Session
from workbench.store import Batch, uuid7


class Lease:
    """A named lease over one store.

    Args:
        session: the store and the clock.
        name: what it is for.
        lasts: how long a holder that fell silent keeps others waiting.
    """

    def __init__(self, session: Session, name: str, *, lasts: timedelta) -> None:
        self._session = session
        self._name = name
        self._lasts = lasts
        self.holder: UUID = uuid7()

    def take(self) -> bool:
        """Take the lease or renew it; false where somebody else holds it.

        Raises:
            StoreUnavailableError: the store does not answer.
        """
        batch = self._batch()
        now = batch.recorded_at
        batch.guard("lease/guard_free", name=self._name, holder=self.holder, now=now)
        batch.add("lease/insert", name=self._name, holder=self.holder, until=now)
        batch.add("lease/take", name=self._name, holder=self.holder, until=now + self._lasts)
        return self._written(batch)

    def release(self) -> None:
        """Let the lease go, so that another need not wait."""
        batch = self._batch()
        batch.add("lease/release", name=self._name, holder=self.holder, now=batch.recorded_at)
        self._written(batch)

    def _batch(self) -> Batch:
        return Batch(
            unit=self.holder, user_login=self._session.login, origin=self._session.origin, kind="lease",
            recorded_at=self._session.clock(), silent=True,
        )  # fmt: skip

    def _written(self, batch: Batch) -> bool:
        """Write; false where the guard, a conflict or the row's key says that somebody else was quicker."""
        try:
            self._session.store.write(batch)
        except StoreUnavailableError:
            raise
        except StoreError:
            return False
        return True
