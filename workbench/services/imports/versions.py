"""Drafts become deals: with keys, settings, amounts and a history."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from workbench.domain.lines import Line, Totals
from workbench.domain.money import rounded
from workbench.domain.opportunity import Opportunity
from workbench.domain.probability import Outcome, Probability
from workbench.domain.text import required_line
from workbench.domain.workflow import Stage, Workflow
from workbench.errors import InvalidValueError
from workbench.i18n import N_, _
from workbench.services.imports.catalogue import Catalogue, called, stage_named
from workbench.services.imports.drafts import DealDraft, LineDraft
from workbench.services.loading import DealVersion, priced_at_nothing
from workbench.store import uuid7

NOTHING = Decimal("0.00")
NEAREST = N_("probabilities became the nearest row of the table")


class Rates:
    """Exchange rates into the base currency, looked up by day."""

    def __init__(self, base: str, rows: Iterable[tuple[str, date, Decimal]]) -> None:
        self._base = base
        self._days: dict[str, list[date]] = {}
        self._rates: dict[str, list[Decimal]] = {}
        for currency, day, rate in rows:
            self._days.setdefault(currency, []).append(day)
            self._rates.setdefault(currency, []).append(rate)

    def on(self, currency: str, day: date) -> tuple[Decimal | None, date | None]:
        """Return the last rate on or before a day and its own day; nothing where none is known."""
        if currency == self._base:
            return Decimal(1), day
        place = bisect_right(self._days.get(currency, []), day) - 1
        return (self._rates[currency][place], self._days[currency][place]) if place >= 0 else (None, None)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What all deals of one import share; ``now`` is UTC without a zone, ``currency`` stands in where a row has none."""

    catalogue: Catalogue
    rates: Rates
    contacts: Mapping[str, UUID]
    company_id: UUID
    user_id: UUID
    currency: str
    source: str
    now: datetime
    today: date
    repairs: Counter[str]


def histories(draft: DealDraft, frame: Frame, number: int) -> tuple[DealVersion, ...]:
    """Make a new deal with its versions: as it was opened, where the file tells, and as it is.

    Raises:
        InvalidValueError: a rule of the domain or a name without meaning; ``field`` names the field.
    """
    draft = settled(draft, frame.catalogue)
    deal = as_told(draft, frame, number)
    if draft.moves:
        return _moved(draft, deal, frame)
    ended = midnight(draft.closed_on) if draft.closed_on and deal.status is not Outcome.OPEN else None
    opened = midnight(draft.opened_on) if draft.opened_on else None
    if ended is None or opened is None or draft.opened_stage is None:
        created = deal.created_date
        return (DealVersion(deal, ended or (midnight(created) if created else frame.now)),)
    first = _as_opened(deal, stage_named(frame.catalogue.workflow(draft.workflow), draft.opened_stage), opened, frame)
    return DealVersion(first, opened), DealVersion(replace(deal, version=2), ended)


def _moved(draft: DealDraft, deal: Opportunity, frame: Frame) -> tuple[DealVersion, ...]:
    """Return a version for each stage that a deal entered, and for its end."""
    workflow = frame.catalogue.workflow(draft.workflow)
    versions: list[DealVersion] = []
    for place, move in enumerate(draft.moves, start=1):
        stage = stage_named(workflow, move.stage)
        if stage.outcome is not Outcome.OPEN:
            raise InvalidValueError(
                "stage", _("The stage “{stage}” does not fit an open deal.").format(stage=stage.name)
            )
        versions.append(DealVersion(_in_stage(replace(deal, version=place), stage, move.at, frame), move.at))
    if deal.status is not Outcome.OPEN:
        versions.append(DealVersion(replace(deal, version=len(versions) + 1), deal.stage_since))
    elif deal.stage_id == versions[-1].deal.stage_id:
        versions[-1] = DealVersion(replace(deal, version=len(versions)), draft.moves[-1].at)
    else:
        raise InvalidValueError("stage", _("The stage is not the last one of the deal's history."))
    return tuple(versions)


def _since(draft: DealDraft, frame: Frame) -> datetime:
    """Return when a deal entered its present stage.

    Raises:
        InvalidValueError: it ended before it entered its last stage.
    """
    last = draft.moves[-1].at if draft.moves else None
    if draft.outcome is Outcome.OPEN and last is not None:
        return last
    if draft.closed_at is None:
        since = midnight(draft.stage_since) if draft.stage_since else frame.now
        return since if last is None else max(since, last)
    if last is not None and draft.closed_at < last:
        raise InvalidValueError("closed_at", _("The deal ended before it entered its last stage."))
    return draft.closed_at


def _contact(draft: DealDraft, frame: Frame) -> UUID | None:
    if draft.contact is None:
        return None
    if draft.contact not in frame.contacts:
        raise InvalidValueError(
            "contact", _("This contact is not clear: several have the name, or its own row was set aside.")
        )
    return frame.contacts[draft.contact]


def settled(draft: DealDraft, catalogue: Catalogue) -> DealDraft:
    """Return the draft with its status decided by its stage, and its one closing day in the right place.

    Raises:
        InvalidValueError: the workflow does not exist.
    """
    outcome = draft.outcome
    if draft.outcome_from_stage and draft.stage:
        named = [stage for stage in catalogue.workflow(draft.workflow).stages if called(stage, draft.stage)]
        outcome = named[0].outcome if named else outcome
    if draft.moves and draft.stage is None and outcome is Outcome.OPEN:
        draft = replace(draft, stage=draft.moves[-1].stage)
    if draft.close_day is None:
        return draft if outcome is draft.outcome else replace(draft, outcome=outcome)
    if outcome is not Outcome.OPEN:
        return replace(draft, outcome=outcome, closed_on=draft.closed_on or draft.close_day)
    return replace(draft, outcome=outcome, fields={"expected_close_date": draft.close_day} | draft.fields)


def midnight(day: date) -> datetime:
    """Return the beginning of a day."""
    return datetime.combine(day, time())


def as_told(draft: DealDraft, frame: Frame, number: int) -> Opportunity:
    """Return the deal of a settled draft as the file tells it, in its first version.

    Raises:
        InvalidValueError: as :func:`histories`.
    """
    catalogue = frame.catalogue
    owner = catalogue.owner(draft.owner)
    progress = progress_of(draft, frame)
    lines = tuple(_line(item, place, catalogue) for place, item in enumerate(draft.lines, start=1))
    currency = draft.currency or frame.currency
    day = draft.fields.get("created_date") or draft.closed_on
    rate, rate_date = frame.rates.on(currency, day if isinstance(day, date) else frame.today)
    values: dict[str, object] = {
        **draft.fields, "type_id": catalogue.type(draft.type), "origin_id": catalogue.origin(draft.origin),
    }  # fmt: skip
    values |= amounts_of(draft, lines)
    return Opportunity(
        id=uuid7(), number=number, company_id=frame.company_id, title=required_line("title", draft.title),
        contact_id=_contact(draft, frame), owner_id=owner.id,
        team_id=owner.team_id, entered_by=frame.user_id, currency=currency, rate=rate, rate_date=rate_date,
        workflow_id=progress.workflow.id, stage_id=progress.stage.id, stage_since=_since(draft, frame),
        probability_id=progress.probability.id, probability_by_hand=progress.by_hand, status=draft.outcome,
        reason_id=progress.reason_id, closed_date=draft.closed_on if draft.outcome is not Outcome.OPEN else None,
        external_source=frame.source, external_id=draft.external_id, lines=lines, **values,  # pyright: ignore[reportArgumentType]
    )  # fmt: skip


@dataclass(frozen=True)
class Progress:
    """Where a deal stands: its workflow, stage, probability and, once closed, the reason."""

    workflow: Workflow
    stage: Stage
    probability: Probability
    by_hand: bool
    reason_id: UUID | None


def progress_of(draft: DealDraft, frame: Frame) -> Progress:
    """Find out where a draft stands.

    Raises:
        InvalidValueError: unknown workflow, stage or reason, or a closed deal without a day.
    """
    catalogue = frame.catalogue
    workflow = catalogue.workflow(draft.workflow)
    stage = stage_of(draft, workflow)
    if draft.outcome is not Outcome.OPEN and draft.closed_on is None:
        raise InvalidValueError("closed_date", _("A closed deal needs its closed date."))
    if draft.outcome is Outcome.OPEN and draft.closed_on is not None:
        raise InvalidValueError("closed_date", _("An open deal has no closed date."))
    reason = catalogue.reason(draft.reason, draft.outcome)
    if draft.outcome is not Outcome.OPEN:
        row = catalogue.table.closing(draft.outcome)
        return Progress(workflow, stage, row, by_hand=False, reason_id=reason.id if reason else None)
    if draft.percent is not None:
        row = catalogue.table.nearest(draft.percent)
        if row.percent != draft.percent:
            frame.repairs[NEAREST] += 1
        return Progress(workflow, stage, row, by_hand=row.id != stage.probability_id, reason_id=None)
    row = catalogue.table.row(stage.probability_id) if stage.probability_id else catalogue.table.nearest(Decimal(0))
    return Progress(workflow, stage, row, by_hand=False, reason_id=None)


def stage_of(draft: DealDraft, workflow: Workflow) -> Stage:
    """Return the stage of a draft; a won or lost deal stands in the stage for that, whatever its file calls it.

    Raises:
        InvalidValueError: the workflow has no such stage, or the stage contradicts the deal's status.
    """
    if draft.outcome is not Outcome.OPEN and (closing := workflow.closing(draft.outcome)):
        return closing
    stage = stage_named(workflow, draft.stage) if draft.stage else workflow.first()
    if stage.outcome is not draft.outcome:
        raise InvalidValueError("stage", _("The stage “{stage}” does not fit an open deal.").format(stage=stage.name))
    return stage


def amounts_of(draft: DealDraft, lines: tuple[Line, ...]) -> dict[str, Decimal]:
    """Return gross, discount and net; from the lines where there are some, and then the header must agree.

    Raises:
        InvalidValueError: the amounts contradict each other.
    """
    if lines:
        totals = Totals.of(lines)
        for name, given, own in (("net", draft.net, totals.net), ("gross", draft.gross, totals.gross)):
            if given is not None and rounded(given) != own:
                raise InvalidValueError(
                    name, _("The amount {given} is not the sum of the lines, {total}.").format(given=given, total=own)
                )
        found = {"gross": totals.gross, "discount": totals.discount, "net": totals.net}
        return found if totals.expected_revenue is None else found | {"expected_revenue": totals.expected_revenue}
    gross, discount, net = draft.gross, draft.discount, draft.net
    if gross is None:
        gross = (net or NOTHING) + (discount or NOTHING)
    if discount is None:
        discount = NOTHING if net is None else gross - net
    if net is not None and rounded(net) != rounded(gross - discount):
        raise InvalidValueError("net", _("Net must be gross minus discount."))
    return {"gross": rounded(gross), "discount": rounded(discount), "net": rounded(rounded(gross) - rounded(discount))}


def _line(draft: LineDraft, place: int, catalogue: Catalogue) -> Line:
    return Line(
        id=uuid7(), position=place, family_id=catalogue.family(draft.family), article=draft.article,
        description=draft.description, quantity=draft.quantity, unit_price=draft.unit_price,
        discount=rounded(draft.discount), expected_revenue=draft.expected_revenue,
    )  # fmt: skip


def _in_stage(deal: Opportunity, stage: Stage, since: datetime, frame: Frame) -> Opportunity:
    """Return a deal as it was open in a stage."""
    row = stage.probability_id or frame.catalogue.table.nearest(Decimal(0)).id
    return replace(
        deal, status=Outcome.OPEN, stage_id=stage.id, stage_since=since, probability_id=row,
        probability_by_hand=False, reason_id=None, closed_date=None,
    )  # fmt: skip


def _as_opened(deal: Opportunity, stage: Stage, opened: datetime, frame: Frame) -> Opportunity:
    """Return a closed deal's first version: open, and without the amounts, which became known when it closed."""
    return replace(
        _in_stage(deal, stage, opened, frame), version=1, gross=NOTHING, discount=NOTHING, net=NOTHING,
        expected_revenue=None, lines=priced_at_nothing(deal.lines),
    )  # fmt: skip
