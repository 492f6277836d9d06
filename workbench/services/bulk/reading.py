"""Many deals, read at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from workbench.domain.lines import Line
from workbench.domain.opportunity import Opportunity
from workbench.domain.probability import Outcome
from workbench.domain.workflow import Stage
from workbench.errors import InvalidValueError, WriteConflictError
from workbench.i18n import _
from workbench.services.records import line_from, opportunity_from
from workbench.services.session import Session
from workbench.store import Store


def read_deals(store: Store, ids: Sequence[UUID]) -> list[Opportunity]:
    """Return some deals with their lines, by number; those that are not there are left out.

    Raises:
        WriteConflictError: lines do not fit their deal, because it was changed between the two reads.
    """
    rows = store.records("bulk/deals", ids=ids)
    lines: dict[UUID, list[Line]] = {}
    for row in store.records("bulk/lines", ids=ids):
        lines.setdefault(row["opportunity_id"], []).append(line_from(row))
    try:
        return [opportunity_from(row, lines.get(row["id"], ())) for row in rows]
    except InvalidValueError as error:
        raise WriteConflictError(_("These deals are being changed again and again; try again in a moment.")) from error


def last_open_stages(session: Session, deals: Iterable[Opportunity]) -> dict[UUID, Stage]:
    """Return for closed deals the stage in which they were open last, where their workflow is still the same."""
    closed = {deal.id: deal.workflow_id for deal in deals if deal.status is not Outcome.OPEN}
    if not closed:
        return {}
    rows = session.store.records("bulk/last_open", ids=sorted(closed))
    return {
        row["id"]: session.lookups.workflow(row["workflow_id"]).stage(row["stage_id"])
        for row in rows if closed[row["id"]] == row["workflow_id"]
    }  # fmt: skip
