"""The activities and interactions of one deal, for a host such as the deal editor to mount as tabs.

Python side::

    tabs = DealActivities(workbench, opportunity=lambda: key_of_the_open_deal, on_change=reread_the_deal)
    tabs.activities()       # what activity_list.ts shows
    tabs.interactions()     # what interaction_list.ts shows
    tabs.answers()          # {"activity-done": …, "interaction-log": …}: merge them into the host's own answers()

Browser side::

    import { render as renderActivities } from "./activity_list";
    import { render as renderInteractions } from "./interaction_list";
    const list = renderActivities(host, data, ask);   // data = tabs.activities(), ask = talk(model).ask
    list.update(data);                                // where the host learns something new
    list();                                           // cleans up

``ask(kind, body, answered, late)`` is that of ``talk.ts``. Every answer to a change carries ``data``, the list as it is
now, which the module shows by itself; ``open`` with ``{opportunity}`` is asked where a row of the agenda names a deal,
never within a deal. The host's CSS imports ``activity_list.css`` and ``interaction_list.css``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from workbench.widgets.activity_answers import ActivityAnswers, InteractionAnswers
from workbench.widgets.activity_projection import deal_groups, list_projection, timeline_projection
from workbench.widgets.conversation import Intent, Reply

if TYPE_CHECKING:
    from workbench.app import Workbench

FIRST_ENTRIES = 30


class DealActivities:
    """What a deal's tabs show and answer.

    Args:
        workbench: the services of the person at work.
        opportunity: returns the deal that is open.
        on_change: called after every change, before it is answered.
    """

    def __init__(
        self, workbench: Workbench, *, opportunity: Callable[[], UUID], on_change: Callable[[], object] | None = None
    ) -> None:
        self._workbench, self._opportunity, self._on_change = workbench, opportunity, on_change or (lambda: None)

    def activities(self) -> dict[str, object]:
        """Return the deal's activities: the planned, then those that are over.

        Raises:
            NotFoundError: there is no such deal, or it lies outside what the user sees.
        """
        rows = self._workbench.activities.of_deal(self._opportunity())
        return list_projection(self._workbench, deal_groups(rows, self._workbench.today), of_deal=True)

    def interactions(self) -> dict[str, object]:
        """Return the deal's timeline, latest first.

        Raises:
            NotFoundError: there is no such deal, or it lies outside what the user sees.
        """
        timeline = self._workbench.interactions.timeline(opportunity=self._opportunity(), limit=FIRST_ENTRIES)
        return timeline_projection(self._workbench, timeline, of_deal=True)

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each intent of both lists."""
        acts = ActivityAnswers(
            self._workbench, refresh=lambda: self._changed(self.activities), opportunity=self._opportunity
        )
        said = InteractionAnswers(
            self._workbench, refresh=lambda: self._changed(self.interactions), opportunity=self._opportunity
        )
        return {**acts.answers(), **said.answers()}

    def _changed(self, read: Callable[[], dict[str, object]]) -> dict[str, object]:
        self._on_change()
        return read()
