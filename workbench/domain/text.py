"""Text from people: kept as typed, without what no line of text may hold."""

from __future__ import annotations

import unicodedata
from typing import cast

from workbench.errors import InvalidValueError
from workbench.i18n import _

LONGEST_LINE = 500


def one_line(text: str) -> str:
    """Return the text on one line: control characters become blanks, runs of blanks one blank, ends trimmed."""
    if text.isprintable() and "  " not in text and text == text.strip():
        return text
    visible = "".join(" " if unicodedata.category(char) in {"Cc", "Cs"} else char for char in text)
    return " ".join(visible.split())


def required_line(field: str, text: str) -> str:
    """Return the text on one line.

    Raises:
        InvalidValueError: nothing is left, or more than 500 characters are.
    """
    line = one_line(text)
    if not line:
        raise InvalidValueError(field, _("This must not be empty."))
    if len(line) > LONGEST_LINE:
        raise InvalidValueError(field, _("This is longer than {limit} characters.").format(limit=LONGEST_LINE))
    return line


def tag_list(tags: object) -> tuple[str, ...]:
    """Return clean tags, each once, in the given order; a comma separates tags, so none holds one."""
    if isinstance(tags, str):
        parts = tags.split(",")
    elif isinstance(tags, list | tuple):
        parts = [str(tag) for tag in cast("tuple[object, ...]", tags)]
    else:
        raise InvalidValueError("tags", _("Tags are texts."))
    clean = (one_line(part.replace(",", " ")) for part in parts)
    return tuple(dict.fromkeys(tag for tag in clean if tag))
