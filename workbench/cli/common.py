"""What every command shares: the store, the user, the language, and how results are printed."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias
from uuid import uuid4

import platformdirs

from workbench import app
from workbench.i18n import LANGUAGES, _, language, use_language
from workbench.services.jobs import Job, Running

log = logging.getLogger(__name__)
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - argparse has no public name
default_store = app.default_store
DONE, REJECTED_ROWS, WRONG_USE, COULD_NOT = 0, 1, 2, 3


def shared_options() -> argparse.ArgumentParser:
    """Return the options that every command takes."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--store", metavar="URL", help="path or postgres:// address of the store")
    parser.add_argument("--user", metavar="LOGIN", help="who is working; default: the operating system's user")
    parser.add_argument("--lang", choices=LANGUAGES, help="language of messages and reports")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output, for machines")
    return parser


def background_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that queues the work instead of doing it."""
    parser.add_argument("--background", action="store_true", help="queue it for the worker and print the job's id")


def open_from(args: argparse.Namespace, *, origin: str = "command") -> app.Workbench:
    """Open the workbench that the options name, in the language that was chosen for the command."""
    return app.open_workbench(args.store or default_store(), user=args.user, origin=origin, lang=language())


def choose_language(args: argparse.Namespace) -> None:
    """Set the language from ``--lang``, else from the environment."""
    use_language(args.lang or os.environ.get("WORKBENCH_LANG") or os.environ.get("LANG", "en")[:2])


def say(args: argparse.Namespace, text: str, facts: Mapping[str, object] | None = None) -> None:
    """Print a result: text for people, ``facts`` as JSON for machines."""
    if getattr(args, "json", False):
        print(json.dumps(dict(facts or {"message": text}), default=str, ensure_ascii=False))
    else:
        print(text)


def complain(text: str) -> None:
    """Print an error for people on standard error."""
    print(text, file=sys.stderr)


def log_file() -> Path:
    """Return the file that keeps the tracebacks of unexpected errors."""
    return platformdirs.user_log_path("workbench", ensure_exists=True) / "errors.log"


def complain_of_the_unexpected(error: Exception) -> None:
    """Keep the traceback in the log file, or print it where there can be none, and tell people its reference."""
    reference = uuid4().hex[:8]
    handler: logging.Handler
    try:
        place = log_file()
        place.touch(mode=0o600)
        handler = logging.FileHandler(place, encoding="utf-8")
    except OSError:
        place, handler = None, logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log.addHandler(handler)
    log.propagate = False
    try:
        log.error("unexpected error %s", reference, exc_info=error)
    finally:
        log.removeHandler(handler)
        handler.close()
    if place is None:
        text = _("Something unexpected happened: {error}. Reference: {reference}.")
    else:
        text = _("Something unexpected happened: {error}. Details are in {path} under reference {reference}.")
    complain(text.format(error=type(error).__name__, path=place, reference=reference))


def queue(args: argparse.Namespace, wb: app.Workbench, kind: str, **arguments: object) -> int:
    """Queue a command's work for the worker and print the job's id."""
    say_queued(args, wb.jobs.start(kind, None, **arguments))
    return DONE


def say_queued(args: argparse.Namespace, queued: Job) -> None:
    """Print the id of a job that waits for the worker."""
    text = _("Queued: {title}. Follow it with “workbench jobs watch {job}”.").format(title=queued.title, job=queued.id)
    say(args, text, {"job": str(queued.id), "title": queued.title, "state": queued.state.value})


@contextmanager
def job(args: argparse.Namespace, wb: app.Workbench, kind: str, **arguments: object) -> Generator[Running]:
    """Do a command's work as a recorded job with a progress bar."""
    with progress(args) as show, wb.jobs.running(kind, None, show=show, **arguments) as tell:
        yield tell


@contextmanager
def progress(args: argparse.Namespace) -> Generator[Callable[[str, float], None]]:
    """Show a bar on a terminal, plain lines otherwise, nothing beside JSON."""
    if args.json:
        yield lambda _step, _share: None
    elif not sys.stderr.isatty():
        yield lambda step, _share: complain(f"{step} …")
    else:
        from rich.console import Console  # noqa: PLC0415 - only on a terminal
        from rich.progress import Progress as Bar  # noqa: PLC0415 - only on a terminal

        with Bar(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=1.0)

            def tell(step: str, share: float) -> None:
                bar.update(task, description=step, completed=share)

            yield tell
