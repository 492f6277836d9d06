"""A deal as the editor shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from workbench.domain.closing import FITTING
from workbench.domain.lines import Line
from workbench.domain.opportunity import Opportunity
from workbench.domain.people import require_change
from workbench.domain.probability import Outcome
from workbench.errors import NotAllowedError, NotFoundError
from workbench.i18n import N_, _, formats
from workbench.services.settings import Lookups
from workbench.widgets.editor_form import AMOUNTS, new_values, plain_values
from workbench.widgets.editor_history import STATUS, history_projection, undoable_unit

if TYPE_CHECKING:
    from workbench.app import Workbench

Projection = dict[str, object]
LINE_COLUMNS = (
    N_("Product"), N_("Quantity"), N_("Unit price"), N_("Discount"), N_("Net amount"),
)  # fmt: skip


def deal_projection(workbench: Workbench, deal: Opportunity) -> Projection:
    """Return everything that the editor shows of a deal."""
    lookups = workbench.settings.lookups()
    entries = workbench.opportunities.history(deal.id)
    return {
        "id": str(deal.id),
        "version": deal.version,
        "title": deal.title,
        "number": _("No. {number} · version {version}").format(number=deal.number, version=deal.version),
        "status": deal.status.value,
        "status_label": _(STATUS[deal.status.value]),
        "archived": deal.archived,
        "read_only": _read_only(workbench, deal),
        "locked": list(AMOUNTS) if deal.lines else [],
        "locked_why": _("The amounts are the sums of the lines below.") if deal.lines else "",
        "values": plain_values(deal),
        "contact_name": contact_name(workbench, deal.contact_id),
        "owner_name": next((user.name for user in lookups.users if user.id == deal.owner_id), ""),
        "workflow": lookups.workflow(deal.workflow_id).name,
        "stages": _stages(deal, lookups),
        "lines": [_line(line, deal.currency, lookups) for line in deal.lines],
        "history": history_projection(entries, lookups, lambda key: contact_name(workbench, key)),
        "undo": undoable_unit(entries, workbench.user),
    }


def new_projection(workbench: Workbench) -> Projection:
    """Return an empty form for a new deal."""
    values = new_values(workbench.settings.lookups(), owner=workbench.user.id, today=workbench.today)
    return {
        "id": None, "version": 0, "title": _("New opportunity"), "number": "", "status": "open", "status_label": "",
        "archived": False, "read_only": "", "locked": [], "locked_why": "", "values": values, "contact_name": "",
        "owner_name": "", "workflow": "", "stages": [], "lines": [], "history": [], "undo": None,
    }  # fmt: skip


def reasons_projection(lookups: Lookups) -> list[dict[str, str]]:
    """Return the closing reasons, each with the outcome that it fits."""
    return [
        {"id": str(reason.id), "label": reason.name, "outcome": outcome.value}
        for outcome in (Outcome.WON, Outcome.LOST)
        for reason in lookups.reasons
        if reason.verdict in FITTING[outcome]
    ]


def contact_name(workbench: Workbench, key: UUID | None) -> str:
    """Return a contact's name; a dash where it is gone."""
    if key is None:
        return ""
    try:
        return workbench.contacts.get(key).name
    except NotFoundError:
        return "–"


def _read_only(workbench: Workbench, deal: Opportunity) -> str:
    try:
        require_change(workbench.user, owner_id=deal.owner_id, team_id=deal.team_id)
    except NotAllowedError as error:
        return str(error)
    return ""


def _stages(deal: Opportunity, lookups: Lookups) -> list[Projection]:
    flow = lookups.workflow(deal.workflow_id)
    now, targets = flow.stage(deal.stage_id), flow.targets(deal.stage_id)
    return [
        {
            "id": str(stage.id),
            "label": stage.name,
            "colour": stage.colour,
            "outcome": stage.outcome.value,
            "current": stage.id == now.id,
            "passed": stage.outcome is Outcome.OPEN and stage.position < now.position,
            "allowed": stage.id in targets,
        }
        for stage in flow.stages
    ]


def _line(line: Line, currency: str, lookups: Lookups) -> list[str]:
    family = next((row.name for row in lookups.families if row.id == line.family_id), None)
    return [
        " – ".join(filter(None, (family or line.article, line.description))) or "–",
        formats.number(line.quantity),
        formats.money(line.unit_price, currency),
        formats.money(line.discount, currency),
        formats.money(line.net, currency),
    ]
