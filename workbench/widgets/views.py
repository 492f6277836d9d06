"""The views of the page: which there are, and those that were shown so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.domain.filters import Filters
from workbench.domain.people import RIGHTS, Right, User
from workbench.errors import NotFoundError
from workbench.i18n import N_
from workbench.services.views import SavedView
from workbench.widgets.activities import Activities
from workbench.widgets.board import Board
from workbench.widgets.contacts import Contacts
from workbench.widgets.grid import Grid
from workbench.widgets.history_view import HistoryView
from workbench.widgets.home import Home
from workbench.widgets.link import Link
from workbench.widgets.settings_view import SettingsView

if TYPE_CHECKING:
    from workbench.app import Workbench

VIEWS = (
    ("home", N_("Home"), "home"),
    ("opportunities", N_("Opportunities"), "list"),
    ("contacts", N_("Contacts"), "person"),
    ("progress", N_("Progress"), "progress"),
    ("stages", N_("Stages"), "stages"),
    ("activities", N_("Activities"), "activities"),
    ("history", N_("History"), "history"),
    ("settings", N_("Settings"), "settings"),
)
IN_MENU = frozenset({"history", "settings"})  # seldom looked at: they stand in the person's menu
NEEDED = {"settings": Right.SETTINGS}
Shown = Home | Grid | Board | Contacts | Activities | HistoryView | SettingsView
UNFILTERED = Contacts | Activities | HistoryView | SettingsView  # the filters, which are of deals, do not count there


@dataclass
class Place:
    """A view that was shown once; a stale one is read again before it is seen."""

    widget: Shown
    stale: bool = False

    def read(self, filters: Filters) -> None:
        """Read the view again, with these filters."""
        if self.widget.filters == filters:
            self.widget.refresh()
        else:
            self.widget.show(filters)
        self.stale = False


class Places:
    """The views that were shown so far, each made when it is first needed.

    Args:
        make: makes the view of a key.
    """

    def __init__(self, make: Callable[[str], Shown]) -> None:
        self._make = make
        self._places: dict[str, Place] = {}

    def __iter__(self) -> Iterator[tuple[str, Place]]:
        return iter(tuple(self._places.items()))

    def get(self, key: str) -> Place:
        """Return a view, made now where it was not shown before."""
        if key not in self._places:
            self._places[key] = Place(self._make(key))
        return self._places[key]

    def board(self, key: str) -> Board | None:
        """Return a board that was shown before."""
        widget = self._places[key].widget if key in self._places else None
        return widget if isinstance(widget, Board) else None

    def activities_stale(self) -> None:
        """Have the activities read again before they are seen."""
        for place in self._places.values():
            if isinstance(place.widget, Activities):
                place.stale = True

    def saved(self) -> str:
        """Return the id of the saved view that the list shows; empty where it shows none, or was not shown yet."""
        widget = self._places["opportunities"].widget if "opportunities" in self._places else None
        current = widget.saved.current if isinstance(widget, Grid) else None
        return "" if current is None else str(current.id)

    def all_stale(self, *, but: str | None = None) -> None:
        """Have every view read again before it is seen, except one."""
        for key, place in self._places.items():
            place.stale = place.stale or key != but


def starting_view(workbench: Workbench, link: Link) -> SavedView | None:
    """Return the saved view with which the list begins: the link's, else the person's default, else the role's."""
    if link.saved is not None:
        try:
            return workbench.views.get(link.saved)
        except NotFoundError:
            return None
    return workbench.views.default("opportunities")


def views_of(user: User) -> list[tuple[str, str, str]]:
    """Return the views that a person may look at: key, label, icon."""
    rights = RIGHTS[user.role]
    return [view for view in VIEWS if view[0] not in NEEDED or NEEDED[view[0]] in rights]


def known_view(key: str | None, user: User) -> str | None:
    """Return the key if there is such a view for this person."""
    return key if key in {view for view, _label, _icon in views_of(user)} else None
