"""What the README tells a newcomer to type works as it says."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from workbench.app import open_workbench
from workbench.cli import main, parser
from workbench.services.demo import load_demo
from workbench.store import stop_owner

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"`(workbench [^`]+)`", README)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "store.duckdb"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKBENCH_STORE", str(path))
    monkeypatch.setenv("WORKBENCH_LANG", "en")
    with open_workbench(path) as wb:
        load_demo(wb.store, opportunities=100, as_of=wb.today, now=wb.now())
    (tmp_path / "deals.csv").write_text("title,net,currency\nPallet line,100,EUR\n", encoding="utf-8")
    yield path
    stop_owner(str(path))


def test_the_notebook_lines_run(store: Path) -> None:
    [lines] = re.findall(r"```python\n(.*?)\n *```", README, re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(dedent(lines), "README.md", "exec"), names)  # noqa: S102 - our own README
    names["wb"].close()  # type: ignore[attr-defined]
    assert store.exists()


@pytest.mark.parametrize("line", [line for line in COMMANDS if not line.startswith(("workbench up", "workbench user"))])
def test_a_command_does_what_it_is_told(store: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert store.exists()
    assert main(shlex.split(line)[1:]) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("workbench up")])
def test_a_command_that_stays_is_at_least_understood(line: str) -> None:
    assert parser().parse_args(shlex.split(line)[1:]).command == "up"


def test_every_file_that_is_pointed_at_is_there() -> None:
    places = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert [place for place in places if not (ROOT / place).exists()] == []
    targets = set(re.findall(r"^make (\w+)", README, re.MULTILINE))
    assert targets <= set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
