"""Duplicates: contacts and deals that may be the same, with points and reasons in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any
from uuid import UUID

from workbench.domain.contact import Contact
from workbench.domain.opportunity import Opportunity
from workbench.domain.people import seeing
from workbench.i18n import _
from workbench.services.imports.names import folded
from workbench.services.leads import spellings
from workbench.services.resemblance import ENOUGH, Resemblance, Traits, bare_name, compared, name_likeness, traits
from workbench.services.session import Session

CANDIDATES = 300
CONTACTS_AT_ONCE = 5_000
MOST_COMPARED = 300_000  # of a huge file the rest is not compared: that would take minutes
LARGEST_BLOCK = 60  # a word or domain that more contacts share says too little to compare them all
NEAR_DAYS = 45
NEAR_SHARE = Decimal("0.15")
ALIKE_TITLES = 85
STRANGERS = 70  # people of different companies with similar names: something else has to speak, too


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A contact that may be the same as the one asked about."""

    id: UUID
    name: str
    city: str | None
    country: str | None
    is_customer: bool
    score: int
    likely: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two contacts that may be the same."""

    one: UUID
    one_name: str
    other: UUID
    other_name: str
    score: int
    likely: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DealTraits:
    """By what a deal is compared with others of its contact."""

    title: str
    currency: str
    net: Decimal
    created_date: date | None = None
    expected_close_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class DealCandidate:
    """A deal that may be the same as the one asked about."""

    id: UUID
    number: int
    title: str
    status: str
    net: Decimal
    currency: str
    reasons: tuple[str, ...]


class Duplicates:
    """Finds contacts and deals that may be the same."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._store = session.store

    def of_contact(self, contact: Contact, *, limit: int = 10) -> list[Candidate]:
        """Return contacts that may be the same as a draft or a contact of the store, most alike first.

        Args:
            contact: the draft, or the contact itself, which is left out.
            limit: how many at most.
        """
        return candidates(self._session, contact, limit)

    def of_deal(self, deal: Opportunity) -> list[DealCandidate]:
        """Return other deals of the same contact with a similar title and a close amount or date, within the scope."""
        return [] if deal.contact_id is None else self._alike(_deal_traits(deal), deal.contact_id, deal.id)

    def of_new_deal(
        self, title: str, contact: UUID, *, net: Decimal = Decimal(0), currency: str
    ) -> list[DealCandidate]:
        """Return deals of a contact that may be the one that is about to be entered today, within the scope."""
        told = DealTraits(title=title, currency=currency, net=net, created_date=self._session.today)
        return self._alike(told, contact, None)

    def _alike(self, deal: DealTraits, contact: UUID, own: UUID | None) -> list[DealCandidate]:
        rows = self._store.records(
            "duplicates/deals", contact=contact, self=own, **seeing(self._session.user).parameters()
        )
        title = folded(deal.title)
        found: list[DealCandidate] = []
        for row in rows:
            reasons = _deal_reasons(deal, title, row)
            if reasons:
                values = {name: row[name] for name in DealCandidate.__dataclass_fields__ if name in row}
                found.append(DealCandidate(**values, reasons=tuple(reasons)))
        return found[:20]

    def scan(self, *, progress: Callable[[str, float], None] | None = None, limit: int = 1000) -> list[Pair]:
        """Compare all contacts of the store and return the pairs that may be the same, most alike first.

        Args:
            progress: is told the step and the share done, 0 to 1.
            limit: how many pairs at most.
        """
        tell = progress or _untold
        tell(_("Reading the contacts"), 0.0)
        rows = self._store.records("duplicates/all")
        told = [traits(row) for row in rows]
        tell(_("Comparing"), 0.2)
        pairs: list[Pair] = []
        wanted = sorted(_pairs_to_compare(rows, told))
        for done, (one, other) in enumerate(wanted):
            if done % 20_000 == 0:
                tell(_("Comparing"), 0.2 + 0.8 * done / len(wanted))
            likeness = _judged(rows[one], told[one], rows[other], told[other])
            if likeness.score >= ENOUGH:
                pairs.append(_pair(rows[one], rows[other], likeness))
        tell(_("Done"), 1.0)
        pairs.sort(key=lambda pair: (-pair.score, pair.one_name, pair.other_name, str(pair.one), str(pair.other)))
        return pairs[:limit]


def candidates(session: Session, contact: Contact, limit: int) -> list[Candidate]:
    """Return contacts that may be the same as a draft or a contact of the store, most alike first."""
    own = traits(contact)
    words = [word for word in own.name.split() if len(word) > 2]
    beginning = folded(contact.name)[:4]
    rows = session.store.records(
        "duplicates/candidates", self=contact.id,
        vats=spellings(contact.vat_number or "", contact.country) or None, emails=sorted(own.emails) or None,
        domains=sorted(own.domains) or None, phones=sorted(own.phones) or None, words=words or None,
        beginning=beginning if len(beginning) >= 4 else None, name=folded(contact.name), limit=CANDIDATES,
    )  # fmt: skip
    mine = {"id": contact.id, "kind": contact.kind, "parent_id": contact.parent_id}
    found: list[Candidate] = []
    for row in rows:
        likeness = _judged(mine, own, row, traits(row))
        if likeness.score >= ENOUGH:
            found.append(
                Candidate(
                    id=row["id"], name=row["name"], city=row["city"], country=row["country"],
                    is_customer=row["customer_since"] is not None, score=likeness.score, likely=likeness.likely,
                    reasons=likeness.reasons,
                )
            )  # fmt: skip
    return sorted(found, key=lambda each: (-each.score, each.name, str(each.id)))[:limit]


def alike_among(session: Session, contacts: Sequence[Contact]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return of which new contacts one may be in the store already: the name, and the names of those.

    The store's contacts are read once, so a file of thousands of rows takes seconds.
    """
    if not contacts:
        return ()
    rows = session.store.records("duplicates/all")
    if not rows:
        return ()
    known = [traits(row) for row in rows]
    keys: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, each in enumerate(known):
        for key in _keys(each):
            keys[key].append(place)
    found: list[tuple[str, tuple[str, ...]]] = []
    for contact in contacts:
        own = traits(contact)
        mine = {"id": contact.id, "kind": contact.kind, "parent_id": contact.parent_id}
        near = {place for key in _keys(own) for place in keys.get(key, ())[:CANDIDATES]}
        names = [
            rows[place]["name"]
            for place in sorted(near)
            if _judged(mine, own, rows[place], known[place]).score >= ENOUGH
        ]
        if names:
            found.append((contact.name, tuple(names[:5])))
    return tuple(found)


def alike_deals(session: Session, deals: Sequence[Opportunity]) -> tuple[tuple[str, str], ...]:
    """Return of which new deals one may be in the store already: the title, and the number and title of that one.

    The deals of their contacts are read once; only those within the scope count.
    """
    contacts = sorted({deal.contact_id for deal in deals if deal.contact_id is not None})
    known: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for start in range(0, len(contacts), CONTACTS_AT_ONCE):
        rows = session.store.records(
            "duplicates/deals_of", contacts=contacts[start : start + CONTACTS_AT_ONCE],
            **seeing(session.user).parameters(),
        )  # fmt: skip
        for row in rows:
            known[row["contact_id"]].append(row)
    found: list[tuple[str, str]] = []
    left = MOST_COMPARED
    for deal in deals:
        title, told = folded(deal.title), _deal_traits(deal)
        there = known.get(deal.contact_id, [])[:CANDIDATES] if deal.contact_id is not None else []
        left -= len(there)
        if left < 0:
            break
        alike = next((row for row in there if _deal_reasons(told, title, row)), None)
        if alike is not None:
            found.append((deal.title, f"{alike['number']} {alike['title']}"))
    return tuple(found)


def _deal_traits(deal: Opportunity) -> DealTraits:
    return DealTraits(
        title=deal.title, currency=deal.currency, net=deal.net, created_date=deal.created_date,
        expected_close_date=deal.expected_close_date,
    )  # fmt: skip


def _judged(row: Mapping[str, Any], one: Traits, other_row: Mapping[str, Any], other: Traits) -> Resemblance:
    """Compare two contacts; a person is not its company, a colleague, or somebody elsewhere with a similar name."""
    likeness = compared(one, other)
    related = other_row["id"] == row["parent_id"] or row["id"] == other_row["parent_id"]
    colleagues = (
        row["kind"] == other_row["kind"] == "person" and row["parent_id"] and row["parent_id"] == other_row["parent_id"]
    )
    apart = row["kind"] != other_row["kind"] or related or colleagues
    if apart and name_likeness(one.name, other.name) < ALIKE_TITLES:
        return Resemblance(0, ())
    strangers = row["kind"] == other_row["kind"] == "person" and row["parent_id"] != other_row["parent_id"]
    if strangers and one.name != other.name and likeness.score < STRANGERS:
        return Resemblance(0, ())
    return likeness


def _keys(each: Traits) -> Iterable[tuple[str, str]]:
    """Return the blocking keys of a contact: only contacts that share one are compared."""
    if each.vat:
        yield "vat", each.vat[2:] if each.country else each.vat
    for mail in each.emails:
        yield "email", mail
    for domain in each.domains:
        yield "domain", domain
    for phone in each.phones:
        yield "phone", phone
    words = each.name.split()
    for word in words:
        if len(word) > 2:
            yield "word", word
    for one, other in combinations(sorted(set(words)), 2):
        yield "words", f"{one} {other}"
    if each.name:
        yield "beginning", each.name.replace(" ", "")[:6]


def _pairs_to_compare(rows: Sequence[Mapping[str, Any]], told: Sequence[Traits]) -> set[tuple[int, int]]:
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in range(len(rows)):
        for key in _keys(told[place]):
            blocks[key].append(place)
    wanted: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) <= LARGEST_BLOCK:
            wanted.update(combinations(block, 2))
    return wanted


def _pair(one: Mapping[str, Any], other: Mapping[str, Any], likeness: Resemblance) -> Pair:
    return Pair(
        one=one["id"], one_name=one["name"], other=other["id"], other_name=other["name"], score=likeness.score,
        likely=likeness.likely, reasons=likeness.reasons,
    )  # fmt: skip


def _deal_reasons(deal: DealTraits, title: str, row: Mapping[str, Any]) -> list[str]:
    alike = name_likeness(bare_name(title), bare_name(row["title"]))
    if alike < ALIKE_TITLES:
        return []
    reasons = [_("Same title") if alike >= 100 else _("Similar title")]
    if deal.currency == row["currency"] and abs(deal.net - row["net"]) <= NEAR_SHARE * max(deal.net, row["net"]):
        reasons.append(_("Same amount") if deal.net == row["net"] else _("Similar amount"))
    days = [(deal.created_date, row["created_date"]), (deal.expected_close_date, row["expected_close_date"])]
    if any(mine and theirs and abs((mine - theirs).days) <= NEAR_DAYS for mine, theirs in days):
        reasons.append(_("Close in time"))
    return reasons if len(reasons) > 1 else []


def _untold(_step: str, _share: float) -> None:
    """Tell nobody about the progress."""
