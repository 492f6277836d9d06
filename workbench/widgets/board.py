"""The board: deals as cards in columns, moved by dragging; one component for every kind of board."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Literal
from uuid import UUID, uuid4

import anywidget
import traitlets

from workbench.domain.closing import FITTING
from workbench.domain.filters import Filters
from workbench.domain.probability import Outcome
from workbench.domain.workflow import Workflow
from workbench.errors import AnswerNeededError, InvalidValueError, NotFoundError, WorkbenchError
from workbench.i18n import _
from workbench.services import boards
from workbench.services.opportunities import Changed
from workbench.widgets.board_intents import (
    Choose,
    Collapse,
    Intent,
    More,
    Move,
    Open,
    Refresh,
    Undo,
    read_intent,
    request_of,
)
from workbench.widgets.board_projection import (
    DENSITY_LABELS,
    Look,
    Projection,
    board_projection,
    card_projection,
    header_projections,
    total_projection,
)
from workbench.widgets.board_texts import board_texts
from workbench.widgets.bundle import bundle
from workbench.widgets.conversation import Deaf, note_slow

if TYPE_CHECKING:
    from workbench.app import Workbench

Kind = Literal["progress", "stages"]
MOVABLE_CONDITIONS = frozenset({"status", "probability", "stage", "workflow", "closed", "active_on"})
LARGEST_PATCH = 8
notes = logging.getLogger(__name__)


class Board(Deaf, anywidget.AnyWidget):
    """A board over the filtered deals.

    The page gets one projection (trait ``board``) and then only what changed; it sends intents, each checked here and
    again in the service. What the page writes into traits is ignored.
    ``workflow`` is the code of the workflow shown, for others to observe; it is not synced.

    Args:
        workbench: the services of the person at work.
        kind: ``progress`` (a column per probability) or ``stages`` (a column per stage of one workflow).
        filters: which deals.
        workflow: code of the workflow of a stages board; by default the one with the most of these deals.
        open_card: called with a deal's id when its card is opened.
        per_column: how many cards a column brings along, and each "load more" adds.
        sort: one of ``workbench.services.boards.SORTS``.
    """

    _esm = bundle("board.js")
    _css = bundle("board.css")
    board = traitlets.Dict().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)
    workflow = traitlets.Unicode(None, allow_none=True)
    on_failure: Callable[[Exception], None] | None = None

    def __init__(
        self,
        workbench: Workbench,
        kind: Kind = "progress",
        *,
        filters: Filters | None = None,
        workflow: str | None = None,
        open_card: Callable[[UUID], object] | None = None,
        per_column: int = 50,
        sort: str = "net",
    ) -> None:
        self._workbench = workbench
        self._kind: Kind = kind
        self._filters = filters or Filters()
        self._workflow = workflow
        self._open_card = open_card
        self._per_column = per_column
        self._sort = sort
        self._density = "comfortable"
        self._counts: dict[UUID, int] = {}
        self._collapsed: set[UUID] = set()
        if kind == "progress":
            rows = workbench.settings.lookups().probabilities.rows
            self._collapsed = {row.id for row in rows if row.outcome is not Outcome.OPEN}
        super().__init__(board=self._read(), texts=board_texts(kind))
        self.workflow = self._workflow
        self.on_msg(self._heard)  # pyright: ignore[reportUnknownMemberType] - ipywidgets has no types

    @property
    def filters(self) -> Filters:
        """Which deals the board shows."""
        return self._filters

    @property
    def sort(self) -> str:
        """By what the cards of a column are sorted."""
        return self._sort

    @property
    def count(self) -> int | None:
        """How many deals the filters let through; not known to a board of one workflow."""
        return sum(self._counts.values()) if self._kind == "progress" else None

    def around(self, opportunity: UUID) -> boards.Around | None:
        """Return a card's place in its column and the cards beside it."""
        workflow = self._workflow if self._kind == "stages" else None
        return self._workbench.boards.around(self._kind, opportunity, self._filters, sort=self._sort, workflow=workflow)

    def show(self, filters: Filters | None = None, *, workflow: str | None = None) -> None:
        """Show other deals: read the board again with these filters or this workflow.

        Raises:
            NotFoundError: there is no such workflow; the board stays as it was.
        """
        if workflow is not None:
            self._workbench.settings.lookups().workflow(workflow)
            self._workflow = workflow
        self._filters = self._filters if filters is None else filters
        self.refresh()

    def refresh(self) -> None:
        """Read everything again; the page repaints what differs."""
        self.board = self._read()
        self.workflow = self._workflow

    def patch(self, opportunities: Mapping[UUID, str]) -> None:
        """Show what somebody else changed: these deals' cards and the headers, without reading the whole board.

        Args:
            opportunities: ids of the deals that changed, and who changed each (empty: nobody is named); more than
                eight read the whole board instead.
        """
        if not opportunities:
            return
        if len(opportunities) > LARGEST_PATCH:
            self.refresh()
            return
        found = self._found(list(opportunities))
        cards = [self._projected(key, found.get(key), who) for key, who in opportunities.items()]
        self._say({"kind": "patch", "cards": cards, **self._sums()})

    def _heard(self, _widget: object, content: object, _buffers: object) -> None:
        request, began = request_of(content), time.perf_counter()
        intent: Intent | None = None
        try:
            intent = read_intent(content)
            self._carry_out(request, intent)
        except AnswerNeededError as error:
            self._ask(request, error)
        except WorkbenchError as error:
            self._refuse(request, str(error), intent)
            if self.on_failure is not None:
                self.on_failure(error)
        except Exception:  # noqa: BLE001 - a page must get an answer and never a traceback
            reference = uuid4().hex[:8]
            notes.exception("board: message %s could not be carried out", reference)
            message = _("Something went wrong and nothing was changed. Reference: {reference}.")
            self._refuse(request, message.format(reference=reference), None)
        note_slow("Board", content, time.perf_counter() - began)

    def _carry_out(self, request: int, intent: Intent) -> None:
        match intent:
            case Move():
                self._acknowledge(request, self._moved(intent), undoable=True)
            case Undo():
                self._acknowledge(request, self._workbench.opportunities.undo(intent.unit), undoable=False)
            case More():
                self._page(request, intent)
            case Collapse():
                change = self._collapsed.add if intent.collapsed else self._collapsed.discard
                change(self._known(intent.column))
            case Open():
                if self._open_card is not None:
                    self._open_card(intent.opportunity)
            case Choose():
                self._choose(request, intent)
            case Refresh():
                self.refresh()
                self._say({"kind": "done", "request": request})

    def _moved(self, move: Move) -> Changed:
        target = self._known(move.to)
        if self._filters.past is not None:
            raise InvalidValueError("filter", _("A past day is shown. Go back to today to change deals."))
        deals = self._workbench.opportunities
        if self._kind == "stages":
            return deals.move(move.opportunity, stage=target, seen=move.seen, reason=move.reason, note=move.note)
        return deals.set_probability(
            move.opportunity, probability=target, seen=move.seen, reason=move.reason, note=move.note
        )

    def _acknowledge(self, request: int, changed: Changed, *, undoable: bool) -> None:
        """Confirm what was written at once, then tell what the board shows of it."""
        unit = str(changed.unit) if undoable else None
        self._say({"kind": "saved", "request": request, "unit": unit})
        try:
            placed = self._placed(changed.opportunity.id, certain=undoable and self._stays_in_filter)
            notice = _("The deal is saved; the filters hide it now.") if placed["card"] is None else None
            shown = {**placed, **self._sums()}
        except WorkbenchError:
            notes.warning("board: the state after a saved move could not be read", exc_info=True)
            notice = _("The deal is saved, but the board could not be read again. Reload the page.")
            shown: Projection = {"id": str(changed.opportunity.id), "card": None, "column": None}
            shown |= {"columns": list[Projection](), "total": None}
        self._say({"kind": "ack", "request": request, **shown, "unit": unit, "notice": notice})

    def _ask(self, request: int, error: AnswerNeededError) -> None:
        outcome = Outcome(error.outcome)
        reasons = [
            {"key": str(reason.id), "label": reason.name}
            for reason in self._workbench.settings.lookups().reasons
            if reason.verdict in FITTING[outcome]
        ]
        title = _("Why was it won?") if outcome is Outcome.WON else _("Why was it lost?")
        question = {"title": title, "text": "", "reasons": reasons, "note": True, "outcome": outcome.value}
        self._say({"kind": "ask", "request": request, "question": question})

    def _refuse(self, request: int, message: str, intent: Intent | None) -> None:
        now: Projection = {"id": None, "card": None, "column": None, "columns": None, "total": None}
        if isinstance(intent, Move):
            try:
                now = {**self._placed(intent.opportunity, certain=self._stays_in_filter), **self._sums()}
            except WorkbenchError:
                notes.warning("board: the state after a refusal could not be read", exc_info=True)
        self._say({"kind": "refuse", "request": request, "message": message, **now})

    def _page(self, request: int, more: More) -> None:
        found = self._workbench.boards.more(
            self._kind, self._known(more.column), self._filters,
            offset=more.shown, limit=self._per_column, sort=self._sort, workflow=self._workflow,
        )  # fmt: skip
        look, flow = self._look(), self._flow()
        cards = [card_projection(card, look, flow) for card in found]
        left = max(0, self._counts[more.column] - more.shown - len(found)) if found else 0
        self._say({"kind": "page", "request": request, "column": str(more.column), "cards": cards, "remaining": left})

    def _choose(self, request: int, choice: Choose) -> None:
        if choice.what == "density":
            self._density = _one_of(DENSITY_LABELS, choice.key)
            return
        if choice.what == "sort":
            self._sort = _one_of(boards.SORTS, choice.key)
            self.refresh()
        else:
            self.show(workflow=choice.key)
        self._say({"kind": "done", "request": request})

    def _read(self) -> Projection:
        service = self._workbench.boards
        if self._kind == "stages":
            flow = self._workflow or service.busiest_workflow(self._filters)
            self._workflow = flow
            board = service.stages(flow, self._filters, per_column=self._per_column, sort=self._sort)
        else:
            board = service.progress(self._filters, per_column=self._per_column, sort=self._sort)
        self._counts = {column.key: column.count for column in board.columns}
        return board_projection(board, self._look())

    def _sums(self) -> Projection:
        board = self._workbench.boards.headers(self._kind, self._filters, workflow=self._workflow)
        self._counts = {column.key: column.count for column in board.columns}
        return {"columns": header_projections(board, self._look()), "total": total_projection(board)}

    def _placed(self, key: UUID, *, certain: bool) -> Projection:
        """Say where a deal stands now; nowhere, if it is gone or, where that is not certain, the filters leave it out."""
        if not certain:
            return self._projected(key, self._found([key]).get(key))
        try:
            return self._projected(key, self._workbench.boards.card(key))
        except NotFoundError:
            return self._projected(key, None)

    def _found(self, keys: list[UUID]) -> dict[UUID, boards.Card]:
        workflow = self._workflow if self._kind == "stages" else None
        return self._workbench.boards.cards(keys, self._filters, workflow=workflow)

    def _projected(self, key: UUID, card: boards.Card | None, who: str = "") -> Projection:
        """Say where a card stands now; nowhere, if there is none."""
        column = None if card is None else card.stage_id if self._kind == "stages" else card.probability_id
        if card is None or column not in self._counts:
            return {"id": str(key), "card": None, "column": None}
        shown = card_projection(card, self._look(), self._flow())
        return {"id": str(key), "card": {**shown, "news": who} if who else shown, "column": str(column)}

    @property
    def _stays_in_filter(self) -> bool:
        """A move changes only stage, probability, status and closed date: other conditions still hold."""
        conditions = set(self._filters.set_fields()) & MOVABLE_CONDITIONS
        active_on = self._filters.active_on
        return not conditions or (
            conditions == {"active_on"} and active_on is not None and active_on <= self._workbench.today
        )

    def _say(self, message: Projection) -> None:
        self.send(message)  # pyright: ignore[reportUnknownMemberType] - ipywidgets has no types

    def _known(self, column: UUID) -> UUID:
        if column not in self._counts:
            raise InvalidValueError("column", _("The board has no such column."))
        return column

    def _flow(self) -> Workflow | None:
        if self._kind != "stages" or self._workflow is None:
            return None
        return self._workbench.settings.lookups().workflow(self._workflow)

    def _look(self) -> Look:
        return Look(
            user=self._workbench.user, today=self._workbench.today, filters=self._filters, sort=self._sort,
            density=self._density, collapsed=frozenset(self._collapsed),
            workflows=self._workbench.settings.lookups().workflows,
        )  # fmt: skip


def _one_of(allowed: Iterable[str], key: str) -> str:
    if key not in set(allowed):
        raise InvalidValueError("choice", _("The board cannot be shown this way."))
    return key
