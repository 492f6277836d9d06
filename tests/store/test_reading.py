"""What an analyst's statement may and may not do."""

from __future__ import annotations

import pytest

from tests.store.build import team
from workbench.errors import StoreError
from workbench.store import Store

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
]


@pytest.mark.parametrize("text", READING)
def test_a_statement_that_reads_is_run(memory: Store, text: str) -> None:
    team(memory)
    assert len(memory.select(text)) > 0


@pytest.mark.parametrize("text", REFUSED)
def test_a_statement_that_does_more_is_refused(memory: Store, text: str) -> None:
    team(memory)
    with pytest.raises(StoreError):
        memory.select(text)
    assert len(memory.rows("settings/teams")) == 1


def test_the_same_holds_behind_every_door(store: Store) -> None:
    team(store)
    assert store.select("from team")["name"].tolist() == ["North"]
    with pytest.raises(StoreError, match="not available"):
        store.select("select * from read_text('/etc/hostname')")
    with pytest.raises(StoreError, match="read"):
        store.select("update team set name = 'x'")
