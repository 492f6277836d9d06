"""The view of contacts: list with search and filters, drawer, leads, duplicates, merge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import traitlets

from workbench.domain.contact import Contact, LeadStatus
from workbench.domain.filters import Filters
from workbench.domain.people import RIGHTS, Right, require
from workbench.errors import ChangedMeanwhileError, HasOpenDealsError, InvalidValueError
from workbench.i18n import _, formats
from workbench.services.contact_list import SORTS, ContactFilters
from workbench.widgets.bundle import bundle
from workbench.widgets.contact_form import form, read_values, sections
from workbench.widgets.contact_projection import (
    STATUS,
    candidate,
    contact_projection,
    new_projection,
    preview_projection,
    row,
)
from workbench.widgets.contacts_texts import contacts_texts
from workbench.widgets.conversation import Conversation, Intent, Reply

if TYPE_CHECKING:
    from workbench.app import Workbench

PAGE = 60
HITS = 8
MOST_SCANNED = 5_000  # more takes longer than a page may wait
MOST_PAIRS = 100
TEXTS = ("text", "kind", "standing", "lead_status", "country", "region", "sector")
TOLD = {"kind": "contact_kind"}  # a message has a kind of its own


class Contacts(Conversation):
    """Shows contacts as a list, and one of them in a drawer; the page's filters are of deals and do not count here.

    Args:
        workbench: the services of the person at work.
        filters: the page's filters, kept for the page.
        open_deal: called with a deal's id when it is opened.
        on_deal_made: called with the id of a deal that a lead became.
    """

    _esm = bundle("contacts.js")
    _css = bundle("contacts.css")
    page_size = traitlets.Int(PAGE).tag(sync=True)
    head = traitlets.Dict().tag(sync=True)
    choices = traitlets.Dict().tag(sync=True)
    contact = traitlets.Dict(None, allow_none=True).tag(sync=True)
    fields = traitlets.List(traitlets.Dict()).tag(sync=True)
    sections = traitlets.List(traitlets.Dict()).tag(sync=True)
    separators = traitlets.Dict().tag(sync=True)
    may_create = traitlets.Bool().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    def __init__(
        self, workbench: Workbench, *, filters: Filters | None = None, open_deal: Callable[[UUID], object] | None = None,
        on_deal_made: Callable[[UUID], object] | None = None,
    ) -> None:  # fmt: skip
        self._workbench, self._open_deal, self._on_deal_made = workbench, open_deal, on_deal_made
        self.filters = filters or Filters()
        self._where, self._sort, self._descending = ContactFilters(), "name", False
        self._revision = 0
        lookups = workbench.settings.lookups()
        super().__init__(
            fields=form(lookups), sections=sections(), separators=formats.separators(), texts=contacts_texts(),
            contact=None, may_create=Right.CREATE in RIGHTS[workbench.user.role], choices=self._choices(), head=self._read(keep=False),
        )  # fmt: skip

    def show(self, filters: Filters) -> None:
        """Keep the page's filters and read the list again; they are of deals, so the list is the same."""
        self.filters = filters
        self.refresh()

    def refresh(self) -> None:
        """Read the list again; what is open in the drawer stays as the person sees it."""
        self.head = self._read(keep=True)

    def show_contact(self, key: UUID) -> None:
        """Show a contact in the drawer.

        Raises:
            NotFoundError: there is none.
        """
        self.contact = contact_projection(self._workbench, self._workbench.contacts.get(key))

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each intent."""
        return {
            "rows": self._rows, "filter": self._filter, "sort": self._sorted, "find": self._find,
            "open": lambda intent: self._shown(intent.key("contact")), "close": self._close, "new": self._new,
            "deal": self._deal, "alike": self._alike, "create": self._create,
            "save": lambda intent: self._decided(intent, self._save),
            "archive": lambda intent: self._decided(intent, self._archive),
            "undo": lambda intent: self._decided(intent, self._undo),
            "mark": lambda intent: self._decided(intent, self._mark),
            "to_deal": lambda intent: self._decided(intent, self._to_deal),
            "to_customer": lambda intent: self._decided(intent, self._to_customer),
            "preview": self._preview, "merge": self._merge, "unmerge": self._unmerge, "scan": self._scan,
        }  # fmt: skip

    def _rows(self, intent: Intent) -> Reply:
        offset, limit = intent.whole("offset"), intent.whole("limit", low=1, high=PAGE)
        return {"kind": "page", "offset": offset, "rows": self._page(offset, limit)}

    def _filter(self, intent: Intent) -> None:
        texts: dict[str, Any] = {name: intent.text(TOLD.get(name, name), longest=200) or None for name in TEXTS}
        where = ContactFilters(**texts, agent=intent.optional_key("agent"), archived=intent.flag("archived"))
        where.parameters()
        self._where = where
        self.head = self._read(keep=False)

    def _sorted(self, intent: Intent) -> None:
        by, descending = intent.text("by"), intent.flag("descending")
        if by not in SORTS:
            raise InvalidValueError("sort", _("The list cannot be sorted this way."))
        self._sort, self._descending = by, descending
        self.head = self._read(keep=False)

    def _find(self, intent: Intent) -> Reply:
        hits = self._workbench.contacts.search(intent.text("text", longest=200), HITS)
        shown = [
            {"id": str(hit.id), "name": hit.name, "place": ", ".join(filter(None, (hit.city, hit.country)))}
            for hit in hits
        ]
        return {"kind": "hits", "hits": shown}

    def _shown(self, key: UUID) -> None:
        self.show_contact(key)

    def _close(self, _intent: Intent) -> None:
        self.contact = None

    def _new(self, intent: Intent) -> None:
        require(self._workbench.user, Right.CREATE)
        shown = new_projection(self._workbench, lead=intent.flag("lead"))
        parent = intent.optional_key("parent")
        if parent is not None:
            values = cast("dict[str, object]", shown["values"])
            values |= {"parent_id": str(parent), "kind": "person"}
            shown["parent_name"] = self._workbench.contacts.get(parent).name
        self.contact = shown

    def _deal(self, intent: Intent) -> None:
        if self._open_deal is not None:
            self._open_deal(intent.key("opportunity"))

    def _alike(self, intent: Intent) -> Reply:
        values = cast("dict[str, Any]", read_values(intent.mapping("values")))
        own = intent.optional_key("contact")
        if own is not None:
            base = self._workbench.contacts.get(own)
            draft = replace(self._workbench.contacts.draft(**{"name": base.name, **values}), id=own)
        else:
            draft = self._workbench.contacts.draft(**values)
        return {
            "kind": "alike",
            "found": [candidate(each) for each in self._workbench.duplicates.of_contact(draft, limit=4)],
        }

    def _create(self, intent: Intent) -> Reply:
        values = cast("dict[str, Any]", read_values(intent.mapping("values")))
        if "name" not in values:
            raise InvalidValueError("name", _("This must not be empty."))
        return self._done(self._workbench.contacts.create(**values), _("Created."))

    def _decided(self, intent: Intent, act: Callable[[Intent, UUID, int], Reply]) -> Reply:
        """Carry out a change of the contact at the version that the person saw; a newer one is shown to decide."""
        key, seen = intent.key("contact"), intent.whole("seen")
        try:
            return act(intent, key, seen)
        except HasOpenDealsError as error:
            return {"kind": "force", "message": str(error)}
        except ChangedMeanwhileError as error:
            now = contact_projection(self._workbench, self._workbench.contacts.get(key))
            return {"kind": "changed", "message": str(error), "contact": now}

    def _save(self, intent: Intent, key: UUID, seen: int) -> Reply:
        values = cast("dict[str, Any]", read_values(intent.mapping("changes")))
        return self._done(self._workbench.contacts.update(key, seen=seen, **values), _("Saved."))

    def _archive(self, intent: Intent, key: UUID, seen: int) -> Reply:
        archived = intent.flag("archived")
        contact = self._workbench.contacts.archive(key, archived=archived, seen=seen, force=intent.flag("force"))
        return self._done(contact, _("Archived. It can be restored here.") if archived else _("Restored."))

    def _undo(self, intent: Intent, _key: UUID, _seen: int) -> Reply:
        return self._done(self._workbench.contacts.undo(intent.key("unit")), _("The last change was taken back."))

    def _mark(self, intent: Intent, key: UUID, seen: int) -> Reply:
        leads, to, reason = self._workbench.leads, intent.text("to"), intent.text("reason")
        acts: dict[str, Callable[[], Contact]] = {
            "working": lambda: leads.work(key, seen=seen),
            "qualified": lambda: leads.qualify(key, seen=seen, note=reason or None),
            "disqualified": lambda: leads.disqualify(key, reason=reason, seen=seen),
        }
        if to not in acts:
            raise InvalidValueError("lead_status", _("There is no such status of a lead."))
        return self._done(acts[to](), _(STATUS[LeadStatus(to)]))

    def _to_deal(self, intent: Intent, key: UUID, seen: int) -> Reply:
        given: dict[str, object] = {"net": intent.text("net")} if intent.text("net") else {}
        contact, deal = self._workbench.leads.to_deal(key, title=intent.text("title"), seen=seen, **given)
        if self._on_deal_made is not None:
            self._on_deal_made(deal.id)
        reply = self._done(contact, _("Deal {number} was made.").format(number=deal.number))
        return reply | {"opportunity": str(deal.id)}

    def _to_customer(self, intent: Intent, key: UUID, seen: int) -> Reply:
        contact = self._workbench.leads.to_customer(
            key, country=intent.text("country") or None, vat_number=intent.text("vat_number"), seen=seen,
            override=intent.text("override") or None,
        )  # fmt: skip
        return self._done(contact, _("“{name}” is a customer now.").format(name=contact.name))

    def _preview(self, intent: Intent) -> Reply:
        preview = self._workbench.merging.preview(intent.key("keep"), intent.key("drop"))
        return {"kind": "preview", "preview": preview_projection(preview, self._workbench)}

    def _merge(self, intent: Intent) -> Reply:
        given = intent.mapping("choices")
        choices = {key: side for key, side in given.items() if isinstance(side, str)}
        seen = (intent.whole("keep_seen"), intent.whole("drop_seen"))
        merged = self._workbench.merging.merge(
            intent.key("keep"), intent.key("drop"), choices=choices, why=intent.text("why") or None, seen=seen
        )
        return self._done(merged.contact, _("Merged.")) | {"unit": str(merged.unit)}

    def _unmerge(self, intent: Intent) -> Reply:
        undone = self._workbench.merging.undo(intent.key("unit"))
        return self._done(undone.contact, _("The merge was taken back; both contacts are as they were."))

    def _scan(self, _intent: Intent) -> Reply:
        if self._workbench.contact_list.count() > MOST_SCANNED:
            raise InvalidValueError(
                "scan",
                _("There are too many contacts to compare them all here; run wb.duplicates.scan() in a notebook."),
            )
        pairs = self._workbench.duplicates.scan(limit=MOST_PAIRS)
        shown = [
            {
                "one": str(pair.one),
                "one_name": pair.one_name,
                "other": str(pair.other),
                "other_name": pair.other_name,
                "likely": pair.likely,
                "reasons": ", ".join(pair.reasons),
            }
            for pair in pairs
        ]
        return {"kind": "pairs", "pairs": shown}

    def _done(self, contact: Contact, message: str) -> Reply:
        self.contact = contact_projection(self._workbench, contact)
        self.choices = self._choices()
        self.refresh()
        return {"kind": "saved", "message": message}

    def _read(self, *, keep: bool) -> dict[str, object]:
        self._revision += 1
        total = self._workbench.contact_list.count(self._where)
        where = {TOLD.get(name, name): getattr(self._where, name) or "" for name in TEXTS}
        return {
            "revision": self._revision, "total": total, "rows": self._page(0, PAGE), "sort": self._sort,
            "descending": self._descending, "keep": keep,
            "counted": contacts_texts()["counted_one"] if total == 1 else _("{count} contacts").format(count=formats.number(total)),
            "filters": where | {"agent": str(self._where.agent or ""), "archived": self._where.archived},
            "bare": self._where == ContactFilters(),
        }  # fmt: skip

    def _page(self, offset: int, limit: int) -> list[dict[str, object]]:
        lookups = self._workbench.settings.lookups()
        names = {user.id: user.name for user in lookups.users}
        rows = self._workbench.contact_list.rows(
            self._where, sort=self._sort, descending=self._descending, offset=offset, limit=limit
        )
        return [row(each, names, lookups.company.currency) for each in rows]

    def _choices(self) -> dict[str, object]:
        users = self._workbench.settings.lookups().users
        found: dict[str, object] = dict(self._workbench.contact_list.choices())
        return found | {
            "agent": [{"value": str(user.id), "label": user.name} for user in users if user.active],
            "lead_status": [{"value": each.value, "label": _(label)} for each, label in STATUS.items()],
        }
