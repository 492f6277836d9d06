"""Named queries: one statement a file, `$name` parameters, `{{other}}` splices another file's text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from workbench.store.literals import literal

_PIECES = re.compile(
    r"""
    (?P<quoted>'(?:[^']|'')*'|"(?:[^"]|"")*")
  | (?P<comment>--[^\n]*|/\*.*?\*/)
  | \{\{(?P<include>[a-z0-9_/]+)\}\}
  | \$(?P<parameter>[a-z_][a-z0-9_]*)
    """,
    re.VERBOSE | re.DOTALL,
)
_NAME = re.compile(r"[a-z0-9_]+(/[a-z0-9_]+)*")


@dataclass(frozen=True)
class NamedQuery:
    """A statement with its parameters, read from its file once.

    Args:
        name: the file's path below ``queries`` without ``.sql``.
        purpose: the file's first comment.
        pieces: texts and parameter names in turn: a text, a parameter, a text…
    """

    name: str
    purpose: str
    pieces: tuple[str, ...]

    @property
    def parameters(self) -> frozenset[str]:
        """The names of the parameters."""
        return frozenset(self.pieces[1::2])

    def render(self, values: Mapping[str, object]) -> str:
        """Write the statement with its parameters as literals.

        Raises:
            TypeError: a parameter is missing or surplus; a mistake in the program.
        """
        wanted, given = self.parameters, frozenset(values)
        if wanted != given:
            missing, surplus = sorted(wanted - given), sorted(given - wanted)
            raise TypeError(f"query {self.name}: missing {missing}, surplus {surplus}")
        written = {name: literal(value, field=name) for name, value in values.items()}
        return "".join(written[piece] if place % 2 else piece for place, piece in enumerate(self.pieces))


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
    return NamedQuery(name, first.removeprefix("--").strip(), tuple(_tidied(_pieces(name, source, ()))))


def names() -> list[str]:
    """List every named query."""
    root = files("workbench.store") / "queries"
    found: list[str] = []
    folders = [("", root)]
    while folders:
        prefix, folder = folders.pop()
        for entry in folder.iterdir():
            if entry.is_dir():
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


def _pieces(name: str, source: str, within: tuple[str, ...]) -> list[str]:
    if name in within:
        raise LookupError(f"query {name}: includes itself through {' > '.join(within)}")
    pieces, place = [""], 0
    for found in _PIECES.finditer(source):
        pieces[-1] += source[place : found.start()]
        place = found.end()
        if found["quoted"]:
            pieces[-1] += found["quoted"]
        elif found["include"]:
            inner = _pieces(found["include"], _source(found["include"]), (*within, name))
            pieces[-1] += inner[0]
            pieces += inner[1:]
        elif found["parameter"]:
            pieces += [found["parameter"], ""]
    pieces[-1] += source[place:]
    return pieces


def _tidied(pieces: list[str]) -> list[str]:
    pieces = [re.sub(r"\n\s*\n+", "\n", piece) if place % 2 == 0 else piece for place, piece in enumerate(pieces)]
    pieces[0] = pieces[0].lstrip()
    pieces[-1] = pieces[-1].rstrip().removesuffix(";")
    return pieces
