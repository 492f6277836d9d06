"""New deals: one, or many as one unit of work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from workbench.domain.events import OpportunityCreated
from workbench.domain.lines import Line
from workbench.domain.opportunity import Opportunity
from workbench.domain.people import Right, require
from workbench.errors import GuardFailedError, InvalidValueError, WriteConflictError
from workbench.i18n import _
from workbench.services import drafting, line_drafting, writing
from workbench.services.loading import add_new_deals, tell_of_many
from workbench.services.session import Session
from workbench.store import Batch

NUMBER_TAKEN = "opportunity/guard_number"


def create_one(
    session: Session, title: str, lines: tuple[Line, ...], given: Mapping[str, object]
) -> tuple[Opportunity, UUID]:
    """Create a deal; return it and its unit of work.

    Raises:
        WriteConflictError: the number was given to another deal at the same moment; decided again, it may pass.
        NotAllowedError, InvalidValueError, NotFoundError: as ``drafting.new_deal`` raises them.
    """
    require(session.user, Right.CREATE)
    line_drafting.check_families(session.lookups, lines)
    deal = drafting.new_deal(session, title, lines, given, number=next_number(session))
    batch = session.batch("create")
    writing.add_deal(batch, deal, session.lookups)
    _write(session, batch)
    return deal, batch.unit


def create_many(session: Session, wanted: Sequence[Mapping[str, object]]) -> tuple[list[Opportunity], UUID]:
    """Create deals as one unit of work, all of them or none; return them and their unit of work.

    Args:
        session: who creates them.
        wanted: of each deal what ``create_one`` takes: ``title``, ``lines``, and any editable field.

    Raises:
        InvalidValueError: a value against a rule; the message begins with the place of the deal, the first is 1.
        WriteConflictError, NotAllowedError, NotFoundError: as for one.
    """
    require(session.user, Right.CREATE)
    first = next_number(session)
    contacts = _known_contacts(session, wanted)
    deals: list[Opportunity] = []
    for place, given in enumerate(wanted):
        fields = dict(given)
        title = str(fields.pop("title", None) or "")
        lines = cast("Sequence[Line | Mapping[str, object]]", fields.pop("lines", ()))
        try:
            own = drafting.own_lines(line_drafting.read_lines(lines), ())
            line_drafting.check_families(session.lookups, own)
            deals.append(drafting.new_deal(session, title, own, fields, number=first + place, contacts=contacts))
        except InvalidValueError as error:
            raise InvalidValueError(error.field, _("Deal {place}: {why}").format(place=place + 1, why=error)) from error
    batch = session.batch("create")
    if deals:
        batch.guard(NUMBER_TAKEN, number=first)
        writing.guard_contacts(batch, deals)
        add_new_deals(batch, deals)
        batch.add("opportunity/take_number", number=deals[-1].number)
        tell_of_many(batch, session.lookups, created=len(deals), changed=0)
        _write(session, batch)
    return deals, batch.unit


def created(deal: Opportunity) -> OpportunityCreated:
    """Return the event of a new deal."""
    return OpportunityCreated(opportunity_id=deal.id, version=deal.version)


def next_number(session: Session) -> int:
    """Return the number that the next deal gets."""
    return int(session.store.rows("opportunity/last_number")[0][0]) + 1


def _known_contacts(session: Session, wanted: Sequence[Mapping[str, object]]) -> frozenset[UUID]:
    named = {
        value for given in wanted for name in ("contact", "contact_id", "person_id")
        if isinstance(value := given.get(name), UUID)
    }  # fmt: skip
    return (
        frozenset(row[0] for row in session.store.rows("contact/in_use", ids=sorted(named))) if named else frozenset()
    )


def _write(session: Session, batch: Batch) -> None:
    try:
        session.write(batch)
    except GuardFailedError as error:
        raise WriteConflictError(_("The number was given to another deal at the same moment.")) from error
