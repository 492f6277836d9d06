"""Run a report: its notebook with parameters through papermill, kept as it ran, and exported as one HTML file."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from workbench.errors import InvalidValueError, NotFoundError, ReportFailedError
from workbench.i18n import LANGUAGES, _

FORMATS = ("html", "ipynb")
TEMPLATES = Path(__file__).resolve().parent / "template"


@dataclass(frozen=True)
class ReportNotebook:
    """A report that can be run; ``parameters`` are the names and defaults of its parameters cell."""

    name: str
    path: Path
    parameters: Mapping[str, object]


def find_report(name: str, folder: Path) -> ReportNotebook:
    """Return a report by name.

    Args:
        name: the notebook's name without its ending.
        folder: where the reports' notebooks are.

    Raises:
        NotFoundError: there is no such report; the message lists those that are.
    """
    known = {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
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
            names = ", ".join(report.parameters)
            message = _("“{text}” is no parameter of this report. Write name=value with one of: {names}.")
            raise InvalidValueError("parameter", message.format(text=text, names=names))
        values[name] = _like(report.parameters[name], name, value)
    return values


def run_report(
    report: ReportNotebook, parameters: Mapping[str, object], *, folder: Path, formats: Sequence[str] = ("html",)
) -> list[Path]:
    """Run a report and write it.

    The notebook that ran is always kept beside the other formats, with its parameters and outputs.

    Args:
        report: which one.
        parameters: name → value; they enter the notebook as literals, never as code.
        folder: where the files go; it is made if it does not exist.
        formats: of ``FORMATS``.

    Returns:
        The files asked for.

    Raises:
        ReportFailedError: a cell failed; the message names it and the notebook that was kept.
        InvalidValueError: an unknown format.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        message = _("“{name}” is no format of reports. Formats: {names}.")
        raise InvalidValueError("to", message.format(name=unknown[0], names=", ".join(FORMATS)))
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{report.name}.ipynb"
    _execute(report, parameters, kept)
    files = {"ipynb": kept}
    if "html" in formats:
        files["html"] = folder / f"{report.name}.html"
        files["html"].write_text(export_html(kept, language=str(parameters.get("language") or "en")), encoding="utf-8")
    return [files[name] for name in formats]


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
    from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415

    try:
        cast("Any", papermill).execute_notebook(
            str(report.path), str(kept), parameters=dict(parameters), kernel_name="python3", language="python",
            progress_bar=sys.stderr.isatty(), start_timeout=120,
        )  # fmt: skip
    except PapermillExecutionError as error:
        message = _("The report {name} stopped in cell {cell}: {reason}. The notebook is kept as {path}.")
        raise ReportFailedError(
            message.format(
                name=report.name, cell=cast("Any", error).cell_index + 1,
                reason=f"{cast('Any', error).ename}: {cast('Any', error).evalue}", path=kept,
            )
        ) from error  # fmt: skip


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
