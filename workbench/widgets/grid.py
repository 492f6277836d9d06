"""The list of opportunities: any number of rows, of which the page asks for those in view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

import traitlets

from workbench.domain.filters import Filters
from workbench.domain.looks import Look, columns_from
from workbench.domain.people import RIGHTS, Right
from workbench.errors import InvalidValueError
from workbench.i18n import _, formats
from workbench.services.around import Around
from workbench.services.grouping import GROUPS
from workbench.services.listing import Member, Order
from workbench.services.views import SavedView
from workbench.widgets.bundle import bundle
from workbench.widgets.conversation import Conversation, Intent, Reply
from workbench.widgets.grid_cells import Cells
from workbench.widgets.grid_columns import GROUP_LABELS, column_specs, export_columns, known_columns
from workbench.widgets.grid_many import MOST_IDS, ManyDeals, StartJob
from workbench.widgets.grid_merge import MergeDeals
from workbench.widgets.grid_projection import (
    funnel_projection,
    groups_projection,
    rows_projection,
    totals,
    unconverted_note,
)
from workbench.widgets.grid_saved import SavedViews
from workbench.widgets.grid_texts import grid_texts

if TYPE_CHECKING:
    from workbench.app import Workbench

PAGE = 60
GROUP_SORTS = {"month": "expected_close_date"}  # by which column the groups of a list stand in an export


class Grid(Conversation):
    """Shows the filtered deals as a list: sorted, grouped, with totals, changed in place or many at once.

    Args:
        workbench: the services of the person at work.
        filters: which deals.
        sort: one of the columns' keys.
        descending: largest first.
        saved: a saved view, which says columns, order and grouping; ``filters`` win over its own.
        open_deal: called with a deal's id when its row is opened.
        on_new: called when a new deal is wanted.
        on_clear: called when all conditions shall go.
        on_filters: called with the filters that the person chose here; without it they are shown at once.
        on_look: called when the person looks at the list in another way.
        export: called with the ending of the file when what is seen shall be exported.
        start_job: starts a job for changes of very many deals.
    """

    _esm = bundle("grid.js")
    _css = bundle("grid.css")
    columns = traitlets.List(traitlets.Dict()).tag(sync=True)
    groupings = traitlets.List(traitlets.Dict()).tag(sync=True)
    page_size = traitlets.Int(PAGE).tag(sync=True)
    most_ids = traitlets.Int(MOST_IDS).tag(sync=True)
    head = traitlets.Dict().tag(sync=True)
    may = traitlets.Dict().tag(sync=True)
    separators = traitlets.Dict().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    def __init__(
        self, workbench: Workbench, *, filters: Filters | None = None, sort: str = "number", descending: bool = True,
        saved: SavedView | None = None, open_deal: Callable[[UUID], object] | None = None,
        on_new: Callable[[], object] | None = None, on_clear: Callable[[], object] | None = None,
        on_filters: Callable[[Filters], object] | None = None, on_look: Callable[[], object] | None = None,
        export: Callable[[str], object] | None = None, start_job: StartJob | None = None,
    ) -> None:  # fmt: skip
        self._workbench = workbench
        self._open_deal, self._on_new, self._on_clear = open_deal, on_new, on_clear
        self._on_filters, self._on_look, self._export = on_filters or self.show, on_look, export
        self._revision = 0
        look = saved.look if saved is not None else Look(sort=sort, descending=descending)
        self._look = _usable(replace(look, filters=filters or Filters()))
        self.saved = SavedViews(workbench, look=lambda: self._look, show=self._show_saved, told=self._looked)
        self.saved.current = saved
        self._cells, self._merge = Cells(workbench), MergeDeals(workbench)
        self._many = ManyDeals(workbench, filters=lambda: self.filters, start_job=start_job)
        super().__init__(
            columns=column_specs(), groupings=[{"key": key, "label": _(GROUP_LABELS[key])} for key in GROUPS],
            may=self._rights(), separators=formats.separators(), texts=grid_texts(), head=self._read(keep=False),
        )  # fmt: skip

    @property
    def filters(self) -> Filters:
        """Which deals are shown."""
        return self._look.filters

    @property
    def look(self) -> Look:
        """How the list is looked at: conditions, columns, order, grouping."""
        return self._look

    @property
    def exported(self) -> dict[str, object]:
        """What is seen as arguments of an export: columns and order; groups stand together."""
        look = self._look
        order: dict[str, object] = {"sort": look.sort, "descending": look.descending, "then": look.then,
                                    "then_descending": look.then_descending}  # fmt: skip
        if look.group is not None:
            order = {"sort": GROUP_SORTS.get(look.group, look.group), "descending": False, "then": look.sort,
                     "then_descending": look.descending}  # fmt: skip
        return order | {"columns": export_columns(known_columns(look.columns))}

    def show(self, filters: Filters, *, sort: str | None = None, descending: bool | None = None) -> None:
        """Show other deals from the top of the list."""
        look = replace(self._look, filters=filters)
        if sort is not None:
            look = replace(look, sort=sort, descending=bool(descending), then=None, group=None)
        self._set(look)

    def refresh(self) -> None:
        """Read again what is shown; the place in the list stays."""
        self.head = self._read(keep=True)

    def around(self, opportunity: UUID) -> Around | None:
        """Return a deal's place in the list and the deals beside it; where the list is grouped, group follows group."""
        look, order = self._look, self._order()
        if look.group is not None:
            by = GROUP_SORTS.get(look.group, look.group)
            order = Order(sort=by, descending=False, then=look.sort, then_descending=look.descending)
        return self._workbench.listing.around(opportunity, look.filters, order)

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each intent of the list, its cells, its bulk changes and its saved views."""
        return {
            "rows": self._rows, "ids": self._ids, "sort": self._sorted, "group": self._grouped,
            "columns": self._arranged, "funnel": self._funnel, "funnel_row": self._funnel_row, "open": self._open,
            "new": lambda _intent: _call(self._on_new), "clear": self._clear, "export": self._exports,
            "cell": self._present(self._cells.ask), "edit": self._present(self._cells.edit),
            "bulk_form": self._present(self._many.form), "bulk_preview": self._present(self._many.preview),
            "bulk_apply": self._present(self._many.apply), "merge_preview": self._present(self._merge.preview),
            "merge_deals": self._present(self._merge.merge), "undo": self._undo,
            **self.saved.answers(),
        }  # fmt: skip

    def _undo(self, intent: Intent) -> Reply:
        """Take a change back: of one deal, of many, or a merge."""
        reply = self._merge.undo(intent.key("unit")) or self._many.undo(intent)
        self.refresh()
        return reply

    def _present(self, act: Callable[[Intent], Reply | None]) -> Callable[[Intent], Reply | None]:
        """Refuse what changes deals while a past day is shown."""

        def answer(intent: Intent) -> Reply | None:
            if self.filters.past is not None:
                raise InvalidValueError("filter", _("A past day is shown. Go back to today to change deals."))
            return act(intent)

        return answer

    def _rows(self, intent: Intent) -> Reply:
        offset, limit = intent.whole("offset"), intent.whole("limit", low=1, high=PAGE)
        rows = self._workbench.listing.part(
            self.filters, self._order(), offset=offset, limit=limit, member=self._member(intent)
        )  # fmt: skip
        return {"kind": "page", "offset": offset, "rows": rows_projection(self._workbench, rows)}

    def _ids(self, intent: Intent) -> Reply:
        offset, limit = intent.whole("offset"), intent.whole("limit", low=1, high=MOST_IDS)
        keys = self._workbench.listing.keys(
            self.filters, self._order(), offset=offset, limit=limit, member=self._member(intent)
        )
        return {"kind": "ids", "ids": [str(key) for key in keys]}

    def _member(self, intent: Intent) -> Member | None:
        """Return the group that an intent names; the list has to be grouped that way."""
        if self._look.group is None or not intent.flag("member"):
            return None
        return Member(self._look.group, intent.text("key") or None)

    def _order(self) -> Order:
        look = self._look
        return Order(sort=look.sort, descending=look.descending, then=look.then, then_descending=look.then_descending)

    def _sorted(self, intent: Intent) -> None:
        by, descending = intent.text("by"), intent.flag("descending")
        Order(sort=by)
        look = self._look
        if intent.fields.get("second") is True and by != look.sort:
            self._set(replace(look, then=by, then_descending=descending))
        else:
            self._set(replace(look, sort=by, descending=descending, then=None, then_descending=False))

    def _grouped(self, intent: Intent) -> None:
        by = intent.text("by", longest=40)
        if by and by not in GROUPS:
            raise InvalidValueError("group", _("The list cannot be grouped this way."))
        self._set(replace(self._look, group=by or None))

    def _arranged(self, intent: Intent) -> None:
        """Show other columns, or the same ones in another order or width; the page has drawn them already."""
        columns = known_columns(columns_from(intent.fields.get("columns")))
        self._look = replace(self._look, columns=columns)
        self.head = {**self.head, "columns": [list(pair) for pair in columns], "view": self.saved.projection(),
                     "keep": True}  # fmt: skip

    def _funnel(self, intent: Intent) -> None:
        self._look = replace(self._look, funnel=intent.flag("shown"))
        self.head = self._read(keep=True)

    def _funnel_row(self, intent: Intent) -> None:
        """Show the deals of one probability only; all again where that is so already."""
        row = self._workbench.settings.lookups().probabilities.row(intent.key("row"))
        only = (row.percent, row.percent)
        self._on_filters(replace(self.filters, probability=(None, None) if self.filters.probability == only else only))

    def _open(self, intent: Intent) -> None:
        key = intent.key("opportunity")
        if self._open_deal is not None:
            self._open_deal(key)

    def _clear(self, _intent: Intent) -> None:
        if self._on_clear is not None:
            self._on_clear()
        else:
            self.show(Filters())

    def _exports(self, intent: Intent) -> None:
        if self._export is not None:
            self._export(intent.text("ending", longest=10))

    def _show_saved(self, view: SavedView) -> None:
        self._workbench.listing.totals(view.look.filters)
        self._look = _usable(view.look)
        self.head = self._read(keep=False)
        self._on_filters(view.look.filters)

    def _set(self, look: Look) -> None:
        self._look = look
        self.head = self._read(keep=False)
        _call(self._on_look)

    def _looked(self) -> None:
        self.head = {**self.head, "view": self.saved.projection(), "keep": True}
        _call(self._on_look)

    def _read(self, *, keep: bool) -> dict[str, object]:
        look, listing = self._look, self._workbench.listing
        found = listing.totals(look.filters)
        groups = [] if look.group is None else listing.groups(look.group, look.filters)
        rows = listing.part(look.filters, self._order(), limit=PAGE) if look.group is None else []
        self._revision += 1
        return {
            "revision": self._revision, "total": found.count, "rows": rows_projection(self._workbench, rows),
            "totals": totals(found), "note": unconverted_note(found.unconverted), "keep": keep,
            "sort": look.sort, "descending": look.descending, "then": look.then,
            "then_descending": look.then_descending, "group": look.group,
            "groups": groups_projection(groups, found.currency),
            "columns": [list(pair) for pair in known_columns(look.columns)],
            "funnel": funnel_projection(self._workbench, look.filters) if look.funnel else None,
            "view": self.saved.projection(), "archived": look.filters.archived,
        }  # fmt: skip

    def _rights(self) -> dict[str, bool]:
        rights = RIGHTS[self._workbench.user.role]
        return {
            "create": Right.CREATE in rights, "change": Right.CHANGE in rights,
            "export": Right.EXPORT in rights and self._export is not None,
        }  # fmt: skip


def _usable(look: Look) -> Look:
    """Return a look of which the list can make something: an order or grouping that is gone is left out."""
    try:
        Order(sort=look.sort, then=look.then)
    except InvalidValueError:
        look = replace(look, sort="number", descending=True, then=None)
    return look if look.group in {None, *GROUPS} else replace(look, group=None)


def _call(action: Callable[[], object] | None) -> None:
    if action is not None:
        action()
