"""The activities of a person or a team: what is overdue, what is due today and this week, and one line to plan more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

import traitlets

from workbench.domain.filters import Filters
from workbench.domain.people import Reach
from workbench.errors import InvalidValueError
from workbench.i18n import _, formats, ngettext
from workbench.services.activity_reads import EVERYBODY
from workbench.services.agenda import FIRST_ROWS, HORIZONS, MOST_ROWS, PARTS, Agenda
from workbench.widgets.activity_answers import ActivityAnswers
from workbench.widgets.activity_projection import agenda_groups, list_projection
from workbench.widgets.activity_texts import HORIZONS as HORIZON_NAMES
from workbench.widgets.bundle import bundle
from workbench.widgets.conversation import Conversation, Intent, Reply

if TYPE_CHECKING:
    from workbench.app import Workbench

ME = "me"
STEP = 100


@dataclass(frozen=True, kw_only=True)
class Look:
    """How far and at whose activities one looks; ``opened`` is the part that shows more, up to ``most`` rows."""

    horizon: str
    assignee: str
    opened: str = ""
    most: int = FIRST_ROWS


class Activities(Conversation):
    """Shows what is to be done, by day; plans, ticks off, puts off.

    Args:
        workbench: the services of the person at work.
        horizon: how far it looks: ``day``, ``week`` or ``all``.
        assignee: whose activities: a login, ``me`` or ``everybody``; by default the user's own, or everybody's where
            there are none and the user sees those of others.
        open_deal: called with a deal's id.
    """

    _esm = bundle("activities.js")
    _css = bundle("activities.css")
    shown = traitlets.Dict().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    def __init__(
        self, workbench: Workbench, *, horizon: str = "week", assignee: str | None = None,
        open_deal: Callable[[UUID], object] | None = None,
    ) -> None:  # fmt: skip
        self._workbench, self._open_deal = workbench, open_deal
        self._look = Look(horizon=horizon, assignee=self._first_choice() if assignee is None else assignee)
        self._acts = ActivityAnswers(workbench, refresh=self.refresh)
        self.filters = Filters()
        super().__init__(shown=self._read(), texts=_texts())

    def show(self, filters: Filters) -> None:
        """Read again; the conditions of the filter bar are about deals, and leave activities alone."""
        self.filters = filters
        self.refresh()

    def refresh(self) -> None:
        """Read the activities again."""
        self.shown = self._read()

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each intent: ``show``, ``more``, ``open``, and those about activities."""
        return {"show": self._show, "more": self._more, "open": self._open, **self._acts.answers()}

    def _show(self, intent: Intent) -> None:
        horizon, assignee = intent.text("horizon", longest=20), intent.text("assignee", longest=200)
        if horizon not in HORIZONS:
            raise InvalidValueError("horizon", _("An agenda is for a day, for a week or for all time."))
        if assignee not in {choice["key"] for choice in self._choices()}:
            raise InvalidValueError("assignee", _("There is no such user."))
        before, self._look = self._look, Look(horizon=horizon, assignee=assignee)
        try:
            self.refresh()
        except Exception:
            self._look = before
            raise

    def _more(self, intent: Intent) -> None:
        part = intent.text("part", longest=20)
        if part not in PARTS:
            raise InvalidValueError("part", _("There is no such part."))
        before = self._look.most if part == self._look.opened else FIRST_ROWS
        self._look = replace(self._look, opened=part, most=min(before + STEP, MOST_ROWS))
        self.refresh()

    def _open(self, intent: Intent) -> None:
        key = intent.key("opportunity")
        if self._open_deal is not None:
            self._open_deal(key)

    def _first_choice(self) -> str:
        if self._workbench.user.sees is Reach.OWN or self._workbench.activities.mine(horizon="all", most=0).count:
            return ME
        others = self._workbench.activities.mine(horizon="all", assignees=EVERYBODY, most=0).count
        return EVERYBODY if others else ME

    def _choices(self) -> list[dict[str, str]]:
        """Return whose activities one can look at."""
        user, lookups = self._workbench.user, self._workbench.settings.lookups()
        choices = [{"key": ME, "label": _("My activities")}]
        if user.sees is Reach.OWN:
            return choices
        others = [
            each for each in lookups.users
            if each.active and each.id != user.id and (user.sees is Reach.ALL or each.team_id == user.team_id)
        ]  # fmt: skip
        everybody = {"key": EVERYBODY, "label": _("Everybody") if user.sees is Reach.ALL else _("My team")}
        return [*choices, everybody, *({"key": each.login, "label": each.name} for each in others)]

    def _read(self) -> dict[str, object]:
        look = self._look
        whose = None if look.assignee == ME else look.assignee
        agenda = self._workbench.activities.mine(
            horizon=look.horizon, assignees=whose, opened=look.opened or None, most_opened=look.most
        )
        return {
            "title": _("Activities"),
            "subtitle": _subtitle(agenda),
            "horizon": look.horizon,
            "horizons": [{"key": key, "label": _(label)} for key, label in HORIZON_NAMES.items()],
            "assignee": look.assignee,
            "assignees": self._choices(),
            "names": look.assignee != ME,
            "list": list_projection(self._workbench, agenda_groups(agenda), of_deal=False),
            "empty": self._empty() if agenda.count == 0 else None,
        }

    def _empty(self) -> dict[str, str]:
        if self._look.horizon == "all":
            return {
                "title": _("Nothing is planned"),
                "text": _("Write above what comes next, such as “call Rossi tomorrow 14:30 about price”."),
                "action": "",
            }
        said = {"day": _("Nothing is due today"), "week": _("Nothing is due this week")}
        return {
            "title": said[self._look.horizon],
            "text": _("What is due later, or has no date, is under “All”."),
            "action": _("Show all"),
        }


def _subtitle(agenda: Agenda) -> str:
    counts = {part.key: part.count for part in agenda.parts}
    planned = ngettext("{count} activity", "{count} activities", agenda.count).format(
        count=formats.number(agenda.count)
    )
    overdue = counts.get("overdue", 0)
    if not overdue:
        return planned
    late = ngettext("{count} overdue", "{count} overdue", overdue).format(count=formats.number(overdue))
    return f"{planned} · {late}"


def _texts() -> dict[str, str]:
    return {
        "late": _("The workbench does not answer. Try again or reload the page."),
        "horizon": _("How far to look"),
        "assignee": _("Whose activities"),
        "dismiss": _("Close"),
    }
