"""``wb.reports``: the reports there are, and running one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from workbench.domain.filters import Filters
from workbench.domain.people import Right, require
from workbench.errors import StoreUnavailableError
from workbench.i18n import _, language
from workbench.services import filtering
from workbench.services.notebooks import reports_folder
from workbench.services.reports import running
from workbench.services.session import Session


@dataclass(frozen=True)
class RenderedReport:
    """A report that was written; ``files`` are by format, ``html`` and ``ipynb``."""

    name: str
    files: Mapping[str, Path]

    def _repr_html_(self) -> str:
        items = "".join(f"<li><code>{escape(str(path))}</code></li>" for path in self.files.values())
        return f"<p>{escape(self.name)}</p><ul>{items}</ul>"


class Reports:
    """Runs reports over the store and scope of one person."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def available(self) -> dict[str, Mapping[str, object]]:
        """Return the reports there are: name → parameters with their defaults."""
        return {name: report.parameters for name, report in running.find_reports(reports_folder()).items()}

    def render(
        self, name: str, *, to: Sequence[str] | str = ("html",), out: str | Path = "reports", **parameters: object
    ) -> RenderedReport:
        """Run a report's notebook with parameters and write it as ``<out>/<name>-<day>``.

        With a filter or other parameters of its own the name ends in a mark that stands for them. Store, user, day and
        language are this workbench's unless the parameters say otherwise.

        Args:
            name: of the report, for example ``weekly_pipeline``.
            to: ``html``, ``ipynb``, or both.
            out: folder for the files.
            parameters: of the report; ``filter`` takes a ``Filters`` or its JSON, ``today`` a date.

        Returns:
            The files.

        Raises:
            NotFoundError: there is no such report; the message lists those that are.
            InvalidValueError: an unknown parameter or format, or a value that does not fit this store.
            ReportFailedError: the notebook stopped; the message names the cell and the notebook that was kept.
            NotAllowedError: another user or store was named, and the caller is no administrator.
            StoreUnavailableError: the store is in memory or held for this process alone: no notebook can open it.
        """
        report = running.find_report(name, reports_folder())
        session = self._session
        if "store" not in parameters and (session.store.url == ":memory:" or session.store.door == "exclusive"):
            raise StoreUnavailableError(
                _("A report opens the store itself; open this workbench through the served door.")
            )
        others = {"user": session.login, "store": session.store.url}
        if any(str(parameters.get(key, value)) != value for key, value in others.items()):
            require(session.user, Right.SETTINGS)
        own = {
            "store": session.store.url, "user": session.login, "today": session.today, "language": language(),
        }  # fmt: skip
        wanted = {key: value for key, value in own.items() if key in report.parameters} | parameters
        values = running.checked_parameters(report, wanted)
        if values.get("filter") and "store" not in parameters:
            filtering.parameters(Filters.from_json(str(values["filter"])), session.lookups, session.user)
        formats = [part.strip() for part in to.split(",")] if isinstance(to, str) else list(to)
        files = running.run_report(report, values, folder=Path(out), today=session.today, formats=formats)
        return RenderedReport(name, files)
