"""What kind of value each field of activities and interactions takes; another kind is refused with the field's name."""

from __future__ import annotations

from datetime import date, datetime

from workbench.domain.kinds import read_value
from workbench.domain.text import required_line
from workbench.errors import InvalidValueError
from workbench.i18n import _

MOMENTS = frozenset({"due_at", "remind_at", "done_at", "happened_at"})
DAYS = frozenset({"due_date"})
FLAGS = frozenset({"mandatory"})
MOST_MINUTES = 100_000
LONGEST_OUTCOME = 200


def read_given(field: str, value: object, *, never_empty: frozenset[str] = frozenset()) -> object:
    """Return a field's value as the domain keeps it.

    Args:
        field: the field's name.
        value: moments as naive UTC datetimes or ISO text, days as dates or ISO text, minutes as whole numbers, keys as
            UUID or text, everything else as text.
        never_empty: fields that must have a value.

    Raises:
        InvalidValueError: the value is of another kind, too large or missing; ``field`` names it.
    """
    if value is None or (value == "" and field != "subject"):
        if field in never_empty:
            raise InvalidValueError(field, _("This must not be empty."))
        return None
    if field in MOMENTS:
        return _moment(field, value)
    if field in DAYS:
        return _day(field, value)
    if field == "minutes":
        return _minutes(field, value)
    if field in FLAGS:
        return _flag(field, value)
    return _text(field, value)


def _moment(field: str, value: object) -> datetime:
    try:
        moment = (
            value if isinstance(value, datetime) else datetime.fromisoformat(value if isinstance(value, str) else "")
        )
    except ValueError as error:
        raise InvalidValueError(field, _("This is not a moment.")) from error
    if moment.tzinfo is not None:
        raise InvalidValueError(field, _("Moments are given in UTC, without a zone."))
    return moment


def _day(field: str, value: object) -> date:
    return _read(field, "created_date", value)  # pyright: ignore[reportReturnType]


def _minutes(field: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidValueError(field, _("This is not a whole number."))
    if not 0 <= value <= MOST_MINUTES:
        raise InvalidValueError(field, _("Minutes lie between 0 and {most}.").format(most=MOST_MINUTES))
    return value


def _flag(field: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise InvalidValueError(field, _("This is yes or no."))
    return value


def _text(field: str, value: object) -> object:
    read = read_value(field, value)
    if field == "subject":
        return required_line(field, str(read))
    if field == "outcome":
        line = required_line(field, str(read))
        if len(line) > LONGEST_OUTCOME:
            raise InvalidValueError(field, _("This is longer than {limit} characters.").format(limit=LONGEST_OUTCOME))
        return line
    return read


def _read(field: str, like: str, value: object) -> object:
    """Read a value as one of another field is read, and name the right field where that fails."""
    try:
        return read_value(like, value)
    except InvalidValueError as error:
        raise InvalidValueError(field, str(error)) from error
