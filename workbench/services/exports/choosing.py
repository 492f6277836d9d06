"""What can be exported: tables, the list and the boards, each as a named query with its parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.domain.filters import Filters
from workbench.domain.people import Reach
from workbench.errors import ExportRefusedError, InvalidValueError
from workbench.i18n import _
from workbench.services import filtering
from workbench.services.boards import SORTS as BOARD_SORTS
from workbench.services.exports.columns import COLUMNS
from workbench.services.grouping import NO_GROUP
from workbench.services.ordering import Order
from workbench.services.session import Session

TABLES = ("opportunity", "line", "contact", "history", "activity", "interaction", "audit")


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A named query with its parameters; ``has_totals``: each row is a deal with its amount in the base currency."""

    query: str
    parameters: dict[str, object]
    has_totals: bool = False
    columns: tuple[str, ...] | None = None


def choose(
    session: Session, what: str, filters: Filters, *, sort: str | None, descending: bool, then: str | None = None,
    then_descending: bool = False, columns: Sequence[str] | None = None,
) -> Chosen:  # fmt: skip
    """Return the query of an export, within what the person sees.

    Args:
        session: who exports.
        what: a table, ``list``, ``board:progress`` or ``board:stages:WORKFLOW``.
        filters: which deals.
        sort: of the list or the board; by default the number, or the amount.
        descending: of the list: largest first.
        then: of the list: the order of deals that are alike there.
        then_descending: largest first, there.
        columns: of the list: which columns, in which order; by default all.

    Raises:
        ExportRefusedError: there is no such export, or no such column.
        InvalidValueError: a filter or sort that does not exist.
        NotFoundError: there is no such workflow.
    """
    where = filtering.parameters(filters, session.settings.lookups(fresh=True), session.user)
    if what in TABLES:
        more: dict[str, object] = {}
        if what in {"contact", "audit"}:
            more = {"everyone": session.user.sees is Reach.ALL and filters == Filters()}
        if what in {"activity", "interaction", "audit"}:
            more |= {"everything": filters == Filters()}
        return Chosen(query=f"exports/{what}", parameters=where | more, has_totals=what == "opportunity")
    if what == "list":
        order = Order(sort=sort or "number", descending=descending, then=then, then_descending=then_descending)
        return Chosen(
            query="exports/list", parameters=where | NO_GROUP | order.parameters(), has_totals=True,
            columns=_columns(columns),
        )  # fmt: skip
    kind, _colon, name = what.partition(":")
    if kind == "board":
        return Chosen(query="exports/board", parameters=where | _board(session, name, sort), has_totals=True)
    raise ExportRefusedError(
        _("There is no export “{name}”; known are {known}.").format(
            name=what, known=", ".join((*TABLES, "list", "board:progress", "board:stages:WORKFLOW"))
        )
    )


def _board(session: Session, name: str, sort: str | None) -> dict[str, object]:
    """Return the parameters of a board: its columns in order, and the cards' order."""
    kind, colon, code = name.partition(":")
    lookups = session.lookups
    shared: dict[str, object] = {"sort": _known(sort or "net", BOARD_SORTS)}
    if kind == "progress" and not colon:
        columns = [row.id for row in lookups.probabilities.rows]
        return shared | {"by": "probability", "workflow": None, "columns": columns}
    if kind == "stages":
        flow = lookups.workflow(code) if code else lookups.workflows[0]
        stages = sorted(flow.stages, key=lambda stage: (stage.position, stage.code))
        return shared | {"by": "stage", "workflow": flow.id, "columns": [stage.id for stage in stages]}
    raise ExportRefusedError(
        _("There is no board “{name}”; known are {known}.").format(name=name, known="progress, stages:WORKFLOW")
    )


def _columns(wanted: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return the columns of a list, each once; ``None`` where it is all of them."""
    if not wanted:
        return None
    unknown = [name for name in wanted if name not in COLUMNS["list"]]
    if unknown:
        raise ExportRefusedError(
            _("The list has no column “{name}”; known are {known}.").format(
                name=unknown[0], known=", ".join(COLUMNS["list"])
            )
        )
    return tuple(dict.fromkeys(wanted))


def _known(sort: str, sorts: tuple[str, ...]) -> str:
    if sort not in sorts:
        raise InvalidValueError("sort", _("The list cannot be sorted this way."))
    return sort
