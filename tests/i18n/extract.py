"""The messages of the code: what ``_``, ``N_`` and ``ngettext`` mark in workbench/."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract_from_file

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "workbench"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


class Message(NamedTuple):
    """A message as it stands in the code; ``plural`` only where it depends on a count."""

    singular: str
    plural: str | None = None


def sources() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "node_modules" not in path.parts)


def messages() -> set[Message]:
    found: set[Message] = set()
    for path in sources():
        for _line, text, _comments, _context in extract_from_file("python", str(path), keywords=KEYWORDS):
            message = Message(text) if isinstance(text, str) else Message(*text[:2])
            if message.singular:
                found.add(message)
    return found
