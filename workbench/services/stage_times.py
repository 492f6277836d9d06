"""How long deals stay in the stages of a workflow, from their whole history."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from workbench.domain.filters import Filters
from workbench.services import filtering
from workbench.services.session import Session


@dataclass(frozen=True, kw_only=True)
class StageTime:
    """Stays in a stage: ``visits`` have ended, ``present`` go on.

    Days are of 24 hours and tell of the stays that have ended; of ten, nine are not longer than ``p90_days``.
    """

    stage: str
    stage_id: UUID
    visits: int = 0
    present: int = 0
    median_days: float | None = None
    p90_days: float | None = None
    mean_days: float | None = None


class StageTimes:
    """Reads how long deals stay where."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_workflow(self, workflow: str | UUID, filters: Filters | None = None) -> list[StageTime]:
        """Return the times in each stage of a workflow, in its order; a stage that was entered twice counts twice.

        A stay lasts from the moment the deal entered the stage until it entered another one; moments are those of the
        business, not of the entering into the store.

        Args:
            workflow: code or id.
            filters: which deals; all stages of their history count.

        Raises:
            NotFoundError: there is no such workflow.
        """
        lookups = self._session.settings.lookups(fresh=True)
        flow = lookups.workflow(workflow)
        where = filtering.parameters(filters or Filters(), lookups, self._session.user)
        found = {row.pop("stage_id"): row for row in self._session.store.records("history/stage_times", **where)}
        return [
            StageTime(stage=stage.name, stage_id=stage.id, **found.get(stage.id, {}))
            for stage in sorted(flow.stages, key=lambda one: (one.position, one.code))
        ]
