"""The mapping file: what a person decides about a plain file instead of its column names and evidence."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from workbench.errors import ImportRefusedError
from workbench.i18n import _
from workbench.services.imports.columns import FIELDS, LINE_FIELDS
from workbench.services.imports.drafts import WorkflowDraft
from workbench.services.imports.flows import workflow_from

TEXTS = ("source", "encoding", "delimiter", "sheet")
DEFAULTS = frozenset(
    {"title", "owner", "workflow", "stage", "currency", "status", "contact", "type", "origin", "campaign", "tags"}
)


HISTORY_FIELDS = ("external_id", "happened_at", "stage")


@dataclass(frozen=True, kw_only=True)
class HistoryFile:
    """A file beside the deals that tells when each entered which stage; ``columns``: header → ``HISTORY_FIELDS``."""

    file: str
    columns: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """``columns``: header → fields (none: leave the column out). ``values``: field → text in the file → text meant.

    ``date_format`` and ``decimal`` hold a header's own form, or under ``*`` that of all columns. ``workflow`` is one
    that the file brings along, ``history`` the stage history beside it.
    """

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    date_format: dict[str, str] = field(default_factory=dict[str, str])
    decimal: dict[str, str] = field(default_factory=dict[str, str])
    defaults: dict[str, str] = field(default_factory=dict[str, str])
    values: dict[str, dict[str, str]] = field(default_factory=dict[str, "dict[str, str]"])
    source: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    workflow: WorkflowDraft | None = None
    history: HistoryFile | None = None


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file.

    Args:
        path: a JSON file.

    Raises:
        ImportRefusedError: missing, not JSON, or it names something that does not exist.
    """
    try:
        loaded: object = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ImportRefusedError(_("There is no file “{path}”.").format(path=path)) from error
    except (OSError, ValueError) as error:
        raise ImportRefusedError(
            _("The mapping “{path}” is not readable JSON: {why}.").format(path=path, why=error)
        ) from error
    return mapping_from(loaded)


def mapping_from(loaded: object) -> Mapping:
    """Return the mapping of plain JSON values.

    Args:
        loaded: what the JSON holds.

    Raises:
        ImportRefusedError: it names something that does not exist, or holds values of the wrong kind.
    """
    if not isinstance(loaded, dict):
        raise ImportRefusedError(_("A mapping is a JSON object."))
    given = cast("dict[str, object]", loaded)
    known = {"columns", "date_format", "decimal", "defaults", "values", "format", "workflow", "history", *TEXTS}
    for name in given:
        if name not in known:
            raise ImportRefusedError(
                _("A mapping has no entry “{name}”; it may have {known}.").format(
                    name=name, known=", ".join(sorted(known))
                )
            )
    texts = {name: _text(name, given[name]) for name in TEXTS if given.get(name) is not None}
    decimal = _by_column("decimal", given.get("decimal"))
    for sign in decimal.values():
        if sign not in {".", ","}:
            raise ImportRefusedError(_("The decimal sign is “.” or “,”."))
    defaults = _texts("defaults", given.get("defaults"))
    if unknown := set(defaults) - DEFAULTS:
        raise ImportRefusedError(
            _("There is no default for “{field}”; possible are {known}.").format(
                field=min(unknown), known=", ".join(sorted(DEFAULTS))
            )
        )
    values = {name: _texts(name, item) for name, item in _object("values", given.get("values")).items()}
    return Mapping(
        columns={name: _fields(name, item) for name, item in _object("columns", given.get("columns")).items()},
        date_format=_by_column("date_format", given.get("date_format")), decimal=decimal, defaults=defaults,
        values=values, workflow=workflow_from(given.get("workflow")), history=_history(given.get("history")), **texts,
    )  # fmt: skip


def _history(item: object) -> HistoryFile | None:
    if item is None:
        return None
    given = _object("history", item)
    file = _text("history.file", given.get("file"))
    if Path(file).name != file:
        raise ImportRefusedError(
            _("The history lies beside the file of deals; give its name alone, not “{file}”.").format(file=file)
        )
    columns = _texts("history.columns", given.get("columns"))
    if sorted(columns.values()) != sorted(HISTORY_FIELDS):
        raise ImportRefusedError(
            _("The mapping's “history” gives one column to each of {fields}.").format(fields=", ".join(HISTORY_FIELDS))
        )
    return HistoryFile(file=file, columns=columns)


def _fields(name: str, item: object) -> tuple[str, ...]:
    if item is None:
        return ()
    many = cast("list[object]", item) if isinstance(item, list) else [item]
    fields = tuple(_text(name, one) for one in many)
    for one in fields:
        if one not in FIELDS and one not in LINE_FIELDS:
            raise ImportRefusedError(
                _(
                    "The mapping gives column “{column}” the field “{field}”, which does not exist. Fields are: {known}."
                ).format(column=name, field=one, known=", ".join([*FIELDS, *LINE_FIELDS]))
            )
    return fields


def _by_column(name: str, item: object) -> dict[str, str]:
    return {"*": item} if isinstance(item, str) else _texts(name, item)


def _texts(name: str, item: object) -> dict[str, str]:
    return {key: _text(f"{name}.{key}", value) for key, value in _object(name, item).items()}


def _object(name: str, item: object) -> dict[str, object]:
    if item is None:
        return {}
    if not isinstance(item, dict):
        raise ImportRefusedError(_("The mapping's “{name}” is not an object.").format(name=name))
    return cast("dict[str, object]", item)


def _text(name: str, item: object) -> str:
    if not isinstance(item, str):
        raise ImportRefusedError(_("The mapping's “{name}” is not a text.").format(name=name))
    return item
