"""The tables an administrator edits, as the services and widgets need them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from workbench.domain.activity import ActivityType
from workbench.domain.closing import ClosingReason, Verdict
from workbench.domain.people import Reach, Role, Team, User
from workbench.domain.probability import Outcome, Probability, ProbabilityTable
from workbench.domain.workflow import Stage, Transition, Workflow
from workbench.errors import NotFoundError
from workbench.i18n import _
from workbench.store import Store


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A row of a simple table: type, origin, product family."""

    id: UUID
    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Company:
    """The company that owns the deals; ``currency`` is the base currency of its totals."""

    id: UUID
    code: str
    name: str
    currency: str


@dataclass(frozen=True, kw_only=True)
class Channel:
    """Where events are told: ``log`` (a table of the store) or ``webhook``; ``topics`` empty means all."""

    id: UUID
    code: str
    kind: str
    address: str | None
    topics: tuple[str, ...]
    active: bool

    def wants(self, topic: str) -> bool:
        """Tell whether events of a topic go there; ``opportunity.*`` stands for all that begin so."""
        if not self.active:
            return False
        return not self.topics or any(
            topic == wanted or (wanted.endswith("*") and topic.startswith(wanted[:-1])) for wanted in self.topics
        )


@dataclass(frozen=True, kw_only=True)
class Lookups:
    """All settings at one moment, in the order in which people see them; retired rows are left out of choices."""

    probabilities: ProbabilityTable
    workflows: tuple[Workflow, ...]
    reasons: tuple[ClosingReason, ...]
    types: tuple[Choice, ...]
    origins: tuple[Choice, ...]
    families: tuple[Choice, ...]
    teams: tuple[Team, ...]
    users: tuple[User, ...]
    companies: tuple[Company, ...]
    currencies: tuple[str, ...]
    channels: tuple[Channel, ...] = ()
    activity_types: tuple[ActivityType, ...] = ()
    names: Mapping[UUID, str] = field(default_factory=dict[UUID, str], repr=False)
    """The name of every row of every table, retired ones too."""

    @property
    def company(self) -> Company:
        """The first company."""
        return self.companies[0]

    def workflow(self, key: UUID | str) -> Workflow:
        """Return a workflow by id or code.

        Raises:
            NotFoundError: there is none.
        """
        return _found(self._workflows, key, _("There is no such workflow."))

    def stage(self, key: UUID) -> Stage:
        """Return a stage of any workflow.

        Raises:
            NotFoundError: there is none.
        """
        return _found(self._stages, key, _("There is no such stage."))

    def reason(self, key: UUID) -> ClosingReason:
        """Return a closing reason.

        Raises:
            NotFoundError: there is none.
        """
        return _found(self._reasons, key, _("There is no such closing reason."))

    def user(self, key: UUID | str) -> User:
        """Return a user by id or login.

        Raises:
            NotFoundError: there is none.
        """
        return _found(self._users, key, _("There is no such user."))

    def activity_type(self, key: UUID | str) -> ActivityType:
        """Return an activity type by id or code, a retired one too.

        Raises:
            NotFoundError: there is none.
        """
        return _found(self._activity_types, key, _("There is no such type of activity."))

    @cached_property
    def _workflows(self) -> dict[UUID | str, Workflow]:
        by_code: dict[UUID | str, Workflow] = {row.code: row for row in reversed(self.workflows)}
        return by_code | {row.id: row for row in self.workflows}

    @cached_property
    def _stages(self) -> dict[UUID | str, Stage]:
        return {stage.id: stage for workflow in self.workflows for stage in workflow.stages}

    @cached_property
    def _reasons(self) -> dict[UUID | str, ClosingReason]:
        return {row.id: row for row in self.reasons}

    @cached_property
    def _users(self) -> dict[UUID | str, User]:
        by_login: dict[UUID | str, User] = {row.login: row for row in reversed(self.users)}
        return by_login | {row.id: row for row in self.users}

    @cached_property
    def _activity_types(self) -> dict[UUID | str, ActivityType]:
        by_code: dict[UUID | str, ActivityType] = {row.code: row for row in reversed(self.activity_types)}
        return by_code | {row.id: row for row in self.activity_types}


Row = TypeVar("Row")


def _found(rows: dict[UUID | str, Row], key: UUID | str, otherwise: str) -> Row:
    if key in rows:
        return rows[key]
    raise NotFoundError(otherwise)


SECONDS_TRUSTED = 2.0
NAMED = (
    "users", "teams", "types", "origins", "families", "reasons", "workflows", "stages", "probabilities",
    "activity_types",
)  # fmt: skip


class Settings:
    """Reads the settings once and again when they changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._version: tuple[Any, ...] | None = None
        self._lookups: Lookups | None = None
        self._asked = 0.0

    def lookups(self, *, fresh: bool = False) -> Lookups:
        """Return all settings.

        Args:
            fresh: ask the store whether another process changed them since; one small query. It is asked anyway where
                the last answer is older than two seconds, so that rights that were taken away do not live on.
        """
        now = time.monotonic()
        if self._lookups is None or fresh or now - self._asked > SECONDS_TRUSTED:
            version = self._store.rows("settings/version")[0]
            if self._lookups is None or version != self._version:
                self._lookups, self._version = self._read(), version
            self._asked = now
        return self._lookups

    @property
    def changes(self) -> int:
        """How many changes of settings there were when they were last read."""
        self.lookups()
        assert self._version is not None  # noqa: S101 - lookups() has read it
        return int(self._version[0])

    def rate(self, currency: str, on: date) -> tuple[Decimal | None, date | None]:
        """Return the last rate on or before a day into the base currency, and the rate's own day.

        The base currency itself has rate 1 on that day; an unknown rate is ``(None, None)``, never 0 or 1.
        """
        base = self.lookups().company.currency
        if currency == base:
            return Decimal(1), on
        found = self._store.rows("settings/rate", currency=currency, base=base, on_date=on)
        return (found[0][0], found[0][1]) if found else (None, None)

    def _read(self) -> Lookups:
        read = self._store.records
        return Lookups(
            probabilities=ProbabilityTable.of(_probability(row) for row in read("settings/probabilities")),
            workflows=_workflows(read("settings/workflows"), read("settings/stages"), read("settings/transitions")),
            reasons=tuple(_reason(row) for row in read("settings/reasons") if not row["retired"]),
            types=_choices(read("settings/types")),
            origins=_choices(read("settings/origins")),
            families=_choices(read("settings/families")),
            teams=tuple(
                Team(id=row["id"], code=row["code"], name=row["name"])
                for row in read("settings/teams") if not row["retired"]
            ),
            users=tuple(user_from(row) for row in read("settings/users")),
            companies=tuple(Company(**row) for row in read("settings/companies")),
            currencies=self._currencies(),
            channels=tuple(_channel(row) for row in read("settings/channels")),
            activity_types=tuple(ActivityType(**row) for row in read("settings/activity_types")),
            names={row["id"]: row["name"] for table in NAMED for row in read(f"settings/{table}")},
        )  # fmt: skip

    def _currencies(self) -> tuple[str, ...]:
        bases = [row[3] for row in self._store.rows("settings/companies")]
        return tuple(dict.fromkeys([*bases, *(row[0] for row in self._store.rows("settings/currencies"))]))


def user_from(row: dict[str, Any]) -> User:
    """Return the user of a row of table ``user_account``."""
    return User(
        id=row["id"], login=row["login"], name=row["name"], role=Role(row["role"]), team_id=row["team_id"],
        sees=Reach(row["sees"]), changes=Reach(row["changes"]), active=row["active"],
    )  # fmt: skip


def _probability(row: dict[str, Any]) -> Probability:
    return Probability(
        id=row["id"], position=row["position"], code=row["code"], name=row["name"], percent=row["percent"],
        outcome=Outcome(row["outcome"]), retired=row["retired"],
    )  # fmt: skip


def _reason(row: dict[str, Any]) -> ClosingReason:
    return ClosingReason(
        id=row["id"], position=row["position"], code=row["code"], name=row["name"], verdict=Verdict(row["verdict"])
    )


def _channel(row: dict[str, Any]) -> Channel:
    topics = tuple(filter(None, (row["topics"] or "").split(",")))
    return Channel(
        id=row["id"], code=row["code"], kind=row["kind"], address=row["address"], topics=topics, active=row["active"]
    )


def _choices(rows: list[dict[str, Any]]) -> tuple[Choice, ...]:
    return tuple(Choice(id=row["id"], code=row["code"], name=row["name"]) for row in rows if not row["retired"])


def _workflows(
    rows: list[dict[str, Any]], stages: list[dict[str, Any]], transitions: list[dict[str, Any]]
) -> tuple[Workflow, ...]:
    return tuple(
        Workflow(
            id=row["id"],
            code=row["code"],
            name=row["name"],
            stages=tuple(_stage(stage) for stage in stages if stage["workflow_id"] == row["id"]),
            transitions=frozenset(
                Transition(from_stage_id=pair["from_stage_id"], to_stage_id=pair["to_stage_id"])
                for pair in transitions
                if pair["workflow_id"] == row["id"] and not pair["retired"]
            ),
        )
        for row in rows
        if not row["retired"]
    )


def _stage(row: dict[str, Any]) -> Stage:
    return Stage(
        id=row["id"], workflow_id=row["workflow_id"], position=row["position"], code=row["code"], name=row["name"],
        colour=row["colour"], outcome=Outcome(row["outcome"]), probability_id=row["probability_id"],
        expected_days=row["expected_days"], retired=row["retired"],
    )  # fmt: skip
