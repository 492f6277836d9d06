"""Import of deals and contacts from files: read, look at what would happen, load as one unit of work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workbench.domain.people import RIGHTS, Right, require
from workbench.errors import (
    GuardFailedError,
    ImportRefusedError,
    NotAllowedError,
    RowsRejectedError,
    WriteConflictError,
)
from workbench.i18n import _, ngettext
from workbench.services.imports.drafts import Intake, Rejected
from workbench.services.imports.load import is_empty, write
from workbench.services.imports.mapping import Mapping, read_mapping
from workbench.services.imports.maven import FILES, is_maven, read_maven
from workbench.services.imports.plain import read_plain
from workbench.services.imports.plan import Plan, make_plan
from workbench.services.imports.rejects import require_place, unwritable, write_rejected
from workbench.services.imports.summary import Count, Summary, summarise
from workbench.services.session import Session

__all__ = [
    "FORMATS", "Count", "Imports", "Reading", "Rejected", "Summary", "require_place", "unwritable", "write_rejected",
]  # fmt: skip

FORMATS = ("auto", "plain", "maven")
PLANS = 3  # a page that writes between comparing and writing makes the import compare again
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Reading:
    """A file that was read; nothing is in the store yet."""

    session: Session
    intake: Intake

    def preview(self) -> Summary:
        """Tell what loading would do now; nothing is written.

        Returns:
            The counts, the decisions and the rows that would be set aside.
        """
        return summarise(make_plan(self.session, self.intake), loaded=False)

    def load(self, *, strict: bool = False, progress: Progress | None = None) -> Summary:
        """Load the file as one unit of work; rows that are bad are set aside.

        Args:
            strict: load nothing if any row is bad.
            progress: is told the step, in the reader's language, and the share done, 0 to 1.

        Returns:
            What was done, with the rejected rows.

        Raises:
            RowsRejectedError: strict, and some rows are bad; ``rows`` are they.
            NotAllowedError: the user may not import, or not add the settings this file needs.
            ImportRefusedError: somebody changed the same records at the same moment.
            StoreUnavailableError: the store cannot take it; it is as before.
        """
        tell = progress or _untold
        for _attempt in range(PLANS):
            tell(_("Comparing with the store"), 0.2)
            try:
                plan = make_plan(self.session, self.intake)
            except WriteConflictError:
                continue
            if strict and plan.rejected:
                raise RowsRejectedError(strict_message(len(plan.rejected)), rows=plan.rejected)
            _require_settings(self.session, plan)
            tell(_("Writing"), 0.6)
            if self._written(plan):
                self.session.settings.lookups(fresh=True)
                tell(_("Done"), 1.0)
                return summarise(plan, loaded=True)
        raise ImportRefusedError(_("Somebody changed the same records meanwhile. Nothing was loaded; try again."))

    def _written(self, plan: Plan) -> bool:
        """Write a plan; false where something it rests on changed since it was made."""
        if is_empty(plan):
            return True
        try:
            write(self.session, plan)
        except (GuardFailedError, WriteConflictError):
            return False
        return True


class Imports:
    """Reads files in the formats the workbench knows."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def read(self, path: str | Path, format: str = "auto", mapping: str | Path | Mapping | None = None) -> Reading:  # noqa: A002 - the contract's name
        """Read a file or folder and check its rows.

        Args:
            path: the file or folder.
            format: ``auto``, ``plain`` or ``maven``.
            mapping: for plain files, a mapping or the path of a JSON file with one.

        Returns:
            The reading, ready for ``preview`` and ``load``.

        Raises:
            ImportRefusedError: the file as a whole cannot be imported; the message says why and what to do.
            NotAllowedError: the user may not import.
        """
        require(self._session.user, Right.IMPORT)
        place = Path(path).expanduser()
        if format not in FORMATS:
            raise ImportRefusedError(
                _("There is no format “{format}”; known are {known}.").format(format=format, known=", ".join(FORMATS))
            )
        if not place.exists():
            raise ImportRefusedError(_("There is no file “{path}”.").format(path=path))
        if format == "maven" or (format == "auto" and is_maven(place)):
            return Reading(self._session, read_maven(place))
        if place.is_dir():
            raise ImportRefusedError(
                _(
                    "The folder “{path}” is in no format the workbench knows. A Maven folder holds {files}; other files are imported one by one."
                ).format(path=path, files=", ".join(FILES))
            )
        wanted = (
            mapping
            if isinstance(mapping, Mapping)
            else read_mapping(Path(mapping))
            if mapping is not None
            else Mapping()
        )
        return Reading(self._session, read_plain(place, wanted))


def _untold(_step: str, _share: float) -> None:
    """Tell nobody about the progress."""


def strict_message(count: int) -> str:
    """Say that strict mode loaded nothing."""
    return ngettext(
        "{count} row is bad, so nothing was loaded.", "{count} rows are bad, so nothing was loaded.", count
    ).format(count=count)


def _require_settings(session: Session, plan: Plan) -> None:
    """Only who may change settings brings users, teams, workflows or a currency in with a file."""
    if (plan.catalogue.added or plan.new_currency) and Right.SETTINGS not in RIGHTS[session.user.role]:
        names = ", ".join(
            dict.fromkeys(str(values.get("name", entity)) for entity, values in plan.catalogue.added[:10])
        )
        raise NotAllowedError(
            _("This file needs settings that only an administrator may add: {names}. Nothing was loaded.").format(
                names=names
            )
        )
