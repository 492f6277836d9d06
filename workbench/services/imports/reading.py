"""A file as a table: text with a sniffed delimiter, Excel or Parquet; what is no table is refused as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workbench.errors import ImportRefusedError
from workbench.i18n import _
from workbench.services.imports.drafts import Rejected
from workbench.services.imports.values import text_of

SIGNATURES = (
    (b"PK\x03\x04", ".xlsx"), (b"PAR1", ".parquet"), (b"\xd0\xcf\x11\xe0", ".xls"), (b"%PDF", ".pdf"),
    (b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"\x1f\x8b", ".gz"), (b"SQLite format 3", ".sqlite"),
    (b"GIF8", ".gif"), (b"\x7fELF", "program"),
)  # fmt: skip
EXCEL = {".xlsx", ".xlsm"}
PARQUET = {".parquet", ".pq"}


@dataclass(frozen=True, kw_only=True)
class Table:
    """Headers and rows; ``lines`` are the file's own line numbers, the header being line 1.

    ``exact``: the workbench wrote it, so that blanks around a text belong to it.
    """

    name: str
    headers: tuple[str, ...]
    rows: list[tuple[object, ...]]
    lines: list[int]
    notes: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    exact: bool = False
    _columns: dict[str, list[object]] = field(default_factory=dict[str, "list[object]"], repr=False)

    def column(self, header: str) -> list[object]:
        """Return a column's cells by row."""
        if header not in self._columns:
            place = self.headers.index(header)
            self._columns[header] = [row[place] for row in self.rows]
        return self._columns[header]

    def cells(self, row: int) -> tuple[tuple[str, str], ...]:
        """Return a row's headers and cells as text."""
        return tuple(zip(self.headers, (text_of(cell) for cell in self.rows[row]), strict=True))

    def reject(self, row: int, column: str, reason: str) -> Rejected:
        """Set a row aside for one of its cells."""
        cells = self.cells(row)
        return Rejected(
            file=self.name,
            line=self.lines[row],
            column=column,
            value=dict(cells).get(column, ""),
            reason=reason,
            cells=cells,
        )


def read_table(
    path: Path, *, encoding: str | None = None, delimiter: str | None = None, sheet: str | None = None
) -> Table:
    """Read a file by its ending: .xlsx and .xlsm as Excel, .parquet as Parquet, all else as delimited text.

    Args:
        path: the file.
        encoding: of text; by default UTF-8, with or without a mark, or UTF-16 with a mark.
        delimiter: of text; by default the one that the first lines agree on.
        sheet: of Excel; by default the first one.

    Returns:
        The table; rows with too many or too few cells are already set aside.

    Raises:
        ImportRefusedError: missing, empty, unreadable, or the header is missing or doubled.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ImportRefusedError(_("There is no file “{path}”.").format(path=path)) from error
    except OSError as error:
        raise ImportRefusedError(_("“{path}” cannot be read: {why}.").format(path=path, why=error.strerror)) from error
    if not content.strip():
        raise ImportRefusedError(_("“{path}” is empty.").format(path=path))
    kind = path.suffix.lower()
    if kind in EXCEL:
        from workbench.services.imports.spreadsheet import excel_rows  # noqa: PLC0415 - openpyxl takes 0.2 s

        found, notes = excel_rows(path, sheet)
    elif kind in PARQUET:
        from workbench.services.imports.spreadsheet import parquet_rows  # noqa: PLC0415 - as above

        found, notes = parquet_rows(path), ()
    else:
        from workbench.services.imports.delimited import text_rows  # noqa: PLC0415 - beside its siblings

        _refuse_binary(path, content)
        found, notes = text_rows(path.name, content, encoding, delimiter)
    return _table(path.name, found, notes)


def _refuse_binary(path: Path, content: bytes) -> None:
    for signature, kind in SIGNATURES:
        if content.startswith(signature):
            raise ImportRefusedError(
                _(
                    "“{path}” is not a text file: its content is that of a {kind} file. Give it its right ending or export it as CSV."
                ).format(path=path.name, kind=kind)
            )
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in content and not utf16:
        raise ImportRefusedError(_("“{path}” is not a text file: it holds binary data.").format(path=path.name))


def _table(name: str, found: Iterator[tuple[int, Sequence[object]]], notes: tuple[str, ...]) -> Table:
    _first, header = next(found, (0, ()))
    headers, places = _header(name, header)
    rows: list[tuple[object, ...]] = []
    lines: list[int] = []
    rejected: list[Rejected] = []
    width = len(header)
    for line, cells in found:
        if not any(cell is not None and cell != "" for cell in cells):
            continue
        if (len(cells) != width and any(text_of(cell) for cell in cells[width:])) or len(cells) < width:
            reason = _("The row has {count} cells; the header has {width}.").format(count=len(cells), width=width)
            kept = tuple(
                (head, text_of(cells[place]) if place < len(cells) else "")
                for head, place in zip(headers, places, strict=True)
            )
            rejected.append(Rejected(file=name, line=line, column="", value="", reason=reason, cells=kept))
            continue
        rows.append(tuple(cells[place] for place in places))
        lines.append(line)
    if not rows and not rejected:
        raise ImportRefusedError(_("“{path}” has a header but no rows.").format(path=name))
    return Table(name=name, headers=headers, rows=rows, lines=lines, notes=notes, rejected=tuple(rejected))


def _header(name: str, cells: Sequence[object]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the named columns and their places; a column without a name is left out."""
    named = [(text_of(cell), place) for place, cell in enumerate(cells) if text_of(cell)]
    if not named:
        raise ImportRefusedError(_("“{path}” has no header line.").format(path=name))
    seen: set[str] = set()
    for head, _place in named:
        if head.casefold() in seen:
            raise ImportRefusedError(
                _("“{path}” has the column “{column}” twice; rename or remove one of them.").format(
                    path=name, column=head
                )
            )
        seen.add(head.casefold())
    return tuple(head for head, _place in named), tuple(place for _head, place in named)
