"""``workbench up``: the page and JupyterLab for one person, on this machine only."""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import time
import webbrowser
from contextlib import suppress
from pathlib import Path
from types import FrameType

from workbench.cli import common
from workbench.domain.filters import Filters
from workbench.i18n import _, language
from workbench.server import children, running
from workbench.server.admission import TOKEN_VARIABLE, page_address
from workbench.services.notebooks import notebooks_folder

PAGE_PORT, LAB_PORT = 8866, 8888


def register(commands: common.Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "up", parents=[common.shared_options()], help="open the workbench: the page and JupyterLab on this machine"
    )
    parser.add_argument("--port", type=int, default=PAGE_PORT, help="of the page; default 8866")
    parser.add_argument("--lab-port", type=int, default=LAB_PORT, help="of JupyterLab; default 8888")
    parser.add_argument("--demo", type=int, metavar="N", help="fill an empty store with a demo company of N deals")
    parser.add_argument("--no-browser", action="store_true", help="print the addresses only")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prepare the store, start both servers, and stay until Ctrl+C.

    Returns:
        0 stopped in good order or running already, 3 a server ended by itself.
    """
    already = _already_running(args)
    if already is not None:
        text = _(
            "The workbench is open already.\n  Page:       {page}\n  JupyterLab: {lab}\nStop it with “workbench stop”."
        )
        _tell(args, already, text)
        return common.DONE
    children.require_free(args.port, "--port")
    children.require_free(args.lab_port, "--lab-port")
    store = _prepare(args)
    environment = {"WORKBENCH_STORE": store, "WORKBENCH_LANG": language()}
    if args.user:
        environment["WORKBENCH_USER"] = args.user
    mine = running.Running(
        pid=os.getpid(), port=args.port, lab_port=args.lab_port, store=store, user=args.user,
        page_token=secrets.token_urlsafe(32), lab_token=secrets.token_urlsafe(32),
    )  # fmt: skip
    for_page = {**environment, TOKEN_VARIABLE: mine.page_token}
    for_lab = {**environment, "JUPYTER_TOKEN": mine.lab_token}
    signal.signal(signal.SIGTERM, _as_interrupt)
    started: list[children.Child] = []
    aside: list[children.Child] = []
    with running.announced(mine):
        try:
            started.append(children.start_pages(port=args.port, environment=for_page))
            started.append(children.start_lab(port=args.lab_port, folder=notebooks_folder(), environment=for_lab))
            started[0].wait_until_it_answers("/voila/static/voila.js")
            started[1].wait_until_it_answers("/api")
            _tell(
                args, mine, _("The workbench is open.\n  Page:       {page}\n  JupyterLab: {lab}\nStop it with Ctrl+C.")
            )
            aside.append(children.start_scheduler(environment=environment))
            return _stay(started, aside)
        except KeyboardInterrupt:
            common.complain(_("The workbench has stopped. What was confirmed is saved."))
            return common.DONE
        finally:
            for child in (*aside, *started):
                child.stop()


def _prepare(args: argparse.Namespace) -> str:
    with common.open_from(args) as wb:
        if args.demo and not wb.listing.totals(Filters()).count:
            from workbench.cli import main  # noqa: PLC0415 - the package imports this module

            known = [f"--user={args.user}"] if args.user else []
            main(["demo", f"--store={wb.store.url}", f"--opportunities={args.demo}", f"--lang={language()}", *known])
        return wb.store.url


def _already_running(args: argparse.Namespace) -> running.Running | None:
    """Return the workbench that runs on this port, if it is of the same store and person."""
    asked = args.store or common.default_store()
    stores = {asked, str(Path(asked).expanduser().resolve())}
    same = (each for each in running.all_running() if each.port == args.port and each.user == args.user)
    return next((each for each in same if each.store in stores), None)


def _tell(args: argparse.Namespace, open_one: running.Running, text: str) -> None:
    page = page_address(open_one.port, open_one.page_token)
    lab = f"http://{children.LOOPBACK}:{open_one.lab_port}/lab?token={open_one.lab_token}"
    common.say(args, text.format(page=page, lab=lab), {"page": page, "lab": lab})
    if not args.no_browser:
        with suppress(OSError):  # it is still starting, or ending: the link is printed
            webbrowser.open(children.one_use_address(open_one.port, open_one.page_token))


def _stay(started: list[children.Child], aside: list[children.Child]) -> int:
    """Stay until a server ends by itself; what runs aside may end, and the page goes on without it."""
    missed: set[str] = set()
    while True:
        for child in started:
            if child.process.poll() is not None:
                words = _("{name} has ended by itself. Its last words:\n{words}")
                common.complain(words.format(name=child.name, words=child.last_words()))
                return common.COULD_NOT
        for child in aside:
            if child.name not in missed and child.process.poll() is not None:
                missed.add(child.name)
                words = _("{name} has ended by itself; the page goes on without it. Its last words:\n{words}")
                common.complain(words.format(name=child.name, words=child.last_words()))
        time.sleep(0.5)


def _as_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
