"""The file of rejected rows: where each stands, what is wrong, and its cells, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

from workbench.errors import ImportRefusedError
from workbench.i18n import _
from workbench.services.imports.drafts import Rejected

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER = re.compile(r"[+-]?[\d.,]+%?")
HEADER = ("file", "line", "column", "value", "reason")


def write_rejected(path: Path, rows: Sequence[Rejected]) -> None:
    """Write the rejected rows as CSV in UTF-8 with a mark, as Excel wants it.

    Args:
        path: the file; an older one is replaced.
        rows: what was set aside.

    Raises:
        ImportRefusedError: the file cannot be written.
    """
    columns = list(dict.fromkeys(name for row in rows for name, _cell in row.cells))
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow([*HEADER, *(neutral(name) for name in columns)])
            for row in sorted(rows, key=lambda item: (item.file, item.line)):
                cells = dict(row.cells)
                place = (row.file, str(row.line), row.column, row.value, row.reason)
                writer.writerow([neutral(text) for text in (*place, *(cells.get(name, "") for name in columns))])
    except OSError as error:
        raise ImportRefusedError(
            _("The file of rejected rows “{path}” cannot be written: {why}. Nothing was loaded.").format(
                path=path, why=error.strerror
            )
        ) from error


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; numbers stay as they are."""
    return f"'{text}" if text.startswith(FORMULA) and not NUMBER.fullmatch(text) else text
