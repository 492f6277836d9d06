"""A unit of work: guards, statements and change rows that are written together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from workbench.store.literals import literal
from workbench.store.named import named_query

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Bulk:
    """A frame whose rows are appended to a table."""

    table: str
    frame: pd.DataFrame


@dataclass(frozen=True)
class Stream:
    """Tables and frames that are made one after the other while they are staged, so that not all are held at once."""

    parts: Iterable[tuple[str, pd.DataFrame]]


@dataclass(frozen=True)
class Bond:
    """What binds units of work to a running job: a guard before all else, and a last statement.

    Args:
        guard: a named query with the job's ``id`` that yields a row where the job no longer runs.
        last: a named statement with ``id`` and ``now`` that writes the job's row, so that a unit and a cancel collide.
        id: the job.
        wanted: is called before a unit is sent; may raise, and nothing is written.
        refused: is called where a unit was refused; may raise what says it best.
    """

    guard: str
    last: str
    id: UUID
    wanted: Callable[[], None]
    refused: Callable[[], None]


@dataclass(kw_only=True)
class Batch:
    """One unit of work, sent to the store as one message.

    Args:
        unit: the key of the unit, from :func:`workbench.store.uuid7`.
        user_login: who writes.
        origin: from where: ``page``, ``notebook``, ``command``, ``import`` or ``demo``.
        kind: what is done, a verb: ``move``, ``update``.
        why: the reason the person gave, if any.
        silent: housekeeping, such as a lease: leaves no row of its own and wakes no page. As nobody can ask whether it
            was written, it must do no harm when it is sent twice.
        recorded_at: when the store learns it, UTC without a zone.
    """

    unit: UUID
    user_login: str
    origin: str
    kind: str
    recorded_at: datetime
    why: str | None = None
    silent: bool = False
    guards: list[str] = field(default_factory=list[str])
    steps: list[str | Bulk | Stream] = field(default_factory=list["str | Bulk | Stream"])
    changes: list[tuple[str, UUID, int]] = field(default_factory=list[tuple[str, UUID, int]])

    def guard(self, name: str, /, **parameters: object) -> None:
        """Refuse the whole unit if the named query yields a row."""
        violated = named_query(name).render(parameters)
        self.guards.append(f"select error({literal('guard:' + name)}) from ({violated}) as violated")  # noqa: S608 - rendered

    def add(self, name: str, /, **values: object) -> None:
        """Add a named statement."""
        self.steps.append(named_query(name).render(values))

    def bulk(self, table: str, frame: pd.DataFrame) -> None:
        """Append a frame's rows to a table; columns are matched by name, in any order."""
        self.steps.append(Bulk(table, frame))

    def stream(self, parts: Iterable[tuple[str, pd.DataFrame]]) -> None:
        """Append the rows of many frames, each made when its turn comes: for more rows than memory should hold.

        Args:
            parts: table and frame; consumed once, when the unit is written.
        """
        self.steps.append(Stream(parts))

    def changed(self, entity: str, entity_id: UUID, version: int) -> None:
        """Tell the other pages that a record has a new version."""
        self.changes.append((entity, entity_id, version))

    def bound(self, bond: Bond) -> Batch:
        """Return this unit as a part of a running job."""
        whole = replace(self, guards=[*self.guards], steps=[*self.steps])
        whole.guard(bond.guard, id=bond.id)
        whole.add(bond.last, id=bond.id, now=self.recorded_at)
        return whole

    def message(self, staged: dict[int, str]) -> str:
        """Write the unit as one message.

        Args:
            staged: the insert statement of each bulk step, by the step's place.
        """
        steps = [step if isinstance(step, str) else staged[place] for place, step in enumerate(self.steps)]
        guards = [" union all ".join(self.guards)] if self.guards else []
        unit = [] if self.silent else [self._unit_row()]
        return ";\n".join(["begin", *guards, *unit, *steps, *self._change_rows(), "commit"])

    def _unit_row(self) -> str:
        row = (self.unit, self.recorded_at, self.user_login, self.origin, self.kind, self.why)
        values = ", ".join(literal(value) for value in row)
        return f"insert into unit_of_work (id, recorded_at, user_login, origin, kind, why) values ({values})"  # noqa: S608 - literals

    def _change_rows(self) -> list[str]:
        if not self.changes:
            return []
        rows = ", ".join(
            "(" + ", ".join(literal(value) for value in (self.unit, self.recorded_at, *change)) + ")"
            for change in self.changes
        )
        return [f"insert into change (unit_id, recorded_at, entity, entity_id, version) values {rows}"]  # noqa: S608 - literals
