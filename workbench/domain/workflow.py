"""Workflows as data: ordered stages and the allowed pairs between them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from workbench.domain.probability import Outcome
from workbench.errors import InvalidValueError, TransitionRefusedError
from workbench.i18n import _


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A step of a workflow; ``probability_id`` is what the stage proposes, ``expected_days`` how long it should last.

    A retired stage holds no deal and takes none; the past still knows it.
    """

    id: UUID
    workflow_id: UUID
    position: int
    code: str
    name: str
    colour: str = "#64748b"
    outcome: Outcome = Outcome.OPEN
    probability_id: UUID | None = None
    expected_days: int | None = None
    retired: bool = False


@dataclass(frozen=True, kw_only=True)
class Transition:
    """An allowed pair of stages."""

    from_stage_id: UUID
    to_stage_id: UUID


@dataclass(frozen=True, kw_only=True)
class Workflow:
    """Stages in order, and the transitions between them."""

    id: UUID
    code: str
    name: str
    stages: tuple[Stage, ...]
    transitions: frozenset[Transition]

    @property
    def offered(self) -> tuple[Stage, ...]:
        """The stages that a deal can be in from now on."""
        return tuple(stage for stage in self.stages if not stage.retired)

    def stage(self, key: UUID) -> Stage:
        """Return the stage with this id.

        Raises:
            InvalidValueError: the stage belongs to another workflow.
        """
        for stage in self.stages:
            if stage.id == key:
                return stage
        raise InvalidValueError("stage", _("This stage does not belong to the deal's workflow."))

    def first(self) -> Stage:
        """Return the first open stage, where a new deal starts."""
        return min((s for s in self.offered if s.outcome is Outcome.OPEN), key=lambda stage: stage.position)

    def closing(self, outcome: Outcome) -> Stage | None:
        """Return the stage that stands for won or lost, if the workflow has one."""
        return next((stage for stage in self.offered if stage.outcome is outcome), None)

    def targets(self, key: UUID) -> frozenset[UUID]:
        """Return the stages that can be reached from this one in one move."""
        here = {stage.id for stage in self.offered}
        return frozenset(
            pair.to_stage_id for pair in self.transitions if pair.from_stage_id == key and pair.to_stage_id in here
        )

    def check(self, source: UUID, target: UUID) -> None:
        """Refuse a move that is no transition.

        Raises:
            TransitionRefusedError: the pair is not allowed; the message names the allowed stages.
        """
        if source == target or target in self.targets(source):
            return
        allowed = ", ".join(stage.name for stage in self.stages if stage.id in self.targets(source))
        raise TransitionRefusedError(
            _("“{source}” cannot go to “{target}”. Possible from here: {allowed}.").format(
                source=self.stage(source).name, target=self.stage(target).name, allowed=allowed or "–"
            )
        )
