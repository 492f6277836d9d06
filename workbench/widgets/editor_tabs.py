"""What stands behind the editor's tabs, read when a tab is looked at: activities, interactions, contact, history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from workbench.domain.contact import Contact
from workbench.errors import InvalidValueError
from workbench.i18n import N_, _, formats
from workbench.services.contact_list import HeldDeal
from workbench.widgets.contact_projection import badges
from workbench.widgets.conversation import Intent, Reply
from workbench.widgets.deal_activities import DealActivities
from workbench.widgets.editor_history import history_projection
from workbench.widgets.editor_projection import STATUS, contact_name

if TYPE_CHECKING:
    from workbench.app import Workbench

TABS = {
    "details": N_("Details"), "lines": N_("Lines"), "activities": N_("Activities"),
    "interactions": N_("Interactions"), "contact": N_("Contact"), "history": N_("History"),
}  # fmt: skip
MOST_DEALS = 50
STARS = 5


class DealTabs:
    """Reads the tabs of the open deal.

    Args:
        workbench: the services of the person at work.
        opportunity: returns the deal that is open.
        on_change: called after a change in one of the lists, before it is answered.
    """

    def __init__(
        self, workbench: Workbench, *, opportunity: Callable[[], UUID], on_change: Callable[[], object]
    ) -> None:
        self._workbench, self._opportunity = workbench, opportunity
        self._acts = DealActivities(workbench, opportunity=opportunity, on_change=on_change)

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers ``tab`` and every intent of the lists."""
        return {"tab": self._tab, **self._acts.answers()}

    def _tab(self, intent: Intent) -> Reply:
        """Return what a tab shows.

        Raises:
            InvalidValueError: there is no such tab, or the page shows it without asking.
        """
        read: Mapping[str, Callable[[], dict[str, object]]] = {
            "activities": self._acts.activities, "interactions": self._acts.interactions,
            "contact": self._contact, "history": self._history,
        }  # fmt: skip
        key = intent.text("tab", longest=40)
        if key not in read:
            raise InvalidValueError("tab", _("There is no such tab."))
        return {"kind": "tab", "tab": key, "data": read[key]()}

    def _contact(self) -> dict[str, object]:
        workbench, deal = self._workbench, self._workbench.opportunities.get(self._opportunity())
        if deal.contact_id is None:
            return {"contact": None, "person": None, "people": [], "deals": []}
        contact = workbench.contacts.get(deal.contact_id)
        person = None if deal.person_id is None else workbench.contacts.get(deal.person_id)
        others = [each for each in workbench.contact_list.deals(contact.id) if each.id != deal.id]
        return {
            "contact": card(workbench, contact),
            "person": None if person is None else card(workbench, person),
            "people": [
                {"id": str(each.id), "name": each.name, "facts": " · ".join(filter(None, (each.email, each.phone, each.city)))}
                for each in workbench.contact_list.people(contact.id)
                if each.id != deal.person_id
            ],
            "deals": [held(each) for each in others[:MOST_DEALS]],
        }  # fmt: skip

    def _history(self) -> dict[str, object]:
        key = self._opportunity()
        return {"entries": history_projection(self._workbench, self._workbench.opportunities.get(key))}


def card(workbench: Workbench, contact: Contact) -> dict[str, object]:
    """Return a contact as a card: names, ways to reach it, facts."""
    agent = next((user.name for user in workbench.settings.lookups().users if user.id == contact.agent_id), "")
    since = contact.customer_since or contact.lead_since
    facts = {
        _("Address"): ", ".join(filter(None, (contact.address, " ".join(filter(None, (contact.postcode, contact.city))), contact.region, contact.country))),
        _("VAT number"): contact.vat_number,
        _("Part of"): contact_name(workbench, contact.parent_id),
        _("Sector"): contact.sector,
        _("Quality"): "★" * (contact.quality or 0) + "☆" * (STARS - contact.quality) if contact.quality else None,
        _("Main agent"): agent,
        _("Customer since") if contact.customer_since else _("Lead since"): None if since is None else formats.day(since),
        _("Competitors"): contact.competitors,
    }  # fmt: skip
    return {
        "id": str(contact.id), "name": contact.name, "badges": badges(contact),
        "phones": _each(contact.phone, contact.other_phones), "emails": _each(contact.email, contact.other_emails),
        "website": contact.website or "", "notes": contact.notes or "",
        "facts": [{"label": label, "value": value} for label, value in facts.items() if value],
    }  # fmt: skip


def held(deal: HeldDeal) -> dict[str, object]:
    """Return another deal of the contact as a row."""
    day = deal.closed_date or deal.expected_close_date
    return {
        "id": str(deal.id), "title": deal.title, "status": deal.status, "status_label": _(STATUS[deal.status]),
        "facts": " · ".join(filter(None, (_("No. {number}").format(number=deal.number), formats.day(day) if day else ""))),
        "net": formats.money(deal.net, deal.currency),
    }  # fmt: skip


def _each(first: str | None, others: str | None) -> list[str]:
    """Return the first and the others, which are divided by commas, semicolons or lines."""
    rest = (others or "").replace(";", ",").replace("\n", ",").split(",")
    return list(dict.fromkeys(text.strip() for text in (first or "", *rest) if text.strip()))
