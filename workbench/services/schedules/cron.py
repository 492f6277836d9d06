"""When a schedule is due: cron expressions in a time zone, across both changes of the clock.

An expression that names hours means times of day: a time that the spring change leaves out is due right after it, a
time that the autumn change repeats is due once. One that means every hour goes by real elapsed time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from workbench.errors import InvalidValueError
from workbench.i18n import _

FIELDS = 5
EVERY_HOUR = frozenset(range(24))
LOOK_BACK = (timedelta(hours=2), timedelta(days=2), timedelta(days=60), timedelta(days=800), timedelta(days=20_000))


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A checked cron expression in a time zone. Moments given and returned are UTC without a zone."""

    cron: str
    zone: str

    @classmethod
    def read(cls, cron: str, zone: str) -> Pattern:
        """Check an expression of five fields and the name of a zone, such as ``Europe/Rome``.

        Raises:
            InvalidValueError: one of them is wrong, or the expression is never due; ``field`` is ``cron`` or ``zone``.
        """
        pattern = cls(cron=" ".join(cron.split()), zone=zone.strip())
        _zone(pattern.zone)
        fields = len(pattern.cron.split())
        if fields != FIELDS:
            raise InvalidValueError(
                "cron",
                _(
                    "“{cron}” has {count} fields; a schedule has five: minute, hour, day of the month, month, day of the week."
                ).format(cron=cron, count=fields),
            )
        try:
            CronSim(pattern.cron, datetime(2000, 1, 1, tzinfo=UTC))
        except CronSimError as error:
            raise InvalidValueError(
                "cron", _("“{cron}” is no cron expression: {reason}.").format(cron=cron, reason=error)
            ) from error
        if next(pattern.after(datetime(2000, 1, 1)), None) is None:  # noqa: DTZ001 - UTC without a zone, as everywhere
            raise InvalidValueError("cron", _("“{cron}” names a day that never comes.").format(cron=cron))
        return pattern

    def after(self, moment: datetime) -> Iterator[datetime]:
        """Return the moments at which it is due after a moment, without end."""
        start = moment.replace(tzinfo=UTC).astimezone(_zone(self.zone))
        for found in CronSim(self._in_words_of_debian(), start):
            due = found.astimezone(UTC).replace(tzinfo=None)
            if due > moment:
                yield due

    def next(self, moment: datetime) -> datetime | None:
        """Return the first moment after a moment at which it is due."""
        return next(self.after(moment), None)

    def due(self, after: datetime, until: datetime, *, most: int) -> list[datetime]:
        """Return the last moments at which it was due, oldest first.

        Args:
            after: only later ones.
            until: the present.
            most: how many at most; a year of minutes is not walked through for the last one.
        """
        for back in LOOK_BACK:
            start = max(after, until - back)
            found = deque(takewhile(lambda due: due <= until, self.after(start)), maxlen=most)
            if len(found) == most or start == after:
                return list(found)
        return []

    def _in_words_of_debian(self) -> str:
        """Write the fields so that only what means every hour begins with a star: a star means elapsed time."""
        minutes, hours, *days = self.cron.split()
        if CronSim(f"0 {hours} * * *", datetime(2000, 1, 1, tzinfo=UTC)).hours >= EVERY_HOUR:
            return " ".join([minutes, "*", *days])
        return " ".join([_unstarred(minutes, 59), _unstarred(hours, 23), *days])


def _unstarred(field: str, last: int) -> str:
    return ",".join(f"0-{last}{part[1:]}" if part.startswith("*") else part for part in field.split(","))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise InvalidValueError(
            "zone", _("There is no time zone “{zone}”. Zones have names such as Europe/Rome.").format(zone=name)
        ) from error
