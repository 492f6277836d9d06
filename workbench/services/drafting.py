"""A deal that is about to be written: a new one with its defaults, changes with what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from workbench.domain.kinds import read_value
from workbench.domain.lines import Line
from workbench.domain.money import currency_code
from workbench.domain.opportunity import Opportunity
from workbench.domain.people import require_change
from workbench.domain.probability import Outcome
from workbench.domain.text import required_line
from workbench.domain.workflow import Stage, Workflow
from workbench.errors import InvalidValueError
from workbench.i18n import _, formats
from workbench.services.records import surviving
from workbench.services.session import Session
from workbench.services.settings import Choice
from workbench.store import uuid7


def new_deal(
    session: Session, title: str, lines: tuple[Line, ...], given: Mapping[str, object], *, number: int,
    contacts: Container[UUID] = (),
) -> Opportunity:  # fmt: skip
    """Return a deal that is not written yet, at version 1, with the defaults of the settings.

    Args:
        session: who creates it.
        title: what it is about.
        lines: its lines.
        given: fields as ``Opportunities.create`` takes them.
        number: the deal's number.
        contacts: keys of contacts that are known to exist; others are looked up.

    Raises:
        NotAllowedError: the owner lies outside what the user may change.
        InvalidValueError: a value against a rule; ``field`` names it.
        NotFoundError: no such workflow or user.
    """
    wanted, lookups, user = dict(given), session.lookups, session.user
    workflow = lookups.workflow(_code_or_id(wanted.pop("workflow", lookups.workflows[0].id)))
    stage = _stage(workflow, wanted.pop("stage", None))
    owner = lookups.user(_code_or_id(wanted.pop("owner", None) or wanted.pop("owner_id", None) or user.id))
    chosen = read_value("probability_id", wanted.pop("probability_id", None))
    if "type" in wanted:
        wanted["type_id"] = _choice("type", wanted.pop("type"), lookups.types)
    if "contact" in wanted:
        wanted["contact_id"] = wanted.pop("contact")
    blank = Opportunity(
        id=uuid7(), number=number, company_id=lookups.company.id, title=required_line("title", title),
        owner_id=owner.id, team_id=owner.team_id, entered_by=user.id, currency=lookups.company.currency,
        workflow_id=workflow.id, stage_id=stage.id, stage_since=session.clock(),
        probability_id=chosen if isinstance(chosen, UUID) else stage.probability_id or lookups.probabilities.nearest(0).id,
        probability_by_hand=isinstance(chosen, UUID), created_date=session.today, version=0,
    )  # fmt: skip
    if lookups.probabilities.row(blank.probability_id).outcome is not Outcome.OPEN:
        raise InvalidValueError("probability_id", _("A new deal starts in an open stage."))
    deal, _event = blank.changed(**completed(session, blank, {"currency": blank.currency, **wanted}, contacts))
    if lines:
        deal = replace(deal.with_lines(lines)[0], version=1)
    require_change(user, owner_id=deal.owner_id, team_id=deal.team_id)
    return deal


def completed(
    session: Session, deal: Opportunity, changes: Mapping[str, object], contacts: Container[UUID] = ()
) -> dict[str, object]:
    """Return changes with what follows from them: a currency's rate today, an owner's team; references are checked.

    Raises:
        InvalidValueError: a value of the wrong kind, a record that does not exist, a currency that is none, or a rate
            other than 1 in the base currency.
    """
    wanted = {name: read_value(name, value) for name, value in changes.items()}
    for name in ("contact_id", "person_id"):
        if isinstance(key := wanted.get(name), UUID) and key not in contacts:
            wanted[name] = surviving(session.store, key)
    base = session.lookups.company.currency
    if "currency" in wanted:
        code = wanted["currency"] = currency_code(str(wanted["currency"]))
        if not formats.is_currency(code):
            raise InvalidValueError("currency", _("There is no currency {code}.").format(code=code))
        if "rate" not in wanted and (code != deal.currency or deal.rate is None):
            wanted["rate"], wanted["rate_date"] = session.settings.rate(code, session.today)
    if wanted.get("currency", deal.currency) == base and "rate" in wanted and wanted["rate"] != Decimal(1):
        raise InvalidValueError("rate", _("The rate of {currency} into itself is 1.").format(currency=base))
    _check_references(session, deal, wanted, contacts)
    owner = wanted.get("owner_id")
    if isinstance(owner, UUID) and "team_id" not in wanted:
        wanted["team_id"] = session.lookups.user(owner).team_id
    return wanted


def as_line(given: Line | Mapping[str, object]) -> Line:
    """Return a line from a line or from a mapping of its fields; a new line gets a key.

    Raises:
        InvalidValueError: an unknown field or a value against a rule.
    """
    if isinstance(given, Line):
        return given
    values: dict[str, Any] = {"id": uuid7(), **{name: read_value(name, value) for name, value in given.items()}}
    if values["id"] is None:
        values["id"] = uuid7()
    try:
        return Line(**values)
    except TypeError as error:
        raise InvalidValueError("lines", _("A line has a field that does not exist.")) from error


def own_lines(given: Iterable[Line], present: Iterable[Line]) -> tuple[Line, ...]:
    """Return lines of which each is one of the deal's present lines or a new one: none is taken from another deal."""
    own, taken = {line.id for line in present}, set[UUID]()
    lines: list[Line] = []
    for line in given:
        lines.append(line if line.id in own - taken else replace(line, id=uuid7()))
        taken.add(line.id)
    return tuple(lines)


def _check_references(
    session: Session, deal: Opportunity, wanted: Mapping[str, object], contacts: Container[UUID]
) -> None:
    lookups = session.lookups

    def is_contact(key: UUID) -> bool:
        return key in contacts or bool(session.store.rows("contact/get", id=key))

    def is_active(key: UUID) -> bool:
        return any(user.id == key and user.active for user in lookups.users)

    known: dict[str, Callable[[UUID], bool]] = {
        "type_id": lambda key: any(row.id == key for row in lookups.types),
        "origin_id": lambda key: any(row.id == key for row in lookups.origins),
        "team_id": lambda key: any(row.id == key for row in lookups.teams),
        "owner_id": is_active,
        "agent_id": is_active,
        "contact_id": is_contact,
        "person_id": is_contact,
    }
    for field, is_known in known.items():
        key = wanted.get(field)
        if isinstance(key, UUID) and key != getattr(deal, field) and not is_known(key):
            raise InvalidValueError(field, _("This record does not exist."))


def _stage(workflow: Workflow, wanted: object) -> Stage:
    """Return the open stage in which a new deal starts."""
    if wanted is None:
        return workflow.first()
    stage = next((one for one in workflow.stages if wanted in {one.id, one.code, str(one.id)}), None)
    if stage is None:
        raise InvalidValueError("stage", _("There is no such stage."))
    if stage.outcome is not Outcome.OPEN:
        raise InvalidValueError("stage", _("A new deal starts in an open stage."))
    return stage


def _choice(field: str, wanted: object, choices: Iterable[Choice]) -> UUID | None:
    if wanted is None:
        return None
    for row in choices:
        if wanted in {row.id, row.code, str(row.id)}:
            return row.id
    raise InvalidValueError(field, _("This record does not exist."))


def _code_or_id(value: object) -> UUID | str:
    return value if isinstance(value, UUID) else str(value)
