"""The first settings of a new store, as data: a company can work with them at once and edit them later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from workbench.domain.people import Reach, Role
from workbench.i18n import N_, _
from workbench.services.setting_rows import add_setting
from workbench.store import Batch, uuid7

PROBABILITIES = (
    ("LOST", N_("Lost"), 0, "lost"),
    ("0", N_("No chance yet"), 0, "open"),
    ("10", N_("First contact"), 10, "open"),
    ("25", N_("Real interest"), 25, "open"),
    ("50", N_("Even chance"), 50, "open"),
    ("75", N_("Likely"), 75, "open"),
    ("90", N_("Verbal agreement"), 90, "open"),
    ("WON", N_("Won"), 100, "won"),
)
REASONS = (
    ("best_price", N_("Best price"), "positive"),
    ("quality", N_("Quality of the product"), "positive"),
    ("relationship", N_("Relationship and trust"), "positive"),
    ("delivery", N_("Delivery time"), "positive"),
    ("service", N_("Service and references"), "positive"),
    ("price", N_("Price too high"), "negative"),
    ("competitor", N_("Competitor chosen"), "negative"),
    ("no_budget", N_("No budget"), "negative"),
    ("timing", N_("Wrong moment"), "negative"),
    ("no_decision", N_("No decision taken"), "negative"),
    ("missing_feature", N_("Requirement not met"), "negative"),
    ("no_answer", N_("No answer any more"), "negative"),
    ("project_cancelled", N_("Project cancelled"), "cancelled"),
    ("duplicate", N_("Duplicate"), "cancelled"),
)
TYPES = (
    ("new_business", N_("New business")),
    ("extension", N_("Extension")),
    ("renewal", N_("Renewal")),
)
ORIGINS = (
    ("website", N_("Website")),
    ("referral", N_("Referral")),
    ("fair", N_("Trade fair")),
    ("call", N_("Outbound call")),
    ("mail", N_("E-mail campaign")),
    ("partner", N_("Partner")),
    ("existing", N_("Existing customer")),
)
FAMILIES = (
    ("products", N_("Products"), None),
    ("services", N_("Services"), None),
    ("maintenance", N_("Maintenance"), None),
)
TEAM = ("sales", N_("Sales"))


@dataclass(frozen=True, kw_only=True)
class ActivityPlan:
    """A type of activity before it has a key: ``following`` is the code of what usually comes next."""

    code: str
    name: str
    due_days: int
    following: str | None
    minutes: int
    counts_as: str | None


ACTIVITY_TYPES = (
    ActivityPlan(code="call", name=N_("Call"), due_days=3, following="mail", minutes=15, counts_as="call"),
    ActivityPlan(code="mail", name=N_("E-mail"), due_days=2, following="call", minutes=10, counts_as="mail"),
    ActivityPlan(code="meeting", name=N_("Meeting"), due_days=7, following="mail", minutes=60, counts_as="meeting"),
    ActivityPlan(code="visit", name=N_("Visit"), due_days=14, following="task", minutes=150, counts_as="visit"),
    ActivityPlan(code="demo", name=N_("Demonstration"), due_days=14, following="call", minutes=120,
                 counts_as="meeting"),
    ActivityPlan(code="task", name=N_("Task"), due_days=5, following=None, minutes=30, counts_as=None),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class StagePlan:
    """A stage before it has keys: ``probability`` is a code of the probability table."""

    code: str
    name: str
    colour: str
    probability: str
    days: int | None = None
    outcome: str = "open"


@dataclass(frozen=True, kw_only=True)
class WorkflowPlan:
    """A workflow before it has keys; ``ways`` are the allowed pairs of stage codes."""

    code: str
    name: str
    stages: tuple[StagePlan, ...]
    ways: tuple[tuple[str, str], ...]


SALES = WorkflowPlan(
    code="sales",
    name=N_("Sales"),
    stages=(
        StagePlan(code="lead", name=N_("Lead"), colour="#7c8aa5", probability="10", days=14),
        StagePlan(code="qualified", name=N_("Qualified"), colour="#4c8bd6", probability="25", days=14),
        StagePlan(code="needs", name=N_("Needs analysis"), colour="#3aa5a8", probability="25", days=21),
        StagePlan(code="proposal", name=N_("Proposal"), colour="#8a74d6", probability="50", days=30),
        StagePlan(code="negotiation", name=N_("Negotiation"), colour="#d99a3d", probability="75", days=21),
        StagePlan(code="won", name=N_("Won"), colour="#3f9e63", probability="WON", outcome="won"),
        StagePlan(code="lost", name=N_("Lost"), colour="#c96464", probability="LOST", outcome="lost"),
    ),
    ways=(
        ("lead", "qualified"), ("lead", "needs"), ("lead", "proposal"),
        ("qualified", "needs"), ("qualified", "proposal"), ("qualified", "lead"),
        ("needs", "proposal"), ("needs", "qualified"),
        ("proposal", "negotiation"), ("proposal", "needs"),
        ("negotiation", "proposal"),
        ("proposal", "won"), ("negotiation", "won"),
        ("lead", "lost"), ("qualified", "lost"), ("needs", "lost"), ("proposal", "lost"), ("negotiation", "lost"),
        ("won", "negotiation"), ("lost", "negotiation"),
    ),
)  # fmt: skip

MakeId = Callable[[], UUID]


def first_settings(
    batch: Batch, *, now: datetime, company_name: str, currency: str = "EUR", administrator_login: str,
    administrator_name: str | None = None, make_id: MakeId = uuid7,
) -> None:  # fmt: skip
    """Add everything a new store needs before the first deal; names come in the language in use.

    Args:
        batch: the unit of work that fills the empty store.
        now: when the settings take effect, UTC without a zone.
        company_name: the company that owns the deals.
        currency: its base currency, an ISO 4217 code.
        administrator_login: the first user, who sees and changes everything.
        administrator_name: the first user's name; the login when absent.
        make_id: where keys come from; a seeded generator makes the same store twice.
    """
    add_setting(batch, "setting", now=now, name="base_currency", value=currency)
    add_setting(batch, "company", now=now, id=make_id(), code="main", name=company_name, currency=currency)
    team_id = make_id()
    add_setting(batch, "team", now=now, id=team_id, code=TEAM[0], name=_(TEAM[1]), retired=False)
    add_user(
        batch, now=now, login=administrator_login, name=administrator_name or administrator_login,
        role=Role.ADMINISTRATOR, team_id=team_id, make_id=make_id,
    )  # fmt: skip
    probabilities = _add_probabilities(batch, now, make_id)
    _add_reasons(batch, now, make_id)
    workflow_id = add_workflow(batch, SALES, now=now, position=1, probabilities=probabilities, make_id=make_id)
    for code, name in TYPES:
        add_type(batch, now=now, code=code, name=_(name), workflow_id=workflow_id, make_id=make_id)
    for code, name in ORIGINS:
        add_setting(batch, "origin", now=now, id=make_id(), code=code, name=_(name), retired=False)
    for code, name, price in FAMILIES:
        add_family(batch, now=now, code=code, name=_(name), price=price, make_id=make_id)
    add_activity_types(batch, now=now, make_id=make_id)


def add_activity_types(
    batch: Batch, *, now: datetime, known: Mapping[str, UUID] | None = None, make_id: MakeId = uuid7
) -> None:
    """Add the usual types of activities; names come in the language in use.

    Args:
        batch: the unit of work.
        now: when they take effect.
        known: code → key of the types that are there already; they stay as they are.
        make_id: where keys come from.
    """
    there = known or {}
    keys = {plan.code: there[plan.code] if plan.code in there else make_id() for plan in ACTIVITY_TYPES}
    for position, plan in enumerate(ACTIVITY_TYPES, start=1):
        if plan.code in there:
            continue
        add_setting(
            batch, "activity_type", now=now, id=keys[plan.code], position=position, code=plan.code,
            name=_(plan.name), due_days=plan.due_days, next_type_id=keys[plan.following] if plan.following else None,
            icon=plan.code, usual_minutes=plan.minutes, counts_as=plan.counts_as, retired=False,
        )  # fmt: skip


def add_user(
    batch: Batch, *, now: datetime, login: str, name: str, role: Role, team_id: UUID | None,
    sees: Reach = Reach.ALL, changes: Reach = Reach.ALL, make_id: MakeId = uuid7,
) -> UUID:  # fmt: skip
    """Add a user account.

    Args:
        batch: the unit of work.
        now: when it takes effect.
        login: the name to sign in with.
        name: the person's name.
        role: what the person may do.
        team_id: the person's team.
        sees: whose deals the person sees.
        changes: whose deals the person changes.
        make_id: where the key comes from.

    Returns:
        The key of the new user.
    """
    key = make_id()
    add_setting(
        batch, "user", now=now, id=key, login=login, name=name, role=role.value, team_id=team_id,
        sees=sees.value, changes=changes.value, active=True,
    )  # fmt: skip
    return key


def add_type(batch: Batch, *, now: datetime, code: str, name: str, workflow_id: UUID, make_id: MakeId = uuid7) -> UUID:
    """Add an opportunity type with its default workflow and return its key."""
    key = make_id()
    add_setting(
        batch, "opportunity_type", now=now, id=key, code=code, name=name, workflow_id=workflow_id, retired=False
    )
    return key


def add_family(
    batch: Batch, *, now: datetime, code: str, name: str, price: Decimal | None, make_id: MakeId = uuid7
) -> UUID:
    """Add a product family with its list price in base currency, if any, and return its key."""
    key = make_id()
    add_setting(batch, "product_family", now=now, id=key, code=code, name=name, list_price=price, retired=False)
    return key


def add_workflow(
    batch: Batch, plan: WorkflowPlan, *, now: datetime, position: int, probabilities: dict[str, UUID],
    make_id: MakeId = uuid7,
) -> UUID:  # fmt: skip
    """Add a workflow with its stages and transitions.

    Args:
        batch: the unit of work.
        plan: what it looks like.
        now: when it takes effect.
        position: its place among the workflows.
        probabilities: code → key of the probability table.
        make_id: where keys come from.

    Returns:
        The key of the new workflow.
    """
    key = make_id()
    add_setting(batch, "workflow", now=now, id=key, position=position, code=plan.code, name=_(plan.name), retired=False)
    stages: dict[str, UUID] = {}
    for place, stage in enumerate(plan.stages, start=1):
        stages[stage.code] = make_id()
        add_setting(
            batch, "stage", now=now, id=stages[stage.code], workflow_id=key, position=place, code=stage.code,
            name=_(stage.name), colour=stage.colour, outcome=stage.outcome,
            probability_id=probabilities[stage.probability], expected_days=stage.days, retired=False,
        )  # fmt: skip
    for source, target in plan.ways:
        add_setting(
            batch,
            "transition",
            now=now,
            workflow_id=key,
            from_stage_id=stages[source],
            to_stage_id=stages[target],
            retired=False,
        )
    return key


def _add_probabilities(batch: Batch, now: datetime, make_id: MakeId) -> dict[str, UUID]:
    keys: dict[str, UUID] = {}
    for place, (code, name, percent, outcome) in enumerate(PROBABILITIES, start=1):
        keys[code] = make_id()
        add_setting(
            batch, "probability", now=now, id=keys[code], position=place, code=code, name=_(name),
            percent=Decimal(percent), outcome=outcome, retired=False,
        )  # fmt: skip
    return keys


def _add_reasons(batch: Batch, now: datetime, make_id: MakeId) -> None:
    for place, (code, name, verdict) in enumerate(REASONS, start=1):
        add_setting(
            batch, "closing_reason", now=now, id=make_id(), position=place, code=code, name=_(name),
            verdict=verdict, retired=False,
        )  # fmt: skip
