"""Opening a store for work: a new store gets its first settings, a new person on this machine a user account."""

from __future__ import annotations

from datetime import datetime

from workbench.domain.people import Role
from workbench.errors import GuardFailedError, WriteConflictError
from workbench.i18n import _
from workbench.services.defaults import add_activity_types, add_user, first_settings
from workbench.store import Batch, Store, uuid7


def open_for_business(
    store: Store, *, now: datetime, login: str, known_only: bool, company_name: str | None = None
) -> None:
    """Make sure that the store has settings and, unless ``known_only``, that the login is one of its users.

    Whoever opens a store's file administers it, so the operating system's user becomes an administrator; a login
    that was named on purpose must exist already, except in a new store.
    """
    users = {row["login"] for row in store.records("settings/users")}
    try:
        if not store.rows("settings/companies"):
            _write_first_settings(store, now, login, company_name or _("My company"))
        elif login not in users and not known_only:
            _add_administrator(store, now, login)
        if not store.rows("settings/activity_types"):
            _add_activity_types(store, now, login)
    except (GuardFailedError, WriteConflictError):
        return  # another process opened the same store at the same moment and wrote these rows


def _write_first_settings(store: Store, now: datetime, login: str, company_name: str) -> None:
    batch = _batch("first settings", now, login)
    batch.guard("settings/guard_new")
    batch.add("settings/open", opened_at=now.isoformat())
    first_settings(batch, now=now, company_name=company_name, administrator_login=login)
    store.write(batch)


def _add_administrator(store: Store, now: datetime, login: str) -> None:
    batch = _batch("new user", now, login)
    batch.guard("settings/guard_new_login", login=login)
    batch.add("settings/open", opened_at=now.isoformat())
    team = store.records("settings/teams")
    add_user(batch, now=now, login=login, name=login, role=Role.ADMINISTRATOR, team_id=team[0]["id"] if team else None)
    store.write(batch)


def _add_activity_types(store: Store, now: datetime, login: str) -> None:
    """Give a store of an earlier issue the usual types of activities."""
    batch = _batch("first settings", now, login)
    batch.guard("settings/guard_no_activity_types")
    batch.add("settings/open", opened_at=now.isoformat())
    add_activity_types(batch, now=now)
    store.write(batch)


def _batch(kind: str, now: datetime, login: str) -> Batch:
    return Batch(unit=uuid7(), user_login=login, origin="command", kind=kind, recorded_at=now)
