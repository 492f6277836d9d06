from __future__ import annotations

import ast
import re

import pytest

from tests.i18n.extract import PACKAGE
from tests.i18n.lint import error_names, faults, faults_in

SENTENCE = re.compile(r"""["'`][A-Z][a-z]+[ ,…][a-z ]|textContent = ["'`][^"'`]*[A-Za-z]{2}""")


def test_every_text_a_person_reads_is_marked_and_can_be_extracted():
    assert faults() == []


@pytest.mark.parametrize(
    "code",
    [
        '_(f"{name} is late")',
        '_("{name} is late".format(name=name))',
        '_("late: " + name)',
        '_("late: %s" % name)',
        'N_(f"{name}")',
        'ngettext("{n} deal", f"{n} deals", n)',
        'raise NotFoundError("There is no such deal.")',
        'raise NotFoundError(f"There is no deal {name}.")',
        'raise NotFoundError("There is no deal {name}.".format(name=name))',
        'raise errors.InvalidValueError("title", "This must not be empty.")',
        'common.say(args, "Done")',
        'complain("Stopped" if name else name)',
        'Button(description="Save")',
        'row = {"label": "Owner"}',
    ],
)
def test_a_text_that_passes_by_the_catalogue_is_found(code):
    assert list(faults_in(ast.parse(code), in_widget=True, errors=error_names()))


@pytest.mark.parametrize(
    "code",
    [
        '_("{name} is late").format(name=name)',
        '_("a long " "sentence")',
        "_(label)",
        'ngettext("{n} deal", "{n} deals", n).format(n=n)',
        'raise NotFoundError(_("There is no such deal."))',
        'raise InvalidValueError("title", _("This must not be empty."))',
        "raise NotFoundError(str(error))",
        'complain(f"{step} …")',
        'common.say(args, "\\n".join(lines))',
        'Button(description=_("Save"))',
        'row = {"label": _("Owner")}',
    ],
)
def test_a_text_that_is_marked_is_left_alone(code):
    assert not list(faults_in(ast.parse(code), in_widget=True, errors=error_names()))


def test_the_pages_scripts_carry_no_sentence_of_their_own():
    scripts = sorted((PACKAGE / "widgets" / "js" / "src").glob("*.ts"))
    assert scripts
    found = [
        f"{path.name}: {line.strip()}"
        for path in scripts
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.lstrip().startswith(("//", "*", "/*")) and SENTENCE.search(line)
    ]
    assert not found
