"""Texts in files that spreadsheets open: none is taken for a formula, and each can be read back as it was."""

from __future__ import annotations

import re

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # wide signs begin formulas too
MARK = "'"
INNER = re.compile(r"(?<=[;\t\r\n])('*)(?=[=+\-@＝＋－＠])")  # where a spreadsheet that splits at ; begins a cell
INNER_MARKED = re.compile(r"(?<=[;\t\r\n])'('*)(?=[=+\-@＝＋－＠])")
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")  # what XML or Excel would change
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe stands before what looks like one.

    That holds also behind a semicolon, where spreadsheets of many countries begin the next cell.

    Args:
        text: of a cell; one that begins with an apostrophe gets another, so that ``restored`` knows them apart.
    """
    marked = INNER.sub(rf"{MARK}\1", text)
    return f"{MARK}{marked}" if text.startswith((*FORMULA, MARK)) else marked


def restored(text: str) -> str:
    """Return the text that ``neutral`` was given."""
    return INNER_MARKED.sub(r"\1", text.removeprefix(MARK))


def for_excel(text: str) -> str:
    """Write the characters that a workbook cannot hold as Excel does: ``_x000D_``."""
    return UNSEEN.sub(_escaped, text)


def from_excel(text: str) -> str:
    """Return the text that ``for_excel`` was given."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _escaped(found: re.Match[str]) -> str:
    text = found[0]
    return f"_x{ord(text):04X}_" if len(text) == 1 else f"_x005F{text}"
