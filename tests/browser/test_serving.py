from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import board
from workbench.server import children
from workbench.server.kernel import language_asked_for

KERNEL = "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"


def status(address: str, method: str = "GET") -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, method=method), timeout=20) as answer:  # noqa: S310
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_a_closed_page_takes_its_kernel_along(page: Page, demo_pages: str) -> None:
    board.open_view(page, demo_pages, "progress")
    kernel = page.evaluate(KERNEL)
    assert status(f"{demo_pages}/api/kernels/{kernel}") == 200
    page.goto("about:blank")
    for _try in range(50):
        if status(f"{demo_pages}/api/kernels/{kernel}") == 404:
            return
        page.wait_for_timeout(200)
    pytest.fail("the kernel of a closed page lives on")


def test_a_page_whose_session_ended_says_so(context: BrowserContext, demo_pages: str) -> None:
    page = context.new_page()
    board.open_view(page, demo_pages, "progress")
    kernel = page.evaluate(KERNEL)
    page.evaluate(
        "async (kernel) => { const xsrf = /_xsrf=([^;]+)/.exec(document.cookie)[1];"
        " await fetch(`/voila/api/shutdown/${kernel}?_xsrf=${encodeURIComponent(xsrf)}`, {method: 'POST'}) }",
        kernel,
    )
    expect(page.locator("#wb-page-lost")).to_be_visible(timeout=15_000)
    expect(page.locator("#wb-page-lost")).to_contain_text("ended")
    page.get_by_role("button", name="Reload").first.click()
    expect(page.locator(".wb-card").first).to_be_visible()


@pytest.mark.parametrize(
    "path", ["voila/files/workbench.ipynb", "voila/files/logo.png", "voila/files/../pyproject.toml", "voila/tree"]
)
def test_no_file_of_the_machine_is_served(demo_pages: str, path: str) -> None:
    assert status(f"{demo_pages}/{path}") in {403, 404}


def test_the_page_may_load_only_from_its_own_address(page: Page, demo_pages: str) -> None:
    answer = page.goto(f"{demo_pages}/?view=progress")
    assert answer is not None
    rules = answer.headers["content-security-policy"]
    assert "default-src 'self'" in rules
    assert "//" not in rules
    assert "*" not in rules
    expect(page.locator(".wb-card").first).to_be_visible()


def test_a_page_runs_no_code_of_its_visitor(
    page: Page, demo_pages: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    trace = tmp_path_factory.mktemp("trace") / "written"
    board.open_view(page, demo_pages, "progress")
    message = {
        "channel": "shell", "header": {"msg_id": "1", "msg_type": "execute_request", "session": "s", "username": "", "version": "5.3", "date": ""},
        "parent_header": {}, "metadata": {}, "buffers": [],
        "content": {"code": f"open({str(trace)!r}, 'w').close()", "silent": False, "store_history": False,
                    "user_expressions": {}, "allow_stdin": False},
    }  # fmt: skip
    page.evaluate(
        "([kernel, text]) => new Promise((done) => { const socket = new WebSocket("
        "`ws://${location.host}/api/kernels/${kernel}/channels`); socket.onopen = () => { socket.send(text);"
        " setTimeout(() => { socket.close(); done(); }, 1500); }; })",
        [page.evaluate(KERNEL), json.dumps(message)],
    )
    assert not trace.exists()


@pytest.mark.parametrize(
    ("query", "language"), [("lang=it", "it"), ("a=1&lang=ro", "ro"), ("lang=xx", None), ("", None)]
)
def test_only_our_languages_are_taken_from_the_address(query: str, language: str | None) -> None:
    assert language_asked_for(query) == language


def test_a_busy_port_is_named_with_its_option(demo_pages: str) -> None:
    port = int(demo_pages.rsplit(":", 1)[1])
    with pytest.raises(children.PortBusyError, match=rf"{port}.*--port"):
        children.require_free(port, "--port")


def test_up_refuses_a_busy_port(demo_pages: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    port = demo_pages.rsplit(":", 1)[1]
    store = tmp_path_factory.mktemp("up") / "store.duckdb"
    command = [
        str(Path(sys.executable).with_name("workbench")),
        "up",
        "--store",
        str(store),
        "--port",
        port,
        "--no-browser",
        "--lang",
        "en",
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, stdin=subprocess.DEVNULL)
    assert ended.returncode == 3
    assert "--port" in ended.stderr
    assert not store.exists()
