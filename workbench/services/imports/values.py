"""Cells as dates and numbers: how a column is written is decided by the column's own evidence, or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Generic, TypeVar

from workbench.errors import ImportRefusedError
from workbench.i18n import _
from workbench.services.imports.names import month_number

T = TypeVar("T")
CLEARLY = 10
ISO = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?\s*(?:Z|UTC|[+-]\d\d:?\d\d)?)?"
)
PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?)?")
WORDED = re.compile(r"(?:(\d{1,2})[ .-]+([^\W\d_]+)|([^\W\d_]+)[ .]+(\d{1,2}),?)[ .,-]+(\d{4})")
POINT = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?|[+-]?\.\d+")
COMMA = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?|[+-]?,\d+")
MONEY_SIGNS = re.compile(r"^(?:[€$£¥]|[A-Z]{3}|US\$)\s*|\s*(?:[€$£¥]|[A-Z]{3}|lei|LEI)$")
BLANKS_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ \u00a0\u202f'’](?=\d{3}(?:\D|$))")
TOKENS = (("YYYY", "%Y"), ("YY", "%y"), ("MM", "%m"), ("DD", "%d"))
LARGEST = Decimal("1e14")


@dataclass
class Column(Generic[T]):
    """A column's values by row; ``bad`` says per row why there is none."""

    values: list[T | None]
    bad: dict[int, str] = field(default_factory=dict[int, str])
    decision: str | None = None


def text_of(cell: object) -> str:
    """Return a cell as trimmed text; whole floats (as spreadsheets keep ids) lose their ``.0``."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()


def dates(
    name: str, cells: Sequence[object], *, declared: str | None = None, day_first: bool | None = None
) -> Column[date]:
    """Read a column of dates.

    Args:
        name: the column's header, for messages.
        cells: its cells by row.
        declared: the mapping's form, such as ``DD/MM/YYYY`` or ``%d.%m.%y``; it overrides the evidence.
        day_first: what a known format means by 03/04/2024 where the column shows no evidence.

    Returns:
        Dates by row, bad cells with reasons, and which form was decided.

    Raises:
        ImportRefusedError: the cells could be read in two ways.
    """
    if declared:
        return _read(
            cells,
            _declared_reader(name, declared),
            _("{column}: dates read as {form}, as the mapping says.").format(column=name, form=declared),
        )
    found = [match for match in (NUMERIC.fullmatch(text_of(cell)) for cell in cells if isinstance(cell, str)) if match]
    slashed = [match for match in found if match[2] != "."]
    first = [match[0] for match in slashed if 12 < int(match[1]) <= 31 and int(match[3]) <= 12]
    second = [match[0] for match in slashed if 12 < int(match[3]) <= 31 and int(match[1]) <= 12]
    unsure = [match[0] for match in slashed if int(match[1]) <= 12 and int(match[3]) <= 12 and match[1] != match[3]]
    evident = _weighed(len(first), len(second))
    if evident is None and not (first or second):
        evident = day_first
    if evident is None and (unsure or (first and second)):
        raise ImportRefusedError(
            _(
                "The dates in column “{column}” can be read as day/month or as month/day, for example {example}. "
                'Say which in a mapping file: "date_format": {{"{column}": "DD/MM/YYYY"}}. Nothing was loaded.'
            ).format(column=name, example=(unsure or first)[0])
        )
    decision = None
    if (first or second) and evident is not None:
        form = _("day/month/year") if evident else _("month/day/year")
        decision = _("{column}: dates read as {form}, because of {example}.").format(
            column=name, form=form, example=(first if evident else second)[0]
        )
    return _read(cells, lambda cell: _date(cell, day_first=evident), decision)


def moments(cells: Sequence[object]) -> Column[datetime]:
    """Read a column of moments in ISO form; they become UTC without a zone, and those without a zone are taken as UTC.

    Args:
        cells: its cells by row.

    Returns:
        Moments by row, and bad cells with reasons.
    """
    return _read(cells, _moment, None)


def numbers(name: str, cells: Sequence[object], *, declared: str | None = None) -> Column[Decimal]:
    """Read a column of numbers.

    Args:
        name: the column's header, for messages.
        cells: its cells by row.
        declared: the mapping's decimal separator, ``.`` or ``,``; it overrides the evidence.

    Returns:
        Numbers by row, bad cells with reasons, and which separator was decided.

    Raises:
        ImportRefusedError: the cells could be read in two ways.
    """
    if declared is not None:
        decision = _("{column}: “{sign}” is the decimal sign, as the mapping says.").format(column=name, sign=declared)
        return _read(cells, lambda cell: _number(cell, point=declared == "."), decision)
    texts = [text for text in (_bare(cell) for cell in cells if isinstance(cell, str)) if text]
    point = [text for text in texts if POINT.fullmatch(text) and not COMMA.fullmatch(text)]
    comma = [text for text in texts if COMMA.fullmatch(text) and not POINT.fullmatch(text)]
    unsure = [
        text for text in texts if not text.lstrip("+-").isdigit() and POINT.fullmatch(text) and COMMA.fullmatch(text)
    ]
    with_point = _weighed(len(point), len(comma))
    if with_point is None and (unsure or (point and comma)):
        raise ImportRefusedError(
            _(
                "The numbers in column “{column}” can be read in two ways, for example {example}. "
                'Say the decimal sign in a mapping file: "decimal": {{"{column}": ","}}. Nothing was loaded.'
            ).format(column=name, example=(unsure or point)[0])
        )
    decision = None
    if with_point is not None:
        decision = _("{column}: “{sign}” is the decimal sign, because of {example}.").format(
            column=name, sign="." if with_point else ",", example=(point if with_point else comma)[0]
        )
    return _read(cells, lambda cell: _number(cell, point=with_point is not False), decision)


def _weighed(left: int, right: int) -> bool | None:
    """Decide between two readings: the only one with evidence, or one with ten times the other's; else nothing."""
    if left and left >= CLEARLY * right:
        return True
    return False if right and right >= CLEARLY * left else None


def _read(cells: Iterable[object], reader: Callable[[object], T | None], decision: str | None) -> Column[T]:
    column: Column[T] = Column([], decision=decision)
    for row, cell in enumerate(cells):
        try:
            column.values.append(None if cell is None or cell == "" else reader(cell))
        except ValueError as error:
            column.values.append(None)
            column.bad[row] = str(error)
    return column


def _date(cell: object, *, day_first: bool | None) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str):
        raise ValueError(_("This is not a date."))  # noqa: TRY004 - a bad cell, not a bad program
    return _date_text(cell.strip(), day_first)


@lru_cache(maxsize=50_000)
def _date_text(text: str, day_first: bool | None) -> date | None:  # noqa: FBT001 - cached by position
    if not text:
        return None
    for shape, parts in ((ISO, (1, 3, 4)), (PACKED, (1, 2, 3))):
        if match := shape.fullmatch(text):
            return _day(*(int(match[part]) for part in parts))
    if match := WORDED.fullmatch(text):
        month = month_number(match[2] or match[3])
        return _day(int(match[5]), month, int(match[1] or match[4]))
    match = NUMERIC.fullmatch(text)
    if not match:
        raise ValueError(_("This is not a date."))
    if len(match[4]) == 2:
        raise ValueError(_("The year has two digits; declare date_format in the mapping."))
    if match[2] == "." or day_first is not False:
        return _day(int(match[4]), int(match[3]), int(match[1]))
    return _day(int(match[4]), int(match[1]), int(match[3]))


def _moment(cell: object) -> datetime | None:
    if isinstance(cell, str):
        try:
            moment = datetime.fromisoformat(cell.strip())
        except ValueError as error:
            raise ValueError(_("This is not a moment such as 2026-01-31 17:05.")) from error
    elif isinstance(cell, date):
        moment = cell if isinstance(cell, datetime) else datetime.combine(cell, time())
    else:
        raise ValueError(_("This is not a moment such as 2026-01-31 17:05."))  # noqa: TRY004 - a bad cell, not a bad program
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(_("There is no such day in the calendar.")) from error


def _declared_reader(name: str, declared: str) -> Callable[[object], date | None]:
    form = declared
    if "%" not in form:
        for token, code in TOKENS:
            form = form.replace(token, code)
    if not {"%Y", "%y"} & set(re.findall(r"%.", form)) or not {"%d", "%m"} <= set(re.findall(r"%.", form)):
        raise ImportRefusedError(
            _(
                "The mapping's date_format for “{column}” needs day, month and year, such as DD/MM/YYYY; it is “{form}”."
            ).format(column=name, form=declared)
        )

    @lru_cache(maxsize=50_000)
    def parsed(text: str) -> date | None:
        if not text:
            return None
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a date has no zone
        except ValueError as error:
            raise ValueError(_("This is not a date in the form {form}.").format(form=declared)) from error

    return lambda cell: parsed(cell.strip()) if isinstance(cell, str) else _date(cell, day_first=None)


def _bare(text: str) -> str:
    return BLANKS_BETWEEN_DIGITS.sub("", MONEY_SIGNS.sub("", text.strip()).removesuffix("%").strip())


def _number(cell: object, *, point: bool) -> Decimal | None:
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | Decimal):
        raise ValueError(_("This is not a number."))  # noqa: TRY004 - a bad cell, not a bad program
    if isinstance(cell, str):
        text = _bare(cell)
        if not text:
            return None
        if not (POINT if point else COMMA).fullmatch(text):
            raise ValueError(_("This is not a number."))
        number = Decimal(text.replace(",", "") if point else text.replace(".", "").replace(",", "."))
    else:
        number = Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)
    if not number.is_finite():
        raise ValueError(_("This is not a number."))
    if abs(number) >= LARGEST:
        raise ValueError(_("This number is too large."))
    return number


def to_step(number: Decimal, step: str) -> Decimal:
    """Round half up to a step such as ``0.01``."""
    return number.quantize(Decimal(step), rounding=ROUND_HALF_UP)
