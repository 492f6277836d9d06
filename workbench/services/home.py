"""What a person sees first: key figures of the filtered deals, what closes next, what changed last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from workbench.domain.filters import Filters
from workbench.domain.periods import quarter_of
from workbench.services import filtering
from workbench.services.listing import Listing, ListRow
from workbench.services.session import Session

CHANGED_WITHIN = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class ChangedDeal:
    """A deal that was changed lately; ``recorded_at`` in UTC."""

    id: UUID
    number: int
    title: str
    currency: str
    net: Decimal
    recorded_at: datetime
    user_login: str | None
    kind: str | None


@dataclass(frozen=True, kw_only=True)
class HomeSummary:
    """Counts and sums in the base currency; won and lost are those of the quarter that began on ``quarter``."""

    currency: str
    quarter: date
    count: int
    open_count: int
    open_net: Decimal
    open_weighted: Decimal
    won_count: int
    won_net: Decimal
    lost_count: int
    lost_net: Decimal
    overdue_count: int
    overdue_net: Decimal
    closing_next: list[ListRow]
    changed_last: list[ChangedDeal]


class Home:
    """Reads the home view."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._store = session.store
        self._listing = Listing(session)

    def summary(self, filters: Filters | None = None, *, rows: int = 8) -> HomeSummary:
        """Return the key figures and two short lists.

        Args:
            filters: which deals.
            rows: the length of each short list.
        """
        lookups = self._session.settings.lookups(fresh=True)
        wanted = filters or Filters()
        where = filtering.parameters(wanted, lookups, self._session.user)
        today = wanted.past or self._session.today
        quarter = quarter_of(today)
        figures = self._store.records(
            "home/summary", **where, quarter=quarter.start, quarter_end=quarter.end, today=today
        )[0]
        open_only = wanted.narrowed(status="open")
        changed = self._store.records(
            "home/changed", **where, since=filtering.moment(wanted, self._session.clock()) - CHANGED_WITHIN, limit=rows
        )
        return HomeSummary(
            currency=lookups.company.currency, quarter=quarter.start, **figures,
            closing_next=[] if open_only is None
            else self._listing.rows(open_only, sort="expected_close_date", descending=False, limit=rows),
            changed_last=[ChangedDeal(**row) for row in changed],
        )  # fmt: skip
