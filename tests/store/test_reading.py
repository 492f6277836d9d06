"""What an analyst's statement may and may not do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.postgres import PostgresServer
from tests.store.build import team
from workbench.errors import StoreError
from workbench.store import Store, open_store, reading

READING = [
    "select name from team",
    "from team",
    "show tables",
    "describe team",
    "summarize team",
    "with t as (select name from team) select count(*) from t",
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3) select i from n",
    "values (1), (2)",
    "select column_name from information_schema.columns",
    "select list_transform([1, 2], lambda x: x + 1)",
    "select range from range(3)",
    "select name from team -- a comment",
    "select name from team;",
    "select 'drop table team; --' as text",
    "from main.team",
    'select "NAME" from "Team"',
    "with a as (from team), b as (from a) select (select count(*) from b), x.name from a as x",
    "with A as (from team) from a",
    'with "A" as (from team), b as materialized (from "a") from a union all from b',
    "with t as (select 1 as i) from (from t union all (from t)) order by (with u as (from t) select i from u)",
    "with t as (select 1 as i) select * from range(2) as r(i), lateral (select t.i from t where t.i > r.i) as l",
    "with team as (select 'shadowed' as name) select name from team",
    "with t as (from team) from (with t as (from t) from t)",
    "with recursive n(i) as (select 1 union all select i + 1 from (from n) where i < 3), m as (from n) from m",
    "with recursive n as (select 1) from n",
    "with città as (from team) from città",
    "from team select name where name in (with t as (from team) select name from t)",
    "select t.name, u.name from team as t positional join team as u",
    "select t.name from team as t asof join team as u on t.id >= u.id",
    "select name, row_number() over w from team window w as (partition by retired order by name)",
    "select name, sum(1) over (order by name rows between unbounded preceding and current row) from team",
    "select name from team qualify row_number() over (order by name) = 1",
    "pivot (from team) on name in ('North') using count(*)",
    "unpivot (select name, code from team) on name, code",
    "unpivot team on name",
    "from (describe team)",
    "from (summarize main.team)",
    "table team",
    "describe select name from team",
    "show all tables",
    "show databases",
    "show tables from main",
    "select * from unnest([1, 2]) as u(i)",
    "select unnest(generate_series(1, 3))",
    "select i from generate_series(1, 3) as g(i)",
    "from histogram(team, name)",
    "from histogram(source := team, col_name := name)",
    "select histogram(name) from team",
    "select columns('na.*') from team",
    "select column_name from INFORMATION_SCHEMA.COLUMNS where table_name = 'team'",
    "from json_each('[1, 2]')",
    "select table_name from duckdb_tables()",
    "from team tablesample 100 percent",
    "select {'cte_map': {'type': 'BASE_TABLE', 'table_name': 'x'}} as nested",
    "select " + " + ".join(["1"] * 300) + " as sum",
]
REFUSED = [
    "",
    "-- nothing",
    "select 1; select 2",
    "select 1; drop table team",
    "insert into team values (null, 'a', 'a', false)",
    "update team set name = 'x'",
    "delete from team",
    "drop table team",
    "create table x (i integer)",
    "create temp table x (i integer)",
    "copy team to '/tmp/x.csv'",
    "copy (select 1) to '/tmp/x.csv'",
    "attach '/tmp/x.duckdb' as x",
    "install quack",
    "load quack",
    "set threads = 1",
    "pragma database_size",
    "call quack_stop('quack:127.0.0.1:1')",
    "checkpoint",
    "begin",
    "explain analyze select 1",
    "select * from '/etc/passwd.csv'",
    'select * from "/tmp/x.parquet"',
    'with "/tmp/x.csv" as (select 1) select * from "/tmp/x.csv"',
    "describe '/tmp/x.csv'",
    "summarize '/tmp/x.csv'",
    "select * from read_csv('/etc/passwd')",
    "select * from (select content from read_text('/etc/passwd'))",
    "select (select count(*) from read_text('/etc/*'))",
    "select * from glob('/*')",
    "select * from query('drop table team')",
    "select * from query_table(['team'])",
    "select * from duckdb_secrets()",
    "select * from quack_active_connections()",
    "select getenv('HOME')",
    "select * from sqlite_scan('/tmp/x', 'y')",
    "select * from unknown_table",
    "selec 1",
    'with csv as (select 1) select * from "/tmp".csv',
    'with csv as (select 1) select * from "/tmp".main.csv',
    "with duckdb_databases as (select 1) select path from system.main.duckdb_databases",
    "with duckdb_databases as (select 1) select path from main.duckdb_databases",
    "with duckdb_databases as (from duckdb_databases) select path from duckdb_databases",
    "with recursive duckdb_databases as (from duckdb_databases) select path from duckdb_databases",
    "with recursive duckdb_databases as (select path from duckdb_databases union all select '') from duckdb_databases",
    "with duc\u212adb_databases as (select 1) select path from duckdb_databases",
    "with a as (select path from duckdb_databases), duckdb_databases as (select 1) from a",
    "select (with duckdb_views as (select 1) from duckdb_views), (select count(*) from duckdb_views)",
    "(with pg_class as (select 1) from pg_class) union all (select count(*) from pg_class)",
    "with t as (with sqlite_master as (select 1) from sqlite_master) select sql from sqlite_master",
    "with a as (from b), b as (select 1) from a",
    "with t as (select 1) from main.t",
    "with t as (select 1) from recurring.t",
    "with t as (select 1) from temp.main.t",
    "from (from team) as csv, csv",
    "select path from duckdb_databases",
    "from memory.main.team",
    "from pg_catalog.pg_settings",
    "from hr.team",
    "from team, hr.setting",
    "from system.information_schema.tables",
    "from information_schema.user_mappings",
    "describe hr.team",
    "summarize hr.team",
    "summarize duckdb_databases",
    'from (describe "/tmp/x.csv")',
    "show tables from hr",
    "show tables from memory.main",
    "show variables",
    "pivot duckdb_databases on path in ('x') using count(*)",
    "unpivot duckdb_databases on path",
    "from team positional join duckdb_databases",
    "from team, lateral (select path from duckdb_databases)",
    "select name from team order by (select path from duckdb_databases)",
    "select list_transform([1], lambda x: (select count(*) from duckdb_databases))",
    "values ((select path from duckdb_databases))",
    "from range((select count(*) from duckdb_databases))",
    "from histogram(duckdb_databases, path)",
    "from histogram('/tmp/x.csv', b)",
    'from histogram("/tmp/x.csv", b)',
    "from histogram(source := duckdb_databases, col_name := path)",
    "from histogram(col_name := team, SOURCE := duckdb_databases)",
    "from main.histogram(memory.main.team, name)",
    "from histogram_values(duckdb_databases, path)",
    "select json_serialize_plan('from duckdb_databases')",
    "from json_execute_serialized_sql('{}')",
    "select sleep_ms(1)",
    "from parquet_schema('/tmp/x.parquet')",
    "from postgres_query('w', 'select 1')",
]


@pytest.mark.parametrize("text", READING)
def test_a_statement_that_reads_is_run(memory: Store, text: str) -> None:
    team(memory)
    assert len(memory.select(text)) > 0


@pytest.mark.parametrize("text", REFUSED)
def test_a_statement_that_does_more_is_refused(memory: Store, text: str) -> None:
    team(memory)
    with pytest.raises(StoreError) as caught:
        memory.select(text)
    assert "The store refused this" not in str(caught.value), "it reached the engine"
    assert len(memory.rows("settings/teams")) == 1


def test_every_table_of_the_store_can_be_read(store: Store) -> None:
    names = [str(name) for _schema, name in store._door.read(reading.TABLES).rows]
    assert {"team", "opportunity", "line_history", "setting"} <= set(names)
    for name in names:
        store.select(f"select count(*) from {name}")
        store.select(f"with t as (from {name}) from t limit 0")


def test_tables_of_other_schemas_are_not_the_stores(postgres_server: PostgresServer) -> None:
    url = postgres_server.url(postgres_server.new_database())
    store = open_store(url)
    team(store)
    store._door.write("create schema w.hr", None)
    store._door.write("create table w.hr.setting (name varchar)", None)
    store._door.write("create table w.hr.salary (name varchar)", None)
    for name in ("team", "public.team"):
        assert store.select(f"from {name}")["name"].tolist() == ["North"]
    for name in ("hr.setting", "hr.salary", "salary", "w.hr.setting", "w.pg_catalog.pg_authid", "pg_catalog.pg_authid"):
        with pytest.raises(StoreError, match="no table"):
            store.select(f"select name from {name}")
    with pytest.raises(StoreError, match="no table"):
        store.select("with duckdb_databases as (select 1) select path from system.main.duckdb_databases")
    store.close()


def test_a_file_that_lies_beside_the_store_is_not_read(memory: Store, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("word\nopen\n")
    for text in (
        f'with csv as (select 1) select * from "{tmp_path}/secret".csv',
        f"from histogram('{tmp_path}/secret.csv', word)",
        f"from '{tmp_path}/secret.csv'",
    ):
        with pytest.raises(StoreError, match=r"no table|not available"):
            memory.select(text)


def test_a_statement_nested_beyond_measure_is_refused_in_words(memory: Store) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        memory.select("select " + "(" * 5000 + "1" + ")" * 5000 + " + 1" * 900)


def test_the_same_holds_behind_every_door(store: Store) -> None:
    team(store)
    assert store.select("from team")["name"].tolist() == ["North"]
    with pytest.raises(StoreError, match="not available"):
        store.select("select * from read_text('/etc/hostname')")
    with pytest.raises(StoreError, match="read"):
        store.select("update team set name = 'x'")
