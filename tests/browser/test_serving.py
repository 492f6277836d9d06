from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import board, serving
from workbench.server import children
from workbench.server.kernel import language_asked_for

KERNEL = "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"


def status(address: str, path: str) -> int:
    return serving.ask(address, path, Cookie=serving.SESSIONS[address]).status


def test_a_closed_page_takes_its_kernel_along(page: Page, demo_pages: str) -> None:
    board.open_view(page, demo_pages, "progress")
    kernel = page.evaluate(KERNEL)
    assert status(demo_pages, f"/api/kernels/{kernel}") == 200
    page.goto("about:blank")
    for _try in range(50):
        if status(demo_pages, f"/api/kernels/{kernel}") == 404:
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
    answer = serving.ask(demo_pages, f"/{path}", Cookie=serving.SESSIONS[demo_pages])
    if answer.status == 302:
        answer = serving.ask(demo_pages, answer.headers["Location"], Cookie=serving.SESSIONS[demo_pages])
    assert answer.status in {403, 404}


def test_the_page_may_load_only_from_its_own_address(page: Page, demo_pages: str) -> None:
    answer = page.goto(f"{demo_pages}/?view=progress")
    assert answer is not None
    rules = answer.headers["content-security-policy"]
    assert "default-src 'self'" in rules
    assert "//" not in rules
    assert "*" not in rules
    expect(page.locator(".wb-card").first).to_be_visible()


def say(page: Page, channel: str, kind: str, content: dict[str, object]) -> None:
    """Send the page's kernel a message of its own, as a visitor could from the browser's console."""
    message = {
        "channel": channel, "parent_header": {}, "metadata": {}, "buffers": [], "content": content,
        "header": {"msg_id": "1", "msg_type": kind, "session": "s", "username": "", "version": "5.3", "date": ""},
    }  # fmt: skip
    page.evaluate(
        "([kernel, text]) => new Promise((done) => { const socket = new WebSocket("
        "`ws://${location.host}/api/kernels/${kernel}/channels`); socket.onopen = () => { socket.send(text);"
        " setTimeout(() => { socket.close(); done(); }, 1500); }; })",
        [page.evaluate(KERNEL), json.dumps(message)],
    )


def test_a_page_runs_no_code_of_its_visitor(
    page: Page, demo_pages: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    trace = tmp_path_factory.mktemp("trace") / "written"
    board.open_view(page, demo_pages, "progress")
    code = {"code": f"open({str(trace)!r}, 'w').close()", "silent": False, "store_history": False,
            "user_expressions": {}, "allow_stdin": False}  # fmt: skip
    say(page, "shell", "execute_request", code)
    say(page, "control", "execute_request", code)
    assert not trace.exists()


def test_a_page_cannot_end_or_disturb_its_kernel_by_message(
    context: BrowserContext, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = serving.make_store(tmp_path_factory.mktemp("messages") / "store.duckdb", deals=20)
    with serving.page_server(store) as address:
        page = context.new_page()
        board.open_view(page, address, "progress")
        before = serving.kernels(address)
        assert before
        for channel in ("shell", "control"):
            say(page, channel, "interrupt_request", {})
            say(page, channel, "shutdown_request", {"restart": False})
        page.wait_for_timeout(2000)
        assert before <= serving.kernels(address)
        expect(page.locator("#wb-page-lost")).to_be_hidden()
        page.goto("about:blank")


def test_a_kernel_whose_page_is_there_is_kept(
    context: BrowserContext, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = serving.make_store(tmp_path_factory.mktemp("kept") / "store.duckdb", deals=20)
    with serving.page_server(store, WORKBENCH_PAGE_PATIENCE="2") as address:
        page = context.new_page()
        board.open_view(page, address, "progress")
        page.wait_for_timeout(7000)
        assert status(address, f"/api/kernels/{page.evaluate(KERNEL)}") == 200
        page.goto("about:blank")


def test_the_link_of_the_terminal_opens_the_page(chromium: Browser, demo_pages: str) -> None:
    context = chromium.new_context(viewport={"width": 2100, "height": 1000})
    context.clear_cookies()
    page = context.new_page()
    page.goto(demo_pages)
    expect(page.get_by_text("workbench up")).to_be_visible()
    page.goto(f"{demo_pages}/?view=progress&token={serving.TOKEN}")
    expect(page.locator(".wb-card").first).to_be_visible()
    expect(page).to_have_url(re.compile(rf"^{demo_pages}/\?view=progress\b"))
    assert "token" not in page.url
    assert context.cookies()[0]["name"] not in page.evaluate("document.cookie")
    page.goto("about:blank")
    context.close()


def test_a_link_in_a_mail_opens_the_page(chromium: Browser, demo_pages: str) -> None:
    context = chromium.new_context(viewport={"width": 2100, "height": 1000})
    context.clear_cookies()
    page = context.new_page()
    for link in (f"{demo_pages}/?view=progress&token={serving.TOKEN}", f"{demo_pages}/?view=progress"):
        page.goto("data:text/html,<meta charset=utf-8>")
        page.set_content(f'<a href="{link.replace("&", "&amp;")}">deals</a>')
        page.get_by_role("link", name="deals").click()
        if "token" not in link:
            expect(page.get_by_role("alert")).to_be_visible()
            page.get_by_role("link", name="go on").click()
        expect(page.locator(".wb-card").first).to_be_visible()
    page.goto("about:blank")
    context.close()


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
