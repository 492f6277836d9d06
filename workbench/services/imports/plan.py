"""What an import would do to a store: new, changed and unchanged records, and rows that are set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from workbench.domain.contact import Contact
from workbench.domain.opportunity import Opportunity
from workbench.domain.people import Scope, changing
from workbench.errors import InvalidValueError, WriteConflictError
from workbench.i18n import _, ngettext
from workbench.services.imports import compare
from workbench.services.imports.catalogue import Catalogue
from workbench.services.imports.drafts import ContactDraft, DealDraft, Intake, Rejected
from workbench.services.imports.names import folded
from workbench.services.imports.versions import Frame, Rates, as_told, histories, midnight, settled
from workbench.services.loading import ContactVersion, DealUpdate, DealVersion
from workbench.services.records import contact_from, line_from, opportunity_from, surviving
from workbench.services.session import Session
from workbench.services.settings import Company
from workbench.store import uuid7

NAMED = 5


@dataclass(kw_only=True)
class Plan:
    """The decided import: nothing in it depends on the store any more, except what the guards check."""

    intake: Intake
    catalogue: Catalogue
    company: Company
    new_currency: str | None = None
    seen_deals: int = 0
    seen_settings: int = 0
    last_number: int = 0
    new_contacts: list[ContactVersion] = field(default_factory=list[ContactVersion])
    changed_contacts: list[tuple[Contact, Contact]] = field(default_factory=list["tuple[Contact, Contact]"])
    same_contacts: int = 0
    new_deals: list[tuple[DealVersion, ...]] = field(default_factory=list["tuple[DealVersion, ...]"])
    changed_deals: list[DealUpdate] = field(default_factory=list[DealUpdate])
    same_deals: list[Opportunity] = field(default_factory=list[Opportunity])
    kept: int = 0
    unconverted: int = 0
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    repairs: Counter[str] = field(default_factory=Counter[str])
    notes: list[str] = field(default_factory=list[str])

    @property
    def deals(self) -> list[Opportunity]:
        """All deals of the file that are not set aside, as they will be."""
        new = [versions[-1].deal for versions in self.new_deals]
        return [*new, *(update.after for update in self.changed_deals), *self.same_deals]


def make_plan(session: Session, intake: Intake) -> Plan:
    """Compare what a file says with the store.

    Args:
        session: who imports, and where to.
        intake: the file, read.

    Returns:
        The plan; nothing is written.
    """
    lookups = session.settings.lookups(fresh=True)
    catalogue = Catalogue(lookups, session.user, intake)
    company = lookups.company
    plan = Plan(
        intake=intake,
        catalogue=catalogue,
        company=company,
        seen_settings=session.settings.changes,
        rejected=list(intake.rejected),
        repairs=intake.repairs.copy(),
    )
    plan.notes += [*intake.decisions, *catalogue.notes]
    _decide_currency(session, plan)
    contacts = _plan_contacts(session, plan)
    base = plan.new_currency or company.currency
    frame = Frame(
        catalogue=catalogue, contacts=contacts, company_id=company.id, user_id=session.user.id,
        currency=intake.currency or base, source=intake.source, now=session.clock(), today=session.today,
        repairs=plan.repairs, rates=Rates(base, ((str(a), b, c) for a, b, c in session.store.rows("imports/rates", base=base))),
    )  # fmt: skip
    _plan_deals(session, plan, frame)
    if intake.match_contacts:
        used = {deal.contact_id for deal in plan.deals}
        plan.new_contacts = [item for item in plan.new_contacts if item.contact.id in used]
    _warn_of_duplicates(session, plan)
    plan.rejected.sort(key=lambda row: (row.file, row.line))
    if plan.unconverted:
        plan.notes.append(
            _("Deals without an exchange rate into {base}, left out of converted totals: {count}.").format(
                count=plan.unconverted, base=base
            )
        )
    return plan


def _decide_currency(session: Session, plan: Plan) -> None:
    """Let the first import into a company without deals set the company's currency; else deals are converted."""
    wanted = plan.intake.currency
    if wanted is None or wanted == plan.company.currency:
        return
    if session.store.rows("imports/deal_count", company_id=plan.company.id)[0][0] == 0:
        plan.new_currency = wanted
        plan.notes.append(
            _("The company has no deals yet, so its currency becomes {new} (was {old}).").format(
                new=wanted, old=plan.company.currency
            )
        )
    else:
        plan.notes.append(
            _("Amounts in {currency} are converted into {base} at each deal's dated rate, where one is known.").format(
                currency=wanted, base=plan.company.currency
            )
        )


def _plan_contacts(session: Session, plan: Plan) -> dict[str, UUID]:
    """Plan the contacts and return the key of each contact that deals can name."""
    store, intake = session.store, plan.intake
    if not intake.contacts:
        return {}
    matched: set[str] = set()
    known = {row["external_id"]: contact_from(row) for row in store.records("imports/contacts", source=intake.source)}
    keys = {draft.key: known[draft.key].id if draft.key in known else uuid7() for draft in intake.contacts}
    merged = {key for key, contact in known.items() if contact.merged_into is not None}
    keys |= {key: surviving(store, known.pop(key).id) for key in merged}
    if intake.match_contacts:
        matched = _match_names(session, plan, keys, known.keys() | merged)
    history = compare.grouped(store.records("imports/contact_history", source=intake.source), "id") if known else {}
    for draft in intake.contacts:
        if draft.key not in keys:
            continue
        now = known.get(draft.key)
        if now is not None:
            _plan_contact(plan, draft, now, history.get(now.id), keys)
        elif draft.key in matched | merged:
            plan.same_contacts += 1
        else:
            plan.new_contacts.append(ContactVersion(_new_contact(draft, intake.source, keys), session.clock()))
    return keys


def _warn_of_duplicates(session: Session, plan: Plan) -> None:
    """Say how many of the new contacts and deals may be in the store already, and name some."""
    from workbench.services.duplicates import alike_among, alike_deals  # noqa: PLC0415 - rapidfuzz is loaded when needed

    alike = alike_among(session, [item.contact for item in plan.new_contacts])
    if alike:
        names = ", ".join(f"“{name}” – “{there[0]}”" for name, there in alike[:NAMED])
        plan.notes.append(
            ngettext(
                "{count} new contact looks like one that is here already: {names}.",
                "{count} new contacts look like some that are here already: {names}.",
                len(alike),
            ).format(count=len(alike), names=names + (" …" if len(alike) > NAMED else ""))
        )
    deals = alike_deals(session, [versions[-1].deal for versions in plan.new_deals])
    if deals:
        names = ", ".join(f"“{title}” – “{there}”" for title, there in deals[:NAMED])
        plan.notes.append(
            ngettext(
                "{count} new deal looks like one of its contact that is here already: {names}.",
                "{count} new deals look like some of their contacts that are here already: {names}.",
                len(deals),
            ).format(count=len(deals), names=names + (" …" if len(deals) > NAMED else ""))
        )


def _match_names(session: Session, plan: Plan, keys: dict[str, UUID], known: Container[str]) -> set[str]:
    """Take contacts that the store has under the same name and return them; a name that several share is nobody's."""
    matched: set[str] = set()
    names: dict[str, list[UUID]] = {}
    for key, name in session.store.rows("imports/contact_names"):
        names.setdefault(folded(str(name)), []).append(key)
    for draft in plan.intake.contacts:
        found = names.get(folded(draft.name), [])
        if draft.key in known or not found:
            continue
        if len(found) == 1:
            keys[draft.key] = found[0]
            matched.add(draft.key)
        else:
            del keys[draft.key]
    return matched


def _plan_contact(
    plan: Plan, draft: ContactDraft, now: Contact, history: list[Any] | None, keys: dict[str, UUID]
) -> None:
    told = compare.contact_columns(_new_contact(draft, plan.intake.source, keys))
    last = compare.imported_state(history) if history else None
    found = compare.difference(["name", "parent_id", *draft.fields], compare.contact_columns(now), last, told)
    plan.kept += len(found.kept)
    if found.conflicts:
        plan.rejected.append(_conflict(plan, draft.line, found.conflicts))
    elif found.changed:
        plan.changed_contacts.append((now, now.changed(**{name: told[name] for name in found.changed})))
    else:
        plan.same_contacts += 1


def _new_contact(draft: ContactDraft, source: str, keys: dict[str, UUID]) -> Contact:
    parent = keys.get(draft.parent) if draft.parent else None
    return Contact(
        id=keys[draft.key], name=draft.name, parent_id=parent, external_source=source, external_id=draft.key,
        **draft.fields,  # pyright: ignore[reportArgumentType]
    )  # fmt: skip


def _plan_deals(session: Session, plan: Plan, frame: Frame) -> None:
    store, source = session.store, plan.intake.source
    found = store.records("imports/deals", source=source)
    lines = compare.grouped(store.records("imports/lines", source=source), "opportunity_id") if found else {}
    try:
        known = {row["external_id"]: opportunity_from(row, map(line_from, lines.get(row["id"], ()))) for row in found}
    except InvalidValueError as error:  # a page wrote lines between the two reads
        raise WriteConflictError(
            _("Somebody wrote the same record at the same moment; nothing of this was written.")
        ) from error
    edited = compare.grouped(store.records("imports/deal_history", source=source), "id") if found else {}
    edited_lines = (
        compare.grouped(store.records("imports/line_history", source=source), "opportunity_id") if edited else {}
    )
    moments: dict[UUID, datetime] = dict(store.rows("imports/last_moments", source=source)) if found else {}
    plan.seen_deals = len(found)
    number = int(store.rows("opportunity/last_number")[0][0])
    scope = changing(session.user)
    for draft in plan.intake.deals:
        now = known.get(draft.external_id)
        try:
            if now is None:
                versions = histories(draft, frame, number + 1)
                _require_covered(scope, versions[-1].deal)
                plan.new_deals.append(versions)
                number += 1
                plan.unconverted += versions[-1].deal.rate is None
                continue
            last = compare.imported_state(edited[now.id]) if now.id in edited else None
            if last is not None:
                last["lines"] = tuple(map(line_from, edited_lines.get(now.id, ())))
            _plan_update(plan, draft, now, last, frame, scope, moments[now.id])
        except InvalidValueError as error:
            plan.rejected.append(_refused(plan, draft, error.field, str(error)))
    plan.last_number = number


def _plan_update(
    plan: Plan, draft: DealDraft, now: Opportunity, last: dict[str, object] | None, frame: Frame, scope: Scope,
    last_moment: datetime,
) -> None:  # fmt: skip
    draft = settled(draft, frame.catalogue)
    told = as_told(draft, frame, now.number)
    untold = {"expected_close_date"} if draft.close_day and draft.closed_on else set[str]()
    found = compare.difference(plan.intake.given - untold, compare.deal_values(now), last, compare.deal_values(told))
    plan.kept += len(found.kept)
    if found.conflicts:
        plan.rejected.append(replace(_conflict(plan, draft.line, found.conflicts), cells=draft.cells))
    elif not found.changed:
        plan.same_deals.append(now)
    elif not scope.covers(owner_id=now.owner_id, team_id=now.team_id):
        plan.rejected.append(_refused(plan, draft, "", _("You may look at this deal but not change it.")))
    else:
        after = compare.taken_over(now, told, found.changed)
        _require_covered(scope, after)
        effective = _happened(draft, now, after) or frame.now
        plan.changed_deals.append(DealUpdate(now, after, effective if effective >= last_moment else frame.now))


def _happened(draft: DealDraft, now: Opportunity, after: Opportunity) -> datetime | None:
    """Return when a deal came to be as the file tells it, where the file tells that."""
    if after.stage_id != now.stage_id and (draft.moves or draft.closed_at):
        return after.stage_since
    if after.closed_date and after.closed_date != now.closed_date:
        return max(midnight(after.closed_date), now.stage_since)
    return None


def _require_covered(scope: Scope, deal: Opportunity) -> None:
    if not scope.covers(owner_id=deal.owner_id, team_id=deal.team_id):
        raise InvalidValueError("owner", _("You may not give a deal to this owner: it would not be yours to change."))


def _conflict(plan: Plan, line: int, names: tuple[str, ...]) -> Rejected:
    reason = _("Changed here and in the file since the last import: {fields}. Nothing was overwritten.").format(
        fields=", ".join(names)
    )
    return Rejected(file=plan.intake.file, line=line, column=names[0], value="", reason=reason)


def _refused(plan: Plan, draft: DealDraft, field_name: str, reason: str) -> Rejected:
    column = next((source for source, target in plan.intake.columns if target == field_name), field_name)
    value = dict(draft.cells).get(column, "")
    return Rejected(
        file=plan.intake.file, line=draft.line, column=column, value=value, reason=reason, cells=draft.cells
    )
