"""How long deals stay in the stages of a workflow, from their whole history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from workbench.domain.filters import Filters
from workbench.domain.people import seeing
from workbench.errors import NotFoundError
from workbench.i18n import _
from workbench.services import filtering
from workbench.services.session import Session

DAY = timedelta(days=1)


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


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A deal's stay in a stage, moments of the business in UTC without a zone; ``until`` is ``None`` while it goes on."""

    stage_id: UUID
    since: datetime
    until: datetime | None

    def days(self, now: datetime) -> float:
        """Return how long it lasted, or lasts now, in days of 24 hours."""
        return max(0.0, ((self.until or now) - self.since) / DAY)


def stays(versions: Sequence[Mapping[str, Any]]) -> list[Stay]:
    """Return the stays of a deal in its stages, in their order; the same rule as ``history/stage_times.sql``.

    Args:
        versions: all version rows of the deal, with ``version``, ``effective_at`` and ``stage_id``.
    """
    then = {row["effective_at"]: row["stage_id"] for row in sorted(versions, key=lambda row: row["version"])}
    entered = [(moment, then[moment]) for moment in sorted(then)]
    begun = [each for before, each in zip([(None, None), *entered], entered, strict=False) if before[1] != each[1]]
    ends = [*(moment for moment, _stage in begun[1:]), None]
    return [
        Stay(stage_id=stage, since=moment, until=end) for (moment, stage), end in zip(begun, ends, strict=True)
    ]  # fmt: skip


class StageTimes:
    """Reads how long deals stay where."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_deal(self, key: UUID) -> list[Stay]:
        """Return the stays of a deal in its stages, in their order.

        Raises:
            NotFoundError: there is no such deal, or it lies outside what the user sees.
        """
        versions, sees = self._session.store.records("opportunity/versions", id=key), seeing(self._session.user)
        if not versions or not sees.covers(owner_id=versions[-1]["owner_id"], team_id=versions[-1]["team_id"]):
            raise NotFoundError(_("There is no such deal, or you may not see it."))
        return stays(versions)

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
