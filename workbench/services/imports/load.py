"""A plan becomes one unit of work: all of it is written, or nothing."""

from __future__ import annotations

from uuid import UUID

from workbench.services.imports.plan import Plan
from workbench.services.loading import add_contacts, add_deals, tell_of_many, update_contact, update_deals
from workbench.services.session import Session
from workbench.services.setting_rows import add_setting, remember_setting
from workbench.store import Batch


def is_empty(plan: Plan) -> bool:
    """Tell whether a plan changes nothing."""
    return not (
        plan.catalogue.added or plan.new_currency or plan.new_contacts or plan.changed_contacts or plan.new_deals
        or plan.changed_deals
    )  # fmt: skip


def write(session: Session, plan: Plan) -> UUID:
    """Write a plan and return its unit of work.

    Raises:
        GuardFailedError, WriteConflictError: something the plan rests on changed meanwhile.
        StoreUnavailableError: the store cannot take it, for example because the disk is full; it is as before.
    """
    batch = session.batch("import", why=f"{plan.intake.format}: {plan.intake.file}", seen=plan.seen_settings)
    if plan.new_deals:
        batch.guard("imports/guard_count", source=plan.intake.source, seen=plan.seen_deals)
        batch.guard("opportunity/guard_number", number=plan.last_number - len(plan.new_deals) + 1)
    _add_settings(batch, plan)
    add_contacts(batch, plan.new_contacts)
    for before, after in plan.changed_contacts:
        update_contact(batch, before, after, effective_at=batch.recorded_at)
    update_deals(batch, plan.changed_deals)
    add_deals(batch, plan.new_deals)
    if plan.new_deals:
        batch.add("opportunity/take_number", number=plan.last_number)
    tell_of_many(batch, session.lookups, created=len(plan.new_deals), changed=len(plan.changed_deals))
    session.write(batch)
    return batch.unit


def _add_settings(batch: Batch, plan: Plan) -> None:
    now = batch.recorded_at
    if plan.new_currency:
        company = {
            "id": plan.company.id, "code": plan.company.code, "name": plan.company.name, "currency": plan.new_currency,
        }  # fmt: skip
        batch.guard("imports/guard_company_empty", company_id=plan.company.id)
        batch.add("settings/update_company", **company)
        remember_setting(batch, "company", now=now, **company)
        batch.add("imports/set_base_currency", value=plan.new_currency)
        remember_setting(batch, "setting", now=now, name="base_currency", value=plan.new_currency)
    for entity, values in plan.catalogue.added:
        add_setting(batch, entity, now=now, **values)
