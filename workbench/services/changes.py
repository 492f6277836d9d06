"""What changed in the store since somebody looked: the ids of the records, so that a page reads those and no others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from workbench.services.session import Session

WINDOW = timedelta(seconds=30)
MOST_ROWS = 500


@dataclass(frozen=True, kw_only=True)
class Change:
    """A record got a new version: ``entity`` is its table, such as ``opportunity`` or ``activity``; ``login`` is who wrote it."""

    entity: str
    entity_id: UUID
    version: int
    login: str


@dataclass(frozen=True, kw_only=True)
class Mark:
    """How far somebody has read: the number of units of work, and the ids of the latest."""

    units: int
    latest: frozenset[UUID]


@dataclass(frozen=True, kw_only=True)
class News:
    """What happened after a mark.

    Where it is not ``complete``, read everything again: a long import was written, a setting was changed, or more
    records changed than are worth naming.
    """

    mark: Mark
    changes: tuple[Change, ...] = ()
    complete: bool = True


class Changes:
    """Reads the change feed.

    Units of work carry the moment at which they began, and a long one is written much later. So the units are counted:
    what a mark does not name, and the last half minute does not hold, shows as a number that does not fit.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def mark(self) -> Mark:
        """Return where the feed stands now."""
        return self._read(frozenset()).mark

    def since(self, mark: Mark) -> News:
        """Return what was written after a mark, and the next mark; one short query.

        Args:
            mark: from ``mark()`` or from the news before.
        """
        news = self._read(mark.latest)
        fresh = news.mark.latest - mark.latest
        if news.mark.units == mark.units and not fresh:
            return News(mark=news.mark)
        fits = mark.units + len(fresh) == news.mark.units
        return News(mark=news.mark, changes=news.changes, complete=news.complete and fits)

    def _read(self, known: frozenset[UUID]) -> News:
        rows = self._session.store.records("changes/recent", since=self._session.clock() - WINDOW, limit=MOST_ROWS)
        units = {row["unit_id"] for row in rows if row["unit_id"] is not None}
        fresh = [row for row in rows if row["unit_id"] is not None and row["unit_id"] not in known]
        changes = tuple(
            Change(
                entity=row["entity"], entity_id=row["entity_id"], version=row["version"], login=row["user_login"] or ""
            )
            for row in fresh
            if row["entity"] is not None
        )
        complete = len(rows) < MOST_ROWS and all(row["entity"] is not None for row in fresh)
        return News(mark=Mark(units=rows[0]["units"], latest=frozenset(units)), changes=changes, complete=complete)
