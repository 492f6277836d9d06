"""The whole page: navigation, filter bar, one visible view, and the editor over it, sharing one desk."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import ipywidgets

from workbench.domain.filters import Filters
from workbench.domain.people import RIGHTS, Right
from workbench.domain.periods import quarter_of
from workbench.errors import InvalidValueError, NotFoundError
from workbench.i18n import N_, _, language, use_language
from workbench.services.around import Around
from workbench.widgets.banner import Banner
from workbench.widgets.board import Board
from workbench.widgets.contacts import Contacts
from workbench.widgets.conversation import Frame
from workbench.widgets.desk import Desk
from workbench.widgets.editor import Editor
from workbench.widgets.filter_bar import FilterBar
from workbench.widgets.follower import Follower
from workbench.widgets.grid import Grid
from workbench.widgets.link import Link
from workbench.widgets.navigation import Navigation, View
from workbench.widgets.page_jobs import PageJobs
from workbench.widgets.page_views import make_view
from workbench.widgets.past_band import PastBand
from workbench.widgets.toast import Toast
from workbench.widgets.views import IN_MENU, UNFILTERED, Places, Shown, known_view, starting_view, views_of

if TYPE_CHECKING:
    from workbench import app

log = logging.getLogger(__name__)
ROLES = {
    "administrator": N_("Administrator"),
    "manager": N_("Manager"),
    "salesperson": N_("Salesperson"),
    "viewer": N_("Viewer"),
}


class Workbench(Frame):
    """The workbench as one page or one notebook output.

    Args:
        workbench: the services of the person at work.
        view: ``home``, ``opportunities``, ``contacts``, ``progress``, ``stages`` or ``activities``.
        filters: the conditions at the beginning; by default active since the first day of the current quarter.
        workflow: code of the workflow of the stages board.
        query: the address's query (``view=…&filter=…&workflow=…&lang=…``), which wins over the others; by default the
            one with which Voila was asked.
        owns_address: whether the page writes its own address; by default in Voila only.
    """

    def __init__(
        self, workbench: app.Workbench, *, view: str = "home", filters: Filters | None = None,
        workflow: str | None = None, query: str | None = None, owns_address: bool | None = None,
    ) -> None:  # fmt: skip
        voila = os.environ.get("SERVER_SOFTWARE", "").startswith("voila")
        self._owns_address = voila if owns_address is None else owns_address
        link = Link.read(os.environ.get("QUERY_STRING") if query is None and self._owns_address else query)
        if link.lang:
            use_language(link.lang)
        self._lang = link.lang or ""
        self._workbench = workbench
        self.places = Places(self._made)
        self._rearrange = False
        self.toast = Toast()
        self.follower = Follower(self, workbench)
        self.banner = Banner(on_back=self.follower.read_again)
        self.jobs = PageJobs(self, workbench)
        self.saved = starting_view(workbench, link)
        opened = self.saved.look.filters if self.saved is not None and link.view == "opportunities" else None
        self.desk = Desk(
            view=known_view(link.view, workbench.user) or known_view(view, workbench.user) or "home",
            filters=self._fitting(link.filters or opened or filters),
            workflow=self._known_workflow(link.workflow or workflow),
        )
        super().__init__()  # pyright: ignore[reportUnknownMemberType]
        self.arrange()
        self._open_linked(link.opportunity)
        self.desk.observe(self._filters_changed, "filters")
        self.desk.observe(self._view_changed, "view")
        self.desk.observe(self._workflow_changed, "workflow")

    @property
    def shown(self) -> Shown:
        """The view that is visible."""
        return self.places.get(self.desk.view).widget

    def open_deal(self, opportunity: UUID) -> None:
        """Open a deal in the editor.

        Raises:
            NotFoundError: there is none, or it lies outside what the user sees.
        """
        filters = self.desk.filters
        self.editor.show(opportunity, known_on=filters.known_on, was_on=filters.was_on)

    def go(self, view: str, filters: Filters | None = None) -> None:
        """Show a view, with other filters where given.

        Args:
            view: one of the page's views; an unknown one changes nothing.
            filters: the new conditions.
        """
        with self.desk.hold_trait_notifications():
            self.desk.filters = self.desk.filters if filters is None else filters
            self.desk.view = known_view(view, self._workbench.user) or self.desk.view

    def close(self) -> None:
        """Stop listening to changes and let the page go."""
        self.follower.close()
        self.jobs.close()
        super().close()

    def arrange(self) -> None:
        """Make the parts and the first view; again after the settings were replaced as a whole."""
        workbench, user = self._workbench, self._workbench.user
        self.places = Places(self._made)
        self.filter_bar = FilterBar(workbench, filters=self.desk.filters, on_filters=self.choose_filters)
        self.past_band = PastBand(workbench, filters=self.desk.filters, on_filters=self.choose_filters)
        self.editor = Editor(workbench, over=True, around=self._around, on_contact=self.show_contact)
        self.editor.observe(self._deal_changed, "deal")
        self.navigation = Navigation(
            views=[
                View(key=key, label=_(label), icon=icon, menu=key in IN_MENU) for key, label, icon in views_of(user)
            ],
            view=self.desk.view, person=(user.name, _(ROLES[user.role.value])),
            may_create=Right.CREATE in RIGHTS[user.role], owns_address=self._owns_address,
            on_view=self.go, on_go=self._go_to, on_new=self.editor.show_new, on_jobs=self.jobs.panel.show, on_seen=self._seen,
            link=self._link(),
        )  # fmt: skip
        for part in (self.filter_bar, self.past_band, self.editor, self.navigation, self.banner):
            part.on_failure = self.follower.failed
        self._stack = _box("wb-views")
        main = _box("wb-main")
        main.children = (
            _hosted(self.banner, "wb-host-banner"), _hosted(self.filter_bar, "wb-host-filter"),
            _hosted(self.past_band, "wb-host-past"), self._stack,
        )  # fmt: skip
        for name in ("wb-root", "wb-page", *(("wb-page-full",) if self._owns_address else ())):
            _hosted(self, name)
        self.children = (
            _hosted(self.navigation, "wb-host-nav"), main, _hosted(self.editor, "wb-host-over"),
            _hosted(self.jobs.panel, "wb-host-over"), _hosted(self.toast, "wb-host-over"),
        )  # fmt: skip
        self.show_view()

    def settings_changed(self) -> None:
        """Have everything made again that shows choices, as soon as nobody is at work with them."""
        self._rearrange = True

    def show_view(self) -> None:
        """Show the view of the desk, read again where it is stale; all parts anew after the settings changed."""
        if self._rearrange and self.editor.deal is None and self.desk.view != "settings":
            self._rearrange = False
            self.arrange()
            return
        place = self.places.get(self.desk.view)
        self._stack.children = tuple(other.widget for _key, other in self.places)
        if place.stale:
            place.read(self.desk.filters)
        for key, other in self.places:
            _layout(other.widget).display = None if key == self.desk.view else "none"
        _layout(self.filter_bar).display = "none" if isinstance(place.widget, UNFILTERED) else None
        self.past_band.show(self.desk.filters, hidden=isinstance(place.widget, UNFILTERED))
        self.navigation.show(self.desk.view, self._link())

    def _made(self, key: str) -> Shown:
        view = make_view(self, self._workbench, key)
        view.on_failure = self.follower.failed
        return view

    def choose_filters(self, filters: Filters) -> None:
        """Show the deals of other filters in every view."""
        self.desk.filters = filters

    def write_link(self) -> None:
        """Write into the address what the page shows now."""
        self.navigation.show(self.desk.view, self._link())

    def _filters_changed(self, _change: object) -> None:
        self.places.all_stale()
        if self.filter_bar.filters != self.desk.filters:
            self.filter_bar.show(self.desk.filters)
        self.show_view()

    def _view_changed(self, _change: object) -> None:
        self.show_view()

    def _workflow_changed(self, _change: object) -> None:
        self.write_link()

    def _deal_changed(self, _change: object) -> None:
        self.write_link()

    def _around(self, opportunity: UUID) -> Around | None:
        """Return where a deal stands in the view that is shown, and between which others."""
        shown = self.shown
        return shown.around(opportunity) if isinstance(shown, Grid | Board) else None

    def show_contact(self, contact: UUID) -> None:
        """Show a contact in the view of contacts."""
        self.go("contacts")
        if isinstance(self.shown, Contacts):
            self.shown.show_contact(contact)

    def _open_linked(self, opportunity: UUID | None) -> None:
        """Open the deal of a link; say so where there is none to see."""
        if opportunity is None:
            return
        try:
            self.open_deal(opportunity)
        except NotFoundError as error:
            self.toast.say(str(error), tone="warn")

    def workflow_shown(self, _change: object) -> None:
        """Keep the workflow that the stages board shows."""
        board = self.places.board("stages")
        if board is not None:
            self.desk.workflow = self._known_workflow(board.workflow)

    def _go_to(self, link: Link) -> None:
        """Follow the browser's back and forward."""
        workflow = self._known_workflow(link.workflow)
        stages = self.places.board("stages")
        if workflow and stages and workflow != self.desk.workflow:
            stages.show(workflow=workflow)
        if link.view:
            self.go(link.view, self._fitting(link.filters))
        if link.opportunity is None:
            self.editor.hide()
        elif link.opportunity != self.editor.opportunity:
            self._open_linked(link.opportunity)

    def show_figure(self, figure: str) -> None:
        """Show the deals behind a figure of Home in the list."""
        quarter = quarter_of(self._workbench.today)
        days = (quarter.start, quarter.end - timedelta(days=1))
        blank = replace(self.desk.filters, status=(), closed=(None, None), expected_close=(None, None))
        if figure in {"won", "lost"}:
            self.go("opportunities", replace(blank, status=(figure,), closed=days))
            return
        is_open = replace(blank, status=("open",))
        if figure == "weighted":
            self.go("progress", is_open)
            return
        today = self._workbench.today
        ranges = {"overdue": (None, today - timedelta(days=1)), "closing": (today, None)}
        self.go("opportunities", replace(is_open, expected_close=ranges.get(figure, (None, None))))
        grid = self.places.get("opportunities").widget
        if figure in ranges and isinstance(grid, Grid):
            grid.show(self.desk.filters, sort="expected_close_date", descending=False)

    def _seen(self, seen: bool) -> None:  # noqa: FBT001 - the only thing there is to say
        self.follower.seen(seen)
        self.jobs.panel.watch.seen(seen)

    def _link(self) -> dict[str, str]:
        workflow = self.desk.workflow if self.desk.view == "stages" else None
        lang = self._lang and language()
        return {
            "view": self.desk.view, "filter": self.desk.filters.to_json(), "workflow": workflow or "", "lang": lang,
            "saved": self.places.saved() if self.desk.view == "opportunities" else "",
            "opportunity": str(self.editor.opportunity or ""),
        }  # fmt: skip

    def _fitting(self, filters: Filters | None) -> Filters:
        """Return filters that this store understands; by default what is active in the current quarter."""
        start = Filters(active_on=quarter_of(self._workbench.today).start)
        if filters is None:
            return start
        try:
            self._workbench.listing.totals(filters)
        except InvalidValueError as error:
            self.toast.say(
                _("The filters of the link do not fit this store and were left out: {why}").format(why=error),
                tone="warn",
            )
            return start
        return filters

    def _known_workflow(self, code: str | None) -> str | None:
        codes = {flow.code for flow in self._workbench.settings.lookups().workflows}
        return code if code in codes else None


def _box(name: str) -> ipywidgets.Box:
    box = Frame()
    _hosted(box, name)
    return box


def _hosted(widget: ipywidgets.DOMWidget, name: str) -> ipywidgets.DOMWidget:
    widget.add_class(name)  # pyright: ignore[reportUnknownMemberType]
    return widget


def _layout(widget: ipywidgets.DOMWidget) -> ipywidgets.Layout:
    return widget.layout  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
