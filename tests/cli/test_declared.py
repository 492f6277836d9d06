"""What is installed with the workbench is what it imports, no less and no more."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOT_IMPORTED_BY_NAME = {
    "duckdb-extension-httpfs": "the store loads the file within",
    "duckdb-extension-postgres-scanner": "the store loads the file within",
    "duckdb-extension-quack": "the store loads the file within",
    "ipyleaflet": "for what comes next",
    "pytz": "DuckDB imports it for timestamptz",
    "tzdata": "zoneinfo reads it where the system has no time zones",
}


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {canonical(re.split(r"[<>=!~; \[]", line, maxsplit=1)[0]) for line in project["dependencies"]}


def imported():
    """The distributions whose packages the code imports, wherever in a file."""
    roots = set()
    for file in (ROOT / "workbench").rglob("*.py"):
        if "node_modules" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                roots |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                roots.add(node.module.partition(".")[0])
    known = packages_distributions()
    foreign = roots - sys.stdlib_module_names - {"workbench"}
    return {canonical(known[root][0]) if root in known else root for root in foreign}


def test_everything_imported_is_declared():
    assert sorted(imported() - declared()) == []


def test_everything_declared_is_imported_or_has_a_reason():
    assert sorted(declared() - imported() - set(NOT_IMPORTED_BY_NAME)) == []
