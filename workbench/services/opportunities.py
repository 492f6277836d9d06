"""Everything that can be done with a deal: each verb checks the right, asks the domain, writes one unit of work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from workbench.domain.closing import ClosingReason
from workbench.domain.events import OpportunityChanged, OpportunityEvent
from workbench.domain.filters import Filters
from workbench.domain.lines import Line
from workbench.domain.opportunity import Opportunity, differing_fields
from workbench.domain.people import require_change, seeing
from workbench.domain.probability import Outcome
from workbench.domain.workflow import Stage
from workbench.errors import (
    ChangedMeanwhileError,
    GuardFailedError,
    NotFoundError,
    WriteConflictError,
)
from workbench.i18n import _
from workbench.i18n.formats import end_of_day, local_day
from workbench.services import backdating, creating, drafting, filtering, history, line_drafting, writing
from workbench.services.line_history import LineChange, by_version
from workbench.services.records import line_from, opportunity_from
from workbench.services.session import Session
from workbench.store import Batch

if TYPE_CHECKING:
    import pandas as pd

MOVE_FIELDS = (
    "version", "stage_id", "stage_since", "probability_id", "probability_by_hand", "status", "reason_id",
    "reason_note", "closed_date",
)  # fmt: skip
CURRENCY_FIELDS = frozenset({"currency", "rate", "rate_date"})


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What a verb did: the deal as it is now, the unit of work (undo takes it), and the event.

    After a move the deal comes without its lines: a move leaves them alone, so they are not read.
    """

    opportunity: Opportunity
    unit: UUID
    event: OpportunityEvent


READ_ATTEMPTS = 5  # header and lines come in two reads; where a write falls between them, they are read again


@dataclass(frozen=True)
class When:
    """When something happens: the moment in UTC, without a zone, and the business day."""

    moment: datetime
    day: date


Decision = Callable[[Opportunity, When], tuple[Opportunity, OpportunityEvent]]


class Opportunities:
    """Deals: create, read, change, move, close, undo."""

    def __init__(self, session: Session, *, emit: Callable[[OpportunityEvent], None]) -> None:
        self._session = session
        self._store = session.store
        self._emit = emit

    def get(
        self, key: UUID, *, known_on: date | None = None, was_on: date | None = None, version: int | None = None
    ) -> Opportunity:
        """Return a deal with its lines: as it is now, as of a past day, or one of its versions.

        Args:
            key: the deal.
            known_on: as it was known at the end of this day.
            was_on: as it was at the end of this day, by what is known now, or was known on ``known_on``.
            version: as this version had it; the days are not asked then.

        Raises:
            NotFoundError: there is none, or it lies outside what the user sees; or there was none on that day, or no
                such version.
        """
        if version is not None:
            return self._version(key, version)
        if known_on is not None or was_on is not None:
            return self._then(key, Filters(known_on=known_on, was_on=was_on))
        for _attempt in range(READ_ATTEMPTS):
            row, lines = self._row(key), self._store.records("opportunity/lines", opportunity_id=key)
            if not lines or lines[0]["deal_version"] == row["version"]:
                return opportunity_from(row, map(line_from, lines))
        raise WriteConflictError(_("This deal is being changed again and again; try again in a moment."))

    def find(self, filters: Filters | None = None) -> pd.DataFrame:
        """Return all deals that the filters let through, a row a deal, names instead of keys, money as Decimal."""
        where = filtering.parameters(
            filters or Filters(), self._session.settings.lookups(fresh=True), self._session.user
        )
        return self._store.frame("listing/frame", **where)

    def create(self, *, title: str, lines: Iterable[Line | Mapping[str, object]] = (), **given: object) -> Changed:
        """Create a deal.

        Args:
            title: what it is about.
            lines: lines or mappings of their fields; the header amounts become their sums.
            given: any editable field; for short ``contact`` (id), ``owner`` (login or id), ``workflow``, ``type`` and
                ``stage`` (code or id).

        Raises:
            NotAllowedError: the role may not create.
            InvalidValueError: a value against a rule; ``field`` names it.
        """
        own = drafting.own_lines(line_drafting.read_lines(lines), ())
        return self._told(self._session.attempt(lambda: self._create(title, own, given)))

    def create_many(self, deals: Sequence[Mapping[str, object]]) -> list[Changed]:
        """Create deals as one unit of work: all of them, or none.

        Args:
            deals: of each what ``create`` takes: ``title``, ``lines``, and any editable field.

        Raises:
            NotAllowedError: the role may not create.
            InvalidValueError: a value against a rule; the message begins with the place of the deal, the first is 1.
        """
        made, unit = self._session.attempt(lambda: creating.create_many(self._session, deals))
        return [self._told(Changed(opportunity=deal, unit=unit, event=creating.created(deal))) for deal in made]

    def update(
        self, key: UUID, *, seen: int | None = None, why: str | None = None,
        lines: Iterable[Line | Mapping[str, object]] | None = None, probability: UUID | None = None,
        reason: UUID | None = None, happened: date | datetime | None = None, **changes: object,
    ) -> Changed:  # fmt: skip
        """Set fields of a deal, all of them or none.

        Args:
            key: the deal.
            seen: the version the caller looked at; ``None`` means whatever is there now.
            why: a reason for the history.
            lines: the new lines in their order, replacing all, at most 500; one whose id is none of the deal's own lines becomes a
                new line. A refused one is named: ``field`` is such as ``lines.2.quantity``.
            probability: a row of the probability table, set by hand as ``set_probability`` does.
            reason: needed where the probability closes the deal; ``why`` is the note beside it.
            happened: when it happened, a day or a moment in UTC, where that is not now: later changes of other fields
                stay, and so do later changes of the same.
            changes: editable fields and their new values (see ``domain.opportunity.EDITABLE``).

        Raises:
            ChangedMeanwhileError: the deal is no longer at ``seen``; ``differing`` tells the fields.
            AnswerNeededError: the closing reason is missing.
            NotAllowedError, NotFoundError, InvalidValueError: as the names say.
        """
        given = None if lines is None else line_drafting.read_lines(lines)
        at = None if probability is None else self._at_probability(probability, reason, why)

        def decide(deal: Opportunity, when: When) -> tuple[Opportunity, OpportunityEvent]:
            wanted = drafting.completed(self._session, deal, changes)
            after, event = deal.changed(**wanted)
            if given is not None:
                line_drafting.check_families(self._session.lookups, given, deal.lines)
                own = drafting.own_lines(given, deal.lines)
                after, _event = replace(after, version=deal.version).with_lines(own)
                fields = ("lines", *differing_fields(deal, after))
                event = OpportunityChanged(opportunity_id=deal.id, version=after.version, fields=fields)
            if at is not None:
                after, event = at(replace(after, version=deal.version), when)
            return after, event

        return self._change(key, seen, "update", decide, why=why, happened=happened)

    def move(
        self, key: UUID, *, stage: UUID, seen: int | None = None, reason: UUID | None = None,
        note: str | None = None, happened: date | datetime | None = None,
    ) -> Changed:  # fmt: skip
        """Take a transition to a stage of the deal's workflow; a closing stage closes the deal.

        ``happened`` as for ``update``.

        Raises:
            TransitionRefusedError: the workflow has no such transition.
            AnswerNeededError: the closing reason is missing.
            ChangedMeanwhileError, NotAllowedError, NotFoundError, InvalidValueError: as the names say.
        """
        lookups, why = self._session.lookups, self._reason(reason)
        target = lookups.stage(stage)

        def decide(deal: Opportunity, when: When) -> tuple[Opportunity, OpportunityEvent]:
            return deal.moved_to(
                target, workflow=lookups.workflow(deal.workflow_id), table=lookups.probabilities,
                on=when.moment, today=when.day, reason=why, note=note,
            )  # fmt: skip

        return self._change(key, seen, "move", decide, why=note, fields=MOVE_FIELDS, happened=happened)

    def set_probability(
        self, key: UUID, *, probability: UUID, seen: int | None = None, reason: UUID | None = None,
        note: str | None = None, happened: date | datetime | None = None,
    ) -> Changed:  # fmt: skip
        """Set the probability by hand; the WON and LOST rows close the deal, an open row reopens a closed one.

        ``happened`` as for ``update``.

        Raises:
            AnswerNeededError: the closing reason is missing.
            ChangedMeanwhileError, NotAllowedError, NotFoundError, InvalidValueError: as the names say.
        """
        decide = self._at_probability(probability, reason, note)
        return self._change(key, seen, "probability", decide, why=note, fields=MOVE_FIELDS, happened=happened)

    def close(
        self, key: UUID, *, won: bool, reason: UUID, note: str | None = None, seen: int | None = None,
        happened: date | datetime | None = None,
    ) -> Changed:  # fmt: skip
        """Close a deal as won or lost, with the reason; ``happened`` as for ``update``.

        Raises:
            ChangedMeanwhileError, NotAllowedError, NotFoundError, InvalidValueError: as the names say.
        """
        row = self._session.lookups.probabilities.closing(Outcome.WON if won else Outcome.LOST)
        return self.set_probability(key, probability=row.id, seen=seen, reason=reason, note=note, happened=happened)

    def archive(self, key: UUID, *, seen: int | None = None, archived: bool = True) -> Changed:
        """Put a deal away, or take it back with ``archived=False``; nothing is deleted.

        Raises:
            ChangedMeanwhileError, NotAllowedError, NotFoundError: as the names say.
        """
        return self._change(key, seen, "archive", lambda deal, _when: deal.put_away(archived=archived))

    def history(self, key: UUID) -> list[history.HistoryEntry]:
        """Return all versions of a deal, oldest first, with what each changed.

        Raises:
            NotFoundError: there is none, or it lies outside what the user sees.
        """
        self.get(key)
        return history.entries(self._store.records("opportunity/versions", id=key))

    def line_history(self, key: UUID) -> dict[int, list[LineChange]]:
        """Return what each version of a deal did to its lines, by the number of the version; others are left out.

        Raises:
            NotFoundError: there is none, or it lies outside what the user sees.
        """
        self._row(key)
        return by_version(self._store.records("opportunity/line_versions", opportunity_id=key))

    def undo(self, unit: UUID) -> Changed:
        """Take back what one unit of work did to one deal: its fields get their values from before, as a new version.

        What was told of an earlier moment is taken back from that moment on.

        Raises:
            NotAllowedError: somebody else did it, and the user is no administrator.
            ChangedMeanwhileError: one of these fields was changed again since.
            NotFoundError: there is no such unit, or it touched more than one deal.
        """
        done = history.undoable(self._store, self._session.user, unit)

        late = history.told_late(self._store.records("opportunity/versions", id=done.opportunity_id), unit)

        def decide(deal: Opportunity, _when: When) -> tuple[Opportunity, OpportunityEvent]:
            step = history.step_of(self._versions(deal), unit, late)
            before, after = (self._lines_at(deal.id, version) for version in step.versions)
            return history.reverted(deal, step, before=before, after=after)

        return self._change(done.opportunity_id, None, "undo", decide, why=str(unit), happened=late)

    def _create(self, title: str, lines: tuple[Line, ...], given: Mapping[str, object]) -> Changed:
        deal, unit = creating.create_one(self._session, title, lines, given)
        return Changed(opportunity=deal, unit=unit, event=creating.created(deal))

    def _told(self, changed: Changed) -> Changed:
        self._emit(changed.event)
        return changed

    def _change(
        self, key: UUID, seen: int | None, kind: str, decide: Decision, *, why: str | None = None,
        fields: tuple[str, ...] = (), happened: date | datetime | None = None,
    ) -> Changed:  # fmt: skip
        """Permission, read, decide, write: one unit of work; ``fields`` of a board move are all it writes, lines aside."""

        def once() -> Changed:
            deal = opportunity_from(self._row(key)) if fields and happened is None else self.get(key)
            require_change(self._session.user, owner_id=deal.owner_id, team_id=deal.team_id)
            if seen is not None and deal.version != seen:
                raise self._changed_meanwhile(deal, seen)
            batch = self._session.batch(kind, why=why)
            if happened is None:
                after, event = decide(deal, When(batch.recorded_at, self._session.today))
                writing.change_deal(batch, deal, after, self._session.lookups, fields)
            else:
                after, event = self._change_late(batch, deal, decide, happened)
            require_change(self._session.user, owner_id=after.owner_id, team_id=after.team_id)
            try:
                self._session.write(batch)
            except GuardFailedError as error:
                raise self._changed_meanwhile(self.get(key), deal.version) from error
            return Changed(opportunity=after, unit=batch.unit, event=event)

        return self._told(self._session.attempt(once))

    def _change_late(
        self, batch: Batch, deal: Opportunity, decide: Decision, happened: date | datetime
    ) -> tuple[Opportunity, OpportunityEvent]:
        moment = backdating.moment_of(happened, batch.recorded_at)
        when = When(moment, min(self._session.today, local_day(moment)))
        events: list[OpportunityEvent] = []

        def change(then: Opportunity) -> Opportunity:
            after, event = decide(then, when)
            events.append(event)
            return after

        added = backdating.told_late(
            self._session, deal, self._versions(deal), moment, partial(self._lines_at, deal.id), change
        )
        writing.change_late(batch, deal, added, self._session.lookups)
        after = added[-1].deal
        return after, replace(events[0], version=after.version)

    def _versions(self, deal: Opportunity) -> list[dict[str, Any]]:
        """Return all version rows of a deal that was read."""
        versions = self._store.records("opportunity/versions", id=deal.id)
        if versions[-1]["version"] != deal.version:
            raise WriteConflictError(_("This deal is being changed again and again; try again in a moment."))
        return versions

    def _then(self, key: UUID, filters: Filters) -> Opportunity:
        self._row(key)
        known, was = (None if day is None else end_of_day(day) for day in (filters.known_on, filters.was_on))
        found = history.version_at(self._store.records("opportunity/versions", id=key), known=known, was=was)
        if found is None:
            raise NotFoundError(_("This deal was not known on that day."))
        return opportunity_from(found, self._lines_at(key, found["version"]))

    def _version(self, key: UUID, version: int) -> Opportunity:
        self._row(key)
        rows = self._store.records("opportunity/versions", id=key)
        found = next((row for row in rows if row["version"] == version), None)
        if found is None:
            raise NotFoundError(_("This deal has no such version."))
        return opportunity_from(found, self._lines_at(key, version))

    def _row(self, key: UUID) -> dict[str, Any]:
        found = self._store.records("opportunity/get", id=key)
        sees = seeing(self._session.user)
        if not found or not sees.covers(owner_id=found[0]["owner_id"], team_id=found[0]["team_id"]):
            raise NotFoundError(_("There is no such deal, or you may not see it."))
        return found[0]

    def _lines_at(self, key: UUID, version: int) -> tuple[Line, ...]:
        return tuple(map(line_from, self._store.records("opportunity/lines_at", opportunity_id=key, version=version)))

    def _changed_meanwhile(self, now: Opportunity, seen: int) -> ChangedMeanwhileError:
        versions = self._store.records("opportunity/versions", id=now.id)
        differing = history.between(versions, seen, now.version)
        who = next((row["user_login"] for row in reversed(versions)), None) or "–"
        return ChangedMeanwhileError(
            _(
                "{who} changed this deal meanwhile. Nothing of yours was written; look at the new values and decide."
            ).format(who=who),
            differing=differing,
        )

    def _at_probability(self, probability: UUID, reason: UUID | None, note: str | None) -> Decision:
        lookups, why = self._session.lookups, self._reason(reason)
        row = lookups.probabilities.row(probability)

        def decide(deal: Opportunity, when: When) -> tuple[Opportunity, OpportunityEvent]:
            return deal.at_probability(
                row, workflow=lookups.workflow(deal.workflow_id), table=lookups.probabilities,
                on=when.moment, today=when.day, reason=why, note=note,
                reopen_in=self._last_open_stage(deal),
            )  # fmt: skip

        return decide

    def _reason(self, key: UUID | None) -> ClosingReason | None:
        return None if key is None else self._session.lookups.reason(key)

    def _last_open_stage(self, deal: Opportunity) -> Stage | None:
        if deal.status is Outcome.OPEN:
            return None
        for row in reversed(self._store.records("opportunity/versions", id=deal.id)):
            if row["status"] == Outcome.OPEN and row["workflow_id"] == deal.workflow_id:
                return self._session.lookups.workflow(deal.workflow_id).stage(row["stage_id"])
        return None
