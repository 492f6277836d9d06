"""VAT numbers: as they are compared, and whether one is valid in its country; without asking anybody."""

from __future__ import annotations

import re
from typing import Any, cast

from workbench.domain.contact import COUNTRY
from workbench.errors import InvalidValueError
from workbench.i18n import _

PREFIXES = {"GR": "EL"}  # VAT numbers of Greece begin with EL
COUNTRIES = {"EL": "GR", "XI": "GB"}  # and those of Northern Ireland with XI


def normalised(number: str | None, country: str | None = None) -> str:
    """Return a VAT number as it is compared: letters and digits, with its country in front where that is known.

    Args:
        number: as somebody wrote it; empty gives an empty text.
        country: ISO 3166-1 alpha-2, used where the number does not begin with one.
    """
    plain = re.sub(r"[^A-Z0-9]", "", (number or "").upper())
    if not plain:
        return ""
    prefix = PREFIXES.get(country or "", country or "")
    head = COUNTRIES.get(plain[:2], plain[:2])
    return plain if not prefix or head == country else prefix + plain


def checked(number: str, country: str) -> str:
    """Return a VAT number in its usual form.

    Args:
        number: as somebody wrote it, with or without its country in front.
        country: ISO 3166-1 alpha-2.

    Raises:
        InvalidValueError: the number is not valid in this country; ``field`` is ``vat_number``.
    """
    from stdnum.exceptions import ValidationError  # noqa: PLC0415 - most pages never check one

    module = _module(country)
    if module is None:
        return normalised(number)
    plain = normalised(number, country)
    try:
        module.validate(plain)
    except ValidationError as error:
        raise InvalidValueError(
            "vat_number",
            _("“{number}” is no valid VAT number in {country}.").format(number=number, country=country),
        ) from error
    return plain


def country_of(text: str | None) -> str:
    """Return a contact's country, which has to be there.

    Raises:
        InvalidValueError: it is missing, or no ISO code of a country.
    """
    from babel import Locale  # noqa: PLC0415 - most pages never check one

    code = (text or "").upper()
    if not code:
        raise InvalidValueError("country", _("Give the country first: the VAT number depends on it."))
    if not COUNTRY.fullmatch(code) or code not in cast("dict[str, str]", Locale.parse("en").territories):
        raise InvalidValueError("country", _("There is no country “{code}”.").format(code=code))
    return code


def _module(country: str) -> Any:  # noqa: ANN401 - the library's modules have no common type
    """Return what checks the numbers of a country; nothing where the library does not know it."""
    from stdnum import get_cc_module  # noqa: PLC0415 - most pages never check one

    return get_cc_module(country.lower(), "vat")
