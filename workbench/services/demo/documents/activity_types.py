"""The kinds of activities of the demo company: how frequent they are, and what they are about."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.services.defaults import ACTIVITY_TYPES, ActivityPlan

PLANS = {plan.code: plan for plan in ACTIVITY_TYPES}


@dataclass(frozen=True, kw_only=True)
class ActivityKind:
    """A type of activity with its ``share`` of all that are done."""

    code: str
    share: float
    subjects: tuple[str, ...]
    timed: bool = False

    @property
    def plan(self) -> ActivityPlan:
        """The type as every company has it at first."""
        return PLANS[self.code]


ACTIVITY_KINDS = (
    ActivityKind(code="call", share=0.36,
                 subjects=("Call about the offer", "First call", "Call purchasing", "Ask for the decision")),
    ActivityKind(code="visit", share=0.14, timed=True,
                 subjects=("Visit to the plant", "Inspect the line", "Visit with the technician")),
    ActivityKind(code="mail", share=0.24,
                 subjects=("Send documents", "Send references", "Answer questions", "Send data sheets")),
    ActivityKind(code="meeting", share=0.12, timed=True,
                 subjects=("Project meeting", "Meeting with purchasing", "Price discussion", "Kick-off")),
    ActivityKind(code="demo", share=0.06, timed=True,
                 subjects=("Demonstration in the showroom", "Test with own products")),
    ActivityKind(code="task", share=0.08,
                 subjects=("Prepare the offer", "Check delivery dates", "Hand over to installation")),
)  # fmt: skip
CODES = [kind.code for kind in ACTIVITY_KINDS]
OUTCOMES = ("reached", "no_answer", "interested", "postponed")
