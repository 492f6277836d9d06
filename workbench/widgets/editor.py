"""The editor of a deal: a drawer over the page, for one deal at a time or a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import traitlets

from workbench.domain.people import Right, require
from workbench.errors import ChangedMeanwhileError, InvalidValueError, NotFoundError
from workbench.i18n import _, formats
from workbench.services.opportunities import Changed
from workbench.widgets.bundle import bundle
from workbench.widgets.conversation import Conversation, Intent, Reply
from workbench.widgets.editor_form import closing_rows, form, read_values, sections
from workbench.widgets.editor_projection import LINE_COLUMNS, deal_projection, new_projection, reasons_projection
from workbench.widgets.editor_texts import editor_texts

if TYPE_CHECKING:
    from workbench.app import Workbench

HITS = 8


class Editor(Conversation):
    """Shows and changes one deal; closed while ``deal`` is ``None``.

    Args:
        workbench: the services of the person at work.
        opportunity: the deal to open at once.
        on_saved: called with what was changed, after every save.
    """

    _esm = bundle("editor.js")
    _css = bundle("editor.css")
    deal = traitlets.Dict(None, allow_none=True).tag(sync=True)
    fields = traitlets.List(traitlets.Dict()).tag(sync=True)
    sections = traitlets.List(traitlets.Dict()).tag(sync=True)
    reasons = traitlets.List(traitlets.Dict()).tag(sync=True)
    closing = traitlets.Dict().tag(sync=True)
    line_columns = traitlets.List(traitlets.Unicode()).tag(sync=True)
    separators = traitlets.Dict().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    def __init__(
        self, workbench: Workbench, *, opportunity: UUID | None = None,
        on_saved: Callable[[Changed], object] | None = None,
    ) -> None:  # fmt: skip
        self._workbench, self._on_saved = workbench, on_saved
        lookups = workbench.settings.lookups()
        super().__init__(
            fields=form(lookups), sections=sections(), reasons=reasons_projection(lookups),
            closing=closing_rows(lookups), line_columns=[_(column) for column in LINE_COLUMNS],
            separators=formats.separators(), texts=editor_texts(),
            deal=None if opportunity is None else self._projection(opportunity),
        )  # fmt: skip

    def show(self, opportunity: UUID) -> None:
        """Show a deal.

        Raises:
            NotFoundError: there is none, or it lies outside what the user sees.
        """
        self.deal = self._projection(opportunity)

    def show_new(self) -> None:
        """Show an empty form for a new deal.

        Raises:
            NotAllowedError: the role may not create.
        """
        require(self._workbench.user, Right.CREATE)
        self.deal = new_projection(self._workbench)

    def elsewhere(self, opportunity: UUID, who: str) -> None:
        """Tell the person that the deal they look at was changed elsewhere; what they typed stays.

        Args:
            opportunity: the deal that changed; another one than the open one is ignored.
            who: the name of the person who changed it.
        """
        if self.deal is None or self.deal["id"] != str(opportunity):
            return
        message = _("{who} changed this deal just now.").format(who=who or _("Somebody"))
        try:
            deal = self._projection(opportunity)
        except NotFoundError:
            return
        self.tell({"kind": "elsewhere", "message": message, "deal": deal})

    def hide(self) -> None:
        """Close the drawer; what was typed and not saved is gone."""
        self.deal = None

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each intent."""
        return {
            "contacts": self._contacts,
            "close": lambda _intent: self.hide(),
            "create": self._create,
            "save": lambda intent: self._decided(intent, self._save),
            "move": lambda intent: self._decided(intent, self._move),
            "archive": lambda intent: self._decided(intent, self._archive),
            "undo": lambda intent: self._decided(intent, self._undo),
        }

    def _contacts(self, intent: Intent) -> Reply:
        hits = self._workbench.contacts.search(intent.text("text", longest=200), HITS)
        shown = [
            {"id": str(hit.id), "name": hit.name, "place": ", ".join(filter(None, (hit.city, hit.country)))}
            for hit in hits
        ]
        return {"kind": "contacts", "hits": shown}

    def _create(self, intent: Intent) -> Reply:
        values = read_values(intent.mapping("values"))
        title = values.pop("title", "")
        if not title:
            raise InvalidValueError("title", _("This must not be empty."))
        return self._saved(
            self._workbench.opportunities.create(title=str(title), **cast("dict[str, Any]", values)), _("Created.")
        )

    def _decided(self, intent: Intent, act: Callable[[Intent, UUID, int], Reply]) -> Reply:
        """Carry out a change of the deal at the version that the person saw; a newer one is shown to decide."""
        key, seen = intent.key("opportunity"), intent.whole("seen")
        try:
            return act(intent, key, seen)
        except ChangedMeanwhileError as error:
            return {"kind": "changed", "message": str(error), "deal": self._projection(key)}

    def _save(self, intent: Intent, key: UUID, seen: int) -> Reply:
        values = read_values(intent.mapping("changes"))
        if "probability_id" in values:
            values["probability"] = values.pop("probability_id")
        changed = self._workbench.opportunities.update(
            key, seen=seen, why=intent.text("note") or None, reason=intent.optional_key("reason"),
            **cast("dict[str, Any]", values),
        )  # fmt: skip
        return self._saved(changed, _("Saved."))

    def _move(self, intent: Intent, key: UUID, seen: int) -> Reply:
        changed = self._workbench.opportunities.move(
            key, stage=intent.key("stage"), seen=seen, reason=intent.optional_key("reason"),
            note=intent.text("note") or None,
        )  # fmt: skip
        stage = self._workbench.settings.lookups().stage(changed.opportunity.stage_id)
        return self._saved(changed, _("Moved to “{stage}”.").format(stage=stage.name))

    def _archive(self, intent: Intent, key: UUID, seen: int) -> Reply:
        archived = intent.flag("archived")
        changed = self._workbench.opportunities.archive(key, seen=seen, archived=archived)
        return self._saved(changed, _("Archived. It can be restored here.") if archived else _("Restored."))

    def _undo(self, intent: Intent, _key: UUID, _seen: int) -> Reply:
        return self._saved(self._workbench.opportunities.undo(intent.key("unit")), _("The last change was taken back."))

    def _saved(self, changed: Changed, message: str) -> Reply:
        self.deal = self._projection(changed.opportunity.id)
        self._told(changed)
        amount = formats.money(changed.opportunity.net, changed.opportunity.currency)
        return {"kind": "saved", "message": message, "opportunity": str(changed.opportunity.id), "net": amount}

    def _told(self, changed: Changed) -> None:
        if self._on_saved is not None:
            self._on_saved(changed)

    def _projection(self, key: UUID) -> dict[str, object]:
        return deal_projection(self._workbench, self._workbench.opportunities.get(key))
