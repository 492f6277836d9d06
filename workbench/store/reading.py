"""What an analyst may run: one statement that only reads the tables of this store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, cast

import duckdb

from workbench.errors import StoreError
from workbench.i18n import _
from workbench.store import engine
from workbench.store.literals import literal

TABLES = (
    "select table_schema, table_name from information_schema.tables"
    " where table_catalog = current_database() and table_schema = current_schema() and table_name not in"
    " ('channel', 'channel_secret', 'job_log')"  # addresses and traces are for administrators
)
PARTS = ("catalog_name", "schema_name", "table_name")
CATALOGUE = "information_schema"
CATALOGUE_TABLES = frozenset({
    "character_sets", "check_constraints", "columns", "constraint_column_usage", "constraint_table_usage",
    "key_column_usage", "referential_constraints", "schemata", "table_constraints", "tables", "views",
})  # fmt: skip
SHOWN = frozenset({'"tables"', '"databases"', '"schemas"', "__show_tables_expanded"})
TABLE_FUNCTIONS = frozenset({
    "range", "generate_series", "unnest", "values", "duckdb_tables", "duckdb_columns", "json_each", "histogram",
})  # fmt: skip
HARMFUL_FUNCTIONS = frozenset({
    "getenv", "read_text", "read_blob", "current_setting", "nextval", "write_log", "json_serialize_plan", "sleep_ms",
    "pg_sleep",
})  # fmt: skip
ENGINE_NAMES = ("duckdb_", "pg_", "pragma_", "sqlite_")


def checked(text: str, tables: Iterable[tuple[str, str]]) -> str:
    """Return the statement if it only reads.

    Args:
        text: SQL in DuckDB's dialect.
        tables: schema and name of the store's tables.

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
    readable = frozenset((place, _folded(name)) for schema, name in tables for place in ("", _folded(schema)))
    for node, named in _nodes(_tree(statement)):
        _check_node(node, readable, named)
    return statement


def _tree(statement: str) -> object:
    with engine.connect(":memory:", threads=1) as connection:
        try:
            row = connection.execute(f"select json_serialize_sql({literal(statement)})").fetchall()[0]
            tree = cast("dict[str, object]", json.loads(str(row[0])))
        except (duckdb.Error, RecursionError) as error:
            raise StoreError(_("This SQL cannot be read: {reason}").format(reason=engine.first_line(error))) from error
    if tree.get("error"):
        raise StoreError(_("Only statements that read are run here; use the services to change something."))
    return tree


def _nodes(tree: object) -> Iterator[tuple[dict[str, Any], frozenset[str]]]:
    """Return every node of a statement with the names that ``with`` gives to queries where the node stands.

    A name is known to the queries after its own, to the query they serve, and to its own only where that recurses.
    """
    waiting: list[tuple[object, frozenset[str]]] = [(tree, frozenset())]
    while waiting:
        part, named = waiting.pop()
        if isinstance(part, list):
            waiting += [(value, named) for value in cast("list[object]", part)]
        elif isinstance(part, dict):
            node = cast("dict[str, Any]", part)
            yield node, named
            queries = cast("list[dict[str, object]]", node["cte_map"]["map"] if "cte_map" in node else [])
            for entry in queries:
                waiting.append((entry["value"], named))
                named = named | _given(entry["key"])
            again = _given(node["cte_name"]) if node.get("type") == "RECURSIVE_CTE_NODE" else frozenset[str]()
            waiting += [
                (value, named | again if key == "right" else named) for key, value in node.items() if key != "cte_map"
            ]


def _given(name: object) -> frozenset[str]:
    """Take a query's name only if nothing of the engine, and no file, could be meant by it."""
    folded = _folded(str(name))
    plain = folded.isidentifier() and not folded.startswith(ENGINE_NAMES)
    return frozenset({folded}) if plain else frozenset()


def _folded(name: str) -> str:
    """Fold a name as the engine does: the letters of ASCII, and no others."""
    return name.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


def _check_node(node: dict[str, Any], readable: frozenset[tuple[str, str]], named: frozenset[str]) -> None:
    if str(node.get("function_name", "")).lower() in HARMFUL_FUNCTIONS:
        raise _unavailable(str(node["function_name"]))
    kind = node.get("type")
    if kind == "BASE_TABLE":
        _check_table(node, readable, named)
    elif kind == "TABLE_FUNCTION":
        _check_table_function(node.get("function") or {}, readable)
    elif kind == "SHOW_REF" and not node.get("query"):
        _check_show(node, readable)


def _check_table(node: dict[str, Any], readable: frozenset[tuple[str, str]], named: frozenset[str]) -> None:
    catalog, schema, name = _place(node)
    if not catalog and (
        (schema, name) in readable
        or (not schema and name in named)
        or (schema == CATALOGUE and name in CATALOGUE_TABLES)
    ):
        return
    raise _absent(node)


def _check_table_function(function: dict[str, Any], readable: frozenset[tuple[str, str]]) -> None:
    name = str(function.get("function_name", "")).lower()
    if name not in TABLE_FUNCTIONS:
        raise _unavailable(name)
    if name == "histogram":
        _check_source(cast("list[dict[str, Any]]", function.get("children") or []), readable)


def _check_source(arguments: list[dict[str, Any]], readable: frozenset[tuple[str, str]]) -> None:
    """Let a histogram be made of a table of the store: its macro reads whatever it is given, files too."""
    place = next((place for place, each in enumerate(arguments) if _folded(str(each.get("alias"))) == "source"), 0)
    names = cast("list[str]", arguments[place].get("column_names") or []) if arguments else []
    if len(names) != 1 or ("", _folded(names[0])) not in readable:
        raise _unavailable("histogram")


def _check_show(node: dict[str, Any], readable: frozenset[tuple[str, str]]) -> None:
    catalog, schema, name = _place(node)
    own = {CATALOGUE, *(schema for schema, _name in readable if schema)}
    if name not in SHOWN and (catalog or schema not in own or name):
        raise _absent(node)


def _place(node: dict[str, Any]) -> tuple[str, str, str]:
    catalog, schema, name = (_folded(str(node.get(part) or "")) for part in PARTS)
    return catalog, schema, name


def _absent(node: dict[str, Any]) -> StoreError:
    name = ".".join(str(node[part]) for part in PARTS if node.get(part))
    return StoreError(_("There is no table “{name}” in this store.").format(name=name))


def _unavailable(name: str) -> StoreError:
    return StoreError(
        _("The function {name} is not available here. Read files with pandas or DuckDB in the notebook itself.").format(
            name=name
        )
    )
