"""``wb.audit``: what was done with all records, latest first; and each change taken back by who made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from workbench.domain.people import Role, seeing
from workbench.errors import InvalidValueError, NotAllowedError, NotFoundError
from workbench.i18n import _
from workbench.i18n.formats import end_of_day
from workbench.services.filtering import words_of
from workbench.services.history import COMPARED, FieldChange, field_changes
from workbench.services.records import ACTIVITY_FIELDS, CONTACT_FIELDS, INTERACTION_FIELDS
from workbench.services.session import Session

if TYPE_CHECKING:
    from workbench.services.activities import Activities
    from workbench.services.bulk import Bulk
    from workbench.services.contacts import Contacts
    from workbench.services.deal_merging import DealMerging
    from workbench.services.merging import Merging
    from workbench.services.opportunities import Opportunities

ENTITIES = ("opportunity", "contact", "activity", "interaction")
NAMES = {"opportunity": "title", "contact": "name", "activity": "subject", "interaction": "subject"}
FIELDS: Mapping[str, tuple[str, ...]] = {
    "opportunity": COMPARED,
    **{
        entity: tuple(name for name in names if name not in {"id", "version"})
        for entity, names in (
            ("contact", CONTACT_FIELDS), ("activity", ACTIVITY_FIELDS), ("interaction", INTERACTION_FIELDS),
        )
    },
}  # fmt: skip
LARGEST_PAGE = 200
MOST_RECORDS = 12
RECENT = timedelta(days=21)
LOADED = frozenset({"import", "demo"})


@dataclass(frozen=True, kw_only=True)
class AuditFilters:
    """Which changes: by whom (login), of which kind of record or of one record, on which local days, with which words."""

    login: str | None = None
    entity: str | None = None
    record: UUID | None = None
    since: date | None = None
    until: date | None = None
    text: str | None = None

    def parameters(self) -> dict[str, object]:
        """Return the named parameters of the queries.

        Raises:
            InvalidValueError: there is no such kind of record.
        """
        if self.entity not in {None, *ENTITIES}:
            raise InvalidValueError("entity", _("There is no such kind of record."))
        day_before = None if self.since is None else end_of_day(date.fromordinal(self.since.toordinal() - 1))
        return {
            "login": self.login, "entity": self.entity, "record": self.record, "since": day_before,
            "until": None if self.until is None else end_of_day(self.until), "words": words_of(self.text),
            "known": None, "was": None, "past": None,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class RecordChange:
    """What a unit of work did to a record; a first version was created and has nothing ``differing``."""

    entity: str
    id: UUID
    version: int
    name: str
    number: int | None
    effective_at: datetime
    differing: tuple[FieldChange, ...]


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """A unit of work: who, when the store learned it (UTC), from where, why; of ``count`` records the first dozen.

    ``undoable``: whether this user may try to take it back.
    """

    unit: UUID
    recorded_at: datetime
    user_login: str
    origin: str
    kind: str
    why: str | None
    count: int
    records: tuple[RecordChange, ...]
    undoable: bool


@dataclass(frozen=True, kw_only=True)
class Undone:
    """How many records are as they were, and why others are not."""

    restored: int
    refused: tuple[str, ...] = ()


class Audit:
    """Reads what was done, within what the user sees, and takes it back."""

    def __init__(
        self, session: Session, *, opportunities: Opportunities, bulk: Bulk, contacts: Contacts,
        activities: Activities, merging: Merging, deal_merging: DealMerging,
    ) -> None:  # fmt: skip
        self._session, self._store = session, session.store
        self._opportunities, self._bulk, self._contacts = opportunities, bulk, contacts
        self._activities, self._merging, self._deal_merging = activities, merging, deal_merging

    def entries(
        self, filters: AuditFilters | None = None, *, after: tuple[datetime, UUID] | None = None, limit: int = 50
    ) -> list[AuditEntry]:
        """Return units of work, latest first.

        Args:
            filters: which ones.
            after: ``recorded_at`` and ``unit`` of the last entry that is there already.
            limit: how many, at most 200.

        Raises:
            InvalidValueError: there is no such kind of record.
        """
        where = (filters or AuditFilters()).parameters() | seeing(self._session.user).parameters()
        before_at, before_id = after or (None, None)
        ask = where | {"before_at": before_at, "before_id": before_id, "limit": max(1, min(limit, LARGEST_PAGE))}
        units = self._units(ask, before_at or self._session.clock())
        if not units:
            return []
        shown = {name: value for name, value in where.items() if name not in {"login", "words", "known", "was", "past"}}
        rows = self._store.records(
            "audit/records", **shown, units=[unit["id"] for unit in units], most=MOST_RECORDS
        )  # fmt: skip
        changes = self._changes(rows)
        return [self._entry(unit, changes[unit["id"]]) for unit in units]

    def undo(self, unit: UUID) -> Undone:
        """Take back what a unit of work did: to one record, to many deals, or a merge.

        Raises:
            NotAllowedError: somebody else did it, and the user is no administrator.
            NotFoundError: there is no such unit, or it cannot be taken back as one step.
            ChangedMeanwhileError, MergeRefusedError: what it wrote was changed again since.
        """
        found = self._store.records("history/unit", id=unit)
        touched = [row["entity"] for row in self._store.records("history/of_unit", id=unit)]
        if not found or not touched:
            raise NotFoundError(_("This change cannot be undone as one step."))
        if found[0]["kind"] in LOADED:
            raise NotAllowedError(_("What was imported or generated is not taken back here."))
        if found[0]["kind"] == "merge":
            return Undone(restored=sum(self._merging.undo(unit).moved.values()) + 2)
        if found[0]["kind"] == "merge deals":
            return Undone(restored=sum(self._deal_merging.undo(unit).moved.values()) + 2)
        deals = touched.count("opportunity")
        if deals > 1:
            done = self._bulk.undo(unit)
            refused = tuple(f"{each.number} {each.title}: {each.why}" for each in done.refused)
            return Undone(restored=done.restored, refused=refused)
        self._one(unit, touched)
        return Undone(restored=1)

    def _units(self, ask: dict[str, Any], latest: datetime) -> list[dict[str, Any]]:
        """Look into the last weeks first, which are enough where a person pages: all years take ten times as long."""
        recent = latest - RECENT
        if ask["since"] is None:
            units = self._store.records("audit/units", **ask | {"since": recent})
            if len(units) == ask["limit"]:
                return units
        return self._store.records("audit/units", **ask)

    def _one(self, unit: UUID, touched: Sequence[str]) -> None:
        undo: Mapping[str, Callable[[UUID], object]] = {
            "opportunity": self._opportunities.undo, "contact": self._contacts.undo, "activity": self._activities.undo,
        }  # fmt: skip
        for entity, act in undo.items():
            if entity in touched:
                act(unit)
                return
        raise NotFoundError(_("This change cannot be undone as one step."))

    def _changes(self, rows: Sequence[Mapping[str, Any]]) -> dict[UUID, list[RecordChange]]:
        found: dict[UUID, list[RecordChange]] = defaultdict(list)
        versions = {entity: self._versions(entity, rows) for entity in {row["entity"] for row in rows}}
        for row in rows:
            own = versions[row["entity"]]
            after = own.get((row["entity_id"], row["version"]))
            if after is not None:
                before = own.get((row["entity_id"], row["version"] - 1))
                found[row["unit_id"]].append(_change(row, before, after))
        return found

    def _versions(self, entity: str, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[UUID, int], dict[str, Any]]:
        own = [row for row in rows if row["entity"] == entity]
        units, ids = sorted({row["unit_id"] for row in own}), sorted({row["entity_id"] for row in own})
        told = self._store.records(f"audit/of_{entity}", units=units, ids=ids)
        return {(row["id"], row["version"]): row for row in told}

    def _entry(self, unit: Mapping[str, Any], records: Sequence[RecordChange]) -> AuditEntry:
        user = self._session.user
        own = unit["user_login"] == user.login or user.role is Role.ADMINISTRATOR
        entities = {record.entity for record in records}
        possible = (
            unit["kind"] not in LOADED | {"unmerge", "unmerge deals"}
            and not LOADED & {unit["origin"]}
            and entities != {"interaction"}
        )
        return AuditEntry(
            unit=unit["id"], recorded_at=unit["recorded_at"], user_login=unit["user_login"] or "",
            origin=unit["origin"] or "", kind=unit["kind"] or "", why=unit["why"], count=unit["records"],
            records=tuple(records), undoable=own and possible,
        )  # fmt: skip


def _change(row: Mapping[str, Any], before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> RecordChange:
    entity = row["entity"]
    return RecordChange(
        entity=entity, id=row["entity_id"], version=row["version"], name=after[NAMES[entity]],
        number=after.get("number"), effective_at=after["effective_at"],
        differing=() if before is None else tuple(field_changes(before, after, FIELDS[entity])),
    )  # fmt: skip
