"""What kinds of jobs there are, and which arguments each takes: checked when a job is queued."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from workbench.domain.filters import Filters
from workbench.errors import InvalidValueError
from workbench.i18n import N_, _
from workbench.services.bulk.change import Change

LONGEST_TITLE = 200
Read = Callable[[object], object]


@dataclass(frozen=True)
class Argument:
    """An argument of a kind.

    Args:
        read: returns the value as plain JSON, or raises ``ValueError`` or ``TypeError``.
        required: whether a job needs it.
    """

    read: Read
    required: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of job: its title, in which ``{…}`` stand for arguments, and its arguments."""

    title: str
    arguments: Mapping[str, Argument]


def _path(value: object) -> str:
    """Return a path that means the same in every process."""
    if not isinstance(value, str | Path) or not str(value).strip() or "\x00" in str(value):
        raise TypeError
    return str(Path(value).expanduser().absolute())


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


def _day(value: object) -> str:
    return (value if isinstance(value, date) else date.fromisoformat(_text(value))).isoformat()


def _one_of(*known: str) -> Read:
    def read(value: object) -> str:
        if value not in known:
            raise ValueError
        return str(value)

    return read


def _formats(value: object) -> str:
    parts = [_text(part) for part in cast("list[object]", value)] if isinstance(value, list | tuple) else [_text(value)]
    return ",".join(parts)


def _texts(value: object) -> list[str]:
    """Return a list of texts, such as the ids of deals."""
    if not isinstance(value, list | tuple):
        raise TypeError
    return [str(part) for part in cast("list[object]", value)]


def _changes(value: object) -> dict[str, object]:
    """Return the fields that a change of many deals sets, and their values as plain text."""
    if not isinstance(value, Mapping):
        raise TypeError
    return Change.read(cast("Mapping[str, object]", value)).plain()


def _filter(value: object) -> str:
    return (value if isinstance(value, Filters) else Filters.from_json(_text(value))).to_json()


def _parameters(value: object) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError
    found = {str(name): _plain(item) for name, item in cast("Mapping[object, object]", value).items()}
    return {name: item for name, item in found.items() if item is not None}


def _plain(value: object) -> object:
    if isinstance(value, Filters):
        return value.to_json()
    if value is None or isinstance(value, str | int | float):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


KINDS: dict[str, Kind] = {
    "import": Kind(N_("Import of {path}"), {
        "path": Argument(_path, required=True), "format": Argument(_one_of("auto", "plain", "maven")),
        "mapping": Argument(_path), "errors": Argument(_path), "strict": Argument(_flag),
    }),
    "export": Kind(N_("Export of {what} to {path}"), {
        "what": Argument(_text, required=True), "path": Argument(_path, required=True), "filters": Argument(_filter),
        "replace": Argument(_flag), "sort": Argument(_text), "descending": Argument(_flag),
        "then": Argument(_text), "then_descending": Argument(_flag), "columns": Argument(_texts),
    }),
    "report": Kind(N_("Report {name}"), {
        "name": Argument(_text, required=True), "parameters": Argument(_parameters), "to": Argument(_formats),
        "out": Argument(_path),
    }),
    "demo": Kind(N_("Demo company with {opportunities} deals"), {
        "opportunities": Argument(_number, required=True), "seed": Argument(_number), "as_of": Argument(_day),
    }),
    "change_many": Kind(N_("Change of many deals"), {
        "changes": Argument(_changes, required=True), "ids": Argument(_texts), "filters": Argument(_filter),
        "but": Argument(_texts), "why": Argument(_text),
    }),
    "undo_many": Kind(N_("Undo of a change of many deals"), {"unit": Argument(_text, required=True)}),
    "backup": Kind(N_("Backup to {target}"), {"target": Argument(_path, required=True)}),
}  # fmt: skip


def checked(kind: str, arguments: Mapping[str, object]) -> dict[str, object]:
    """Return a job's arguments as plain JSON; paths are absolute, what is ``None`` is left out.

    Raises:
        InvalidValueError: there is no such kind, or an argument is missing, unknown or of the wrong sort.
    """
    if kind not in KINDS:
        message = _("There is no job “{kind}”. Jobs: {kinds}.")
        raise InvalidValueError("kind", message.format(kind=kind, kinds=", ".join(KINDS)))
    known = KINDS[kind].arguments
    given = {name: value for name, value in arguments.items() if value is not None}
    for name in (*given, *(name for name, argument in known.items() if argument.required)):
        if name not in known or name not in given:
            text = _("“{name}” is no argument of “{kind}”; it takes {names}.")
            if name in known:
                text = _("“{kind}” needs “{name}”; it takes {names}.")
            raise InvalidValueError(name, text.format(name=name, kind=kind, names=", ".join(known)))
    found: dict[str, object] = {}
    for name, value in given.items():
        try:
            found[name] = known[name].read(value)
        except (TypeError, ValueError) as error:
            message = _("“{text}” is not a value for {name}.")
            raise InvalidValueError(name, message.format(text=value, name=name)) from error
    return found


def titled(kind: str, title: str | None, arguments: Mapping[str, object]) -> str:
    """Return a job's title on one line: the given one, or what its kind says of the arguments."""
    if title is None:
        title = _(KINDS[kind].title).format(
            **{name: Path(value).name if name in {"path", "target"} else value
               for name, value in cast("Mapping[str, str]", arguments).items()}
        )  # fmt: skip
    return " ".join(title.split())[:LONGEST_TITLE] or kind
