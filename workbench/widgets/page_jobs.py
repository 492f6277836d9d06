"""What the page does with jobs: the badge, the drawer, the demo company at the first start, and a word when one ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.domain.filters import Filters
from workbench.i18n import _
from workbench.services.jobs import Job, JobState
from workbench.widgets.board import Board
from workbench.widgets.grid import Grid
from workbench.widgets.home import Home
from workbench.widgets.job_projection import job_projection
from workbench.widgets.jobs_panel import JobsPanel, Present

if TYPE_CHECKING:
    from workbench import app
    from workbench.widgets.shell import Workbench

DEMO_DEALS = 2000
ENDS = {JobState.DONE: "good", JobState.FAILED: "bad"}


class PageJobs:
    """The page's jobs.

    Args:
        page: the page.
        workbench: the services of the person at work.
    """

    def __init__(self, page: Workbench, workbench: app.Workbench) -> None:
        self._page, self._workbench = page, workbench
        self.panel = JobsPanel(
            workbench, present=self._present, on_jobs=self._told, on_end=self._ended, on_failure=page.follower.failed
        )

    @property
    def possible(self) -> bool:
        """Whether work can go on in the background: another process has to open the store."""
        return self._workbench.store.door != "exclusive"

    def start_demo(self) -> None:
        """Load the demo company into the empty store."""
        title = _("Demo company with {opportunities} deals").format(opportunities=f"{DEMO_DEALS:,}")
        self.panel.start("demo", title, opportunities=DEMO_DEALS)

    def export(self, ending: str) -> None:
        """Export what is seen, and show how far it is."""
        self.panel.export(ending)
        self.panel.show()

    def export_audit(self) -> None:
        """Export the whole history, and show how far it is."""
        self.panel.export_audit()
        self.panel.show()

    def close(self) -> None:
        """Follow no more."""
        self.panel.watch.close()

    def _told(self, jobs: list[Job]) -> None:
        self._page.navigation.running = self.panel.watch.count
        demo = next((job for job in jobs if job.kind == "demo"), None)
        shown = self._page.shown
        if isinstance(shown, Home) and shown.is_empty:
            shown.show_job(None if demo is None or demo.ended else job_projection(demo, self._workbench))

    def _ended(self, job: Job) -> None:
        page = self._page
        if job.kind == "demo" and job.state is JobState.DONE:
            self._workbench.settings.lookups(fresh=True)
            page.arrange()
        if job.state in ENDS and not self.panel.is_open:
            text = _("“{title}” is done.") if job.state is JobState.DONE else _("“{title}” failed: {why}")
            said = text.format(title=job.title, why=job.error)
            unit = str(job.result.get("unit") or "") if job.kind == "change_many" and job.result else ""
            if unit:
                page.toast.say(said, tone=ENDS[job.state], action=_("Undo"), act=lambda: self._undo(unit))
            else:
                page.toast.say(said, tone=ENDS[job.state], action=_("Show"), act=self.panel.show)

    def _undo(self, unit: str) -> None:
        self.panel.start("undo_many", _("Undo of a change of many deals"), unit=unit)

    def _present(self) -> Present:
        page = self._page
        view, filters = page.desk.view, page.desk.filters
        label = next(entry["label"] for entry in page.navigation.views if entry["key"] == view)
        shown = page.shown
        if isinstance(shown, Board):
            what = f"board:stages:{shown.workflow}" if view == "stages" else "board:progress"
            return Present(what=what, label=label, filters=filters, sort=shown.sort)
        if isinstance(shown, Grid):
            shape = shown.exported
            sort, descending = str(shape.pop("sort")), bool(shape.pop("descending"))
            return Present(what="list", label=label, filters=filters, sort=sort, descending=descending, shape=shape)
        if view == "activities":
            return Present(what="activity", label=label, filters=Filters())
        return Present(what="list", label=_("Opportunities"), filters=filters)
