"""The tables that an administrator edits: their columns, and how each value is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from uuid import UUID

from workbench.domain.text import required_line
from workbench.errors import InvalidValueError
from workbench.i18n import N_, _, formats

CODE = re.compile(r"[\w.+%-][\w .+%-]{0,59}")
COLOUR = re.compile(r"#[0-9a-f]{6}")
PERIOD = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4])?")
LARGEST_WHOLE = 100_000


class Kind(StrEnum):
    """What kind of value a column takes."""

    CODE = "code"
    TEXT = "text"
    WHOLE = "whole"
    PERCENT = "percent"
    AMOUNT = "amount"
    RATE = "rate"
    COLOUR = "colour"
    DAY = "day"
    PERIOD = "period"
    CURRENCY = "currency"
    CHOICE = "choice"
    REFERENCE = "reference"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: ``choices`` are code → label, ``refers`` names a table or ``user``; a ``fixed`` one never changes."""

    key: str
    label: str
    kind: Kind
    required: bool = True
    fixed: bool = False
    choices: Mapping[str, str] | None = None
    refers: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: ``read`` names the query of its rows; ``key`` are the columns that tell rows apart for people."""

    name: str
    label: str
    read: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("code",)
    ordered: bool = False
    used: bool = True
    within: str = ""
    retires: bool = True

    def column(self, key: str) -> Column:
        """Return a column.

        Raises:
            InvalidValueError: there is none of this name.
        """
        found = next((column for column in self.columns if column.key == key), None)
        if found is None:
            raise InvalidValueError(key[:60], _("There is no field “{field}”.").format(field=key[:60]))
        return found

    def called(self, row: Mapping[str, Any]) -> str:
        """Return how a row is called."""
        return str(row.get("name") or " ".join(str(row[name]) for name in self.key if row.get(name) is not None))


CODE_AND_NAME = (
    Column(key="code", label=N_("Code"), kind=Kind.CODE, fixed=True),
    Column(key="name", label=N_("Name"), kind=Kind.TEXT),
)
OUTCOMES = {"open": N_("Open"), "won": N_("Won"), "lost": N_("Lost")}
VERDICTS = {"positive": N_("positive"), "negative": N_("negative"), "cancelled": N_("cancelled")}
ICONS = {
    "call": N_("Call"), "mail": N_("E-mail"), "meeting": N_("Meeting"), "visit": N_("Visit"), "demo": N_("Demonstration"),
    "task": N_("Task"), "note": N_("Note"),
}  # fmt: skip
COUNTS = {
    "call": N_("Call"), "mail": N_("E-mail"), "meeting": N_("Meeting"), "visit": N_("Visit report"), "note": N_("Note"),
}  # fmt: skip

ROLES = {
    "administrator": N_("Administrator"), "manager": N_("Manager"), "salesperson": N_("Salesperson"),
    "viewer": N_("Viewer"),
}  # fmt: skip
REACHES = {"own": N_("own deals"), "team": N_("deals of the team"), "all": N_("all deals")}

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(name="opportunity_type", label=N_("Opportunity types"), read="types", columns=(
            *CODE_AND_NAME,
            Column(key="workflow_id", label=N_("Default workflow"), kind=Kind.REFERENCE, refers="workflow", required=False),
        )),
        Table(name="probability", label=N_("Probabilities"), read="probabilities", ordered=True, columns=(
            *CODE_AND_NAME,
            Column(key="percent", label=N_("Probability"), kind=Kind.PERCENT),
            Column(key="outcome", label=N_("Outcome"), kind=Kind.CHOICE, choices=OUTCOMES, fixed=True),
        )),
        Table(name="closing_reason", label=N_("Closing reasons"), read="reasons", ordered=True, columns=(
            *CODE_AND_NAME,
            Column(key="verdict", label=N_("Verdict"), kind=Kind.CHOICE, choices=VERDICTS),
        )),
        Table(name="workflow", label=N_("Workflows"), read="workflows", ordered=True, columns=CODE_AND_NAME),
        Table(name="stage", label=N_("Stages"), read="stages", ordered=True, within="workflow_id", key=("workflow_id", "code"), columns=(
            Column(key="workflow_id", label=N_("Workflow"), kind=Kind.REFERENCE, refers="workflow", fixed=True),
            *CODE_AND_NAME,
            Column(key="colour", label=N_("Colour"), kind=Kind.COLOUR),
            Column(key="outcome", label=N_("Outcome"), kind=Kind.CHOICE, choices=OUTCOMES, fixed=True),
            Column(key="probability_id", label=N_("Probability"), kind=Kind.REFERENCE, refers="probability", required=False),
            Column(key="expected_days", label=N_("Expected days"), kind=Kind.WHOLE, required=False),
        )),
        Table(name="origin", label=N_("Origins"), read="origins", columns=CODE_AND_NAME),
        Table(name="product_family", label=N_("Product families"), read="families", columns=(
            *CODE_AND_NAME,
            Column(key="list_price", label=N_("List price"), kind=Kind.AMOUNT, required=False),
        )),
        Table(name="activity_type", label=N_("Activity types"), read="activity_types", ordered=True, columns=(
            *CODE_AND_NAME,
            Column(key="due_days", label=N_("Due in days"), kind=Kind.WHOLE, required=False),
            Column(key="next_type_id", label=N_("Usually followed by"), kind=Kind.REFERENCE, refers="activity_type", required=False),
            Column(key="icon", label=N_("Picture"), kind=Kind.CHOICE, choices=ICONS, required=False),
            Column(key="usual_minutes", label=N_("Usual minutes"), kind=Kind.WHOLE, required=False),
            Column(key="counts_as", label=N_("Becomes an interaction"), kind=Kind.CHOICE, choices=COUNTS, required=False),
        )),
        Table(name="contact_quality", label=N_("Contact quality"), read="contact_qualities", ordered=True, used=False, columns=CODE_AND_NAME),
        Table(name="team", label=N_("Teams"), read="teams", columns=CODE_AND_NAME),
        Table(name="user", label=N_("People"), read="users", key=("login",), columns=(
            Column(key="login", label=N_("Login"), kind=Kind.CODE, fixed=True),
            Column(key="name", label=N_("Name"), kind=Kind.TEXT),
            Column(key="role", label=N_("Role"), kind=Kind.CHOICE, choices=ROLES),
            Column(key="team_id", label=N_("Team"), kind=Kind.REFERENCE, refers="team", required=False),
            Column(key="sees", label=N_("Sees"), kind=Kind.CHOICE, choices=REACHES),
            Column(key="changes", label=N_("Changes"), kind=Kind.CHOICE, choices=REACHES),
        )),
        Table(name="company", label=N_("Company"), read="companies", used=False, retires=False, columns=(
            *CODE_AND_NAME,
            Column(key="currency", label=N_("Base currency"), kind=Kind.CURRENCY, fixed=True),
        )),
        Table(name="exchange_rate", label=N_("Exchange rates"), read="rates", key=("currency", "on_date"), used=False, retires=False, columns=(
            Column(key="currency", label=N_("Currency"), kind=Kind.CURRENCY, fixed=True),
            Column(key="on_date", label=N_("From"), kind=Kind.DAY, fixed=True),
            Column(key="rate", label=N_("Rate"), kind=Kind.RATE),
        )),
        Table(name="target", label=N_("Targets"), read="targets", key=("period", "owner_id", "team_id"), used=False, columns=(
            Column(key="period", label=N_("Period"), kind=Kind.PERIOD),
            Column(key="owner_id", label=N_("Owner"), kind=Kind.REFERENCE, refers="user", required=False),
            Column(key="team_id", label=N_("Team"), kind=Kind.REFERENCE, refers="team", required=False),
            Column(key="amount", label=N_("Target"), kind=Kind.AMOUNT),
        )),
    )
}  # fmt: skip


def read_value(column: Column, value: object) -> object:
    """Read a value of a column: text as a page, a file or a person gives it, or a value of its kind.

    Raises:
        InvalidValueError: the value is of another kind; ``field`` names the column.
    """
    text = "" if value is None else str(value).strip()
    if not text:
        if column.required:
            raise InvalidValueError(column.key, _("This must not be empty."))
        return None
    readers = {
        Kind.CODE: _code, Kind.TEXT: _text, Kind.WHOLE: _whole, Kind.PERCENT: _percent, Kind.AMOUNT: _amount,
        Kind.RATE: _rate, Kind.COLOUR: _colour, Kind.DAY: _day, Kind.PERIOD: _period, Kind.CURRENCY: _currency,
        Kind.CHOICE: _choice, Kind.REFERENCE: _reference,
    }  # fmt: skip
    return readers[column.kind](column, text)


def _code(column: Column, text: str) -> str:
    if not CODE.fullmatch(text):
        raise InvalidValueError(column.key, _("A code has letters, digits and . + % - _ only, 60 at most."))
    return text


def _text(column: Column, text: str) -> str:
    if len(text) > 120:
        raise InvalidValueError(column.key, _("This text is too long."))
    return required_line(column.key, text)


def _whole(column: Column, text: str) -> int:
    try:
        number = int(text)
    except ValueError as error:
        raise InvalidValueError(column.key, _("This is not a whole number.")) from error
    if not 0 <= number <= LARGEST_WHOLE:
        raise InvalidValueError(column.key, _("This number is out of range."))
    return number


def _decimal(column: Column, text: str, places: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise InvalidValueError(column.key, _("This is not a number.")) from error
    if not number.is_finite() or abs(number) >= Decimal("1e10"):
        raise InvalidValueError(column.key, _("This number is out of range."))
    if number != number.quantize(Decimal(places)):
        raise InvalidValueError(column.key, _("This number has too many decimals."))
    return number.quantize(Decimal(places))


def _percent(column: Column, text: str) -> Decimal:
    number = _decimal(column, text.removesuffix("%").strip(), "0.01")
    if not 0 <= number <= 100:
        raise InvalidValueError(column.key, _("A probability lies between 0 and 100 %."))
    return number


def _amount(column: Column, text: str) -> Decimal:
    number = _decimal(column, text, "0.01")
    if number < 0:
        raise InvalidValueError(column.key, _("This cannot be negative."))
    return number


def _rate(column: Column, text: str) -> Decimal:
    number = _decimal(column, text, "0.00000001")
    if number <= 0:
        raise InvalidValueError(column.key, _("An exchange rate is greater than zero."))
    return number


def _colour(column: Column, text: str) -> str:
    if not COLOUR.fullmatch(text.lower()):
        raise InvalidValueError(column.key, _("A colour is written as #rrggbb."))
    return text.lower()


def _day(column: Column, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidValueError(column.key, _("This is not a date.")) from error


def _period(column: Column, text: str) -> str:
    if not PERIOD.fullmatch(text):
        raise InvalidValueError(column.key, _("A period is a year, a quarter or a month: 2027, 2027-Q1 or 2027-03."))
    return text


def _currency(column: Column, text: str) -> str:
    code = text.upper()
    if not formats.is_currency(code):
        raise InvalidValueError(column.key, _("There is no currency {code}.").format(code=code[:10]))
    return code


def _choice(column: Column, text: str) -> str:
    if text not in (column.choices or {}):
        raise InvalidValueError(column.key, _("Choose one of the list."))
    return text


def _reference(column: Column, text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise InvalidValueError(column.key, _("This record does not exist.")) from error
