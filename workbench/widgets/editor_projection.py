"""A deal as the editor shows it: head, stages, form."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from workbench.domain.closing import FITTING
from workbench.domain.opportunity import Opportunity
from workbench.domain.people import RIGHTS, Right, require_change
from workbench.domain.probability import Outcome
from workbench.errors import NotAllowedError, NotFoundError
from workbench.i18n import N_, _, formats, ngettext
from workbench.services.settings import Lookups
from workbench.services.stage_times import Stay
from workbench.widgets.editor_form import CONTACTS, KINDS, copied_values, new_values, plain_values
from workbench.widgets.editor_lines import lines_projection

if TYPE_CHECKING:
    from workbench.app import Workbench

Projection = dict[str, object]
STATUS = {"open": N_("Open"), "won": N_("Won"), "lost": N_("Lost")}


def deal_projection(workbench: Workbench, deal: Opportunity, *, past: str = "") -> Projection:
    """Return what the editor shows of a deal.

    Args:
        workbench: the services of the person at work.
        deal: with its lines.
        past: why it cannot be changed, where it is shown as of a past day.
    """
    lookups = workbench.settings.lookups()
    return {
        "id": str(deal.id),
        "version": deal.version,
        "title": deal.title,
        "number": _("No. {number}").format(number=deal.number),
        "status": deal.status.value,
        "status_label": _(STATUS[deal.status.value]),
        "archived": deal.archived,
        "past": past,
        "merged": _merged(workbench, deal),
        "read_only": past or _read_only(workbench, deal),
        "may_create": not past and Right.CREATE in RIGHTS[workbench.user.role],
        "base": lookups.company.currency,
        "values": plain_values(deal),
        "names": _names(workbench, deal),
        "facts": [] if past else facts_projection(workbench, deal),
        "workflow": lookups.workflow(deal.workflow_id).name,
        "stages": _stages(workbench, deal, lookups, past=bool(past)),
        "lines": lines_projection(deal),
    }


def new_projection(workbench: Workbench, copied: Opportunity | None = None) -> Projection:
    """Return an empty form for a new deal, or one with what it takes over from another deal."""
    lookups = workbench.settings.lookups()
    values = new_values(lookups, owner=workbench.user.id, today=workbench.today)
    draft = {} if copied is None else copied_values(copied, lookups)
    lines = [] if copied is None else lines_projection(copied)
    names = {field: "" if copied is None else contact_name(workbench, getattr(copied, field)) for field in CONTACTS}
    return {
        "id": None, "version": 0, "title": _("New opportunity"), "number": "", "status": "open", "status_label": "",
        "archived": False, "past": "", "merged": None, "read_only": "", "may_create": False,
        "base": lookups.company.currency, "values": values, "draft": draft, "names": names, "facts": [], "workflow": "", "stages": [], "lines": [],
        "draft_lines": [line | {"id": ""} for line in lines],
    }  # fmt: skip


def facts_projection(workbench: Workbench, deal: Opportunity) -> list[Projection]:
    """Return what the head says of a deal: amounts, what is next, how long nothing was done."""
    lookups = workbench.settings.lookups()
    percent = lookups.probabilities.row(deal.probability_id)
    facts: list[Projection] = [
        {"label": _("Net amount"), "value": formats.money(deal.net, deal.currency), "tone": "strong"}
    ]
    weighted, base = deal.weighted(percent), lookups.company.currency
    if deal.status is Outcome.OPEN:
        text = formats.money(weighted, base) if weighted is not None else _("no rate")
        facts.append({"label": _("Weighted"), "value": f"{text} · {formats.percent(percent.percent)}", "tone": ""})
        facts += _dates(deal, workbench.today)
    elif deal.closed_date is not None:
        facts.append({"label": _("Closed"), "value": formats.day(deal.closed_date), "tone": ""})
    return facts + _outlook(workbench, deal)


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


def _names(workbench: Workbench, deal: Opportunity) -> dict[str, str]:
    """Return how the values of keys are called, those of retired rows too."""
    called = workbench.settings.lookups().names
    chosen = {field: called.get(getattr(deal, field), "") for field in KINDS if field.endswith("_id")}
    return chosen | {field: contact_name(workbench, getattr(deal, field)) for field in CONTACTS}


def _merged(workbench: Workbench, deal: Opportunity) -> dict[str, str] | None:
    """Return the deal that this one became part of."""
    key = workbench.deal_merging.into(deal.id) if deal.archived else None
    if key is None:
        return None
    try:
        title = workbench.opportunities.get(key).title
    except NotFoundError:
        return None
    return {"id": str(key), "text": _("This deal was merged into “{name}”.").format(name=title)}


def _dates(deal: Opportunity, today: date) -> list[Projection]:
    day = deal.expected_close_date
    if day is None:
        return [{"label": _("Expected close"), "value": _("no date"), "tone": "warn"}]
    return [{"label": _("Expected close"), "value": formats.day(day), "tone": "bad" if day < today else ""}]


def _outlook(workbench: Workbench, deal: Opportunity) -> list[Projection]:
    found = workbench.activities.outlook([deal.id]).get(deal.id)
    facts: list[Projection] = []
    if found is not None and found.next is not None:
        day = "" if found.next.due_date is None else formats.weekday(found.next.due_date)
        kind, subject = found.next.type.name, found.next.subject
        named = subject if subject.casefold().startswith(kind.casefold()) else " · ".join(filter(None, (kind, subject)))
        text = " · ".join(filter(None, (named, day)))
        facts.append({"label": _("Next activity"), "value": text, "tone": "bad" if found.next.overdue else ""})
    elif deal.status is Outcome.OPEN:
        facts.append({"label": _("Next activity"), "value": _("nothing planned"), "tone": "warn"})
    if found is not None and found.days_since_last is not None:
        facts.append({"label": _("Last contact"), "value": _ago(found.days_since_last), "tone": ""})
    return facts


def _read_only(workbench: Workbench, deal: Opportunity) -> str:
    try:
        require_change(workbench.user, owner_id=deal.owner_id, team_id=deal.team_id)
    except NotAllowedError as error:
        return str(error)
    return ""


def _stages(workbench: Workbench, deal: Opportunity, lookups: Lookups, *, past: bool) -> list[Projection]:
    flow = lookups.workflow(deal.workflow_id)
    now, targets = flow.stage(deal.stage_id), flow.targets(deal.stage_id)
    stays = [] if past else workbench.stage_times.of_deal(deal.id)
    return [
        {
            "id": str(stage.id),
            "label": stage.name,
            "colour": stage.colour,
            "outcome": stage.outcome.value,
            "current": stage.id == now.id,
            "passed": stage.outcome is Outcome.OPEN and stage.position < now.position,
            "allowed": stage.id in targets,
            **_time(workbench, [stay for stay in stays if stay.stage_id == stage.id], stage.expected_days),
        }
        for stage in flow.stages
        if not stage.retired or stage.id == now.id
    ]


def _time(workbench: Workbench, stays: list[Stay], expected: int | None) -> Projection:
    """Return how long the deal was in a stage, in all its stays there, and whether that is longer than expected."""
    if not stays:
        return {"time": "", "late": False, "since": ""}
    days = int(sum(stay.days(workbench.now()) for stay in stays))
    text = _("under a day") if days == 0 else ngettext("{count} day", "{count} days", days).format(count=days)
    since = formats.day(formats.local_day(stays[-1].since))
    return {"time": text, "late": expected is not None and days > expected, "since": since}


def _ago(days: int) -> str:
    if days == 0:
        return _("today")
    return ngettext("{count} day ago", "{count} days ago", days).format(count=days)
