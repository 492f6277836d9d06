"""The history of a contact: what may be taken back, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from workbench.domain.contact import Contact
from workbench.domain.people import Role, User
from workbench.errors import ChangedMeanwhileError, NotAllowedError, NotFoundError
from workbench.i18n import _
from workbench.services.history import field_changes
from workbench.services.records import CONTACT_FIELDS
from workbench.store import Store

COMPARED = tuple(name for name in CONTACT_FIELDS if name not in {"id", "version"})


def undoable(store: Store, user: User, unit: UUID) -> tuple[UUID, int]:
    """Return the one contact that a unit of work wrote, and the version it wrote, if this user may take it back.

    Raises:
        NotFoundError: there is no such unit, or it did more than change one contact.
        NotAllowedError: somebody else did it, and the user is no administrator.
    """
    found = unit_of(store, user, unit)
    touched = store.records("history/of_unit", id=unit)
    if len(touched) != 1 or touched[0]["entity"] != "contact" or found["kind"] in {"merge", "unmerge"}:
        raise NotFoundError(_("This change cannot be undone as one step."))
    return touched[0]["entity_id"], touched[0]["version"]


def unit_of(store: Store, user: User, unit: UUID) -> dict[str, Any]:
    """Return a unit of work that this user may take back.

    Raises:
        NotFoundError: there is no such unit.
        NotAllowedError: somebody else did it, and the user is no administrator.
    """
    found = store.records("history/unit", id=unit)
    if not found:
        raise NotFoundError(_("This change cannot be undone as one step."))
    if found[0]["user_login"] != user.login and user.role is not Role.ADMINISTRATOR:
        raise NotAllowedError(_("Only {who} can undo this change.").format(who=found[0]["user_login"]))
    return found[0]


def reverted(contact: Contact, versions: Sequence[Mapping[str, Any]], version: int) -> Contact:
    """Give the fields that one version changed their values from before; the first version is undone by archiving.

    Raises:
        ChangedMeanwhileError: one of the fields was changed again since; ``differing`` names them.
    """
    if version == 1:
        return contact.put_away(archived=True)
    by_version = {row["version"]: row for row in versions}
    changes = field_changes(by_version[version - 1], by_version[version], COMPARED)
    again = {
        each.field: (each.after, getattr(contact, each.field))
        for each in changes
        if getattr(contact, each.field) != each.after
    }
    if again:
        raise ChangedMeanwhileError(
            _("This cannot be undone: {fields} changed again since.").format(fields=", ".join(sorted(again))),
            differing=again,
        )
    return contact.changed(**{each.field: each.before for each in changes})


def pointed(contact: Contact, parent: UUID) -> Contact:
    """Return the same version of a contact, belonging to another one."""
    return replace(contact, parent_id=parent)
