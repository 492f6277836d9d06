"""The editor of a deal: in a notebook in its place, in the page a drawer; one deal at a time, or a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import traitlets

from workbench.domain.people import Right, require
from workbench.errors import ChangedMeanwhileError, InvalidValueError, NotFoundError
from workbench.i18n import _, formats
from workbench.services.around import Around
from workbench.services.opportunities import Changed
from workbench.widgets.bundle import bundle
from workbench.widgets.conversation import Conversation, Intent, Reply
from workbench.widgets.editor_form import closing_rows, form, read_values, sections
from workbench.widgets.editor_lines import families_projection, line_texts, read_lines
from workbench.widgets.editor_projection import (
    deal_projection,
    facts_projection,
    new_projection,
    reasons_projection,
)
from workbench.widgets.editor_tabs import TABS, DealTabs
from workbench.widgets.editor_texts import editor_texts

if TYPE_CHECKING:
    from workbench.app import Workbench

HITS = 8
MOST_ALIKE = 4


class Editor(Conversation):
    """Shows and changes one deal; closed while ``deal`` is ``None``.

    Args:
        workbench: the services of the person at work.
        opportunity: the deal to open at once.
        over: whether it lies over the page as a drawer; else it stands in its place.
        on_saved: called with what was changed, after every save.
        around: returns where a deal stands in what the page shows, and between which others.
        on_contact: called with a contact that shall be shown; without it, none is offered.
    """

    _esm = bundle("editor.js")
    _css = bundle("editor.css")
    deal = traitlets.Dict(None, allow_none=True).tag(sync=True)
    over = traitlets.Bool().tag(sync=True)
    fields = traitlets.List(traitlets.Dict()).tag(sync=True)
    sections = traitlets.List(traitlets.Dict()).tag(sync=True)
    tabs = traitlets.List(traitlets.Dict()).tag(sync=True)
    reasons = traitlets.List(traitlets.Dict()).tag(sync=True)
    closing = traitlets.Dict().tag(sync=True)
    families = traitlets.List(traitlets.Dict()).tag(sync=True)
    separators = traitlets.Dict().tag(sync=True)
    shows_contacts = traitlets.Bool().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)
    line_texts = traitlets.Dict().tag(sync=True)

    def __init__(
        self, workbench: Workbench, *, opportunity: UUID | None = None, over: bool = False,
        on_saved: Callable[[Changed], object] | None = None, around: Callable[[UUID], Around | None] | None = None,
        on_contact: Callable[[UUID], object] | None = None,
    ) -> None:  # fmt: skip
        self._workbench, self._on_saved, self._around, self._on_contact = workbench, on_saved, around, on_contact
        self._tabs = DealTabs(workbench, opportunity=self._key, on_change=self._acted)
        lookups = workbench.settings.lookups()
        super().__init__(
            fields=form(lookups), sections=sections(), reasons=reasons_projection(lookups), over=over,
            tabs=[{"key": key, "label": _(label)} for key, label in TABS.items()],
            closing=closing_rows(lookups), families=families_projection(lookups), separators=formats.separators(),
            shows_contacts=on_contact is not None, texts=editor_texts(), line_texts=line_texts(),
            deal=None if opportunity is None else self._projection(opportunity),
        )  # fmt: skip

    @property
    def opportunity(self) -> UUID | None:
        """The deal that is open; ``None`` where none is, or a new one."""
        return UUID(str(self.deal["id"])) if self.deal and self.deal["id"] else None

    def show(self, opportunity: UUID, *, known_on: date | None = None, was_on: date | None = None) -> None:
        """Show a deal, as of a past day where one is given: then nothing can be changed.

        Args:
            opportunity: the deal.
            known_on: as it was known at the end of this day.
            was_on: as it was at the end of this day.

        Raises:
            NotFoundError: there is none, or it lies outside what the user sees; or there was none on that day.
        """
        day = was_on or known_on
        if day is None:
            self.deal = self._projection(opportunity)
            return
        deal = self._workbench.opportunities.get(opportunity, known_on=known_on, was_on=was_on)
        text = _("This is how the deal was on {day}. A past day cannot be changed.")
        if was_on is None:
            text = _("This is how the deal was known on {day}. A past day cannot be changed.")
        self.deal = deal_projection(self._workbench, deal, past=text.format(day=formats.day(day)))

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
        if self.deal is None or self.deal["past"] or self.deal["id"] != str(opportunity):
            return
        message = _("{who} changed this deal just now.").format(who=who or _("Somebody"))
        try:
            deal = self._projection(opportunity)
        except NotFoundError:
            return
        self.tell({"kind": "elsewhere", "message": message, "deal": deal})

    def acted(self) -> None:
        """Tell the page that activities or interactions were changed elsewhere: its tab asks for them again."""
        if self.opportunity is not None:
            self.tell({"kind": "lists"})

    def hide(self) -> None:
        """Close the editor; what was typed and not saved is gone."""
        self.deal = None

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each intent of the editor, its tabs and their lists."""
        return {
            "contacts": self._contacts,
            "alike": self._alike,
            "close": lambda _intent: self.hide(),
            "open": lambda intent: self.show(intent.key("opportunity")),
            "around": self._neighbours,
            "duplicate": self._duplicate,
            "contact": self._contact,
            "create": self._create,
            "save": lambda intent: self._decided(intent, self._save),
            "move": lambda intent: self._decided(intent, self._move),
            "archive": lambda intent: self._decided(intent, self._archive),
            "undo": lambda intent: self._decided(intent, self._undo),
            **self._tabs.answers(),
        }

    def _key(self) -> UUID:
        if self.opportunity is None:
            raise NotFoundError(_("No deal is open."))
        return self.opportunity

    def _contacts(self, intent: Intent) -> Reply:
        hits = self._workbench.contacts.search(intent.text("text", longest=200), HITS)
        shown = [
            {"id": str(hit.id), "name": hit.name, "place": ", ".join(filter(None, (hit.city, hit.country)))}
            for hit in hits
        ]
        return {"kind": "contacts", "hits": shown}

    def _alike(self, intent: Intent) -> Reply:
        """Return deals that may be the one that the person is about to enter."""
        values = read_values(intent.mapping("values"))
        title, contact = str(values.get("title") or ""), values.get("contact_id")
        if not title or not isinstance(contact, UUID):
            return {"kind": "alike", "found": []}
        net = values.get("net")
        found = self._workbench.duplicates.of_new_deal(
            title, contact, net=net if isinstance(net, Decimal) else Decimal(0),
            currency=str(values.get("currency") or self._workbench.settings.lookups().company.currency),
        )  # fmt: skip
        return {
            "kind": "alike",
            "found": [
                {"id": str(each.id), "name": f"{each.number} · {each.title}", "net": formats.money(each.net, each.currency),
                 "reasons": ", ".join(each.reasons)}
                for each in found[:MOST_ALIKE]
            ],
        }  # fmt: skip

    def _neighbours(self, intent: Intent) -> Reply:
        key = intent.key("opportunity")
        found = None if self._around is None else self._around(key)
        if found is None:
            return {"kind": "around", "place": "", "before": None, "after": None}
        return {
            "kind": "around",
            "place": _("{place} of {total}").format(
                place=formats.number(found.place), total=formats.number(found.total)
            ),
            "before": str(found.before) if found.before else None,
            "after": str(found.after) if found.after else None,
        }

    def _duplicate(self, intent: Intent) -> None:
        require(self._workbench.user, Right.CREATE)
        self.deal = new_projection(self._workbench, self._workbench.opportunities.get(intent.key("opportunity")))

    def _contact(self, intent: Intent) -> None:
        key = intent.key("contact")
        if self._on_contact is not None:
            self._on_contact(key)

    def _create(self, intent: Intent) -> Reply:
        values = read_values(intent.mapping("values"))
        title = values.pop("title", "")
        if not title:
            raise InvalidValueError("title", _("This must not be empty."))
        lines = read_lines(intent.fields.get("lines") or [])
        made = self._workbench.opportunities.create(title=str(title), lines=lines, **cast("dict[str, Any]", values))
        return self._saved(made, _("Created."))

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
        if intent.fields.get("lines") is not None:
            values["lines"] = read_lines(intent.fields["lines"])
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
        return self._saved(changed, _("Moved to “{stage}”.").format(stage=stage.name), undo=True)

    def _archive(self, intent: Intent, key: UUID, seen: int) -> Reply:
        archived = intent.flag("archived")
        changed = self._workbench.opportunities.archive(key, seen=seen, archived=archived)
        return self._saved(changed, _("Archived.") if archived else _("Restored."), undo=True)

    def _undo(self, intent: Intent, key: UUID, _seen: int) -> Reply:
        unit, workbench = intent.key("unit"), self._workbench
        if intent.fields.get("many") is not True:
            return self._saved(workbench.opportunities.undo(unit), _("The change was taken back."))
        if workbench.deal_merging.is_merge(unit):
            workbench.deal_merging.undo(unit)
            text = _("The merge was taken back; both deals are as they were.")
        else:
            done = workbench.bulk.undo(unit)
            text = _("The change was taken back in {count} deals.").format(count=formats.number(done.restored))
        self.deal = self._projection(key)
        return {"kind": "saved", "message": text, "opportunity": str(key), "unit": None}

    def _saved(self, changed: Changed, message: str, *, undo: bool = False) -> Reply:
        self.deal = self._projection(changed.opportunity.id)
        if self._on_saved is not None:
            self._on_saved(changed)
        amount = formats.money(changed.opportunity.net, changed.opportunity.currency)
        return {
            "kind": "saved", "message": message, "opportunity": str(changed.opportunity.id), "net": amount,
            "unit": str(changed.unit) if undo else None,
        }  # fmt: skip

    def _acted(self) -> None:
        """Show in the head what follows from what was done in a list."""
        facts = facts_projection(self._workbench, self._workbench.opportunities.get(self._key()))
        self.tell({"kind": "facts", "facts": facts})

    def _projection(self, key: UUID) -> dict[str, object]:
        return deal_projection(self._workbench, self._workbench.opportunities.get(key))
