"""Closing reasons: why a deal was won, lost or cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from workbench.domain.probability import Outcome
from workbench.errors import AnswerNeededError, InvalidValueError
from workbench.i18n import _


class Verdict(StrEnum):
    """The kind of a closing reason."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    CANCELLED = "cancelled"


FITTING = {
    Outcome.WON: frozenset({Verdict.POSITIVE}),
    Outcome.LOST: frozenset({Verdict.NEGATIVE, Verdict.CANCELLED}),
}


@dataclass(frozen=True, kw_only=True)
class ClosingReason:
    """A row of the table of closing reasons."""

    id: UUID
    position: int
    code: str
    name: str
    verdict: Verdict


def check_reason(reason: ClosingReason | None, outcome: Outcome) -> ClosingReason:
    """Return the reason if it fits the outcome.

    Raises:
        AnswerNeededError: no reason was given.
        InvalidValueError: a positive reason for a lost deal, or the reverse.
    """
    if reason is None:
        raise AnswerNeededError(_("Say why the deal was closed."), question="closing_reason", outcome=outcome.value)
    if reason.verdict not in FITTING[outcome]:
        raise InvalidValueError("reason", _("This reason does not fit how the deal ended."))
    return reason
