"""One filter object for list, boards, map, forecast and reports; it can be named, saved and put in a link."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import cast

from workbench.domain.text import one_line, tag_list
from workbench.errors import InvalidValueError
from workbench.i18n import _

CHOICES = ("type", "currency", "workflow", "stage", "owner", "agent", "team", "status", "region")
TEXTS = ("name", "title", "contact", "text")
RANGES = ("probability", "amount", "created", "closed", "expected_close")
DIGITS = re.compile(r"[0-9]{1,15}")
STATUSES = frozenset({"open", "won", "lost"})


@dataclass(frozen=True, kw_only=True)
class Filters:
    """All conditions hold at once (AND); an empty condition holds for every deal.

    Choices take one code or several, of which any may match: ``type``, ``workflow``, ``team`` the table's code;
    ``stage`` ``workflow-code/stage-code`` or a bare stage code; ``owner`` and ``agent`` logins; ``region`` a region name
    or country code; ``currency`` ISO codes; ``status`` open, won, lost.
    ``title`` and ``contact`` find any part, case and accents aside; ``text`` finds the deals in which each of its
    words stands: in title, number, tags, notes, or the contact's name.
    Ranges are (from, to), either may be ``None``, both ends included: ``probability`` in percent, ``amount`` net in
    the base currency, ``created``, ``closed`` and ``expected_close`` dates. ``active_on``: not closed, or closed on that day or later.
    ``known_on`` shows the deals as they were known at the end of that day, ``was_on`` as they were at its end by what is
    known now, or was known on ``known_on``; the other conditions hold for what is shown.
    """

    name: str | None = None
    type: tuple[str, ...] = ()
    created: tuple[date | None, date | None] = (None, None)
    closed: tuple[date | None, date | None] = (None, None)
    expected_close: tuple[date | None, date | None] = (None, None)
    active_on: date | None = None
    currency: tuple[str, ...] = ()
    workflow: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    number: int | None = None
    contact: str | None = None
    title: str | None = None
    text: str | None = None
    owner: tuple[str, ...] = ()
    probability: tuple[Decimal | None, Decimal | None] = (None, None)
    agent: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    amount: tuple[Decimal | None, Decimal | None] = (None, None)
    region: tuple[str, ...] = ()
    archived: bool = False
    known_on: date | None = None
    was_on: date | None = None

    def __post_init__(self) -> None:
        for key in CHOICES:
            object.__setattr__(self, key, _choices(getattr(self, key)))
        for key in TEXTS:
            value = getattr(self, key)
            object.__setattr__(self, key, one_line(str(value)) or None if value is not None else None)
        object.__setattr__(self, "tags", tag_list(self.tags))
        if not isinstance(self.archived, bool):  # pyright: ignore[reportUnnecessaryIsInstance] - links say anything
            raise InvalidValueError("archived", _("Archived is true or false."))
        for key in ("probability", "amount"):
            object.__setattr__(
                self, key, _ordered(key, tuple(_decimal(key, end) for end in _pair(key, getattr(self, key))))
            )
        for key in ("created", "closed", "expected_close"):
            object.__setattr__(
                self, key, _ordered(key, tuple(_day(key, end) for end in _pair(key, getattr(self, key))))
            )
        for key in ("active_on", "known_on", "was_on"):
            object.__setattr__(self, key, _day(key, getattr(self, key)))
        if self.number is not None and (isinstance(self.number, bool) or not DIGITS.fullmatch(str(self.number))):
            raise InvalidValueError("number", _("A number consists of digits."))
        object.__setattr__(self, "number", None if self.number is None else int(self.number))
        if not set(self.status) <= STATUSES:
            raise InvalidValueError("status", _("A status is open, won or lost."))

    @property
    def past(self) -> date | None:
        """The day that is looked at, where it is not the present."""
        return self.was_on or self.known_on

    def set_fields(self) -> dict[str, object]:
        """Return the conditions that restrict something, as plain JSON values."""
        blank = type(self)()
        plain: dict[str, object] = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if value != getattr(blank, item.name):
                plain[item.name] = [_plain(part) for part in value] if isinstance(value, tuple) else _plain(value)  # type: ignore[reportUnknownVariableType]
        return plain

    def narrowed(self, **conditions: object) -> Filters | None:
        """Return these filters with further conditions, all of which must hold as well.

        Args:
            conditions: ``status``, ``tags`` and ranges by name; the codes of other choices can mean the same under
                several names.

        Returns:
            Filters, or ``None`` where no deal can meet both.

        Raises:
            TypeError: another condition; a mistake in the program.
        """
        if not set(conditions) <= {"status", "tags", *RANGES}:
            raise TypeError(f"filters cannot be narrowed by {sorted(conditions)}")
        more = type(self)(**conditions)  # type: ignore[reportArgumentType]
        merged: dict[str, object] = {}
        for name in conditions:
            ours, theirs = getattr(self, name), getattr(more, name)
            if name in RANGES:
                both = _overlap(ours, theirs)
            elif name == "status":
                both = tuple(code for code in ours if code in theirs) if ours and theirs else ours or theirs
            else:
                both = tuple(dict.fromkeys((*ours, *theirs)))
            if both is None or (not both and (ours or theirs)):
                return None
            merged[name] = both
        return replace(self, **merged)  # type: ignore[reportArgumentType]

    def to_json(self) -> str:
        """Return the conditions as canonical JSON, as links and saved filters keep them."""
        return json.dumps(self.set_fields(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Filters:
        """Read what ``to_json`` wrote.

        Raises:
            InvalidValueError: not JSON, an unknown condition, or a value of the wrong kind.
        """
        try:
            loaded: object = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InvalidValueError("filter", _("This filter is not readable.")) from error
        if not isinstance(loaded, dict):
            raise InvalidValueError("filter", _("This filter is not readable."))
        return cls.from_fields(cast("dict[str, object]", loaded))

    @classmethod
    def from_fields(cls, conditions: Mapping[str, object]) -> Filters:
        """Build filters from plain values, as a page or a link sends them.

        Raises:
            InvalidValueError: an unknown condition, or a value of the wrong kind.
        """
        known = {item.name for item in fields(cls)}
        unknown = sorted(set(conditions) - known)
        if unknown:
            raise InvalidValueError("filter", _("There is no condition “{field}”.").format(field=unknown[0]))
        try:
            return cls(**conditions)  # type: ignore[reportArgumentType]
        except (TypeError, ValueError, AttributeError) as error:
            raise InvalidValueError("filter", _("This filter is not readable.")) from error


def _choices(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    many = [value] if isinstance(value, str) else list(cast("tuple[object, ...]", value))
    clean = (one_line(str(item)) for item in many)
    return tuple(dict.fromkeys(item for item in clean if item))


def _pair(field: str, value: object) -> tuple[object, object]:
    if value is None:
        return (None, None)
    ends = tuple(cast("tuple[object, ...]", value)) if isinstance(value, list | tuple) else ()
    if len(ends) != 2:
        raise InvalidValueError(field, _("A range has a beginning and an end."))
    return (ends[0], ends[1])


def _decimal(field: str, value: object) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise InvalidValueError(field, _("This is not a number.")) from error
    if not number.is_finite() or number.adjusted() > 15 or int(number.as_tuple().exponent) < -6:
        raise InvalidValueError(field, _("This is not a number."))
    return number


def _day(field: str, value: object) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise InvalidValueError(field, _("This is not a date.")) from error


def _ordered(field: str, ends: tuple[object, ...]) -> tuple[object, ...]:
    low, high = ends
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        raise InvalidValueError(field, _("The beginning lies after the end."))
    return ends


def _overlap(ours: tuple[object, object], theirs: tuple[object, object]) -> tuple[object, object] | None:
    lows = [end for end in (ours[0], theirs[0]) if end is not None]
    highs = [end for end in (ours[1], theirs[1]) if end is not None]
    low = max(lows, default=None)  # type: ignore[reportArgumentType,type-var]
    high = min(highs, default=None)  # type: ignore[reportArgumentType,type-var]
    return None if low is not None and high is not None and low > high else (low, high)  # type: ignore[operator]


def _plain(value: object) -> object:
    if isinstance(value, Decimal | date):
        return str(value)
    return value
