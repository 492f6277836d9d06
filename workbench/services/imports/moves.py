"""The stage history beside a file of deals: when each deal entered which stage."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from workbench.errors import ImportRefusedError
from workbench.i18n import _
from workbench.services.imports.drafts import MoveDraft, Rejected
from workbench.services.imports.mapping import HISTORY_FIELDS, HistoryFile, Mapping
from workbench.services.imports.reading import Table, read_table
from workbench.services.imports.values import moments, text_of


@dataclass
class Moves:
    """Moves by the deals' external ids, each deal's in order of time; ``bad`` says why a deal's are not complete."""

    by_deal: dict[str, tuple[MoveDraft, ...]] = field(default_factory=dict[str, tuple[MoveDraft, ...]])
    bad: dict[str, str] = field(default_factory=dict[str, str])
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    notes: list[str] = field(default_factory=list[str])


def read_moves(folder: Path, history: HistoryFile, mapping: Mapping, deals: Container[str]) -> Moves:
    """Read a stage history.

    Args:
        folder: where the file of deals lies; the history lies beside it.
        history: which file, and which of its columns mean what.
        mapping: how the files are written.
        deals: the external ids that the file of deals has.

    Raises:
        ImportRefusedError: the file cannot be read, or a column is missing.
    """
    table = read_table(folder / history.file, encoding=mapping.encoding, delimiter=mapping.delimiter)
    headers = {name: header for header, name in history.columns.items()}
    for name in HISTORY_FIELDS:
        if headers.get(name) not in table.headers:
            raise ImportRefusedError(
                _("The history “{file}” needs a column for “{field}”; its columns are: {columns}.").format(
                    file=history.file, field=name, columns=", ".join(table.headers)
                )
            )
    found = Moves(rejected=[*table.rejected])
    found.notes += table.notes
    meant = mapping.values.get("stage", {})
    _sort_in(table, headers, meant, deals, found)
    found.notes.append(
        _("{file}: {count} stage changes of {deals} deals.").format(
            file=table.name, count=sum(map(len, found.by_deal.values())), deals=len(found.by_deal)
        )
    )
    return found


def _sort_in(table: Table, headers: dict[str, str], meant: dict[str, str], deals: Container[str], found: Moves) -> None:
    """Give every row to its deal; a bad row makes its deal's history incomplete."""
    times = moments(table.column(headers["happened_at"]))
    keys, stages = table.column(headers["external_id"]), table.column(headers["stage"])
    moves: dict[str, list[tuple[datetime, int, str]]] = {}
    for place, (cell, stage, moment) in enumerate(zip(keys, stages, times.values, strict=True)):
        key, name = text_of(cell), text_of(stage)
        if key not in deals:
            found.rejected.append(table.reject(place, headers["external_id"], _("No deal has this id.")))
        elif moment is None or not name:
            column = headers["stage" if moment is not None else "happened_at"]
            reason = times.bad.get(place, _("This must not be empty."))
            found.rejected.append(table.reject(place, column, reason))
            found.bad.setdefault(key, _("Line {line} of its history is bad.").format(line=table.lines[place]))
        else:
            moves.setdefault(key, []).append((moment, place, meant.get(name, name)))
    for key, rows in moves.items():
        found.by_deal[key] = tuple(MoveDraft(stage=stage, at=moment) for moment, _place, stage in sorted(rows))
