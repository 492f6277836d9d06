"""Lets a page follow what is written: here by its own person, and elsewhere by others."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from workbench.domain.events import ActivityEvent, Event, InteractionEvent, OpportunityEvent
from workbench.errors import StoreUnavailableError
from workbench.i18n import _, formats, ngettext
from workbench.services.changes import News
from workbench.widgets.activities import Activities
from workbench.widgets.board import Board
from workbench.widgets.live import Live, Trouble

if TYPE_CHECKING:
    from workbench import app
    from workbench.widgets.shell import Workbench

log = logging.getLogger(__name__)
OWN_REMEMBERED = 500
ACTED = frozenset({"activity", "interaction"})


class Follower:
    """Keeps a page's visible view up to date, and has the others read again before they are seen.

    Args:
        page: the page.
        workbench: the services of the person at work.
    """

    def __init__(self, page: Workbench, workbench: app.Workbench) -> None:
        self._page, self._workbench = page, workbench
        self._own: deque[tuple[UUID, int]] = deque(maxlen=OWN_REMEMBERED)
        self._refreshing = False
        self.live = Live(workbench, on_news=self._news, on_trouble=self._trouble)
        workbench.listeners.append(self._happened)

    def seen(self, seen: bool) -> None:  # noqa: FBT001 - the only thing there is to say
        """Follow while the page is looked at, and not while it is hidden."""
        if seen:
            self.live.start()
        else:
            self.live.stop()

    def failed(self, error: Exception) -> None:
        """Ask at once whether the store answers at all, after it did not answer what a person did."""
        if isinstance(error, StoreUnavailableError):
            self._soon(self.live.ask)

    def read_again(self) -> None:
        """Read everything that is shown again: the page may have missed what happened meanwhile."""
        page = self._page
        self._workbench.settings.lookups(fresh=True)
        page.places.all_stale()
        page.show_view()
        page.filter_bar.recount(count=self._count())

    def close(self) -> None:
        """Follow no more."""
        self.live.stop()
        if self._happened in self._workbench.listeners:
            self._workbench.listeners.remove(self._happened)

    def deal_made(self, _deal: UUID) -> None:
        """Have the other views read again: a lead became a deal."""
        self._page.places.all_stale(but=self._page.desk.view)

    def _happened(self, event: Event) -> None:
        """Mark what is stale; activities show themselves what was done in them, a deal's views follow."""
        if isinstance(event, ActivityEvent | InteractionEvent):
            acted = isinstance(event, ActivityEvent)
            self._own.append((event.activity_id if acted else event.interaction_id, event.version))
            self._soon(self._activities_changed)
            return
        self._deal_happened(event)

    def _deal_happened(self, event: OpportunityEvent) -> None:
        """Mark all views stale; the visible one follows as soon as the person has the answer to what they did."""
        page = self._page
        self._own.append((event.opportunity_id, event.version))
        page.places.all_stale(but=page.desk.view if isinstance(page.shown, Board) else None)
        if isinstance(page.shown, Board) and page.editor.deal is None:
            return
        key = event.opportunity_id
        if not self._refreshing:
            self._refreshing = True
            self._soon(lambda: self._refresh(key))

    def _refresh(self, changed: UUID) -> None:
        self._refreshing = False
        page = self._page
        place = page.places.get(page.desk.view)
        if isinstance(place.widget, Board):
            place.widget.patch({changed: ""})
        else:
            place.read(page.desk.filters)
        page.filter_bar.recount(count=self._count())

    def _news(self, news: News) -> None:
        """Show what was written elsewhere."""
        page = self._page
        if not news.complete:  # as after what a job wrote
            page.jobs.panel.watch.look()
        settings = self._workbench.settings
        before = settings.lookups()
        if not news.complete and settings.lookups(fresh=True) is not before:
            page.settings_changed()
        names = {user.login: user.name for user in self._workbench.settings.lookups().users}
        others = [
            change
            for change in news.changes
            if (change.entity_id, change.version) not in self._own and change.entity != "view"
        ]
        if any(change.entity in ACTED for change in others):
            self._activities_changed()
            others = [change for change in others if change.entity not in ACTED]
        if news.complete and not others:
            return
        board = page.places.get(page.desk.view).widget
        deals = {change.entity_id: names.get(change.login, change.login) for change in others}
        if isinstance(board, Board) and news.complete and all(one.entity == "opportunity" for one in others):
            page.places.all_stale(but=page.desk.view)
            board.patch(deals)
        else:
            self._workbench.settings.lookups(fresh=True)
            page.places.all_stale()
            page.show_view()
        page.filter_bar.recount(_told(deals), count=self._count())
        for key, who in deals.items():
            page.editor.elsewhere(key, who)

    def _activities_changed(self) -> None:
        """Read activities again: at once where they are looked at, else before they are seen."""
        page = self._page
        page.places.activities_stale()
        page.editor.acted()
        if isinstance(page.shown, Activities):
            page.show_view()

    def _trouble(self, trouble: Trouble | None) -> None:
        page = self._page
        if trouble is None:
            self.read_again()
            page.banner.clear()
            page.toast.say(_("The store answers again; the figures are up to date."), tone="good")
        else:
            text = _("The store does not answer. What you see may be old; nothing can be saved until it answers again.")
            page.banner.show(text, str(trouble.error), since=trouble.since)

    def _soon(self, act: Callable[[], None]) -> None:
        """Act after the present message was answered; at once where no kernel is running."""

        def safely() -> None:
            try:
                act()
            except StoreUnavailableError:
                self.live.ask()
            except Exception:
                log.exception("the page could not be refreshed after a change")

        try:
            asyncio.get_running_loop().call_soon(safely)
        except RuntimeError:
            safely()

    def _count(self) -> int | None:
        """Return how many deals the filters let through, where the visible view knows it."""
        shown = self._page.shown
        return shown.count if isinstance(shown, Board) else None


def _told(deals: Mapping[UUID, str]) -> str:
    """Say in a few words who changed how many deals."""
    who = ", ".join(dict.fromkeys(name for name in deals.values() if name))
    if not deals or not who:
        return ""
    return ngettext("{who} changed {count} deal", "{who} changed {count} deals", len(deals)).format(
        who=who, count=formats.number(len(deals))
    )
