"""Run a report: its notebook with parameters through papermill, kept as it ran, and exported as one HTML file."""

from __future__ import annotations

import ast
import json
import os
import sys
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit, urlunsplit

from workbench.domain.filters import Filters
from workbench.errors import InvalidValueError, NotFoundError, ReportFailedError
from workbench.i18n import LANGUAGES, _

FORMATS = ("html", "ipynb")
TEMPLATES = Path(__file__).resolve().parent / "template"
START_SECONDS = 120
_ENVIRONMENT = threading.Lock()


@dataclass(frozen=True)
class ReportNotebook:
    """A report that can be run; ``parameters`` are the names and defaults of its parameters cell."""

    name: str
    path: Path
    parameters: Mapping[str, object]


def find_reports(folder: Path) -> dict[str, ReportNotebook]:
    """Return all reports of a folder by name: its notebooks."""
    return {path.stem: ReportNotebook(path.stem, path, _parameters(path)) for path in sorted(folder.glob("*.ipynb"))}


def find_report(name: str, folder: Path) -> ReportNotebook:
    """Return a report by name.

    Args:
        name: the notebook's name without its ending.
        folder: where the reports' notebooks are.

    Raises:
        NotFoundError: there is no such report; the message lists those that are.
    """
    known = find_reports(folder)
    if name not in known:
        names = ", ".join(known) or "–"
        raise NotFoundError(_("There is no report “{name}”. Reports: {names}.").format(name=name, names=names))
    return known[name]


def read_parameters(report: ReportNotebook, given: Sequence[str]) -> dict[str, object]:
    """Return ``name=value`` texts as values of the kinds that the report's defaults have.

    Raises:
        InvalidValueError: not ``name=value``, an unknown name, or a value of the wrong kind.
    """
    values: dict[str, object] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or name not in report.parameters:
            raise _unknown(report, text)
        values[name] = _like(report.parameters[name], name, value)
    return values


def checked_parameters(report: ReportNotebook, given: Mapping[str, object]) -> dict[str, object]:
    """Return parameters as the notebook takes them: literals, with a known name, a readable day, filter and language.

    Raises:
        InvalidValueError: an unknown name, or a value that the report could not read.
    """
    values: dict[str, object] = {}
    for name, value in given.items():
        if name not in report.parameters:
            raise _unknown(report, name)
        values[name] = str(value) if isinstance(value, date | Path) else value
        if isinstance(value, Filters):
            values[name] = value.to_json()
    if values.get("today"):
        _day(str(values["today"]))
    if values.get("filter"):
        Filters.from_json(str(values["filter"]))
    if values.get("language") not in {None, *LANGUAGES}:
        message = _("There is no language “{code}”. Languages: {codes}.")
        raise InvalidValueError("language", message.format(code=values["language"], codes=", ".join(LANGUAGES)))
    return values


def run_report(
    report: ReportNotebook, parameters: Mapping[str, object], *, folder: Path, today: date,
    formats: Sequence[str] = ("html",),
) -> dict[str, Path]:  # fmt: skip
    """Run a report and write it as ``<name>-<day>``.

    The notebook that ran is always kept beside the other formats, with its parameters and outputs. A password in the
    store's address reaches the notebook through the environment and is in no file.

    Args:
        report: which one.
        parameters: name → value; they enter the notebook as literals, never as code.
        folder: where the files go; it is made if it does not exist.
        today: the day in the files' names, unless the parameters name one.
        formats: of ``FORMATS``.

    Returns:
        The files asked for, by format.

    Raises:
        ReportFailedError: a cell failed; the message names it and the notebook that was kept. Or the kernel ended, or
            the files cannot be written.
        InvalidValueError: an unknown format, or a parameter that the report could not read.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        message = _("“{name}” is no format of reports. Formats: {names}.")
        raise InvalidValueError("to", message.format(name="".join(unknown[:1]), names=", ".join(FORMATS)))
    values = checked_parameters(report, parameters)
    stem = f"{report.name}-{values.get('today') or today.isoformat()}"
    files = {name: folder / f"{stem}.{name}" for name in FORMATS}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _execute(report, values, files["ipynb"])
        if "html" in formats:
            page = export_html(files["ipynb"], language=str(values.get("language") or "en"))
            files["html"].write_text(page, encoding="utf-8")
    except OSError as error:
        message = _("The report {name} cannot be written to {folder}: {reason}.")
        raise ReportFailedError(
            message.format(name=report.name, folder=folder, reason=error.strerror or error)
        ) from error
    return {name: files[name] for name in formats}


def export_html(notebook: Path, *, language: str) -> str:
    """Return a report that ran as one self-contained page: no code, no outside requests, ready to print.

    Args:
        notebook: that ran.
        language: of the page.
    """
    import nbformat  # noqa: PLC0415 - slow, and needed by reports only
    from nbconvert.exporters import HTMLExporter  # noqa: PLC0415
    from plotly.offline import get_plotlyjs  # noqa: PLC0415

    ran = cast("Any", nbformat).read(str(notebook), as_version=4)
    exporter = cast("Any", HTMLExporter)(template_name="report", extra_template_basedirs=[str(TEMPLATES)])
    resources = {
        "language": language if language in LANGUAGES else "en",
        "plotly": cast("Any", get_plotlyjs)() if "application/vnd.plotly" in notebook.read_text("utf-8") else "",
    }
    return str(
        exporter.from_notebook_node(ran, resources={"report": resources, "metadata": {"name": notebook.stem}})[0]
    )


def _execute(report: ReportNotebook, parameters: Mapping[str, object], kept: Path) -> None:
    import papermill  # noqa: PLC0415 - slow, and needed by reports only
    from nbclient.exceptions import DeadKernelError  # noqa: PLC0415
    from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415

    message = _("The report {name} stopped in cell {cell}: {reason}. The notebook is kept as {path}.")
    ended = _("The report {name} stopped: its kernel ended. Run it again; perhaps the memory was not enough.")
    with _password_in_environment(dict(parameters)) as values:
        try:
            cast("Any", papermill).execute_notebook(
                str(report.path), str(kept), parameters=values, kernel_name="python3", language="python",
                progress_bar=sys.stderr.isatty(), start_timeout=START_SECONDS, **_private_kernel(),
            )  # fmt: skip
        except PapermillExecutionError as error:
            failed = cast("Any", error)
            raise ReportFailedError(
                message.format(
                    name=report.name, cell=failed.cell_index + 1, reason=f"{failed.ename}: {failed.evalue}", path=kept
                )
            ) from error
        except DeadKernelError as error:
            raise ReportFailedError(ended.format(name=report.name)) from error


def _private_kernel() -> dict[str, object]:
    """Speak to the kernel through sockets that only this user opens, where the system has them."""
    if os.name != "posix":
        return {}
    from jupyter_client.manager import AsyncKernelManager  # noqa: PLC0415 - slow, and needed by reports only

    class PrivateKernel(AsyncKernelManager):
        def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as given
            super().__init__(**{**options, "transport": "ipc"})  # pyright: ignore[reportUnknownMemberType]

    return {"kernel_manager_class": PrivateKernel}


@contextmanager
def _password_in_environment(parameters: dict[str, object]) -> Generator[dict[str, object]]:
    """Take the password out of the store's address and hand it to the kernel as libpq's ``PGPASSWORD``."""
    parts = urlsplit(str(parameters.get("store") or ""))
    if parts.scheme not in {"postgres", "postgresql"} or parts.password is None:
        yield parameters
        return
    user, host = parts.username, parts.netloc.rpartition("@")[2]
    bare = urlunsplit(parts._replace(netloc=f"{user}@{host}" if user else host))
    with _ENVIRONMENT:
        before = os.environ.get("PGPASSWORD")
        os.environ["PGPASSWORD"] = unquote(parts.password)
        try:
            yield {**parameters, "store": bare}
        finally:
            if before is None:
                del os.environ["PGPASSWORD"]
            else:
                os.environ["PGPASSWORD"] = before


def _parameters(path: Path) -> dict[str, object]:
    cells = cast("list[dict[str, Any]]", json.loads(path.read_text("utf-8"))["cells"])
    for cell in cells:
        if "parameters" in cell["metadata"].get("tags", []):
            return {
                cast("ast.Name", statement.targets[0]).id: ast.literal_eval(statement.value)
                for statement in ast.parse("".join(cell["source"])).body
                if isinstance(statement, ast.Assign)
            }
    return {}


def _unknown(report: ReportNotebook, text: str) -> InvalidValueError:
    message = _("“{text}” is no parameter of this report. Write name=value with one of: {names}.")
    return InvalidValueError("parameter", message.format(text=text, names=", ".join(report.parameters)))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidValueError("today", _("“{text}” is no day. Write YYYY-MM-DD.").format(text=text)) from error


def _like(default: object, name: str, text: str) -> object:
    if isinstance(default, bool):
        if text.lower() in {"true", "false"}:
            return text.lower() == "true"
    elif isinstance(default, int):
        if text.lstrip("-").isdigit():
            return int(text)
    else:
        return text
    raise InvalidValueError(name, _("“{text}” is not a value for {name}.").format(text=text, name=name))
