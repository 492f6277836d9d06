"""Nobody comes in but the person with the link, from the page's own address."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPResponse
from pathlib import Path

import nbformat
import pytest

from tests.browser import serving
from workbench.server.texts import refusal_texts

TEXTS = refusal_texts("en")
PATHS = ["/", "/voila/static/voila.js", "/api/kernels/0", "/voila/api/shutdown/0", "/voila/api/ticket", "/nowhere"]
SOCKET = {
    "Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec_WebSocket_Version": "13",
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return serving.make_store(tmp_path_factory.mktemp("entrance") / "store.duckdb", deals=20)


@pytest.fixture(scope="module")
def pages(store: Path) -> Iterator[str]:
    with serving.page_server(store) as address:
        yield address


def let_in(address: str, path: str = "/", **headers: str) -> HTTPResponse:
    return serving.ask(address, path, Cookie=serving.SESSIONS[address], **headers)


def kernel_of(answer: HTTPResponse) -> str:
    found = re.search(r'"kernelId": ?"([^"]+)"', answer.body)
    assert found is not None
    return found.group(1)


def port(address: str) -> int:
    return int(address.rsplit(":", 1)[1])


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", ["workbench.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.example:{port}"])
def test_a_name_that_was_made_to_point_here_is_refused(pages: str, host: str, path: str) -> None:
    answer = let_in(pages, path, Host=host.format(port=port(pages)))
    assert answer.status == 403
    assert TEXTS["host"] in answer.body


def test_both_names_of_this_machine_are_answered(pages: str) -> None:
    for name in ("127.0.0.1", "localhost"):
        assert let_in(pages, "/voila/static/voila.js", Host=f"{name}:{port(pages)}").status == 200


@pytest.mark.parametrize(
    "path", [*PATHS, "/?token=", "/?token=wrong", "/?token=a-token-for-tests&token=b", "//?token=a-token-for-tests"]
)
@pytest.mark.parametrize("cookie", ["", "{name}=", "{name}=wrong", "other={value}"])
def test_without_cookie_and_token_nothing_is_shown(pages: str, path: str, cookie: str) -> None:
    name, _equals, value = serving.SESSIONS[pages].partition("=")
    answer = serving.ask(pages, path, Cookie=cookie.format(name=name, value=value))
    assert answer.status == 403
    assert TEXTS["stranger"] in answer.body
    assert answer.headers["Set-Cookie"] is None


@pytest.mark.parametrize("method", ["POST", "DELETE", "PUT", "HEAD", "OPTIONS"])
def test_every_method_is_refused_alike(pages: str, method: str) -> None:
    assert serving.ask(pages, f"/?token={serving.TOKEN}", method=method).status == 403


def test_a_token_is_exchanged_for_a_cookie_and_leaves_the_address(pages: str) -> None:
    answer = serving.ask(pages, f"/?view=progress&token={serving.TOKEN}&filter=%7B%22text%22%3A+%22a%26b%22%7D")
    assert answer.status == 302
    assert answer.headers["Location"] == "/?view=progress&filter=%7B%22text%22%3A+%22a%26b%22%7D"
    parts = {part.strip() for part in answer.headers["Set-Cookie"].split(";")}
    assert {"HttpOnly", "SameSite=Strict", "Path=/", serving.SESSIONS[pages]} == parts
    assert str(port(pages)) in serving.SESSIONS[pages]
    assert serving.TOKEN not in serving.SESSIONS[pages]


def test_a_token_never_stays_in_the_address_of_who_is_in(pages: str) -> None:
    answer = let_in(pages, "/?%74oken=old&view=home")
    assert (answer.status, answer.headers["Location"]) == (302, "/?view=home")


def test_a_ticket_opens_once(pages: str) -> None:
    ticket = serving.ask(pages, "/voila/api/ticket", method="POST", Authorization=f"token {serving.TOKEN}").body
    assert serving.ask(pages, f"/?token={ticket}").status == 302
    assert serving.ask(pages, f"/?token={ticket}").status == 403


def test_another_start_gives_another_cookie(pages: str, store: Path) -> None:
    with serving.page_server(store) as other:
        cookie = serving.SESSIONS[pages].partition("=")[2]
        assert serving.SESSIONS[other].partition("=")[2] != cookie
        assert serving.ask(other, Cookie=f"workbench-{port(other)}={cookie}").status == 403


@pytest.mark.parametrize("dest", ["iframe", "empty", "image", "script", "embed"])
def test_the_page_is_only_opened_as_a_page(pages: str, dest: str) -> None:
    answer = let_in(pages, Sec_Fetch_Dest=dest, Sec_Fetch_Site="same-origin")
    assert answer.status == 403
    assert TEXTS["elsewhere"] in answer.body


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Dest": "empty", "Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Dest": "empty", "Sec_Fetch_Site": "same-site"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
    ],
    ids=str,
)
def test_other_sites_ask_for_nothing(pages: str, headers: dict[str, str]) -> None:
    assert let_in(pages, "/api/kernels/0", **headers).status == 403


@pytest.mark.parametrize("origin", [None, "null", "http://workbench.example", "http://127.0.0.1:1", "https://{host}"])
def test_a_socket_is_opened_from_the_page_only(pages: str, origin: str | None) -> None:
    host = f"127.0.0.1:{port(pages)}"
    path = f"/api/kernels/{kernel_of(let_in(pages))}/channels"
    said = {} if origin is None else {"Origin": origin.format(host=host)}
    assert let_in(pages, path, **SOCKET, **said).status == 403
    assert serving.ask(pages, path, **SOCKET, Origin=pages).status == 403
    if origin is None:
        assert let_in(pages, path, **SOCKET, Origin=pages).status == 101


def test_no_kernel_gets_a_token(store: Path, tmp_path: Path) -> None:
    notebook = tmp_path / "environment.ipynb"
    cell = nbformat.v4.new_code_cell("import json, os\nprint('<<' + json.dumps(dict(os.environ)) + '>>')")
    kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": kernelspec}), notebook)
    lab_token = "a-token-of-the-lab"  # noqa: S105
    with serving.page_server(store, notebook, JUPYTER_TOKEN=lab_token) as address:
        answers = [let_in(address, f"/?view={view}") for view in ("spare", "plain")]
        secrets = [serving.TOKEN, lab_token, serving.SESSIONS[address].partition("=")[2]]
        assert serving.TOKEN not in " ".join(serving.server_process(address).cmdline())
    for answer in answers:
        assert answer.status == 200
        assert "WORKBENCH_STORE" in answer.body
        assert [secret for secret in secrets if secret in answer.body] == []


def test_one_page_too_many_is_told_so(store: Path) -> None:
    with serving.page_server(store, WORKBENCH_PAGES_AT_MOST="2") as address, ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda _page: let_in(address), range(5)))
        assert sorted(answer.status for answer in answers) == [200, 200, 503, 503, 503]
        assert all(TEXTS["full"] in answer.body for answer in answers if answer.status == 503)


def test_a_kernel_whose_page_never_came_ends(store: Path) -> None:
    with serving.page_server(store, WORKBENCH_PAGE_PATIENCE="2") as address:
        path = f"/api/kernels/{kernel_of(let_in(address))}"
        assert json.loads(let_in(address, path).body)["connections"] == 0
        deadline = time.monotonic() + 20
        while let_in(address, path).status != 404:
            assert time.monotonic() < deadline
            time.sleep(0.2)
