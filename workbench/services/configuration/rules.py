"""What must hold in the tables of the settings after a change, whoever makes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from workbench.errors import InvalidValueError
from workbench.i18n import _, ngettext
from workbench.services.configuration.tables import TABLES, Kind, Table

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""All rows of all tables, as they would be after the change; ``user`` among them."""


def check(rows: Rows, changed: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Check all rules that the changed rows could break.

    Args:
        rows: all tables after the change.
        changed: the tables and rows that would be written.

    Raises:
        InvalidValueError: a rule would be broken; ``field`` names the column.
    """
    for name, row in changed:
        table = TABLES[name]
        _alone(table, row, rows[name])
        _references(table, row, rows)
    names = {name for name, _row in changed}
    if "probability" in names:
        _probabilities(rows["probability"])
    if names & {"stage", "workflow"}:
        _workflows(rows)
    if "activity_type" in names:
        _chains(rows["activity_type"])
    if "user" in names:
        _people(rows["user"])
    if "target" in names:
        _targets([row for name, row in changed if name == "target"])
    if "exchange_rate" in names:
        _rates([row for name, row in changed if name == "exchange_rate"], rows["company"])


def check_retired(table: Table, row: Mapping[str, Any], used: int) -> None:
    """Refuse to retire what cannot be missed: rows that deals stand in, and those that close deals.

    Raises:
        InvalidValueError: the message says how many records use it and what to do.
    """
    if table.name in {"probability", "stage", "workflow"} and used:
        raise InvalidValueError(
            "retired",
            ngettext(
                "“{name}” is used by {count} record. Give it another value first, then retire this one.",
                "“{name}” is used by {count} records. Give them another value first, then retire this one.",
                used,
            ).format(name=table.called(row), count=used),
        )
    if table.name in {"probability", "stage"} and row["outcome"] != "open":
        raise InvalidValueError("retired", _("What stands for won or lost cannot be retired."))


def _alone(table: Table, row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> None:
    """No two rows are told apart by the same words."""
    others = [other for other in rows if all(other.get(name) == row.get(name) for name in table.key)]
    if len(others) > 1 and not row.get("retired"):
        raise InvalidValueError(table.key[-1], _("There is such a row already: {name}.").format(name=table.called(row)))
    if "name" in row and not row.get("retired"):
        alike = [
            other for other in rows
            if not other.get("retired") and other.get(table.within) == row.get(table.within)
            and str(other.get("name")).casefold() == str(row["name"]).casefold()
        ]  # fmt: skip
        if len(alike) > 1:
            raise InvalidValueError("name", _("Two rows cannot have the same name."))


def _references(table: Table, row: Mapping[str, Any], rows: Rows) -> None:
    for column in table.columns:
        if column.kind is Kind.REFERENCE and row.get(column.key) is not None:
            found = next((other for other in rows[column.refers] if other["id"] == row[column.key]), None)
            if found is None:
                raise InvalidValueError(column.key, _("This record does not exist."))
            if found.get("retired") and not row.get("retired"):
                raise InvalidValueError(column.key, _("“{name}” is retired.").format(name=found["name"]))


def _probabilities(rows: Sequence[Mapping[str, Any]]) -> None:
    active = [row for row in rows if not row["retired"]]
    for outcome in ("won", "lost"):
        if sum(row["outcome"] == outcome for row in active) != 1:
            raise InvalidValueError("outcome", _("The probability table needs exactly one WON and one LOST row."))
    if not any(row["outcome"] == "open" for row in active):
        raise InvalidValueError("outcome", _("The probability table has no open row."))


def _workflows(rows: Rows) -> None:
    for flow in rows["workflow"]:
        stages = [row for row in rows["stage"] if row["workflow_id"] == flow["id"] and not row["retired"]]
        if flow["retired"]:
            continue
        if not any(stage["outcome"] == "open" for stage in stages):
            text = _("The workflow “{name}” needs an open stage, where new deals start.")
            raise InvalidValueError("outcome", text.format(name=flow["name"]))
        for outcome in ("won", "lost"):
            if sum(stage["outcome"] == outcome for stage in stages) > 1:
                text = _("The workflow “{name}” has two stages for the same end.")
                raise InvalidValueError("outcome", text.format(name=flow["name"]))
    if all(flow["retired"] for flow in rows["workflow"]):
        raise InvalidValueError("retired", _("The last workflow cannot be retired."))


def _chains(rows: Sequence[Mapping[str, Any]]) -> None:
    """Refuse a type of activity that is followed by one that is gone."""
    active = {row["id"] for row in rows if not row["retired"]}
    for row in rows:
        if not row["retired"] and row["next_type_id"] is not None and row["next_type_id"] not in active:
            raise InvalidValueError(
                "next_type_id", _("“{name}” is followed by it; change that first.").format(name=row["name"])
            )


def _people(rows: Sequence[Mapping[str, Any]]) -> None:
    if not any(row["role"] == "administrator" and not row["retired"] for row in rows):
        raise InvalidValueError("role", _("The last administrator keeps the role."))


def _targets(rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        if row["owner_id"] is not None and row["team_id"] is not None:
            raise InvalidValueError(
                "team_id", _("A target is a person's, a team's, or the company's: not two at once.")
            )


def _rates(rows: Sequence[Mapping[str, Any]], companies: Sequence[Mapping[str, Any]]) -> None:
    base = companies[0]["currency"]
    for row in rows:
        if row["currency"] == base:
            raise InvalidValueError("currency", _("The rate of {currency} into itself is 1.").format(currency=base))


def key_of(value: object) -> UUID:
    """Return a key that a page or a file gives.

    Raises:
        InvalidValueError: it is none.
    """
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError as error:
        raise InvalidValueError("id", _("This record does not exist.")) from error
