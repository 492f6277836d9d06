"""Builders with defaults for domain tests."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from workbench.domain.closing import ClosingReason, Verdict
from workbench.domain.opportunity import Opportunity
from workbench.domain.probability import Outcome, Probability, ProbabilityTable
from workbench.domain.workflow import Stage, Transition, Workflow

NOW = datetime(2026, 11, 24, 9, 30)
TODAY = NOW.date()


def key(number: int) -> UUID:
    return UUID(int=number)


TABLE = ProbabilityTable.of(
    Probability(id=key(100 + n), position=n, code=code, name=code, percent=Decimal(percent), outcome=outcome)
    for n, (code, percent, outcome) in enumerate(
        [
            ("LOST", 0, Outcome.LOST),
            ("10", 10, Outcome.OPEN),
            ("50", 50, Outcome.OPEN),
            ("90", 90, Outcome.OPEN),
            ("WON", 100, Outcome.WON),
        ]
    )
)
LOST, P10, P50, P90, WON = TABLE.rows


def stage(number: int, name: str, proposes: Probability | None, outcome: Outcome = Outcome.OPEN) -> Stage:
    return Stage(
        id=key(200 + number), workflow_id=key(2), position=number, code=name.lower(), name=name, outcome=outcome,
        probability_id=proposes.id if proposes else None,
    )  # fmt: skip


NEW = stage(1, "New", P10)
OFFER = stage(2, "Offer", P50)
WON_STAGE = stage(3, "Won", WON, Outcome.WON)
LOST_STAGE = stage(4, "Lost", LOST, Outcome.LOST)
FLOW = Workflow(
    id=key(2), code="sales", name="Sales", stages=(NEW, OFFER, WON_STAGE, LOST_STAGE),
    transitions=frozenset(
        Transition(from_stage_id=a.id, to_stage_id=b.id)
        for a, b in [(NEW, OFFER), (OFFER, NEW), (OFFER, WON_STAGE), (NEW, LOST_STAGE), (OFFER, LOST_STAGE),
                     (WON_STAGE, OFFER)]
    ),
)  # fmt: skip
GOOD = ClosingReason(id=key(301), position=1, code="price", name="Best price", verdict=Verdict.POSITIVE)
BAD = ClosingReason(id=key(302), position=2, code="budget", name="No budget", verdict=Verdict.NEGATIVE)


def deal(**changes: object) -> Opportunity:
    given: dict = {
        "id": key(1), "number": 1, "company_id": key(3), "title": "Labelling line", "owner_id": key(4),
        "entered_by": key(4), "currency": "EUR", "rate": Decimal(1), "workflow_id": FLOW.id, "stage_id": NEW.id,
        "stage_since": NOW, "probability_id": P10.id,
    }  # fmt: skip
    return Opportunity(**(given | changes))
