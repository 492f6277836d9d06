"""Users: who works here, in which role, on whose deals."""

from __future__ import annotations

from uuid import UUID

from workbench.domain.people import Reach, Right, Role, require
from workbench.domain.text import required_line
from workbench.errors import GuardFailedError, InvalidValueError, NotFoundError
from workbench.i18n import _
from workbench.services.defaults import add_user
from workbench.services.session import Session
from workbench.services.setting_rows import remember_setting


class People:
    """Adds and changes users; only an administrator may."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, *, login: str, name: str, role: Role, sees: Reach, changes: Reach, team: str | None = None) -> None:
        """Add a user.

        Raises:
            NotAllowedError: the caller is no administrator.
            InvalidValueError: the login is empty or taken.
            NotFoundError: there is no such team.
        """
        require(self._session.user, Right.SETTINGS)
        batch = self._session.batch("new user")
        batch.guard("settings/guard_new_login", login=login)
        add_user(
            batch, now=self._session.clock(), login=required_line("login", login), name=required_line("name", name),
            role=role, team_id=self._team(team), sees=sees, changes=changes,
        )  # fmt: skip
        try:
            self._session.store.write(batch)
        except GuardFailedError as error:
            raise InvalidValueError("login", _("There is already a user {login}.").format(login=login)) from error

    def change_role(self, login: str, *, role: Role, sees: Reach, changes: Reach) -> None:
        """Change a user's role and reach.

        Raises:
            NotAllowedError: the caller is no administrator.
            NotFoundError: there is no such user.
            InvalidValueError: the last administrator would be gone.
        """
        require(self._session.user, Right.SETTINGS)
        lookups = self._session.settings.lookups(fresh=True)
        user = lookups.user(login)
        others = [one for one in lookups.users if one.role is Role.ADMINISTRATOR and one.active and one.id != user.id]
        if role is not Role.ADMINISTRATOR and user.role is Role.ADMINISTRATOR and not others:
            raise InvalidValueError("role", _("The last administrator keeps the role."))
        now = self._session.clock()
        batch = self._session.batch("change user")
        batch.add("settings/change_role", id=user.id, role=role.value, sees=sees.value, changes=changes.value)
        remember_setting(
            batch, "user", now=now, id=user.id, login=user.login, name=user.name, role=role.value,
            team_id=user.team_id, sees=sees.value, changes=changes.value, active=user.active,
        )  # fmt: skip
        self._session.store.write(batch)

    def _team(self, code: str | None) -> UUID | None:
        if code is None:
            return None
        for team in self._session.lookups.teams:
            if team.code == code:
                return team.id
        raise NotFoundError(_("There is no such team."))
