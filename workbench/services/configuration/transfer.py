"""The whole configuration as one file: codes instead of keys, one order, so that two files can be compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from workbench.domain.people import Right, require
from workbench.errors import InvalidValueError
from workbench.i18n import _
from workbench.services.configuration import rules
from workbench.services.configuration.service import Configuration
from workbench.services.configuration.tables import TABLES, Column, Kind, Table, read_value
from workbench.services.session import Session
from workbench.store import Batch, uuid7

FORMAT = "workbench configuration"
VERSION = 1
LARGEST = 5_000_000
MOST_ROWS = 20_000
ORDER = (
    "company", "exchange_rate", "probability", "workflow", "stage", "opportunity_type", "closing_reason", "origin",
    "product_family", "activity_type", "contact_quality", "team", "target",
)  # fmt: skip
Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Step:
    """What a file would do with a row: ``kind`` is ``add``, ``change``, ``retire``, ``bring back``, ``allow`` or ``forbid``.

    ``differing`` are column → (text before, text after).
    """

    table: str
    name: str
    kind: str
    differing: Mapping[str, tuple[str, str]]


class Transfer:
    """Writes the configuration into a file, and takes one over."""

    def __init__(self, session: Session, configuration: Configuration) -> None:
        self._session, self._configuration = session, configuration

    def text(self) -> str:
        """Return the configuration as JSON.

        Raises:
            NotAllowedError: the user is no administrator.
        """
        require(self._session.user, Right.SETTINGS)
        rows = self._configuration.everything()
        told = {name: [_told(TABLES[name], row, rows) for row in rows[name]] for name in ORDER}
        ways: dict[str, list[list[str]]] = {}
        stages = {row["id"]: row for row in rows["stage"]}
        flows = {row["id"]: row["code"] for row in rows["workflow"]}
        for pair in (row for row in rows["transition"] if not row["retired"]):
            source, target = stages[pair["from_stage_id"]]["code"], stages[pair["to_stage_id"]]["code"]
            ways.setdefault(flows[pair["workflow_id"]], []).append([source, target])
        document = {
            "format": FORMAT, "version": VERSION, "tables": told,
            "ways": {code: sorted(pairs) for code, pairs in sorted(ways.items())},
        }  # fmt: skip
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"

    def preview(self, text: str) -> list[Step]:
        """Return what a file would change; nothing is written.

        Raises:
            InvalidValueError: the file is none, or breaks a rule; ``field`` is such as ``stage.3.colour``.
            NotAllowedError: the user is no administrator.
        """
        require(self._session.user, Right.SETTINGS)
        return _Plan(self._configuration.everything(), read_document(text), self._configuration.used).steps

    def take_over(self, text: str) -> list[Step]:
        """Make the configuration what a file says, all of it or nothing; what the file does not name stays.

        Raises:
            InvalidValueError, NotAllowedError: as for ``preview``.
        """
        document = read_document(text)
        steps: list[Step] = []

        def change(rows: dict[str, list[Values]], batch: Batch) -> None:
            plan = _Plan(rows, document, self._configuration.used)
            steps[:] = plan.steps
            for table, row, new in plan.written:
                self._configuration.write_row(batch, table, row, new=new)
            for pair, allowed in plan.ways:
                self._configuration.write_way(batch, rows, pair, allowed=allowed)

        if self.preview(text):
            self._configuration.change("import settings", change)
        return steps


def read_document(text: str) -> Mapping[str, Any]:
    """Read a file's text.

    Raises:
        InvalidValueError: it is no configuration, or one of a later version.
    """
    refused = InvalidValueError("file", _("This file is no configuration of the workbench. Nothing was changed."))
    if len(text) > LARGEST:
        raise refused
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refused from error
    if not isinstance(document, dict) or cast("Values", document).get("format") != FORMAT:
        raise refused
    found = cast("Values", document)
    if found.get("version") != VERSION:
        raise InvalidValueError("file", _("This file was written by another version of the workbench."))
    return found


def _told(table: Table, row: Mapping[str, Any], rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Values:
    told: Values = {}
    for column in table.columns:
        value = row[column.key]
        if value is not None:
            told[_spelled(column)] = _code_of(column, value, rows) if column.kind is Kind.REFERENCE else _plain(value)
    return told | ({"retired": True} if row.get("retired") else {})


def _spelled(column: Column) -> str:
    return column.key.removesuffix("_id")


def _code_of(column: Column, key: UUID, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    row = next(row for row in rows[column.refers] if row["id"] == key)
    return str(row["login" if column.refers == "user" else "code"])


def _plain(value: object) -> object:
    return value if isinstance(value, int) else str(value)


class _Plan:
    """What a document does to the rows; the rows become what they would be."""

    def __init__(
        self, rows: dict[str, list[Values]], document: Mapping[str, Any], used: Callable[[Table], Mapping[Any, int]]
    ) -> None:
        self._rows, self._used = rows, used
        self.steps: list[Step] = []
        self.written: list[tuple[str, Values, bool]] = []
        self.ways: list[tuple[Values, bool]] = []
        self._told = _tables(document)
        self._before = {id(row): dict(row) for name in ORDER for row in rows[name]}
        self._made = {name: [self._place(TABLES[name], place, told) for place, told in enumerate(self._told.get(name, []), 1)] for name in ORDER}  # fmt: skip
        for name in ORDER:
            for place, (row, told) in enumerate(zip(self._made[name], self._told.get(name, []), strict=True), 1):
                self._fill(TABLES[name], place, row, told)
            self._order(TABLES[name])
        for name in ORDER:
            for row in rows[name]:
                self._tell(TABLES[name], row)
        self._plan_ways(document)
        rules.check(rows, [(table, row) for table, row, _new in self.written])

    def _place(self, table: Table, place: int, told: Values) -> Values:
        """Return the row that the file's row is, or a new one; by code, so that others can refer to it."""
        key = {name: self._value(table, place, told, table.column(name)) for name in table.key}
        if table.name == "company":
            return self._rows["company"][0]
        found = next((row for row in self._rows[table.name] if all(row[name] == key[name] for name in table.key)), None)
        if found is None:
            found = dict.fromkeys((column.key for column in table.columns), None) | key
            found |= (
                {"base": self._rows["company"][0]["currency"]} if table.name == "exchange_rate" else {"id": uuid7()}
            )
            found |= {"retired": False} if table.retires else {}
            found |= {"position": 0} if table.ordered else {}
            self._rows[table.name].append(found)
        return found

    def _fill(self, table: Table, place: int, row: Values, told: Values) -> None:
        known = {_spelled(column) for column in table.columns} | {"retired"}
        if set(told) - known:
            raise self._refused(table, place, min(set(told) - known), _("There is no such field."))
        for column in table.columns:
            value = self._value(table, place, told, column)
            if column.fixed and id(row) in self._before and value != row[column.key]:
                raise self._refused(table, place, column.key, _("This value is given once and stays."))
            row[column.key] = value
        if table.retires:
            row["retired"] = told.get("retired") is True

    def _value(self, table: Table, place: int, told: Values, column: Column) -> object:
        given = told.get(_spelled(column))
        if not isinstance(given, str | int | float | None):
            raise self._refused(table, place, column.key, _("This value cannot be read."))
        try:
            if column.kind is Kind.REFERENCE and given is not None:
                return self._referred(column, str(given))
            return read_value(column, given)
        except InvalidValueError as error:
            raise self._refused(table, place, column.key, str(error)) from error

    def _referred(self, column: Column, code: str) -> UUID:
        name = "login" if column.refers == "user" else "code"
        found = next((row for row in self._rows[column.refers] if row[name] == code), None)
        if found is None:
            raise InvalidValueError(column.key, _("There is no “{code}”.").format(code=code[:60]))
        return found["id"]

    def _order(self, table: Table) -> None:
        """Rows stand as in the file; those that it does not name follow."""
        if not table.ordered or table.name not in self._told:
            return
        made = {id(row): place for place, row in enumerate(self._made[table.name])}
        groups: dict[Any, list[Values]] = {}
        for row in self._rows[table.name]:
            groups.setdefault(row.get(table.within), []).append(row)
        for group in groups.values():
            group.sort(key=lambda row: (made.get(id(row), len(made)), row["position"]))
            for position, row in enumerate(group, start=1):
                row["position"] = position

    def _tell(self, table: Table, row: Values) -> None:
        before = self._before.get(id(row))
        if before == row:
            return
        self.written.append((table.name, row, before is None))
        if before is None:
            kind = "add"
        elif bool(before.get("retired")) != bool(row.get("retired")):
            kind = "retire" if row["retired"] else "bring back"
            if row["retired"]:
                rules.check_retired(table, row, self._used(table).get(row["id"], 0))
        else:
            kind = "change"
        differing = {
            column.key: (self._said(column, None if before is None else before[column.key]), self._said(column, row[column.key]))
            for column in table.columns
            if (None if before is None else before[column.key]) != row[column.key]
        }  # fmt: skip
        if differing or kind != "change" or before is None:
            self.steps.append(Step(table=table.name, name=table.called(row), kind=kind, differing=differing))

    def _said(self, column: Column, value: Any) -> str:  # noqa: ANN401 - of any kind
        if value is None:
            return ""
        return _code_of(column, value, self._rows) if column.kind is Kind.REFERENCE else str(value)

    def _plan_ways(self, document: Mapping[str, Any]) -> None:
        given = document.get("ways", {})
        if not isinstance(given, dict):
            raise InvalidValueError("ways", _("This value cannot be read."))
        for code, pairs in cast("Values", given).items():
            flow = next((row for row in self._rows["workflow"] if row["code"] == code), None)
            if flow is None or not isinstance(pairs, list):
                raise InvalidValueError(f"ways.{str(code)[:40]}", _("There is no such workflow."))
            self._plan_ways_of(flow, cast("list[object]", pairs))

    def _plan_ways_of(self, flow: Values, pairs: list[object]) -> None:
        stages = {row["code"]: row["id"] for row in self._rows["stage"] if row["workflow_id"] == flow["id"]}
        wanted: list[Values] = []
        for pair in pairs:
            ends = cast("list[object]", pair) if isinstance(pair, list) else []
            if len(ends) != 2 or not all(isinstance(end, str) and end in stages for end in ends):
                text = _("A way leads from a stage to another one of its workflow.")
                raise InvalidValueError(f"ways.{flow['code']}", text)
            source, target = (stages[str(end)] for end in ends)
            wanted.append({"workflow_id": flow["id"], "from_stage_id": source, "to_stage_id": target})
        present = [
            {name: value for name, value in row.items() if name != "retired"}
            for row in self._rows["transition"] if row["workflow_id"] == flow["id"] and not row["retired"]
        ]  # fmt: skip
        names = {key: code for code, key in stages.items()}
        for pair, allowed in [
            *((pair, True) for pair in wanted if pair not in present),
            *((pair, False) for pair in present if pair not in wanted),
        ]:
            self.ways.append((pair, allowed))
            said = f"{flow['name']}: {names[pair['from_stage_id']]} → {names[pair['to_stage_id']]}"
            self.steps.append(Step(table="stage", name=said, kind="allow" if allowed else "forbid", differing={}))

    def _refused(self, table: Table, place: int, column: str, message: str) -> InvalidValueError:
        text = _("{table}, row {place}: {message} Nothing was changed.")
        return InvalidValueError(
            f"{table.name}.{place}.{column}", text.format(table=_(table.label), place=place, message=message)
        )


def _tables(document: Mapping[str, Any]) -> dict[str, list[Values]]:
    given = document.get("tables")
    if not isinstance(given, dict):
        raise InvalidValueError("tables", _("This value cannot be read."))
    found: dict[str, list[Values]] = {}
    for name, rows in cast("Values", given).items():
        listed = cast("list[object]", rows) if isinstance(rows, list) else None
        if (
            name not in ORDER
            or listed is None
            or len(listed) > MOST_ROWS
            or not all(isinstance(row, dict) for row in listed)
        ):
            raise InvalidValueError(f"tables.{str(name)[:40]}", _("There is no such table."))
        found[name] = cast("list[Values]", listed)
    return found
