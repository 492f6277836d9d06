"""``wb.bulk``: look at a change of many deals, make it as one unit of work, take it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from workbench.domain.events import OpportunityChanged, OpportunityEvent
from workbench.domain.filters import Filters
from workbench.domain.opportunity import Opportunity, differing_fields
from workbench.domain.people import Right, require, seeing
from workbench.errors import GuardFailedError, InvalidValueError, WorkbenchError, WriteConflictError
from workbench.i18n import _
from workbench.services import filtering
from workbench.services.bulk import undoing
from workbench.services.bulk.change import Change
from workbench.services.bulk.deciding import Deciding
from workbench.services.bulk.reading import last_open_stages, read_deals
from workbench.services.loading import DealUpdate, update_deals
from workbench.services.outbox.events import CHANGED_MANY
from workbench.services.outbox.events import tell as tell_event
from workbench.services.session import Session

AT_ONCE = 2_000  # more deals than a page's kernel changes itself: a job does
SAMPLES = 5
CHUNK = 1_000
Tell = Callable[[str, float], None]
Emit = Callable[[OpportunityEvent], None]


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Which deals: these ``ids``, or all that ``filters`` let through but those of ``but``."""

    ids: tuple[UUID, ...] = ()
    filters: Filters | None = None
    but: frozenset[UUID] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A deal that stays as it is, and why; number and title of one that the person may not see are empty."""

    id: UUID
    number: int | None
    title: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A deal before and after: field → values, as the domain keeps them."""

    number: int
    title: str
    differing: dict[str, tuple[object, object]]


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a change would do: how many deals of each sort, some of them, and the amounts before and after.

    ``ids`` are all chosen deals; amounts are in the base currency, of those that change.
    """

    ids: tuple[UUID, ...]
    changing: int
    unchanged: int
    refused: tuple[Refused, ...]
    samples: tuple[Sample, ...]
    net: tuple[Decimal, Decimal]
    weighted: tuple[Decimal, Decimal]
    currency: str


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What a change did: ``unit`` is what ``undo`` takes, ``None`` where no deal was to be changed."""

    unit: UUID | None
    changed: int
    unchanged: int
    refused: tuple[Refused, ...]


@dataclass(frozen=True, kw_only=True)
class Undone:
    """What an undo did; ``refused`` deals changed again since and stay."""

    unit: UUID | None
    restored: int
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class _Decided:
    updates: list[tuple[Opportunity, Opportunity]] = field(default_factory=list["tuple[Opportunity, Opportunity]"])
    unchanged: list[UUID] = field(default_factory=list[UUID])
    refused: list[Refused] = field(default_factory=list[Refused])


class Bulk:
    """Changes many deals at once."""

    def __init__(self, session: Session, *, emit: Emit) -> None:
        self._session = session
        self._store = session.store
        self._emit = emit

    def choose(self, chosen: Chosen) -> tuple[UUID, ...]:
        """Return the ids of the chosen deals: filters are applied now, within what the person sees."""
        if chosen.filters is not None and chosen.filters.past is not None:
            raise InvalidValueError("filter", _("A past day is shown. Go back to today to change deals."))
        if chosen.filters is None:
            return tuple(dict.fromkeys(key for key in chosen.ids if key not in chosen.but))
        where = filtering.parameters(chosen.filters, self._session.settings.lookups(fresh=True), self._session.user)
        return tuple(row[0] for row in self._store.rows("bulk/filtered", **where) if row[0] not in chosen.but)

    def preview(self, change: Change, chosen: Chosen, *, most: int | None = None) -> Preview:
        """Say what a change would do; nothing is written.

        Args:
            change: what shall change.
            chosen: which deals.
            most: how many of them are looked at; by default all.

        Raises:
            NotAllowedError: the role may not change deals.
            AnswerNeededError: the change closes deals and no reason was given.
            InvalidValueError, NotFoundError: a value, filter or record that does not exist or fit.
        """
        ids = self.choose(chosen)
        decided = self._decide(change, ids[:most], None)
        lookups = self._session.lookups
        percents = {row.id: row for row in lookups.probabilities.rows}
        befores, afters = [pair[0] for pair in decided.updates], [pair[1] for pair in decided.updates]
        sums = [(_sum(deal.base_net for deal in each if not deal.archived),
                 _sum(deal.weighted(percents[deal.probability_id]) for deal in each if not deal.archived))
                for each in (befores, afters)]  # fmt: skip
        return Preview(
            ids=ids, changing=len(decided.updates), unchanged=len(decided.unchanged), refused=tuple(decided.refused),
            samples=tuple(_sample(*pair) for pair in decided.updates[:SAMPLES]), net=(sums[0][0], sums[1][0]),
            weighted=(sums[0][1], sums[1][1]), currency=lookups.company.currency,
        )  # fmt: skip

    def change(self, change: Change, chosen: Chosen, *, why: str | None = None, tell: Tell | None = None) -> Changed:
        """Change many deals as one unit of work; those that cannot be changed stay, with the reason.

        Args:
            change: what shall change.
            chosen: which deals.
            why: a reason for the history.
            tell: is told the step and the share done, 0 to 1.

        Raises:
            NotAllowedError: the role may not change deals.
            AnswerNeededError: the change closes deals and no reason was given.
            WriteConflictError: others write the same deals again and again.
            InvalidValueError, NotFoundError: a value, filter or record that does not exist or fit.
        """
        ids = self.choose(chosen)

        def once() -> tuple[_Decided, UUID | None]:
            decided = self._decide(change, ids, tell)
            return decided, self._write("change many", decided.updates, why, tell)

        decided, unit = self._session.attempt(once)
        self._told(decided.updates)
        return Changed(
            unit=unit, changed=len(decided.updates), unchanged=len(decided.unchanged), refused=tuple(decided.refused)
        )

    def undo(self, unit: UUID, *, tell: Tell | None = None) -> Undone:
        """Take back what one unit of work did to many deals, as a unit of work of its own, which can be undone too.

        Each deal gets the values from before in the fields that the unit changed; a deal in which one of them changed
        again since stays, and is named.

        Raises:
            NotAllowedError: somebody else did it, and the user is no administrator.
            NotFoundError: there is no such change of many deals.
        """
        require(self._session.user, Right.CHANGE)

        def once() -> tuple[list[tuple[Opportunity, Opportunity]], list[Refused], UUID | None]:
            touched = undoing.touched(self._store, self._session.user, unit)
            deals = self._read(list(touched), tell)
            updates: list[tuple[Opportunity, Opportunity]] = []
            refused: list[Refused] = []
            for deal, after in undoing.restored(self._session, deals, touched):
                if isinstance(after, Opportunity):
                    updates.append((deal, after))
                else:
                    refused.append(_refused(deal, after))
            return updates, refused, self._write("undo", updates, str(unit), tell)

        updates, refused, done = self._session.attempt(once)
        self._told(updates)
        return Undone(unit=done, restored=len(updates), refused=tuple(refused))

    def _decide(self, change: Change, ids: Sequence[UUID], tell: Tell | None) -> _Decided:
        require(self._session.user, Right.CHANGE)
        if not ids:
            raise InvalidValueError("ids", _("No deal is chosen."))
        deals = self._read(ids, tell)
        deciding = Deciding(self._session, change)
        if deciding.opens:
            deciding = Deciding(self._session, change, last_open_stages(self._session, deals))
        decided = _Decided()
        unseen = _("There is no such deal, or you may not see it.")
        found = {deal.id for deal in deals}
        decided.refused.extend(Refused(id=key, number=None, title="", why=unseen) for key in ids if key not in found)
        for deal in deals:
            try:
                after = deciding.next(deal)
            except WorkbenchError as error:
                decided.refused.append(_refused(deal, error))
            else:
                if after is None:
                    decided.unchanged.append(deal.id)
                else:
                    decided.updates.append((deal, after))
        return decided

    def _read(self, ids: Sequence[UUID], tell: Tell | None) -> list[Opportunity]:
        """Read those of the deals that the person sees."""
        sees, found = seeing(self._session.user), list[Opportunity]()
        for start in range(0, len(ids), CHUNK):
            if tell is not None:
                tell(_("Reading"), 0.6 * start / len(ids))
            found += read_deals(self._store, ids[start : start + CHUNK])
        return [deal for deal in found if sees.covers(owner_id=deal.owner_id, team_id=deal.team_id)]

    def _write(
        self, kind: str, updates: list[tuple[Opportunity, Opportunity]], why: str | None, tell: Tell | None
    ) -> UUID | None:
        if not updates:
            return None
        if tell is not None:
            tell(_("Writing"), 0.7)
        batch = self._session.batch(kind, why=why)
        update_deals(batch, (DealUpdate(before, after, batch.recorded_at) for before, after in updates))
        tell_event(
            batch,
            self._session.lookups,
            CHANGED_MANY,
            entity="unit",
            entity_id=batch.unit,
            count=len(updates),
            kind=kind,
        )
        try:
            self._session.write(batch)
        except GuardFailedError as error:
            raise WriteConflictError(
                _("These deals are being changed again and again; try again in a moment.")
            ) from error
        return batch.unit

    def _told(self, updates: Iterable[tuple[Opportunity, Opportunity]]) -> None:
        for before, after in updates:
            fields = differing_fields(before, after)
            self._emit(OpportunityChanged(opportunity_id=after.id, version=after.version, fields=fields))


def _refused(deal: Opportunity, error: WorkbenchError) -> Refused:
    return Refused(id=deal.id, number=deal.number, title=deal.title, why=str(error))


def _sample(before: Opportunity, after: Opportunity) -> Sample:
    fields = differing_fields(before, after)
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in fields}
    return Sample(number=before.number, title=before.title, differing=pairs)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal("0.00"))
