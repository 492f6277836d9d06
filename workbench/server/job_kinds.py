"""How each kind of job is done, with the rights of the job's user; its result is a small JSON object."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from workbench.app import Workbench
from workbench.domain.filters import Filters
from workbench.domain.people import Right, require
from workbench.errors import ImportRefusedError, RowsRejectedError
from workbench.i18n import _
from workbench.services.bulk import Change, Chosen
from workbench.services.demo import load_demo
from workbench.services.imports import Reading, Rejected, Summary, require_place, unwritable, write_rejected

Tell = Callable[[str, float], None]
Result = dict[str, object]
Work = Callable[[Workbench, Mapping[str, Any], Tell], Result]


def _import(wb: Workbench, arguments: Mapping[str, Any], tell: Tell) -> Result:
    path = Path(arguments["path"])
    errors = Path(arguments.get("errors") or path.with_name(f"{path.stem}.rejected.csv"))
    tell(_("Reading"), 0.0)
    reading = wb.imports.read(path, format=arguments.get("format", "auto"), mapping=arguments.get("mapping"))
    require_place_for_rejected(errors, reading)
    try:
        summary = reading.load(strict=bool(arguments.get("strict")), progress=tell)
    except RowsRejectedError as error:
        _write(errors, [row for row in error.rows if isinstance(row, Rejected)])
        raise
    if not summary.rejected:
        return brief(summary, errors)
    try:
        write_rejected(errors, summary.rejected)
    except OSError as error:
        note = _("The rest is loaded, but the file of rejected rows “{path}” cannot be written: {why}.")
        return {**brief(summary, errors), "files": [], "note": note.format(path=errors, why=error.strerror or error)}
    return brief(summary, errors)


def brief(summary: Summary, errors: Path) -> Result:
    """Return the counts of an import, and the file of the rows that were set aside."""
    facts = summary.facts()
    files = [str(errors.absolute())] if summary.rejected else []
    return {**{name: facts[name] for name in ("loaded", "counts", "rejected")}, "files": files}


def require_place_for_rejected(errors: Path, reading: Reading) -> None:
    """Refuse before anything is loaded where rows would be set aside and their list could not be written.

    Raises:
        ImportRefusedError: the message says why.
    """
    try:
        require_place(errors)
    except ImportRefusedError:
        if reading.preview().rejected:
            raise


def _write(errors: Path, rows: Sequence[Rejected]) -> None:
    try:
        write_rejected(errors, rows)
    except OSError as error:
        raise unwritable(errors, error) from error


def _export(wb: Workbench, arguments: Mapping[str, Any], tell: Tell) -> Result:
    filters = Filters.from_json(arguments["filters"]) if arguments.get("filters") else None
    summary = wb.exports.write(
        arguments["what"], arguments["path"], filters, tell, replace=bool(arguments.get("replace")),
        sort=arguments.get("sort"), descending=arguments.get("descending", True), then=arguments.get("then"),
        then_descending=bool(arguments.get("then_descending")), columns=arguments.get("columns"),
    )  # fmt: skip
    return {**summary.facts(), "files": [summary.path]}


def _report(wb: Workbench, arguments: Mapping[str, Any], tell: Tell) -> Result:
    tell(_("Running the report"), 0.1)
    rendered = wb.reports.render(
        arguments["name"], to=arguments.get("to", "html"), out=arguments.get("out", "reports"),
        **arguments.get("parameters", {}),
    )  # fmt: skip
    tell(_("Done"), 1.0)
    return {"files": [str(path) for path in rendered.files.values()]}


def _demo(wb: Workbench, arguments: Mapping[str, Any], tell: Tell) -> Result:
    require(wb.user, Right.SETTINGS)
    as_of = date.fromisoformat(arguments["as_of"]) if arguments.get("as_of") else wb.today
    summary = load_demo(
        wb.store, opportunities=arguments["opportunities"], seed=arguments.get("seed", 7), as_of=as_of, now=wb.now(),
        progress=tell,
    )  # fmt: skip
    return asdict(summary)


def _backup(wb: Workbench, arguments: Mapping[str, Any], tell: Tell) -> Result:
    require(wb.user, Right.SETTINGS)
    tell(_("Copying"), 0.1)
    manifest = wb.store.backup(Path(arguments["target"]))
    tell(_("Done"), 1.0)
    return {"files": [arguments["target"]], "size": manifest.size, "rows": sum(manifest.rows.values())}


def _change_many(wb: Workbench, arguments: Mapping[str, Any], tell: Tell) -> Result:
    filters = Filters.from_json(arguments["filters"]) if arguments.get("filters") else None
    chosen = Chosen(
        ids=tuple(map(UUID, arguments.get("ids", ()))), filters=filters,
        but=frozenset(map(UUID, arguments.get("but", ()))),
    )  # fmt: skip
    done = wb.bulk.change(Change.read(arguments["changes"]), chosen, why=arguments.get("why"), tell=tell)
    return {
        "unit": str(done.unit or ""), "changed": done.changed, "unchanged": done.unchanged,
        "refused": len(done.refused), "why": list(dict.fromkeys(one.why for one in done.refused))[:5],
    }  # fmt: skip


def _undo_many(wb: Workbench, arguments: Mapping[str, Any], tell: Tell) -> Result:
    done = wb.bulk.undo(UUID(arguments["unit"]), tell=tell)
    return {"unit": str(done.unit or ""), "restored": done.restored, "refused": len(done.refused)}


WORKS: dict[str, Work] = {
    "import": _import, "export": _export, "report": _report, "demo": _demo, "backup": _backup,
    "change_many": _change_many, "undo_many": _undo_many,
}  # fmt: skip
