"""The columns of the list: which there are, how wide they begin, what can be sorted, grouped and changed in place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.errors import InvalidValueError
from workbench.i18n import N_, _
from workbench.services.ordering import SORTS


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: ``width`` in pixels, or 0 for one that takes the room that is left; ``least`` is its smallest width.

    Args:
        field: the deal's field that is changed in place, with its ``control``: text, date, amount, tags or choice.
        export: the columns of an export that show the same.
    """

    key: str
    label: str
    kind: str
    width: int
    least: int = 80
    grow: float = 0
    field: str | None = None
    control: str | None = None
    export: tuple[str, ...] = ()


COLUMNS: tuple[Column, ...] = (
    Column(key="number", label=N_("Number"), kind="number", width=90, export=("number",)),
    Column(key="title", label=N_("Title"), kind="text", width=0, least=200, grow=2.4, field="title", control="text",
           export=("title",)),
    Column(key="contact", label=N_("Contact"), kind="text", width=0, least=150, grow=1.5, export=("contact",)),
    Column(key="country", label=N_("Country"), kind="text", width=96, export=("country",)),
    Column(key="owner", label=N_("Owner"), kind="text", width=0, least=116, grow=1, field="owner_id", control="choice",
           export=("owner",)),
    Column(key="team", label=N_("Team"), kind="text", width=130, field="team_id", control="choice", export=("team",)),
    Column(key="workflow", label=N_("Workflow"), kind="text", width=140, export=("workflow",)),
    Column(key="stage", label=N_("Stage"), kind="stage", width=0, least=116, grow=1, field="stage_id",
           control="choice", export=("stage",)),
    Column(key="percent", label=N_("Probability"), kind="probability", width=124, field="probability_id",
           control="choice", export=("probability",)),
    Column(key="net", label=N_("Net amount"), kind="number", width=132, field="net", control="amount",
           export=("currency", "net")),
    Column(key="weighted", label=N_("Weighted"), kind="number", width=124, export=("weighted",)),
    Column(key="expected_close_date", label=N_("Expected close"), kind="date", width=128,
           field="expected_close_date", control="date", export=("expected_close_date",)),
    Column(key="type", label=N_("Type"), kind="text", width=130, field="type_id", control="choice", export=("type",)),
    Column(key="origin", label=N_("Origin"), kind="text", width=130, field="origin_id", control="choice",
           export=("origin",)),
    Column(key="tags", label=N_("Tags"), kind="text", width=150, field="tags", control="tags", export=("tags",)),
    Column(key="status", label=N_("Status"), kind="text", width=90, export=("status",)),
    Column(key="created_date", label=N_("Created"), kind="date", width=124, field="created_date", control="date",
           export=("created_date",)),
    Column(key="closed_date", label=N_("Closed"), kind="date", width=124, export=("closed_date",)),
    Column(key="stage_since", label=N_("In stage since"), kind="date", width=128),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
USUAL = ("number", "title", "contact", "owner", "stage", "percent", "net", "weighted", "expected_close_date")
GROUP_LABELS = {
    "stage": N_("Stage"), "workflow": N_("Workflow"), "owner": N_("Owner"), "team": N_("Team"),
    "percent": N_("Probability"), "type": N_("Type"), "origin": N_("Origin"), "country": N_("Country"),
    "month": N_("Month of expected close"), "status": N_("Status"),
}  # fmt: skip


def column_specs() -> list[dict[str, object]]:
    """Return what the page knows of the columns."""
    return [
        {
            "key": column.key, "label": _(column.label), "kind": column.kind, "width": column.width,
            "least": column.least, "grow": column.grow, "sorts": column.key in SORTS, "control": column.control,
        }
        for column in COLUMNS
    ]  # fmt: skip


def known_columns(columns: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return those of the columns that there are; the usual ones where none is left."""
    found = tuple((key, width) for key, width in columns if key in BY_KEY)
    return found or tuple((key, 0) for key in USUAL)


def editable(key: str) -> Column:
    """Return a column whose cells can be changed.

    Raises:
        InvalidValueError: there is none.
    """
    column = BY_KEY.get(key)
    if column is None or column.field is None:
        raise InvalidValueError("column", _("This column cannot be changed in the list."))
    return column


def export_columns(columns: Iterable[tuple[str, int]]) -> list[str]:
    """Return the columns of an export that show what these columns show."""
    return list(dict.fromkeys(name for key, _width in columns for name in BY_KEY[key].export))
