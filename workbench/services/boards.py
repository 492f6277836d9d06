"""The boards: columns with totals from all rows, and the first cards of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from workbench.domain.filters import Filters
from workbench.domain.probability import Outcome
from workbench.domain.workflow import Workflow
from workbench.errors import InvalidValueError, NotFoundError
from workbench.i18n import _
from workbench.services import filtering
from workbench.services.around import Around, around_from
from workbench.services.records import tags_from, with_contacts
from workbench.services.session import Session
from workbench.services.settings import Lookups

Kind = Literal["progress", "stages"]
SORTS = ("net", "close", "created", "stage_since", "title")
LARGEST_PAGE = 500
OUTCOME_COLOURS = {Outcome.LOST: "#c92a2a", Outcome.WON: "#2b8a3e", Outcome.OPEN: "#4263eb"}


@dataclass(frozen=True, kw_only=True)
class Card:
    """A deal on a board; ``net`` is in the deal's currency, ``base_net`` in the board's, ``None`` without a rate."""

    id: UUID
    version: int
    number: int
    title: str
    contact: str | None
    owner: str | None
    entered_by: str | None
    owner_id: UUID
    team_id: UUID | None
    workflow_id: UUID
    workflow: str
    stage_id: UUID
    stage: str
    colour: str
    expected_days: int | None
    probability_id: UUID
    probability_by_hand: bool
    percent: Decimal
    status: str
    currency: str
    net: Decimal
    base_net: Decimal | None
    created_date: date | None
    expected_close_date: date | None
    closed_date: date | None
    stage_since: datetime
    tags: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: ``count``, ``net`` and ``weighted`` come from all its rows, ``cards`` are the first of them.

    Amounts are in the board's currency; days are those since the deals entered their stage.
    """

    key: UUID
    label: str
    percent: Decimal | None
    colour: str
    outcome: str
    count: int = 0
    net: Decimal = Decimal("0.00")
    weighted: Decimal = Decimal("0.00")
    unconverted: int = 0
    median_days: float | None = None
    p90_days: float | None = None
    cards: list[Card] = field(default_factory=list[Card])


@dataclass(frozen=True, kw_only=True)
class Unconverted:
    """Deals whose amount is in no total because their exchange rate is unknown, by currency."""

    count: int
    currencies: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Board:
    """A board over the filtered deals: the sums over the columns are the list's."""

    kind: Kind
    columns: list[Column]
    currency: str
    unconverted: Unconverted
    workflow: Workflow | None = None

    @property
    def count(self) -> int:
        """All deals on the board."""
        return sum(column.count for column in self.columns)

    @property
    def net(self) -> Decimal:
        """Net of all deals on the board, in its currency."""
        return sum((column.net for column in self.columns), Decimal("0.00"))

    @property
    def weighted(self) -> Decimal:
        """Weighted amount of all deals on the board: the sum of the amounts rounded per deal."""
        return sum((column.weighted for column in self.columns), Decimal("0.00"))


class Boards:
    """Reads boards; every total is computed in the store from all rows in the user's scope."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._store = session.store

    def progress(self, filters: Filters | None = None, *, per_column: int = 50, sort: str = "net") -> Board:
        """Return the progress board: a column per row of the probability table, LOST first, WON last.

        Args:
            filters: which deals.
            per_column: how many cards a column brings along.
            sort: one of ``SORTS``.
        """
        return self._board("progress", filters or Filters(), None, per_column, sort)

    def stages(
        self, workflow: str | UUID, filters: Filters | None = None, *, per_column: int = 50, sort: str = "net"
    ) -> Board:
        """Return the stages board of one workflow: a column per stage.

        Args:
            workflow: code or id.
            filters: which deals.
            per_column: how many cards a column brings along.
            sort: one of ``SORTS``.

        Raises:
            NotFoundError: there is no such workflow.
        """
        return self._board("stages", filters or Filters(), workflow, per_column, sort)

    def busiest_workflow(self, filters: Filters | None = None) -> str:
        """Return the code of the workflow with the most of these deals; the first one where no deal is."""
        lookups = self._session.lookups
        where = filtering.parameters(filters or Filters(), lookups, self._session.user)
        counts = dict(self._store.rows("boards/workflows", **where))
        return max(lookups.workflows, key=lambda flow: counts.get(flow.id, 0)).code

    def headers(self, kind: Kind, filters: Filters | None = None, *, workflow: str | UUID | None = None) -> Board:
        """Return a board without cards: what a page needs after a move."""
        return self._board(kind, filters or Filters(), workflow, 0, "net")

    def more(
        self, kind: Kind, column: UUID, filters: Filters | None = None, *, offset: int, limit: int = 50,
        sort: str = "net", workflow: str | UUID | None = None,
    ) -> list[Card]:  # fmt: skip
        """Return the next cards of a column.

        Args:
            kind: ``progress`` or ``stages``.
            column: the column's key.
            filters: which deals.
            offset: how many cards are already there.
            limit: how many to bring, at most 500.
            sort: one of ``SORTS``.
            workflow: the workflow of a stages board.
        """
        lookups = self._session.lookups
        chosen = lookups.workflow(workflow) if workflow is not None else None
        rows = self._card_rows(kind, filters or Filters(), lookups, chosen, offset, limit, sort, column)
        return [_card(row, lookups) for row in rows]

    def cards(
        self, keys: Sequence[UUID], filters: Filters | None = None, *, workflow: str | UUID | None = None
    ) -> dict[UUID, Card]:
        """Return the cards of some deals; those that the filters leave out, or the user may not see, are not there.

        Args:
            keys: ids of the deals.
            filters: which deals.
            workflow: only deals of this workflow.
        """
        lookups = self._session.lookups
        where = filtering.parameters(filters or Filters(), lookups, self._session.user)
        flow = None if workflow is None else lookups.workflow(workflow).id
        through = self._store.rows("boards/let_through", **where, ids=list(keys), workflow=flow)
        return {row["id"]: _card(row, lookups) for row in self._read([row[0] for row in through], filters or Filters())}

    def card(self, key: UUID) -> Card:
        """Return one card, whatever the filters say.

        Raises:
            NotFoundError: there is none, or it lies outside what the user sees.
        """
        rows = self._read([key], Filters())
        if not rows:
            raise NotFoundError(_("There is no such deal, or you may not see it."))
        return _card(rows[0], self._session.lookups)

    def around(
        self, kind: Kind, key: UUID, filters: Filters | None = None, *, sort: str = "net",
        workflow: str | UUID | None = None,
    ) -> Around | None:  # fmt: skip
        """Return the place of a card in its column and the cards before and after it; ``None`` where it is not shown.

        Arguments as for ``more``.
        """
        lookups = self._session.lookups
        rows = self._store.records(
            "boards/around", **filtering.parameters(filters or Filters(), lookups, self._session.user), id=key,
            by=_by(kind), sort=sort, by_title=True if sort == "title" else None,
            workflow=None if workflow is None else lookups.workflow(workflow).id,
        )  # fmt: skip
        return around_from(rows, key)

    def _board(self, kind: Kind, filters: Filters, workflow: str | UUID | None, per_column: int, sort: str) -> Board:
        lookups = self._session.settings.lookups(fresh=True)
        chosen = lookups.workflow(workflow if workflow is not None else lookups.workflows[0].id)
        flow = chosen if kind == "stages" else None
        where = filtering.parameters(filters, lookups, self._session.user)
        now = filtering.moment(filters, self._session.clock())
        narrow = {"by": _by(kind), "workflow": flow.id if flow else None}
        totals = {row["key"]: row for row in self._store.records("boards/header", **where, **narrow, now=now)}
        cards: dict[UUID, list[Card]] = {}
        if per_column:
            for row in self._card_rows(kind, filters, lookups, flow, 0, per_column, sort, None):
                cards.setdefault(row[f"{narrow['by']}_id"], []).append(_card(row, lookups))
        columns = [
            _with_totals(column, totals.get(column.key), cards.get(column.key, []))
            for column in _columns(lookups, flow, frozenset(totals))
        ]
        missing = sum(column.unconverted for column in columns)
        by_currency = (
            tuple((row[0], int(row[1])) for row in self._store.rows(
                "boards/unconverted", workflow=narrow["workflow"], **where))
            if missing else ()
        )  # fmt: skip
        return Board(
            kind=kind, columns=columns, currency=lookups.company.currency, workflow=flow,
            unconverted=Unconverted(count=missing, currencies=by_currency),
        )  # fmt: skip

    def _card_rows(
        self, kind: Kind, filters: Filters, lookups: Lookups, flow: Workflow | None, after: int, limit: int,
        sort: str, key: UUID | None,
    ) -> list[dict[str, Any]]:  # fmt: skip
        if sort not in SORTS:
            raise InvalidValueError("sort", _("A board cannot be sorted this way."))
        where = filtering.parameters(filters, lookups, self._session.user)
        keys = [
            row[0] for row in self._store.rows(
                "boards/keys", **where, by=_by(kind), workflow=flow.id if flow else None, sort=sort,
                by_title=True if sort == "title" else None, key=key, after=after if after > 0 else None,
                limit=max(0, min(limit, LARGEST_PAGE)),
            )
        ]  # fmt: skip
        return self._read(keys, filters)

    def _read(self, keys: Sequence[UUID], filters: Filters) -> list[dict[str, Any]]:
        """Read the rows of some cards, in the order of the keys; what the user may not see is left out."""
        shown = filtering.shown(filters, self._session.user)
        return with_contacts(self._store, keys, self._store.records("boards/cards", ids=keys, **shown), shown)


def _by(kind: Kind) -> str:
    if kind not in {"progress", "stages"}:
        raise InvalidValueError("board", _("There is no such board."))
    return "stage" if kind == "stages" else "probability"


def _columns(lookups: Lookups, flow: Workflow | None, holding: frozenset[UUID]) -> list[Column]:
    """Return the columns of a board; a retired one stands where deals are ``holding`` it, as on a past day."""
    if flow is None:
        return [
            Column(
                key=row.id, label=row.name, percent=row.percent, colour=OUTCOME_COLOURS[row.outcome],
                outcome=row.outcome.value,
            )
            for row in lookups.probabilities.rows
            if not row.retired or row.id in holding
        ]  # fmt: skip
    percents = {row.id: row.percent for row in lookups.probabilities.rows}
    return [
        Column(
            key=stage.id, label=stage.name, percent=percents.get(stage.probability_id) if stage.probability_id else None,
            colour=stage.colour, outcome=stage.outcome.value,
        )
        for stage in sorted(flow.stages, key=lambda stage: (stage.position, stage.code))
        if not stage.retired or stage.id in holding
    ]  # fmt: skip


def _with_totals(column: Column, totals: dict[str, Any] | None, cards: Sequence[Card]) -> Column:
    if totals is None:
        return column
    return replace(
        column, count=totals["count"], net=totals["net"], weighted=totals["weighted"],
        unconverted=totals["unconverted"], median_days=totals["median_days"], p90_days=totals["p90_days"],
        cards=list(cards),
    )  # fmt: skip


def _card(row: dict[str, Any], lookups: Lookups) -> Card:
    stage = lookups.stage(row["stage_id"])
    values: dict[str, Any] = {name: row[name] for name in Card.__dataclass_fields__ if name in row}
    values |= {
        "tags": tags_from(row["tags"]),
        "owner": lookups.user(row["owner_id"]).name,
        "entered_by": lookups.user(row["entered_by"]).name,
        "percent": lookups.probabilities.row(row["probability_id"]).percent,
        "workflow_id": stage.workflow_id,
        "workflow": lookups.workflow(stage.workflow_id).name,
        "stage": stage.name,
        "colour": stage.colour,
        "expected_days": stage.expected_days,
    }
    return Card(**values)
