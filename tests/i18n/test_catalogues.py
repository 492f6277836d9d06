from __future__ import annotations

import re
from string import Formatter

import pytest

from tests.i18n.catalogues import (
    LANGUAGES,
    Forms,
    catalogue,
    compiled,
    compiled_anew,
    missing,
    obsolete,
    translations,
    whole,
)
from tests.i18n.extract import Message, messages

EDGES = re.compile(r"^(\s*).*?(\s*)$", re.DOTALL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_code_is_translated(language):
    assert missing(language) == [], "python -m tests.i18n.missing lists them as JSON to fill in"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_outlives_the_code(language):
    assert obsolete(language) == [], "python -m tests.i18n.missing FILE drops them"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_placeholders(language):
    differing = {
        text: (message, text)
        for message, forms in translations(catalogue(language)).items()
        for text in _texts(forms)
        if _placeholders(text) != _placeholders(message.plural or message.singular)
    }
    assert not differing


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_blanks_at_its_ends_and_its_lines(language):
    differing = [
        text
        for message, forms in translations(catalogue(language)).items()
        for text in _texts(forms)
        if _frame(text) != _frame(message.singular)
    ]
    assert not differing


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language):
    assert compiled(language) == compiled_anew(language), "make messages compiles"


@pytest.mark.parametrize(("language", "forms"), [("it", 2), ("ro", 3)])
def test_a_language_has_its_plural_forms(language, forms):
    assert catalogue(language).num_plurals == forms


def test_romanian_is_written_with_commas_below():
    texts = "".join(text for forms in translations(catalogue("ro")).values() for text in _texts(forms))
    assert not set("şţŞŢãÃ") & set(texts)


def test_the_code_has_messages_of_both_kinds():
    found = messages()
    assert Message("New opportunity") in found
    assert Message("{count} deal", "{count} deals") in found


def test_a_missing_plural_form_counts_as_missing():
    message = Message("{count} day", "{count} days")
    assert whole(["{count} zi", "{count} zile", "{count} de zile"], message, catalogue("ro"))
    assert not whole(["{count} zi", "{count} zile", ""], message, catalogue("ro"))
    assert not whole(["{count} zi", "{count} zile"], message, catalogue("ro"))


def _texts(forms: Forms) -> list[str]:
    return [forms] if isinstance(forms, str) else forms


def _placeholders(text: str) -> list[str]:
    return sorted(f"{name}:{spec}!{how}" for _text, name, spec, how in Formatter().parse(text) if name is not None)


def _frame(text: str) -> tuple[int, tuple[str, ...]]:
    edges = EDGES.match(text)
    return text.count("\n"), edges.groups() if edges else ()
