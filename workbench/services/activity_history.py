"""How a change of an activity is taken back, with the interaction that it brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from workbench.domain.activity import Activity
from workbench.domain.events import ActivityChanged
from workbench.domain.people import Role
from workbench.errors import ChangedMeanwhileError, NotAllowedError, NotFoundError
from workbench.i18n import _
from workbench.services.activity_writing import change_interaction
from workbench.services.history import field_changes
from workbench.services.records import (
    ACTIVITY_FIELDS,
    INTERACTION_FIELDS,
    activity_from,
    interaction_from,
)
from workbench.services.session import Session
from workbench.store import Batch

UNCOUNTED = frozenset({"id", "version"})
COMPARED = tuple(name for name in ACTIVITY_FIELDS if name not in UNCOUNTED)


@dataclass(frozen=True, kw_only=True)
class Written:
    """The one activity that a unit of work wrote, the version it wrote, and the interactions beside it."""

    activity_id: UUID
    version: int
    interactions: tuple[tuple[UUID, int], ...]


def undoable(session: Session, unit: UUID) -> Written:
    """Check that a user may take a unit of work back.

    Raises:
        NotFoundError: there is no such unit, or it touched more than one activity, or something else.
        NotAllowedError: somebody else did it, and the user is no administrator.
    """
    store, user = session.store, session.user
    found, touched = store.records("history/unit", id=unit), store.records("history/of_unit", id=unit)
    activities = [row for row in touched if row["entity"] == "activity"]
    interactions = [row for row in touched if row["entity"] == "interaction"]
    if not found or len(activities) != 1 or len(touched) != 1 + len(interactions):
        raise NotFoundError(_("This change cannot be undone as one step."))
    if found[0]["user_login"] != user.login and user.role is not Role.ADMINISTRATOR:
        raise NotAllowedError(_("Only {who} can undo this change.").format(who=found[0]["user_login"]))
    return Written(
        activity_id=activities[0]["entity_id"], version=activities[0]["version"],
        interactions=tuple((row["entity_id"], row["version"]) for row in interactions),
    )  # fmt: skip


def reverted(
    activity: Activity, versions: Sequence[Mapping[str, Any]], version: int
) -> tuple[Activity, ActivityChanged]:
    """Give the fields that one version changed their values from before; the first version is undone by archiving.

    Raises:
        ChangedMeanwhileError: one of the fields was changed again since; ``differing`` names them.
    """
    by_version = {row["version"]: row for row in versions}
    if version == 1:
        return activity.restored_from(replace(activity, archived=True))
    earlier = _earlier(by_version, version, activity.version, COMPARED)
    return activity.restored_from(replace(activity_from(earlier), version=activity.version))


def revert_interactions(session: Session, batch: Batch, written: Written) -> None:
    """Add to a unit of work what takes the interactions of another one back.

    Raises:
        ChangedMeanwhileError: one of their fields was changed again since.
    """
    for key, version in written.interactions:
        interaction = interaction_from(session.store.records("interaction/get", id=key)[0])
        if version == 1:
            after, _event = interaction.put_away(archived=True)
        else:
            versions = {row["version"]: row for row in session.store.records("interaction/versions", id=key)}
            compared = tuple(name for name in INTERACTION_FIELDS if name not in UNCOUNTED)
            earlier = _earlier(versions, version, interaction.version, compared)
            after, _event = interaction.restored_from(interaction_from(earlier))
        change_interaction(batch, interaction, after)


def _earlier(
    versions: Mapping[int, Mapping[str, Any]], version: int, now: int, compared: Sequence[str]
) -> dict[str, Any]:
    """Return the present row with the fields that one version changed as they were before it."""
    changes = field_changes(versions[version - 1], versions[version], compared)
    present = versions[now]
    again: dict[str, tuple[object, object]] = {
        change.field: (change.after, present[change.field])
        for change in changes
        if present[change.field] != change.after
    }
    if again:
        raise ChangedMeanwhileError(
            _("This cannot be undone: {fields} changed again since.").format(fields=", ".join(sorted(again))),
            differing=again,
        )
    return {**present, **{change.field: change.before for change in changes}}
