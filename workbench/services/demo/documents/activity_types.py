"""The kinds of activities of the demo company: days until they are due, what they suggest next, what they are about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ActivityKind:
    """A type of activity; ``share`` of all that are done, ``minutes`` it takes, ``following`` the one it suggests."""

    code: str
    name: str
    due_days: int
    following: str | None
    share: float
    minutes: int
    subjects: tuple[str, ...]
    timed: bool = False


ACTIVITY_KINDS = (
    ActivityKind(code="call", name="Call", due_days=3, following="mail", share=0.36, minutes=15,
                 subjects=("Call about the offer", "First call", "Call purchasing", "Ask for the decision")),
    ActivityKind(code="visit", name="Visit", due_days=14, following="task", share=0.14, minutes=150, timed=True,
                 subjects=("Visit to the plant", "Inspect the line", "Visit with the technician")),
    ActivityKind(code="mail", name="E-mail", due_days=2, following="call", share=0.24, minutes=10,
                 subjects=("Send documents", "Send references", "Answer questions", "Send data sheets")),
    ActivityKind(code="meeting", name="Meeting", due_days=7, following="mail", share=0.12, minutes=60, timed=True,
                 subjects=("Project meeting", "Meeting with purchasing", "Price discussion", "Kick-off")),
    ActivityKind(code="demo", name="Demonstration", due_days=14, following="call", share=0.06, minutes=120, timed=True,
                 subjects=("Demonstration in the showroom", "Test with own products")),
    ActivityKind(code="task", name="Task", due_days=5, following=None, share=0.08, minutes=30,
                 subjects=("Prepare the offer", "Check delivery dates", "Hand over to installation")),
)  # fmt: skip
CODES = [kind.code for kind in ACTIVITY_KINDS]
OUTCOMES = ("reached", "no_answer", "interested", "postponed")
