"""Who sees and who changes activities and interactions: those of one's deals, and one's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from workbench.domain.activity import Activity
from workbench.domain.interaction import Interaction
from workbench.domain.people import RIGHTS, Right, Scope, User, changing, require, require_change, seeing
from workbench.errors import NotAllowedError, NotFoundError
from workbench.i18n import _
from workbench.services.session import Session


@dataclass(frozen=True, kw_only=True)
class DealFacts:
    """What tells a deal, and whose it is."""

    id: UUID
    number: int
    title: str
    contact_id: UUID | None
    person_id: UUID | None
    owner_id: UUID
    team_id: UUID | None


def deals(session: Session, keys: Iterable[UUID | None], *, within: Scope | None = None) -> dict[UUID, DealFacts]:
    """Return some deals by key, as far as they lie within a scope; by default what the user sees."""
    wanted = sorted({key for key in keys if key is not None})
    if not wanted:
        return {}
    scope = (within or seeing(session.user)).parameters()
    rows: list[dict[str, Any]] = session.store.records("activity/deals", ids=wanted, **scope)
    return {row["id"]: DealFacts(**row) for row in rows}


def seen_deal(session: Session, key: UUID) -> DealFacts:
    """Return a deal that the user sees.

    Raises:
        NotFoundError: there is none, or it lies outside what the user sees.
    """
    found = deals(session, [key]).get(key)
    if found is None:
        raise NotFoundError(_("There is no such deal, or you may not see it."))
    return found


def require_seen(session: Session, record: Activity | Interaction) -> None:
    """Refuse what a user does not see.

    Raises:
        NotFoundError: the message does not tell whether it exists.
    """
    user = session.user
    if _own(record, user) or deals(session, [record.opportunity_id]):
        return
    if record.opportunity_id is None and _free_covered(session, seeing(user), record):
        return
    raise _absent(record)


def require_changed(session: Session, record: Activity | Interaction) -> None:
    """Refuse a change that the user may not make: of what is neither theirs nor of a deal that they may change.

    Raises:
        NotAllowedError: the role lacks the right, or it is somebody else's.
    """
    user = session.user
    require(user, Right.CHANGE)
    if _own(record, user):
        return
    deal = deals(session, [record.opportunity_id]).get(record.opportunity_id) if record.opportunity_id else None
    if not may_change(user, record, deal, session):
        raise NotAllowedError(_("You may look at this but not change it."))


def may_change(user: User, record: Activity | Interaction, deal: DealFacts | None, session: Session) -> bool:
    """Tell whether a user may change an activity or interaction of a deal (``None`` where it has none they see)."""
    if not user.active or Right.CHANGE not in RIGHTS[user.role]:
        return False
    if _own(record, user):
        return True
    if record.opportunity_id is not None:
        return deal is not None and changing(user).covers(owner_id=deal.owner_id, team_id=deal.team_id)
    return _free_covered(session, changing(user), record)


def require_plan(session: Session, deal: DealFacts | None) -> None:
    """Refuse to plan for a deal that the user may not change.

    Raises:
        NotAllowedError: the role lacks the right, or the deal is somebody else's.
    """
    require(session.user, Right.CREATE)
    if deal is not None:
        require_change(session.user, owner_id=deal.owner_id, team_id=deal.team_id)


def _own(record: Activity | Interaction, user: User) -> bool:
    return (record.assignee_id if isinstance(record, Activity) else record.user_id) == user.id


def _free_covered(session: Session, scope: Scope, record: Activity | Interaction) -> bool:
    """Tell whether what hangs on no deal lies within a scope: by who does it, and who entered it."""
    who = record.assignee_id if isinstance(record, Activity) else record.user_id
    if isinstance(record, Activity) and record.entered_by == scope.user_id:
        return True
    team = next((user.team_id for user in session.lookups.users if user.id == who), None)
    return scope.covers(owner_id=who, team_id=team)


def _absent(record: Activity | Interaction) -> NotFoundError:
    if isinstance(record, Activity):
        return NotFoundError(_("There is no such activity, or you may not see it."))
    return NotFoundError(_("There is no such interaction, or you may not see it."))
