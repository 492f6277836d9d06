"""Two contacts become one: preview field by field, merge with every link in one unit of work, undo."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from workbench.domain.contact import EDITABLE, Contact
from workbench.domain.people import Right, changing, require
from workbench.errors import ChangedMeanwhileError, GuardFailedError, InvalidValueError, MergeRefusedError
from workbench.i18n import _, ngettext
from workbench.services import contact_history
from workbench.services.contacts import Contacts
from workbench.services.loading import update_contact
from workbench.services.session import Session
from workbench.store import Batch

LINKS: Mapping[str, tuple[str, ...]] = {
    "contact": ("parent_id",),
    "opportunity": ("contact_id", "person_id"),
    "activity": ("contact_id", "person_id"),
    "interaction": ("contact_id", "person_id"),
    "offer": ("contact_id", "person_id"),
    "sales_order": ("contact_id", "person_id"),
    "invoice": ("contact_id", "person_id"),
}
"""Every column of the present tables that points to a contact; ``merged_into`` alone may point to a merged one."""

OFFERED = tuple(name for name in EDITABLE if name not in {"external_source", "external_id", "longitude"})
TOGETHER = {"latitude": ("latitude", "longitude")}
EARLIEST = frozenset({"lead_since", "customer_since"})
NAMED = 3


@dataclass(frozen=True, kw_only=True)
class FieldChoice:
    """A field in which two contacts differ; ``proposed`` is ``keep`` or ``drop``."""

    field: str
    keep: object
    drop: object
    proposed: str


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a merge would do: the fields to choose, and how many records of each kind would move."""

    keep: Contact
    drop: Contact
    fields: tuple[FieldChoice, ...]
    moving: Mapping[str, int]
    beyond: int

    @property
    def possible(self) -> bool:
        """Whether the user may change everything that would move."""
        return self.beyond == 0


@dataclass(frozen=True, kw_only=True)
class Merged:
    """The contact that remains, the unit of work (undo takes it), and how many records of each kind moved."""

    contact: Contact
    unit: UUID
    moved: Mapping[str, int]


@dataclass(frozen=True)
class _Move:
    """A record and where it shall point."""

    entity: str
    id: UUID
    version: int
    contact_id: UUID | None
    person_id: UUID | None


class Merging:
    """Merges contacts and takes merges back."""

    def __init__(self, session: Session, contacts: Contacts) -> None:
        self._session, self._contacts = session, contacts
        self._store = session.store

    def preview(self, keep: UUID, drop: UUID) -> Preview:
        """Show two contacts side by side, with a proposal for each field in which they differ.

        Args:
            keep: the contact that remains.
            drop: the one that is archived and points to it.

        Raises:
            MergeRefusedError: they are the same, or one was merged already.
            NotFoundError: there is no such contact.
        """
        first, second = self._pair(keep, drop)
        linked = self._linked(drop)
        changed = [self._changed_at(each.id) for each in (first, second)]
        choices = [
            FieldChoice(
                field=name, keep=getattr(first, name), drop=getattr(second, name),
                proposed=_proposed(name, first, second, changed),
            )
            for name in OFFERED
            if any(getattr(first, each) != getattr(second, each) for each in TOGETHER.get(name, (name,)))
        ]  # fmt: skip
        return Preview(
            keep=first, drop=second, fields=tuple(choices), moving=Counter(row["entity"] for row in linked),
            beyond=self._beyond(linked),
        )  # fmt: skip

    def merge(
        self, keep: UUID, drop: UUID, *, choices: Mapping[str, str] | None = None, why: str | None = None,
        seen: tuple[int, int] | None = None,
    ) -> Merged:  # fmt: skip
        """Make two contacts one: deals, people, activities, offers, orders and invoices move with their history.

        Args:
            keep: the contact that remains.
            drop: the one that is archived and points to it.
            choices: field → ``keep`` or ``drop``; what is not named is as ``preview`` proposes it.
            why: a reason for the history.
            seen: the versions of both that the caller looked at.

        Raises:
            MergeRefusedError: they cannot become one; the message says why.
            ChangedMeanwhileError: one of them, or what points to them, changed since it was read.
            NotAllowedError, NotFoundError, InvalidValueError: as the names say.
        """
        given = dict(choices or {})
        unknown = {name for name, side in given.items() if name not in OFFERED or side not in {"keep", "drop"}}
        if unknown:
            raise InvalidValueError(min(unknown), _("There is no such choice."))

        def once() -> Merged:
            require(self._session.user, Right.CHANGE)
            preview = self.preview(keep, drop)
            self._require_seen(preview, seen)
            if not preview.possible:
                raise _beyond_reach(preview.beyond)
            linked = self._linked(drop)
            after = self._survivor(preview, given)
            batch = self._session.batch("merge", why=why)
            self._guard_linked(batch, drop, linked)
            update_contact(batch, preview.keep, after, effective_at=batch.recorded_at)
            gone = preview.drop.changed(archived=True, merged_into=keep)
            update_contact(batch, preview.drop, gone, effective_at=batch.recorded_at)
            moves = [_moved(row, drop, keep) for row in linked if row["id"] != keep]
            write_moves(batch, moves)
            self._send(batch)
            return Merged(contact=after, unit=batch.unit, moved=Counter(move.entity for move in moves))

        return self._session.attempt(once)

    def undo(self, unit: UUID) -> Merged:
        """Take a merge back: both contacts are as they were, and everything that moved points to its own again.

        Args:
            unit: the unit of work of the merge.

        Raises:
            MergeRefusedError: something that the merge wrote was changed again since; the message names it.
            NotAllowedError: somebody else merged them, and the user is no administrator; or a deal is somebody else's.
            NotFoundError: there is no such merge.
        """

        def once() -> Merged:
            require(self._session.user, Right.CHANGE)
            done = contact_history.unit_of(self._store, self._session.user, unit)
            keep, drop = self._merged_by(unit, str(done["kind"]))
            moves = self._moves_back(unit, {keep.id, drop.id})
            batch = self._session.batch("unmerge", why=str(unit))
            batch.guard(
                "merging/guard_pointing", ids=[move.id for move in moves], count=len(moves),
                versions=sum(move.version for move in moves),
            )  # fmt: skip
            restored = [self._restored(each, unit) for each in (keep, drop)]
            for before, after in zip((keep, drop), restored, strict=True):
                update_contact(batch, before, after, effective_at=batch.recorded_at)
            write_moves(batch, moves)
            self._send(batch)
            return Merged(contact=restored[0], unit=batch.unit, moved=Counter(move.entity for move in moves))

        return self._session.attempt(once)

    def _pair(self, keep: UUID, drop: UUID) -> tuple[Contact, Contact]:
        if keep == drop:
            raise MergeRefusedError(_("A contact cannot be merged with itself."))
        first, second = self._contacts.kept(keep), self._contacts.kept(drop)
        for each in (first, second):
            if each.merged_into is not None:
                raise MergeRefusedError(_("“{name}” was merged into another contact already.").format(name=each.name))
        return first, second

    def _linked(self, key: UUID) -> list[dict[str, Any]]:
        return self._store.records("merging/linked_sorted", contact=key)

    def _beyond(self, rows: Iterable[Mapping[str, Any]]) -> int:
        """Return how many records are somebody else's, so that this user may not change them."""
        scope = changing(self._session.user)
        return sum(
            row["owner_id"] is not None and not scope.covers(owner_id=row["owner_id"], team_id=row["team_id"])
            for row in rows
        )

    def _changed_at(self, key: UUID) -> dict[str, datetime]:
        """Return when each field of a contact got its present value."""
        when: dict[str, datetime] = {}
        before: Mapping[str, Any] | None = None
        for row in self._store.records("contact/versions", id=key):
            for name in OFFERED:
                if before is None or before[name] != row[name]:
                    when[name] = row["recorded_at"]
            before = row
        return when

    def _require_seen(self, preview: Preview, seen: tuple[int, int] | None) -> None:
        for contact, version in zip((preview.keep, preview.drop), seen or (), strict=False):
            if contact.version != version:
                raise self._contacts.changed_meanwhile(contact, version)

    def _survivor(self, preview: Preview, given: Mapping[str, str]) -> Contact:
        keep, drop = preview.keep, preview.drop
        values: dict[str, object] = {}
        for choice in preview.fields:
            if given.get(choice.field, choice.proposed) == "drop":
                for name in TOGETHER.get(choice.field, (choice.field,)):
                    values[name] = getattr(drop, name)
        pair = {keep.id, drop.id}
        if values.get("parent_id", keep.parent_id) in pair:
            values["parent_id"] = drop.parent_id if drop.parent_id not in pair else None
        after = keep.changed(**values)
        above, steps = after.parent_id, 0
        while above is not None and steps < 50:
            if above in pair:
                raise MergeRefusedError(
                    _("“{one}” belongs to a part of “{other}”. Change what it belongs to first.").format(
                        one=keep.name, other=drop.name
                    )
                )
            above, steps = self._contacts.kept(above).parent_id, steps + 1
        return after

    def _guard_linked(self, batch: Batch, drop: UUID, linked: Sequence[Mapping[str, Any]]) -> None:
        batch.guard(
            "merging/guard_linked", contact=drop, ids=[row["id"] for row in linked], count=len(linked),
            versions=sum(row["version"] for row in linked),
        )  # fmt: skip

    def _send(self, batch: Batch) -> None:
        try:
            self._session.write(batch)
        except GuardFailedError as error:
            raise ChangedMeanwhileError(
                _(
                    "One of these contacts, or something that points to them, was changed meanwhile. Nothing was written."
                )
            ) from error

    def _merged_by(self, unit: UUID, kind: str) -> tuple[Contact, Contact]:
        """Return the contact that a merge kept and the one that it dropped, as they are now."""
        if kind == "merge":
            for row in self._store.records("merging/written", unit=unit):
                contact = self._contacts.kept(row["id"]) if row["entity"] == "contact" and row["after"] else None
                if contact is None or not self._dropped_by(contact, unit):
                    continue
                if contact.merged_into is None:
                    raise MergeRefusedError(_("This merge was taken back already."))
                keep = self._contacts.kept(contact.merged_into)
                if keep.merged_into is not None:
                    raise MergeRefusedError(
                        _("“{name}” was merged into another contact since; undo that merge first.").format(
                            name=keep.name
                        )
                    )
                return keep, contact
        raise MergeRefusedError(_("There is no such merge of contacts."))

    def _dropped_by(self, contact: Contact, unit: UUID) -> bool:
        versions = self._store.records("contact/versions", id=contact.id)
        before: Mapping[str, Any] | None = None
        for row in versions:
            if row["unit_id"] == unit:
                return row["merged_into"] is not None and (before is None or before["merged_into"] is None)
            before = row
        return False

    def _restored(self, contact: Contact, unit: UUID) -> Contact:
        versions = self._store.records("contact/versions", id=contact.id)
        version = next(row["version"] for row in versions if row["unit_id"] == unit)
        try:
            after = contact_history.reverted(contact, versions, version)
        except ChangedMeanwhileError as error:
            raise MergeRefusedError(
                _("“{name}” was changed since the merge ({fields}); it cannot be undone.").format(
                    name=contact.name, fields=", ".join(sorted(error.differing))
                )
            ) from error
        if after.parent_id is not None and after.parent_id != contact.parent_id:
            parent = self._contacts.kept(after.parent_id)
            if parent.merged_into is not None and not self._dropped_by(parent, unit):
                after = contact_history.pointed(after, self._contacts.get(parent.id).id)
        return after

    def _moves_back(self, unit: UUID, pair: set[UUID]) -> list[_Move]:
        written = [row for row in self._store.records("merging/written", unit=unit) if row["id"] not in pair]
        before = {row["id"]: row for row in written if not row["after"]}
        after = {row["id"]: row for row in written if row["after"]}
        now = self._store.records("merging/pointing", ids=sorted(after)) if after else []
        moves: list[_Move] = []
        elsewhere: list[str] = []
        for row in now:
            back = _column_back(row, before[row["id"]], after[row["id"]])
            if back is None:
                elsewhere.append(f"“{row['name']}”")
            else:
                moves.append(back)
        if elsewhere:
            raise MergeRefusedError(
                _("This merge cannot be undone: {names} got another contact since.").format(names=_named(elsewhere))
            )
        beyond = self._beyond(now)
        if beyond:
            raise _beyond_reach(beyond)
        return moves


def write_moves(batch: Batch, moves: Iterable[_Move]) -> None:
    """Write where records point from now on, each as its next version with its history."""
    groups: dict[tuple[str, UUID | None, UUID | None], list[_Move]] = defaultdict(list)
    for move in moves:
        groups[move.entity, move.contact_id, move.person_id].append(move)
    when = {"unit_id": batch.unit, "recorded_at": batch.recorded_at, "effective_at": batch.recorded_at}
    for (entity, contact_id, person_id), group in groups.items():
        ids = [move.id for move in group]
        people = {} if entity == "contact" else {"person_id": person_id}
        batch.add(f"merging/point_{entity}", ids=ids, contact_id=contact_id, **people)
        batch.add(f"merging/remember_{entity}", ids=ids, **when)
        for move in group:
            batch.changed(entity, move.id, move.version + 1)


def _moved(row: Mapping[str, Any], drop: UUID, keep: UUID) -> _Move:
    contact, person = (keep if row[name] == drop else row[name] for name in ("contact_id", "person_id"))
    return _Move(row["entity"], row["id"], row["version"], contact, person)


def _column_back(now: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> _Move | None:
    """Return where a record pointed before, of the columns that the merge wrote; nothing where one changed since."""
    values: dict[str, UUID | None] = {}
    for name in ("contact_id", "person_id"):
        written = before[name] != after[name]
        if written and now[name] != after[name]:
            return None
        values[name] = before[name] if written else now[name]
    return _Move(now["entity"], now["id"], now["version"], values["contact_id"], values["person_id"])


def _proposed(name: str, keep: Contact, drop: Contact, changed: Sequence[Mapping[str, datetime]]) -> str:
    mine, theirs = getattr(keep, name), getattr(drop, name)
    if mine is None or theirs is None:
        return "drop" if mine is None else "keep"
    if name in EARLIEST:
        return "drop" if theirs < mine else "keep"
    if name in {"name", "kind", "parent_id"}:
        return "keep"
    return "drop" if changed[1][name] > changed[0][name] else "keep"


def _beyond_reach(count: int) -> MergeRefusedError:
    return MergeRefusedError(
        ngettext(
            "{count} record that would move is somebody else's. Ask a manager to merge these contacts.",
            "{count} records that would move are somebody else's. Ask a manager to merge these contacts.",
            count,
        ).format(count=count)
    )


def _named(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    shown = ", ".join(names[:NAMED])
    return shown if more <= 0 else _("{names} and {count} more").format(names=shown, count=more)
