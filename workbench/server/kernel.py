"""The Python process behind one page: an IPython kernel without history, debugger and start-up files.

Started plainly it takes its connection file from the command line. Started with ``--spare`` it imports what a page
needs, waits for one line of JSON on standard input (environment, folder, arguments), and becomes that page's kernel.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
from typing import TypedDict, cast
from urllib.parse import parse_qs

from workbench.i18n import LANGUAGES

NEEDED_BY_EVERY_PAGE = ("ipykernel.kernelapp", "ipykernel.ipkernel", "workbench.app", "workbench.widgets")
SPARE = "--spare"


class Order(TypedDict):
    """What turns a spare process into the kernel of one page."""

    environment: dict[str, str]
    folder: str
    arguments: list[str]


def language_asked_for(query: str) -> str | None:
    """Return the language that a page's address asks for, if it is one of ours."""
    asked = parse_qs(query).get("lang", [""])[-1]
    return asked if asked in LANGUAGES else None


def main(arguments: list[str]) -> None:
    """Run a kernel until its page is closed."""
    sys.modules.setdefault("debugpy", cast("type[sys]", None))  # type: ignore[arg-type]  # nobody debugs a page; saves a tenth of a second
    if SPARE in arguments:
        for name in NEEDED_BY_EVERY_PAGE:
            with contextlib.suppress(ImportError):  # the page itself will say so
                importlib.import_module(name)
        line = sys.stdin.readline()
        if not line:
            return
        order = cast("Order", json.loads(line))
        os.environ.clear()
        os.environ.update(order["environment"])
        os.chdir(order["folder"])
        arguments = order["arguments"]
    asked = language_asked_for(os.environ.get("QUERY_STRING", ""))
    if asked:
        os.environ["WORKBENCH_LANG"] = asked
    _run(arguments)


def _run(arguments: list[str]) -> None:
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415 - a spare imports it before it knows its page
    from traitlets.config import Config  # noqa: PLC0415

    settings = Config()
    settings.HistoryManager.enabled = False
    settings.IPKernelApp.exec_PYTHONSTARTUP = False
    settings.IPCompleter.use_jedi = False
    settings.IPKernelApp.capture_fd_output = False
    IPKernelApp.launch_instance(argv=arguments, config=settings)


if __name__ == "__main__":
    main(sys.argv[1:])
