"""What an analyst may run: one statement that only reads the tables of this store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

import duckdb

from workbench.errors import StoreError
from workbench.i18n import _
from workbench.store import engine
from workbench.store.literals import literal

TABLES = "select table_name from information_schema.tables"
CATALOGUE_SCHEMAS = frozenset({"information_schema"})
TABLE_FUNCTIONS = frozenset(
    {"range", "generate_series", "unnest", "values", "duckdb_tables", "duckdb_columns", "json_each", "histogram"}
)
HARMFUL_FUNCTIONS = frozenset({"getenv", "read_text", "read_blob", "current_setting", "nextval", "write_log"})


def checked(text: str, tables: set[str]) -> str:
    """Return the statement if it only reads.

    Args:
        text: SQL in DuckDB's dialect.
        tables: names of the store's tables.

    Raises:
        StoreError: no statement, several, one that writes, or one that reaches files, the network or settings.
    """
    try:
        statements = duckdb.extract_statements(text)
    except duckdb.Error as error:
        raise StoreError(_("This SQL cannot be read: {reason}").format(reason=engine.first_line(error))) from error
    if len(statements) != 1:
        raise StoreError(_("Give one statement at a time."))
    statement = statements[0].query.strip().rstrip(";")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise StoreError(_("Only statements that read are run here; use the services to change something."))
    _check_tree(_tree(statement), {name.lower() for name in tables})
    return statement


def _tree(statement: str) -> object:
    with engine.connect(":memory:", threads=1) as connection:
        try:
            row = connection.execute(f"select json_serialize_sql({literal(statement)})").fetchall()[0]
        except duckdb.Error as error:
            raise StoreError(_("This SQL cannot be read: {reason}").format(reason=engine.first_line(error))) from error
    tree = cast("dict[str, object]", json.loads(str(row[0])))
    if tree.get("error"):
        raise StoreError(_("Only statements that read are run here; use the services to change something."))
    return tree


def _check_tree(tree: object, tables: set[str]) -> None:
    nodes = list(_nodes(tree))
    named = {
        str(entry["key"]).lower() for node in nodes if "cte_map" in node for entry in node["cte_map"].get("map", [])
    }
    named = {name for name in named if name.isidentifier()}
    for node in nodes:
        if node.get("type") == "BASE_TABLE":
            _check_table(node, tables | named)
        elif node.get("type") == "TABLE_FUNCTION":
            name = str(node.get("function", {}).get("function_name", "")).lower()
            if name not in TABLE_FUNCTIONS:
                raise _unavailable(name)
        elif node.get("class") == "FUNCTION" and str(node.get("function_name", "")).lower() in HARMFUL_FUNCTIONS:
            raise _unavailable(str(node.get("function_name")))


def _check_table(node: dict[str, Any], known: set[str]) -> None:
    name = str(node.get("table_name", ""))
    if name.lower() in known or str(node.get("schema_name", "")).lower() in CATALOGUE_SCHEMAS:
        return
    raise StoreError(_("There is no table “{name}” in this store.").format(name=name))


def _unavailable(name: str) -> StoreError:
    return StoreError(
        _("The function {name} is not available here. Read files with pandas or DuckDB in the notebook itself.").format(
            name=name
        )
    )


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        node = cast("dict[str, Any]", tree)
        yield node
        for value in node.values():
            yield from _nodes(value)
    elif isinstance(tree, list):
        for value in cast("list[object]", tree):
            yield from _nodes(value)
