"""The password of a PostgreSQL address is never shown."""

from types import SimpleNamespace

import duckdb
import pytest

from workbench.cli import main
from workbench.store.direct import PostgresDoor
from workbench.store.doors import LostError
from workbench.store.passwords import without_password

ADDRESSES = [
    "postgres://ana:s3cret@127.0.0.1:1/workbench",
    "postgres://127.0.0.1:1/workbench?user=ana&password=s3cret",
    "postgres:///workbench?host=127.0.0.1&port=1&password=s3cret&sslmode=disable",
    "postgresql://ana@127.0.0.1:1/workbench?p%61ssword=s%33cret",
    "postgres://ana:other@127.0.0.1:1/workbench?sslpassword=s3cret",
    "postgres://ana:s3cret%2F@127.0.0.1:1/workbench",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unreachable_server_is_told_without_the_password(capsys, address):
    assert main(["info", "--store", address]) == 3
    told = capsys.readouterr().err
    assert "cannot be reached" in told
    assert "cret" not in told


@pytest.mark.parametrize("address", [*ADDRESSES, "postgres://ana:s3cret#1@host/db", "postgres://ana:p@s3cret@host/db"])
def test_a_lost_server_is_told_without_the_password(address):
    door = object.__new__(PostgresDoor)
    door._url = address
    with pytest.raises(LostError) as caught:
        door._raise_lost(
            duckdb.IOException(f'Unable to connect to Postgres at "{address}"'), SimpleNamespace(generation=0)
        )
    assert "cret" not in str(caught.value)


def test_the_rest_of_an_address_stays():
    address = "postgres://ana:s3cret@host:5432/db?sslmode=require&password=other"
    assert without_password(address, address) == "postgres://ana:…@host:5432/db?sslmode=require&password=…"
    assert without_password("/home/ana/store.duckdb", "/home/ana/store.duckdb") == "/home/ana/store.duckdb"


@pytest.mark.parametrize("command", ["info", "migrate"])
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_command_tells_its_store_without_the_password(postgres_server, capsys, command, options):
    url = postgres_server.url(postgres_server.new_database())
    joined = "&" if "?" in url else "?"
    assert main([command, "--store", f"{url}{joined}password=s3cret", *options]) == 0
    told = capsys.readouterr()
    assert "s3cret" not in told.out + told.err
    assert "password=…" in told.out
