"""How alike two contacts are, and why: a sum of points, each with its reason in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from workbench.domain.contact import Contact
from workbench.domain.vat import normalised
from workbench.i18n import N_, _
from workbench.services.imports.names import folded

POINTS = {"vat": 60, "email": 50, "phone": 30, "domain": 25, "postcode": 10, "city": 5}
NAME_POINTS, MOST_NAME_POINTS, WEAK_NAME_POINTS = 50, 60, 25
ALIKE, LEAST_ALIKE = 88, 82  # of 100: names that are enough by themselves; below the second they say nothing
ENOUGH = 50
LIKELY = 80
LEGAL_FORMS = frozenset({
    "ab", "ag", "aps", "as", "asa", "bv", "bvba", "co", "company", "corp", "corporation", "doo", "eurl", "eood",
    "gmbh", "group", "holding", "inc", "incorporated", "kft", "kg", "kgaa", "limited", "llc", "llp", "ltd", "nv",
    "nyrt", "ood", "oy", "oyj", "plc", "pte", "pty", "sa", "sarl", "sas", "sapa", "sc", "sca", "scarl", "scpa",
    "scs", "se", "sl", "slu", "snc", "soc", "spa", "spol", "sprl", "spzoo", "sro", "srl", "srls", "ug", "zrt",
    "cia", "ets", "ditta", "pfa", "ii",
})  # fmt: skip
REASONS = {
    "vat": N_("Same VAT number"), "email": N_("Same e-mail address"), "phone": N_("Same phone number"),
    "domain": N_("Same mail domain"), "postcode": N_("Same postcode"), "city": N_("Same city"),
}  # fmt: skip


@dataclass(frozen=True)
class Traits:
    """What a contact is compared by."""

    name: str
    vat: str
    emails: frozenset[str]
    domains: frozenset[str]
    phones: frozenset[str]
    city: str
    postcode: str
    country: str


@dataclass(frozen=True)
class Resemblance:
    """Points and reasons; ``likely`` from 80 points on."""

    score: int
    reasons: tuple[str, ...]

    @property
    def likely(self) -> bool:
        """Whether the two are probably the same."""
        return self.score >= LIKELY


@cache
def free_mail_domains() -> frozenset[str]:
    """Return the mail domains that say nothing about who somebody works for."""
    text = (files("workbench.services") / "free_mail_domains.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def traits(source: Contact | Mapping[str, Any]) -> Traits:
    """Return what a contact, or a row with its columns, is compared by."""
    row: Mapping[str, Any] = vars(source) if isinstance(source, Contact) else source
    emails = frozenset(mail.strip().lower() for mail in _parts(row["email"], row["other_emails"]) if "@" in mail)
    domains = frozenset(mail.rpartition("@")[2] for mail in emails) - free_mail_domains()
    digits = (re.sub(r"\D", "", phone)[-8:] for phone in _parts(row["phone"], row["other_phones"]))
    return Traits(
        name=bare_name(row["name"]), vat=normalised(row["vat_number"], row["country"]), emails=emails,
        domains=domains, phones=frozenset(number for number in digits if len(number) >= 6),
        city=folded(row["city"] or ""), postcode=(row["postcode"] or "").replace(" ", "").upper(),
        country=row["country"] or "",
    )  # fmt: skip


def bare_name(name: str) -> str:
    """Return a name without accents, punctuation and legal forms: “Acme S.r.l.” becomes “acme”."""
    joined = re.sub(r"(?<=\b\w)[.\s]+(?=\w\b)", "", folded(name.replace("&", " ")))
    words = re.sub(r"[^\w\s]", " ", joined).split()
    return " ".join(word for word in words if word not in LEGAL_FORMS) or " ".join(words)


def compared(one: Traits, other: Traits) -> Resemblance:
    """Compare two contacts.

    Returns:
        Points: 60 for the same VAT number, 50 for the same e-mail, 30 for the same phone, 25 for the same mail domain
        (free-mail domains aside), 50 to 60 for alike names (rapidfuzz, from 88 of 100 on) and 25 for less alike ones (from
        82 on), and where any of these speaks, 10 for the same postcode or 5 for the same city; at most 100.
    """
    found: list[str] = []
    if one.vat and _same_number(one, other):
        found.append("vat")
    if one.emails & other.emails:
        found.append("email")
    elif one.domains & other.domains:
        found.append("domain")
    if one.phones & other.phones:
        found.append("phone")
    alike = name_likeness(one.name, other.name)
    by_name = _name_points(alike)
    if found or by_name:
        if one.postcode and one.postcode == other.postcode and one.country == other.country:
            found.append("postcode")
        elif one.city and one.city == other.city:
            found.append("city")
    differ = bool(one.vat and other.vat and "vat" not in found and one.vat[:2] == other.vat[:2])
    score = by_name + sum(POINTS[each] for each in found)
    reasons = [_("Same name")] if alike >= 100 else [_("Similar name")] if by_name else []
    if differ:
        score = min(score - 25, LIKELY - 1)
        reasons.append(_("but different VAT numbers"))
    return Resemblance(max(0, min(100, score)), tuple([_(REASONS[each]) for each in found] + reasons))


def name_likeness(one: str, other: str) -> float:
    """Return how alike two bare names are, 0 to 100; one word within a longer name does not make them the same."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - the page starts without it

    if not one or not other:
        return 0.0
    if one == other:
        return 100.0
    words = min(len(one.split()), len(other.split()))
    whole = fuzz.token_sort_ratio(one, other)
    if words < 2:
        return min(99.0, whole)
    return min(99.0, 0.6 * fuzz.token_set_ratio(one, other) + 0.4 * whole)


def _name_points(alike: float) -> int:
    if alike >= ALIKE:
        return NAME_POINTS + round((MOST_NAME_POINTS - NAME_POINTS) * (alike - ALIKE) / (100 - ALIKE))
    return WEAK_NAME_POINTS if alike >= LEAST_ALIKE else 0


def _same_number(one: Traits, other: Traits) -> bool:
    if not other.vat:
        return False
    if one.vat == other.vat:
        return True
    bare = (one.vat[2:] if one.country else one.vat, other.vat[2:] if other.country else other.vat)
    return bare[0] == bare[1] and len(bare[0]) >= 6 and not (one.country and other.country)


def _parts(*texts: str | None) -> Iterable[str]:
    for text in texts:
        yield from (part for part in re.split(r"[,;\n]", text or "") if part.strip())
