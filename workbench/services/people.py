"""Users: who works here, in which role, on whose deals."""

from __future__ import annotations

from uuid import UUID

from workbench.domain.people import Reach, Right, Role, User, require
from workbench.domain.text import required_line
from workbench.errors import GuardFailedError, InvalidValueError, NotFoundError, WriteConflictError
from workbench.i18n import _
from workbench.services.defaults import add_user
from workbench.services.session import Session
from workbench.services.setting_rows import remember_setting
from workbench.services.settings import Lookups
from workbench.store import Batch


class People:
    """Adds and changes users; only an administrator may."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, *, login: str, name: str, role: Role, sees: Reach, changes: Reach, team: str | None = None) -> None:
        """Add a user.

        Raises:
            NotAllowedError: the caller is no administrator.
            InvalidValueError: the login or name is empty, or the login is taken.
            NotFoundError: there is no such team.
        """
        require(self._session.user, Right.SETTINGS)
        account, called = required_line("login", login), required_line("name", name)

        def once() -> None:
            now = self._session.clock()
            batch = self._session.batch("new user")
            batch.guard("settings/guard_new_login", login=account)
            batch.add("settings/open", opened_at=now.isoformat())
            add_user(
                batch, now=now, login=account, name=called, role=role, team_id=self._team(team), sees=sees,
                changes=changes,
            )  # fmt: skip
            self._session.write(batch)

        try:
            self._session.attempt(once)
        except GuardFailedError as error:
            raise InvalidValueError("login", _("There is already a user {login}.").format(login=account)) from error

    def change_role(self, login: str, *, role: Role, sees: Reach, changes: Reach) -> None:
        """Change a user's role and reach.

        Raises:
            NotAllowedError: the caller is no administrator.
            NotFoundError: there is no such user.
            InvalidValueError: the last administrator would be gone.
        """

        def once() -> None:
            lookups = self._session.settings.lookups(fresh=True)
            require(self._session.user, Right.SETTINGS)
            user = lookups.user(login)
            try:
                self._session.write(self._new_role(user, lookups, role=role, sees=sees, changes=changes))
            except GuardFailedError as error:
                raise WriteConflictError(
                    _("Somebody wrote the same record at the same moment; nothing of this was written.")
                ) from error

        self._session.attempt(once)

    def _new_role(self, user: User, lookups: Lookups, *, role: Role, sees: Reach, changes: Reach) -> Batch:
        """Return the unit of work that gives a user a role; units that change users collide, so guards hold to the end."""
        now = self._session.clock()
        batch = self._session.batch("change user")
        batch.guard("settings/guard_role", id=user.id, seen=user.role.value)
        if user.role is Role.ADMINISTRATOR and role is not Role.ADMINISTRATOR:
            others = [one for one in lookups.users if one.id != user.id and one.active]
            if not any(one.role is Role.ADMINISTRATOR for one in others):
                raise InvalidValueError("role", _("The last administrator keeps the role."))
            batch.guard("settings/guard_administrator", id=user.id)
        batch.add("settings/open", opened_at=now.isoformat())
        batch.add("settings/change_role", id=user.id, role=role.value, sees=sees.value, changes=changes.value)
        remember_setting(
            batch, "user", now=now, id=user.id, login=user.login, name=user.name, role=role.value,
            team_id=user.team_id, sees=sees.value, changes=changes.value, active=user.active,
        )  # fmt: skip
        return batch

    def _team(self, named: str | None) -> UUID | None:
        """Return the team of a code, or of a name that only one team has."""
        if named is None:
            return None
        teams = self._session.lookups.teams
        for team in teams:
            if team.code == named:
                return team.id
        alike = [team.id for team in teams if team.name.casefold() == named.casefold()]
        if len(alike) == 1:
            return alike[0]
        codes = ", ".join(team.code for team in teams) or "–"
        raise NotFoundError(_("There is no team “{name}”. Teams: {codes}.").format(name=named, codes=codes))
