"""The band under the filters while a past day is looked at: which one, in which sense, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import traitlets

from workbench.domain.filters import Filters
from workbench.errors import InvalidValueError
from workbench.i18n import _, formats
from workbench.widgets.bundle import bundle
from workbench.widgets.conversation import Conversation, Intent, Reply

if TYPE_CHECKING:
    from workbench.app import Workbench


class PastBand(Conversation):
    """Says which past day the whole page shows, and lets the person choose another one or go back to today.

    Args:
        workbench: the services of the person at work.
        filters: the page's filters.
        on_filters: called with filters of another day.
    """

    _esm = bundle("past_band.js")
    _css = bundle("past_band.css")
    past = traitlets.Dict().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    def __init__(self, workbench: Workbench, *, filters: Filters, on_filters: Callable[[Filters], object]) -> None:
        self._workbench, self._filters, self._on_filters = workbench, filters, on_filters
        super().__init__(past=self._projection(filters, hidden=False), texts=_texts())

    def show(self, filters: Filters, *, hidden: bool) -> None:
        """Follow the page's filters.

        Args:
            filters: the page's filters.
            hidden: whether the view that is shown knows no past.
        """
        self._filters = filters
        self.past = self._projection(filters, hidden=hidden)

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each intent: ``day`` and ``today``."""
        return {"day": self._choose, "today": lambda _intent: self._set(None, None)}

    def _choose(self, intent: Intent) -> None:
        try:
            day = date.fromisoformat(intent.text("day", longest=10))
        except ValueError as error:
            raise InvalidValueError("day", _("This is not a date.")) from error
        if day > self._workbench.today:
            raise InvalidValueError("day", _("This day has not come yet."))
        if intent.text("sense", longest=10) == "known":
            self._set(day, None)
        else:
            self._set(None, day)

    def _set(self, known_on: date | None, was_on: date | None) -> None:
        self._on_filters(replace(self._filters, known_on=known_on, was_on=was_on))

    def _projection(self, filters: Filters, *, hidden: bool) -> dict[str, object]:
        day = filters.past
        if day is None or hidden:
            return {}
        text = _("You see the deals as they were on {day}.")
        if filters.was_on is None:
            text = _("You see the deals as they were known on {day}.")
        return {
            "text": text.format(day=formats.day(day)), "day": day.isoformat(), "latest": self._workbench.today.isoformat(),
            "sense": "known" if filters.was_on is None else "was",
        }  # fmt: skip


def _texts() -> dict[str, str]:
    return {
        "band": _("A past day"),
        "day": _("Day"),
        "was": _("As it was"),
        "was_why": _("What held on that day, by everything that is known now"),
        "known": _("As known then"),
        "known_why": _("What the workbench knew at the end of that day"),
        "today": _("Back to today"),
        "fixed": _("Nothing can be changed here."),
    }
