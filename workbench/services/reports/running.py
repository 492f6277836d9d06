"""Run a report: its notebook with parameters through papermill, kept as it ran, and exported as one HTML file."""

from __future__ import annotations

import ast
import json
import os
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any, cast

from workbench.domain.filters import Filters
from workbench.errors import InvalidValueError, NotFoundError, ReportFailedError
from workbench.i18n import LANGUAGES, _
from workbench.store.passwords import split_password

FORMATS = ("html", "ipynb")
TEMPLATES = Path(__file__).resolve().parent / "template"
START_SECONDS = 120
LONGEST_PLACE = 80  # a socket's whole path has at most 104 bytes on macOS, 108 on Linux
SHARED = frozenset({"store", "user", "today", "language"})
TEXTS = SHARED | {"filter"}


@dataclass(frozen=True)
class ReportNotebook:
    """A report that can be run; ``parameters`` are the names and defaults of its parameters cell."""

    name: str
    path: Path
    parameters: Mapping[str, object]


def find_reports(folder: Path) -> dict[str, ReportNotebook]:
    """Return all reports of a folder by name: its notebooks.

    Raises:
        InvalidValueError: the parameters of one cannot be read; the message names its notebook.
    """
    return {name: ReportNotebook(name, path, _parameters(path)) for name, path in _notebooks(folder).items()}


def find_report(name: str, folder: Path) -> ReportNotebook:
    """Return a report by name; the others are not read.

    Args:
        name: the notebook's name without its ending.
        folder: where the reports' notebooks are.

    Raises:
        NotFoundError: there is no such report; the message lists those that are.
        InvalidValueError: its parameters cannot be read; the message names the notebook.
    """
    known = _notebooks(folder)
    if name not in known:
        names = ", ".join(known) or "–"
        raise NotFoundError(_("There is no report “{name}”. Reports: {names}.").format(name=name, names=names))
    return ReportNotebook(name, known[name], _parameters(known[name]))


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
    """Return parameters as the notebook takes them: literals of the kinds that its defaults have.

    ``today`` comes back as ``YYYY-MM-DD`` and ``filter`` as canonical JSON, so that the same wish is written the same.

    Args:
        report: whose parameters they are.
        given: name → value; dates, paths and ``Filters`` are written as text, ``None`` means the default.

    Raises:
        InvalidValueError: an unknown name, or a value that the report could not read.
    """
    values: dict[str, object] = {}
    for name, value in given.items():
        if name not in report.parameters:
            raise _unknown(report, name)
        default = report.parameters[name]
        plain = default if value is None else _plain(value)
        if not _fits(plain, default, text_only=name in TEXTS):
            raise _no_value(name, plain)
        values[name] = plain
    if values.get("today"):
        values["today"] = _day(str(values["today"])).isoformat()
    if isinstance(values.get("filter"), str):
        values["filter"] = Filters.from_json(str(values["filter"])).to_json()
    if values.get("language") not in (None, *LANGUAGES):
        message = _("There is no language “{code}”. Languages: {codes}.")
        raise InvalidValueError("language", message.format(code=values["language"], codes=", ".join(LANGUAGES)))
    return values


def run_report(
    report: ReportNotebook, parameters: Mapping[str, object], *, folder: Path, today: date,
    formats: Sequence[str] = ("html",),
) -> dict[str, Path]:  # fmt: skip
    """Run a report and write it as ``<name>-<day>``, or as ``<name>-<day>-<mark>`` with parameters of its own.

    The mark stands for the parameters other than store, user, day and language, so that reports over other deals do
    not replace each other. Files appear when they are whole. The notebook that ran is always kept beside the other
    formats, with its parameters and outputs. A password in the store's address reaches the notebook through its
    environment and is in no file.

    Args:
        report: which one.
        parameters: name → value; they enter the notebook as literals, never as code.
        folder: where the files go; it is made if it does not exist.
        today: the day in the files' names, unless the parameters name one.
        formats: of ``FORMATS``.

    Returns:
        The files asked for, by format.

    Raises:
        ReportFailedError: a cell failed; the message names it and the notebook that was kept. Or the kernel did not
            start, or ended, or the files cannot be written.
        InvalidValueError: an unknown format, or a parameter that the report could not read.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        message = _("“{name}” is no format of reports. Formats: {names}.")
        raise InvalidValueError("to", message.format(name="".join(unknown[:1]), names=", ".join(FORMATS)))
    values = checked_parameters(report, parameters)
    stem = f"{report.name}-{values.get('today') or today.isoformat()}{_mark(report, values)}"
    files = {name: folder / f"{stem}.{name}" for name in FORMATS}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".running-") as place:
            drafts = {name: Path(place).resolve() / file.name for name, file in files.items()}
            _execute(report, values, drafts["ipynb"], kept=files["ipynb"])
            if "html" in formats:
                page = export_html(drafts["ipynb"], language=str(values.get("language") or "en"))
                drafts["html"].write_text(page, encoding="utf-8")
                drafts["html"].replace(files["html"])
            _keep(drafts["ipynb"], files["ipynb"])
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


def _execute(report: ReportNotebook, parameters: Mapping[str, object], draft: Path, *, kept: Path) -> None:
    import papermill  # noqa: PLC0415 - slow, and needed by reports only
    from nbclient.exceptions import CellControlSignal, DeadKernelError  # noqa: PLC0415
    from papermill.exceptions import PapermillException, PapermillExecutionError  # noqa: PLC0415

    in_cell = _("The report {name} stopped in cell {cell}: {reason}. The notebook is kept as {path}.")
    ended = _("The report {name} stopped: its kernel ended. Run it again; perhaps the memory was not enough.")
    stopped = _("The report {name} could not be run: {reason}.")
    store, password = split_password(str(parameters.get("store") or ""))
    values = dict(parameters) if password is None else {**parameters, "store": store}
    environment = {} if password is None else {"PGPASSWORD": password}
    try:
        with _private_kernel(environment) as kernel:
            cast("Any", papermill).execute_notebook(
                _literal(report.path), _literal(draft), parameters=values, kernel_name="python3", language="python",
                progress_bar=sys.stderr.isatty(), start_timeout=START_SECONDS, kernel_manager_class=kernel,
            )  # fmt: skip
    except PapermillExecutionError as error:
        _keep(draft, kept)
        failed = cast("Any", error)
        reason = f"{failed.ename}: {failed.evalue}"
        raise ReportFailedError(
            in_cell.format(name=report.name, cell=failed.cell_index + 1, reason=reason, path=kept)
        ) from error
    except DeadKernelError as error:
        raise ReportFailedError(ended.format(name=report.name)) from error
    except (
        CellControlSignal, PapermillException, AttributeError, LookupError, RuntimeError, TypeError, ValueError,
    ) as error:  # fmt: skip
        raise ReportFailedError(stopped.format(name=report.name, reason=error)) from error


@contextmanager
def _private_kernel(environment: Mapping[str, str]) -> Generator[type]:
    """Make kernels with this addition to their environment; where the system can, only this user opens their sockets."""
    from jupyter_client.manager import AsyncKernelManager  # noqa: PLC0415 - slow, and needed by reports only

    near = "/tmp" if os.name == "posix" and len(gettempdir()) > LONGEST_PLACE else None  # noqa: S108 - its own folder
    with TemporaryDirectory(prefix="wb-", dir=near, ignore_cleanup_errors=True) as place:
        private = {"transport": "ipc", "ip": f"{place}/k"} if os.name == "posix" else {}

        class PrivateKernel(AsyncKernelManager):
            def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as given
                super().__init__(**{**options, **private})  # pyright: ignore[reportUnknownMemberType]

            async def start_kernel(self, **options: Any) -> None:  # noqa: ANN401 - as given
                options["env"] = {**os.environ, **environment}
                await super().start_kernel(**options)  # pyright: ignore[reportUnknownMemberType]

        yield PrivateKernel


def _keep(draft: Path, kept: Path) -> None:
    """Put the notebook that ran in its place, and tell it where that is."""
    notebook = json.loads(draft.read_text("utf-8"))
    notebook["metadata"]["papermill"]["output_path"] = str(kept)
    draft.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(kept)


def _literal(path: Path) -> str:
    """Write a path for papermill, which fills in what stands in braces."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _mark(report: ReportNotebook, values: Mapping[str, object]) -> str:
    usual = checked_parameters(report, {name: report.parameters[name] for name in values if name not in SHARED})
    own = {name: values[name] for name in usual if values[name] != usual[name]}
    text = json.dumps(own, sort_keys=True, ensure_ascii=False, default=str)
    return f"-{sha256(text.encode()).hexdigest()[:8]}" if own else ""


def _notebooks(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob("*.ipynb"))}


def _parameters(path: Path) -> dict[str, object]:
    try:
        cells = cast("list[dict[str, Any]]", json.loads(path.read_text("utf-8"))["cells"])
        for cell in cells:
            if "parameters" in cell.get("metadata", {}).get("tags", []):
                return _defaults("".join(cell["source"]))
    except (AttributeError, KeyError, SyntaxError, TypeError, ValueError) as error:
        message = _("The parameters of {path} cannot be read. Each is written as name = value, with a plain value.")
        raise InvalidValueError("parameters", message.format(path=path)) from error
    return {}


def _defaults(source: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign):
            targets, value = statement.targets, statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets, value = [statement.target], statement.value
        else:
            continue
        found |= {cast("ast.Name", target).id: ast.literal_eval(value) for target in targets}
    return found


def _plain(value: object) -> object:
    if isinstance(value, Filters):
        return value.to_json()
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value) if isinstance(value, date | Path) else value


def _fits(value: object, default: object, *, text_only: bool) -> bool:
    if default is None:
        return value is None or isinstance(value, str if text_only else (str, bool, int, float))
    if isinstance(default, float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is type(default)


def _unknown(report: ReportNotebook, text: str) -> InvalidValueError:
    message = _("“{text}” is no parameter of this report. Write name=value with one of: {names}.")
    return InvalidValueError("parameter", message.format(text=text, names=", ".join(report.parameters)))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidValueError("today", _("“{text}” is no day. Write YYYY-MM-DD.").format(text=text)) from error


def _like(default: object, name: str, text: str) -> object:
    if default is None or isinstance(default, str):
        return text
    try:
        value: object = json.loads(text.lower() if isinstance(default, bool) else text)
    except ValueError as error:
        raise _no_value(name, text) from error
    if not _fits(value, default, text_only=False):
        raise _no_value(name, text)
    return value


def _no_value(name: str, value: object) -> InvalidValueError:
    return InvalidValueError(name, _("“{text}” is not a value for {name}.").format(text=value, name=name))
