"""Cells of the list that are changed in place: what a cell holds, what can be chosen, and the change itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from workbench.domain.closing import FITTING
from workbench.domain.kinds import read_value
from workbench.domain.opportunity import Opportunity
from workbench.domain.people import require_change
from workbench.domain.probability import Outcome
from workbench.errors import InvalidValueError
from workbench.i18n import _, formats
from workbench.services.settings import Lookups
from workbench.widgets.conversation import Intent, Reply
from workbench.widgets.grid_columns import editable
from workbench.widgets.grid_projection import rows_projection

if TYPE_CHECKING:
    from workbench.app import Workbench

Option = dict[str, str]


def options(field: str, lookups: Lookups, *, deal: Opportunity | None = None, required: bool = True) -> list[Option]:
    """Return what can be chosen in a field, an empty choice first where the field may be empty.

    Args:
        field: the deal's field.
        lookups: the settings.
        deal: of a stage: the deal that moves; only the stages it can reach.
        required: leave the empty choice out.
    """
    sources: dict[str, Callable[[], Iterable[tuple[UUID, str]]]] = {
        "owner_id": lambda: ((user.id, user.name) for user in lookups.users if user.active),
        "agent_id": lambda: ((user.id, user.name) for user in lookups.users if user.active),
        "team_id": lambda: ((team.id, team.name) for team in lookups.teams),
        "type_id": lambda: ((row.id, row.name) for row in lookups.types),
        "origin_id": lambda: ((row.id, row.name) for row in lookups.origins),
        "probability_id": lambda: (
            (row.id, f"{formats.percent(row.percent)} · {row.name}") for row in lookups.probabilities.offered
        ),
        "stage_id": lambda: _stages(lookups, deal),
    }
    found = [{"value": str(key), "label": label} for key, label in sources[field]()] if field in sources else []
    return found if required or field not in sources else [{"value": "", "label": "–"}, *found]


def _stages(lookups: Lookups, deal: Opportunity | None) -> list[tuple[UUID, str]]:
    if deal is None:
        return [
            (stage.id, f"{flow.name} › {stage.name}")
            for flow in lookups.workflows for stage in sorted(flow.offered, key=lambda each: each.position)
        ]  # fmt: skip
    flow = lookups.workflow(deal.workflow_id)
    reached = flow.targets(deal.stage_id) | {deal.stage_id}
    return [(stage.id, stage.name) for stage in flow.stages if stage.id in reached]


def reasons(lookups: Lookups) -> dict[str, list[Option]]:
    """Return the closing reasons that fit each outcome."""
    return {
        outcome.value: [
            {"value": str(row.id), "label": row.name} for row in lookups.reasons if row.verdict in FITTING[outcome]
        ]
        for outcome in (Outcome.WON, Outcome.LOST)
    }


class Cells:
    """Answers what a page asks about single cells.

    Args:
        workbench: the services of the person at work.
    """

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench

    def ask(self, intent: Intent) -> Reply:
        """Return what a cell holds now, as plain text, with the version that was read and what can be chosen.

        Raises:
            NotAllowedError: the person may not change this deal.
            InvalidValueError: the column cannot be changed, or this deal's amounts are the sums of its lines.
            NotFoundError: there is no such deal.
        """
        column = editable(intent.text("column", longest=40))
        deal = self._workbench.opportunities.get(intent.key("opportunity"))
        require_change(self._workbench.user, owner_id=deal.owner_id, team_id=deal.team_id)
        field = cast("str", column.field)
        if field == "net" and deal.lines:
            raise InvalidValueError("net", _("The amounts of this deal are the sums of its lines."))
        lookups = self._workbench.settings.lookups()
        return {
            "kind": "cell", "control": column.control, "value": _plain(getattr(deal, field)), "version": deal.version,
            "options": options(field, lookups, deal=deal, required=field in {"owner_id", "stage_id", "probability_id"}),
            "reasons": reasons(lookups) if field in {"stage_id", "probability_id"} else {},
        }  # fmt: skip

    def edit(self, intent: Intent) -> Reply:
        """Change a cell, and return the row as it is then.

        Raises:
            AnswerNeededError: the change closes the deal and no reason was given.
            ChangedMeanwhileError, NotAllowedError, NotFoundError, InvalidValueError: as the names say.
        """
        column = editable(intent.text("column", longest=40))
        key, seen = intent.key("opportunity"), intent.whole("seen")
        field, value = cast("str", column.field), intent.text("value", longest=20_000)
        reason, verbs = intent.optional_key("reason"), self._workbench.opportunities
        if field == "stage_id":
            done = verbs.move(key, stage=_key(field, value), seen=seen, reason=reason)
        elif field == "probability_id":
            done = verbs.set_probability(key, probability=_key(field, value), seen=seen, reason=reason)
        else:
            changes: dict[str, Any] = {field: read_text(field, value)}
            done = verbs.update(key, seen=seen, **changes)
        return {"kind": "edited", "unit": str(done.unit), "row": self.row(key)}

    def row(self, key: UUID) -> dict[str, object] | None:
        """Return a row as it is now; nothing where it is gone."""
        found = rows_projection(self._workbench, self._workbench.listing.some([key]))
        return found[0] if found else None


def read_text(field: str, value: str) -> object:
    """Read a value that was written as plain text.

    Raises:
        InvalidValueError: it is of the wrong kind; ``field`` names it.
    """
    if field == "tags":
        return tuple(tag for tag in value.split(",") if tag.strip())
    text = value.strip()
    if field == "quality" and text:
        return int(text) if text in {"1", "2", "3", "4", "5"} else read_value(field, text)
    return read_value(field, text or None)


def _key(field: str, value: str) -> UUID:
    return cast("UUID", read_value(field, value))


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(cast("tuple[str, ...]", value))
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
