"""An opportunity and what can happen to it: a frozen value in, a new value and an event out."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from uuid import UUID

from workbench.domain.closing import ClosingReason, check_reason
from workbench.domain.events import (
    OpportunityArchived,
    OpportunityChanged,
    OpportunityClosed,
    OpportunityEvent,
    OpportunityReopened,
    ProbabilityChanged,
    StageChanged,
)
from workbench.domain.kinds import read_value
from workbench.domain.lines import Line, Totals
from workbench.domain.money import currency_code, in_base, prorated, rounded
from workbench.domain.probability import Outcome, Probability, ProbabilityTable
from workbench.domain.text import required_line, tag_list
from workbench.domain.workflow import Stage, Workflow
from workbench.errors import InvalidValueError
from workbench.i18n import _

EDITABLE = frozenset(
    {
        "title", "type_id", "contact_id", "person_id", "owner_id", "team_id", "agent_id", "currency", "rate",
        "rate_date", "origin_id", "campaign", "tags", "quality", "competitors", "created_date",
        "expected_order_date", "expected_delivery_date", "expected_invoice_date", "expected_close_date",
        "closed_date", "gross", "discount", "net", "expected_revenue", "margin", "recurring_amount",
        "recurring_plan", "reason_note", "notes",
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Opportunity:
    """A deal. Amounts are in its own currency; ``rate`` converts to the base currency, ``None`` where unknown.

    Invariants: status, probability row and stage agree on open, won or lost; header amounts are the sums of the
    lines where there are lines; net = gross − discount; a closed deal has a closed date, an open one has none.
    """

    id: UUID
    version: int = 1
    number: int
    company_id: UUID
    title: str
    type_id: UUID | None = None
    contact_id: UUID | None = None
    person_id: UUID | None = None
    owner_id: UUID
    team_id: UUID | None = None
    agent_id: UUID | None = None
    entered_by: UUID
    currency: str
    rate: Decimal | None = None
    rate_date: date | None = None
    origin_id: UUID | None = None
    campaign: str | None = None
    tags: tuple[str, ...] = ()
    workflow_id: UUID
    stage_id: UUID
    stage_since: datetime
    probability_id: UUID
    probability_by_hand: bool = False
    quality: int | None = None
    status: Outcome = Outcome.OPEN
    reason_id: UUID | None = None
    reason_note: str | None = None
    competitors: str | None = None
    created_date: date | None = None
    expected_order_date: date | None = None
    expected_delivery_date: date | None = None
    expected_invoice_date: date | None = None
    expected_close_date: date | None = None
    closed_date: date | None = None
    gross: Decimal = Decimal("0.00")
    discount: Decimal = Decimal("0.00")
    net: Decimal = Decimal("0.00")
    expected_revenue: Decimal | None = None
    margin: Decimal | None = None
    recurring_amount: Decimal | None = None
    recurring_plan: str | None = None
    notes: str | None = None
    external_source: str | None = None
    external_id: str | None = None
    archived: bool = False
    lines: tuple[Line, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        required_line("title", self.title)
        if self.net != rounded(self.gross - self.discount):
            raise InvalidValueError("net", _("Net must be gross minus discount."))
        if self.lines and Totals.of(self.lines) != self.totals:
            raise InvalidValueError("net", _("Header amounts must be the sums of the lines."))
        if (self.status is Outcome.OPEN) != (self.closed_date is None):
            raise InvalidValueError("closed_date", _("A closed deal has a closed date, an open one has none."))
        if self.quality is not None and not 1 <= self.quality <= 5:
            raise InvalidValueError("quality", _("Contact quality is 1 to 5 stars."))
        if self.rate is not None and self.rate <= 0:
            raise InvalidValueError("rate", _("An exchange rate is greater than zero."))

    @property
    def totals(self) -> Totals:
        """Header amounts: gross, discount, net, expected revenue."""
        return Totals(self.gross, self.discount, self.net, self.expected_revenue)

    @property
    def expected(self) -> Decimal:
        """What a forecast counts: the expected revenue where given, else the net."""
        return self.net if self.expected_revenue is None else self.expected_revenue

    @property
    def base_net(self) -> Decimal | None:
        """Net in the base currency, at the deal's own dated rate."""
        return in_base(self.net, self.rate)

    @property
    def base_expected(self) -> Decimal | None:
        """Expected revenue (else net) in the base currency, at the deal's own dated rate."""
        return in_base(self.expected, self.rate)

    def weighted(self, probability: Probability) -> Decimal | None:
        """Return expected amount in base currency × probability, rounded for this deal."""
        return prorated(self.base_expected, probability.percent)

    def changed(self, **changes: object) -> tuple[Opportunity, OpportunityChanged]:
        """Set plain fields; amounts follow each other and the lines.

        Args:
            changes: names out of ``EDITABLE`` and new values. ``net`` alone sets gross and discount 0; a deal with
                lines takes its amounts from them and refuses others.

        Raises:
            InvalidValueError: an unknown field or a value against a rule.
        """
        unknown = set(changes) - EDITABLE
        if unknown:
            raise InvalidValueError(min(unknown), _("“{field}” cannot be set directly.").format(field=min(unknown)))
        new = {name: read_value(name, value) for name, value in changes.items()}
        if "title" in new:
            new["title"] = required_line("title", str(new["title"]))
        if "currency" in new:
            new["currency"] = currency_code(str(new["currency"]))
        if "tags" in new:
            new["tags"] = tag_list(new["tags"])
        amounts = {"gross", "discount", "net"} & set(new)
        if self.lines and (amounts or "expected_revenue" in new):
            raise InvalidValueError("net", _("The amounts of this deal are the sums of its lines."))
        if amounts:
            new |= _amounts(self, new)
        after = replace(self, version=self.version + 1, **new)  # pyright: ignore[reportArgumentType]
        return after, OpportunityChanged(
            opportunity_id=self.id, version=after.version, fields=differing_fields(self, after)
        )

    def with_lines(self, lines: tuple[Line, ...]) -> tuple[Opportunity, OpportunityChanged]:
        """Replace the lines; the header amounts become their sums."""
        totals = Totals.of(lines) if lines else self.totals
        after = replace(
            self, version=self.version + 1, lines=lines, gross=totals.gross, discount=totals.discount,
            net=totals.net, expected_revenue=totals.expected_revenue,
        )  # fmt: skip
        changed = ("lines", *differing_fields(self, after))
        return after, OpportunityChanged(opportunity_id=self.id, version=after.version, fields=changed)

    def moved_to(
        self, stage: Stage, *, workflow: Workflow, table: ProbabilityTable, on: datetime, today: date,
        reason: ClosingReason | None = None, note: str | None = None,
    ) -> tuple[Opportunity, OpportunityEvent]:  # fmt: skip
        """Take a transition. The stage's probability is set only where nobody chose one by hand.

        Raises:
            TransitionRefusedError: the workflow has no such transition.
            AnswerNeededError: the stage closes the deal and no reason was given.
        """
        workflow.check(self.stage_id, stage.id)
        moved = self._in_stage(workflow.stage(stage.id), on)
        if stage.outcome is not Outcome.OPEN:
            return moved.as_closed(stage.outcome, table, today, reason, note)
        if self.status is not Outcome.OPEN:
            return moved.as_reopened(table, stage)
        if stage.probability_id is not None and not self.probability_by_hand:
            moved = replace(moved, probability_id=stage.probability_id)
        return moved, StageChanged(
            opportunity_id=self.id, version=moved.version, from_stage_id=self.stage_id, to_stage_id=stage.id
        )

    def at_probability(
        self, row: Probability, *, workflow: Workflow, table: ProbabilityTable, on: datetime, today: date,
        reason: ClosingReason | None = None, note: str | None = None, reopen_in: Stage | None = None,
    ) -> tuple[Opportunity, OpportunityEvent]:  # fmt: skip
        """Set the probability by hand; WON and LOST close the deal, an open row reopens a closed one.

        Args:
            row: a row of the table.
            workflow: the deal's workflow; its closing stage is entered where it has one.
            table: the probability table.
            on: now, in UTC: the stage is entered then.
            today: the local day: the deal is closed on it.
            reason: needed to close.
            note: a sentence beside the reason.
            reopen_in: the stage a reopened deal goes back to, by default the first one.

        Raises:
            AnswerNeededError: the row closes the deal and no reason was given.
        """
        if row.outcome is not Outcome.OPEN:
            stage = workflow.closing(row.outcome)
            moved = self._in_stage(stage, on) if stage else replace(self, version=self.version + 1)
            return moved.as_closed(row.outcome, table, today, reason, note)
        if self.status is not Outcome.OPEN:
            moved = self._in_stage(reopen_in or workflow.first(), on)
            after, event = moved.as_reopened(table, reopen_in or workflow.first())
            return replace(after, probability_id=row.id, probability_by_hand=True), event
        after = replace(self, version=self.version + 1, probability_id=row.id, probability_by_hand=True)
        return after, ProbabilityChanged(
            opportunity_id=self.id, version=after.version,
            from_probability_id=self.probability_id, to_probability_id=row.id,
        )  # fmt: skip

    def put_away(self, *, archived: bool) -> tuple[Opportunity, OpportunityArchived]:
        """Archive the deal, or take it back."""
        after = replace(self, version=self.version + 1, archived=archived)
        return after, OpportunityArchived(opportunity_id=self.id, version=after.version, archived=archived)

    def restored_from(self, earlier: Opportunity) -> tuple[Opportunity, OpportunityChanged]:
        """Become again what an earlier version was: the undo of what came after it, itself a new version."""
        after = replace(earlier, version=self.version + 1)
        return after, OpportunityChanged(
            opportunity_id=self.id, version=after.version, fields=differing_fields(self, after)
        )

    def _in_stage(self, stage: Stage, on: datetime) -> Opportunity:
        since = self.stage_since if stage.id == self.stage_id else on
        return replace(self, version=self.version + 1, stage_id=stage.id, stage_since=since)

    def as_closed(
        self, outcome: Outcome, table: ProbabilityTable, on: date, reason: ClosingReason | None, note: str | None
    ) -> tuple[Opportunity, OpportunityClosed]:
        """Return this version closed, with the reason; the caller has counted the version."""
        why = check_reason(reason, outcome)
        after = replace(
            self, status=outcome, probability_id=table.closing(outcome).id, closed_date=on,
            reason_id=why.id, reason_note=note or None,
        )  # fmt: skip
        return after, OpportunityClosed(opportunity_id=self.id, version=after.version, outcome=outcome)

    def as_reopened(self, table: ProbabilityTable, stage: Stage) -> tuple[Opportunity, OpportunityReopened]:
        """Return this version open again, with the stage's probability; the caller has counted the version."""
        proposed = stage.probability_id or table.nearest(0).id
        after = replace(
            self, status=Outcome.OPEN, closed_date=None, reason_id=None, reason_note=None,
            probability_id=proposed, probability_by_hand=False,
        )  # fmt: skip
        return after, OpportunityReopened(opportunity_id=self.id, version=after.version)


def differing_fields(before: Opportunity, after: Opportunity) -> tuple[str, ...]:
    """Name the fields that differ between two versions, the version number aside."""
    return tuple(name for name in _compared() if getattr(before, name) != getattr(after, name))


@cache
def _compared() -> tuple[str, ...]:
    return tuple(item.name for item in fields(Opportunity) if item.name not in {"version", "lines"})


def _amounts(deal: Opportunity, new: dict[str, object]) -> dict[str, object]:
    """Complete gross, discount and net from whichever of them were given."""
    given = {name: rounded(Decimal(str(new[name]))) for name in ("gross", "discount", "net") if name in new}
    if given.keys() == {"net"}:
        return {"gross": given["net"], "discount": Decimal("0.00"), "net": given["net"]}
    gross = given.get("gross", given["net"] + given["discount"] if given.keys() == {"net", "discount"} else deal.gross)
    discount = given.get("discount", gross - given["net"] if "net" in given else deal.discount)
    return {"gross": gross, "discount": discount, "net": given.get("net", rounded(gross - discount))}
