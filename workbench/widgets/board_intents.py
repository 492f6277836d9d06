"""What a page may ask of a board; every message is read as if it came from a stranger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from workbench.errors import InvalidValueError
from workbench.i18n import _

LONGEST_NOTE = 2000
LARGEST = 2**53


@dataclass(frozen=True, kw_only=True)
class Move:
    """Put a deal into another column; ``seen`` is the version the person looked at."""

    opportunity: UUID
    seen: int
    to: UUID
    reason: UUID | None
    note: str | None


@dataclass(frozen=True, kw_only=True)
class Undo:
    """Take back what one unit of work did."""

    unit: UUID


@dataclass(frozen=True, kw_only=True)
class More:
    """Bring the next cards of a column."""

    column: UUID
    shown: int


@dataclass(frozen=True, kw_only=True)
class Collapse:
    """Show a column as a strip, or in full."""

    column: UUID
    collapsed: bool


@dataclass(frozen=True, kw_only=True)
class Open:
    """Open a deal's editor."""

    opportunity: UUID


@dataclass(frozen=True, kw_only=True)
class Choose:
    """Choose how the board is shown: ``what`` is ``sort``, ``workflow`` or ``density``."""

    what: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Refresh:
    """Read the board again."""


Intent = Move | Undo | More | Collapse | Open | Choose | Refresh
Message = Mapping[str, object]


def read_intent(content: object) -> Intent:
    """Return the intent of a message.

    Raises:
        InvalidValueError: no such intent, a part is missing, or a part has the wrong type.
    """
    message = as_message(content)
    read = READERS.get(str(message.get("kind")))
    if read is None:
        raise _unreadable("kind")
    return read(message)


def request_of(content: object) -> int:
    """Return the number a message asks to be answered under, 0 where it has none."""
    number = content.get("request") if isinstance(content, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return number if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < LARGEST else 0


def as_message(content: object) -> Message:
    """Return the content as a mapping.

    Raises:
        InvalidValueError: it is none.
    """
    if not isinstance(content, dict):
        raise _unreadable("message")
    return cast("Message", content)


def _move(message: Message) -> Move:
    reason = message.get("reason")
    return Move(
        opportunity=_key(message, "opportunity"), seen=_version(message), to=_key(message, "to"),
        reason=None if reason is None else _key(message, "reason"), note=_note(message),
    )  # fmt: skip


def _undo(message: Message) -> Undo:
    return Undo(unit=_key(message, "unit"))


def _more(message: Message) -> More:
    shown = message.get("shown")
    if not isinstance(shown, int) or isinstance(shown, bool) or not 0 <= shown < LARGEST:
        raise _unreadable("shown")
    return More(column=_key(message, "column"), shown=shown)


def _collapse(message: Message) -> Collapse:
    collapsed = message.get("collapsed")
    if not isinstance(collapsed, bool):
        raise _unreadable("collapsed")
    return Collapse(column=_key(message, "column"), collapsed=collapsed)


def _open(message: Message) -> Open:
    return Open(opportunity=_key(message, "opportunity"))


def _choose(what: str, field: str) -> Callable[[Message], Choose]:
    return lambda message: Choose(what=what, key=_text(message, field))


READERS: dict[str, Callable[[Message], Intent]] = {
    "move": _move,
    "undo": _undo,
    "more": _more,
    "collapse": _collapse,
    "open": _open,
    "sort": _choose("sort", "by"),
    "workflow": _choose("workflow", "key"),
    "density": _choose("density", "value"),
    "refresh": lambda _message: Refresh(),
}


def _text(message: Message, field: str) -> str:
    value = message.get(field)
    if not isinstance(value, str):
        raise _unreadable(field)
    return value


def _key(message: Message, field: str) -> UUID:
    try:
        return UUID(_text(message, field))
    except ValueError as error:
        raise _unreadable(field) from error


def _version(message: Message) -> int:
    text = _text(message, "seen")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise _unreadable("seen")
    return int(text)


def _note(message: Message) -> str | None:
    if message.get("note") is None:
        return None
    note = _text(message, "note").strip()
    if len(note) > LONGEST_NOTE:
        raise InvalidValueError("note", _("This is longer than {limit} characters.").format(limit=LONGEST_NOTE))
    return note or None


def _unreadable(field: str) -> InvalidValueError:
    return InvalidValueError(field, _("The page sent something that the board does not understand."))
