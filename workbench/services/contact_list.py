"""Contacts as they are looked at: the list with filters, and what hangs on one contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from workbench.domain.contact import LeadStatus
from workbench.domain.people import seeing
from workbench.errors import InvalidValueError
from workbench.i18n import _
from workbench.services.session import Session

SORTS = ("name", "city", "country", "region", "sector", "quality", "lead_since", "customer_since")
STANDINGS = ("lead", "customer", "other")
LARGEST_PAGE = 200


@dataclass(frozen=True, kw_only=True)
class ContactFilters:
    """Which contacts a list shows; conditions that are ``None`` let everything through."""

    text: str | None = None
    kind: str | None = None
    standing: str | None = None
    lead_status: str | None = None
    country: str | None = None
    region: str | None = None
    sector: str | None = None
    agent: UUID | None = None
    archived: bool = False

    def parameters(self) -> dict[str, object]:
        """Return the named parameters of the queries.

        Raises:
            InvalidValueError: a standing, kind or status that does not exist.
        """
        if self.standing not in {None, *STANDINGS}:
            raise InvalidValueError("standing", _("Choose leads, customers or others."))
        if self.kind not in {None, "company", "person"}:
            raise InvalidValueError("kind", _("A contact is a company or a person."))
        if self.lead_status is not None and self.lead_status not in set(LeadStatus):
            raise InvalidValueError("lead_status", _("There is no such status of a lead."))
        leads = True if self.standing == "lead" or self.lead_status else False if self.standing == "other" else None
        customers = True if self.standing == "customer" else False if self.standing == "other" else None
        return {
            "text": (self.text or "").strip() or None, "kind": self.kind, "is_lead": leads, "is_customer": customers,
            "lead_status": self.lead_status, "country": self.country, "region": self.region, "sector": self.sector,
            "agent": self.agent, "archived": self.archived,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The deals of a contact that the user sees; amounts in the base currency, ``unconverted`` deals in none."""

    deals: int = 0
    open_deals: int = 0
    open_net: Decimal = Decimal("0.00")
    won_net: Decimal = Decimal("0.00")
    unconverted: int = 0


@dataclass(frozen=True, kw_only=True)
class ContactRow:
    """A contact in the list."""

    id: UUID
    version: int
    kind: str
    name: str
    parent: str | None
    city: str | None
    country: str | None
    region: str | None
    sector: str | None
    quality: int | None
    email: str | None
    phone: str | None
    agent_id: UUID | None
    lead_since: date | None
    customer_since: date | None
    lead_status: str | None
    archived: bool
    merged_into: UUID | None
    figures: Figures = field(default_factory=Figures)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who belongs to a company."""

    id: UUID
    kind: str
    name: str
    email: str | None
    phone: str | None
    city: str | None


@dataclass(frozen=True, kw_only=True)
class HeldDeal:
    """A deal of a contact; ``net`` in its own currency."""

    id: UUID
    number: int
    title: str
    status: str
    net: Decimal
    currency: str
    stage_id: UUID
    owner_id: UUID
    created_date: date | None
    expected_close_date: date | None
    closed_date: date | None


@dataclass(frozen=True, kw_only=True)
class HeldActivity:
    """An activity of a contact or of one of its deals."""

    id: UUID
    subject: str
    state: str
    due_date: date | None
    done_at: datetime | None
    type: str | None
    assignee: str | None
    deal_id: UUID | None
    deal: str | None


class ContactList:
    """Reads contacts; counts and sums of deals are those within the user's scope."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._store = session.store

    def count(self, filters: ContactFilters | None = None) -> int:
        """Return how many contacts meet the conditions."""
        return int(self._store.rows("contact/count", **(filters or ContactFilters()).parameters())[0][0])

    def rows(
        self, filters: ContactFilters | None = None, *, sort: str = "name", descending: bool = False, offset: int = 0,
        limit: int = 60,
    ) -> list[ContactRow]:  # fmt: skip
        """Return rows ``offset`` to ``offset + limit`` in the chosen order, each with the figures of its deals.

        Args:
            filters: which contacts.
            sort: one of ``SORTS``; ties are broken by name, then key.
            descending: largest first; contacts without a value stand last either way.
            offset: rows before the page.
            limit: rows of the page, at most 200.

        Raises:
            InvalidValueError: an unknown sort or condition.
        """
        if sort not in SORTS:
            raise InvalidValueError("sort", _("The list cannot be sorted this way."))
        where = (filters or ContactFilters()).parameters()
        keys = [
            row[0] for row in self._store.rows(
                "contact/keys", **where, sort=sort, rising=None if descending else True,
                falling=True if descending else None, after=max(0, offset), limit=max(0, min(limit, LARGEST_PAGE)),
            )
        ]  # fmt: skip
        if not keys:
            return []
        found = {row["id"]: row for row in self._store.records("contact/rows", ids=keys)}
        above = sorted({row["parent_id"] for row in found.values() if row["parent_id"] is not None})
        names = dict(self._store.rows("contact/names", ids=above)) if above else {}
        figures = self.figures(keys)
        return [
            ContactRow(
                **{name: found[key][name] for name in ContactRow.__dataclass_fields__ if name in found[key]},
                parent=names.get(found[key]["parent_id"]), figures=figures.get(key, Figures()),
            )
            for key in keys
            if key in found
        ]  # fmt: skip

    def figures(self, keys: list[UUID]) -> Mapping[UUID, Figures]:
        """Return the figures of the deals of some contacts; those without a deal that the user sees are left out."""
        rows = self._store.records("contact/figures", ids=keys, **self._scope())
        return {
            row["contact_id"]: Figures(**{name: row[name] for name in Figures.__dataclass_fields__}) for row in rows
        }

    def choices(self) -> dict[str, list[str]]:
        """Return the countries, regions and sectors that occur."""
        found: dict[str, list[str]] = {"country": [], "region": [], "sector": []}
        for row in self._store.records("contact/choices"):
            found[row["field"]].append(row["choice"])
        return found

    def people(self, key: UUID) -> list[Person]:
        """Return who belongs to a contact, companies below it included."""
        return [Person(**row) for row in self._store.records("contact/people", id=key)]

    def deals(self, key: UUID) -> list[HeldDeal]:
        """Return the deals of a contact that the user sees, open ones first."""
        return [HeldDeal(**row) for row in self._store.records("contact/deals", id=key, **self._scope())]

    def activities(self, key: UUID) -> list[HeldActivity]:
        """Return the activities of a contact and of its deals that the user sees, latest first."""
        return [HeldActivity(**row) for row in self._store.records("contact/activities", id=key, **self._scope())]

    def _scope(self) -> dict[str, Any]:
        return seeing(self._session.user).parameters()
