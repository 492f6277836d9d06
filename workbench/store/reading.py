"""What an analyst may run: one statement that only reads the tables of this store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

import duckdb

from workbench.errors import StoreError
from workbench.i18n import _
from workbench.store import engine

TABLES = "select table_name from information_schema.tables"
TABLE_FUNCTIONS = frozenset({"range", "generate_series", "unnest", "values"})
HARMFUL_FUNCTIONS = frozenset({"getenv", "read_text", "read_blob", "current_setting"})


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
    connection = engine.connect(":memory:")
    try:
        row = connection.execute("select json_serialize_sql(?)", [statement]).fetchone()
    except duckdb.Error as error:
        raise StoreError(_("This SQL cannot be read: {reason}").format(reason=engine.first_line(error))) from error
    finally:
        connection.close()
    tree = cast("dict[str, object]", json.loads(str(row[0] if row else "{}")))
    if tree.get("error"):
        raise StoreError(_("Only statements that read are run here; use the services to change something."))
    return tree


def _check_tree(tree: object, tables: set[str]) -> None:
    nodes = list(_nodes(tree))
    named = {str(entry["key"]).lower() for node in nodes if "cte_map" in node for entry in node["cte_map"].get("map", [])}
    for node in nodes:
        if node.get("type") == "BASE_TABLE" and str(node.get("table_name", "")).lower() not in tables | named:
            raise StoreError(_("There is no table “{name}” in this store.").format(name=node.get("table_name")))
        if node.get("type") == "TABLE_FUNCTION":
            name = str(node.get("function", {}).get("function_name", "")).lower()
            if name not in TABLE_FUNCTIONS:
                raise StoreError(_("The function {name} is not available here.").format(name=name))
        if node.get("class") == "FUNCTION" and str(node.get("function_name", "")).lower() in HARMFUL_FUNCTIONS:
            raise StoreError(_("The function {name} is not available here.").format(name=node.get("function_name")))


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        node = cast("dict[str, Any]", tree)
        yield node
        for value in node.values():
            yield from _nodes(value)
    elif isinstance(tree, list):
        for value in cast("list[object]", tree):
            yield from _nodes(value)
