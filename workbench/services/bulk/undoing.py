"""How a change of many deals is taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from workbench.domain.opportunity import Opportunity
from workbench.domain.people import Role, User, require_change
from workbench.errors import NotAllowedError, NotFoundError, WorkbenchError, WriteConflictError
from workbench.i18n import _
from workbench.services import history
from workbench.services.records import opportunity_values
from workbench.services.session import Session
from workbench.store import Store

KINDS = frozenset({"change many", "undo", "create"})  # none of these touches lines of deals that were there


def touched(store: Store, user: User, unit: UUID) -> dict[UUID, int]:
    """Return the deals that a unit of work wrote, and the version it gave each; check that the user may take it back.

    Raises:
        NotFoundError: there is no such unit, or it wrote something else, too.
        NotAllowedError: somebody else did it, and the user is no administrator.
    """
    found, rows = store.records("history/unit", id=unit), store.records("history/of_unit", id=unit)
    if not found or not rows or found[0]["kind"] not in KINDS or {row["entity"] for row in rows} != {"opportunity"}:
        raise NotFoundError(_("This change cannot be undone as one step."))
    if found[0]["user_login"] != user.login and user.role is not Role.ADMINISTRATOR:
        raise NotAllowedError(_("Only {who} can undo this change.").format(who=found[0]["user_login"]))
    return {row["entity_id"]: row["version"] for row in rows}


def restored(
    session: Session, deals: Sequence[Opportunity], versions: Mapping[UUID, int]
) -> Iterator[tuple[Opportunity, Opportunity | WorkbenchError]]:
    """Yield each deal with its next version, in which the change is taken back, or with why that cannot be.

    Args:
        session: who takes it back.
        deals: as they are now.
        versions: the version that the change gave each of them.

    Raises:
        WriteConflictError: a deal that was read has been put back to before the change by a restore.
    """
    known = _version_rows(session.store, deals, versions)
    for deal in deals:
        rows = known.get(deal.id, [])
        if deal.version < versions[deal.id] or len(rows) < min(2, versions[deal.id]):
            raise WriteConflictError(_("These deals are being changed again and again; try again in a moment."))
        try:
            require_change(session.user, owner_id=deal.owner_id, team_id=deal.team_id)
            after, _event = history.reverted(deal, _step(deal, rows), before=(), after=())
            require_change(session.user, owner_id=after.owner_id, team_id=after.team_id)
        except WorkbenchError as error:
            yield deal, error
        else:
            yield deal, after


def _step(deal: Opportunity, rows: Sequence[Mapping[str, Any]]) -> history.Step:
    """Return what the change did to a deal, from the version before it, if any, and the version it wrote."""
    *before, after = rows
    if before and before[0]["unit_id"] == after["unit_id"]:  # it told of an earlier moment
        raise NotFoundError(_("This change cannot be undone as one step."))
    return history.Step(before[0] if before else None, after, opportunity_values(deal))


def _version_rows(
    store: Store, deals: Sequence[Opportunity], versions: Mapping[UUID, int]
) -> dict[UUID, list[dict[str, Any]]]:
    wanted = [(deal.id, versions[deal.id] - back) for deal in deals for back in (1, 0)]
    rows = store.records("bulk/versions", ids=[key for key, _v in wanted], versions=[version for _k, version in wanted])
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append(row)
    return found
