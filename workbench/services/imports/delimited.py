"""Delimited text: encoding, delimiter and rows with the line they begin on."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence

from workbench.errors import ImportRefusedError
from workbench.i18n import _
from workbench.services.exports.columns import is_ours

DELIMITERS = ",;\t|"
SIGHT = 50
LONGEST_CELL = 1_000_000


def text_rows(
    name: str, content: bytes, encoding: str | None, delimiter: str | None
) -> tuple[Iterator[tuple[int, Sequence[object]]], tuple[str, ...]]:
    """Return the rows of a text, each with its line number, and the decisions made.

    Raises:
        ImportRefusedError: the encoding is not what it should be, or a quoted cell never ends.
    """
    text = _decoded(name, content, encoding)
    sign = delimiter or ("," if is_ours(text.partition("\n")[0].rstrip("\r").split(",")) else _sniffed(text))
    notes: list[str] = []
    if encoding:
        notes.append(_("Encoding {encoding}, as the mapping says.").format(encoding=encoding))
    if sign != ",":
        shown = {"\t": _("tabulator")}.get(sign, sign)
        notes.append(_("The cells are separated by “{sign}”.").format(sign=shown))
    return _rows(name, text, sign), tuple(notes)


def _decoded(name: str, content: bytes, encoding: str | None) -> str:
    guess = encoding or ("utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig")
    try:
        return content.decode(guess)
    except LookupError as error:
        raise ImportRefusedError(_("There is no encoding “{encoding}”.").format(encoding=guess)) from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ImportRefusedError(
            _(
                "“{path}” is not written in {encoding}: line {line} holds other bytes. Save it as UTF-8, or say its "
                'encoding in a mapping file, for example "encoding": "cp1252". Nothing was loaded.'
            ).format(path=name, encoding=guess.removesuffix("-sig"), line=line)
        ) from error


def _sniffed(text: str) -> str:
    """Return the delimiter that cuts the first lines into the most columns, all alike."""
    head = "".join(text.splitlines(keepends=True)[:SIGHT])

    def merit(sign: str) -> tuple[bool, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(head), delimiter=sign) if row]
        alike = sum(width == widths[0] for width in widths) if widths else 0
        return (alike * 10 >= len(widths) * 8, widths[0] if widths else 0)

    return max(DELIMITERS, key=merit)


def _rows(name: str, text: str, sign: str) -> Iterator[tuple[int, Sequence[object]]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ImportRefusedError(
                _("“{path}” cannot be read from line {line} on: a quoted cell does not end properly ({why}).").format(
                    path=name, line=line, why=error
                )
            ) from error
        yield line, row
        line = reader.line_num + 1
