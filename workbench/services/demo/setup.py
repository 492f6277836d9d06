"""Settings of the demo company: what is missing is added, then everything is read back with its keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import cast
from uuid import UUID

from workbench.services import defaults
from workbench.services.demo import company
from workbench.services.demo.rates import Rates
from workbench.services.setting_rows import add_setting, remember_setting
from workbench.store import Batch, Store

Record = dict[str, object]


@dataclass(frozen=True)
class Setup:
    """Keys of the settings by code (people by login); stages as ``workflow/stage``, with the key of their probability."""

    company: UUID
    teams: dict[str, UUID]
    people: dict[str, UUID]
    probabilities: dict[str, UUID]
    reasons: dict[str, tuple[UUID, str]]
    workflows: dict[str, UUID]
    stages: dict[str, tuple[UUID, UUID]]
    types: dict[str, UUID]
    origins: dict[str, UUID]
    families: dict[str, UUID]
    activity_types: dict[str, UUID]


def add_base_settings(batch: Batch, store: Store, *, since: datetime, keys: Iterator[UUID]) -> None:
    """Add the first settings where the store has none, else give the company the demo company's name."""
    known = store.records("settings/companies")
    if not known:
        defaults.first_settings(
            batch, now=since, company_name=company.NAME, currency=company.CURRENCY, administrator_login="admin",
            make_id=lambda: next(keys),
        )  # fmt: skip
        return
    values: Record = {
        "id": known[0]["id"],
        "code": known[0]["code"],
        "name": company.NAME,
        "currency": company.CURRENCY,
    }
    batch.add("settings/update_company", **values)
    remember_setting(batch, "company", now=batch.recorded_at, **values)


def add_company_settings(batch: Batch, store: Store, *, since: datetime, keys: Iterator[UUID], rates: Rates) -> None:
    """Add the demo company's teams, people, second workflow, types, families, activity types and rates, each once."""
    make_id = lambda: next(keys)  # noqa: E731
    teams = _by_code(store.records("settings/teams"))
    for code, (name, _countries) in company.TEAMS.items():
        if code not in teams:
            teams[code] = make_id()
            add_setting(batch, "team", now=since, id=teams[code], code=code, name=name, retired=False)
    _add_people(batch, store, since, keys, teams)
    workflows = _by_code(store.records("settings/workflows"))
    if company.SERVICE.code not in workflows:
        workflows[company.SERVICE.code] = defaults.add_workflow(
            batch, company.SERVICE, now=since, position=2,
            probabilities=_by_code(store.records("settings/probabilities")), make_id=make_id,
        )  # fmt: skip
    types = _by_code(store.records("settings/types"))
    for code, name, workflow in company.TYPES:
        if code not in types:
            defaults.add_type(batch, now=since, code=code, name=name, workflow_id=workflows[workflow], make_id=make_id)
    families = _by_code(store.records("settings/families"))
    for family in company.FAMILIES:
        if family.code not in families:
            defaults.add_family(
                batch, now=since, code=family.code, name=family.name, price=family.price, make_id=make_id
            )
    _add_activity_types(batch, store, since, keys)
    _add_rates(batch, store, since, rates)


def read_setup(store: Store) -> Setup:
    """Read the keys of all settings."""
    workflows = _by_code(store.records("settings/workflows"))
    names = {key: code for code, key in workflows.items()}
    return Setup(
        company=cast("UUID", store.records("settings/companies")[0]["id"]),
        teams=_by_code(store.records("settings/teams")),
        people={str(row["login"]): cast("UUID", row["id"]) for row in store.records("settings/users")},
        probabilities=_by_code(store.records("settings/probabilities")),
        reasons={
            str(row["code"]): (cast("UUID", row["id"]), str(row["verdict"]))
            for row in store.records("settings/reasons") if not row["retired"]
        },
        workflows=workflows,
        stages={
            f"{names[cast('UUID', row['workflow_id'])]}/{row['code']}":
            (cast("UUID", row["id"]), cast("UUID", row["probability_id"]))
            for row in store.records("settings/stages")
        },
        types=_by_code(store.records("settings/types")),
        origins=_by_code(store.records("settings/origins")),
        families=_by_code(store.records("settings/families")),
        activity_types=_by_code(store.records("settings/activity_types")),
    )  # fmt: skip


def _add_people(batch: Batch, store: Store, since: datetime, keys: Iterator[UUID], teams: dict[str, UUID]) -> None:
    known = {str(row["login"]) for row in store.records("settings/users")}
    for person in company.PEOPLE:
        if person.login not in known:
            defaults.add_user(
                batch, now=since, login=person.login, name=person.name, role=person.role,
                team_id=teams.get(person.team), sees=person.sees, changes=person.changes, make_id=lambda: next(keys),
            )  # fmt: skip


def _add_activity_types(batch: Batch, store: Store, since: datetime, keys: Iterator[UUID]) -> None:
    known = _by_code(store.records("settings/activity_types"))
    defaults.add_activity_types(batch, now=since, known=known, make_id=lambda: next(keys))


def _add_rates(batch: Batch, store: Store, since: datetime, rates: Rates) -> None:
    if company.SECOND_CURRENCY in {str(row[0]) for row in store.rows("settings/currencies")}:
        return
    for day, value in zip(rates.days.tolist(), rates.values.tolist(), strict=True):
        add_setting(
            batch, "exchange_rate", now=since, currency=company.SECOND_CURRENCY, base=company.CURRENCY,
            on_date=cast("date", day), rate=Decimal(int(value)).scaleb(-8),
        )  # fmt: skip


def _by_code(rows: list[Record]) -> dict[str, UUID]:
    return {str(row["code"]): cast("UUID", row["id"]) for row in rows}
