"""The view of the history: everything that was done, by day, each change to be taken back by who made it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import traitlets

from workbench.domain.filters import Filters
from workbench.domain.people import RIGHTS, Right
from workbench.errors import InvalidValueError
from workbench.i18n import _, formats, ngettext
from workbench.services.audit import ENTITIES, AuditFilters
from workbench.widgets.bundle import bundle
from workbench.widgets.conversation import Conversation, Intent, Reply
from workbench.widgets.history_projection import ENTITIES as NAMES
from workbench.widgets.history_projection import entries_projection

if TYPE_CHECKING:
    from workbench.app import Workbench

PAGE = 40


class HistoryView(Conversation):
    """Shows what was done within what the person sees; the page's filters are of deals and do not count here.

    Args:
        workbench: the services of the person at work.
        filters: the page's filters, kept for the page.
        open_deal: called with a deal's id when it is opened.
        open_contact: called with a contact's id when it is opened.
        export: called when the whole history shall be exported; without it, none is offered.
    """

    _esm = bundle("history.js")
    _css = bundle("history.css")
    head = traitlets.Dict().tag(sync=True)
    choices = traitlets.Dict().tag(sync=True)
    may_export = traitlets.Bool().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    def __init__(
        self, workbench: Workbench, *, filters: Filters | None = None, open_deal: Callable[[UUID], object] | None = None,
        open_contact: Callable[[UUID], object] | None = None, export: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        self._workbench, self._open_deal, self._open_contact = workbench, open_deal, open_contact
        self._export = export
        self.filters = filters or Filters()
        self._where = AuditFilters()
        rights = RIGHTS[workbench.user.role]
        super().__init__(
            choices=self._choices(), head=self._read(), texts=history_texts(),
            may_export=export is not None and Right.EXPORT in rights,
        )  # fmt: skip

    def show(self, filters: Filters) -> None:
        """Keep the page's filters and read again."""
        self.filters = filters
        self.refresh()

    def refresh(self) -> None:
        """Read the latest entries again."""
        self.head = self._read()

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each intent."""
        return {
            "filter": self._filter, "more": self._more, "undo": self._undo, "open": self._open,
            "export": self._exported,
        }  # fmt: skip

    def _filter(self, intent: Intent) -> None:
        self._where = AuditFilters(
            login=intent.text("who", longest=120) or None, entity=intent.text("entity", longest=20) or None,
            since=_day(intent, "since"), until=_day(intent, "until"), text=intent.text("text", longest=200) or None,
        )  # fmt: skip
        self.head = self._read()

    def _more(self, intent: Intent) -> Reply:
        try:
            at = datetime.fromisoformat(intent.text("at", longest=40))
        except ValueError as error:
            raise InvalidValueError("at", _("The page sent something that cannot be read. Reload the page and try again.")) from error  # fmt: skip
        if at.tzinfo is not None:
            raise InvalidValueError("at", _("This is not a date."))
        entries = self._workbench.audit.entries(self._where, after=(at, intent.key("unit")), limit=PAGE)
        return {"kind": "page", "entries": entries_projection(self._workbench, entries), "more": len(entries) == PAGE}

    def _undo(self, intent: Intent) -> Reply:
        done = self._workbench.audit.undo(intent.key("unit"))
        self.refresh()
        text = ngettext("{count} record is as it was.", "{count} records are as they were.", done.restored)
        said = text.format(count=formats.number(done.restored))
        if done.refused:
            left = ngettext("{count} changed again since and stays.", "{count} changed again since and stay.", len(done.refused))  # fmt: skip
            said = f"{said} {left.format(count=formats.number(len(done.refused)))}"
        return {"kind": "saved", "message": said}

    def _open(self, intent: Intent) -> None:
        act = {"opportunity": self._open_deal, "contact": self._open_contact}.get(intent.text("entity", longest=20))
        if act is not None:
            act(intent.key("id"))

    def _exported(self, _intent: Intent) -> None:
        if self._export is not None:
            self._export()

    def _read(self) -> dict[str, object]:
        entries = self._workbench.audit.entries(self._where, limit=PAGE)
        where = self._where
        return {
            "entries": entries_projection(self._workbench, entries), "more": len(entries) == PAGE,
            "filter": {
                "who": where.login or "", "entity": where.entity or "", "text": where.text or "",
                "since": where.since.isoformat() if where.since else "",
                "until": where.until.isoformat() if where.until else "",
            },
        }  # fmt: skip

    def _choices(self) -> dict[str, object]:
        users = self._workbench.settings.lookups().users
        return {
            "who": [{"value": user.login, "label": user.name} for user in users],
            "entity": [{"value": entity, "label": _(NAMES[entity])} for entity in ENTITIES],
        }


def history_texts() -> dict[str, str]:
    """Return the texts of the history in the language in use."""
    return {
        "history": _("History"),
        "who": _("Who"),
        "entity": _("Kind of record"),
        "since": _("From"),
        "until": _("To"),
        "text": _("Search deals"),
        "all": _("All"),
        "clear": _("Clear all filters"),
        "export": _("Export every change"),
        "new": _("new"),
        "open": _("Open"),
        "undo": _("Undo"),
        "sure": _("Take this change back?"),
        "cancel": _("Cancel"),
        "taken_back": _("This took an earlier change back."),
        "more": _("Show older"),
        "empty": _("Nothing was done here"),
        "empty_why": _("Widen or clear the filters to see more of the history."),
        "late": _("The workbench does not answer. Try again or reload the page."),
    }


def _day(intent: Intent, name: str) -> date | None:
    text = intent.text(name, longest=10)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidValueError(name, _("This is not a date.")) from error
