"""``wb.configuration``: every table of the settings, with use counts; retired instead of deleted; undone like deals."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from workbench.domain.people import Right, require
from workbench.errors import ChangedMeanwhileError, InvalidValueError, NotFoundError
from workbench.i18n import _
from workbench.services.configuration import rules
from workbench.services.configuration.tables import TABLES, Kind, Table, read_value
from workbench.services.session import Session
from workbench.services.setting_rows import remember_setting, setting_key
from workbench.store import Batch, uuid7

ALSO = {"transition": "transitions"}
HISTORY = 200
Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a table: its values by column, how many records use it, and whether it is retired."""

    key: str
    values: Mapping[str, Any]
    used: int
    retired: bool


@dataclass(frozen=True, kw_only=True)
class SettingChange:
    """What a unit of work did to a row of settings; ``before`` is ``None`` where it was added. Moments in UTC."""

    unit: UUID
    recorded_at: datetime
    user_login: str
    origin: str
    table: str
    key: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


class Configuration:
    """Reads and changes the tables of the settings; administrators only."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._store = session.store

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table in their order, retired ones too.

        Raises:
            NotAllowedError: the user is no administrator.
            NotFoundError: there is no such table.
        """
        require(self._session.user, Right.SETTINGS)
        spec = table_of(table)
        used = self.used(spec)
        return [
            Row(
                key=setting_key(table, row), values=row, used=used.get(row.get("id"), 0),
                retired=bool(row.get("retired")),
            )
            for row in self._read(spec.read)
        ]  # fmt: skip

    def add(self, table: str, values: Mapping[str, object]) -> UUID:
        """Add a row; its order is the last. Return the unit of work.

        Raises:
            InvalidValueError: a value against a rule; ``field`` names it.
            NotAllowedError, NotFoundError: as the names say.
        """
        spec = table_of(table)

        def change(rows: dict[str, list[dict[str, Any]]], batch: Batch) -> None:
            row: dict[str, Any] = {column.key: read_value(column, values.get(column.key)) for column in spec.columns}
            unknown = set(values) - {column.key for column in spec.columns}
            if unknown:
                spec.column(min(unknown))
            row |= self._beside(spec, rows, row)
            rows[table].append(row)
            rules.check(rows, [(table, row)])
            self._write(batch, f"settings/insert_{table}", table, row)

        return self._change("add setting", change)

    def update(self, table: str, key: str, values: Mapping[str, object]) -> UUID:
        """Change values of a row. Return the unit of work.

        Raises:
            InvalidValueError: a value against a rule, or one that is fixed; ``field`` names it.
            NotAllowedError, NotFoundError: as the names say.
        """
        spec = table_of(table)

        def change(rows: dict[str, list[dict[str, Any]]], batch: Batch) -> None:
            row = _row(rows[table], table, key)
            for name, value in values.items():
                column = spec.column(name)
                read = read_value(column, value)
                if column.fixed and read != row[name]:
                    raise InvalidValueError(name, _("This value is given once and stays."))
                row[name] = read
            rules.check(rows, [(table, row)])
            self._write(batch, f"settings/update_{table}", table, row)

        return self._change("change setting", change)

    def retire(self, table: str, key: str, *, retired: bool = True) -> UUID:
        """Offer a row no more, or offer it again; records that use it keep it. Return the unit of work.

        Raises:
            InvalidValueError: it cannot be missed; the message says why and what to do.
            NotAllowedError, NotFoundError: as the names say.
        """
        spec = table_of(table)
        if not spec.retires:
            raise InvalidValueError("retired", _("Rows of this table stay."))

        def change(rows: dict[str, list[dict[str, Any]]], batch: Batch) -> None:
            row = _row(rows[table], table, key)
            row["retired"] = retired
            if retired:
                rules.check_retired(spec, row, self.used(spec).get(row["id"], 0))
            rules.check(rows, [(table, row)])
            self._write(batch, f"settings/update_{table}", table, row)

        return self._change("retire setting" if retired else "bring back setting", change)

    def move(self, table: str, key: str, *, by: int) -> UUID | None:
        """Move a row up (negative) or down among its neighbours. Return the unit of work; ``None`` at the ends.

        Raises:
            NotAllowedError, NotFoundError, InvalidValueError: as the names say.
        """
        spec = table_of(table)
        if not spec.ordered:
            raise InvalidValueError("position", _("This table is sorted by name."))
        moved = False

        def change(rows: dict[str, list[dict[str, Any]]], batch: Batch) -> None:
            nonlocal moved
            row = _row(rows[table], table, key)
            beside = [other for other in rows[table] if other.get(spec.within) == row.get(spec.within)]
            place = beside.index(row)
            to = max(0, min(len(beside) - 1, place + by))
            moved = to != place
            beside.insert(to, beside.pop(place))
            for position, other in enumerate(beside, start=1):
                if other["position"] != position:
                    other["position"] = position
                    self._write(batch, f"settings/update_{table}", table, other)

        unit = self._change("order settings", change)
        return unit if moved else None

    def allow(self, workflow: UUID, source: UUID, target: UUID, *, allowed: bool) -> UUID:
        """Allow a way from a stage to another one of the same workflow, or allow it no more.

        Raises:
            InvalidValueError: the stages are not two of this workflow.
            NotAllowedError: as the name says.
        """

        def change(rows: dict[str, list[dict[str, Any]]], batch: Batch) -> None:
            stages = {row["id"] for row in rows["stage"] if row["workflow_id"] == workflow}
            if source == target or not {source, target} <= stages:
                raise InvalidValueError("transition", _("A way leads from a stage to another one of its workflow."))
            pair = {"workflow_id": workflow, "from_stage_id": source, "to_stage_id": target}
            self.write_way(batch, rows, pair, allowed=allowed)

        return self._change("change ways", change)

    def history(self, table: str | None = None) -> list[SettingChange]:
        """Return the last changes of a table, or of all, latest first.

        Raises:
            NotAllowedError: the user is no administrator.
        """
        require(self._session.user, Right.SETTINGS)
        rows = self._store.records("settings/history", entity=table, limit=HISTORY * 2)
        found: list[SettingChange] = []
        for place, row in enumerate(rows[:HISTORY]):
            earlier = (
                other for other in rows[place + 1 :]
                if (other["entity"], other["entity_id"]) == (row["entity"], row["entity_id"])
            )  # fmt: skip
            before = next(earlier, None)
            found.append(
                SettingChange(
                    unit=row["unit_id"], recorded_at=row["recorded_at"], user_login=row["user_login"] or "",
                    origin=row["origin"] or "", table=row["entity"], key=row["entity_id"],
                    before=None if before is None else json.loads(before["state"]), after=json.loads(row["state"]),
                )
            )  # fmt: skip
        return found

    def undo(self, unit: UUID) -> UUID:
        """Give the rows that a unit of work changed their values from before; a row that it added is retired.

        Raises:
            ChangedMeanwhileError: one of them was changed again since.
            InvalidValueError: a rule would be broken.
            NotAllowedError, NotFoundError: as the names say.
        """

        def change(rows: dict[str, list[dict[str, Any]]], batch: Batch) -> None:
            states = self._store.records("settings/states", unit=unit)
            written = [row for row in states if row["unit_id"] == unit and row["entity"] in TABLES]
            if not written:
                raise NotFoundError(_("This change cannot be undone as one step."))
            changed = [self._back(rows, states, row) for row in written]
            rules.check(rows, changed)
            for table, row in changed:
                self._write(batch, f"settings/update_{table}", table, row)

        return self._change("undo setting", change)

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Return all rows of all tables, users and ways among them."""
        tables = {name: table.read for name, table in TABLES.items()} | ALSO
        return {name: self._read(read) for name, read in tables.items()}

    def write_row(self, batch: Batch, table: str, row: dict[str, Any], *, new: bool) -> None:
        """Add a row, or write its present values, to a unit of work, with its history."""
        self._write(batch, f"settings/{'insert' if new else 'update'}_{table}", table, row)

    def write_way(
        self, batch: Batch, rows: Mapping[str, Sequence[Mapping[str, Any]]], pair: dict[str, Any], *, allowed: bool
    ) -> None:
        """Add a way between two stages to a unit of work, or take it away; nothing where that is so already."""
        known = next((row for row in rows["transition"] if pair.items() <= row.items()), None)
        if (known is not None and not known["retired"]) == allowed:
            return
        state = pair | {"retired": not allowed}
        batch.add("settings/insert_transition" if known is None else "settings/update_transition", **state)
        remember_setting(batch, "transition", now=batch.recorded_at, **state)

    def change(self, kind: str, work: Callable[[dict[str, list[dict[str, Any]]], Batch], None]) -> UUID:
        """Carry out a change of the settings as one unit of work: read all, decide, write."""
        return self._change(kind, work)

    def _change(self, kind: str, work: Callable[[dict[str, list[dict[str, Any]]], Batch], None]) -> UUID:
        def once() -> UUID:
            self._session.settings.lookups(fresh=True)
            require(self._session.user, Right.SETTINGS)
            batch = self._session.batch(kind)
            batch.add("settings/open", opened_at=batch.recorded_at.isoformat())  # two units collide, so guards hold
            work(self.everything(), batch)
            self._session.write(batch)
            self._session.settings.lookups(fresh=True)
            return batch.unit

        return self._session.attempt(once)

    def _read(self, query: str) -> list[dict[str, Any]]:
        rows = self._store.records(f"settings/{query}")
        return [row | {"retired": not row["active"]} for row in rows] if query == "users" else rows

    def used(self, spec: Table) -> dict[Any, int]:
        """Return how many records use each row of a table, by key; rows that nobody uses are left out.

        Raises:
            NotAllowedError: the user is no administrator.
        """
        require(self._session.user, Right.SETTINGS)
        return dict(self._store.rows(f"settings/used_{spec.name}")) if spec.used else {}

    def _beside(self, spec: Table, rows: Mapping[str, Sequence[Mapping[str, Any]]], row: Mapping[str, Any]) -> dict[str, Any]:  # fmt: skip
        """Return what a new row gets besides what the person gives."""
        found: dict[str, Any] = {}
        if spec.name == "exchange_rate":
            return {"base": rows["company"][0]["currency"]}
        found["id"] = uuid7()
        if spec.ordered:
            beside = [other for other in rows[spec.name] if other.get(spec.within) == row.get(spec.within)]
            found["position"] = 1 + max((other["position"] for other in beside), default=0)
        return found | ({"retired": False} if spec.retires else {})

    def _back(
        self, rows: Mapping[str, list[dict[str, Any]]], states: Sequence[Mapping[str, Any]], written: Mapping[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        table, key = written["entity"], written["entity_id"]
        own = [row for row in states if (row["entity"], row["entity_id"]) == (table, key)]
        row = _row(rows[table], table, key)
        if own[-1]["unit_id"] != written["unit_id"]:
            text = _("This cannot be undone: “{name}” changed again since.")
            raise ChangedMeanwhileError(text.format(name=TABLES[table].called(row)), differing={})
        place = own.index(written)
        if place == 0:
            row["retired"] = True
            rules.check_retired(TABLES[table], row, self.used(TABLES[table]).get(row.get("id"), 0))
            return table, row
        before = json.loads(own[place - 1]["state"])
        for column in TABLES[table].columns:
            value = before.get(column.key)
            row[column.key] = value if column.kind in {Kind.CHOICE, Kind.TEXT, Kind.CODE} else read_value(column, value)
        row |= {name: before[name] for name in ("position", "retired") if name in before}
        if "active" in before:
            row["retired"] = not before["active"]
        return table, row

    def _write(self, batch: Batch, query: str, table: str, row: dict[str, Any]) -> None:
        kept = {name: value for name, value in row.items() if name != "retired"} if table == "user" else row
        kept = kept | ({"active": not row["retired"]} if table == "user" else {})
        batch.add(query, **kept)
        remember_setting(batch, table, now=batch.recorded_at, **kept)
        if query == "settings/update_probability":
            batch.add("settings/reweigh", id=row["id"])  # the deals keep their weighted amount


def table_of(name: str) -> Table:
    """Return a table of the settings.

    Raises:
        NotFoundError: there is none of this name.
    """
    if name not in TABLES:
        raise NotFoundError(_("There is no such table."))
    return TABLES[name]


def _row(rows: Sequence[dict[str, Any]], table: str, key: str) -> dict[str, Any]:
    found = next((row for row in rows if setting_key(table, row) == key), None)
    if found is None:
        raise NotFoundError(_("This record does not exist."))
    return found
