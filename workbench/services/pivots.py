"""Deals summed by month and by stage, owner, team or probability: a report's table, from all rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.domain.filters import Filters
from workbench.errors import InvalidValueError
from workbench.i18n import _
from workbench.services import filtering
from workbench.services.session import Session

if TYPE_CHECKING:
    import pandas as pd

DAYS = ("expected_close", "created", "closed")
GROUPS = ("stage", "owner", "team", "probability")


class Pivots:
    """Reads tables by month."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_month(
        self, filters: Filters | None = None, *, by: str = "stage", day: str = "expected_close"
    ) -> pd.DataFrame:
        """Return count, net and weighted amount by month and group; their sums are the list's totals.

        Args:
            filters: which deals.
            by: one of ``GROUPS``.
            day: which day of a deal decides its month, one of ``DAYS``.

        Returns:
            A row a month and group: ``month`` (its first day, nothing without that day), the group's name in a column
            called as ``by`` (before a stage its ``workflow``), ``count``, ``net`` and ``weighted`` (Decimal, base currency), ``unconverted`` (deals
            without an exchange rate: counted, but in no sum). ``frame.pivot(index="month", columns="stage",
            values="net")`` lays it out.

        Raises:
            InvalidValueError: an unknown group or day, or a filter naming what does not exist.
        """
        if by not in GROUPS or day not in DAYS:
            raise InvalidValueError(
                "by", _("Groups are {groups}, days {days}.").format(groups=", ".join(GROUPS), days=", ".join(DAYS))
            )
        lookups = self._session.settings.lookups(fresh=True)
        where = filtering.parameters(filters or Filters(), lookups, self._session.user)
        frame = self._session.store.frame("pivots/by_month", **where, by=by, day=day)
        if by != "stage":
            del frame["workflow"]
        return frame.rename(columns={"group_name": by})
