"""Reading, completing and compiling the catalogues under workbench/i18n/locale."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from tests.i18n.extract import PACKAGE, Message, messages

LANGUAGES = ("it", "ro")

Forms = str | list[str]


def po_path(language: str) -> Path:
    return PACKAGE / "i18n" / "locale" / language / "LC_MESSAGES" / "workbench.po"


def mo_path(language: str) -> Path:
    return po_path(language).with_suffix(".mo")


def catalogue(language: str) -> Catalog:
    with po_path(language).open("rb") as file:
        return read_po(file, locale=language, domain="workbench", abort_invalid=True)


def translations(catalog: Catalog) -> dict[Message, Forms]:
    """Return every message with its text, or with its texts where it depends on a count."""
    return {
        _message(entry.id): entry.string if isinstance(entry.string, str) else list(entry.string)
        for entry in catalog
        if entry.id
    }


def compiled(language: str) -> dict[Message, Forms]:
    with mo_path(language).open("rb") as file:
        return translations(read_mo(file))


def compiled_anew(language: str) -> dict[Message, Forms]:
    file = BytesIO()
    write_mo(file, catalogue(language))
    file.seek(0)
    return translations(read_mo(file))


def missing(language: str) -> list[Message]:
    """Return the messages of the code that have no whole, certain translation."""
    catalog = catalogue(language)
    texts = translations(catalog)
    uncertain = {_message(entry.id) for entry in catalog if entry.id and entry.fuzzy}
    return sorted(
        message for message in messages() if message in uncertain or not whole(texts.get(message, ""), message, catalog)
    )


def obsolete(language: str) -> list[Message]:
    """Return the messages of the catalogue that the code no longer has."""
    return sorted(set(translations(catalogue(language))) - messages())


def whole(forms: Forms, message: Message, catalog: Catalog) -> bool:
    if isinstance(forms, str):
        return message.plural is None and bool(forms)
    return message.plural is not None and len(forms) == catalog.num_plurals and all(forms)


def complete(language: str, added: dict[str, Forms]) -> None:
    """Add texts by their singular message, drop what the code no longer has, write and compile the catalogue."""
    old = catalogue(language)
    texts = translations(old)
    new = Catalog(
        locale=language, domain="workbench", project="Opportunity workbench", version="1", fuzzy=False,
        header_comment=f"# Opportunity workbench: {old.locale.english_name if old.locale else language}",
        creation_date=old.creation_date, revision_date=old.creation_date, last_translator="Opportunity workbench",
        language_team="Opportunity workbench", msgid_bugs_address="the issues of this repository",
    )  # fmt: skip
    for message in sorted(messages()):
        text = added.get(message.singular) or texts.get(message)
        if text:
            key = message.singular if message.plural is None else (message.singular, message.plural)
            new.add(key, text if isinstance(text, str) else tuple(text))
    with po_path(language).open("wb") as file:
        write_po(file, new, width=120, sort_output=True)
    with mo_path(language).open("wb") as file:
        write_mo(file, catalogue(language))


def _message(key: str | tuple[str, ...] | list[str]) -> Message:
    return Message(key) if isinstance(key, str) else Message(*key[:2])
