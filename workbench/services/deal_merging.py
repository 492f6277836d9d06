"""``wb.deal_merging``: two deals become one: preview field by field, merge with everything that hangs on them, undo."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import UUID

from workbench.domain.lines import Line
from workbench.domain.opportunity import Opportunity
from workbench.domain.people import Right, Role, require, require_change
from workbench.errors import (
    ChangedMeanwhileError,
    GuardFailedError,
    InvalidValueError,
    MergeRefusedError,
    NotAllowedError,
    NotFoundError,
)
from workbench.i18n import _
from workbench.services import history, writing
from workbench.services.merging import FieldChoice
from workbench.services.records import line_from
from workbench.services.session import Session
from workbench.store import Batch, uuid7

OFFERED = (
    "title", "contact_id", "person_id", "owner_id", "type_id", "origin_id", "campaign", "agent_id", "quality", "tags",
    "competitors", "expected_close_date", "expected_order_date", "expected_delivery_date", "expected_invoice_date",
    "created_date", "margin", "recurring_amount", "recurring_plan", "notes",
)  # fmt: skip
AMOUNTS = ("currency", "rate", "rate_date", "gross", "discount", "net", "expected_revenue")
SIDES = frozenset({"keep", "drop"})
KIND, BACK = "merge deals", "unmerge deals"


class Reader(Protocol):
    """What reads a deal with its lines, within what the user sees."""

    def get(self, key: UUID) -> Opportunity:
        """Return a deal."""
        ...


@dataclass(frozen=True, kw_only=True)
class DealPreview:
    """What a merge would do: the fields to choose, whose lines or amounts may count, what would move along."""

    keep: Opportunity
    drop: Opportunity
    fields: tuple[FieldChoice, ...]
    lines: tuple[str, ...]
    moving: Mapping[str, int]
    refused: str


@dataclass(frozen=True, kw_only=True)
class DealsMerged:
    """The deal that remains, the unit of work (undo takes it), and how many records of each kind moved."""

    opportunity: Opportunity
    unit: UUID
    moved: Mapping[str, int]


class DealMerging:
    """Merges deals and takes merges back."""

    def __init__(self, session: Session, deals: Reader) -> None:
        self._session, self._deals, self._store = session, deals, session.store

    def preview(self, keep: UUID, drop: UUID) -> DealPreview:
        """Show two deals side by side, with a proposal for each field in which they differ.

        Args:
            keep: the deal that remains.
            drop: the one that is archived and leads to it.

        Raises:
            MergeRefusedError: they are the same deal, or one was merged already.
            NotFoundError: there is no such deal, or it lies outside what the user sees.
        """
        first, second = self._pair(keep, drop)
        choices = [
            FieldChoice(field=name, keep=mine, drop=theirs, proposed="drop" if _empty(mine) else "keep")
            for name in OFFERED
            if (mine := getattr(first, name)) != (theirs := getattr(second, name))
        ]
        return DealPreview(
            keep=first, drop=second, fields=tuple(choices), lines=_sides(first, second),
            moving=Counter(row["entity"] for row in self._linked(drop)), refused=self._refusal(first, second),
        )  # fmt: skip

    def merge(
        self, keep: UUID, drop: UUID, *, choices: Mapping[str, str] | None = None, lines: str | None = None,
        why: str | None = None, seen: tuple[int, int] | None = None,
    ) -> DealsMerged:  # fmt: skip
        """Make two deals one: activities, interactions, offers, orders and invoices move with their history.

        The dropped deal keeps its fields and lines, is archived, and leads to the one that remains.

        Args:
            keep: the deal that remains.
            drop: the one that is archived.
            choices: field → ``keep`` or ``drop``; what is not named is as ``preview`` proposes it.
            lines: whose lines, or amounts without lines, count: ``keep``, ``drop``, or ``both`` where both have lines in
                one currency; by default the first of ``preview(…).lines``.
            why: a reason for the history.
            seen: the versions of both that the caller looked at.

        Raises:
            MergeRefusedError: they cannot become one; the message says why.
            ChangedMeanwhileError: one of them, or what hangs on them, changed since it was read.
            NotAllowedError, NotFoundError, InvalidValueError: as the names say.
        """
        given = dict(choices or {})
        unknown = {name for name, side in given.items() if name not in OFFERED or side not in SIDES}
        if unknown:
            raise InvalidValueError(min(unknown), _("There is no such choice."))

        def once() -> DealsMerged:
            require(self._session.user, Right.CHANGE)
            preview = self.preview(keep, drop)
            _require_seen(preview, seen)
            if preview.refused:
                raise MergeRefusedError(preview.refused)
            side = lines or preview.lines[0]
            if side not in preview.lines:
                raise InvalidValueError("lines", _("There is no such choice."))
            linked, batch = self._linked(drop), self._session.batch(KIND, why=why)
            after = self._survivor(preview, given, side)
            batch.guard(
                "deal_merging/guard_linked",
                deal=drop,
                count=len(linked),
                versions=sum(row["version"] for row in linked),
            )
            writing.change_deal(batch, preview.keep, after, self._session.lookups)
            gone, _event = preview.drop.put_away(archived=True)
            writing.change_deal(batch, preview.drop, gone, self._session.lookups)
            _hang(batch, linked, keep)
            batch.add("deal_merging/insert", unit_id=batch.unit, keep_id=keep, drop_id=drop)
            self._send(batch)
            return DealsMerged(opportunity=after, unit=batch.unit, moved=Counter(row["entity"] for row in linked))

        return self._session.attempt(once)

    def undo(self, unit: UUID) -> DealsMerged:
        """Take a merge back: both deals are as they were, and everything that moved hangs on its own again.

        Raises:
            MergeRefusedError: something that the merge wrote was changed again since; the message names it.
            NotAllowedError: somebody else merged them, and the user is no administrator; or a deal is somebody else's.
            NotFoundError: there is no such merge.
        """

        def once() -> DealsMerged:
            require(self._session.user, Right.CHANGE)
            done = self._merge_of(unit)
            keep, drop = self._deals.get(done["keep_id"]), self._deals.get(done["drop_id"])
            for deal in (keep, drop):
                require_change(self._session.user, owner_id=deal.owner_id, team_id=deal.team_id)
            moved = self._moved(unit, keep)
            batch = self._session.batch(BACK, why=str(unit))
            batch.guard(
                "deal_merging/guard_hanging", deal=keep.id, ids=[row["id"] for row in moved], count=len(moved),
                versions=sum(row["version"] for row in moved),
            )  # fmt: skip
            restored = [self._restored(deal, unit) for deal in (keep, drop)]
            for before, after in zip((keep, drop), restored, strict=True):
                writing.change_deal(batch, before, after, self._session.lookups)
            _hang(batch, moved, drop.id)
            batch.add("deal_merging/undo", unit_id=unit)
            self._send(batch)
            return DealsMerged(opportunity=restored[0], unit=batch.unit, moved=Counter(row["entity"] for row in moved))

        return self._session.attempt(once)

    def into(self, key: UUID) -> UUID | None:
        """Return the deal that another one became part of, through all merges; ``None`` where it is its own."""
        found: UUID | None = None
        for _step in range(50):
            rows = self._store.records("deal_merging/into", deal=found or key)
            if not rows:
                return found
            found = rows[0]["keep_id"]
        return found

    def is_merge(self, unit: UUID) -> bool:
        """Tell whether a unit of work merged two deals."""
        return bool(self._store.records("deal_merging/of_unit", unit_id=unit))

    def _pair(self, keep: UUID, drop: UUID) -> tuple[Opportunity, Opportunity]:
        if keep == drop:
            raise MergeRefusedError(_("A deal cannot be merged with itself."))
        first, second = self._deals.get(keep), self._deals.get(drop)
        for deal in (first, second):
            if self._store.records("deal_merging/into", deal=deal.id):
                text = _("“{name}” was merged into another deal already.")
                raise MergeRefusedError(text.format(name=deal.title))
        return first, second

    def _refusal(self, keep: Opportunity, drop: Opportunity) -> str:
        """Return why two deals cannot become one; empty where they can."""
        if keep.company_id != drop.company_id:
            return _("They belong to two companies.")
        for deal in (keep, drop):
            try:
                require_change(self._session.user, owner_id=deal.owner_id, team_id=deal.team_id)
            except NotAllowedError as error:
                return str(error)
        return ""

    def _linked(self, key: UUID) -> list[dict[str, Any]]:
        return self._store.records("deal_merging/linked_sorted", deal=key)

    def _survivor(self, preview: DealPreview, given: Mapping[str, str], side: str) -> Opportunity:
        keep, drop = preview.keep, preview.drop
        values: dict[str, Any] = {
            choice.field: choice.drop for choice in preview.fields if given.get(choice.field, choice.proposed) == "drop"
        }
        if "owner_id" in values:
            values["team_id"] = drop.team_id
        if side == "drop":
            values |= {name: getattr(drop, name) for name in AMOUNTS}
        own = {"keep": keep.lines, "drop": _copied(drop.lines), "both": (*keep.lines, *_copied(drop.lines))}[side]
        placed = tuple(replace(line, position=place) for place, line in enumerate(own, start=1))
        if placed:
            bare = replace(keep, lines=(), **values)
            after, _event = bare.with_lines(placed)
            return replace(after, version=keep.version + 1)
        return replace(keep, version=keep.version + 1, lines=(), **values)

    def _merge_of(self, unit: UUID) -> dict[str, Any]:
        found, rows = self._store.records("history/unit", id=unit), self._store.records("deal_merging/of_unit", unit_id=unit)  # fmt: skip
        if not found or not rows:
            raise NotFoundError(_("There is no such merge of deals."))
        if found[0]["user_login"] != self._session.login and self._session.user.role is not Role.ADMINISTRATOR:
            raise NotAllowedError(_("Only {who} can undo this change.").format(who=found[0]["user_login"]))
        if rows[0]["undone"]:
            raise MergeRefusedError(_("This merge was taken back already."))
        return rows[0]

    def _moved(self, unit: UUID, keep: Opportunity) -> list[dict[str, Any]]:
        touched = self._store.records("history/of_unit", id=unit)
        ids = sorted({row["entity_id"] for row in touched if row["entity"] != "opportunity"})
        now = self._store.records("deal_merging/hanging", ids=ids) if ids else []
        if any(row["opportunity_id"] != keep.id for row in now):
            raise MergeRefusedError(_("This merge cannot be undone: what moved along hangs on another deal since."))
        return now

    def _restored(self, deal: Opportunity, unit: UUID) -> Opportunity:
        versions = self._store.records("opportunity/versions", id=deal.id)
        step = history.step_of(versions, unit, None)
        before, after = (self._lines_at(deal.id, version) for version in step.versions)
        try:
            return history.reverted(deal, step, before=before, after=after)[0]
        except ChangedMeanwhileError as error:
            raise MergeRefusedError(
                _("“{name}” was changed since the merge ({fields}); it cannot be undone.").format(
                    name=deal.title, fields=", ".join(sorted(error.differing))
                )
            ) from error

    def _lines_at(self, key: UUID, version: int) -> tuple[Line, ...]:
        return tuple(map(line_from, self._store.records("opportunity/lines_at", opportunity_id=key, version=version)))

    def _send(self, batch: Batch) -> None:
        try:
            self._session.write(batch)
        except GuardFailedError as error:
            text = _("One of these deals, or something that hangs on them, was changed meanwhile. Nothing was written.")
            raise ChangedMeanwhileError(text, differing={}) from error


def _sides(keep: Opportunity, drop: Opportunity) -> tuple[str, ...]:
    """Return whose lines or amounts can count, the proposed first."""
    if keep.lines and drop.lines and keep.currency == drop.currency:
        return ("both", "keep", "drop")
    if drop.lines and not keep.lines:
        return ("drop", "keep")
    return ("drop", "keep") if keep.net == 0 and drop.net != 0 else ("keep", "drop")


def _copied(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return lines as new ones: those of the dropped deal stay with it."""
    return tuple(replace(line, id=uuid7()) for line in lines)


def _empty(value: object) -> bool:
    return value is None or value in ("", ())


def _require_seen(preview: DealPreview, seen: tuple[int, int] | None) -> None:
    for deal, version in zip((preview.keep, preview.drop), seen or (), strict=False):
        if deal.version != version:
            text = _("“{name}” was changed meanwhile. Look at it again.")
            raise ChangedMeanwhileError(text.format(name=deal.title), differing={})


def _hang(batch: Batch, rows: Sequence[Mapping[str, Any]], deal: UUID) -> None:
    """Hang records on a deal, each as its next version with its history."""
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["entity"]].append(row)
    when = {"unit_id": batch.unit, "recorded_at": batch.recorded_at, "effective_at": batch.recorded_at}
    for entity, group in groups.items():
        ids = [row["id"] for row in group]
        batch.add(f"deal_merging/hang_{entity}", ids=ids, deal=deal)
        batch.add(f"merging/remember_{entity}", ids=ids, **when)
        for row in group:
            batch.changed(entity, row["id"], row["version"] + 1)
