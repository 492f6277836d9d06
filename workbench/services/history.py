"""The history of a deal: what each version changed, and how a change is taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from workbench.domain.events import OpportunityChanged, OpportunityEvent
from workbench.domain.lines import Line
from workbench.domain.opportunity import Opportunity
from workbench.domain.people import Role, User
from workbench.errors import ChangedMeanwhileError, NotAllowedError, NotFoundError
from workbench.i18n import _
from workbench.i18n.formats import number
from workbench.services.records import OPPORTUNITY_FIELDS, opportunity_from
from workbench.store import Store

INSTANT = timedelta(microseconds=1)
COMPARED = tuple(name for name in OPPORTUNITY_FIELDS if name not in {"id", "version"})


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """A field's value before and after, as the store keeps it."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One version: who wrote it, when the store learned it (``recorded_at``) and when it happened (``effective_at``)."""

    unit: UUID
    version: int
    recorded_at: datetime
    effective_at: datetime
    user_login: str
    origin: str
    kind: str
    why: str | None
    differing: list[FieldChange]


@dataclass(frozen=True, kw_only=True)
class Undoable:
    """The one deal that a unit of work wrote, and the version it wrote."""

    opportunity_id: UUID
    version: int


def entries(versions: Sequence[Mapping[str, Any]], names: Sequence[str] = COMPARED) -> list[HistoryEntry]:
    """Return the history of a record from all its version rows, oldest first; ``names`` are the columns compared."""
    result: list[HistoryEntry] = []
    before: Mapping[str, Any] | None = None
    for row in versions:
        changes = [] if before is None else field_changes(before, row, names)
        result.append(
            HistoryEntry(
                unit=row["unit_id"],
                version=row["version"],
                recorded_at=row["recorded_at"],
                effective_at=row["effective_at"],
                user_login=row["user_login"] or "",
                origin=row["origin"] or "",
                kind=(row["unit_kind"] if "unit_kind" in row else row["kind"]) or "",
                why=row["why"],
                differing=changes,
            )
        )
        before = row
    return result


def version_at(
    versions: Sequence[Mapping[str, Any]], *, known: datetime | None, was: datetime | None
) -> Mapping[str, Any] | None:
    """Return the version row that tells what a deal was, as ``parts/then.sql`` finds it.

    Args:
        versions: all version rows of a deal.
        known: only what was learned before this moment.
        was: what held just before this moment; ``None``: what was told last.
    """
    found = [
        row for row in versions
        if (known is None or row["recorded_at"] < known) and (was is None or row["effective_at"] < was)
    ]  # fmt: skip
    if was is not None:
        return max(found, key=lambda row: (row["effective_at"], row["version"]), default=None)
    return max(found, key=lambda row: row["version"], default=None)


def between(
    versions: Sequence[Mapping[str, Any]], seen: int, now: int, names: Sequence[str] = COMPARED
) -> dict[str, tuple[object, object]]:
    """Return the fields that differ between two versions: name → (then, now)."""
    by_version = {row["version"]: row for row in versions}
    if seen not in by_version or now not in by_version:
        return {}
    changes = field_changes(by_version[seen], by_version[now], names)
    return {change.field: (change.before, change.after) for change in changes}


def undoable(store: Store, user: User, unit: UUID) -> Undoable:
    """Check that a user may take a unit of work back.

    Raises:
        NotFoundError: there is no such unit, or it touched more than one deal.
        NotAllowedError: somebody else did it, and the user is no administrator.
    """
    found = store.records("history/unit", id=unit)
    touched = [row for row in store.records("history/of_unit", id=unit) if row["entity"] == "opportunity"]
    if len(touched) > 1:
        text = _("This changed {count} deals at once. Take it back in the list, or with wb.bulk.undo.")
        raise NotFoundError(text.format(count=number(len(touched))))
    if not found or not touched:
        raise NotFoundError(_("This change cannot be undone as one step."))
    if found[0]["user_login"] != user.login and user.role is not Role.ADMINISTRATOR:
        raise NotAllowedError(_("Only {who} can undo this change.").format(who=found[0]["user_login"]))
    return Undoable(opportunity_id=touched[0]["entity_id"], version=touched[0]["version"])


@dataclass(frozen=True)
class Step:
    """What a unit of work did to one deal, as version rows: ``before`` it, ``after`` it, and as the deal is ``now``.

    Where it told of an earlier moment, all three are of that moment. A first version has nothing ``before``.
    """

    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    now: Mapping[str, Any]

    @property
    def versions(self) -> tuple[int, int]:
        """The numbers of the versions before and after; 0 where there is none before."""
        return (0 if self.before is None else self.before["version"], self.after["version"])


def told_late(versions: Sequence[Mapping[str, Any]], unit: UUID) -> datetime | None:
    """Return the earlier moment that a unit of work told of, UTC without a zone; ``None`` where it told of its own.

    Args:
        versions: all version rows of the deal.
        unit: the unit of work.
    """
    first = next(row for row in versions if row["unit_id"] == unit)
    late = first["version"] > 1 and first["effective_at"] < first["recorded_at"]
    return first["effective_at"] if late else None


def step_of(versions: Sequence[Mapping[str, Any]], unit: UUID, late: datetime | None) -> Step:
    """Return what a unit of work did to a deal.

    Args:
        versions: all version rows of the deal, oldest first.
        unit: the unit of work.
        late: from ``told_late``.
    """
    own = [row for row in versions if row["unit_id"] == unit]
    earlier = versions[: own[0]["version"] - 1]
    if late is None:
        return Step(earlier[-1] if earlier else None, own[-1], versions[-1])
    until = late + INSTANT
    now = version_at(versions, known=None, was=until) or own[0]
    return Step(version_at(earlier, known=None, was=until), own[0], now)


def reverted(
    deal: Opportunity, step: Step, *, before: tuple[Line, ...], after: tuple[Line, ...]
) -> tuple[Opportunity, OpportunityEvent]:
    """Give the fields that one unit changed their values from before; the first version is undone by archiving.

    Args:
        deal: the deal now.
        step: what is taken back.
        before: the lines as they were before it.
        after: the lines as it left them.

    Raises:
        ChangedMeanwhileError: one of the fields, or the lines where it changed them, were changed again since;
            ``differing`` names them.
    """
    if step.before is None:
        return deal.put_away(archived=True)
    changes, now = field_changes(step.before, step.after), step.now
    again: dict[str, tuple[object, object]] = {
        c.field: (c.after, now[c.field]) for c in changes if now[c.field] != c.after
    }
    if after not in (before, deal.lines):
        again["lines"] = (after, deal.lines)
    if again:
        raise ChangedMeanwhileError(
            _("This cannot be undone: {fields} changed again since.").format(fields=", ".join(sorted(again))),
            differing=again,
        )
    lines = deal.lines if before == after else before
    earlier = opportunity_from({**now, **{c.field: c.before for c in changes}}, lines)
    restored, event = deal.restored_from(replace(earlier, version=deal.version))
    return restored, OpportunityChanged(opportunity_id=deal.id, version=restored.version, fields=event.fields)


def field_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Sequence[str] = COMPARED
) -> list[FieldChange]:
    """Return what differs between two versions, as rows of the history."""
    return [
        FieldChange(field=name, before=before[name], after=after[name]) for name in names if before[name] != after[name]
    ]
