"""What a change makes of each deal: the next version, nothing, or the reason why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from workbench.domain.closing import check_reason
from workbench.domain.opportunity import Opportunity, differing_fields
from workbench.domain.people import require_change
from workbench.domain.probability import Outcome, Probability
from workbench.domain.workflow import Stage
from workbench.errors import AnswerNeededError, InvalidValueError
from workbench.i18n import _
from workbench.services import drafting
from workbench.services.bulk.change import Change
from workbench.services.session import Session


class Deciding:
    """Applies one change to deal after deal, at one moment.

    Args:
        session: who changes.
        change: what shall change.
        last_open: per deal the stage to which it goes back when it is opened again.

    Raises:
        AnswerNeededError: the change closes deals and no reason was given.
        InvalidValueError, NotFoundError: a stage, probability or reason that does not exist or fit.
    """

    def __init__(self, session: Session, change: Change, last_open: Mapping[UUID, Stage] | None = None) -> None:
        self._session, self._change = session, change
        self._lookups, self._user = session.lookups, session.user
        self._last_open = last_open or {}
        self._now, self._today = session.clock(), session.today
        self._reason = None if change.reason_id is None else self._lookups.reason(change.reason_id)
        self._stage = None if change.stage_id is None else self._lookups.stage(change.stage_id)
        self._row = self._probability(change.probability_id)
        outcome = self._row.outcome if self._row else self._stage.outcome if self._stage else Outcome.OPEN
        if outcome is not Outcome.OPEN:
            check_reason(self._reason, outcome)

    @property
    def opens(self) -> bool:
        """Whether closed deals are opened again, so that their last open stage is wanted."""
        return self._row is not None and self._row.outcome is Outcome.OPEN

    def next(self, deal: Opportunity) -> Opportunity | None:
        """Return the deal's next version, or nothing where it is as wanted already.

        Raises:
            WorkbenchError: this deal cannot be changed so; the message says why.
        """
        require_change(self._user, owner_id=deal.owner_id, team_id=deal.team_id)
        after = self._put_away(self._moved(self._with_fields(deal)))
        if not differing_fields(deal, after):
            return None
        require_change(self._user, owner_id=after.owner_id, team_id=after.team_id)
        return after if after.version == deal.version + 1 else replace(after, version=deal.version + 1)

    def _with_fields(self, deal: Opportunity) -> Opportunity:
        wanted = dict(self._change.fields)
        if self._change.add_tags or self._change.remove_tags:
            gone = {tag.casefold() for tag in self._change.remove_tags}
            kept = [tag for tag in deal.tags if tag.casefold() not in gone]
            wanted["tags"] = tuple(dict.fromkeys((*kept, *self._change.add_tags)))
        wanted = {name: value for name, value in wanted.items() if value != getattr(deal, name)}
        if not wanted:
            return deal
        after, _event = deal.changed(**drafting.completed(self._session, deal, wanted))
        return after

    def _moved(self, deal: Opportunity) -> Opportunity:
        row, stage = self._row, self._stage
        if stage is not None and stage.id != deal.stage_id:
            flow = self._lookups.workflow(deal.workflow_id)
            flow.stage(stage.id)
            after, _event = deal.moved_to(
                stage, workflow=flow, table=self._lookups.probabilities, on=self._now, today=self._today,
                reason=self._reason, note=self._change.note,
            )  # fmt: skip
            return after
        if row is not None and row.id != deal.probability_id:
            return self._at(row, deal)
        return deal

    def _at(self, row: Probability, deal: Opportunity) -> Opportunity:
        flow = self._lookups.workflow(deal.workflow_id)
        try:
            after, _event = deal.at_probability(
                row, workflow=flow, table=self._lookups.probabilities, on=self._now, today=self._today,
                reason=self._reason, note=self._change.note, reopen_in=self._last_open.get(deal.id),
            )  # fmt: skip
        except AnswerNeededError as error:
            raise InvalidValueError("reason_id", str(error)) from error
        return after

    def _put_away(self, deal: Opportunity) -> Opportunity:
        if self._change.archived in {None, deal.archived}:
            return deal
        after, _event = deal.put_away(archived=bool(self._change.archived))
        return after

    def _probability(self, key: UUID | None) -> Probability | None:
        if key is None:
            return None
        for row in self._lookups.probabilities.rows:
            if row.id == key:
                return row
        raise InvalidValueError("probability_id", _("This record does not exist."))
