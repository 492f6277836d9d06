"""What the versions of a deal did to its lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from workbench.domain.lines import Line
from workbench.services.history import FieldChange
from workbench.services.records import line_from

COMPARED = tuple(field.name for field in fields(Line) if field.name not in {"id", "position"})


@dataclass(frozen=True, kw_only=True)
class LineChange:
    """What happened to a line: ``kind`` is ``added``, ``changed`` or ``removed``."""

    kind: str
    before: Line | None
    after: Line | None
    differing: tuple[FieldChange, ...] = ()


def line_changes(before: Iterable[Line], after: Iterable[Line]) -> list[LineChange]:
    """Return what differs between two states of a deal's lines; a line that only moved is no change."""
    old, new = {line.id: line for line in before}, {line.id: line for line in after}
    found = [LineChange(kind="removed", before=line, after=None) for key, line in old.items() if key not in new]
    for key, line in new.items():
        if key not in old:
            found.append(LineChange(kind="added", before=None, after=line))
        elif differing := _differing(old[key], line):
            found.append(LineChange(kind="changed", before=old[key], after=line, differing=differing))
    return found


def by_version(rows: Sequence[Mapping[str, Any]]) -> dict[int, list[LineChange]]:
    """Return what each version of a deal did to its lines, by the number of the version.

    Args:
        rows: all states of all lines of the deal, with ``opportunity_version`` and ``archived``, oldest first.
    """
    now: dict[UUID, Line] = {}
    found: dict[int, list[LineChange]] = {}
    for version in dict.fromkeys(row["opportunity_version"] for row in rows):
        then = dict(now)
        for row in (row for row in rows if row["opportunity_version"] == version):
            if row["archived"]:
                then.pop(row["id"], None)
            else:
                then[row["id"]] = line_from(row)
        changes = line_changes(now.values(), then.values())
        if changes:
            found[version] = changes
        now = then
    return found


def _differing(before: Line, after: Line) -> tuple[FieldChange, ...]:
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in COMPARED)
    return tuple(FieldChange(field=name, before=old, after=new) for name, old, new in pairs if old != new)
