"""The view of the settings, for administrators: every table, the ways of workflows, and all of it as one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

import traitlets

from workbench.domain.filters import Filters
from workbench.errors import InvalidValueError
from workbench.i18n import N_, _, formats, ngettext
from workbench.services.configuration.service import table_of
from workbench.widgets.bundle import bundle
from workbench.widgets.conversation import Conversation, Intent, Reply
from workbench.widgets.settings_projection import step_projection, table_projection, tables_projection
from workbench.widgets.settings_texts import settings_texts

if TYPE_CHECKING:
    from workbench.app import Workbench

LONGEST_FILE = 150_000
SAID = {
    "add": N_("Added."), "update": N_("Saved."), "retire": N_("It is not offered any more."),
    "bring back": N_("It is offered again."), "move": N_("Moved."), "way": N_("Saved."), "undo": N_("The change was taken back."),
}  # fmt: skip


class SettingsView(Conversation):
    """Shows a table of the settings at a time; the page's filters are of deals and do not count here.

    Args:
        workbench: the services of the person at work; an administrator.
        filters: the page's filters, kept for the page.
        on_change: called after every change.

    Raises:
        NotAllowedError: the user is no administrator.
    """

    _esm = bundle("settings.js")
    _css = bundle("settings.css")
    tables = traitlets.List(traitlets.Dict()).tag(sync=True)
    table = traitlets.Dict().tag(sync=True)
    separators = traitlets.Dict().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    def __init__(
        self, workbench: Workbench, *, filters: Filters | None = None, on_change: Callable[[], object] | None = None
    ) -> None:
        self._workbench, self._on_change = workbench, on_change
        self.filters = filters or Filters()
        self._name, self._within = "stage", ""
        super().__init__(
            tables=tables_projection(), table=self._read(), separators=formats.separators(), texts=settings_texts()
        )

    def show(self, filters: Filters) -> None:
        """Keep the page's filters and read the table again."""
        self.filters = filters
        self.refresh()

    def refresh(self) -> None:
        """Read the table again; what is being typed stays."""
        self.table = self._read()

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each intent."""
        return {
            "table": self._choose, "add": self._add, "update": self._update, "retire": self._retire,
            "move": self._move, "way": self._way, "undo": self._undo, "export": self._export,
            "import_preview": self._preview, "import": self._import,
        }  # fmt: skip

    def _choose(self, intent: Intent) -> None:
        self._name = table_of(intent.text("table", longest=40)).name
        self._within = intent.text("within", longest=60)
        self.refresh()

    def _add(self, intent: Intent) -> Reply:
        return self._done("add", self._workbench.configuration.add(self._name, intent.mapping("values")))

    def _update(self, intent: Intent) -> Reply:
        unit = self._workbench.configuration.update(
            self._name, intent.text("key", longest=120), intent.mapping("values")
        )
        return self._done("update", unit)

    def _retire(self, intent: Intent) -> Reply:
        retired = intent.flag("retired")
        unit = self._workbench.configuration.retire(self._name, intent.text("key", longest=120), retired=retired)
        return self._done("retire" if retired else "bring back", unit)

    def _move(self, intent: Intent) -> Reply:
        by = 1 if intent.flag("down") else -1
        return self._done(
            "move", self._workbench.configuration.move(self._name, intent.text("key", longest=120), by=by)
        )

    def _way(self, intent: Intent) -> Reply:
        if self._name != "stage" or not self.table["within"]:
            raise InvalidValueError("way", _("A way leads from a stage to another one of its workflow."))
        workflow = UUID(str(self.table["within"]))
        unit = self._workbench.configuration.allow(
            workflow, intent.key("source"), intent.key("target"), allowed=intent.flag("allowed")
        )
        return self._done("way", unit, undo=False)

    def _undo(self, intent: Intent) -> Reply:
        return self._done("undo", self._workbench.configuration.undo(intent.key("unit")))

    def _export(self, _intent: Intent) -> Reply:
        return {"kind": "file", "name": "workbench-settings.json", "text": self._workbench.transfer.text()}

    def _preview(self, intent: Intent) -> Reply:
        steps = self._workbench.transfer.preview(intent.text("text", longest=LONGEST_FILE))
        return {"kind": "preview", "steps": [step_projection(step) for step in steps]}

    def _import(self, intent: Intent) -> Reply:
        steps = self._workbench.transfer.take_over(intent.text("text", longest=LONGEST_FILE))
        text = ngettext("{count} change was taken over.", "{count} changes were taken over.", len(steps))
        reply = self._done("update", None, undo=False)
        return reply | {"message": text.format(count=formats.number(len(steps)))}

    def _done(self, what: str, unit: UUID | None, *, undo: bool = True) -> Reply:
        self.refresh()
        if self._on_change is not None:
            self._on_change()
        return {"kind": "saved", "message": _(SAID[what]), "unit": str(unit) if unit is not None and undo else None}

    def _read(self) -> dict[str, object]:
        return table_projection(self._workbench, self._name, self._within)
