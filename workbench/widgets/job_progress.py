"""A job's progress bar, for notebooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

import traitlets

from workbench.errors import StoreError
from workbench.i18n import _
from workbench.services.jobs import Job
from workbench.widgets.bundle import bundle
from workbench.widgets.conversation import Conversation, Intent, Reply
from workbench.widgets.job_projection import job_projection
from workbench.widgets.job_watch import LOOK_SECONDS, later
from workbench.widgets.jobs_texts import jobs_texts

if TYPE_CHECKING:
    from workbench.app import Workbench


class JobProgress(Conversation):
    """Shows how far a job is, and its result when it has ended: ``JobProgress(wb, wb.jobs.start("export", …))``.

    Args:
        workbench: the services of the person at work.
        job: the job, or its id.
    """

    _esm = bundle("job_progress.js")
    _css = bundle("job_progress.css")
    job = traitlets.Dict().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    def __init__(self, workbench: Workbench, job: Job | UUID | str) -> None:
        self._workbench = workbench
        self._key = workbench.jobs.get(job).id
        super().__init__(texts=jobs_texts(0))
        self.refresh()

    def refresh(self) -> None:
        """Read how far the job is; until it has ended this is done again and again."""
        try:
            job = self._workbench.jobs.get(self._key)
        except StoreError as error:
            self.job = self.job | {"step": _("The store does not answer: {why}").format(why=error)}
        else:
            self.job = job_projection(job, self._workbench)
            if job.ended:
                return
        later(LOOK_SECONDS, self.refresh)

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each intent: only ``cancel``."""
        return {"cancel": self._cancel}

    def _cancel(self, _intent: Intent) -> None:
        self._workbench.jobs.cancel(self._key)
