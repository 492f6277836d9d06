"""Named queries: one statement a file.

In a file, ``$name`` is a parameter, ``{{folder/other}}`` splices another file's text, and a part between
``{{given name}}`` and ``{{end}}`` is written only where the parameter has a value: a condition that nobody set costs
the engine nothing. ``in ({{each name}})`` writes the values of a list one by one, which the engine finds in its indexes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from workbench.store.literals import literal

_PIECES = re.compile(
    r"""
    (?P<quoted>'(?:[^']|'')*'|"(?:[^"]|"")*")
  | (?P<comment>--[^\n]*|/\*.*?\*/)
  | \{\{given\ (?P<given>[a-z_][a-z0-9_]*)\}\}
  | \{\{(?P<end>end)\}\}
  | \{\{each\ (?P<each>[a-z_][a-z0-9_]*)\}\}
  | \{\{(?P<include>[a-z0-9_/]+)\}\}
  | \$(?P<parameter>[a-z_][a-z0-9_]*)
    """,
    re.VERBOSE | re.DOTALL,
)
PARTS = "parts"
_NAME = re.compile(r"[a-z0-9_]+(/[a-z0-9_]+)*")


@dataclass(frozen=True)
class Parameter:
    """A place for a value; with ``each`` for those of a list."""

    name: str
    each: bool = False

    def render(self, value: object) -> str:
        """Write a value, or the values of a list one by one; an empty list is written as ``null``, which equals nothing."""
        if not self.each:
            return literal(value, field=self.name)
        return ", ".join(literal(item, field=self.name) for item in cast("Sequence[object]", value or ())) or "null"


@dataclass(frozen=True)
class Part:
    """Text and parameters in order; with a condition, written only where that parameter has a value."""

    pieces: tuple[str | Parameter | Part, ...]
    given: str | None = None

    def conditions(self) -> frozenset[str]:
        """Return the names of the parameters that decide whether a part is written."""
        inner = [piece.conditions() for piece in self.pieces if isinstance(piece, Part)]
        return frozenset({self.given} if self.given else set()).union(*inner)

    def parameters(self) -> frozenset[str]:
        """Return the names of all parameters within."""
        names = {self.given} if self.given else set[str]()
        for piece in self.pieces:
            if isinstance(piece, Part):
                names |= piece.parameters()
            elif isinstance(piece, Parameter):
                names.add(piece.name)
        return frozenset(names)

    def render(self, values: Mapping[str, object]) -> str:
        """Write it with these values."""
        if self.given is not None and values[self.given] is None:
            return ""
        return "".join(
            piece if isinstance(piece, str)
            else piece.render(values[piece.name]) if isinstance(piece, Parameter)
            else piece.render(values)
            for piece in self.pieces
        )  # fmt: skip


@dataclass(frozen=True)
class NamedQuery:
    """A statement with its parameters, read from its file once.

    Args:
        name: the file's path below ``queries`` without ``.sql``.
        purpose: the file's first comment.
        text: the statement.
        parameters: the names of its parameters.
    """

    name: str
    purpose: str
    text: Part
    parameters: frozenset[str]

    def render(self, values: Mapping[str, object]) -> str:
        """Write the statement with its parameters as literals.

        Raises:
            TypeError: a parameter is missing or surplus; a mistake in the program.
        """
        wanted, given = self.parameters, frozenset(values)
        if wanted != given:
            missing, surplus = sorted(wanted - given), sorted(given - wanted)
            raise TypeError(f"query {self.name}: missing {missing}, surplus {surplus}")
        return self.text.render(values).strip()


@cache
def named_query(name: str) -> NamedQuery:
    """Read a named query from ``queries/<name>.sql``.

    Raises:
        LookupError: there is no such file, or its includes run in a circle.
    """
    source = _source(name)
    first = source.partition("\n")[0]
    if not first.startswith("--"):
        raise LookupError(f"query {name}: the first line states no purpose")
    text = _part(name, source, ())
    return NamedQuery(name, first.removeprefix("--").strip(), text, text.parameters())


def names() -> list[str]:
    """List every named query; what stands in ``parts`` is no statement of its own."""
    root = files("workbench.store") / "queries"
    found: list[str] = []
    folders = [("", root)]
    while folders:
        prefix, folder = folders.pop()
        for entry in folder.iterdir():
            if entry.is_dir() and prefix + entry.name != PARTS:
                folders.append((f"{prefix}{entry.name}/", entry))
            elif entry.name.endswith(".sql"):
                found.append(prefix + entry.name.removesuffix(".sql"))
    return sorted(found)


def _source(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise LookupError(f"query {name!r}: not a name")
    file = files("workbench.store") / "queries" / f"{name}.sql"
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise LookupError(f"query {name}: no such file") from error


def _part(name: str, source: str, within: tuple[str, ...]) -> Part:
    """Read a file's text into its parts."""
    if name in within:
        raise LookupError(f"query {name}: includes itself through {' > '.join(within)}")
    open_parts: list[tuple[str | None, list[str | Parameter | Part]]] = [(None, [])]
    place = 0
    for found in _PIECES.finditer(source):
        pieces = open_parts[-1][1]
        pieces.append(source[place : found.start()])
        place = found.end()
        if found["quoted"]:
            pieces.append(found["quoted"])
        elif found["given"]:
            open_parts.append((found["given"], []))
        elif found["end"]:
            if len(open_parts) == 1:
                raise LookupError(f"query {name}: an end without a beginning")
            given, inner = open_parts.pop()
            open_parts[-1][1].append(Part(tuple(inner), given))
        elif found["include"]:
            pieces.append(_part(found["include"], _source(found["include"]), (*within, name)))
        elif found["each"] or found["parameter"]:
            pieces.append(Parameter(found["each"] or found["parameter"], each=bool(found["each"])))
    if len(open_parts) > 1:
        raise LookupError(f"query {name}: {{{{given {open_parts[-1][0]}}}}} has no end")
    open_parts[0][1].append(source[place:].rstrip().removesuffix(";"))
    return Part(tuple(open_parts[0][1]))
