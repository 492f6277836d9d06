"""The file of rejected rows: where each stands, what is wrong, and its cells, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

from workbench.errors import ImportRefusedError
from workbench.i18n import _
from workbench.services.exports import texts
from workbench.services.exports.texts import MARK
from workbench.services.imports.drafts import Rejected

NUMBER = re.compile(r"[+-]?[\d.,]+%?")
HEADER = ("file", "line", "column", "value", "reason")


def require_place(path: Path) -> None:
    """Make sure that the file of rejected rows can be written; an older one stays as it is.

    Raises:
        ImportRefusedError: it cannot be written.
    """
    try:
        there = path.exists()
        path.open("ab").close()
        if not there:
            path.unlink()
    except OSError as error:
        raise unwritable(path, error) from error


def write_rejected(path: Path, rows: Sequence[Rejected]) -> None:
    """Write the rejected rows as CSV in UTF-8 with a mark, as Excel wants it.

    Args:
        path: the file; an older one is replaced.
        rows: what was set aside.

    Raises:
        OSError: the file cannot be written.
    """
    columns = list(dict.fromkeys(name for row in rows for name, _cell in row.cells))
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([*HEADER, *(neutral(name) for name in columns)])
        for row in sorted(rows, key=lambda item: (item.file, item.line)):
            cells = dict(row.cells)
            place = (row.file, str(row.line), row.column, row.value, row.reason)
            writer.writerow([neutral(text) for text in (*place, *(cells.get(name, "") for name in columns))])


def unwritable(path: Path, error: OSError) -> ImportRefusedError:
    """Say that the file of rejected rows cannot be written, and that nothing was loaded for that."""
    return ImportRefusedError(
        _("The file of rejected rows “{path}” cannot be written: {why}. Nothing was loaded.").format(
            path=path, why=error.strerror or error
        )
    )


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; numbers stay as they are."""
    return text if NUMBER.fullmatch(text) or text.startswith(MARK) else texts.neutral(text)
