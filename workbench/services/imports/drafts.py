"""What a reader of any format hands over: plain drafts of contacts, deals and settings, not yet in the store."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from workbench.domain.closing import Verdict
from workbench.domain.probability import Outcome


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """A row that is set aside: where it stands, what is wrong, and its cells as they were."""

    file: str
    line: int
    column: str
    value: str
    reason: str
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class TeamDraft:
    """A team that deals belong to."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class PersonDraft:
    """A salesperson; ``key`` is how deals name them."""

    key: str
    name: str
    team: str | None = None


@dataclass(frozen=True, kw_only=True)
class FamilyDraft:
    """A product family."""

    name: str
    list_price: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class StageDraft:
    """A stage; ``percent`` is what it proposes while the deal is open."""

    name: str
    outcome: Outcome = Outcome.OPEN
    percent: Decimal | None = None
    colour: str = "#64748b"


@dataclass(frozen=True, kw_only=True)
class WorkflowDraft:
    """A workflow the file brings along; ``transitions`` are pairs of stage names."""

    code: str
    name: str
    stages: tuple[StageDraft, ...]
    transitions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ReasonDraft:
    """A closing reason for deals whose reason the file does not tell."""

    code: str
    name: str
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class ContactDraft:
    """A contact; ``fields`` are columns of the contact that the file gives."""

    key: str
    line: int
    name: str
    parent: str | None = None
    fields: dict[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, kw_only=True)
class LineDraft:
    """A line of a deal; ``family`` is a product's name."""

    family: str | None = None
    article: str | None = None
    description: str | None = None
    quantity: Decimal = Decimal(1)
    unit_price: Decimal = Decimal("0.00")
    discount: Decimal = Decimal("0.00")
    expected_revenue: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class MoveDraft:
    """A deal entered a stage at a moment, UTC without a zone."""

    stage: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DealDraft:
    """A deal as the file tells it.

    ``outcome_from_stage``: only the stage's name tells whether the deal is open, so a stage of the workflow decides.
    ``close_day``: one date column for both, the closed date of a closed deal and the expected one of an open deal.
    ``fields`` are columns of the opportunity that pass through as they are. ``opened_on`` and ``opened_stage`` give a
    closed deal an earlier, open version; ``moves`` give it one for each stage, in order. An absent owner, currency or workflow takes the default.
    """

    line: int
    external_id: str
    title: str
    contact: str | None = None
    owner: str | None = None
    workflow: str | None = None
    stage: str | None = None
    outcome: Outcome = Outcome.OPEN
    outcome_from_stage: bool = False
    percent: Decimal | None = None
    reason: str | None = None
    type: str | None = None
    origin: str | None = None
    currency: str | None = None
    net: Decimal | None = None
    gross: Decimal | None = None
    discount: Decimal | None = None
    lines: tuple[LineDraft, ...] = ()
    fields: dict[str, object] = field(default_factory=dict[str, object])
    opened_on: date | None = None
    opened_stage: str | None = None
    stage_since: date | None = None
    moves: tuple[MoveDraft, ...] = ()
    closed_on: date | None = None
    closed_at: datetime | None = None
    close_day: date | None = None
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Intake:
    """Everything a file or folder says, read and checked; ``source`` marks its records in the store.

    ``given`` names what the file speaks about, so that a later run changes nothing else: columns of the opportunity,
    and ``owner``, ``contact``, ``progress``, ``amounts``, ``lines``, ``currency``. ``match_contacts``: contacts have
    only a name, so one that the store already has is meant.
    """

    format: str
    source: str
    file: str
    currency: str | None = None
    teams: tuple[TeamDraft, ...] = ()
    people: tuple[PersonDraft, ...] = ()
    families: tuple[FamilyDraft, ...] = ()
    workflow: WorkflowDraft | None = None
    reasons: tuple[ReasonDraft, ...] = ()
    contacts: tuple[ContactDraft, ...] = ()
    match_contacts: bool = False
    deals: tuple[DealDraft, ...] = ()
    given: frozenset[str] = frozenset()
    rejected: tuple[Rejected, ...] = ()
    repairs: Counter[str] = field(default_factory=Counter[str])
    decisions: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
