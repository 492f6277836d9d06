"""Names compared as people compare them: without case, accents and blanks; countries in three languages."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from babel import Locale
from babel.dates import get_month_names

from workbench.i18n import LANGUAGES, _

NO_COUNTRY = re.compile(r"[A-Z]{2}")
USUAL = {"usa": "US", "uk": "GB", "great britain": "GB", "england": "GB", "holland": "NL", "czech republic": "CZ"}


def folded(text: str) -> str:
    """Return the text without case, accents and the dots of abbreviations."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).strip(" .").split())


def slug(name: str, joint: str = "-") -> str:
    """Return a name as a code: lower case ASCII letters and digits, words joined."""
    return re.sub(r"[^a-z0-9]+", joint, folded(name)).strip(joint) or "x"


@cache
def _months() -> dict[str, int]:
    names: dict[str, int] = {"sept": 9}
    for code in LANGUAGES:
        for width in ("abbreviated", "wide"):
            months: dict[int, str] = dict(get_month_names(width, locale=code))
            names |= {folded(name): number for number, name in months.items()}
    return names


def month_number(name: str) -> int:
    """Return 1–12 for a month's name.

    Raises:
        ValueError: no language of the product has such a month.
    """
    number = _months().get(folded(name))
    if number is None:
        raise ValueError(_("This is not a date."))
    return number


@cache
def _countries() -> dict[str, str]:
    names = dict(USUAL)
    for code in LANGUAGES:
        territories: dict[str, str] = dict(Locale.parse(code).territories)
        names |= {folded(name): key for key, name in territories.items() if NO_COUNTRY.fullmatch(key)}
    return names


def country_code(text: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code for a country's name or code; nothing if no language knows it."""
    known = _countries()
    if len(text) == 2 and text.upper() in known.values():
        return text.upper()
    return known.get(folded(text))
