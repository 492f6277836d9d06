"""What happened to a deal, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from workbench.domain.probability import Outcome


@dataclass(frozen=True, kw_only=True)
class OpportunityEvent:
    """Something happened to this deal."""

    opportunity_id: UUID
    version: int


@dataclass(frozen=True, kw_only=True)
class OpportunityCreated(OpportunityEvent):
    """A deal came into being."""


@dataclass(frozen=True, kw_only=True)
class OpportunityChanged(OpportunityEvent):
    """Fields of a deal got new values; ``fields`` are their names."""

    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StageChanged(OpportunityEvent):
    """A deal went from one stage to another."""

    from_stage_id: UUID
    to_stage_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProbabilityChanged(OpportunityEvent):
    """A deal's probability was set."""

    from_probability_id: UUID
    to_probability_id: UUID


@dataclass(frozen=True, kw_only=True)
class OpportunityClosed(OpportunityEvent):
    """A deal was won or lost."""

    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class OpportunityReopened(OpportunityEvent):
    """A closed deal is open again."""


@dataclass(frozen=True, kw_only=True)
class OpportunityArchived(OpportunityEvent):
    """A deal was put away, or taken back (``archived`` false)."""

    archived: bool


@dataclass(frozen=True, kw_only=True)
class ActivityEvent:
    """Something happened to this activity; ``opportunity_id`` is the deal it belongs to, if any."""

    activity_id: UUID
    version: int
    opportunity_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class ActivityPlanned(ActivityEvent):
    """An activity was planned."""


@dataclass(frozen=True, kw_only=True)
class ActivityChanged(ActivityEvent):
    """Fields of an activity got new values; ``fields`` are their names."""

    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ActivityDone(ActivityEvent):
    """An activity was done."""

    outcome: str | None


@dataclass(frozen=True, kw_only=True)
class ActivityCancelled(ActivityEvent):
    """An activity will not be done."""


@dataclass(frozen=True, kw_only=True)
class ActivityReopened(ActivityEvent):
    """A done or cancelled activity is planned again."""


@dataclass(frozen=True, kw_only=True)
class ActivityArchived(ActivityEvent):
    """An activity was put away, or taken back (``archived`` false)."""

    archived: bool


@dataclass(frozen=True, kw_only=True)
class InteractionEvent:
    """Something happened to this interaction; ``opportunity_id`` is the deal it belongs to, if any."""

    interaction_id: UUID
    version: int
    opportunity_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class InteractionLogged(InteractionEvent):
    """Something was said or done with a customer."""


@dataclass(frozen=True, kw_only=True)
class InteractionChanged(InteractionEvent):
    """Fields of an interaction got new values, or it was put away or taken back; ``fields`` are their names."""

    fields: tuple[str, ...]


Event = OpportunityEvent | ActivityEvent | InteractionEvent
