"""A deal that is about to be written: a new one with its defaults, changes with what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from workbench.domain.lines import Line
from workbench.domain.money import currency_code
from workbench.domain.opportunity import Opportunity
from workbench.domain.people import require_change
from workbench.domain.probability import Outcome
from workbench.domain.text import required_line
from workbench.errors import InvalidValueError
from workbench.i18n import _
from workbench.services.session import Session
from workbench.store import uuid7


def new_deal(session: Session, title: str, lines: tuple[Line, ...], given: Mapping[str, object]) -> Opportunity:
    """Return a deal that is not written yet, at version 1, with the next number and the defaults of the settings.

    Args:
        session: who creates it.
        title: what it is about.
        lines: its lines.
        given: fields as ``Opportunities.create`` takes them.

    Raises:
        NotAllowedError: the owner lies outside what the user may change.
        InvalidValueError: a value against a rule; ``field`` names it.
        NotFoundError: no such workflow, stage or user.
    """
    wanted = dict(given)
    lookups, user = session.lookups, session.user
    workflow = lookups.workflow(_text_or_id(wanted.pop("workflow", lookups.workflows[0].id)))
    wanted_stage = wanted.pop("stage", None)
    stage = workflow.stage(wanted_stage) if isinstance(wanted_stage, UUID) else workflow.first()
    if stage.outcome is not Outcome.OPEN:
        raise InvalidValueError("stage", _("A new deal starts in an open stage."))
    owner = lookups.user(_text_or_id(wanted.pop("owner", None) or wanted.pop("owner_id", None) or user.id))
    last = session.store.rows("opportunity/last_number")[0][0]
    proposed = stage.probability_id or lookups.probabilities.nearest(0).id
    chosen = wanted.pop("probability_id", None)
    blank = Opportunity(
        id=uuid7(), number=int(last) + 1, company_id=lookups.company.id, title=required_line("title", title),
        owner_id=owner.id, team_id=owner.team_id, entered_by=user.id, currency=lookups.company.currency,
        workflow_id=workflow.id, stage_id=stage.id, stage_since=session.clock(),
        probability_id=chosen if isinstance(chosen, UUID) else proposed,
        probability_by_hand=isinstance(chosen, UUID), created_date=session.today,
    )  # fmt: skip
    if lookups.probabilities.row(blank.probability_id).outcome is not Outcome.OPEN:
        raise InvalidValueError("probability_id", _("A new deal starts in an open stage."))
    if "contact" in wanted:
        wanted["contact_id"] = wanted.pop("contact")
    fields = completed(session, blank, {"currency": blank.currency, **wanted})
    deal, _event = blank.changed(**fields)
    if lines:
        deal, _event = deal.with_lines(lines)
    require_change(user, owner_id=deal.owner_id, team_id=deal.team_id)
    return replace(deal, version=1)


def completed(session: Session, deal: Opportunity, changes: Mapping[str, object]) -> dict[str, object]:
    """Complete a change of currency with the rate of that currency today, and of owner with the team."""
    wanted = dict(changes)
    if "currency" in wanted:
        wanted["currency"] = currency_code(str(wanted["currency"]))
    if "currency" in wanted and "rate" not in wanted and (wanted["currency"] != deal.currency or deal.rate is None):
        wanted["rate"], wanted["rate_date"] = session.settings.rate(str(wanted["currency"]), session.today)
    owner = wanted.get("owner_id")
    if isinstance(owner, UUID) and "team_id" not in wanted:
        wanted["team_id"] = session.lookups.user(owner).team_id
    return wanted


def as_line(given: Line | Mapping[str, object]) -> Line:
    """Return a line from a line or from a mapping of its fields; a new line gets a key.

    Raises:
        InvalidValueError: an unknown field or a value against a rule.
    """
    if isinstance(given, Line):
        return given
    values: dict[str, Any] = {"id": uuid7(), **given}
    try:
        return Line(**values)
    except TypeError as error:
        raise InvalidValueError("lines", _("A line has a field that does not exist.")) from error


def _text_or_id(value: object) -> UUID | str:
    return value if isinstance(value, UUID) else str(value)
