"""The lines of a deal as they are given to be written: each checked, and an error says which line it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import cast

from workbench.domain.lines import Line, Totals
from workbench.domain.money import LARGEST
from workbench.errors import InvalidValueError
from workbench.i18n import _
from workbench.services.drafting import as_line
from workbench.services.settings import Lookups

MOST_LINES = 500
FIELDS = frozenset(field.name for field in fields(Line))


def read_lines(given: Iterable[Line | Mapping[str, object]]) -> tuple[Line, ...]:
    """Return lines from lines or from mappings of their fields; a new one gets a key, each the place it is given at.

    Raises:
        InvalidValueError: too many lines, an unknown field or a value against a rule; ``field`` is such as
            ``lines.2.quantity``, the first line is 1.
    """
    wanted = tuple(given)
    if len(wanted) > MOST_LINES:
        raise InvalidValueError("lines", _("A deal takes up to {count} lines.").format(count=MOST_LINES))
    lines = tuple(_read(place, line) for place, line in enumerate(wanted, start=1))
    _check_sums(lines)
    return lines


def check_families(lookups: Lookups, lines: Iterable[Line], present: Iterable[Line] = ()) -> None:
    """Refuse a product family that does not exist; what a present line has stays allowed.

    Raises:
        InvalidValueError: ``field`` is such as ``lines.2.family_id``.
    """
    known = {family.id for family in lookups.families} | {line.family_id for line in present} | {None}
    for place, line in enumerate(lines, start=1):
        if line.family_id not in known:
            raise _named(place, InvalidValueError("family_id", _("This record does not exist.")))


def _read(place: int, given: object) -> Line:
    try:
        line = given if isinstance(given, Line) else as_line(_fields_of(given))
        _check_amounts(line)
    except InvalidValueError as error:
        raise _named(place, error) from error
    return replace(line, position=place)


def _fields_of(given: object) -> Mapping[str, object]:
    if not isinstance(given, Mapping):
        raise InvalidValueError("", _("This value cannot be read."))
    values = cast("Mapping[str, object]", given)
    unknown = next((name for name in values if name not in FIELDS), None)
    if unknown is not None:
        raise InvalidValueError(str(unknown)[:60], _("A line has a field that does not exist."))
    return values


def _check_amounts(line: Line) -> None:
    for field, amount in (("unit_price", lambda: line.gross), ("discount", lambda: line.net)):
        try:
            amount()
        except InvalidValueError as error:
            raise InvalidValueError(field, str(error)) from error


def _check_sums(lines: Iterable[Line]) -> None:
    totals = Totals.of(lines)
    for amount in (totals.gross, totals.discount, totals.net, totals.expected_revenue):
        if amount is not None and abs(amount) > LARGEST:
            raise InvalidValueError("lines", _("This amount is too large."))


def _named(place: int, error: InvalidValueError) -> InvalidValueError:
    field = ".".join(part for part in ("lines", str(place), error.field) if part)
    return InvalidValueError(field, _("Line {place}: {message}").format(place=place, message=error))
