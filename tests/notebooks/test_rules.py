from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOWING = sorted([*(ROOT / "dashboards").glob("*.ipynb"), *(ROOT / "notebooks" / "reports").glob("*.ipynb")])
EVERY = sorted([*SHOWING, *(ROOT / "notebooks").glob("*.ipynb")])
LOGIC = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While)
SQL = re.compile(r"^\s*(select|with|insert|update|delete)\b", re.IGNORECASE)


def code(path: Path) -> list[str]:
    return [
        "".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"
    ]


@pytest.mark.parametrize("path", SHOWING, ids=lambda path: path.stem)
def test_dashboards_and_reports_only_choose_and_arrange(path: Path) -> None:
    for source in code(path):
        assert len(source.splitlines()) <= 12
        for node in ast.walk(ast.parse(source)):
            assert not isinstance(node, LOGIC)
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value))


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_notebooks_are_kept_without_outputs(path: Path) -> None:
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks" / "reports").glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_report_has_one_cell_of_parameters(path: Path) -> None:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    assert sum("parameters" in cell["metadata"].get("tags", []) for cell in cells) == 1
