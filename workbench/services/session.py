"""What every service needs: the store, who is working, the clock, and how a unit of work is written."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from workbench.domain.people import User
from workbench.errors import GuardFailedError, NotAllowedError, RepeatedKeyError, WriteConflictError
from workbench.i18n import _
from workbench.services.settings import Lookups, Settings
from workbench.store import Batch, Store, uuid7

log = logging.getLogger(__name__)
ATTEMPTS = 12
SETTINGS_GUARD = "settings/guard_unchanged"
Result = TypeVar("Result")


@dataclass(frozen=True)
class Session:
    """One person at work: the store, the login, the place they work from, and the clock.

    ``clock`` returns naive UTC; ``day`` the local business day, which goes on while a page stays open.
    """

    store: Store
    settings: Settings
    login: str
    origin: str
    clock: Callable[[], datetime]
    day: Callable[[], date]

    @property
    def today(self) -> date:
        """The local business day."""
        return self.day()

    @property
    def lookups(self) -> Lookups:
        """The settings as last read."""
        return self.settings.lookups()

    @property
    def user(self) -> User:
        """The person, with the rights that the settings give now.

        Raises:
            NotAllowedError: the login was removed or made inactive.
        """
        for user in self.lookups.users:
            if user.login == self.login and user.active:
                return user
        raise NotAllowedError(_("The user {login} may not work here.").format(login=self.login))

    def batch(self, kind: str, *, why: str | None = None, seen: int | None = None) -> Batch:
        """Begin a unit of work; a guard refuses it where settings, rights among them, changed since they were read.

        Args:
            kind: what is done.
            why: the reason the person gave.
            seen: ``settings.changes`` when the decision was made; by default what was read last.
        """
        batch = Batch(
            unit=uuid7(), user_login=self.login, origin=self.origin, kind=kind, why=why, recorded_at=self.clock()
        )
        batch.guard(SETTINGS_GUARD, seen=self.settings.changes if seen is None else seen)
        return batch

    def write(self, batch: Batch) -> None:
        """Write a unit of work.

        Raises:
            WriteConflictError: settings or the same rows changed meanwhile; decided again, it may pass.
            GuardFailedError, StoreUnavailableError: as ``Store.write`` raises them.
        """
        try:
            self.store.write(batch)
        except GuardFailedError as error:
            if str(error) != SETTINGS_GUARD:
                raise
            self.settings.lookups(fresh=True)
            raise WriteConflictError(_("The settings were changed at the same moment; nothing was written.")) from error

    def attempt(self, work: Callable[[], Result]) -> Result:
        """Do a read–decide–write again while another process wrote the same rows at the same moment.

        A key is refused a moment before the row that holds it can be read: decided again, its guard sees the row.

        Raises:
            WriteConflictError, RepeatedKeyError: still colliding after a dozen attempts.
        """
        for left in range(ATTEMPTS - 1, -1, -1):
            try:
                return work()
            except (WriteConflictError, RepeatedKeyError):
                if not left:
                    raise
                time.sleep(random.uniform(0.001, 0.004) * (ATTEMPTS - left))  # noqa: S311 - spreads retries, no secret
        raise AssertionError
