"""Makes the views of a page, each with what it calls when the person does something in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.domain.filters import Filters
from workbench.domain.people import RIGHTS, Right
from workbench.widgets.activities import Activities
from workbench.widgets.board import Board
from workbench.widgets.contacts import Contacts
from workbench.widgets.grid import Grid
from workbench.widgets.history_view import HistoryView
from workbench.widgets.home import Home
from workbench.widgets.settings_view import SettingsView
from workbench.widgets.views import Shown

if TYPE_CHECKING:
    from workbench import app
    from workbench.widgets.shell import Workbench


def make_view(page: Workbench, workbench: app.Workbench, key: str) -> Shown:
    """Return a view of the page, with the page's present filters.

    Args:
        page: the page.
        workbench: the services of the person at work.
        key: of the view.
    """
    makers: dict[str, Callable[[Workbench, app.Workbench], Shown]] = {
        "home": _home, "opportunities": _grid, "contacts": _contacts, "progress": _progress, "stages": _stages,
        "activities": _activities, "history": _history, "settings": _settings,
    }  # fmt: skip
    return makers[key](page, workbench)


def _home(page: Workbench, workbench: app.Workbench) -> Shown:
    rights, begin = RIGHTS[workbench.user.role], dict[str, Callable[[], object]]()
    if Right.CREATE in rights:
        begin["new"] = page.editor.show_new
    if page.jobs.possible and Right.SETTINGS in rights:
        begin["demo"] = page.jobs.start_demo
    return Home(
        workbench, filters=page.desk.filters, open_deal=page.open_deal, on_show=page.show_figure, begin=begin
    )  # fmt: skip


def _grid(page: Workbench, workbench: app.Workbench) -> Shown:
    return Grid(
        workbench, filters=page.desk.filters, saved=page.saved, open_deal=page.open_deal, on_new=page.editor.show_new,
        on_clear=lambda: page.choose_filters(Filters()), on_filters=page.choose_filters, on_look=page.write_link,
        export=page.jobs.export, start_job=page.jobs.panel.start if page.jobs.possible else None,
    )  # fmt: skip


def _contacts(page: Workbench, workbench: app.Workbench) -> Shown:
    return Contacts(
        workbench, filters=page.desk.filters, open_deal=page.open_deal, on_deal_made=page.follower.deal_made
    )  # fmt: skip


def _progress(page: Workbench, workbench: app.Workbench) -> Shown:
    return Board(workbench, "progress", filters=page.desk.filters, open_card=page.open_deal)


def _stages(page: Workbench, workbench: app.Workbench) -> Shown:
    board = Board(workbench, "stages", filters=page.desk.filters, workflow=page.desk.workflow, open_card=page.open_deal)
    board.observe(page.workflow_shown, "workflow")
    return board


def _activities(page: Workbench, workbench: app.Workbench) -> Shown:
    return Activities(workbench, open_deal=page.open_deal)


def _history(page: Workbench, workbench: app.Workbench) -> Shown:
    return HistoryView(
        workbench, filters=page.desk.filters, open_deal=page.open_deal, open_contact=page.show_contact,
        export=page.jobs.export_audit if page.jobs.possible else None,
    )  # fmt: skip


def _settings(page: Workbench, workbench: app.Workbench) -> Shown:
    return SettingsView(workbench, filters=page.desk.filters, on_change=page.settings_changed)
