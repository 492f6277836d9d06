"""The jobs of the page: a drawer with what runs, waits and has ended, and what can be run from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import traitlets

from workbench.domain.filters import Filters
from workbench.domain.people import RIGHTS, Right, require
from workbench.errors import InvalidValueError, TooLateError
from workbench.i18n import _, formats
from workbench.services.jobs import Job
from workbench.widgets.bundle import bundle
from workbench.widgets.conversation import Conversation, Intent, Reply, refusal
from workbench.widgets.job_files import LARGEST, backup_place, chunk_of, is_ours, new_folder
from workbench.widgets.job_projection import job_projection
from workbench.widgets.job_watch import JobWatch
from workbench.widgets.jobs_texts import jobs_texts

if TYPE_CHECKING:
    from workbench.app import Workbench

ENDINGS = ("csv", "xlsx", "parquet")
LOG_LINES = 300
PLACES = {"export": "path", "report": "out"}


@dataclass(frozen=True, kw_only=True)
class Present:
    """The view that the person looks at, as an export names it: ``what``, ``label``, its filters and order.

    ``shape`` are further arguments of the export: of the list its columns and second order.
    """

    what: str
    label: str
    filters: Filters
    sort: str | None = None
    descending: bool = True
    shape: Mapping[str, object] = field(default_factory=dict[str, object])


class JobsPanel(Conversation):
    """Shows the jobs of the person (an administrator all), starts, cancels and repeats them, and hands out their files.

    Args:
        workbench: the services of the person at work.
        present: returns the view that would be exported.
        on_jobs: called with the jobs whenever they were read.
        on_end: called with a job of the person's own that has ended.
        on_failure: called with what kept the jobs from being read.
    """

    _esm = bundle("jobs_panel.js")
    _css = bundle("jobs_panel.css")
    is_open = traitlets.Bool(default_value=False).tag(sync=True)
    jobs = traitlets.List(traitlets.Dict()).tag(sync=True)
    actions = traitlets.Dict().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    def __init__(
        self, workbench: Workbench, *, present: Callable[[], Present],
        on_jobs: Callable[[list[Job]], None] | None = None, on_end: Callable[[Job], None] | None = None,
        on_failure: Callable[[Exception], None] | None = None,
    ) -> None:  # fmt: skip
        self._workbench, self._present, self._told = workbench, present, on_jobs or _nothing
        self.watch = JobWatch(
            workbench, on_jobs=self._found, on_end=on_end or _nothing, on_failure=on_failure or _nothing
        )
        super().__init__(texts=jobs_texts(LARGEST // 1_000_000))
        self.on_failure = on_failure

    def show(self) -> None:
        """Open the drawer."""
        self.actions = self._offered()
        self.is_open = self.watch.is_looked_at = True
        self.watch.look()

    def hide(self) -> None:
        """Close the drawer."""
        self.is_open = self.watch.is_looked_at = False

    def start(self, kind: str, title: str, **arguments: object) -> None:
        """Start a job; what keeps it from starting is told in the drawer."""
        self._begin(lambda: self._workbench.jobs.start(kind, title, **arguments))

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each intent: what is run, what happens to a job, and its file and log."""
        return {
            "open": lambda _intent: self.show(), "close": lambda _intent: self.hide(), "export": self._export,
            "report": self._report, "backup": self._backup, "cancel": self._cancel, "again": self._again,
            "log": self._log, "chunk": self._chunk,
        }  # fmt: skip

    def _export(self, intent: Intent) -> None:
        self.export(intent.text("ending", longest=10))

    def export(self, ending: str) -> None:
        """Start an export of what is seen.

        Args:
            ending: ``csv``, ``xlsx`` or ``parquet``.

        Raises:
            NotAllowedError: the role may not export.
            InvalidValueError: there is no such kind of file.
        """
        require(self._workbench.user, Right.EXPORT)
        if ending not in ENDINGS:
            raise InvalidValueError("ending", _("There is no such kind of file."))
        present = self._present()
        path = self._place(f"{present.what.replace(':', '-')}-{self._workbench.today}.{ending}")
        self.start(
            "export", _("Export of {view} as {ending}").format(view=present.label, ending=ending), what=present.what,
            path=path, filters=present.filters, sort=present.sort, descending=present.descending, **present.shape,
        )  # fmt: skip

    def export_audit(self) -> None:
        """Start an export of every change of every field that the person sees.

        Raises:
            NotAllowedError: the role may not export.
        """
        require(self._workbench.user, Right.EXPORT)
        path = self._place(f"history-{self._workbench.today}.csv")
        self.start("export", _("Export of the history"), what="audit", path=path)

    def _report(self, intent: Intent) -> None:
        name = intent.text("name", longest=100)
        known = self._workbench.reports.available()
        if name not in known:
            raise InvalidValueError("name", _("There is no such report."))
        parameters = {"filter": self._present().filters} if "filter" in known[name] else {}
        title = _("Report {name}").format(name=_spoken(name))
        self.start("report", title, name=name, parameters=parameters, to="html", out=self._place(""))

    def _backup(self, _intent: Intent) -> None:
        require(self._workbench.user, Right.SETTINGS)
        self.start("backup", _("Backup of the store"), target=backup_place(self._workbench))

    def _cancel(self, intent: Intent) -> None:
        key = intent.key("job")
        self._begin(lambda: self._cancelled(key), expect=False)

    def _cancelled(self, key: UUID) -> Job:
        """Cancel a job.

        Raises:
            TooLateError: it has written its changes already, or somebody writes it without a pause.
        """
        job = self._workbench.jobs.cancel(key)
        if not job.ended:
            raise TooLateError(
                _("It is too late to cancel “{title}”: its changes are written.").format(title=job.title)
            )
        return job

    def _again(self, intent: Intent) -> None:
        key = intent.key("job")
        self._begin(lambda: self._repeat(key))

    def _repeat(self, key: UUID) -> Job:
        """Run a job again; one that wrote a file for a page writes into a new folder."""
        job = self._workbench.jobs.get(key)
        if job.kind == "backup":  # a backup replaces no file
            return self._workbench.jobs.start(job.kind, job.title, target=backup_place(self._workbench))
        place = PLACES.get(job.kind, "")
        path = job.arguments.get(place)
        if not isinstance(path, str) or not is_ours(self._workbench, path):
            return self._workbench.jobs.again(key)
        again = job.arguments | {place: self._place("" if job.kind == "report" else Path(path).name)}
        return self._workbench.jobs.start(job.kind, job.title, **again)

    def _log(self, intent: Intent) -> Reply:
        lines = self._workbench.jobs.log(intent.key("job"))[-LOG_LINES:]
        told = [
            {"when": formats.local_moment(line.told_at), "level": line.level, "text": line.text[:2000]}
            for line in lines
        ]
        return {"kind": "log", "lines": told}

    def _chunk(self, intent: Intent) -> Reply:
        job = self._workbench.jobs.get(intent.key("job"))
        offset = intent.whole("offset", high=LARGEST)
        content, size = chunk_of(self._workbench, job, offset)
        return {"kind": "chunk", "offset": offset, "size": size, "buffers": [content]}

    def _begin(self, work: Callable[[], Job], *, expect: bool = True) -> None:
        def then(job: Job | Exception) -> None:
            if isinstance(job, Exception):
                self.tell({"kind": "trouble", "message": refusal(job)["message"]})
                if self.on_failure is not None:
                    self.on_failure(job)
                return
            if expect:
                self.watch.expect(job)
            self.watch.look()

        self.watch.background.do(work, then)

    def _place(self, name: str) -> str:
        return str(new_folder(self._workbench) / name)

    def _found(self, jobs: list[Job]) -> None:
        self.jobs = [job_projection(job, self._workbench) for job in jobs]
        self._told(jobs)

    def _offered(self) -> dict[str, object]:
        """Say what can be run from here by this person."""
        rights = RIGHTS[self._workbench.user.role]
        reports = [{"key": name, "label": _spoken(name)} for name in self._workbench.reports.available()]
        return {
            "reports": reports,
            "export": self._present().label if Right.EXPORT in rights else "",
            "endings": [{"key": ending, "label": label} for ending, label in zip(ENDINGS, _endings(), strict=True)],
            "backup": Right.SETTINGS in rights and self._workbench.store.door != "postgres",
        }


def _endings() -> tuple[str, ...]:
    return _("CSV, for any spreadsheet"), _("Excel"), _("Parquet, for analysis")


def _spoken(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _nothing(_told: object) -> None:
    """Tell nobody."""
