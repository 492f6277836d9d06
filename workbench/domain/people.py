"""Users, teams, roles: what each role may see and do, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from workbench.errors import NotAllowedError
from workbench.i18n import _


class Reach(StrEnum):
    """Whose deals: one's own, one's team's, all."""

    OWN = "own"
    TEAM = "team"
    ALL = "all"


class Right(StrEnum):
    """What a verb asks for."""

    CREATE = "create"
    CHANGE = "change"
    IMPORT = "import"
    EXPORT = "export"
    SQL = "sql"
    SETTINGS = "settings"


class Role(StrEnum):
    """The four roles."""

    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    SALESPERSON = "salesperson"
    VIEWER = "viewer"


EVERYTHING = frozenset(Right)
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: EVERYTHING,
    Role.MANAGER: frozenset({Right.CREATE, Right.CHANGE, Right.EXPORT, Right.IMPORT, Right.SQL}),
    Role.SALESPERSON: frozenset({Right.CREATE, Right.CHANGE, Right.EXPORT}),
    Role.VIEWER: frozenset({Right.EXPORT}),
}


@dataclass(frozen=True, kw_only=True)
class Team:
    """A team of users."""

    id: UUID
    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class User:
    """A person who works here; ``sees`` and ``changes`` say whose deals."""

    id: UUID
    login: str
    name: str
    role: Role
    team_id: UUID | None = None
    sees: Reach = Reach.ALL
    changes: Reach = Reach.ALL
    active: bool = True


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The part of the deals that a user sees or changes: a parameter of every read model."""

    reach: Reach
    user_id: UUID
    team_id: UUID | None

    def covers(self, *, owner_id: UUID | None, team_id: UUID | None) -> bool:
        """Tell whether a deal with this owner and team lies within the scope."""
        if self.reach is Reach.ALL:
            return True
        if owner_id == self.user_id:
            return True
        return self.reach is Reach.TEAM and self.team_id is not None and team_id == self.team_id

    def parameters(self) -> dict[str, object]:
        """Return the named parameters that every query over deals takes."""
        return {"scope": self.reach.value, "scope_user": self.user_id, "scope_team": self.team_id}


def seeing(user: User) -> Scope:
    """Return the scope of what a user may see."""
    return Scope(reach=user.sees, user_id=user.id, team_id=user.team_id)


def changing(user: User) -> Scope:
    """Return the scope of what a user may change; a viewer's rights end before it matters."""
    return Scope(reach=user.changes, user_id=user.id, team_id=user.team_id)


def require(user: User, right: Right) -> None:
    """Refuse a verb that the user's role does not allow.

    Raises:
        NotAllowedError: the role lacks the right, or the user is inactive.
    """
    if not user.active or right not in RIGHTS[user.role]:
        raise NotAllowedError(_("Your role ({role}) does not allow this.").format(role=user.role.value))


def require_change(user: User, *, owner_id: UUID | None, team_id: UUID | None) -> None:
    """Refuse a change of a deal outside the user's scope.

    Raises:
        NotAllowedError: the role lacks the right, or the deal is somebody else's.
    """
    require(user, Right.CHANGE)
    if not changing(user).covers(owner_id=owner_id, team_id=team_id):
        raise NotAllowedError(_("You may look at this deal but not change it."))
