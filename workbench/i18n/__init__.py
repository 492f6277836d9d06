"""The language of every text a user sees: gettext messages in English, Italian and Romanian."""

from __future__ import annotations

import gettext as _gettext
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "it", "ro")
_in_use = {"language": "en"}


def use_language(code: str) -> None:
    """Choose the language of this process (a kernel and a command serve one person); an unknown code means English."""
    _in_use["language"] = code if code in LANGUAGES else "en"


def language() -> str:
    """Return the code of the language in use: ``en``, ``it`` or ``ro``."""
    return _in_use["language"]


@cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    return _gettext.translation("workbench", Path(__file__).parent / "locale", [code], fallback=True)


def _(message: str) -> str:
    """Translate a message into the language in use."""
    return _catalogue(_in_use["language"]).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a message that depends on a count."""
    return _catalogue(_in_use["language"]).ngettext(singular, plural, count)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a message that is translated later
    """Mark a message for translation without translating it yet."""
    return message
