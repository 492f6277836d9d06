"""What every command does alike: its language, and how it ends."""

import os
import re
import sys
from pathlib import Path

import pytest

from workbench import app
from workbench.cli import check, common, info, main
from workbench.i18n import _, language, use_language


@pytest.fixture(autouse=True)
def _exclusive(monkeypatch):
    """The commands hold the store themselves: no owner process outlives a test."""
    opened = app.open_workbench
    monkeypatch.setattr(
        app, "open_workbench", lambda *args, **options: opened(*args, **{"door": "exclusive", **options})
    )


@pytest.fixture(autouse=True)
def _english_again():
    yield
    use_language("en")


@pytest.fixture
def store(tmp_path):
    return str(tmp_path / "store.duckdb")


@pytest.fixture
def log_file(tmp_path, monkeypatch):
    place = tmp_path / "errors.log"
    monkeypatch.setattr(common, "log_file", lambda: place)
    return place


def breaking(error):
    def run(_args):
        raise error

    return run


@pytest.mark.parametrize(
    ("environment", "options", "spoken"),
    [
        ({"LANG": "it_IT.UTF-8"}, [], "it"),
        ({"LANG": "it_IT.UTF-8", "WORKBENCH_LANG": "ro"}, [], "ro"),
        ({"LANG": "it_IT.UTF-8", "WORKBENCH_LANG": "ro"}, ["--lang", "en"], "en"),
        ({"LANG": "C.UTF-8"}, [], "en"),
    ],
)
def test_a_command_speaks_the_language_of_its_options_then_of_the_environment(
    store, monkeypatch, capsys, environment, options, spoken
):
    monkeypatch.delenv("WORKBENCH_LANG", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main(["check", "--store", store, *options]) == 0
    assert language() == spoken
    assert capsys.readouterr().out.strip() == translated("The store is clean: every integrity check holds.", spoken)


def translated(message, code):
    use_language(code)
    return _(message)


def test_an_unexpected_error_ends_with_3_and_one_line_whose_reference_finds_its_traceback(
    store, monkeypatch, capsys, log_file
):
    monkeypatch.setattr(check, "run", breaking(RuntimeError("secret detail")))
    assert main(["check", "--store", store]) == 3
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "Traceback" not in told
    assert str(log_file) in told
    (reference,) = re.findall(r"\b[0-9a-f]{8}\b", told.replace(str(log_file), ""))
    kept = log_file.read_text(encoding="utf-8")
    assert reference in kept
    assert "RuntimeError: secret detail" in kept
    assert "Traceback" in kept
    assert sys.platform == "win32" or log_file.stat().st_mode & 0o077 == 0, "tracebacks are for this user only"


def test_every_unexpected_error_has_its_own_reference(store, monkeypatch, log_file):
    monkeypatch.setattr(check, "run", breaking(RuntimeError("one")))
    monkeypatch.setattr(info, "run", breaking(KeyError("two")))
    assert [main([name, "--store", store]) for name in ("check", "info")] == [3, 3]
    kept = log_file.read_text(encoding="utf-8")
    assert len(set(re.findall(r"unexpected error ([0-9a-f]{8})", kept))) == 2


def test_a_command_that_cannot_be_built_ends_with_3_too(monkeypatch, log_file):
    monkeypatch.setattr(check, "register", breaking(ImportError("no such library")))
    assert main(["check"]) == 3
    assert "ImportError" in log_file.read_text(encoding="utf-8")


def test_an_unexpected_error_is_told_where_no_log_can_be_kept(store, monkeypatch, capsys):
    monkeypatch.setattr(check, "run", breaking(RuntimeError("detail")))
    monkeypatch.setattr(common, "log_file", lambda: Path(os.devnull) / "errors.log")
    assert main(["check", "--store", store]) == 3
    told = capsys.readouterr().err
    assert "RuntimeError: detail" in told
    assert re.search(r"Reference: [0-9a-f]{8}\.$", told.strip())


def test_an_interrupt_ends_with_3(store, monkeypatch, capsys):
    monkeypatch.setattr(check, "run", breaking(KeyboardInterrupt()))
    assert main(["check", "--store", store]) == 3
    assert "Stopped" in capsys.readouterr().err
